// Cycles that are one value all along: what is played through them is the gain itself.
#ifndef WT_TESTS_STEADY_H
#define WT_TESTS_STEADY_H

#include "cycle_file.h"
#include "program.h"

#include <math.h>

// No gain but that of the options to come.
#define PLAINLY "-e float -g 0 --adsr 0,0,1,0"

// zero.wav and one.wav.
int enter_folder_with_steady_cycles(void **state);

// An engine, and how far from exact its gains are: 16 bits of gain and of samples, each rounded.
typedef struct {
    const char *name;
    double most;
} engine_limit;

static const engine_limit engine_limits[] = {{"float", 1e-6}, {"q15", 3.0 / 32768}, {"q31", 1e-6}};
enum { N_ENGINES = 3 };

#endif
