// Tables from files: recipes, and every format that io reads; and curves.
#ifndef WT_APP_WAVES_TABLE_FILE_H
#define WT_APP_WAVES_TABLE_FILE_H

#include "app/fault.h"
#include "app/listener.h"
#include "io/table/table_in.h"
#include "text/wave.h"

// Read or make the table that `path` holds; `wish` may be null. False: fault is set, with status
// WT_FAULT_INPUT where the file is to blame; of a recipe it says line, column and caret. Release
// with wt_table_file_free.
bool wt_table_load(wt_table_file *table, const char *path, const wt_table_wish *wish,
                   const wt_listener *listener, wt_fault *fault);

// Read the curve that the sound file at `path` holds: *samples, owned by the caller, *n >= 1 of
// them. False: fault is set.
bool wt_curve_load(float **samples, size_t *n, const char *path, wt_fault *fault);

// As wt_table_load of an item of a SPEC, FILE or NAME, with --frame and --raw, whose pick of cycles
// is the caller's to obey. A NAME that there is not is a usage fault, which says the nearest there
// is.
bool wt_table_load_item(wt_table_file *table, const wt_wave_item *item, uint32_t frame_length,
                        wt_raw raw, const wt_listener *listener, wt_fault *fault);

#endif
