// The file by which a sampler plays a set of sounds: which keys and velocities each is for.
//
// Between two notes that were sampled the keys meet in the middle, the lowest and highest go on to
// the ends. Of several velocities of a note each is for those up to it, from above the next lower
// one, and the sampler does not apply velocity again. Sounds of the same note and velocity take
// turns (round robin).
#ifndef WT_APP_BATCH_SAMPLER_MAP_H
#define WT_APP_BATCH_SAMPLER_MAP_H

#include "app/fault.h"
#include "io/file/output.h"
#include "io/sound/sound_out.h"

typedef struct {
    size_t number; // those alike take turns in this order
    const char *path;
    double key; // MIDI note, fractions allowed
    double velocity;
    bool has_loop;
    wt_loop loop;
} wt_map_sound;

// Return whether the suffix of `path` is .sfz or .dspreset. False: fault is set.
bool wt_sampler_map_check(const char *path, wt_fault *fault);

// Write the map of `n` sounds, whose files are there, to `path`; they end `release_s` after the key
// is let go. Names of sounds are written as seen from the map's folder. `sounds` is put in order of
// keys. False: fault is set.
bool wt_sampler_map_write(const char *path, wt_map_sound *sounds, size_t n, double release_s,
                          wt_sync sync, wt_fault *fault);

#endif
