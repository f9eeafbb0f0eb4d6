// Headers and samples as bytes.
#include "io/table/writers.h"

#include "base/math.h"

#include <string.h>

void wt_head_bytes(wt_table_head *head, const char *bytes, size_t n) {
    memcpy(head->bytes + head->n, bytes, n);
    head->n += n;
}

void wt_head_number(wt_table_head *head, uint32_t value, int n_bytes) {
    for (int i = 0; i < n_bytes; i++) {
        head->bytes[head->n++] = (uint8_t)(value >> 8 * i);
    }
}

int16_t wt_table_int16(float sample, uint64_t *n_clipped) {
    const double x = wt_round((double)sample * 32768.0);
    const double held = x > 32767.0 ? 32767.0 : x >= -32768.0 ? x : -32768.0;
    *n_clipped += held < x || held > x;
    return (int16_t)held;
}

// Return how many bytes `sample` takes at `out`.
static size_t encode(uint8_t *out, float sample, wt_table_writing *how) {
    uint32_t bits;
    if (how->bits == 32) {
        memcpy(&bits, &sample, sizeof bits);
    } else {
        bits = (uint16_t)wt_table_int16(sample, &how->n_clipped);
    }
    const size_t n = (size_t)how->bits / 8;
    for (size_t i = 0; i < n; i++) {
        out[i] = (uint8_t)(bits >> 8 * i);
    }
    return n;
}

wt_status wt_table_write_samples(wt_output *output, const wt_table_head *head,
                                 const wt_table_file *table, wt_table_writing *how,
                                 wt_message *message) {
    wt_status status = wt_output_write(output, head->bytes, head->n);
    const size_t n = (size_t)table->length * table->n_cycles;
    for (size_t i = 0; i < n && status == WT_OK;) {
        uint8_t block[4096];
        size_t used = 0;
        while (i < n && used < sizeof block) {
            used += encode(block + used, wt_table_sample(table, i++), how);
        }
        status = wt_output_write(output, block, used);
    }
    if (status != WT_OK) {
        wt_output_status(output, NULL, message);
    }
    return status;
}
