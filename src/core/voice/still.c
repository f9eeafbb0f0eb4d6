// What of a voice stays as it is: small blocks cost little where a note asks for nothing new.
//
// A note at one pitch whose place among its cycles rests, or moves on a line, reads one cycle, or
// two, in every block. While its loudness stays, too, a block is that and a sum.
#include "core/voice/block.h"

static uint64_t later(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

// The frame from which the loudness stays, while the note is held.
static uint64_t loud_from(const wt_block *block, bool stereo) {
    const wt_patch *patch = block->patch;
    const wt_note *note = block->voice->note;
    const wt_note_context *context = block->context;
    const double sustain = (patch->adsr.attack_s + patch->adsr.decay_s) * patch->rate;
    uint64_t from = sustain < 9e15 ? (uint64_t)sustain + 1 : UINT64_MAX;
    from = later(from, wt_env_steady_from(&patch->env[WT_TO_AMP][0], context));
    from = note->volume ? later(from, wt_env_steady_from(note->volume, context)) : from;
    if (stereo) {
        from = later(from, wt_env_steady_from(&patch->env[WT_TO_PAN][0], context));
        from = note->pan_env ? later(from, wt_env_steady_from(note->pan_env, context)) : from;
    }
    return from;
}

static bool may_rest(const wt_block *block) {
    const wt_patch *patch = block->patch;
    return block->voice->steady && !patch->fm.on && patch->scan == WT_SCAN_MIX &&
           patch->n_dimensions == 1 && !wt_noise_is_used(&patch->noise);
}

static uint64_t read_from(const wt_block *block) {
    const bool alone = block->patch->dimensions[0].n_cycles == 1;
    return !may_rest(block) ? UINT64_MAX
           : alone          ? 0
                            : wt_env_steady_from(&block->patch->env[WT_TO_MIX][0], block->context);
}

// A position that stays: it is its weight, at all frames.
static uint64_t take_place(wt_block *block, wt_linear *reads) {
    const wt_dimension *dimension = &block->patch->dimensions[0];
    float position = 0.0f;
    if (dimension->n_cycles > 1) {
        (void)wt_env_render(&block->patch->env[WT_TO_MIX][0], block->context,
                            &block->kernels->curves, block->frame, &position, 1);
    }
    const wt_place place = wt_place_of(dimension, position);
    *reads = (wt_linear){.refs = place.refs, .position.value = (double)place.weight, .last = 1.0f};
    return UINT64_MAX;
}

static uint64_t take_line(const wt_block *block, wt_linear *reads) {
    const uint64_t longest = (uint64_t)1 << 40; // frames
    const uint64_t n = may_rest(block) ? wt_block_linear(block, 0, block->n, longest, reads) : 0;
    return block->frame + n;
}

bool wt_still_look(wt_block *block, bool stereo) {
    wt_known *known = &block->voice->known;
    if (!known->looked) {
        known->looked = true;
        known->loud_from = loud_from(block, stereo);
        known->read_from = read_from(block);
    }
    known->read_to = block->frame >= known->read_from ? take_place(block, &known->reads)
                                                      : take_line(block, &known->reads);
    return block->frame + block->n <= known->read_to;
}

void wt_still_keep(wt_block *block, bool stereo) {
    const wt_voice *voice = block->voice;
    wt_known *known = &block->voice->known;
    if (block->frame >= known->loud_from) {
        known->loud_to = earlier(earlier(voice->gate, voice->cut), voice->end);
        known->gain = block->scratch->gain[0];
        known->pan = stereo ? block->scratch->pan[0] : 0.0f;
    }
}

void wt_still_read(wt_block *block) {
    const wt_linear *reads = &block->voice->known.reads;
    const wt_oscillator *o = &block->carrier;
    const wt_reader how = wt_block_reader(block);
    const wt_level *a = wt_block_level(block, &reads->refs[0]);
    if (reads->position.value == 0.0 && reads->position.slope == 0.0) {
        if (a) {
            block->kernels->run[how](a, o->start, o->increment, block->chain, block->n);
        }
        return;
    }
    const wt_pair pair = {.a = a,
                          .b = wt_block_level(block, &reads->refs[1]),
                          .weights = wt_linear_weights(block, reads, block->frame,
                                                       block->scratch->position[0], block->n)};
    if (pair.a && pair.b) {
        const wt_mixture mixture = {.pairs = &pair,
                                    .n_pairs = 1,
                                    .frame = block->frame,
                                    .start = o->start,
                                    .increment = o->increment};
        block->kernels->mix(how, &mixture, block->chain, block->n);
    }
}
