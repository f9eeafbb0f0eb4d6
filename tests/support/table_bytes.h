// Wavetable files made byte by byte, for tests.
#ifndef TABLE_BYTES_H
#define TABLE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Bytes that grow at their end. Start from {NULL}; free(at) at the end.
typedef struct {
    uint8_t *at;
    size_t n;
} bytes;

void put(bytes *b, const void *from, size_t n);
void put_text(bytes *b, const char *text);
void put_le(bytes *b, uint64_t value, int n_bytes);
void put_be(bytes *b, uint64_t value, int n_bytes);
void put_float(bytes *b, float value);
void set_le(bytes *b, size_t at, uint64_t value, int n_bytes);

// Sample i of every file here: exact in 8 bits and more.
float ramp(size_t i);
void put_sample(bytes *b, float value, bool is_float, int bits);
void put_chunk(bytes *b, const char *id, const void *payload, size_t n);
void put_fmt(bytes *b, int tag, int channels, bool is_extensible, int bits);

// A chunk by its recipe: "clm=TEXT" "srge=N" "srgo=N" "uhWT=N" "cue=STEPxCOUNT" "cue@STEPxCOUNT"
// (positions alone) "smpl=START-END" "smpl=LENGTHxLOOPS" "smpl" (no loop) "data" (`n` samples of 16
// bits) "odd" (7 bytes, padded) "odd!" (unpadded); of any other name: 7 bytes, padded.
void put_recipe(bytes *b, const char *word, size_t n);
void end_riff(bytes *b);

// A WAVE file of 16 bits with the chunks of `recipe`, words separated by spaces.
bytes make_wav(const char *recipe, size_t n);
bytes make_wt(uint32_t length, uint16_t n_cycles, uint16_t flags);
void put_base64(bytes *b, const uint8_t *from, size_t n);

static const char vital_head[] =
    "{\"author\":\"a \\\\\",\"name\":\"n\",\"version\":\"1.0.7\",\"remove_all_dc\":false,"
    "\"groups\":[{\"components\":[";
static const char vital_tail[] = "]}]}";

bytes make_vital(int style, size_t n, const int *positions, const float *levels);

// AIFF of 16 bits, or AIFC of floats.
bytes make_aiff(size_t n, bool is_float);
bytes make_au(size_t n);

#endif
