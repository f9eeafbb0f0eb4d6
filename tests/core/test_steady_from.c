// From where on an envelope is one value.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/envelope/envelope.h"
#include "text/env/env.h"

// A note of 0.1 s, velocity 100, key 60.
static const wt_note_context middle_c = {
    .rate = 48000.0, .tempo_bpm = 120.0, .note_s = 0.1, .velocity = 100.0, .key = 60.0};

static void envelopes_move_up_to_where_they_settle_and_no_further(void **state) {
    (void)state;
    static const uint64_t never = UINT64_MAX;
    static const struct {
        const char *text;
        uint64_t frame;
    } cases[] = {
        {"0.5", 0},
        {"vel", 0},
        {"0:0,0.01:1", 480},
        {"0:0,10ms:1,20ms:1", 480},
        {"0:0,10ms:1~3,20ms:0.5~-2", 960},
        {"10ms:0.5", 0},
        {"10ms:0.5,20ms:0.5", 0},
        {"10ms:0.5,20ms:0.7", 960},
        {"10ms:0.5,10ms:0.7", 480},
        {"0:0,50%:1", 2400},
        {"0:0,1/64:1", 1500},
        {"0:0,50%:1,10ms:0", 2400}, // back in time: the latest counts
        {"0:0vel,10ms:0key", 0},
        {"0:0.5vel,10ms:0.5key", 480},
        {"0:0,10ms:1+0:0,30ms:-1", 1440},
        {"lfo:sine:5Hz:0:1", never},
        {"0.5+lfo:sine:5Hz:0:1", never},
        {"lfo:sine:5Hz:0.3:0.3", 0},
        {"0:0,0.0000333:1", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_env_text text;
        const wt_parse parse = wt_read_env(cases[i].text, &text);
        assert_true(parse.status == WT_OK && cases[i].text[parse.at] == '\0');
        static const float flat[3] = {0.0f, 0.0f, 0.0f};
        for (size_t t = 0; t < text.env.n_terms; ++t) {
            if (text.terms[t].kind == WT_ENV_LFO) {
                text.terms[t].samples = flat;
                text.terms[t].n_samples = 2;
            }
        }
        const uint64_t frame = wt_env_steady_from(&text.env, &middle_c);
        // A frame more than needed is no harm, one less is.
        if (cases[i].frame == never ? frame != never
                                    : frame < cases[i].frame || frame > cases[i].frame + 1) {
            fail_msg("%s: settles at %llu, not %llu", cases[i].text, (unsigned long long)frame,
                     (unsigned long long)cases[i].frame);
        }
        const double last = wt_env_at(&text.env, &middle_c, 9999);
        for (uint64_t f = frame; f < 4000; ++f) {
            assert_true(wt_env_at(&text.env, &middle_c, f) == last);
        }
        if (cases[i].frame > 1 && cases[i].frame != never) {
            assert_true(wt_env_at(&text.env, &middle_c, cases[i].frame - 1) != last);
        }
        wt_env_text_free(&text);
    }
}

// Two notes of a chord; what is told apart is not drawn once for both.
static void an_envelope_is_alike_for_notes_whose_own_it_does_not_follow(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool chord, louder, again; // another key, another velocity besides, the same note
    } cases[] = {
        {"0.5", true, true, true},         {"0:0,0.01:1", true, true, true},
        {"vel", true, false, true},        {"0:0,10ms:key", false, false, true},
        {"key", false, false, true},       {"0.5*key", false, false, true},
        {"rand:0:1", false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_env_text text;
        assert_int_equal(wt_read_env(cases[i].text, &text).status, WT_OK);
        wt_note_context other = middle_c;
        assert_int_equal(wt_env_is_alike(wt_env_follows(&text.env), &middle_c, &other),
                         cases[i].again);
        other.key = 64.0;
        assert_int_equal(wt_env_is_alike(wt_env_follows(&text.env), &middle_c, &other),
                         cases[i].chord);
        other.velocity = 90.0;
        assert_int_equal(wt_env_is_alike(wt_env_follows(&text.env), &middle_c, &other),
                         cases[i].louder);
        wt_env_text_free(&text);
    }
}

static void an_envelope_is_alike_at_two_tempi_where_it_has_no_note_values(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool alike;
    } cases[] = {{"0:0,1s:1", true},
                 {"0:0,1/4:1", false},
                 {"lfo:sine:5Hz:0:1", true},
                 {"lfo:sine:1/8:0:1", false}};
    wt_note_context faster = middle_c;
    faster.tempo_bpm = middle_c.tempo_bpm + 20.0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_env_text text;
        assert_int_equal(wt_read_env(cases[i].text, &text).status, WT_OK);
        assert_int_equal(wt_env_is_alike(wt_env_follows(&text.env), &middle_c, &faster),
                         cases[i].alike);
        wt_env_text_free(&text);
    }
}

