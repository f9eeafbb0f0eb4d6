// How the samples of a sound are to be made: container, gain and dither by what was asked for.
#ifndef WT_CLI_TARGET_H
#define WT_CLI_TARGET_H

#include "cli/stream.h"

// Return the target of settings whose encoding is known.
wt_target wt_target_make(const wt_settings *settings, wt_container container, int bits);

// Set the gain that puts the peak at the level of --normalize; the piece is rendered for it. False:
// fault is set.
bool wt_target_normalize(wt_target *target, const wt_settings *settings, const wt_piece *piece,
                         const wt_sound *sound, wt_library *library, wt_fault *fault);

#endif
