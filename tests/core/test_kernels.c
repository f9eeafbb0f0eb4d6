// Every width of every kernel gives the bits of its definition.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/math.h"
#include "core/engine/glide.h"
#include "core/output/dither.h"
#include "core/output/quantiser.h"
#include "core/output/rounding.h"

enum { N = 1000 };

static uint32_t seed = 1;

static uint32_t bits(void) {
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8 ^ seed << 20;
}

static float unit(void) {
    return (float)(bits() >> 8) * 0x1p-24f;
}

static const wt_engine engines[] = {WT_ENGINE_FLOAT, WT_ENGINE_Q15, WT_ENGINE_Q31};
enum { WIDTHS = 3 };
static const int widths[WIDTHS] = {4, 8, 16};

static wt_sample random_sample(wt_engine engine) {
    switch (engine) {
    case WT_ENGINE_Q15:
        return (wt_sample){.q = (int16_t)bits()};
    case WT_ENGINE_Q31:
        return (wt_sample){.q = (int32_t)(bits() & 0x7fffffff) - 0x40000000};
    default:
        return (wt_sample){.f = 2.0f * unit() - 1.0f};
    }
}

// Rows of any form, small enough as polynomials not to overflow.
static void random_rows(wt_engine engine, int interp, void *rows, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        if (engine == WT_ENGINE_FLOAT) {
            ((float *)rows)[i] = 2.0f * unit() - 1.0f;
        } else if (interp == WT_INTERP_CUBIC) {
            ((int32_t *)rows)[i] = (int32_t)(bits() % 0x20000000) - 0x10000000;
        } else if (engine == WT_ENGINE_Q15) {
            ((int16_t *)rows)[i] = (int16_t)bits();
        } else {
            ((int32_t *)rows)[i] = (int32_t)(bits() & 0x7fffffff) - 0x40000000;
        }
    }
}

static void repeat_first_row(wt_form form, void *rows, uint32_t length) {
    const size_t size = wt_row_size(form);
    memcpy((char *)rows + size * length, rows, size);
}

static wt_level level_of(const void *rows, uint32_t length) {
    wt_level level = {rows, length, 255, false};
    for (uint8_t k = 1; k < 17; ++k) {
        level.log2_length = length == 1u << k ? k : level.log2_length;
    }
    return level;
}

typedef struct {
    float left[N], right[N];
} buses;

// Play a tone, and read, mix and add it: on two buses and on one, at gains, weights and pitches
// that stay and that move.
static void compare_tones(wt_steady_tone tone, int interp, const wt_kernels *kernels, size_t n) {
    const uint32_t start = bits();
    for (unsigned c = 0; c < 16; ++c) {
        const bool stereo = c & 1, swells = c & 2, moves = c & 4, glides = c & 8;
        buses played, defined;
        float swell[N], gain[N], pan[N], weights[N], place[N];
        wt_sample x[N], y[N];
        uint32_t phase[N];
        for (size_t i = 0; i < n; ++i) {
            phase[i] = glides ? bits() : start + (uint32_t)i * tone.increment;
            defined.left[i] = played.left[i] = unit();
            defined.right[i] = played.right[i] = unit();
            swell[i] = 2.0f * unit() - 0.5f;
            gain[i] = swells ? tone.gain * wt_unit_clamp(swell[i]) : tone.gain;
            pan[i] = swells ? gain[i] : tone.pan;
            place[i] = 1.2f * unit() - 0.1f;
            weights[i] = tone.weight + (moves ? wt_unit_clamp(place[i]) * tone.scale : 0.0f);
        }
        const wt_tone_moves all = {.phase = glides ? phase : NULL,
                                   .positions = moves && tone.other ? place : NULL,
                                   .swell = swells ? swell : NULL};
        const wt_playing playing = {.tone = &tone,
                                    .moves = all,
                                    .left.f = played.left,
                                    .right.f = stereo ? played.right : NULL,
                                    .start = start,
                                    .n = n};
        kernels->player((wt_reader)interp, &tone, glides, swells, stereo)(&playing);
        kernels->read[interp](tone.level, phase, x, n);
        if (tone.other) {
            kernels->read[interp](tone.other, phase, y, n);
            kernels->blend(x, y, weights, n);
        }
        kernels->add((wt_bus){defined.left}, x, gain, n);
        kernels->add((wt_bus){defined.right}, x, pan, stereo ? n : 0);
        assert_memory_equal(played.left, defined.left, n * sizeof(float));
        assert_memory_equal(played.right, defined.right, n * sizeof(float));
    }
}

