// Tables from files: recipes, and every format that io reads.
#ifndef WT_APP_WAVES_TABLE_FILE_H
#define WT_APP_WAVES_TABLE_FILE_H

#include "app/fault.h"
#include "app/listener.h"
#include "io/table/table_in.h"

// Read or make the table that `path` holds. `frame_length` is --frame, 0 where not given. False:
// fault is set, with status WT_FAULT_INPUT where the file is to blame; of a recipe it says line,
// column and caret. Release with wt_table_file_free.
bool wt_table_load(wt_table_file *table, const char *path, uint32_t frame_length,
                   const wt_listener *listener, wt_fault *fault);

#endif
