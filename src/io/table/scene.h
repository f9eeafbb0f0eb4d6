// The samples of a table, looked at as evidence of how long a cycle is: log2 of how likely what is
// seen is of such cycles, over how likely it is by chance.
#ifndef WT_IO_TABLE_SCENE_H
#define WT_IO_TABLE_SCENE_H

#include "io/table/parts.h"

enum { WT_SCENE_EDGES = 16 };

typedef struct {
    const wt_table_parts *parts;
    uint64_t n;                     // samples that are divided: without a guard sample
    double deviation;               // of two samples anywhere, on average
    uint64_t edges[WT_SCENE_EDGES]; // where long runs of one value begin and end
    int n_edges;
    uint32_t random;
} wt_scene;

// Look at the first `n` samples.
wt_scene wt_scene_look(const wt_table_parts *parts, uint64_t n);

// Return the bits that it gives for cycles of `length` that they close on themselves,
double wt_scene_seams(wt_scene *scene, uint32_t length);

// that neighbours are alike,
double wt_scene_likeness(wt_scene *scene, uint32_t length);

// and that runs of one value that are longer than any cycle begin and end where cycles do.
double wt_scene_runs(const wt_scene *scene, uint32_t length);

// Return whether the whole may be one cycle: a hit dies away, or has no period as long as that.
bool wt_scene_may_be_cycle(const wt_scene *scene);

#endif
