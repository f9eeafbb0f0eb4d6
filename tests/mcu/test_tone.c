// What tests/mcu/tones cannot ask the program for: lines through any values, and early releases.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/envelope/adsr.h"
#include "mcu/tone_patch.h"

enum { RATE = 48000, MOST = 4096 };

static uint32_t random_bits(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static uint32_t value_at(const wt_tone_line *line, size_t i, int bits) {
    return (line->value + (uint32_t)line->step * (uint32_t)i) >> bits;
}

static void check_fit(const uint32_t *values, size_t n, int bits) {
    static wt_tone_line lines[MOST];
    const size_t count = wt_tone_fit(values, n, bits, lines, MOST);
    assert_true(count > 0);
    const wt_tone_line *line = lines;
    size_t into = 0;
    for (size_t i = 0; i < n; ++i, ++into) {
        if (line->n_frames > 0 && into == line->n_frames) {
            ++line;
            into = 0;
        }
        assert_int_equal(value_at(line, into, bits), values[i]);
    }
    assert_int_equal(line - lines + 1, count);
    assert_int_equal(line->n_frames, 0);
    assert_int_equal(line->step, 0);
}

static void lines_go_through_every_value(void **unused) {
    (void)unused;
    uint32_t values[1000];
    uint32_t state = 1;
    for (int round = 0; round < 60; ++round) {
        const size_t n = 1 + random_bits(&state) % 1000;
        const uint32_t jump = 1 + random_bits(&state) % (round % 2 ? 3 : 32768);
        values[0] = random_bits(&state) % 32769;
        for (size_t i = 1; i < n; ++i) {
            const uint32_t next = values[i - 1] + random_bits(&state) % jump;
            values[i] = next > 32768 ? 0 : next;
        }
        check_fit(values, n, WT_TONE_GAIN_BITS);
        check_fit(values, n, WT_TONE_MIX_BITS);
    }
}

static void a_straight_ramp_takes_few_lines(void **unused) {
    (void)unused;
    uint32_t values[2401];
    wt_tone_line lines[8];
    for (uint32_t i = 0; i <= 2400; ++i) {
        values[i] = (uint32_t)((float)i / 2400.0f * 32000.0f + 0.5f);
    }
    assert_in_range(wt_tone_fit(values, 2401, WT_TONE_GAIN_BITS, lines, 8), 2, 3);
    assert_int_equal(wt_tone_fit(values, 2401, WT_TONE_GAIN_BITS, lines, 1), 0);
}

static const wt_breakpoint one = {.value = {.number = 1.0}};
static const wt_env_term one_term = {.kind = WT_ENV_POINTS, .points = &one, .n_points = 1};
static const wt_cycle_ref saw;

static wt_patch patch_of(wt_adsr adsr) {
    return (wt_patch){.rate = RATE,
                      .tempo_bpm = 120.0,
                      .form = {WT_ENGINE_Q15, WT_INTERP_LINEAR},
                      .n_dimensions = 1,
                      .dimensions = {{&saw, 1}},
                      .env[WT_TO_AMP][0] = {&one_term, 1},
                      .adsr = adsr};
}

static const wt_note note = {.gate = RATE, .end = RATE + RATE / 4, .note_s = 1.0, .gain = 1.0};

// A cycle of full scale all through: the bus is the gain.
static void render_gain(const wt_tone_sound *sound, size_t gate, int32_t *bus, size_t n) {
    static int16_t flat[5] = {32767, 32767, 32767, 32767, 32767};
    wt_tone tone;
    wt_tone_patch patch = sound->patch;
    patch.cycles = flat;
    patch.log2_length = 2;
    wt_tone_on(&tone, &patch, 1u << 20);
    wt_tone_add(&tone, bus, gate);
    wt_tone_off(&tone);
    wt_tone_add(&tone, bus + gate, n - gate);
    assert_true(wt_tone_has_ended(&tone));
}

// Each gain is rounded twice, and scaled up by at most the ratio of full gain to the sustained one,
// in which a line is within one step of what it was fitted to, and that within half a step.
static void an_early_release_begins_where_the_gain_stands(void **unused) {
    (void)unused;
    static const wt_adsr sounds[] = {
        {0.1, 0.3, 0.5, 0.25}, {0.2, 0.0, 1.0, 0.25}, {0.01, 0.5, 0.01, 0.25}, {0.1, 0.2, 0, 0.25}};
    static const size_t gates[] = {1, 700, 4799, 9000, 20000};
    enum { FRAMES = RATE / 2 + RATE / 4 };
    static int32_t bus[FRAMES];
    static float exact[FRAMES];
    for (size_t s = 0; s < sizeof sounds / sizeof *sounds; ++s) {
        const wt_patch patch = patch_of(sounds[s]);
        wt_tone_sound sound;
        assert_int_equal(wt_tone_compile(&patch, &note, &sound), WT_OK);
        const double sustain = sounds[s].sustain;
        const int allowed = 2 + 2 * (sustain > 0.0 ? (int)(1.0 / sustain) : 1);
        for (size_t g = 0; g < sizeof gates / sizeof *gates; ++g) {
            const uint64_t end = gates[g] + RATE / 4;
            for (size_t i = 0; i < FRAMES; ++i) {
                bus[i] = 0;
            }
            render_gain(&sound, gates[g], bus, FRAMES);
            if (wt_adsr_render(&patch.adsr, RATE, &wt_curves_plain, gates[g], end, 0, exact, end)) {
                fail();
            }
            for (size_t i = 0; i < end; ++i) {
                assert_true(abs((int)(exact[i] * 32767.0f + 0.5f) - bus[i]) <= allowed);
            }
        }
        wt_tone_sound_free(&sound);
    }
}

static void what_it_cannot_play_is_refused(void **unused) {
    (void)unused;
    wt_patch patches[7];
    for (int i = 0; i < 7; ++i) {
        patches[i] = patch_of((wt_adsr){0.01, 0.0, 1.0, 0.01});
    }
    patches[0].form.engine = WT_ENGINE_FLOAT;
    patches[1].form.interp = WT_INTERP_CUBIC;
    patches[2].bandlimit = true;
    patches[3].n_dimensions = 2;
    patches[4].fm.on = true;
    patches[5].scan = WT_SCAN_CYCLE;
    patches[6].noise.used[WT_WHITE] = true;
    for (int i = 0; i < 7; ++i) {
        wt_tone_sound sound;
        assert_int_equal(wt_tone_compile(&patches[i], &note, &sound), WT_UNSUPPORTED);
        assert_null(sound.lines);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_go_through_every_value),
        cmocka_unit_test(a_straight_ramp_takes_few_lines),
        cmocka_unit_test(an_early_release_begins_where_the_gain_stands),
        cmocka_unit_test(what_it_cannot_play_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