static void compare_plays(const wt_level *level, int interp, const wt_kernels *kernels) {
    static float rows[65540 * 4];
    const uint32_t before = seed;
    const wt_steady_tone alone = {.level = level};
    if (!kernels->player || !kernels->player((wt_reader)interp, &alone, false, false, false)) {
        return;
    }
    wt_level other = *level;
    other.rows = rows;
    random_rows(WT_ENGINE_FLOAT, interp, rows, (level->length + 4) * 4);
    wt_steady_tone tone = {level, NULL, bits() >> 4, 0.4f, 0.5f, 0.3f, 0.7f};
    for (size_t n = N; n > 0; n /= 3) {
        tone.other = NULL;
        compare_tones(tone, interp, kernels, n);
        tone.other = &other;
        compare_tones(tone, interp, kernels, n);
    }
    seed = before; // what else is drawn does not depend on how many widths there are
}

static void compare_runs(const wt_level *level, wt_engine engine, int interp,
                         const wt_kernels *kernels) {
    const wt_kernels *scalar = wt_kernels_of_width(engine, 1);
    const uint32_t start = bits();
    const uint32_t increment = bits() >> 4;
    uint32_t phase[N];
    wt_sample read[N], defined[N], wide[N];
    scalar->ramp(start, increment, phase, N);
    scalar->read[interp](level, phase, read, N);
    scalar->run[interp](level, start, increment, defined, N);
    assert_memory_equal(read, defined, sizeof read);
    if (kernels) {
        kernels->run[interp](level, start, increment, wide, N);
        assert_memory_equal(read, wide, sizeof read);
        compare_plays(level, interp, kernels);
    }
}

static void every_width_reads_the_same_bits(void **state) {
    (void)state;
    static const uint32_t lengths[] = {2, 3, 4, 5, 64, 600, 1470, 2048, 4096, 65521, 65536};
    float *rows = malloc(65540 * 4 * sizeof *rows);
    uint32_t phase[N];
    wt_sample defined[N], wide[N];
    for (size_t c = 0; c < sizeof lengths / sizeof *lengths; ++c) {
        const wt_level level = level_of(rows, lengths[c]);
        for (int e = 0; e < 3; ++e) {
            for (int interp = 0; interp < 4; ++interp) {
                random_rows(engines[e], interp, rows, (lengths[c] + 2) * 4);
                repeat_first_row((wt_form){engines[e], (wt_interp)interp}, rows, lengths[c]);
                for (size_t i = 0; i < N; ++i) {
                    phase[i] = i < 4 ? (uint32_t)0 - (uint32_t)i : bits();
                }
                wt_kernels_of_width(engines[e], 1)->read[interp](&level, phase, defined, N);
                for (int w = 0; w < WIDTHS; ++w) {
                    const wt_kernels *kernels = wt_kernels_of_width(engines[e], widths[w]);
                    if (kernels) {
                        kernels->read[interp](&level, phase, wide, N);
                        assert_memory_equal(defined, wide, sizeof defined);
                    }
                    compare_runs(&level, engines[e], interp, kernels);
                }
            }
        }
    }
    free(rows);
}

static void every_width_reads_the_same_bits_from_taps(void **state) {
    (void)state;
    static const uint32_t lengths[] = {3, 64, 1470, 32768};
    float *taps = malloc(32780 * sizeof *taps);
    uint32_t phase[N];
    wt_sample defined[N], wide[N];
    for (size_t c = 0; c < sizeof lengths / sizeof *lengths; ++c) {
        wt_level level = level_of(taps, lengths[c]);
        level.taps = true;
        random_rows(WT_ENGINE_FLOAT, WT_INTERP_CUBIC, taps, lengths[c] + 4);
        for (size_t i = 0; i < N; ++i) {
            phase[i] = i < 4 ? (uint32_t)0 - (uint32_t)i : bits();
        }
        wt_kernels_of_width(WT_ENGINE_FLOAT, 1)->read[WT_INTERP_CUBIC](&level, phase, defined, N);
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *kernels = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (kernels) {
                kernels->read[WT_INTERP_CUBIC](&level, phase, wide, N);
                assert_memory_equal(defined, wide, sizeof defined);
            }
            compare_runs(&level, WT_ENGINE_FLOAT, WT_INTERP_CUBIC, kernels);
        }
    }
    free(taps);
}

typedef struct {
    wt_sample a[N], b[N];
    float w[N];
    int64_t bus[N];
} arrays;

static void fill(arrays *x, wt_engine engine) {
    for (size_t i = 0; i < N; ++i) {
        x->a[i] = random_sample(engine);
        x->b[i] = random_sample(engine);
        x->w[i] = i == 0 ? 0.0f : i == 1 ? 1.0f : i < 9 ? 3.0f * unit() - 1.0f : unit();
    }
    memset(x->bus, 0, sizeof x->bus);
}

static void work(arrays *x, const wt_kernels *k) {
    const wt_bus bus = {.q31 = x->bus};
    k->blend(x->a, x->b, x->w, N);
    for (size_t i = 0; i < N; ++i) { // a gain has no clamp
        x->w[i] = x->w[i] < 0.0f || x->w[i] > 1.0f ? 0.5f : x->w[i];
    }
    k->add(bus, x->a, x->w, N);
    k->blend_constant(x->b, x->a, 0.3f, N);
    k->add_constant(bus, x->b, 0.7f, N);
    k->add_constant(bus, x->b, 1.0f, N - 1);
}

