// Formulas of recipes: arithmetic over a few variables, compiled to steps on a small stack.
//
//     FORMULA := SUM [< <= > >= == != SUM]          a comparison is 1 or 0
//     SUM     := PRODUCT [+|- PRODUCT]...
//     PRODUCT := SIGNED [*|/ SIGNED]...
//     SIGNED  := - SIGNED | ATOM [^ SIGNED]         -2^2 is -4, 2^3^2 is 512
//     ATOM    := NUMBER | NAME | FUNCTION(FORMULA[,FORMULA]...) | (FORMULA)
//
// Variables are k (harmonic, from 1), x (phase, 0..1), p (position over the cycles, 0..1), c
// (number of the cycle, from 0), n (how many there are), the constant pi, and what was defined
// before.
//
// Functions, with angles in turns (sin(x) is one period):
//
//     sin cos exp log sqrt abs floor sign tanh      of one number; log is natural
//     min max                                       of two or more
//     mod(a,b)            a less the whole multiples of b: mod(x,1) is the fraction
//     clamp(a,low,high)   held within low..high
//     wrap(a)             -1..1, a saw of period 2: beyond 1 it goes on from -1
//     fold(a)             -1..1, a triangle of period 4: beyond 1 it is mirrored
//     step(edge,a)        0 below edge, 1 from there
//     if(c,a,b)           a where c is not 0, else b
//     mix(a,b,u)          a + (b - a) u
//     bell(a,centre,width)  exp(-((a - centre) / width)^2 / 2)
//     path(u,a,b,...)     straight lines through a, b, ..., spread evenly over u = 0..1
//     noise(seed,a)       -1..1, scattered, the same on every machine
//     drift(seed,a)       smooth noise: noise(seed,a) at whole a, eased in between
#ifndef WT_TEXT_RECIPE_FORMULA_H
#define WT_TEXT_RECIPE_FORMULA_H

#include "text/parse.h"

#include <stdbool.h>
#include <stdint.h>

// Slots of the values that a formula reads; definitions follow from WT_SLOT_DEFINED.
enum {
    WT_SLOT_K,
    WT_SLOT_X,
    WT_SLOT_P,
    WT_SLOT_C,
    WT_SLOT_N,
    WT_SLOT_DEFINED,
    WT_MAX_DEFINITIONS = 64,
    WT_SLOTS = WT_SLOT_DEFINED + WT_MAX_DEFINITIONS,
    WT_MAX_STEPS = 4096,
    WT_MAX_NESTING = 100,
    WT_MAX_STACK = 256,
};

typedef struct {
    uint8_t kind; // implementation's own
    uint8_t n_arguments;
    uint16_t place; // of a value or a function
    double number;
} wt_step;

typedef struct {
    char name[24];
    size_t at; // byte offset of the name
    uint32_t begin, end;
    bool uses_k, uses_x; // itself, or through what it names
} wt_definition;

// Definitions in their order; each may use those before it.
typedef struct {
    wt_step *steps; // owned
    size_t n_steps, room;
    wt_definition definitions[WT_MAX_DEFINITIONS];
    size_t n_definitions;
} wt_formulas;

// Read FORMULA as the next definition, whose `name`, of `name_length` bytes, begins `name_at` bytes
// into the text. Blanks, comments from # to the end of the line, and ends of lines that a blank
// follows separate. Where it fails, `all` holds what it held.
wt_parse wt_read_formula(const char *text, const char *name, size_t name_length, size_t name_at,
                         wt_formulas *all);

// Return the number of bytes from `text` on that only separate, as above.
size_t wt_formula_blank(const char *text);

// Return the length of the name that `text` begins with: a letter, then letters, digits and '_'.
size_t wt_formula_name_length(const char *text);

// True where a definition may not have this name: a variable or function has it.
bool wt_formula_reserves(const char *name, size_t length);

// Return the value of a definition; may be infinite or no number. Reads values[0..WT_SLOTS).
double wt_formula_value(const wt_formulas *all, const wt_definition *definition,
                        const double *values);

void wt_formulas_free(wt_formulas *all);

#endif
