// Where tables go: a file, one for each cycle, or one for each source in a folder.
#ifndef WT_APP_TABLES_TABLE_TARGET_H
#define WT_APP_TABLES_TABLE_TARGET_H

#include "app/listener.h"
#include "app/request/request.h"
#include "io/table/formats.h"

typedef struct {
    const wt_table_format *format;
    const char *path; // as given with -o
    bool is_folder;   // sources keep their names in it
    bool is_numbered; // {n} stands for the number of a cycle
} wt_table_target;

// Tell what -o, -t and the number of sources come to. False: fault is set.
bool wt_table_target_find(wt_table_target *target, const wt_request *request, wt_fault *fault);

// Write where `name`, or its cycle `cycle` of `n`, goes to `path`. Null: `size` is too small.
const char *wt_table_target_path(const wt_table_target *target, const char *name, uint32_t cycle,
                                 uint32_t n, char *path, size_t size);

// Write `table`, which has the name `name` where it has no title of its own, to `path`. Integers
// that would clip are scaled, with a note. False: fault is set.
bool wt_table_target_write(const wt_table_target *target, const char *path, const char *name,
                           wt_table_file *table, const wt_request *request,
                           const wt_listener *listener, wt_fault *fault);

#endif