static void a_controller_is_alike_for_notes_of_one_channel_that_begin_together(void **state) {
    (void)state;
    static const wt_controller_curve one[WT_N_CONTROLLERS], two[WT_N_CONTROLLERS];
    wt_env_text wheel, pressure;
    assert_int_equal(wt_read_env("cc:1:0:12", &wheel).status, WT_OK);
    assert_int_equal(wt_read_env("cc:pressure:0:12", &pressure).status, WT_OK);
    wt_note_context a = middle_c;
    a.controllers = one;
    a.key_pressure = &one[0];
    wt_note_context b = a;
    assert_true(wt_env_is_alike(wt_env_follows(&wheel.env), &a, &b));
    assert_true(wt_env_is_alike(wt_env_follows(&pressure.env), &a, &b));
    b.key_pressure = &one[1];
    assert_true(wt_env_is_alike(wt_env_follows(&wheel.env), &a, &b));
    assert_false(wt_env_is_alike(wt_env_follows(&pressure.env), &a, &b));
    b = a;
    b.controllers = two;
    assert_false(wt_env_is_alike(wt_env_follows(&wheel.env), &a, &b));
    b = a;
    b.start_s = 0.5;
    assert_false(wt_env_is_alike(wt_env_follows(&wheel.env), &a, &b));
    wt_env_text_free(&wheel);
    wt_env_text_free(&pressure);
}

// The wheel stays at 0, or at 64, or moves between both.
static void an_envelope_is_still_where_nothing_moves_it(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool at_0, at_64, moving;
    } cases[] = {
        {"0.5", true, true, true},
        {"0:0,0.01:1", false, false, false},
        {"rand:0:1", true, true, true},
        {"cc:1:0:1", true, true, false},
        {"lfo:sine:5Hz:-1:1", false, false, false},
        {"lfo:sine:5Hz:-1:1*cc:1:0:1", true, false, false},
        {"cc:1:0:1*lfo:sine:5Hz:-1:1", true, false, false},
        {"lfo:sine:5Hz:-1:1*cc:1:0.1:1", false, false, false},
        {"0.5+lfo:sine:5Hz:-1:1*cc:1:0:1", true, false, false},
        {"0:0,0.01:1+lfo:sine:5Hz:-1:1*cc:1:0:1", false, false, false},
        {"lfo:sine:5Hz:-1:1*cc:1:0:1+lfo:sine:5Hz:-1:1", false, false, false},
    };
    static const wt_breakpoint both[] = {{.value = {0.0, WT_PLAIN}}, {.value = {64.0, WT_PLAIN}}};
    static const wt_breakpoint zeros[2];
    const wt_controller_curve curves[3] = {{zeros, 2}, {&both[1], 1}, {both, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const bool wants[] = {cases[i].at_0, cases[i].at_64, cases[i].moving};
        for (int k = 0; k < 3; ++k) {
            wt_controller_curve controllers[WT_N_CONTROLLERS] = {{NULL, 0}};
            wt_note_context note = middle_c;
            wt_env_text text;
            controllers[1] = curves[k];
            note.controllers = controllers;
            assert_int_equal(wt_read_env(cases[i].text, &text).status, WT_OK);
            if (wt_env_is_still(&text.env, &note) != wants[k]) {
                fail_msg("%s, wheel %d", cases[i].text, k);
            }
            wt_env_text_free(&text);
        }
    }
}

static void curves_settle_on_their_last_frame(void **state) {
    (void)state;
    static const float samples[] = {0.0f, 0.5f, 0.7f, 0.2f};
    const wt_env_term term = {.kind = WT_ENV_SAMPLES, .samples = samples, .n_samples = 4};
    const wt_env env = {&term, 1};
    assert_int_equal(wt_env_steady_from(&env, &middle_c), 3);
    assert_true(wt_env_at(&env, &middle_c, 3) == wt_env_at(&env, &middle_c, 100));
    assert_int_equal(wt_env_steady_from(&(wt_env){0}, &middle_c), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(envelopes_move_up_to_where_they_settle_and_no_further),
        cmocka_unit_test(an_envelope_is_alike_for_notes_whose_own_it_does_not_follow),
        cmocka_unit_test(an_envelope_is_alike_at_two_tempi_where_it_has_no_note_values),
        cmocka_unit_test(a_controller_is_alike_for_notes_of_one_channel_that_begin_together),
        cmocka_unit_test(an_envelope_is_still_where_nothing_moves_it),
        cmocka_unit_test(curves_settle_on_their_last_frame),
    };
    return cmocka_run_group_tests_name("settle", tests, NULL, NULL);
}
