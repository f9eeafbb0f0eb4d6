// Every key of a piano in turn, measured.
#ifndef WT_TESTS_KEYBOARD_H
#define WT_TESTS_KEYBOARD_H

#include "line_spectrum.h"

enum { N_WAVES = 4 };

typedef struct {
    studio studio;
    wave waves[N_WAVES];
    wt_cycle_ref refs[N_WAVES];
} keyboard;

// The cache is as large as the program's (wave_store.c).
void open_keyboard(keyboard *kb);
void close_keyboard(keyboard *kb);

// What two waves come to at one key, from one transform.
void measure_two(const keyboard *kb, int first, wt_form form, double rate, int key, purity *result);

#endif
