// A voice whose pitch moves: its phases, and where it is among the mip levels.
#ifndef WT_CORE_VOICE_GLIDE_H
#define WT_CORE_VOICE_GLIDE_H

#include "core/engine/glide.h"
#include "core/tables/mip_spacing.h"
#include "core/voice/voice.h"

// Have n semitones that were just drawn at every frame, and their range.
void wt_complete_pitch(wt_drawn *pitch, const wt_kernels *kernels, size_t n);

// As wt_voice_glide, where what it needs may not be known yet.
void wt_voice_glide_anew(wt_voice *voice, const wt_kernels *kernels, wt_scratch *scratch,
                         uint32_t *phase, size_t n);

// Have the level that is read at `mip`, and the next one.
void wt_known_enter_level(wt_known *known, const wt_mip_spacing *mips, float mip);

// Write a voice's phases over n frames of scratch->pitch to `phase`, scratch->phase or, where they
// are not asked for, null; the voice is then past them.
static inline void wt_voice_glide(wt_voice *voice, const wt_kernels *kernels, wt_scratch *scratch,
                                  uint32_t *phase, size_t n) {
    const wt_known *known = &voice->known;
    const wt_drawn *pitch = scratch->pitch;
    if (pitch->n_ratios < n || known->octave.semitones != pitch->octave ||
        pitch->range.high > known->glide.highest) {
        wt_voice_glide_anew(voice, kernels, scratch, phase, n);
        return;
    }
    voice->phase = kernels->slide(&known->octave, pitch->ratios, (uint32_t)voice->phase, phase, n);
}

// Find the level that the pitches of a range read, known->level, and where they are from there to
// the next.
static inline void wt_voice_find_level(wt_voice *voice, wt_range range) {
    wt_known *known = &voice->known;
    const float mip = wt_glide_mip(&known->glide, range.low);
    const float highest = wt_glide_mip(&known->glide, range.high);
    if (!(mip >= known->level && mip < known->level + 1.0f)) {
        wt_known_enter_level(known, &voice->mips, mip);
    }
    const float high = known->level + 1.0f;
    const float fade = high - 1.0f / (float)WT_MIP_FADE;
    known->place = highest < fade                  ? WT_ON_LEVEL
                   : mip >= fade && highest < high ? WT_FADING
                                                   : WT_ACROSS_LEVELS;
}

#endif
