// The float engine, WT_LANES samples at a time. The definitions are in core/engine/float.c.
#include "core/engine/simd/halve.h"
#include "core/engine/simd/motion.h"
#include "core/engine/simd/polynomial.h"
#include "core/engine/simd/swing.h"
#include "core/engine/simd/taps.h"
#include "core/engine/simd/variants.h"

WT_INLINED void none(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const uint32_t length = level->length;
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_table_indices p =
            wt_table_indices_of(wt_phases_take(&phases, i), length, log2_length);
        wt_store_f(out + i, wt_gather_f(level->rows, p.index));
    }
    wt_phases_rest(&phases, &wt_kernels_float, WT_READ_BEFORE, level, out, i, n);
}

// Half a sample on, the sample before is the nearest one.
WT_INLINED void nearest(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    if (log2_length < 32) {
        const uint32_t half = 0x80000000u >> log2_length;
        for (; i + WT_LANES <= n; i += WT_LANES) {
            const wt_table_indices p =
                wt_table_indices_of(wt_phases_take(&phases, i) + half, 0, log2_length);
            wt_store_f(out + i, wt_gather_f(level->rows, p.index));
        }
    }
    wt_phases_rest(&phases, &wt_kernels_float, WT_READ_NEAREST, level, out, i, n);
}

// Phases that are counted, or an array of them, of 2^k rows a turn, k < 32; or any.
typedef enum { COUNTED, LISTED, ANY } source;

// How rows become samples.
typedef enum { ROWS_LINEAR, ROWS_CUBIC, ROWS_TAPS } rows_kind;

// Compilers are not to see that cycles share their places: they would keep more of them than there
// are registers, and fetch them back from vector registers, which takes longer than from memory.
WT_INLINED const uint32_t *again(const uint32_t *at) {
    __asm__ volatile("" : "+r"(at));
    return at;
}

// A vector of rows, `taken` being their phases, or what is counted of them: their fractions, raised
// by a half for cubics.
WT_INLINED wt_vf rows_at(rows_kind kind, source from, const wt_level *level, const uint32_t *at,
                         wt_vu taken) {
    const wt_vu fraction =
        from == COUNTED  ? taken
        : from == LISTED ? wt_shift_left(taken, level->log2_length)
                         : wt_table_indices_of(taken, level->length, level->log2_length).fraction;
    if (kind == ROWS_LINEAR) {
        wt_vf a, b;
        wt_gather_pairs(level->rows, at, &a, &b);
        return a + (b - a) * wt_units(fraction);
    }
    wt_vf c[4];
    wt_gather_rows(level->rows, at, c);
    const wt_vf z = from == COUNTED ? wt_from_middle(fraction) : wt_units(fraction) - 0.5f;
    return kind == ROWS_TAPS ? wt_weighed(c, wt_tap_weights_at(z)) : wt_polynomial(c, z);
}

// Where samples go: to memory, or crossfaded into what is there; or by gains, which stay or swell,
// onto one bus or two.
typedef enum {
    TO_MEMORY,
    INTO_MEMORY,
    TO_ONE_BUS,
    TO_BOTH,
    SWELLING_TO_ONE_BUS,
    SWELLING_TO_BOTH
} destination;

typedef struct {
    wt_sample *out;
    const float *cross;
    float *left, *right;
    float gain, pan;
    const float *swell;
    float weight, scale;
    const float *positions; // null: all are `weight`
} outlet;

WT_INLINED wt_vi blended(wt_vf x, wt_vf y, wt_vf weight) {
    const wt_vi whole = weight >= 1.0f;
    const wt_vi mixed = (wt_vi)(x + (y - x) * wt_clamp_lanes(weight));
    return (whole & (wt_vi)y) | (~whole & mixed);
}

WT_INLINED void add_at(float *bus, wt_vf x) {
    wt_store_f(bus, wt_load_f(bus) + x);
}

WT_INLINED void put(destination to, const outlet *o, size_t i, wt_vf x) {
    const bool swells = to == SWELLING_TO_ONE_BUS || to == SWELLING_TO_BOTH;
    if (to == TO_MEMORY) {
        wt_store_f(o->out + i, x);
        return;
    }
    if (to == INTO_MEMORY) {
        wt_store(o->out + i, blended(wt_load_f(o->out + i), x, wt_load_f(o->cross + i)));
        return;
    }
    const wt_vf y = swells ? x * (o->gain * wt_clamp_lanes(wt_load_f(o->swell + i))) : x * o->gain;
    add_at(o->left + i, y);
    if (to == TO_BOTH || to == SWELLING_TO_BOTH) {
        add_at(o->right + i, swells ? y : x * o->pan);
    }
}

