// What of a voice stays as it is: small blocks cost little where a note asks for nothing new.
//
// A note at one pitch whose place among its cycles does not move any more reads one cycle, or two
// by one weight, in every block. While its loudness stays, too, a block is that and a sum.
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
    const wt_note_context *context = &block->context;
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

static uint64_t read_from(const wt_block *block) {
    const wt_patch *patch = block->patch;
    const bool may = block->voice->steady && !patch->fm.on && patch->scan == WT_SCAN_MIX &&
                     patch->n_dimensions == 1 && !wt_noise_is_used(&patch->noise);
    if (!may || patch->dimensions[0].n_cycles == 1) {
        return may ? 0 : UINT64_MAX;
    }
    return wt_env_steady_from(&patch->env[WT_TO_MIX][0], &block->context);
}

static wt_place place_of(const wt_block *block) {
    const wt_dimension *dimension = &block->patch->dimensions[0];
    float position = 0.0f;
    if (dimension->n_cycles > 1) {
        (void)wt_env_render(&block->patch->env[WT_TO_MIX][0], &block->context,
                            &block->kernels->curves, block->frame, &position, 1);
    }
    return wt_place_of(dimension, position);
}

bool wt_still_look(wt_block *block, bool stereo) {
    wt_still *still = &block->voice->still;
    if (!still->looked) {
        still->looked = true;
        still->loud_from = loud_from(block, stereo);
        still->read_from = read_from(block);
    }
    if (!still->reads && block->frame >= still->read_from) {
        const wt_place place = place_of(block);
        still->reads = true;
        still->refs = place.refs;
        still->weight = place.weight;
        still->levels[0] = still->levels[1] = NULL;
    }
    return still->reads;
}

void wt_still_keep(wt_block *block, bool stereo) {
    wt_voice *voice = block->voice;
    wt_still *still = &voice->still;
    if (block->frame >= still->loud_from) {
        still->loud_to = earlier(earlier(voice->gate, voice->cut), voice->end);
        still->gain = block->scratch->gain[0];
        still->pan = stereo ? block->scratch->pan[0] : 0.0f;
    }
}

typedef struct {
    wt_voice *voice;
    const wt_patch *patch;
    const wt_kernels *kernels;
    const wt_level_source *source;
} reader;

static const wt_level *level_of(const reader *r, int which) {
    wt_still *still = &r->voice->still;
    if (still->levels[which]) {
        return still->levels[which];
    }
    const uint32_t harmonics = r->patch->bandlimit ? r->voice->harmonics : WT_AS_IS;
    const wt_level *level =
        wt_level_with(r->source, r->patch->form, &still->refs[which], harmonics);
    still->levels[which] = r->source->stays ? level : NULL;
    return level;
}

// By a line that is level where there are two. Return false where there is no level.
static bool read(const reader *r, uint32_t start, wt_sample *out, size_t n) {
    const wt_still *still = &r->voice->still;
    const uint32_t increment = r->voice->increment;
    const wt_reader how = wt_interpolation_of(r->patch->form.interp)->reader;
    const wt_level *a = level_of(r, 0);
    if (still->weight == 0.0f) {
        if (a) {
            r->kernels->run[how](a, start, increment, out, n);
        }
        return a;
    }
    const wt_line line = {.value = (double)still->weight};
    const wt_pair pair = {.a = a, .b = level_of(r, 1), .weights.line = &line};
    if (pair.a && pair.b) {
        const wt_mixture mixture = {
            .pairs = &pair, .n_pairs = 1, .start = start, .increment = increment};
        r->kernels->mix(how, &mixture, out, n);
    }
    return pair.a && pair.b;
}

void wt_still_read(wt_block *block) {
    const reader r = {block->voice, block->patch, block->kernels, block->source};
    block->ok = block->ok && read(&r, block->carrier.start, block->chain, block->n);
}

// Onto buses that sound already.
static bool read_and_add(const reader *r, wt_scratch *scratch, const wt_voice_output *output,
                         size_t n) {
    const wt_still *still = &r->voice->still;
    if (still->gain == 0.0f && (!output->stereo || still->pan == 0.0f)) {
        return true;
    }
    if (!read(r, (uint32_t)r->voice->phase, scratch->chain, n)) {
        return false;
    }
    r->kernels->add_constant(output->left, scratch->chain, still->gain, n);
    if (output->stereo) {
        r->kernels->add_constant(output->right, scratch->chain, still->pan, n);
    }
    return true;
}

// The first on the buses.
static bool read_fresh(const reader *r, wt_scratch *scratch, const wt_voice_output *output,
                       size_t n) {
    const wt_engine engine = r->patch->form.engine;
    const float gain = r->voice->still.gain;
    wt_sample *x = (wt_sample *)(void *)output->left.f;
    if (output->stereo || engine == WT_ENGINE_Q31 || gain == 0.0f) {
        wt_bus_clear(output->left, engine, n);
        if (output->stereo) {
            wt_bus_clear(output->right, engine, n);
        }
        return read_and_add(r, scratch, output, n);
    }
    const bool ok = read(r, (uint32_t)r->voice->phase, x, n);
    if (ok && gain != 1.0f) {
        r->kernels->scale_constant(x, gain, n);
    }
    return ok;
}

bool wt_still_render(wt_voice *voice, const wt_patch *patch, const wt_kernels *kernels,
                     const wt_level_source *source, wt_scratch *scratch,
                     const wt_voice_output *output, size_t n) {
    const reader r = {voice, patch, kernels, source};
    const bool ok =
        output->fresh ? read_fresh(&r, scratch, output, n) : read_and_add(&r, scratch, output, n);
    voice->phase += (uint64_t)voice->increment * n;
    voice->frame += n;
    return ok;
}
