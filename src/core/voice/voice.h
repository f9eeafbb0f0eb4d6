/// @file
/// A voice: one note sounding through a patch.
#ifndef WT_CORE_VOICE_VOICE_H
#define WT_CORE_VOICE_VOICE_H

#include "core/engine/kernels.h"
#include "core/voice/patch.h"

enum { WT_BLOCK = 4096 }; ///< The most frames that a voice renders at once

/// Room that voices share while they render, one for each thread. About 310 KB; contents mean
/// nothing.
typedef struct {
    _Alignas(64) uint32_t phase[WT_BLOCK];
    wt_sample chain[WT_BLOCK];
    wt_sample dimension[WT_BLOCK];
    wt_sample cycle[WT_BLOCK];
    wt_sample level[WT_BLOCK];
    float gain[WT_BLOCK];
    float pan[WT_BLOCK];
    float position[2][WT_BLOCK];
    float cross[2][WT_BLOCK];
    float pitch[WT_BLOCK];
    float mip[WT_BLOCK];
    float index[WT_BLOCK];
    float control[WT_BLOCK];
    uint32_t turn[WT_BLOCK];
    float noise[WT_NOISES][WT_BLOCK];
} wt_scratch;

/// A voice's state: two phases, and what is fixed when it starts. Everything else is a function of
/// the frame, so a voice sounds the same in blocks of any size.
typedef struct {
    const wt_note *note;
    uint64_t frame;     ///< Since note start
    uint64_t phase;     ///< 32.32 turns: the low word is the oscillator's phase
    uint64_t modulator; ///< The same for --fm
    bool steady;        ///< Pitch and spectrum are the same at every frame:
    uint32_t increment; ///< these are then theirs
    uint32_t harmonics;
    wt_noise_state noise;
    double top_hz, spacing; ///< The mip levels at this rate
} wt_voice;

/// Where a voice sounds: the next samples of the buses.
typedef struct {
    wt_bus left;
    wt_bus right; ///< Where `stereo`
    bool stereo;
    bool fresh; ///< The samples mean nothing yet: all n are to be written, as if to zeros
} wt_voice_output;

/// Start `note`. Cannot fail. Real-time safe.
void wt_voice_start(wt_voice *voice, const wt_patch *patch, const wt_note *note);

/// Add the next `n` <= WT_BLOCK frames to `output`. Return false where the source had no level to
/// give: those frames are then silent. Real-time safe where `source` is.
bool wt_voice_render(wt_voice *voice, const wt_patch *patch, const wt_kernels *kernels,
                     const wt_level_source *source, wt_scratch *scratch,
                     const wt_voice_output *output, size_t n);

/// Pass over `n` frames: the state is then as if they had been rendered.
void wt_voice_skip(wt_voice *voice, const wt_patch *patch, const wt_kernels *kernels,
                   wt_scratch *scratch, uint64_t n);

#endif
