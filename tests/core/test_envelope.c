// Envelopes against what their text means, worked out point by point in doubles.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/envelope/envelope.h"
#include "text/env/env.h"

enum { FRAMES = 6000, MOST_POINTS = 64 };

static const double rate = 48000.0;
static const double tempo = 90.0;

// A note of 0.1 s, velocity 100, key 60.
static const wt_note_context middle_c = {
    .rate = 48000.0, .tempo_bpm = 90.0, .note_s = 0.1, .velocity = 100.0, .key = 60.0};

// Texts here are exact to a thousandth of a frame.
static double frame_of(const wt_breakpoint *p, const wt_note_context *note) {
    double s = p->time.value;
    if (p->time.unit != WT_SECONDS) {
        s *= p->time.unit == WT_PERCENT ? note->note_s / 100.0 : 240.0 / tempo;
    }
    return nearbyint(s * rate * 1e6) / 1e6;
}

// csound's transeg: a + (b - a) (1 - e^(c x)) / (1 - e^c).
static double bent(double a, double b, double curve, double x) {
    return curve == 0.0 ? a + (b - a) * x : a + (b - a) * expm1(curve * x) / expm1(curve);
}

// Every time is the latest so far; the last point that is not after the frame begins the segment.
static double meaning(const wt_env_term *term, const wt_note_context *note, double frame) {
    double times[MOST_POINTS] = {0.0};
    size_t first = 0;
    for (size_t i = 0; i < term->n_points; i++) {
        const double time = frame_of(&term->points[i], note);
        times[i] = i > 0 && time < times[i - 1] ? times[i - 1] : time;
        first = times[i] <= frame ? i : first;
    }
    const wt_breakpoint *const p = &term->points[first];
    if (frame < times[0] || first + 1 == term->n_points) {
        return p->value.number;
    }
    const double x = (frame - times[first]) / (times[first + 1] - times[first]);
    return bent(p->value.number, p[1].value.number, p[1].curve, x);
}

// Ask for the frames in blocks of `block` from frame `from` on.
static void render(const wt_env *env, const wt_note_context *note, size_t from, size_t block,
                   float *out) {
    for (size_t done = from; done < FRAMES; done += block) {
        const size_t n = FRAMES - done < block ? FRAMES - done : block;
        if (wt_env_render(env, note, &wt_curves_plain, done, out + done, n)) {
            for (size_t i = 1; i < n; i++) {
                out[done + i] = out[done];
            }
        }
    }
}

static void assert_means(const char *text, const wt_env_text *env) {
    static const size_t blocks[] = {1, 7, 64, 1024};
    static float whole[FRAMES], part[FRAMES];
    render(&env->env, &middle_c, 0, FRAMES, whole);
    for (size_t i = 0; i < FRAMES; i++) {
        const double wanted = meaning(&env->terms[0], &middle_c, (double)i);
        if (!(fabs((double)whole[i] - wanted) <= 2e-6)) {
            fail_msg("%s, frame %zu: %.9g, not %.9g", text, i, (double)whole[i], wanted);
        }
        if (i % 5 == 0) {
            assert_true(fabs(wt_env_at(&env->env, &middle_c, i) - wanted) <= 1e-9);
        }
    }
    for (size_t b = 0; b < sizeof blocks / sizeof *blocks; b++) {
        const size_t from = b % 2 ? 1777 : 0;
        render(&env->env, &middle_c, from, blocks[b], part);
        if (memcmp(whole + from, part + from, (FRAMES - from) * sizeof *part) != 0) {
            fail_msg("%s: blocks of %zu differ", text, blocks[b]);
        }
    }
}

static uint32_t next_random(uint32_t *random) {
    *random = *random * 1664525u + 1013904223u;
    return *random >> 8;
}

// Points whose times rise in each unit; which of three units, chance decides.
static void write_points(char *text, size_t room, uint32_t *random, size_t n, int n_units) {
    static const char *const units[] = {"s", "%", "/64"};
    static const double scales[] = {0.12, 120.0, 3.0}; // all up to about 0.12 s
    double latest[3] = {0.0};
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        const int unit = (int)(next_random(random) % (uint32_t)n_units);
        latest[unit] += (double)(next_random(random) % 1000) / 1000.0 * 3.0 / (double)n;
        const double time = latest[unit] * scales[unit];
        const int value = (int)(next_random(random) % 2001) - 1000;
        const int curve = (int)(next_random(random) % 9) - 4;
        at += (size_t)snprintf(text + at, room - at, i ? "," : "");
        at += (size_t)snprintf(text + at, room - at, unit == 2 ? "%.0f%s" : "%.6f%s",
                               unit == 2 ? floor(time) : time, units[unit]);
        at += (size_t)snprintf(text + at, room - at, ":%g~%d", value / 1000.0, curve);
    }
}

