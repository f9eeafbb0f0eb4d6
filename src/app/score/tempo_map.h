// A tempo map: where on the time line note values come to lie while the tempo changes.
#ifndef WT_APP_SCORE_TEMPO_MAP_H
#define WT_APP_SCORE_TEMPO_MAP_H

#include "core/pitch/time.h"

#include <stdbool.h>
#include <stddef.h>

// From `at_s` on, `whole` whole notes from the beginning, quarter notes come at `bpm` a minute.
typedef struct {
    double at_s, whole, bpm;
} wt_tempo_step;

typedef struct {
    wt_tempo_step *steps; // owned; the first at 0
    size_t n, room;
    double rate; // frames a second
} wt_tempo_map;

// Begin with one tempo. False: no memory.
bool wt_tempo_map_make(wt_tempo_map *map, double rate, double bpm);

// Change the tempo at `at` seconds, frames or whole notes, which is behind all changes so far or
// at the last. False: no memory, or it lies before.
bool wt_tempo_map_change(wt_tempo_map *map, wt_time at, double bpm);

// Return the second `time` after the second `from`.
double wt_tempo_map_after(const wt_tempo_map *map, double from_s, wt_time time);

// Return the tempo at a second.
double wt_tempo_map_bpm(const wt_tempo_map *map, double at_s);

void wt_tempo_map_free(wt_tempo_map *map);

#endif