static void every_width_counts_the_same_phases(void **state) {
    (void)state;
    uint32_t defined[N], wide[N];
    wt_kernels_of_width(WT_ENGINE_FLOAT, 1)->ramp(0xfffffff0u, 39370534u, defined, N);
    for (int w = 0; w < WIDTHS; ++w) {
        const wt_kernels *kernels = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
        if (kernels) {
            kernels->ramp(0xfffffff0u, 39370534u, wide, N);
            assert_memory_equal(defined, wide, sizeof wide);
        }
    }
}

static void every_width_glides_alike(void **state) {
    (void)state;
    typedef struct {
        float pitch[N], place[N];
        uint32_t increment[N];
    } glide;
    const wt_pitch_scale scale = {39370533.6, -23.4, 0.25};
    const wt_glide_base base = wt_glide_base_of(&scale);
    static glide first, defined, wide;
    for (int range = 1; range <= 600; range *= 2) { // semitones
        for (size_t i = 0; i < N; ++i) {
            first.pitch[i] = (2.0f * unit() - 1.0f) * (float)range;
        }
        defined = first;
        const wt_range all = wt_kernels_float.range(first.pitch, N);
        wt_kernels_float.mips(&base, defined.pitch, defined.place, N);
        wt_kernels_float.glide(&base, all, defined.pitch, defined.increment, N);
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *kernels = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (kernels) {
                wide = first;
                const wt_range same = kernels->range(wide.pitch, N);
                assert_memory_equal(&same, &all, sizeof all);
                kernels->mips(&base, wide.pitch, wide.place, N);
                kernels->glide(&base, all, wide.pitch, wide.increment, N);
                assert_memory_equal(&defined, &wide, sizeof wide);
            }
        }
        for (size_t i = 0; i < N; ++i) {
            const double low = first.pitch[i] < -480.0f ? -480.0 : (double)first.pitch[i];
            const double exact = scale.increment * wt_exp2(low / 12.0);
            const bool held = exact > 2147480000.0; // by an end in floats
            const double heard = exact > 2147483648.0 ? 2147483648.0 : exact;
            const double off = (double)defined.increment[i] - heard;
            const double place = scale.mip + scale.levels_a_semitone * (double)first.pitch[i];
            const double beside = (double)defined.place[i] - place;
            assert_true((off < 0.0 ? -off : off) <= 1.0 + (held ? 3e-7 : 1e-7) * heard);
            assert_true((beside < 0.0 ? -beside : beside) <= 2e-5);
        }
    }
}

static void every_width_sums_the_same_phases(void **state) {
    (void)state;
    uint32_t first[N] = {0}, defined[N], wide[N];
    for (size_t n = 0; n < N; n += 1 + n / 2) {
        for (size_t i = 0; i < n; ++i) {
            first[i] = bits();
        }
        memcpy(defined, first, sizeof first);
        uint32_t end = 0xfffffff0u;
        for (size_t i = 0; i < n; ++i) {
            end += first[i];
        }
        assert_int_equal(wt_kernels_float.sum(0xfffffff0u, defined, n), end);
        assert_true(n == 0 || defined[n - 1] == end - first[n - 1]);
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *kernels = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (kernels) {
                memcpy(wide, first, sizeof first);
                assert_int_equal(kernels->sum(0xfffffff0u, wide, n), end);
                assert_memory_equal(defined, wide, n * sizeof *wide);
            }
        }
    }
}

static void every_width_follows_with_the_same_phases(void **state) {
    (void)state;
    static const double ratios[] = {1.0, 0.5, 1.41, 700.3};
    const uint64_t start = 0x123456789abu;
    uint32_t increment[N], defined[N], wide[N];
    for (size_t i = 0; i < N; ++i) {
        increment[i] = i % 7 ? bits() >> (i % 9 + 1) : 0x80000000u; // the most
    }
    for (size_t c = 0; c < 4 * sizeof ratios / sizeof *ratios; ++c) {
        const double ratio = ratios[c / 4];
        const unsigned raised = (unsigned)(c % 4) * 2 - (c % 4 > 2); // 0, 2, 4, 5
        const size_t n = N - c;
        const uint64_t end = wt_kernels_float.follow(start, increment, ratio, raised, defined, n);
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *k = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (k) {
                assert_true(k->follow(start, increment, ratio, raised, NULL, n) == end);
                memcpy(wide, increment, sizeof wide);
                assert_true(k->follow(start, wide, ratio, raised, wide, n) == end);
                assert_memory_equal(defined, wide, n * sizeof *wide);
            }
        }
    }
}

