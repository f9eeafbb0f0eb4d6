// What the reader of formulas and their evaluation share.
#ifndef WT_TEXT_RECIPE_FORMULA_PARTS_H
#define WT_TEXT_RECIPE_FORMULA_PARTS_H

#include "text/recipe/formula.h"

enum { WT_STEP_NUMBER, WT_STEP_VALUE, WT_STEP_CALL };

typedef struct {
    const char *name; // of an operator: its sign
    int least, most;  // arguments
    double (*call)(const double *a, int n);
} wt_function;

extern const wt_function wt_functions[];

// Return the place in wt_functions of a name; -1: there is none.
int wt_function_place(const char *name, size_t length);

#endif
