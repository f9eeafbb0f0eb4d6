// A voice: phases, then the chain of cycles, then gain and pan onto the bus.
#include "core/voice/voice.h"

#include "base/math.h"
#include "core/pitch/pitch.h"
#include "core/tables/mip_spacing.h"
#include "core/voice/block.h"
#include "core/voice/fm_plan.h"
#include "core/voice/scan.h"

static bool is_steady(const wt_patch *patch, const wt_note *note, const wt_note_context *context) {
    return wt_env_is_still(&patch->env[WT_TO_PITCH][0], context) && !wt_has(note->bend);
}

// The highest that the pitch goes, in hertz.
static double highest_pitch(const wt_patch *patch, const wt_note *note,
                            const wt_note_context *context) {
    double low = 0.0;
    double high = -480.0;
    double bend_low = 0.0;
    double bend = wt_has(note->bend) ? -480.0 : 0.0;
    wt_env_bounds(&patch->env[WT_TO_PITCH][0], context, &low, &high);
    if (wt_has(note->bend)) {
        wt_env_bounds(note->bend, context, &bend_low, &bend);
    }
    const double semitones = high + bend < 480.0 ? high + bend : 480.0;
    const double hz = note->hz * wt_exp2(semitones / 12.0);
    return hz < patch->rate ? hz : patch->rate;
}

// The furthest from 0 that the index of --fm goes.
static double largest_index(const wt_patch *patch, const wt_note_context *context) {
    double low = 0.0;
    double high = 0.0;
    wt_env_bounds(&patch->env[WT_TO_INDEX][0], context, &low, &high);
    const double largest = -low > high ? -low : high;
    return largest < 1e4 ? largest : 1e4;
}

// Rates, reach and levels for --fm, which never folds where its cycles are not to be read as they
// are.
static void plan_fm(wt_voice *voice, const wt_patch *patch, const wt_note_context *context) {
    const wt_fm_plan plan = wt_fm_plan_of(patch, highest_pitch(patch, voice->note, context),
                                          largest_index(patch, context));
    voice->raised = plan.raised;
    voice->reach = wt_oversampling_reach(patch->rate, plan.raised);
    voice->mips = plan.carrier;
    voice->modulator_mips = plan.modulator;
    voice->widening = plan.widening;
    voice->widening_hz = plan.widening_hz;
}

// The level of a pitch that stays: at least its fundamental.
static uint32_t steady_harmonics(const wt_mip_spacing *mips, double hz) {
    const double mip = hz > 0.0 ? wt_mip_spacing_level(mips, hz) : -1e6;
    const double below = wt_floor(mip);
    const uint32_t n = wt_mip_spacing_harmonics(mips, (int32_t)(below < mip ? below + 1.0 : below));
    return n > 0 ? n : 1;
}

static void start_steadily(wt_voice *voice, const wt_patch *patch, double hz) {
    const double heard = hz < patch->rate ? hz : patch->rate;
    const double wide = heard * voice->widening + voice->widening_hz;
    voice->increment = heard < patch->rate ? wt_increment(heard, patch->rate) : 0;
    voice->harmonics = heard < voice->mips.top_hz ? steady_harmonics(&voice->mips, wide) : 0;
}

static void start_modulator(wt_voice *voice, const wt_fm *fm, double rate) {
    const double carrier = (double)voice->increment;
    const double turns = fm->hz > 0.0    ? fm->hz / rate * 4294967296.0
                         : voice->steady ? carrier * fm->ratio
                                         : 0.0;
    voice->modulator_increment = (uint64_t)(int64_t)wt_round(turns);
    voice->modulator_harmonics =
        steady_harmonics(&voice->modulator_mips, turns / 4294967296.0 * rate);
}

// The phases lie `reach` steps before the note's first frame, all of its first pitch.
static void start_phases(wt_voice *voice, const wt_patch *patch, double hz) {
    const double turns = hz < patch->rate ? hz / patch->rate * 4294967296.0 : 0.0;
    const uint64_t carrier = (uint64_t)(int64_t)wt_round(turns);
    const uint32_t phase = patch->phase + voice->note->phase;
    voice->phase = ((uint64_t)phase << wt_raised(voice)) - carrier * voice->reach;
    if (wt_is_modulated(patch)) {
        const double follows = wt_round((double)carrier * patch->fm.ratio);
        const uint64_t modulator =
            patch->fm.hz > 0.0 ? voice->modulator_increment : (uint64_t)(int64_t)follows;
        voice->modulator = ((uint64_t)phase << wt_raised(voice)) - modulator * voice->reach;
    }
}

