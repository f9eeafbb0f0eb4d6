// Asks voices how far they come, and nudges their pitches until it is as far as it should be.
#include "app/render/loop_tune.h"

#include "base/math.h"

enum { TRIES = 8 };

double wt_loop_settled_hz(const wt_patch *patch, const wt_note *note, uint64_t frame) {
    const wt_note_context context = wt_note_context_of(patch, note);
    return note->hz * wt_exp2(wt_env_at(&patch->env[WT_TO_PITCH][0], &context, frame) / 12.0);
}

static uint32_t increment_at(const wt_patch *patch, const wt_note *note, uint64_t frame,
                             wt_scratch *scratch) {
    wt_voice voice;
    wt_voice_start(&voice, patch, note);
    if (voice.steady) {
        return voice.increment;
    }
    voice.frame = frame + WT_REACH; // its steps lie before it
    voice.phase = 0;
    wt_voice_skip(&voice, patch, wt_kernels_best(patch->form.engine), scratch, 1);
    return (uint32_t)(voice.phase >> voice.raised);
}

// A moving pitch is worked out with less precision than a steady one, and may need a nudge.
bool wt_loop_tune_increment(wt_note *note, const wt_patch *patch, uint64_t settled, uint32_t wanted,
                            wt_scratch *scratch) {
    const double hz_a_step = patch->rate / 4294967296.0;
    const double ratio = wt_loop_settled_hz(patch, note, settled) / note->hz;
    double steps = (double)wanted;
    for (int i = 0; i < TRIES; ++i) {
        note->hz = steps * hz_a_step / ratio;
        const uint32_t increment = increment_at(patch, note, settled, scratch);
        if (increment == wanted) {
            return true;
        }
        steps += 0.5 * ((double)wanted - (double)increment);
    }
    return false;
}

// Steps of 2^32 a turn, and more where the phase is finer.
static uint64_t advance(const wt_note *note, const wt_patch *patch, uint64_t settled,
                        uint32_t frames, unsigned *raised, wt_scratch *scratch) {
    const wt_kernels *const kernels = wt_kernels_best(patch->form.engine);
    wt_voice voice;
    wt_voice_start(&voice, patch, note);
    wt_voice_skip(&voice, patch, kernels, scratch, settled);
    const uint64_t start = voice.phase;
    wt_voice_skip(&voice, patch, kernels, scratch, frames);
    *raised = voice.raised;
    return voice.phase - start;
}

double wt_loop_turns(const wt_note *note, const wt_patch *patch, uint64_t settled, uint32_t frames,
                     wt_scratch *scratch) {
    unsigned raised;
    const uint64_t steps = advance(note, patch, settled, frames, &raised, scratch);
    return (double)(steps >> raised) / 4294967296.0;
}

bool wt_loop_tune_turns(wt_note *note, const wt_patch *patch, uint64_t settled, uint32_t frames,
                        uint32_t turns, wt_scratch *scratch) {
    const int64_t inaudible = 256; // of 2^32, as of periods
    for (int i = 0; i < TRIES; ++i) {
        unsigned raised;
        const uint64_t steps = advance(note, patch, settled, frames, &raised, scratch);
        const int64_t missing = (int64_t)(((uint64_t)turns << (32 + raised)) - steps) >> raised;
        if (missing >= -inaudible && missing <= inaudible) {
            return true;
        }
        note->hz *= 1.0 + (double)missing / ((double)turns * 4294967296.0);
    }
    return false;
}
