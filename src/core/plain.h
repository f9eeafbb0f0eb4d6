// What patches ask for, as the core asks them. Built with WT_ONLY_PLAIN, as the modules of
// WebAssembly are, it plays cycles in floats, mixed, by one patch that stays: all that others ask
// for drops out, and so does what only spares time and is larger than the time is worth: what is
// known beforehand or shared by voices, and kernels for what others do one after the other.
// Cycles are band-limited where that is 1, as they are where it is 0.
#ifndef WT_CORE_PLAIN_H
#define WT_CORE_PLAIN_H

#include "wavetable/patch.h"

#ifdef WT_ONLY_PLAIN
enum { WT_IS_PLAIN = 1, WT_PLAIN_BANDLIMIT = WT_ONLY_PLAIN };
#else
enum { WT_IS_PLAIN = 0, WT_PLAIN_BANDLIMIT = 0 };
#endif

// An entry of a table that only others ask for.
#define WT_UNLESS_PLAIN(entry) (WT_IS_PLAIN ? NULL : (entry))

static inline wt_engine wt_engine_of(wt_form form) {
    return WT_IS_PLAIN ? WT_ENGINE_FLOAT : form.engine;
}

static inline bool wt_is_modulated(const wt_patch *patch) {
    return !WT_IS_PLAIN && patch->fm.on;
}

static inline bool wt_is_scanned(const wt_patch *patch) {
    return !WT_IS_PLAIN && patch->scan != WT_SCAN_MIX;
}

static inline bool wt_is_bandlimited(const wt_patch *patch) {
    return WT_IS_PLAIN ? WT_PLAIN_BANDLIMIT : patch->bandlimit;
}

// What comes with notes of a score.
static inline bool wt_has(const wt_env *of_note) {
    return !WT_IS_PLAIN && of_note;
}

static inline bool wt_is_noise(const wt_cycle_ref *ref) {
    return !WT_IS_PLAIN && ref->noise > 0;
}

#endif