// Beside an octave, ratios and a slide are what a glide and a sum are, in every width.
static void every_width_slides_as_it_glides(void **state) {
    (void)state;
    const wt_pitch_scale scale = {39370533.6, -23.4, 0.25};
    const wt_glide_base base = wt_glide_base_of(&scale);
    static const float octaves[] = {-480.0f, -36.0f, 0.0f, 12.0f, 60.0f};
    for (size_t o = 0; o < sizeof octaves / sizeof *octaves; ++o) {
        float pitch[N], ratio[N];
        uint32_t glided[N], slid[N];
        for (size_t i = 0; i < N; ++i) {
            pitch[i] = octaves[o] + 5.9f * unit();
        }
        wt_kernels_float.glide(&base, wt_kernels_float.range(pitch, N), pitch, glided, N);
        const uint32_t end = wt_kernels_float.sum(0xfffffff0u, glided, N);
        const wt_glide_octave octave = wt_glide_nearest(&base, octaves[o]);
        assert_true(octave.semitones == octaves[o]);
        for (int w = 0; w < WIDTHS + 1; ++w) {
            const wt_kernels *k = wt_kernels_of_width(WT_ENGINE_FLOAT, w ? widths[w - 1] : 1);
            if (k) {
                k->ratios(octave.semitones, pitch, ratio, N);
                assert_int_equal(k->slide(&octave, ratio, 0xfffffff0u, slid, N), end);
                assert_memory_equal(glided, slid, sizeof slid);
                assert_int_equal(k->slide(&octave, ratio, 0xfffffff0u, NULL, N), end);
            }
        }
    }
}

static void every_width_finds_the_same_runs(void **state) {
    (void)state;
    float x[N];
    for (int round = 0; round < 200; ++round) {
        const size_t n = 1 + bits() % N;
        const size_t end = bits() % (n + 1);
        for (size_t i = 0; i < n; ++i) {
            x[i] = i < end ? 2.0f + 0.999f * unit() : i % 2 ? 3.0f : 1.9f;
        }
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *kernels = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (kernels) {
                assert_int_equal(kernels->within(x, 2.0f, 3.0f, n), end);
            }
        }
        assert_int_equal(wt_kernels_float.within(x, 2.0f, 3.0f, n), end);
    }
}

static void every_width_finds_the_same_runs_of_positions(void **state) {
    (void)state;
    float x[N];
    for (int round = 0; round < 400; ++round) {
        const float low = 0.25f * (float)(bits() % 5) - (round % 2 ? 0.0f : 0.125f);
        const size_t n = 1 + bits() % N;
        const size_t most = 1 + bits() % N;
        for (size_t i = 0; i < n; ++i) {
            x[i] = low + (i < most ? 0.125f : 0.3f) * unit();
        }
        const size_t run = wt_kernels_float.positions(x, 4.0f, n);
        const int whole = (int)(wt_unit_clamp(x[0]) * 4.0f);
        assert_true(run == n || (int)(wt_unit_clamp(x[run]) * 4.0f) != whole);
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *kernels = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (kernels) {
                assert_int_equal(kernels->positions(x, 4.0f, n), run);
            }
        }
    }
}

static void every_width_swings_the_same_phases(void **state) {
    (void)state;
    wt_sample x[N];
    float index[N];
    uint32_t phase[N], defined[N], wide[N];
    for (int round = 0; round < 200; ++round) {
        const size_t n = round < 10 ? N : 1 + bits() % (N - 1);
        const float most = round % 7 == 0 ? 3e4f : round % 7 == 1 ? 405.0f : 10.0f;
        for (int e = 0; e < 3; ++e) {
            for (size_t i = 0; i < N; ++i) {
                const int32_t q = (int32_t)bits() >> (engines[e] == WT_ENGINE_Q15 ? 16 : 3);
                x[i] = e ? (wt_sample){.q = q} : (wt_sample){.f = unit()};
                index[i] = most * (2.0f * unit() - 1.0f);
                phase[i] = bits();
            }
            memcpy(defined, phase, sizeof phase);
            wt_kernels_of_width(engines[e], 1)->swing(x, index, round % 2, 1, defined, n);
            for (int w = 0; w < WIDTHS; ++w) {
                const wt_kernels *k = wt_kernels_of_width(engines[e], widths[w]);
                memcpy(wide, phase, sizeof phase);
                if (k) {
                    k->swing(x, index, round % 2, 1, wide, n);
                    assert_memory_equal(defined, wide, sizeof wide);
                }
            }
        }
    }
}

