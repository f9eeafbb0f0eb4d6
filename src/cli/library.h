// Waves by what was typed: loaded once, shared by all jobs and threads of the process.
#ifndef WT_CLI_LIBRARY_H
#define WT_CLI_LIBRARY_H

#include "cli/fault.h"
#include "cli/report.h"
#include "text/wave.h"
#include "wavetable/bank.h"
#include "wavetable/patch.h"

typedef struct wt_library wt_library;

wt_status wt_library_new(wt_library **library);
void wt_library_free(wt_library *library);

wt_bank *wt_library_bank(wt_library *library);

// The cycles of one item of a SPEC: borrowed from the library, and valid as long as it.
typedef struct {
    const wt_cycle_ref *refs;
    const wt_cycle *cycles;
    uint32_t n;
} wt_cycles;

// Look up, load where needed. `frame_length` is --frame, 0 if not given. False: fault is set.
// Thread-safe.
bool wt_library_cycles(wt_library *library, const wt_wave_item *item, uint32_t frame_length,
                       wt_loudness loudness, wt_cycles *cycles, wt_fault *fault);

// The samples of a wave of an LFO, by name: one cycle, -1..1.
bool wt_library_lfo(wt_library *library, const char *name, const float **samples, size_t *n,
                    wt_fault *fault);

// Channel 0 of a sound file, one value a frame: file: of an envelope.
bool wt_library_curve(wt_library *library, const char *path, const float **samples, size_t *n,
                      wt_fault *fault);

#endif
