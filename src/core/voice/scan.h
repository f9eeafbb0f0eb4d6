// Cycles that take turns.
#ifndef WT_CORE_VOICE_SCAN_H
#define WT_CORE_VOICE_SCAN_H

#include "core/tables/mip_spacing.h"
#include "wavetable/patch.h"

enum { WT_SEAM_SPARSER = 5 }; // seams are found at levels for so many times the pitch: see seam.h

// Return the levels of a patch, which leave room for how far lines are spread where turns are
// crossed over.
wt_mip_spacing wt_scan_mips(const wt_patch *patch);

// Return half of the window in which turns of a voice cross over that never goes above
// `highest_hz`, 2^32 a turn.
int64_t wt_scan_half(const wt_patch *patch, double highest_hz);

#endif