WT_INLINED wt_vf weight_at(const outlet *o, size_t i) {
    const wt_vf weight = (wt_vf){0} + o->weight;
    return o->positions ? weight + wt_clamp_lanes(wt_load_f(o->positions + i)) * o->scale : weight;
}

// Where the rows of a vector of phases lie.
WT_INLINED wt_vu places_of(rows_kind kind, source from, const wt_level *level, wt_vu phases) {
    const int log2_row = kind == ROWS_CUBIC ? 2 : 0;
    return from == ANY
               ? wt_table_indices_of(phases, level->length, level->log2_length).index << log2_row
               : wt_shift_right(phases, 32u - level->log2_length) << log2_row;
}

WT_INLINED wt_vu take(source from, wt_phases *phases, size_t i) {
    return from == LISTED ? wt_load_u(phases->phase + i) : wt_phases_take(phases, i);
}

// What is done is known when it is compiled.
typedef struct {
    rows_kind kind;
    source from;
    bool two; // Cycles, of which the second is mixed in
    destination to;
} way;

// Places go through memory, a vector ahead of what is read, so that they have arrived by then.
// (Taking each index out of a vector register instead costs a third more, and gathers more than
// that.) Return how many are done: whole vectors.
WT_INLINED size_t read_rows(way w, const wt_level *level, const wt_level *other, wt_phases phases,
                            outlet o, size_t n) {
    const wt_level local = *level; // which no store can change
    const wt_level second = w.two ? *other : local;
    const uint32_t raised = w.kind == ROWS_LINEAR ? 0 : 0x80000000u;
    const size_t whole = n / WT_LANES * WT_LANES;
    uint32_t places[2 * WT_LANES];
    if (whole == 0) {
        return 0;
    }
    wt_phases fractions =
        w.from == COUNTED ? wt_phases_fractions(phases, local.log2_length, raised) : phases;
    wt_store(places, (wt_vi)places_of(w.kind, w.from, &local, take(w.from, &phases, 0)));
#pragma GCC unroll 2
    for (size_t i = 0; i < whole; i += WT_LANES) {
        const uint32_t *const at = places + (i & WT_LANES);
        const size_t next = i + WT_LANES < whole ? i + WT_LANES : i;
        wt_store(places + (~i & WT_LANES),
                 (wt_vi)places_of(w.kind, w.from, &local, take(w.from, &phases, next)));
        const wt_vu taken = take(w.from, &fractions, i);
        wt_vf x = rows_at(w.kind, w.from, &local, at, taken);
        if (w.two) {
            x += (rows_at(w.kind, w.from, &second, again(at), taken) - x) * weight_at(&o, i);
        }
        put(w.to, &o, i, x);
    }
    return whole;
}

// How the last samples are read, too few for all lanes.
WT_INLINED wt_reader reader_of(rows_kind kind) {
    return kind == ROWS_LINEAR ? WT_READ_LINE : WT_READ_POLYNOMIAL;
}

WT_INLINED void rows(rows_kind kind, const wt_level *level, wt_phases phases, wt_sample *out,
                     size_t n) {
    const outlet o = {.out = out};
    const size_t done =
        level->log2_length >= 32
            ? read_rows((way){kind, ANY, false, TO_MEMORY}, level, NULL, phases, o, n)
        : phases.phase
            ? read_rows((way){kind, LISTED, false, TO_MEMORY}, level, NULL, phases, o, n)
            : read_rows((way){kind, COUNTED, false, TO_MEMORY}, level, NULL, phases, o, n);
    wt_phases_rest(&phases, &wt_kernels_float, reader_of(kind), level, out, done, n);
}

WT_INLINED void linear(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    rows(ROWS_LINEAR, level, phases, out, n);
}

WT_INLINED void cubic(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    if (level->taps) {
        rows(ROWS_TAPS, level, phases, out, n);
    } else {
        rows(ROWS_CUBIC, level, phases, out, n);
    }
}

