// Writes WAV with a clm chunk, and .wt.
#include "io/table/table_out.h"

#include "base/math.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    WT_FILE_MAX_LENGTH = 4096,
    WT_FILE_MAX_CYCLES = 512,
    WT_FILE_INT16_FULL_RANGE = 4 | 8,
    CLM_SIZE = 48,
    RATE = 44100, // means nothing in a table
};

// A header as it grows.
typedef struct {
    uint8_t bytes[320];
    size_t n;
} head;

static void put(head *h, const char *bytes, size_t n) {
    memcpy(h->bytes + h->n, bytes, n);
    h->n += n;
}

static void put_number(head *h, uint32_t value, int n_bytes) {
    for (int i = 0; i < n_bytes; i++) {
        h->bytes[h->n++] = (uint8_t)(value >> 8 * i);
    }
}

// Integer PCM needs no more than the 16 bytes of fmt; anything else also the size of an extension
// (0) and a fact chunk (Microsoft, Multimedia Data Standards Update, 1994).
static head wav_head(const wt_table_file *table, bool is_float) {
    const uint32_t sample_bytes = is_float ? 4 : 2;
    const uint32_t n = table->length * table->n_cycles;
    const uint32_t data_size = n * sample_bytes;
    const uint32_t title_size = (uint32_t)strlen(table->title) + 1; // with its NUL
    const uint32_t info_size = table->title[0] ? 4 + 8 + title_size + title_size % 2 : 0;
    head h = {.n = 0};
    put(&h, "RIFF", 4);
    put_number(&h,
               4 + (is_float ? 26 + 12 : 24) + 8 + CLM_SIZE + (info_size ? 8 + info_size : 0) + 8 +
                   data_size,
               4);
    put(&h, "WAVEfmt ", 8);
    put_number(&h, is_float ? 18 : 16, 4);
    put_number(&h, is_float ? 3 : 1, 2);
    put_number(&h, 1, 2);
    put_number(&h, RATE, 4);
    put_number(&h, RATE * sample_bytes, 4);
    put_number(&h, sample_bytes, 2);
    put_number(&h, sample_bytes * 8, 2);
    if (is_float) {
        put_number(&h, 0, 2);
        put(&h, "fact", 4);
        put_number(&h, 4, 4);
        put_number(&h, n, 4);
    }
    // First flag 1: neighbouring cycles are blended linearly, as they are here.
    char clm[CLM_SIZE + 1];
    const int used =
        snprintf(clm, sizeof clm, "<!>%-4" PRIu32 " 10000000 wavetable", table->length);
    memset(clm + used, ' ', (size_t)(CLM_SIZE - used));
    put(&h, "clm ", 4);
    put_number(&h, CLM_SIZE, 4);
    put(&h, clm, CLM_SIZE);
    if (info_size) {
        put(&h, "LIST", 4);
        put_number(&h, info_size, 4);
        put(&h, "INFOINAM", 8);
        put_number(&h, title_size, 4);
        put(&h, table->title, title_size);
        put_number(&h, 0, (int)(title_size % 2));
    }
    put(&h, "data", 4);
    put_number(&h, data_size, 4);
    return h;
}

static head wt_head(const wt_table_file *table, bool is_float) {
    head h = {.n = 0};
    put(&h, "vawt", 4);
    put_number(&h, table->length, 4);
    put_number(&h, table->n_cycles, 2);
    put_number(&h, is_float ? 0 : WT_FILE_INT16_FULL_RANGE, 2);
    return h;
}

static wt_status check(const wt_table_file *table, wt_table_type type, int bits,
                       wt_message *message) {
    if (bits != 16 && bits != 32) {
        wt_message_set(message, "tables are written with 16 bits or 32 (float), not %d", bits);
        return WT_UNSUPPORTED;
    }
    if (type == WT_TABLE_WT && (table->length < 2 || table->length > WT_FILE_MAX_LENGTH ||
                                (table->length & (table->length - 1)) != 0)) {
        wt_message_set(message,
                       ".wt holds cycles of 2 to %d samples, a power of two, not of %" PRIu32
                       " (write WAV)",
                       WT_FILE_MAX_LENGTH, table->length);
        return WT_UNSUPPORTED;
    }
    if (type == WT_TABLE_WT && table->n_cycles > WT_FILE_MAX_CYCLES) {
        wt_message_set(message, ".wt holds at most %d cycles, not %" PRIu32 " (write WAV)",
                       WT_FILE_MAX_CYCLES, table->n_cycles);
        return WT_UNSUPPORTED;
    }
    return WT_OK;
}

// Return how many bytes `sample` takes at `out`.
static size_t encode(uint8_t *out, float sample, bool is_float, uint64_t *n_clipped) {
    uint32_t bits;
    if (is_float) {
        memcpy(&bits, &sample, sizeof bits);
    } else {
        const double x = wt_round((double)sample * 32768.0);
        const double held = x > 32767.0 ? 32767.0 : x >= -32768.0 ? x : -32768.0;
        *n_clipped += held != x;
        bits = (uint32_t)(int32_t)held;
    }
    const size_t n = is_float ? 4 : 2;
    for (size_t i = 0; i < n; i++) {
        out[i] = (uint8_t)(bits >> 8 * i);
    }
    return n;
}

wt_status wt_table_write(wt_output *output, const wt_table_file *table, wt_table_type type,
                         int bits, uint64_t *n_clipped, wt_message *message) {
    wt_status status = check(table, type, bits, message);
    if (status != WT_OK) {
        return status;
    }
    const bool is_float = bits == 32;
    const head h = type == WT_TABLE_WT ? wt_head(table, is_float) : wav_head(table, is_float);
    status = wt_output_write(output, h.bytes, h.n);
    const size_t n = (size_t)table->length * table->n_cycles;
    uint64_t clipped = 0;
    for (size_t i = 0; i < n && status == WT_OK;) {
        uint8_t block[4096];
        size_t used = 0;
        while (i < n && used < sizeof block) {
            used += encode(block + used, wt_table_sample(table, i++), is_float, &clipped);
        }
        status = wt_output_write(output, block, used);
    }
    if (n_clipped) {
        *n_clipped = clipped;
    }
    if (status != WT_OK) {
        wt_output_status(output, NULL, message);
    }
    return status;
}
