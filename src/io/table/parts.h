// What a reader of one format hands over: the samples, and what the file says of its cycles.
//
// The readers do not decide how long a cycle is. They collect what is said, and wt_table_cycle
// decides for all of them.
#ifndef WT_IO_TABLE_PARTS_H
#define WT_IO_TABLE_PARTS_H

#include "io/file/source.h"
#include "io/table/table_in.h"

#include <stdbool.h>

// Where a cycle length may come from; the first in this order wins.
typedef enum {
    WT_BY_FRAME, // --frame
    WT_BY_CLM,
    WT_BY_SRGE,
    WT_BY_UHWT,
    WT_BY_CUE,
    WT_BY_SMPL,
    WT_BY_FORMAT, // formats that always say
    WT_N_BY,
} wt_cycle_by;

typedef struct {
    bool given;
    uint64_t length;
    char fault[128]; // not empty: what is wrong with the statement
    uint32_t first;  // of cue points and loops: where the first one begins
    uint32_t count;  // of cue points
} wt_cycle_hint;

typedef struct {
    float *samples;     // owned
    int16_t *narrow;    // owned: instead of samples
    bool may_be_narrow; // in: the caller takes both
    bool is_curve;      // in: channel 0 of a file that is whole, or nothing
    const char *name;   // in: of the file, without folders; may be null
    uint64_t n;         // 1..WT_MAX_TABLE_SAMPLES
    char format[32];
    char title[128]; // empty: none
    char part_names[256];
    wt_cycle_hint hints[WT_N_BY];
} wt_table_parts;

static inline double wt_table_parts_sample(const wt_table_parts *parts, uint64_t i) {
    return parts->samples ? (double)parts->samples[i] : (double)parts->narrow[i] / 32768.0;
}

// Allocate `n` samples; WT_BAD_FORMAT for none, WT_LIMIT for more than fit into a table.
wt_status wt_table_allocate(wt_table_parts *parts, uint64_t n, wt_message *message);

// The same for integers of at most 16 bits: many of them become narrow, where they may.
wt_status wt_table_allocate_small(wt_table_parts *parts, uint64_t n, wt_message *message);

// Decide the cycle length and move the samples into `table`. Whole cycles are used, and a warning
// says what was left out; a length that nothing states is guessed, and told as a guess.
wt_status wt_table_cycle(wt_table_file *table, wt_table_parts *parts, const wt_warner *warner,
                         wt_message *message);

// The readers. Each fills `parts`, whose samples the caller frees whatever happens; `wish` is never
// null.
typedef wt_status wt_table_reader(wt_table_parts *parts, wt_source *source,
                                  const wt_table_wish *wish, const wt_warner *warner,
                                  wt_message *message);
wt_table_reader wt_table_read_wav;
wt_table_reader wt_table_read_sound; // whatever libsndfile reads
wt_table_reader wt_table_read_raw;   // samples without a header, as wish->raw says

#endif
