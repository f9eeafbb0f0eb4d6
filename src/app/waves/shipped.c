// What a NAME may have meant.
#include "app/waves/shipped.h"

#include "app/named_file.h"
#include "base/nearest.h"
#include "core/tables/shape.h"

#include <stdio.h>
#include <string.h>

void wt_shipped_unknown(const char *name, wt_fault *fault) {
    const char *built_in[WT_N_SHAPES + 1] = {[WT_N_SHAPES] = "noise"};
    for (int i = 0; i < WT_N_SHAPES; ++i) {
        built_in[i] = wt_shapes[i].names[0];
    }
    wt_named_files list;
    if (!wt_named_files_list(WT_NAMED_TABLE, &list, fault)) {
        return;
    }
    const char *const table = wt_nearest(name, (const char *const *)list.names, list.n);
    const char *const shape = wt_nearest(name, built_in, sizeof built_in / sizeof *built_in);
    const char *const nearest =
        shape && (!table || wt_edits(name, shape) <= wt_edits(name, table)) ? shape : table;
    if (nearest) {
        wt_fault_set(fault, WT_FAULT_USAGE, name,
                     "there is no wave of this name (did you mean %s? wavetable table list shows "
                     "those that ship; the name of a file holds a dot or a slash)",
                     nearest);
    } else {
        wt_fault_set(fault, WT_FAULT_USAGE, name,
                     "there is no wave of this name (wavetable table list shows those that ship; "
                     "the name of a file holds a dot or a slash)");
    }
    wt_named_files_free(&list);
}

void wt_wave_comma(const char *spec, wt_fault *fault) {
    const char *comma = strchr(spec, ',');
    while (comma && comma > spec && comma[-1] == '\\') {
        comma = strchr(comma + 1, ',');
    }
    const size_t n = strlen(fault->what);
    if (comma) {
        snprintf(fault->what + n, sizeof fault->what - n,
                 " (a comma in the name of a file is written \\,)");
    }
}
