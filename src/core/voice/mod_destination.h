/// @file
/// Modulation destinations: what an envelope may move.
#ifndef WT_CORE_VOICE_MOD_DESTINATION_H
#define WT_CORE_VOICE_MOD_DESTINATION_H

#include "core/envelope/envelope.h"

typedef struct {
    const char *name;      ///< "amp"
    const char *option;    ///< "--amp"
    const wt_env *initial; ///< Where none is given
    bool per_dimension;    ///< Each dimension has one of its own
} wt_mod_destination_row;

extern const wt_mod_destination_row wt_mod_destinations[WT_N_DESTINATIONS];

/// What wt_synth_set says, as the only term of an envelope, by destination and dimension.
extern const wt_env_term wt_live_terms[][WT_MAX_DIMENSIONS];

#endif
