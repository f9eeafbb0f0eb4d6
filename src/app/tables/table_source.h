// Tables by what was typed.
#ifndef WT_APP_TABLES_TABLE_SOURCE_H
#define WT_APP_TABLES_TABLE_SOURCE_H

#include "app/listener.h"
#include "app/request/inputs.h"
#include "app/waves/wave_store.h"
#include "io/table/table_in.h"

// What the verbs of `wavetable table` work with. All borrowed.
typedef struct {
    const wt_request *request;
    const wt_listener *listener;
    wt_wave_store *store;
} wt_bench;

// Read the SPEC `text`, and load its cycles as one table of `length` samples a cycle; 0: the first
// one's own, 2048 for shapes. A FILE or NAME alone keeps what is known of it. False: fault is set.
bool wt_table_of_spec(const wt_bench *bench, const char *text, uint32_t length,
                      wt_table_file *table, wt_fault *fault);

// Refuse more cycles than a table holds behind those of `table`; `where` asked for them. False:
// fault is set.
bool wt_table_has_room(const wt_table_file *table, uint32_t n_more, const char *where,
                       wt_fault *fault);

// Refuse a target that is one of the files of the SPEC, by whatever name. False: fault is set.
bool wt_table_spares(const char *spec, const wt_target *target, wt_fault *fault);

// Write the name of what a SPEC reads, without folders and suffix, to `name`: "lead" of
// "pads/lead.wav", "lead-3" of "lead.wav#3".
void wt_table_spec_name(const char *spec, char *name, size_t size);

#endif
