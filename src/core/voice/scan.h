// Cycles that take turns.
#ifndef WT_CORE_VOICE_SCAN_H
#define WT_CORE_VOICE_SCAN_H

#include "core/tables/mip_spacing.h"
#include "wavetable/patch.h"

// Return the levels of a patch, which leave room for how far lines are spread where turns are
// crossed over.
wt_mip_spacing wt_scan_mips(const wt_patch *patch);

#endif
