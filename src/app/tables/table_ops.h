// What the bench does to a table in memory.
#ifndef WT_APP_TABLES_TABLE_OPS_H
#define WT_APP_TABLES_TABLE_OPS_H

#include "io/table/table_in.h"

// Each leaves the table as floats, and as it was where it fails: WT_NO_MEMORY, or WT_LIMIT where it
// would have more samples than are read back.

// Give every cycle `length` samples, with its harmonics below length / 2.
wt_status wt_table_set_length(wt_table_file *table, uint32_t length);

// Make `n` cycles, evenly along the way through those that there are.
wt_status wt_table_spread(wt_table_file *table, uint32_t n);

// Turn every cycle so that its fundamental, where it has one, is a sine that starts at phase 0.
wt_status wt_table_align(wt_table_file *table);

// Turn the order of the cycles round.
wt_status wt_table_reverse(wt_table_file *table);

// Take the mean of each cycle away.
wt_status wt_table_remove_dc(wt_table_file *table);

// Scale the whole, or each cycle, so that its highest sample is `peak`. Silence stays.
wt_status wt_table_normalise(wt_table_file *table, bool each_cycle, double peak);

// Return the highest absolute sample.
double wt_table_peak(const wt_table_file *table);

#endif