void wt_voice_start(wt_voice *voice, const wt_patch *patch, const wt_note *note) {
    const wt_note_context context = wt_note_context_of(patch, note);
    const wt_mip_spacing mips = wt_scan_mips(patch);
    *voice = (wt_voice){0};
    voice->note = note;
    voice->gate = note->gate - note->start;
    voice->end = voice->release_end = note->end - note->start;
    voice->cut = UINT64_MAX;
    voice->steady = is_steady(patch, note, &context);
    voice->mips = mips;
    voice->modulator_mips = mips;
    voice->widening = 1.0;
    const double bend = wt_has(note->bend) ? wt_env_at(note->bend, &context, 0) : 0.0;
    const double semitones = wt_env_at(&patch->env[WT_TO_PITCH][0], &context, 0) + bend;
    const double hz = note->hz * wt_exp2(semitones / 12.0);
    if (wt_is_modulated(patch) && wt_is_bandlimited(patch)) {
        plan_fm(voice, patch, &context);
    }
    if (voice->steady) {
        start_steadily(voice, patch, hz);
    } else {
        voice->mip = wt_mip_spacing_level(&voice->mips, note->hz);
    }
    if (wt_is_scanned(patch)) {
        const double highest_hz = highest_pitch(patch, note, &context);
        voice->half_window = wt_scan_half(patch, highest_hz);
        voice->seam_harmonics = steady_harmonics(&voice->mips, highest_hz * WT_SEAM_SPARSER);
    }
    if (wt_is_modulated(patch)) {
        start_modulator(voice, &patch->fm, patch->rate);
    }
    start_phases(voice, patch, hz);
    wt_voice_know(voice, patch);
}

void wt_voice_release(wt_voice *voice, uint64_t frame, uint64_t end) {
    voice->known.loud_to = voice->known.simple_to = 0;
    voice->gate = frame;
    voice->end = voice->release_end = end;
}

void wt_voice_cut(wt_voice *voice, uint64_t frame) {
    voice->known.loud_to = voice->known.simple_to = 0;
    if (frame < voice->cut && frame + WT_CUT < voice->end) {
        voice->cut = frame;
        voice->end = frame + WT_CUT;
    }
}

static size_t sounding(const wt_voice *voice, size_t n) {
    const uint64_t left = voice->frame < voice->end ? voice->end - voice->frame : 0;
    return left < n ? (size_t)left : n;
}

static wt_block block_of(wt_voice *voice, const wt_rendering *r, size_t n) {
    return (wt_block){.patch = r->patch,
                      .kernels = r->kernels,
                      .source = r->source,
                      .scratch = r->scratch,
                      .voice = voice,
                      .context = &voice->known.context,
                      .frame = voice->frame,
                      .n = sounding(voice, n),
                      .chain = r->scratch->chain,
                      .ok = true};
}

static void add_to_bus(wt_block *block, wt_bus bus, const float *gain, bool constant) {
    if (constant) {
        wt_kernels_of(block)->add_constant(bus, block->chain, gain[0], block->n);
    } else {
        wt_kernels_of(block)->add(bus, block->chain, gain, block->n);
    }
}

// What is known needs no phases but the first; the voice is then past the block.
static void pass_known(wt_block *block) {
    wt_voice *voice = block->voice;
    block->carrier.start = (uint32_t)voice->phase;
    block->carrier.increment = voice->increment;
    block->carrier.harmonics = voice->harmonics;
    voice->phase += (uint64_t)voice->increment * block->n;
}

void wt_stage_phases(wt_block *block) {
    if (!WT_IS_PLAIN && block->still) {
        pass_known(block);
    } else if (wt_raised(block->voice) == 0) {
        wt_block_phases(block);
    } else if (!block->source) {
        wt_block_pass(block);
    }
}

void wt_stage_chain(wt_block *block) {
    if (!WT_IS_PLAIN && !block->source) {
        return;
    }
    if (!WT_IS_PLAIN && block->still) {
        wt_still_read(block);
    } else if (wt_raised(block->voice) > 0) {
        wt_block_oversample(block);
    } else {
        wt_block_chain(block);
    }
}

// Modules have no stage that remembers.
static bool run(wt_block *block) {
    const wt_patch *patch = block->patch;
#define RUN(stage, n, used)                                                                        \
    if ((!WT_IS_PLAIN || (n) == 0) && (used)) {                                                    \
        wt_stage_##stage(block);                                                                   \
    }
    WT_STAGES(RUN)
    return block->ok;
}