static void points_of_one_unit_or_several_mean_the_same_in_any_blocks(void **state) {
    (void)state;
    uint32_t random = 1;
    for (size_t n = 1; n <= MOST_POINTS; n++) {
        for (int n_units = 1; n_units <= 3; n_units++) {
            char text[4096];
            write_points(text, sizeof text, &random, n, n_units);
            wt_env_text env;
            const wt_parse parse = wt_read_env(text, &env);
            if (parse.status != WT_OK || text[parse.at] != 0) {
                fail_msg("%s: not read beyond %zu", text, parse.at);
            }
            assert_means(text, &env);
            wt_env_text_free(&env);
        }
    }
}

// 20 points, of which those in percent lie, for this note, before those in seconds.
// Also where e^c, or its powers within a run of frames, leave the range of numbers.
static void bends_of_any_sharpness_mean_what_they_say(void **state) {
    (void)state;
    static const double curves[] = {-100.0, -30.0, -4.0,  -1e-4, -1e-12, -1e-17,
                                    1e-15,  1e-8,  0.001, 5.0,   30.0,   100.0};
    static const double frames[] = {0.3, 1.5, 3.0, 9.0, 40.0, 64.0, 400.0, 3000.0};
    for (size_t c = 0; c < sizeof curves / sizeof *curves; c++) {
        for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
            for (int first = 63; first < 400; first += 67) {
                char text[160];
                snprintf(text, sizeof text, "%.9f:0.2,%.9f:0.9~%g", first / rate,
                         (first + frames[f]) / rate, curves[c]);
                wt_env_text env;
                assert_int_equal(wt_read_env(text, &env).status, WT_OK);
                assert_means(text, &env);
                wt_env_text_free(&env);
            }
        }
    }
}

static void a_time_before_one_to_its_left_counts_as_that_one(void **state) {
    (void)state;
    char text[1024];
    size_t at = (size_t)snprintf(text, sizeof text, "0:0,50ms:1");
    for (int i = 0; i < 18; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, ",%d%%:%g", 3 * i, i / 100.0);
    }
    wt_env_text env;
    assert_int_equal(wt_read_env(text, &env).status, WT_OK);
    float out[FRAMES];
    render(&env.env, &middle_c, 0, 100, out);
    for (size_t i = 0; i < FRAMES; i++) {
        const double ramp = (double)i / 2400.0; // to 50 ms
        // 51 %, the last, is 2448 frames: a line from the value of 48 %, which counts as at 50 ms
        const double end = 0.16 + 0.01 * ((double)i - 2400.0) / 48.0;
        const double wanted = i < 2400 ? ramp : i < 2448 ? end : 0.17;
        assert_true(fabs((double)out[i] - wanted) <= 1e-6);
    }
    assert_means(text, &env);
    wt_env_text_free(&env);
}

// 17 ms at 48 kHz are 816.0000000000001 frames, in doubles.
static void a_jump_happens_at_its_frame_and_not_one_later(void **state) {
    (void)state;
    for (int ms = 1; ms <= 120; ms++) {
        char text[64];
        snprintf(text, sizeof text, "0:0,%g:0,%g:1", ms / 1000.0, ms / 1000.0);
        wt_env_text env;
        assert_int_equal(wt_read_env(text, &env).status, WT_OK);
        float out[FRAMES];
        render(&env.env, &middle_c, 0, 1024, out);
        assert_true(out[48 * ms - 1] == 0.0f);
        assert_true(out[48 * ms] == 1.0f);
        wt_env_text_free(&env);
    }
}

static void values_follow_velocity_and_key(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double at_start, at_half;
    } cases[] = {
        {"vel", 100.0 / 127.0, 100.0 / 127.0},
        {"-0.5key", -30.0 / 127.0, -30.0 / 127.0},
        {"0:key,50ms:2vel", 60.0 / 127.0, 200.0 / 127.0},
        {"0:1vel,100%:0+0:key,100%:1", 160.0 / 127.0, (160.0 / 127.0 + 1.0) / 2.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_env_text env;
        assert_int_equal(wt_read_env(cases[i].text, &env).status, WT_OK);
        assert_true(fabs(wt_env_at(&env.env, &middle_c, 0) - cases[i].at_start) <= 1e-12);
        assert_true(fabs(wt_env_at(&env.env, &middle_c, 2400) - cases[i].at_half) <= 1e-12);
        wt_env_text_free(&env);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_of_one_unit_or_several_mean_the_same_in_any_blocks),
        cmocka_unit_test(bends_of_any_sharpness_mean_what_they_say),
        cmocka_unit_test(a_time_before_one_to_its_left_counts_as_that_one),
        cmocka_unit_test(a_jump_happens_at_its_frame_and_not_one_later),
        cmocka_unit_test(values_follow_velocity_and_key),
    };
    return cmocka_run_group_tests_name("envelope", tests, NULL, NULL);
}
