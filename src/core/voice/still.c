// What is known of a voice before a block asks: small ones cost little where a note asks for
// nothing new.
//
// A note at one pitch whose place among its cycles rests, or moves on a line, reads one cycle, or
// two, in every block; one whose pitch moves reads one at its phases. Simple ones are that alone,
// and a sum: loudness is constant, or so but for the amplitude's envelope.
#include "core/voice/drawn.h"

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

// One dimension, of which one cycle or two sound.
static bool is_plain(const wt_patch *patch) {
    return !patch->fm.on && patch->scan == WT_SCAN_MIX && patch->n_dimensions == 1 &&
           !wt_patch_remembers(patch);
}

static bool may_rest(const wt_block *block) {
    return block->voice->steady && is_plain(block->patch);
}

// One cycle, at phases that the patch alone moves.
static bool is_simple_glide(const wt_block *block) {
    return !block->voice->steady && is_plain(block->patch) &&
           block->patch->dimensions[0].n_cycles == 1 && !block->voice->note->bend;
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
    *reads = (wt_linear){.refs = place.refs,
                         .alone = place.weight == 0.0f,
                         .position.value = (double)place.weight,
                         .last = 1.0f};
    return UINT64_MAX;
}

static uint64_t take_line(const wt_block *block, wt_linear *reads) {
    return block->frame + (may_rest(block) ? wt_block_linear(block, 0, block->frame, reads) : 0);
}

static wt_known_env known_of(const wt_block *block, wt_mod_destination to) {
    const wt_env *env = &block->patch->env[to][0];
    wt_known_env known = {.follows = wt_env_follows(env)};
    known.is_lfo = wt_env_lfo(env, block->context, &known.lfo);
    return known;
}

static void look(const wt_block *block, bool stereo) {
    wt_known *known = &block->voice->known;
    if (!known->looked) {
        known->looked = true;
        known->pitch = known_of(block, WT_TO_PITCH);
        known->amp = known_of(block, WT_TO_AMP);
        known->place_follows = wt_env_follows(&block->patch->env[WT_TO_MIX][0]);
        known->held_from = wt_block_held_from(block, stereo);
        const uint64_t swells_to =
            wt_env_steady_from(&block->patch->env[WT_TO_AMP][0], block->context);
        known->loud_from = swells_to > known->held_from ? swells_to : known->held_from;
        known->read_from = read_from(block);
    }
}

uint64_t wt_still_loud_from(const wt_block *block, bool stereo) {
    look(block, stereo);
    return block->voice->known.loud_from;
}

bool wt_still_look(wt_block *block, bool stereo) {
    wt_known *known = &block->voice->known;
    look(block, stereo);
    known->read_to = block->frame >= known->read_from ? take_place(block, &known->reads)
                                                      : take_line(block, &known->reads);
    return block->frame + block->n <= known->read_to;
}

// Whether the gains are those of a held note and of the amplitude's envelope, on both sides.
static bool is_swelling(const wt_block *block, bool stereo) {
    const wt_known *known = &block->voice->known;
    return block->frame >= known->held_from && block->frame < known->loud_from &&
           !block->voice->note->volume && (!stereo || wt_block_is_centred(block));
}

// Null: it is not at hand.
static const wt_level *level_of(const wt_block *block, const wt_cycle_ref *ref,
                                uint32_t harmonics) {
    return wt_block_seen(block, ref, block->patch->bandlimit ? harmonics : WT_AS_IS);
}

// Place a tone among its two cycles. Positions that stay are in its weight.
static void place_tone(wt_steady_tone *tone, const wt_linear *reads) {
    const bool stays = reads->position.slope == 0.0;
    const float position = stays ? (float)reads->position.value * reads->last : 0.0f;
    tone->weight = position - reads->whole;
    tone->scale = reads->last;
}

// Keep what is read. Return the frame before which it is.
static uint64_t keep_reads(const wt_block *block) {
    const wt_voice *voice = block->voice;
    wt_known *known = &block->voice->known;
    const bool glides = is_simple_glide(block);
    const wt_cycle_ref *refs = glides ? block->patch->dimensions[0].cycles : known->reads.refs;
    const bool two = !glides && !known->reads.alone;
    const uint64_t read_to = glides ? UINT64_MAX : known->read_to;
    if (block->frame + block->n > read_to) {
        return 0;
    }
    const uint32_t harmonics = glides ? known->harmonics[0] : voice->harmonics;
    wt_steady_tone *tone = &known->tone;
    tone->level = level_of(block, &refs[0], harmonics);
    tone->other = two ? level_of(block, &refs[1], harmonics) : NULL;
    tone->increment = voice->steady ? voice->increment : 0; // else phases are past the block
    place_tone(tone, &known->reads);
    return tone->level && (tone->other || !two) ? read_to : 0;
}

// Null: no kernel plays it at once.
static wt_player *player_of(const wt_block *block, bool stereo) {
    const wt_known *known = &block->voice->known;
    return known->simple_to > 0 && block->kernels->player
               ? block->kernels->player(known->reader, &known->tone, !block->voice->steady,
                                        known->swells, stereo)
               : NULL;
}

void wt_still_keep(wt_block *block, bool constant, bool stereo) {
    const wt_voice *voice = block->voice;
    wt_known *known = &block->voice->known;
    const uint64_t held_to = earlier(earlier(voice->gate, voice->cut), voice->end - 1);
    if (constant && block->frame >= known->loud_from) {
        known->loud_to = held_to;
        known->tone.gain = block->scratch->gain[0];
        known->tone.pan = stereo ? block->scratch->pan[0] : 0.0f;
    }
    known->reader = wt_block_reader(block);
    known->swells = is_swelling(block, stereo);
    if (known->swells) {
        known->tone.gain = (float)voice->note->gain * (float)block->patch->adsr.sustain;
    }
    const uint64_t loud_to = known->swells ? earlier(held_to, known->loud_from) : known->loud_to;
    known->simple_to = earlier(loud_to, keep_reads(block));
    known->player = player_of(block, stereo);
    known->moves = known->swells || !voice->steady ||
                   (known->tone.other && known->reads.position.slope != 0.0);
}

