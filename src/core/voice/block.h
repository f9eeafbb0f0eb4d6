// One block of one voice while it is being rendered: what the stages hand to each other.
#ifndef WT_CORE_VOICE_BLOCK_H
#define WT_CORE_VOICE_BLOCK_H

#include "core/tables/interpolation.h"
#include "core/voice/voice.h"

typedef struct {
    const wt_patch *patch;
    const wt_kernels *kernels;
    const wt_level_source *source;
    wt_scratch *scratch;
    wt_voice *voice;
    wt_note_context context;
    uint64_t frame; // of the block's first sample, since note start
    size_t n;
    wt_sample *chain; // where the sound is rendered: scratch->chain, or straight onto the bus
    bool straight;    // the phases are start + i increment, and not in scratch->phase
    uint32_t start;   // then: that of the first sample
    bool ok;          // false once the source failed
} wt_block;

// Fill scratch->phase, or set `straight` (and ->turn where the scan needs it, ->mip where the
// pitch moves), and advance the voice's phases past the block.
void wt_block_phases(wt_block *block);

// Fill scratch->noise with the colours that the patch uses, and advance the voice's past the block.
void wt_block_noise(wt_block *block);

// Render the chain of dimensions into block->chain.
void wt_block_chain(wt_block *block);

// Read cycle `ref` at frames first .. first + n - 1 of the block, each at its level, to
// out[first]...
void wt_block_read(wt_block *block, const wt_cycle_ref *ref, wt_sample *out, size_t first,
                   size_t n);

// Fill scratch->gain, and ->pan with the right channel's where `stereo`. Return true where all
// frames are alike: then only the first entries are written.
bool wt_block_gains(wt_block *block, bool stereo);

// The level of a cycle while the pitch is steady; null: the source has none.
const wt_level *wt_block_level(wt_block *block, const wt_cycle_ref *ref);

// Render dimension d by itself, at its position.
void wt_block_mix(wt_block *block, uint32_t d, wt_sample *out);

// Render dimensions from d on into block->chain, where they move along lines: see linear_mix.c.
// They join what is there, or, the first one unless `joins`, take its place. Return how many: 0, 1
// or 2.
uint32_t wt_block_linear_mix(wt_block *block, uint32_t d, bool joins);

// Add phase modulation to scratch->phase. scratch->pitch holds each frame's increment as
// turns a frame where the pitch moves.
void wt_block_modulate(wt_block *block);

// How the patch's cycles are read.
static inline wt_reader wt_block_reader(const wt_block *block) {
    return wt_interpolation_of(block->patch->form.interp)->reader;
}

// The phase of frame `first` where the phases are straight.
static inline uint32_t wt_block_phase_at(const wt_block *block, size_t first) {
    return block->start + (uint32_t)first * block->voice->increment;
}

static inline float wt_clamp(float x, float low, float high) {
    return x < low ? low : x > high ? high : x;
}

#endif
