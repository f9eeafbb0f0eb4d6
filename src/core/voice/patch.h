/// @file
/// Notes: when a patch sounds, and how high.
#ifndef WT_CORE_VOICE_PATCH_H
#define WT_CORE_VOICE_PATCH_H

#include "core/envelope/envelope.h"
#include "core/plain.h"

#include "core/voice/mod_destination.h"
#include "core/voice/noise.h"

#include "wavetable/patch.h"

/// One voice to be played. Envelopes that come with a note join the patch's: pitch and pan add,
/// gain multiplies.
typedef struct {
    uint64_t start;        ///< First frame in the piece
    uint64_t gate;         ///< Frame in the piece at which the release begins, >= start
    uint64_t end;          ///< Frame in the piece after the last of the release, >= gate
    double note_s;         ///< Duration, for envelope times in percent
    double tempo_bpm;      ///< Where it starts; 0: the patch's
    double hz;             ///< 0 < hz < rate / 2
    double key;            ///< MIDI number, for `key` values
    double velocity;       ///< 0..127
    double gain;           ///< Linear, 0..1, velocity included
    bool panned;           ///< Equal power about the centre, which is 3 dB down in both channels.
                           ///< Else what is at the centre is in both as it would be in one
    double pan;            ///< Added to the patch's
    uint32_t phase;        ///< Added to the patch's
    uint32_t part;         ///< Whose patch it plays, where there are several
    uint32_t number;       ///< Of the note in the piece: seeds its random scan
    uint32_t random;       ///< What random values of envelopes are drawn from
    const wt_env *bend;    ///< Semitones, or null
    const wt_env *volume;  ///< 0..1, or null
    const wt_env *pan_env; ///< Pan, or null
    const wt_controller_curve *controllers;  ///< Of its channel, WT_N_CONTROLLERS; null: all are 0
    const wt_controller_curve *key_pressure; ///< Of its key; null: it is 0
} wt_note;

/// Return what envelopes of a note may follow; nothing is live, and of a plain patch's that is all
/// that they follow. Real-time safe.
static inline wt_note_context wt_note_context_of(const wt_patch *patch, const wt_note *note) {
    if (WT_IS_PLAIN) {
        return (wt_note_context){0};
    }
    return (wt_note_context){.rate = patch->rate,
                             .tempo_bpm =
                                 note->tempo_bpm > 0.0 ? note->tempo_bpm : patch->tempo_bpm,
                             .note_s = note->note_s,
                             .velocity = note->velocity,
                             .key = note->key,
                             .random = note->random,
                             .controllers = note->controllers,
                             .key_pressure = note->key_pressure,
                             .start_s = (double)note->start / patch->rate};
}

/// Return whether a patch says itself what moves the first of a destination.
static inline bool wt_is_moved(const wt_patch *patch, wt_mod_destination to) {
    return patch->env[to][0].terms != wt_mod_destinations[to].initial->terms;
}

#endif
