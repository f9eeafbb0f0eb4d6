// One block of one voice while it is being rendered: what the stages hand to each other.
#ifndef WT_CORE_VOICE_BLOCK_H
#define WT_CORE_VOICE_BLOCK_H

#include "core/tables/interpolation.h"
#include "core/voice/voice.h"

// An oscillator in a block: its phases, and how many harmonics it may have at each.
typedef struct {
    const uint32_t *phase;     // null: start + i increment
    uint32_t start, increment; // a sample
    const float *mip;          // its level at each; null: `harmonics` at all
    uint32_t harmonics;
    const wt_mip_spacing *mips;
} wt_oscillator;

typedef struct {
    const wt_patch *patch;
    const wt_kernels *kernels;
    const wt_level_source *source;
    wt_scratch *scratch;
    wt_voice *voice;
    const wt_note_context *context;
    uint64_t frame; // of the block's first sample, since note start
    size_t n;
    wt_sample *chain; // where the sound is rendered
    wt_oscillator carrier;
    bool still;  // what is read is known: see still.c
    bool before; // the note has not begun: controls are as at its first frame
    bool ok;     // false once the source failed
} wt_block;

// Have a voice's envelopes follow what is live in this block.
static inline void wt_voice_listen(wt_voice *voice, const wt_rendering *r) {
    voice->known.context.live = r->live;
    voice->known.context.live_start = voice->frame - r->at;
}

// The kernels of the patch's engine. Where there is one engine the compiler knows them, and calls
// them without looking them up; what modules leave out asks block->kernels.
static inline const wt_kernels *wt_kernels_of(const wt_block *block) {
    return WT_IS_PLAIN ? wt_kernels_best(WT_ENGINE_FLOAT) : block->kernels;
}

// The stages: each goes on from its place in the voice's memory, and leaves it past the block.
// Where the block has no source it is passed over: what is remembered is all that counts.
#define WT_STAGE(stage, ...) void wt_stage_##stage(wt_block *block);
WT_STAGES(WT_STAGE)

// Set up the carrier, modulated where the patch has --fm (and fill scratch->turn where the scan
// needs it), and advance the voice's phases past the block.
void wt_block_phases(wt_block *block);

// Write an envelope's values over the block to `out`. Return true where they are all equal: then
// only out[0] is written.
static inline bool wt_block_control(const wt_block *block, const wt_env *env, float *out) {
    const bool constant = wt_env_render(env, block->context, &wt_kernels_of(block)->curves,
                                        block->frame, out, block->before ? 1 : block->n);
    return constant || block->before;
}

// Return whether an oscillator's phases are a run, which no array holds; modules hold them all.
static inline bool wt_is_run(const wt_oscillator *o) {
    return !WT_IS_PLAIN && !o->phase;
}

// Render the chain of dimensions into block->chain.
void wt_block_chain(wt_block *block);

// Render a block's chain at a multiple of the rate, and make it slower again: see oversample.c. It
// takes the place of wt_block_phases and wt_block_chain where the voice is `raised`.
void wt_block_oversample(wt_block *block);

// Pass over such a block: the voice is then as if it had been rendered.
void wt_block_pass(wt_block *block);

// Return log2 of the most that a rate is multiplied by.
unsigned wt_oversampling_most(double rate);

// Return how many steps at 2^raised times the rate the filters reach.
size_t wt_oversampling_reach(double rate, unsigned raised);

// Read cycle `ref` by an oscillator at frames first .. first + n - 1 of the block, each at its
// level, to out[first]...
void wt_block_read(wt_block *block, const wt_oscillator *oscillator, const wt_cycle_ref *ref,
                   wt_sample *out, size_t first, size_t n);

// Fill scratch->gain, and ->pan with the right channel's where `stereo`. Return true where all
// frames are alike: then only the first entries are written.
bool wt_block_gains(wt_block *block, bool stereo);

// Return the frame from which the gains stay, while the note is held, but for the amplitude's
// envelope.
uint64_t wt_block_held_from(const wt_block *block, bool stereo);

// Return whether a note sounds alike on both sides.
bool wt_block_is_centred(const wt_block *block);

// Return the level of a cycle with so many harmonics, or as many as it has; null: the source has
// none.
static inline const wt_level *wt_level_with(const wt_level_source *source, wt_form form,
                                            const wt_cycle_ref *ref, uint32_t harmonics) {
    const bool all = harmonics == WT_AS_IS || harmonics < ref->harmonics;
    return source->get(source->context, ref->id, form, all ? harmonics : ref->harmonics);
}

// Return a level of those that were read last; null: it is not among them.
static inline const wt_level *wt_block_seen(const wt_block *block, const wt_cycle_ref *ref,
                                            uint32_t harmonics) {
    const wt_known *known = &block->voice->known;
    for (int i = 0; wt_levels_stay(known, block->source) && i < WT_SEEN; ++i) {
        const wt_level_seen *seen = &known->seen[i];
        if (seen->harmonics == harmonics && seen->id == ref->id && seen->level) {
            return seen->level;
        }
    }
    return NULL;
}

// The level of a cycle while the pitch is steady; null: the source has none.
const wt_level *wt_block_level(wt_block *block, const wt_cycle_ref *ref);

// A position among cycles: the one at or before it, and what the next one weighs.
typedef struct {
    const wt_cycle_ref *refs;
    float weight;
} wt_place;

wt_place wt_place_of(const wt_dimension *dimension, float position);

// Return the frame from which loudness stays, as long as the note is held; UINT64_MAX: nowhere.
uint64_t wt_still_loud_from(const wt_block *block, bool stereo);

// Return whether all of the block reads one cycle, or two on a line; they are then known.
bool wt_still_look(wt_block *block, bool stereo);

// Read them into the block's chain.
void wt_still_read(wt_block *block);

// The block was rendered, with constant gains or not: keep what it found.
void wt_still_keep(wt_block *block, bool constant, bool stereo);

// Render dimension d at its position, and crossfade it into what `out` holds; `cross` null: in its
// place.
void wt_block_mix(wt_block *block, uint32_t d, const float *cross, wt_sample *out);

// Render a dimension whose cycles take turns: see scan.c.
void wt_block_scan(wt_block *block, const wt_dimension *dimension, wt_sample *out);

// Find the line on which dimension d moves between the same two cycles from a frame on. Return for
// how many frames it surely does, and those of the line alone; 0: it does not.
uint64_t wt_block_linear(const wt_block *block, uint32_t d, uint64_t frame, wt_linear *linear);

// Swing the carrier's phases, which are in scratch->phase, by those of the modulator.
void wt_block_modulate(wt_block *block, const wt_oscillator *modulator);

// How the patch's cycles are read.
static inline wt_reader wt_block_reader(const wt_block *block) {
    return wt_interpolation_of(block->patch->form.interp)->reader;
}

// The phase of frame `first` where there is no array of them.
static inline uint32_t wt_oscillator_phase_at(const wt_oscillator *o, size_t first) {
    return o->start + (uint32_t)first * o->increment;
}

#endif
