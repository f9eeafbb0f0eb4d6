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
    wt_known_env known = {.env = env, .follows = wt_env_follows(env)};
    known.is_lfo = wt_env_lfo(env, block->context, &known.lfo);
    return known;
}

static void look(const wt_block *block, bool stereo) {
    wt_known *known = &block->voice->known;
    if (!known->looked) {
        known->looked = true;
        known->pitch = known_of(block, WT_TO_PITCH);
        known->amp = known_of(block, WT_TO_AMP);
        known->mix = known_of(block, WT_TO_MIX);
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

// Keep the levels of a cycle that a pitch reads as it moves. Return false where one is not at hand.
static bool keep_levels(const wt_block *block) {
    const wt_cycle_ref *ref = block->patch->dimensions[0].cycles;
    wt_known *known = &block->voice->known;
    known->bandlimited = block->patch->bandlimit;
    known->fades = known->bandlimited && known->harmonics[1] != known->harmonics[0] &&
                   known->harmonics[1] < ref->harmonics;
    const bool two = known->place == WT_FADING && known->fades;
    wt_steady_tone *tone = &known->tone;
    tone->level = level_of(block, ref, known->harmonics[0]);
    tone->other = two ? level_of(block, ref, known->harmonics[1]) : NULL;
    tone->increment = 0; // phases are past the block
    tone->weight = 0.0f;
    tone->scale = 1.0f;
    return tone->level && (tone->other || !two);
}

// The same of a pitch that stays, and of its cycles.
static bool keep_cycles(const wt_block *block) {
    const wt_voice *voice = block->voice;
    wt_known *known = &block->voice->known;
    const wt_linear *reads = &known->reads;
    wt_steady_tone *tone = &known->tone;
    tone->level = level_of(block, &reads->refs[0], voice->harmonics);
    tone->other = reads->alone ? NULL : level_of(block, &reads->refs[1], voice->harmonics);
    tone->increment = voice->increment;
    place_tone(tone, reads);
    return tone->level && (tone->other || reads->alone);
}

// Keep what is read. Return the frame before which it is.
static uint64_t keep_reads(const wt_block *block) {
    const uint64_t read_to = block->voice->known.read_to;
    if (is_simple_glide(block)) {
        return keep_levels(block) ? UINT64_MAX : 0;
    }
    return block->frame + block->n <= read_to && keep_cycles(block) ? read_to : 0;
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
    known->moves = !voice->steady || (known->tone.other && known->reads.position.slope != 0.0);
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
