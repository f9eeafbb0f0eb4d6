/// @file
/// Modulation destinations: what an envelope may move.
#ifndef WT_CORE_VOICE_MOD_DESTINATION_H
#define WT_CORE_VOICE_MOD_DESTINATION_H

#include "core/envelope/envelope.h"

typedef enum {
    WT_TO_AMP,
    WT_TO_PITCH, ///< Semitones
    WT_TO_PAN,
    WT_TO_INDEX, ///< Of phase modulation: peak deviation in radians
    WT_TO_MIX,   ///< Position among the cycles of a dimension
    WT_TO_CROSS, ///< Crossfade into a dimension, from the second on
    WT_N_DESTINATIONS,
} wt_mod_destination;

typedef struct {
    const char *name;      ///< "amp"
    const wt_env *initial; ///< Where none is given
    bool per_dimension;    ///< Each dimension has one of its own
} wt_mod_destination_row;

extern const wt_mod_destination_row wt_mod_destinations[WT_N_DESTINATIONS];

#endif