void wt_still_read(wt_block *block) {
    const wt_linear *reads = &block->voice->known.reads;
    const wt_oscillator *o = &block->carrier;
    const wt_reader how = wt_block_reader(block);
    const wt_level *a = wt_block_level(block, &reads->refs[0]);
    const wt_level *b = reads->alone ? NULL : wt_block_level(block, &reads->refs[1]);
    if (a && reads->alone) {
        block->kernels->run[how](a, o->start, o->increment, block->chain, block->n);
    } else if (a && b) {
        wt_steady_tone tone = {.level = a, .other = b, .increment = o->increment};
        place_tone(&tone, reads);
        float *const positions = reads->position.slope == 0.0 ? NULL : block->scratch->position;
        if (positions) {
            block->kernels->curves.line(&reads->position, block->frame, positions, block->n);
        }
        const wt_tone_moves moves = {.positions = positions};
        block->kernels->mix(how, &tone, o->start, &moves, NULL, block->chain, block->n);
    }
}

// Null: the amplitude's envelope is constant in this block.
static const float *take_swell(wt_voice *voice, const wt_rendering *r, size_t n) {
    const wt_env *env = &r->patch->env[WT_TO_AMP][0];
    wt_drawn *amp = &r->scratch->amp;
    if (!wt_is_drawn(amp, env, &voice->known.context, voice->frame, n)) {
        wt_voice_draw(voice, r, env, &voice->known.amp, amp, n);
    }
    return amp->constant ? NULL : amp->values;
}

// Null: all are where the tone is. Positions on their line are those that the envelope gives.
static const float *take_positions(const wt_voice *voice, const wt_rendering *r, size_t n) {
    const wt_known *known = &voice->known;
    const wt_linear *reads = &known->reads;
    const wt_env *env = &r->patch->env[WT_TO_MIX][0];
    wt_drawn *place = &r->scratch->place;
    if (!known->tone.other || reads->position.slope == 0.0) {
        return NULL;
    }
    if (!wt_is_drawn(place, env, &known->context, voice->frame, n)) {
        r->kernels->curves.line(&reads->position, voice->frame, place->values, n);
        place->constant = false;
        place->of = (wt_curve){env, known->place_follows, known->context, voice->frame, n};
        place->drawn = true;
    }
    return place->values;
}

// Phases of a pitch that moves; the voice is then past them. Null: it is no more on the level that
// is known.
static const uint32_t *take_phases(wt_voice *voice, const wt_rendering *r, size_t n) {
    wt_drawn *pitch = r->scratch->pitch;
    const wt_env *env = &r->patch->env[WT_TO_PITCH][0];
    if (!wt_is_drawn(pitch, env, &voice->known.context, voice->frame, n)) {
        wt_voice_draw(voice, r, env, &voice->known.pitch, pitch, n);
        wt_complete_pitch(pitch, r->kernels, n);
    }
    const uint32_t harmonics = voice->known.harmonics[0];
    const bool on_level = wt_voice_is_on_level(voice, pitch->range);
    if (r->patch->bandlimit && (!on_level || voice->known.harmonics[0] != harmonics)) {
        return NULL;
    }
    wt_voice_glide(voice, r->kernels, r->scratch, r->scratch->phase, n);
    return r->scratch->phase;
}

// Return false where something is not as is known: nothing is then done.
static bool take_moves(wt_voice *voice, const wt_rendering *r, wt_tone_moves *moves, size_t n) {
    const wt_known *known = &voice->known;
    *moves = (wt_tone_moves){NULL, NULL, NULL};
    if (known->swells && !(moves->swell = take_swell(voice, r, n))) {
        return false;
    }
    if (!voice->steady) {
        moves->phase = take_phases(voice, r, n);
        return moves->phase;
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
    } else if (moves->phase) {
        r->kernels->read[known->reader](tone->level, moves->phase, out, n);
    } else {
        r->kernels->run[known->reader](tone->level, start, tone->increment, out, n);
    }
    voice->phase += (uint64_t)tone->increment * n;
    voice->frame += n;
}

static void read_in_place(wt_voice *voice, const wt_rendering *r, const wt_tone_moves *moves,
                          size_t n) {
    const float gain = voice->known.tone.gain;
    wt_sample *const out = (wt_sample *)(void *)r->left.f;
    read(voice, r, moves, out, n);
    if (gain != 1.0f) {
        r->kernels->scale_constant(out, gain, n);
    }
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

bool wt_voice_render_simple(wt_voice *voice, const wt_rendering *r, size_t n) {
    const wt_known *known = &voice->known;
    wt_tone_moves moves;
    if (!take_moves(voice, r, &moves, n)) {
        return false;
    }
    if (wt_is_in_place(r) && !moves.swell) {
        read_in_place(voice, r, &moves, n);
        return true;
    }
    if (r->fresh) {
        wt_rendering_clear(r, n);
    }
    if (known->player) {
        wt_voice_play(voice, r, &moves, n);
        return true;
    }
    read(voice, r, &moves, r->scratch->chain, n);
    if (moves.swell) {
        find_gains(voice, r, moves.swell, n);
    }
    add(known, r, r->left, known->tone.gain, n);
    if (r->stereo) {
        add(known, r, r->right, known->tone.pan, n);
    }
    return true;
}