WT_BOTH(none)
WT_BOTH(nearest)
WT_BOTH(linear)
WT_BOTH(cubic)

static wt_tone_moves moves_from(const wt_tone_moves *moves, size_t i) {
    return (wt_tone_moves){.phase = moves->phase ? moves->phase + i : NULL,
                           .positions = moves->positions ? moves->positions + i : NULL};
}

// The last samples, too few for all lanes.
static void play_rest(way w, const wt_playing *p, size_t i) {
    const wt_steady_tone *tone = p->tone;
    const uint32_t from = p->start + (uint32_t)i * tone->increment;
    const wt_tone_moves moves = moves_from(&p->moves, i);
    const uint32_t *phase = w.from == LISTED ? moves.phase : NULL;
    const bool swells = w.to == SWELLING_TO_ONE_BUS || w.to == SWELLING_TO_BOTH;
    wt_sample x[WT_LANES];
    if (w.two) {
        wt_kernels_float.mix(reader_of(w.kind), tone, from, &moves, NULL, x, p->n - i);
    } else {
        wt_read_or_run(&wt_kernels_float, reader_of(w.kind), tone->level, phase, from,
                       tone->increment, x, p->n - i);
    }
    for (size_t k = 0; i < p->n; ++i, ++k) {
        const float swell = swells ? wt_unit_clamp(p->moves.swell[i]) : 1.0f;
        p->left.f[i] += x[k].f * (tone->gain * swell);
        if (w.to == TO_BOTH || w.to == SWELLING_TO_BOTH) {
            p->right.f[i] += x[k].f * ((swells ? tone->gain : tone->pan) * swell);
        }
    }
}

WT_INLINED void play(way w, const wt_playing *p) {
    const wt_steady_tone *tone = p->tone;
    const outlet o = {.left = p->left.f,
                      .right = p->right.f,
                      .gain = tone->gain,
                      .pan = tone->pan,
                      .swell = p->moves.swell,
                      .weight = tone->weight,
                      .scale = tone->scale,
                      .positions = w.two ? p->moves.positions : NULL};
    const wt_phases phases = w.from == LISTED ? wt_phases_array(p->moves.phase)
                                              : wt_phases_ramp(p->start, tone->increment);
    const size_t done = read_rows(w, tone->level, tone->other, phases, o, p->n);
    if (done < p->n) {
        play_rest(w, p, done);
    }
}

#define PLAYER(name, ...)                                                                          \
    static void name(const wt_playing *p) {                                                        \
        play((way){__VA_ARGS__}, p);                                                               \
    }