// In place as well as not.
static void every_width_halves_the_same_bits(void **state) {
    (void)state;
    wt_sample in[2 * (N + 2 * WT_HALVING_MOST)], defined[N], wide[N], place[sizeof in / sizeof *in];
    static const double rates[] = {22050.0, 44100.0, 48000.0};
    for (int round = 0; round < 200; ++round) {
        const wt_halving filter = wt_halving_of(rates[round % 3], round / 3 % 3);
        const size_t n = round < 10 ? N : bits() % N;
        for (int e = 0; e < 3; ++e) {
            for (size_t i = 0; i < sizeof in / sizeof *in; ++i) {
                const int32_t q = (int32_t)bits() >> (round % 4 == 0 ? 1 : 3);
                in[i] = e ? (wt_sample){.q = q} : (wt_sample){.f = unit()};
            }
            wt_kernels_of_width(engines[e], 1)->halve(&filter, in, defined, n);
            for (int w = 0; w < WIDTHS + 1; ++w) {
                const wt_kernels *k = wt_kernels_of_width(engines[e], w == WIDTHS ? 1 : widths[w]);
                if (k) {
                    memcpy(place, in, sizeof in);
                    k->halve(&filter, in, wide, n);
                    k->halve(&filter, place, place, n);
                    assert_memory_equal(defined, wide, n * sizeof *wide);
                    assert_memory_equal(defined, place, n * sizeof *wide);
                }
            }
        }
    }
}

static void mix_step_by_step(const wt_kernels *k, wt_interp interp, const wt_steady_tone *tone,
                             uint32_t start, const wt_tone_moves *moves, const float *cross,
                             wt_sample *out) {
    const float *const positions = moves->positions;
    wt_sample mixed[N], next[N];
    uint32_t phase[N];
    float w[N];
    k->ramp(start, tone->increment, phase, N);
    k->read[interp](tone->level, moves->phase ? moves->phase : phase, mixed, N);
    k->read[interp](tone->other, moves->phase ? moves->phase : phase, next, N);
    for (int i = 0; i < N; ++i) {
        w[i] = tone->weight + (positions ? wt_unit_clamp(positions[i]) * tone->scale : 0.0f);
    }
    k->blend(mixed, next, w, N);
    if (cross) {
        k->blend(out, mixed, cross, N);
    } else {
        memcpy(out, mixed, sizeof mixed);
    }
}

typedef struct {
    wt_engine engine;
    wt_interp interp;
    wt_level levels[4];
    float positions[N], cross[N];
    uint32_t phase[N];
} mix_rig;

static void compare_mixes(const mix_rig *s, const wt_steady_tone *tone, uint32_t start,
                          const wt_tone_moves *moves, const float *cross, size_t n) {
    wt_sample before[N], defined[N], mixed[N];
    for (size_t i = 0; i < N; ++i) {
        before[i] = s->engine ? (wt_sample){.q = (int32_t)(i * 7) - 900} : (wt_sample){.f = unit()};
    }
    memcpy(defined, before, sizeof before);
    mix_step_by_step(wt_kernels_of_width(s->engine, 1), s->interp, tone, start, moves, cross,
                     defined);
    for (int w = 0; w < WIDTHS + 1; ++w) {
        const wt_kernels *k = wt_kernels_of_width(s->engine, w == WIDTHS ? 1 : widths[w]);
        memcpy(mixed, before, sizeof mixed);
        if (k) {
            k->mix((wt_reader)s->interp, tone, start, moves, cross, mixed, n);
            assert_memory_equal(defined, mixed, n * sizeof *mixed);
        }
    }
}

// In place of what was there or into it, by weights and pitches that stay or move: by every width
// as step by step.
static void mix_all_ways(const mix_rig *s) {
    const uint32_t start = bits();
    const uint32_t increment = bits() >> 4;
    for (int way = 0; way < 16; ++way) {
        const wt_level *levels = &s->levels[way >> 2 & 2];
        const bool moves = way & 1;
        const wt_steady_tone tone = {.level = &levels[0],
                                     .other = &levels[1],
                                     .increment = increment,
                                     .weight = moves ? -7.0f : 0.3f,
                                     .scale = 8.0f};
        const wt_tone_moves all = {.phase = way & 4 ? s->phase : NULL,
                                   .positions = moves ? s->positions : NULL};
        compare_mixes(s, &tone, start, &all, way & 2 ? s->cross : NULL,
                      N - (size_t)way); // not always a whole number of vectors
    }
}

static void choose_controls(mix_rig *s) {
    for (size_t i = 0; i < N; ++i) {
        s->positions[i] = (7.0f + 0.999f * unit()) / 8.0f;
        s->cross[i] = 1.2f * unit() - 0.1f;
        s->phase[i] = bits();
    }
}

