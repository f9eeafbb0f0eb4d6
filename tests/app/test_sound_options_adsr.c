// The level of a note at every frame, from its attack to the end of its release.
#include "steady.h"

typedef struct {
    const char *adsr, *note, *options;
    double attack_s, decay_s, sustain, release_s, note_s, rate;
} course;

static const course courses[] = {
    {"5ms,0,1,10ms", "60", "", 0.005, 0, 1, 0.01, 1, 48000},
    {"0.1,0.2,0.5,0.3", "60:0.5", "", 0.1, 0.2, 0.5, 0.3, 0.5, 48000},
    {"0,0,1,0", "60:0.3", "", 0, 0, 1, 0, 0.3, 48000},
    {"0,0.25,0,0.1", "60:0.4", "", 0, 0.25, 0, 0.1, 0.4, 48000},
    {"17ms,0,0.25,70ms", "60:0.1", "", 0.017, 0, 0.25, 0.07, 0.1, 48000},
    {"0.2,0.1,0.6,0.1", "60:0.1", "", 0.2, 0.1, 0.6, 0.1, 0.1, 48000},
    {"0.1,0.2,0.3,0.1", "60:0.17", "", 0.1, 0.2, 0.3, 0.1, 0.17, 48000},
    {"1/32,1/16,0.7,1/8", "60:1/4", "-T 90 ", 1.0 / 12, 1.0 / 6, 0.7, 1.0 / 3, 2.0 / 3, 44100},
    {"0.01ms,0.1,0.5,0.1", "60:0.1003", "", 1e-5, 0.1, 0.5, 0.1, 0.1003, 44100},
};

// From 0 to 1, fast first: curve -4 of csound's transeg.
static double bend(double x) {
    return expm1(-4.0 * x) / expm1(-4.0);
}

static double held(const course *c, double frame) {
    const double attack = c->attack_s * c->rate;
    const double decay = c->decay_s * c->rate;
    if (frame < attack - 1e-6) {
        return frame / attack;
    }
    if (frame < attack + decay - 1e-6) {
        return 1.0 + (c->sustain - 1.0) * bend((frame - attack) / decay);
    }
    return c->sustain;
}

static double level(const course *c, double frame) {
    const double gate = nearbyint(c->note_s * c->rate);
    const double end = nearbyint((c->note_s + c->release_s) * c->rate);
    if (frame < gate) {
        return held(c, frame);
    }
    return held(c, gate) * (1.0 - bend((frame - gate) / (end - gate)));
}

static void a_note_has_the_level_of_its_stage_at_every_frame(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof courses / sizeof *courses; i++) {
        const course *const c = &courses[i];
        for (int k = 0; k < N_ENGINES; k++) {
            ending e = run("render -w ./one.wav -e float -g 0 -E %s -r %g %s--adsr %s %s",
                           engine_limits[k].name, c->rate, c->options, c->adsr, c->note);
            assert_done(&e, c->adsr);
            const double n = nearbyint((c->note_s + c->release_s) * c->rate);
            assert_int_equal(e.n_out, 4 * (size_t)n);
            for (size_t f = 0; f < e.n_out / 4; f++) {
                const double wanted = level(c, (double)f);
                if (!(fabs((double)f32_at(&e, f) - wanted) <= engine_limits[k].most)) {
                    fail_msg("%s, %s: frame %zu is %.8g, not %.8g", engine_limits[k].name, c->adsr,
                             f, (double)f32_at(&e, f), wanted);
                }
            }
            forget(&e);
        }
    }
}

static void the_amplitude_and_the_velocity_multiply_it(void **state) {
    (void)state;
    ending alone = run("render -w ./one.wav -e float -g 0 --adsr 0.1,0.2,0.5,0.3 60:0.5");
    ending e =
        run("render -w ./one.wav -e float -g 0 --adsr 0.1,0.2,0.5,0.3 -a 0:1,0.8:0 60:0.5@90");
    assert_done(&e, "both");
    assert_int_equal(e.n_out, alone.n_out);
    for (size_t i = 0; i < e.n_out / 4; i++) {
        const double amp = fmax(1.0 - (double)i / (0.8 * 48000), 0.0) * 90 / 127;
        assert_true(fabs((double)f32_at(&e, i) - (double)f32_at(&alone, i) * amp) <= 1e-6);
    }
    forget(&alone);
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_has_the_level_of_its_stage_at_every_frame),
        cmocka_unit_test(the_amplitude_and_the_velocity_multiply_it),
    };
    return cmocka_run_group_tests_name("sound options adsr", tests, enter_folder_with_steady_cycles,
                                       leave_folder);
}
