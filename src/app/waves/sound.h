// From request to a patch: waves looked up, envelopes completed.
#ifndef WT_APP_WAVES_SOUND_H
#define WT_APP_WAVES_SOUND_H

#include "app/request/request.h"
#include "app/waves/wave_store.h"

typedef struct {
    wt_patch patch;
    wt_cycle_ref *refs[WT_MAX_DIMENSIONS]; // owned
} wt_sound;

// Make the patch of `request`, whose envelopes are borrowed (and completed with what they name).
// False: fault is set, nothing is left to free.
bool wt_sound_make(wt_sound *sound, wt_request *request, wt_wave_store *store, wt_fault *fault);

void wt_sound_free(wt_sound *sound);

// Return `time` in seconds at the request' tempo.
double wt_request_seconds(const wt_request *request, wt_time time);

// Return its ADSR in seconds.
wt_adsr wt_request_adsr(const wt_request *request);

#endif
