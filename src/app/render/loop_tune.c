// Asks voices how far they come, and nudges their pitches until it is as far as it should be.
#include "app/render/loop_tune.h"

#include "base/math.h"

enum { TRIES = 8 };

double wt_loop_settled_hz(const wt_patch *patch, const wt_note *note, uint64_t frame) {
    const wt_note_context context = wt_note_context_of(patch, note);
    return note->hz * wt_exp2(wt_env_at(&patch->env[WT_TO_PITCH][0], &context, frame) / 12.0);
}

// What voices need that are passed over.
static wt_rendering skipping(const wt_patch *patch, wt_scratch *scratch) {
    return (wt_rendering){
        .patch = patch, .kernels = wt_kernels_best(patch->form.engine), .scratch = scratch};
}

static uint32_t increment_at(const wt_patch *patch, const wt_note *note, uint64_t frame,
                             wt_scratch *scratch) {
    wt_voice voice;
    wt_voice_start(&voice, patch, note);
    if (voice.steady) {
        return voice.increment;
    }
    const wt_rendering skipped = skipping(patch, scratch);
    wt_scratch_forget(scratch);
    voice.frame = frame + WT_REACH; // its steps lie before it
    voice.phase = 0;
    wt_voice_skip(&voice, &skipped, 1);
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
    wt_patch counting = *patch;
    const wt_rendering skipped = skipping(&counting, scratch);
    wt_voice voice;
    counting.scan = WT_SCAN_CYCLE; // then voices count their turns
    wt_voice_start(&voice, &counting, note);
    wt_scratch_forget(scratch); // LFOs may have another rate now
    wt_voice_skip(&voice, &skipped, settled);
    const uint64_t start = voice.phase;
    wt_voice_skip(&voice, &skipped, frames);
    wt_scratch_forget(scratch);
    *raised = voice.raised;
    return voice.phase - start;
}

double wt_loop_turns(const wt_note *note, const wt_patch *patch, uint64_t settled, uint32_t frames,
                     wt_scratch *scratch) {
    unsigned raised;
    const uint64_t steps = advance(note, patch, settled, frames, &raised, scratch);
    return (double)(steps >> raised) / 4294967296.0;
}

// How many steps of 2^32 a turn are missing to `turns`.
static int64_t missing(const wt_note *note, const wt_patch *patch, uint64_t settled,
                       uint32_t frames, uint32_t turns, wt_scratch *scratch) {
    unsigned raised;
    const uint64_t steps = advance(note, patch, settled, frames, &raised, scratch);
    return (int64_t)(((uint64_t)turns << (32 + raised)) - steps) >> raised;
}

static bool is_within(int64_t x, int64_t most) {
    return x >= -most && x <= most;
}

// The increment of a pitch is a whole number, which makes for steps of as many as there are frames;
// the part that swings beside it is then bent until the rounding of all of them adds up.
bool wt_loop_tune_turns(wt_note *note, wt_loop_bend *bend, const wt_patch *patch, uint64_t settled,
                        uint32_t frames, uint32_t turns, wt_scratch *scratch) {
    const int64_t inaudible = 256 + turns / 2; // of 2^32; nearer it seldom comes
    const double all = (double)turns * 4294967296.0;
    const double semitones = 17.312340490667562; // 12 / ln 2: of a ratio near 1
    if (note->bend) {
        return false;
    }
    *bend = (wt_loop_bend){.term = {.kind = WT_ENV_POINTS, .points = &bend->point, .n_points = 1},
                           .env = {&bend->term, 1}};
    note->bend = &bend->env;
    int64_t left = missing(note, patch, settled, frames, turns, scratch);
    for (int i = 0; i < TRIES && !is_within(left, frames); ++i) {
        note->hz *= 1.0 + (double)left / all;
        left = missing(note, patch, settled, frames, turns, scratch);
    }
    for (int i = 0; i < 2 * TRIES && !is_within(left, inaudible); ++i) {
        bend->point.value.number += (double)left / all * semitones;
        left = missing(note, patch, settled, frames, turns, scratch);
    }
    return is_within(left, inaudible);
}
