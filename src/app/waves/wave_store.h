// Waves by what was typed: loaded once, shared by all jobs and threads of the process.
#ifndef WT_APP_WAVES_WAVE_STORE_H
#define WT_APP_WAVES_WAVE_STORE_H

#include "app/fault.h"
#include "app/listener.h"
#include "core/tables/cache.h"
#include "core/voice/patch.h"
#include "text/wave.h"

typedef struct wt_wave_store wt_wave_store;

wt_status wt_wave_store_new(wt_wave_store **store);
void wt_wave_store_free(wt_wave_store *store);

wt_cache *wt_wave_store_cache(wt_wave_store *store);

// What a sound has asked the store for, which is kept for it. Starts as all zeros.
typedef struct wt_wave_entry wt_wave_entry;

typedef struct {
    wt_wave_entry **entries; // owned, what they point to is the store's
    size_t n, room;
} wt_wave_uses;

// Say that it is not needed any more. Of what nobody needs the store keeps the last 32 MB, and lets
// the rest go. Thread-safe.
void wt_wave_store_end(wt_wave_store *store, wt_wave_uses *uses);

// The cycles of one item of a SPEC: borrowed from the store, and valid until wt_wave_store_end.
typedef struct {
    const wt_cycle_ref *refs;
    const wt_cycle *cycles;
    uint32_t n;
} wt_cycles;

// Look up, load where needed. `frame_length` is --frame, 0 if not given. `uses` (here and below)
// may be null: for as long as there is the store. False: fault is set. Thread-safe.
bool wt_wave_store_cycles(wt_wave_store *store, const wt_wave_item *item, uint32_t frame_length,
                          wt_wave_uses *uses, const wt_listener *listener, wt_cycles *cycles,
                          wt_fault *fault);

// Say of a fault of wt_wave_store_cycles which item of `spec` it is about, the one at byte `at`,
// and, where commas part items, how one in the name of a file is written: perhaps it was meant.
void wt_wave_store_point(const wt_location *place, const char *option, const char *spec, size_t at,
                         wt_fault *fault);

// The cycles of `dimension` one after another, `turns` of them and from the first again, as one.
// False: fault is set. Thread-safe.
bool wt_wave_store_join(wt_wave_store *store, const wt_dimension *dimension, uint32_t turns,
                        wt_wave_uses *uses, wt_cycle_ref *joined, wt_fault *fault);

// As wt_wave_store_cycles, of what swings something: the first cycle alone, and of a table by name,
// whose cycles are about equally loud, at full scale. False: fault is set. Thread-safe.
bool wt_wave_store_swing(wt_wave_store *store, const wt_wave_item *item, wt_wave_uses *uses,
                         const wt_listener *listener, wt_cycles *cycles, wt_fault *fault);

// Set the cycle of `term`, an LFO, by its wave: low for the first W of pulse:W, then
// high; of harm: the peaks reach both.
bool wt_wave_store_lfo(wt_wave_store *store, const wt_wave_item *wave, wt_wave_uses *uses,
                       const wt_listener *listener, wt_env_term *term, wt_fault *fault);

// Channel 0 of a sound file, one value a frame: file: of an envelope.
bool wt_wave_store_curve(wt_wave_store *store, const char *path, wt_wave_uses *uses,
                         const float **samples, size_t *n, wt_fault *fault);

#endif
