// One note of the core library, rendered as the program renders it, without envelopes or gain.
#ifndef WT_TESTS_TONE_H
#define WT_TESTS_TONE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/tables/cache.h"
#include "core/tables/mip_spacing.h"
#include "core/voice/renderer.h"

// Sanitizers and builds without optimisation take a sample of the keys.
#if defined __OPTIMIZE__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
enum { KEY_STEP = 1, LOWEST_KEY = 21, HIGHEST_KEY = 108 };
#else
enum { KEY_STEP = 12, LOWEST_KEY = 24, HIGHEST_KEY = 108 };
#endif

typedef struct {
    wt_cache *bank;
    wt_cache_reader *reader;
    wt_scratch *scratch;
} studio;

// What one note plays. Zeros are the program's defaults but for `rate`, `hz`, `form` and `cycles`.
typedef struct {
    double rate, hz;
    wt_form form;
    bool plain; // -B off
    wt_scan scan;
    const wt_cycle_ref *cycles;
    uint32_t n_cycles;
    wt_env pitch, mix, index;
    wt_fm fm;
} tone;

void open_studio(studio *s, size_t limit_bytes);
void close_studio(studio *s);
wt_cycle_ref add_cycle(studio *s, const wt_cycle *cycle);

wt_patch patch_of(const tone *t);

// A voice that is about to play n frames of it. `note` is written.
wt_voice voice_of(const tone *t, const wt_patch *patch, wt_note *note, size_t n);

// The first n frames as the engine has them: float, int32 in Q15 or int64 in Q3.28.
void render_bus(const studio *s, const tone *t, wt_bus bus, size_t n);

// The same as numbers, full scale 1 (q15: see wt_headroom_bits).
void render_tone(const studio *s, const tone *t, double *out, size_t n);
double key_hz(int key);

// How many harmonics a steady note of this pitch is given (voice.c).
uint32_t harmonics_at(double rate, double hz);

#endif
