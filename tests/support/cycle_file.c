#include "cycle_file.h"

void make_table_file(const char *name, const bytes *samples, size_t length, bool is_float) {
    bytes b = {NULL, 0};
    put(&b, "RIFF\0\0\0\0WAVE", 12);
    put_fmt(&b, is_float ? 3 : 1, 1, false, is_float ? 32 : 16);
    char mark[64];
    snprintf(mark, sizeof mark, "<!>%zu 00000000 cycle", length);
    put_chunk(&b, "clm ", mark, strlen(mark));
    put_chunk(&b, "data", samples->at, samples->n);
    end_riff(&b);
    make_file(name, b.at, b.n);
    free(b.at);
}

static void make_cycle_file(const char *name, const bytes *samples, bool is_float) {
    make_table_file(name, samples, samples->n / (is_float ? 4 : 2), is_float);
}

void make_cycle_i16(const char *name, const int16_t *samples, size_t n) {
    bytes b = {NULL, 0};
    for (size_t i = 0; i < n; i++) {
        put_le(&b, (uint16_t)samples[i], 2);
    }
    make_cycle_file(name, &b, false);
    free(b.at);
}

void make_cycle_f32(const char *name, const float *samples, size_t n) {
    bytes b = {NULL, 0};
    for (size_t i = 0; i < n; i++) {
        put_float(&b, samples[i]);
    }
    make_cycle_file(name, &b, true);
    free(b.at);
}