static void every_width_mixes_pairs_at_once_as_one_after_the_other(void **state) {
    (void)state;
    static const uint32_t lengths[][4] = {
        {64, 64, 64, 64},        {4096, 4096, 4096, 4096},     {4096, 2048, 64, 8192},
        {600, 600, 600, 600},    {600, 1024, 1024, 600},       {32768, 32768, 32768, 32768},
        {4096, 32768, 4096, 64}, {32768, 65536, 32768, 65536}, {4096, 4096, 4096, 32768}};
    static mix_rig s;
    float *rows[4];
    for (int l = 0; l < 4; ++l) {
        rows[l] = malloc((65536 + 4) * 4 * sizeof(float));
    }
    for (int e = 0; e < 3; ++e) {
        for (int interp = 0; interp < 4; ++interp) {
            for (size_t c = 0; c < sizeof lengths / sizeof *lengths; ++c) {
                s.engine = engines[e];
                s.interp = (wt_interp)interp;
                for (int l = 0; l < 4; ++l) {
                    const uint32_t length = lengths[c][l];
                    random_rows(s.engine, interp, rows[l], (length + 2) * 4);
                    repeat_first_row((wt_form){s.engine, s.interp}, rows[l], length);
                    s.levels[l] = level_of(rows[l], length);
                    s.levels[l].taps = e == 0 && interp == WT_INTERP_CUBIC && length >= 32768;
                }
                choose_controls(&s);
                mix_all_ways(&s);
            }
        }
    }
    for (int l = 0; l < 4; ++l) {
        free(rows[l]);
    }
}

// Lines from any frame on, of any length: as an envelope gives them.
static void every_width_draws_the_same_lines(void **state) {
    (void)state;
    for (int round = 0; round < 500; ++round) {
        const wt_line line = {(double)(bits() % 100000) * 0.37, unit(), (unit() - 0.5) * 0.01};
        const uint64_t start = bits() % 3 ? bits() % 1000000 : bits() % 1000 * 64;
        const size_t n = 1 + bits() % N;
        float defined[N], drawn[N];
        wt_kernels_float.curves.line(&line, start, defined, n);
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *k = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (k) {
                k->curves.line(&line, start, drawn, n);
                assert_memory_equal(defined, drawn, n * sizeof(float));
            }
        }
    }
}

// LFOs of lines and of cubics, of any length, slow and fast, from any frame on.
static void every_width_draws_the_same_lfos(void **state) {
    (void)state;
    static const uint32_t lengths[] = {1, 2, 4, 600, 4096, 65535, 65536};
    float *cycle = malloc(4 * 65536 * sizeof *cycle);
    for (uint32_t i = 0; i < 4 * 65536; ++i) {
        cycle[i] = 2.0f * unit() - 1.0f;
    }
    for (int round = 0; round < 2000; ++round) {
        const uint32_t length = lengths[round % 7];
        const bool is_cubic = round % 3 > 0;
        const wt_lfo lfo = {.samples = is_cubic ? NULL : cycle,
                            .cubics = is_cubic ? cycle : NULL,
                            .n = length,
                            .phase = (uint64_t)bits() << 32,
                            .step = ((uint64_t)bits() << 32 | bits()) >> bits() % 40,
                            .low = unit(),
                            .half = unit()};
        const uint64_t start = (uint64_t)bits() << bits() % 16;
        const size_t n = 1 + bits() % N;
        float defined[N], drawn[N];
        wt_curves_plain.lfo(&lfo, start, defined, n);
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *k = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (k) {
                k->curves.lfo(&lfo, start, drawn, n);
                assert_memory_equal(defined, drawn, n * sizeof(float));
            }
        }
    }
    free(cycle);
}

static void every_width_draws_the_same_bends(void **state) {
    (void)state;
    double powers[64];
    for (int i = 0; i < 64; ++i) {
        powers[i] = i > 0 ? powers[i - 1] * 0.997 : 1.0;
    }
    for (size_t n = 0; n <= 64; ++n) {
        const double level = (double)unit();
        const double swing = (double)unit() - 0.5;
        float defined[64] = {0.0f}, drawn[64] = {0.0f};
        wt_curves_plain.bend(level, swing, powers, defined, n);
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *kernels = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
            if (kernels) {
                kernels->curves.bend(level, swing, powers, drawn, n);
                assert_memory_equal(drawn, defined, sizeof drawn);
            }
        }
    }
}

// Factors that move or stay, some of them out of their range.
static void every_width_multiplies_the_same_gains(void **state) {
    (void)state;
    float values[3][N], defined[N], wide[N];
    for (size_t i = 0; i < N; ++i) {
        values[0][i] = unit();
        values[1][i] = 3.0f * unit() - 1.0f;
        values[2][i] = 3.0f * unit() - 1.0f;
    }
    for (unsigned which = 0; which < 8; ++which) {
        const wt_factor factors[] = {
            {values[0], which & 1}, {values[1], which >> 1 & 1}, {values[2], which >> 2 & 1}};
        for (size_t n = 1; n <= N; n = 2 * n + 1) {
            const float first = unit();
            memset(defined, 0, sizeof defined);
            wt_kernels_float.gains(first, factors, defined, n);
            for (int w = 0; w < WIDTHS; ++w) {
                const wt_kernels *kernels = wt_kernels_of_width(WT_ENGINE_FLOAT, widths[w]);
                memset(wide, 0, sizeof wide);
                if (kernels) {
                    kernels->gains(first, factors, wide, n);
                    assert_memory_equal(wide, defined, sizeof wide);
                }
            }
        }
    }
}

