// What there is to say of a table.
#ifndef WT_APP_TABLES_TABLE_INFO_H
#define WT_APP_TABLES_TABLE_INFO_H

#include "app/fault.h"
#include "io/table/table_in.h"

#include <jansson.h>

typedef struct {
    double peak, dc, seam; // the largest of all cycles, full scale 1
    uint32_t harmonics;    // the highest that is heard
} wt_table_findings;

// Measure `table`. False: no memory, fault is set.
bool wt_table_measure(const wt_table_file *table, wt_table_findings *found, wt_fault *fault);

// Write lines for people about the table called `name` to `text`.
void wt_table_describe(char *text, size_t size, const char *name, const wt_table_file *table,
                       const wt_table_findings *found);

// Return an object for programs; null: no memory.
json_t *wt_table_json(const char *name, const wt_table_file *table, const wt_table_findings *found);

#endif
