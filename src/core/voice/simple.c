// Simple voices: see still.c. What moves in them is drawn once for all that play alike.
#include "core/voice/simple.h"

#include "core/engine/ramp.h"
#include "core/voice/glide.h"

// Null: the amplitude's envelope is constant in this block.
static const float *take_swell(wt_voice *voice, const wt_rendering *r, size_t n) {
    const wt_known_env *known = &voice->known.amp;
    wt_drawn *amp = &r->scratch->amp;
    if (!wt_is_drawn(amp, known->env, &voice->known.context, voice->frame, n)) {
        wt_voice_draw(voice, r, known, amp, n);
    }
    return amp->constant ? NULL : amp->values;
}

// Null: all are where the tone is. Positions on their line are those that the envelope gives.
static const float *take_positions(const wt_voice *voice, const wt_rendering *r, size_t n) {
    const wt_known *known = &voice->known;
    const wt_linear *reads = &known->reads;
    const wt_env *env = known->mix.env;
    wt_drawn *place = &r->scratch->place;
    if (!known->tone.other || reads->position.slope == 0.0) {
        return NULL;
    }
    if (!wt_is_drawn(place, env, &known->context, voice->frame, n)) {
        r->kernels->curves.line(&reads->position, voice->frame, place->values, n);
        place->constant = false;
        place->of = (wt_curve){env, known->mix.follows, known->context, voice->frame, n};
        place->drawn = true;
    }
    return place->values;
}

// What the second level of a pitch that moves weighs.
static const float *take_fade(const wt_known *known, const wt_rendering *r, size_t n) {
    wt_scratch *s = r->scratch;
    r->kernels->mips(&known->glide, s->pitch->values, s->mip, n);
    r->kernels->fade(known->level + 1.0f, s->mip, s->fade, n);
    return s->fade;
}

// Phases of a pitch that moves, and what its levels weigh; the voice is then past them. Return
// false where it is no more where it was among the levels.
static bool take_glide(wt_voice *voice, const wt_rendering *r, wt_tone_moves *moves, size_t n) {
    wt_known *known = &voice->known;
    wt_drawn *pitch = r->scratch->pitch;
    if (!wt_is_drawn(pitch, known->pitch.env, &known->context, voice->frame, n)) {
        wt_voice_draw(voice, r, &known->pitch, pitch, n);
        wt_complete_pitch(pitch, r->kernels, n);
    }
    const uint32_t harmonics = known->harmonics[0];
    wt_voice_find_level(voice, pitch->range);
    const bool two = known->place == WT_FADING && known->fades;
    if (known->bandlimited &&
        (known->place == WT_ACROSS_LEVELS || known->harmonics[0] != harmonics ||
         two != (known->tone.other != NULL))) {
        return false;
    }
    wt_voice_glide(voice, r->kernels, r->scratch, r->scratch->phase, n);
    moves->phase = r->scratch->phase;
    moves->positions = known->tone.other ? take_fade(known, r, n) : NULL;
    return true;
}

// Return false where something is not as is known: nothing is then done.
static bool take_moves(wt_voice *voice, const wt_rendering *r, wt_tone_moves *moves, size_t n) {
    const wt_known *known = &voice->known;
    if (known->swells && !(moves->swell = take_swell(voice, r, n))) {
        return false;
    }
    if (!voice->steady) {
        return take_glide(voice, r, moves, n);
    }
    moves->positions = take_positions(voice, r, n);
    return true;
}

static void read(wt_voice *voice, const wt_rendering *r, const wt_tone_moves *moves, wt_sample *out,
                 size_t n) {
    const wt_known *known = &voice->known;
    const wt_steady_tone *tone = &known->tone;
    const uint32_t start = (uint32_t)voice->phase;
    if (tone->other) {
        r->kernels->mix(known->reader, tone, start, moves, NULL, out, n);
    } else {
        wt_read_or_run(r->kernels, known->reader, tone->level, moves->phase, start, tone->increment,
                       out, n);
    }
    voice->phase += (uint64_t)tone->increment * n;
    voice->frame += n;
}

static void find_gains(const wt_voice *voice, const wt_rendering *r, const float *swell, size_t n) {
    static const float full = 1.0f;
    const wt_factor factors[] = {{&full, true}, {swell, false}, {&full, true}};
    r->kernels->gains(voice->known.tone.gain, factors, r->scratch->gain, n);
}

static void add(const wt_known *known, const wt_rendering *r, wt_bus bus, float gain, size_t n) {
    if (known->swells) {
        r->kernels->add(bus, r->scratch->chain, r->scratch->gain, n);
    } else {
        r->kernels->add_constant(bus, r->scratch->chain, gain, n);
    }
}

// By several kernels.
static void render_in_steps(wt_voice *voice, const wt_rendering *r, const wt_tone_moves *moves,
                            size_t n) {
    const wt_known *known = &voice->known;
    read(voice, r, moves, r->scratch->chain, n);
    if (moves->swell) {
        find_gains(voice, r, moves->swell, n);
    }
    add(known, r, r->left, known->tone.gain, n);
    if (r->stereo) {
        add(known, r, r->right, known->tone.pan, n);
    }
}

// The first on its bus, or none that a player plays.
static void render_otherwise(wt_voice *voice, const wt_rendering *r, wt_playing *playing) {
    const wt_tone_moves *moves = &playing->moves;
    const size_t n = playing->n;
    if (!moves->swell && wt_is_in_place(r, voice->known.tone.gain)) {
        read(voice, r, moves, (wt_sample *)(void *)r->left.f, n);
        return;
    }
    if (r->fresh) {
        wt_rendering_clear(r, n);
    }
    if (voice->known.player) {
        wt_voice_play(voice, playing);
    } else {
        render_in_steps(voice, r, moves, n);
    }
}

bool wt_voice_render_simple(wt_voice *voice, const wt_rendering *r, wt_playing *playing) {
    playing->moves = (wt_tone_moves){NULL, NULL, NULL};
    if (!take_moves(voice, r, &playing->moves, playing->n)) {
        return false;
    }
    if (r->fresh || !voice->known.player) {
        render_otherwise(voice, r, playing);
    } else {
        wt_voice_play(voice, playing);
    }
    return true;
}
