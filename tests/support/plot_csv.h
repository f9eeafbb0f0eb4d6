// The rows of a plot's CSV.
#ifndef WT_TESTS_PLOT_CSV_H
#define WT_TESTS_PLOT_CSV_H

#include "program.h"

// Up to four columns: numbers, and the last as text where there are more than two.
typedef struct {
    double x, y;
    char what[32];
} row;

typedef struct {
    row *rows;
    size_t n;
    char header[128];
} table;

// Run `plot WORDS -o - -t csv`.
table csv_of(const char *words);
void free_table(table *t);
size_t n_rows_of(const table *t, const char *what);

#endif