static void every_width_mixes_the_same_bits(void **state) {
    (void)state;
    static arrays first, defined, wide;
    for (int e = 0; e < 3; ++e) {
        fill(&first, engines[e]);
        defined = first;
        work(&defined, wt_kernels_of_width(engines[e], 1));
        for (int w = 0; w < WIDTHS; ++w) {
            const wt_kernels *kernels = wt_kernels_of_width(engines[e], widths[w]);
            if (kernels) {
                wide = first;
                work(&wide, kernels);
                assert_memory_equal(&defined, &wide, sizeof wide);
            }
        }
    }
}

static bool round_all(const wt_rounding *r, const arrays *x, float scale, int32_t out[7][N]) {
    enum { LENGTH = N / 64 * 64 };
    uint32_t *random = (uint32_t *)out[6];
    int64_t q31[N];
    bool fits = true;
    for (size_t i = 0; i < N; ++i) {
        q31[i] = (int64_t)(x->w[i] * scale * 4096.0f);
    }
    for (uint32_t i = 0; i < WT_DITHER_LANES; ++i) {
        random[i] = i + 1;
    }
    fits &= r->float_to_i16(x->w, scale, (int16_t *)out[0], LENGTH);
    fits &= r->float_to_i16_dithered(x->w, scale * 256.0f, random, (int16_t *)out[1], LENGTH);
    fits &= r->float_to_i32(x->w, scale, 8, out[2], LENGTH);
    fits &=
        r->q15_to_i16((const int32_t *)x->a, (int32_t)(scale * 512.0f), (int16_t *)out[3], LENGTH);
    fits &= r->q31_to_i32(q31, 1 << 20, 24, 8, out[4], LENGTH);
    r->float_to_f32(x->w, scale, (float *)out[5], N);
    const wt_loudness loudness = r->loudness(x->w, N);
    memcpy(&out[6][WT_DITHER_LANES], &loudness.peak, sizeof loudness.peak);
    memcpy(&out[6][WT_DITHER_LANES + 1], &loudness.squares, sizeof loudness.squares);
    return fits;
}

static void every_width_rounds_the_same_bits(void **state) {
    (void)state;
    static arrays x;
    static int32_t narrow[7][N], wide[7][N];
    fill(&x, WT_ENGINE_Q15);
    for (size_t i = 0; i < N; ++i) {
        x.w[i] = 2.0f * unit() - 1.0f;
    }
    const bool can = round_all(wt_rounding_of_width(4), &x, 32000.0f, narrow);
    const wt_rounding *rounding = wt_rounding_of_width(8);
    if (can && rounding) {
        assert_true(round_all(rounding, &x, 32000.0f, wide));
        assert_memory_equal(narrow, wide, sizeof wide);
        assert_false(rounding->float_to_i16(x.w, 33000.0f, (int16_t *)wide[0], N / 64 * 64));
    }
}

// Blocks of one sample are too short for the wide loops: they are the definition.
static void quantising_all_at_once_or_sample_by_sample_is_the_same(void **state) {
    (void)state;
    enum { LONG = 70000 };
    static const struct {
        wt_container container;
        int bits;
        bool dither;
        float loudness;
        double gain;
    } cases[] = {
        {WT_I16, 16, true, 0.99f, 1.0},    {WT_I16, 16, true, 1.5f, 0.7},
        {WT_I16, 16, true, 1e9f, 1.0},     {WT_I16, 16, false, 0.99f, 1.0},
        {WT_I16, 16, false, 1.01f, 0.999}, {WT_I16, 8, true, 0.9f, 1.0},
        {WT_I32, 24, false, 0.9f, 0.7},    {WT_I32, 24, false, 1.1f, 1.0},
        {WT_I32, 32, false, 0.9f, 1.0},    {WT_F32, 32, false, 2.0f, 0.5},
        {WT_F64, 64, false, 2.0f, 0.5},
    };
    float *x = malloc(LONG * sizeof *x);
    double *once = malloc(LONG * sizeof *once);
    double *slowly = malloc(LONG * sizeof *slowly);
    static const size_t sizes[] = {2, 4, 4, 8};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c) {
        wt_quantiser a, b;
        for (size_t i = 0; i < LONG; ++i) {
            x[i] = (2.0f * unit() - 1.0f) * cases[c].loudness;
        }
        wt_quantiser_init(&a, WT_ENGINE_FLOAT, cases[c].container, cases[c].bits, cases[c].dither,
                          5, cases[c].gain);
        b = a;
        wt_quantise(&a, (wt_bus){.f = x}, once, LONG);
        const size_t size = sizes[cases[c].container];
        for (size_t i = 0; i < LONG; ++i) {
            wt_quantise(&b, (wt_bus){.f = x + i}, (char *)slowly + i * size, 1);
        }
        assert_memory_equal(once, slowly, LONG * size);
        assert_true(a.clipped == b.clipped);
    }
    free(slowly);
    free(once);
    free(x);
}

