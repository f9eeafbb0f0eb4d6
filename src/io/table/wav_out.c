// Writes WAV with a clm chunk.
#include "io/table/writers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { CLM_SIZE = 48, RATE = 44100 /* means nothing in a table */ };

static void put_clm(wt_table_head *h, uint32_t length) {
    // First flag 1: neighbouring cycles are blended linearly, as they are here.
    char clm[CLM_SIZE + 1];
    const int used = snprintf(clm, sizeof clm, "<!>%-4" PRIu32 " 10000000 wavetable", length);
    memset(clm + used, ' ', (size_t)(CLM_SIZE - used));
    wt_head_bytes(h, "clm ", 4);
    wt_head_number(h, CLM_SIZE, 4);
    wt_head_bytes(h, clm, CLM_SIZE);
}

// Integer PCM needs no more than the 16 bytes of fmt; anything else also the size of an extension
// (0) and a fact chunk (Microsoft, Multimedia Data Standards Update, 1994).
static wt_table_head make_head(const wt_table_file *table, bool is_float) {
    const uint32_t sample_bytes = is_float ? 4 : 2;
    const uint32_t n = table->length * table->n_cycles;
    const uint32_t data_size = n * sample_bytes;
    const uint32_t title_size = (uint32_t)strlen(table->title) + 1; // with its NUL
    const uint32_t info_size = table->title[0] ? 4 + 8 + title_size + title_size % 2 : 0;
    wt_table_head h = {.n = 0};
    wt_head_bytes(&h, "RIFF", 4);
    wt_head_number(&h,
                   4 + (is_float ? 26 + 12 : 24) + 8 + CLM_SIZE + (info_size ? 8 + info_size : 0) +
                       8 + data_size,
                   4);
    wt_head_bytes(&h, "WAVEfmt ", 8);
    wt_head_number(&h, is_float ? 18 : 16, 4);
    wt_head_number(&h, is_float ? 3 : 1, 2);
    wt_head_number(&h, 1, 2);
    wt_head_number(&h, RATE, 4);
    wt_head_number(&h, RATE * sample_bytes, 4);
    wt_head_number(&h, sample_bytes, 2);
    wt_head_number(&h, sample_bytes * 8, 2);
    if (is_float) {
        wt_head_number(&h, 0, 2);
        wt_head_bytes(&h, "fact", 4);
        wt_head_number(&h, 4, 4);
        wt_head_number(&h, n, 4);
    }
    put_clm(&h, table->length);
    if (info_size) {
        wt_head_bytes(&h, "LIST", 4);
        wt_head_number(&h, info_size, 4);
        wt_head_bytes(&h, "INFOINAM", 8);
        wt_head_number(&h, title_size, 4);
        wt_head_bytes(&h, table->title, title_size);
        wt_head_number(&h, 0, (int)(title_size % 2));
    }
    wt_head_bytes(&h, "data", 4);
    wt_head_number(&h, data_size, 4);
    return h;
}

wt_status wt_table_write_wav(wt_output *output, const wt_table_file *table, wt_table_writing *how,
                             wt_message *message) {
    const wt_table_head h = make_head(table, how->bits == 32);
    return wt_table_write_samples(output, &h, table, how, message);
}