static bool render_and_add(wt_block *block, const wt_rendering *r, bool constant) {
    const wt_scratch *scratch = block->scratch;
    const bool silent = !WT_IS_PLAIN && constant && scratch->gain[0] == 0.0f &&
                        (!r->stereo || scratch->pan[0] == 0.0f);
    if (silent && !wt_patch_listens(block->patch)) {
        block->source = NULL;
    }
    const bool ok = run(block);
    block->source = r->source;
    if (ok && !silent) {
        add_to_bus(block, r->left, scratch->gain, constant);
        if (r->stereo) {
            add_to_bus(block, r->right, scratch->pan, constant);
        }
    }
    return ok;
}

static bool render_fresh(wt_block *block, const wt_rendering *r, bool constant, size_t n) {
    if (constant && block->n == n && wt_is_in_place(r, block->scratch->gain[0])) {
        block->chain = (wt_sample *)(void *)r->left.f;
        return run(block);
    }
    wt_rendering_clear(r, n);
    return render_and_add(block, r, constant);
}

static bool is_still(wt_block *block, bool stereo) {
    return !WT_IS_PLAIN &&
           (block->frame + block->n <= block->voice->known.read_to || wt_still_look(block, stereo));
}

// Whether the gains of the block are constant, found or known.
static bool take_gains(wt_block *block, bool stereo, size_t n) {
    const wt_known *known = &block->voice->known;
    if (!WT_IS_PLAIN && block->frame + n <= known->loud_to) {
        block->scratch->gain[0] = known->tone.gain;
        block->scratch->pan[0] = known->tone.pan;
        return true;
    }
    return wt_block_gains(block, stereo);
}

void wt_voice_forget_levels(wt_voice *voice) {
    for (int i = 0; i < WT_SEEN; ++i) {
        voice->known.seen[i].level = NULL;
    }
    voice->known.simple_to = 0;
}

// Forget levels that may be gone.
static void look_at_levels(wt_voice *voice, const wt_level_source *source) {
    if (!WT_IS_PLAIN && !wt_levels_stay(&voice->known, source)) {
        wt_voice_forget_levels(voice);
        voice->known.epoch = source->epoch ? *source->epoch : 0;
    }
}

static bool render_block(wt_voice *voice, const wt_rendering *r, size_t n) {
    wt_voice_listen(voice, r);
    look_at_levels(voice, r->source);
    wt_block block = block_of(voice, r, n);
    if (block.n == 0) { // let go when it began
        if (r->fresh) {
            wt_rendering_clear(r, n);
        }
        return true;
    }
    block.still = is_still(&block, r->stereo);
    const bool constant = take_gains(&block, r->stereo, n);
    const bool ok = !WT_IS_PLAIN && r->fresh ? render_fresh(&block, r, constant, n)
                                             : render_and_add(&block, r, constant);
    if (!WT_IS_PLAIN && ok && block.n == n) {
        wt_still_keep(&block, constant, r->stereo);
    }
    voice->frame += block.n;
    return ok;
}

// Loudness may stay from behind the attack to where the note is let go: many frames alike are
// rendered apart from those before and behind. Return how many come first.
static size_t first_part(wt_voice *voice, const wt_rendering *r, size_t n) {
    enum { MANY = 256 };
    const uint64_t end = voice->frame + n;
    if (n <= MANY) {
        return n;
    }
    const wt_block block = block_of(voice, r, n);
    const uint64_t from = wt_still_loud_from(&block, r->stereo);
    const uint64_t to = voice->gate < voice->cut ? voice->gate : voice->cut;
    const uint64_t first = from > voice->frame ? from : voice->frame;
    const uint64_t last = to < end ? to : end;
    if (first >= last || last - first < MANY) {
        return n;
    }
    return (size_t)((first > voice->frame ? first : last) - voice->frame);
}

bool wt_voice_render(wt_voice *voice, const wt_rendering *r, size_t n) {
    if (WT_IS_PLAIN) {
        return render_block(voice, r, n);
    }
    wt_rendering part = *r;
    for (size_t done = 0; done < n;) {
        const size_t step = first_part(voice, r, n - done);
        if (!render_block(voice, &part, step)) {
            return false;
        }
        done += step;
        part = wt_rendering_from(r, done);
    }
    return true;
}

void wt_voice_skip(wt_voice *voice, const wt_rendering *r, uint64_t n) {
    while (n > 0) {
        const size_t step = n < r->scratch->most ? (size_t)n : r->scratch->most;
        wt_block block = block_of(voice, r, step);
        if (block.n == 0) { // it is over
            return;
        }
        if (!wt_patch_listens(r->patch)) {
            block.source = NULL;
        }
        (void)run(&block);
        voice->frame += block.n;
        n -= step;
    }
}