static void integers_quantise_the_same_in_any_pieces(void **state) {
    (void)state;
    static const double gains[] = {1.0, 0.7079457843841379, 1.4, 3.0, 70.0, 200.0};
    int32_t x[N];
    int16_t once[N], slowly[N];
    for (size_t g = 0; g < sizeof gains / sizeof *gains; ++g) {
        for (int loud = 0; loud < 3; ++loud) {
            wt_quantiser a, b;
            for (size_t i = 0; i < N; ++i) {
                x[i] = loud == 2 ? (int32_t)bits() >> 10 : (int16_t)bits() >> loud;
            }
            wt_quantiser_init(&a, WT_ENGINE_Q15, WT_I16, 16, false, 0, gains[g]);
            b = a;
            wt_quantise(&a, (wt_bus){.q15 = x}, once, N);
            for (size_t i = 0; i < N; ++i) {
                wt_quantise(&b, (wt_bus){.q15 = x + i}, slowly + i, 1);
            }
            assert_memory_equal(once, slowly, sizeof once);
            assert_true(a.clipped == b.clipped);
            if (g == 0 && loud == 0) {
                for (size_t i = 0; i < N; ++i) {
                    assert_int_equal(once[i], x[i]); // 0 dB changes nothing
                }
            }
        }
    }
}

static void q31_quantises_the_same_in_any_pieces(void **state) {
    (void)state;
    static const struct {
        wt_container container;
        int bits;
    } outputs[] = {{WT_I16, 8}, {WT_I16, 16}, {WT_I32, 24}, {WT_I32, 32}};
    static const double gains[] = {1.0, 0.7079457843841379, 3.0, 2000.0};
    int64_t x[N];
    int32_t once[N], slowly[N];
    for (size_t c = 0; c < 16; ++c) {
        const size_t size = outputs[c % 4].container == WT_I16 ? 2 : 4;
        for (int loud = 0; loud < 4; ++loud) { // within full scale / gain, above, beyond 32 bits
            wt_quantiser a, b;
            for (size_t i = 0; i < N; ++i) {
                const int64_t full = (int64_t)1 << (loud == 3 ? 40 : WT_Q31_BITS + loud - 1);
                x[i] = (int64_t)((2.0 * (double)unit() - 1.0) * (double)full);
            }
            wt_quantiser_init(&a, WT_ENGINE_Q31, outputs[c % 4].container, outputs[c % 4].bits,
                              false, 0, gains[c / 4]);
            b = a;
            wt_quantise(&a, (wt_bus){.q31 = x}, once, N);
            for (size_t i = 0; i < N; ++i) {
                wt_quantise(&b, (wt_bus){.q31 = x + i}, (char *)slowly + i * size, 1);
            }
            assert_memory_equal(once, slowly, N * size);
            assert_true(a.clipped == b.clipped);
        }
    }
}

int main(void) {
    if (!wt_kernels_of_width(WT_ENGINE_FLOAT, 8)) {
        printf("note: this processor has no AVX2; widths 1 and 4 are compared\n");
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_width_reads_the_same_bits),
        cmocka_unit_test(every_width_reads_the_same_bits_from_taps),
        cmocka_unit_test(every_width_counts_the_same_phases),
        cmocka_unit_test(every_width_glides_alike),
        cmocka_unit_test(every_width_sums_the_same_phases),
        cmocka_unit_test(every_width_follows_with_the_same_phases),
        cmocka_unit_test(every_width_slides_as_it_glides),
        cmocka_unit_test(every_width_finds_the_same_runs),
        cmocka_unit_test(every_width_finds_the_same_runs_of_positions),
        cmocka_unit_test(every_width_swings_the_same_phases),
        cmocka_unit_test(every_width_halves_the_same_bits),
        cmocka_unit_test(every_width_mixes_pairs_at_once_as_one_after_the_other),
        cmocka_unit_test(every_width_draws_the_same_lines),
        cmocka_unit_test(every_width_draws_the_same_lfos),
        cmocka_unit_test(every_width_draws_the_same_bends),
        cmocka_unit_test(every_width_multiplies_the_same_gains),
        cmocka_unit_test(every_width_mixes_the_same_bits),
        cmocka_unit_test(every_width_rounds_the_same_bits),
        cmocka_unit_test(quantising_all_at_once_or_sample_by_sample_is_the_same),
        cmocka_unit_test(integers_quantise_the_same_in_any_pieces),
        cmocka_unit_test(q31_quantises_the_same_in_any_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
