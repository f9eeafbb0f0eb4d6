// From a request to a patch: waves looked up, envelopes completed with what they name.
#ifndef WT_APP_WAVES_SOUND_H
#define WT_APP_WAVES_SOUND_H

#include "app/request/request.h"
#include "app/waves/wave_store.h"

typedef struct {
    wt_patch patch;
    wt_wave_store *store;                  // that it borrows from, null: none
    wt_wave_uses uses;                     // of its waves
    wt_cache *cache;                       // of the store: where the levels of its cycles are
    wt_cycle_ref *refs[WT_MAX_DIMENSIONS]; // owned
    uint32_t turns;     // of a note's pitch that one turn of its oscillator holds: see join.h
    void *bends;        // owned: of notes that are tuned to a loop
    wt_env_term *terms; // owned: of all envelopes
    size_t n_terms;
} wt_sound;

// Make the patch of what is asked for, at `rate` frames and `tempo_bpm` quarter notes. Breakpoints
// are borrowed from `asked`, and from the store what it names. `listener` hears what is odd about
// waves. False: fault is set, nothing is left to free.
bool wt_sound_make(wt_sound *sound, const wt_sound_request *asked, int rate, double tempo_bpm,
                   wt_wave_store *store, const wt_listener *listener, wt_fault *fault);

void wt_sound_free(wt_sound *sound);

// Make cycles that take turns one wave of a fraction of the pitch, where a level has room for it
// at the lowest: the patch then mixes, and `turns` says what fraction. False: fault is set.
bool wt_sound_join(wt_sound *sound, double lowest_hz, wt_wave_store *store, wt_fault *fault);

// Write the terms of `setting`, of `option`, completed with what they name, to `terms`, and make
// them `env`.
// `uses` may be null: for as long as there is the store. False: fault is set.
bool wt_env_complete(wt_env *env, wt_env_term *terms, const wt_env_setting *setting,
                     const char *option, wt_wave_store *store, wt_wave_uses *uses,
                     const wt_listener *listener, wt_fault *fault);

#endif
