// How long a cycle seems to be, where no chunk of the file says so.
#ifndef WT_IO_TABLE_EVIDENCE_H
#define WT_IO_TABLE_EVIDENCE_H

#include "io/table/parts.h"

typedef struct {
    uint32_t length;    // 0: nothing speaks for any
    uint32_t runner_up; // the next best; 0: there is none
    bool is_sure;       // the best is more than 30 times as likely as the next
    const char *reason; // "by its seams", ...
} wt_length_guess;

// Weigh the lengths that people use, and the whole, against the samples: whether cycles close on
// themselves, whether neighbours are alike, what the file is called and how long it is. Takes a
// bounded number of samples, however long the table. Real tables, of which no chunk told: of 64
// WaveEdit banks the seams find 47 alone, of 128 tables of the Deluge 87; the rest is size and
// name.
wt_length_guess wt_guess_length(const wt_table_parts *parts);

#endif
