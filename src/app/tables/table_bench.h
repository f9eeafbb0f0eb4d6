// make and convert: sources through what was asked for, to targets.
#ifndef WT_APP_TABLES_TABLE_BENCH_H
#define WT_APP_TABLES_TABLE_BENCH_H

#include "app/tables/table_source.h"

// Build one table from the `n` SPECs, their cycles in order. False: fault is set.
bool wt_table_make(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault);

// Convert each of the `n` SPECs into a folder, under its own name, or all of them into one file,
// their cycles in order. In a folder the others go on where one fails, and each is told; the last
// failure is the fault.
bool wt_table_convert(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault);

#endif
