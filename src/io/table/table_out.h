// Wavetables into files that other synthesizers open.
#ifndef WT_IO_TABLE_TABLE_OUT_H
#define WT_IO_TABLE_TABLE_OUT_H

#include "io/file/output.h"
#include "io/table/table_in.h"

typedef enum {
    WT_TABLE_WAV, // WAV with a clm chunk: Serum, Vital, Surge XT, Hive
    WT_TABLE_WT,  // .wt: Surge, Bitwig; cycles of 2..4096 samples, a power of two, at most 512
} wt_table_type;

// Write `table` to `output`, which the caller commits or abandons. `bits` is 32 (float, what is
// written reads back the same) or 16 (rounded to nearest even, saturated; `*n_clipped`, where not
// null, receives how many samples were). WT_UNSUPPORTED, before anything is written, where the
// format cannot hold the table; else the failure of the output.
wt_status wt_table_write(wt_output *output, const wt_table_file *table, wt_table_type type,
                         int bits, uint64_t *n_clipped, wt_message *message);

#endif
