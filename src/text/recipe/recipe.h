// Recipes: how a wavetable is made, as a short text.
//
//     wavetable recipe
//     title  Organ, one drawbar after the other
//     about  What it is, how it is made, whose idea it was; any number of these lines
//     cycles 33
//     length 2048
//
//     # the drawbars come in from low to high
//     bar = path(p, 0, 1)
//     amplitude = if(k == 2, 1, bar / k)
//
// The first line is always the same. `about`, `source` and `rights` are for people alone. `cycles`
// (1..256, default 1) and `length` (samples of a cycle, 4..65536, default 2048) are whole numbers.
// NAME = FORMULA defines a name for the formulas below it (text/recipe/formula.h); a line that
// begins with a blank continues the one above it. What sounds is one of
//
//     amplitude = FORMULA      of harmonic k = 1, 2, ...; with phase = FORMULA, in turns, where
//                              sines that begin at 0 are not what is wanted
//     sample = FORMULA         of phase x = 0..1; after `edges hard` its values as they are, where
//                              else what a cycle cannot hold of their harmonics is cut off
//     waves SPEC               built-in waves (text/wave.h), spread over the cycles
//
// Every cycle is freed of DC and scaled to a peak of 1; after `level table` one factor scales all,
// so that they stay as loud against each other as the formula says; after `level heard` each is as
// loud as any other, as far as a peak of 1 allows.
#ifndef WT_TEXT_RECIPE_RECIPE_H
#define WT_TEXT_RECIPE_RECIPE_H

#include "text/recipe/formula.h"
#include "text/wave.h"

enum {
    WT_RECIPE_MAX_CYCLES = 256,
    WT_RECIPE_MIN_LENGTH = 4,
    WT_RECIPE_MAX_LENGTH = 65536,
    WT_RECIPE_MAX_TEXT = 65536, // bytes
};

typedef enum { WT_RECIPE_HARMONICS, WT_RECIPE_SAMPLES, WT_RECIPE_WAVES } wt_recipe_kind;

typedef enum { WT_LEVEL_EACH, WT_LEVEL_TABLE, WT_LEVEL_HEARD } wt_recipe_level;

typedef struct {
    char title[128]; // empty: none
    uint32_t cycles, length;
    wt_recipe_level level;
    double peak; // of what is loudest
    bool hard_edges;
    wt_recipe_kind kind;
    wt_wave_text waves; // WAVES: built-in items only
    wt_formulas formulas;
    int amplitude, phase, sample; // which definition; -1: none
} wt_recipe;

// True where the `n` bytes begin as a recipe does.
bool wt_is_recipe(const char *text, size_t n);

// Read a whole recipe. Allocates; release with wt_recipe_free.
wt_parse wt_read_recipe(const char *text, wt_recipe *recipe);

void wt_recipe_free(wt_recipe *recipe);

#endif
