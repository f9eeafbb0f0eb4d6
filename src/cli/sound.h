// From settings to a patch: waves looked up, envelopes completed.
#ifndef WT_CLI_SOUND_H
#define WT_CLI_SOUND_H

#include "cli/library.h"
#include "cli/settings.h"

typedef struct {
    wt_patch patch;
    wt_cycle_ref *refs[WT_MAX_DIMENSIONS]; // owned
} wt_sound;

// Make the patch of `settings`, whose envelopes are borrowed (and completed with what they name).
// False: fault is set, nothing is left to free.
bool wt_sound_make(wt_sound *sound, wt_settings *settings, wt_library *library, wt_fault *fault);

void wt_sound_free(wt_sound *sound);

// Return `time` in seconds at the settings' tempo.
double wt_settings_seconds(const wt_settings *settings, wt_time time);

#endif