// Four players, and a table of them: by whether the gain swells, and whether there are two buses.
#define FOUR_PLAYERS(name, ...)                                                                    \
    PLAYER(name##_to_one, __VA_ARGS__, TO_ONE_BUS)                                                 \
    PLAYER(name##_to_both, __VA_ARGS__, TO_BOTH)                                                   \
    PLAYER(name##_swelling_to_one, __VA_ARGS__, SWELLING_TO_ONE_BUS)                               \
    PLAYER(name##_swelling_to_both, __VA_ARGS__, SWELLING_TO_BOTH)                                 \
    static wt_player *const name[2][2] = {{name##_to_one, name##_to_both},                         \
                                          {name##_swelling_to_one, name##_swelling_to_both}};

#define PLAYERS(kind)                                                                              \
    FOUR_PLAYERS(kind##_one, kind, COUNTED, false)                                                 \
    FOUR_PLAYERS(kind##_one_glide, kind, LISTED, false)                                            \
    FOUR_PLAYERS(kind##_two, kind, COUNTED, true)                                                  \
    FOUR_PLAYERS(kind##_two_glide, kind, LISTED, true)
// clang-format off
#define PLAYERS_OF(kind) {{kind##_one, kind##_one_glide}, {kind##_two, kind##_two_glide}}
// clang-format on

PLAYERS(ROWS_LINEAR)
PLAYERS(ROWS_CUBIC)
PLAYERS(ROWS_TAPS)

// By how rows are read, whether there are two cycles, and whether their pitch glides.
static wt_player *const (*const players[][2][2])[2] = {[ROWS_LINEAR] = PLAYERS_OF(ROWS_LINEAR),
                                                       [ROWS_CUBIC] = PLAYERS_OF(ROWS_CUBIC),
                                                       [ROWS_TAPS] = PLAYERS_OF(ROWS_TAPS)};

static bool share_places(const wt_level *a, const wt_level *b) {
    return a->log2_length < 32 && (!b || (a->length == b->length && a->taps == b->taps));
}

static wt_player *player(wt_reader reader, const wt_steady_tone *tone, bool glides, bool swells,
                         bool both) {
    const bool cubic = reader == WT_READ_POLYNOMIAL;
    if ((reader != WT_READ_LINE && !cubic) || !share_places(tone->level, tone->other)) {
        return NULL;
    }
    const rows_kind kind = !cubic ? ROWS_LINEAR : tone->level->taps ? ROWS_TAPS : ROWS_CUBIC;
    return players[kind][tone->other != NULL][glides][swells][both];
}

WT_INLINED size_t mix_rows(rows_kind kind, const wt_steady_tone *tone, uint32_t start,
                           const wt_tone_moves *moves, const float *cross, wt_sample *out,
                           size_t n) {
    const wt_phases counted = wt_phases_ramp(start, tone->increment);
    const wt_level *a = tone->level, *b = tone->other;
    const outlet o = {.out = out,
                      .cross = cross,
                      .weight = tone->weight,
                      .scale = tone->scale,
                      .positions = moves->positions};
    if (moves->phase) {
        const wt_phases listed = wt_phases_array(moves->phase);
        return cross ? 0 : read_rows((way){kind, LISTED, true, TO_MEMORY}, a, b, listed, o, n);
    }
    return cross ? read_rows((way){kind, COUNTED, true, INTO_MEMORY}, a, b, counted, o, n)
                 : read_rows((way){kind, COUNTED, true, TO_MEMORY}, a, b, counted, o, n);
}

static void mix(wt_reader reader, const wt_steady_tone *tone, uint32_t start,
                const wt_tone_moves *moves, const float *cross, wt_sample *out, size_t n) {
    size_t done = 0;
    if (!share_places(tone->level, tone->other)) {
        // Each is read by itself.
    } else if (reader == WT_READ_LINE) {
        done = mix_rows(ROWS_LINEAR, tone, start, moves, cross, out, n);
    } else if (reader == WT_READ_POLYNOMIAL) {
        done = tone->level->taps ? mix_rows(ROWS_TAPS, tone, start, moves, cross, out, n)
                                 : mix_rows(ROWS_CUBIC, tone, start, moves, cross, out, n);
    }
    if (done < n) {
        const wt_tone_moves rest = moves_from(moves, done);
        wt_mix(&WT_WIDE(wt_kernels_float), reader, tone, start + (uint32_t)done * tone->increment,
               &rest, cross ? cross + done : NULL, out + done, n - done);
    }
}

static void blend(wt_sample *a, const wt_sample *b, const float *w, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store(a + i, blended(wt_load_f(a + i), wt_load_f(b + i), wt_load_f(w + i)));
    }
    wt_kernels_float.blend(a + i, b + i, w + i, n - i);
}

static void blend_constant(wt_sample *a, const wt_sample *b, float w, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vf x = wt_load_f(a + i);
        wt_store_f(a + i, x + (wt_load_f(b + i) - x) * w);
    }
    wt_kernels_float.blend_constant(a + i, b + i, w, n - i);
}

static void add(wt_bus bus, const wt_sample *x, const float *gain, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(bus.f + i, wt_load_f(bus.f + i) + wt_load_f(x + i) * wt_load_f(gain + i));
    }
    wt_kernels_float.add((wt_bus){.f = bus.f + i}, x + i, gain + i, n - i);
}

static void add_constant(wt_bus bus, const wt_sample *x, float gain, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(bus.f + i, wt_load_f(bus.f + i) + wt_load_f(x + i) * gain);
    }
    wt_kernels_float.add_constant((wt_bus){.f = bus.f + i}, x + i, gain, n - i);
}

const wt_kernels WT_WIDE(wt_kernels_float) = {
    WT_WIDE_MOTION,
    .read = {read_none, read_nearest, read_linear, read_cubic},
    .run = {run_none, run_nearest, run_linear, run_cubic},
    .player = player,
    .mix = mix,
    .blend = blend,
    .blend_constant = blend_constant,
    .swing = wt_wide_swing_floats,
    .halve = wt_wide_halve_floats,
    .add = add,
    .add_constant = add_constant,
};
