// Lists of what ships: tables and presets.
#ifndef WT_APP_TABLES_TABLE_LIST_H
#define WT_APP_TABLES_TABLE_LIST_H

#include "app/listener.h"

#include <stdbool.h>

// Return lines about the presets that there are, or JSON, as wt_table_list does.
char *wt_preset_list(bool json, wt_fault *fault);

// Return lines about the tables that ship, or JSON; the caller frees them. Null: fault is set.
char *wt_table_list(bool json, const wt_listener *listener, wt_fault *fault);

#endif
