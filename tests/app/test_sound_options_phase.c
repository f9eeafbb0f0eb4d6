// Where oscillators begin, --phase, and how long a cycle of a file is, --frame.
#include "cycle_file.h"
#include "program.h"

#include <math.h>

enum { RATE = 48000, SAMPLES = 6000 };

#define PLAINLY "-e float -g 0 --adsr 0,0,1,0 -d 0.2"

static double sum_of_sines(uint32_t phase) { // harm:1:0:0.5
    const double turn = 2.0 * acos(-1.0) * (double)phase * 0x1p-32;
    return sin(turn) + 0.5 * sin(3.0 * turn);
}

// A cycle of two harmonics peaks below 1.5, which 16 bits hold with their bit of headroom.
static void every_note_begins_at_the_phase_that_is_given(void **state) {
    (void)state;
    static const double phases[] = {0, 0.25, 0.5, 0.999, 0.123456789, 1};
    static const struct {
        const char *name;
        double most;
    } engines[] = {{"float", 3e-6}, {"q15", 8.0 / 32768}, {"q31", 1e-5}};
    const uint32_t increment = (uint32_t)llround(440.0 / RATE * 0x1p32);
    for (size_t k = 0; k < 3; k++) {
        for (size_t p = 0; p < sizeof phases / sizeof *phases; p++) {
            ending e =
                run("render " PLAINLY " -E %s -w harm:1:0:0.5 --phase %.9g _:0.1 440Hz 440Hz",
                    engines[k].name, phases[p]);
            assert_done(&e, "--phase");
            const uint32_t start = (uint32_t)(int64_t)llround(phases[p] * 0x1p32);
            for (size_t note = 0; note < 2; note++) {
                uint32_t phase = start;
                for (size_t i = 0; i < RATE / 5; i++, phase += increment) {
                    const size_t frame = RATE / 10 + note * RATE / 5 + i;
                    const double off = fabs((double)f32_at(&e, frame) - sum_of_sines(phase));
                    if (!(off <= engines[k].most)) {
                        fail_msg("%s --phase %.9g: frame %zu is off by %g", engines[k].name,
                                 phases[p], frame, off);
                    }
                }
            }
            forget(&e);
        }
    }
}

// 6000 samples without a word on their cycles, as floats.
static void make_samples(float *samples) {
    bytes b = {NULL, 0}, data = {NULL, 0};
    uint32_t noise = 1;
    for (int i = 0; i < SAMPLES; i++) {
        noise = noise * 1664525u + 1013904223u;
        samples[i] = (float)(int32_t)noise * 0x1p-32f;
        put_float(&data, samples[i]);
    }
    put(&b, "RIFF\0\0\0\0WAVE", 12);
    put_fmt(&b, 3, 1, false, 32);
    put_chunk(&b, "data", data.at, data.n);
    end_riff(&b);
    make_file("noise.wav", b.at, b.n);
    free(data.at);
    free(b.at);
}

static void frame_parts_a_file_into_its_cycles(void **state) {
    (void)state;
    static float samples[SAMPLES];
    static const struct {
        const char *words;
        size_t length, cycle;
    } cases[] = {
        {"-w ./noise.wav --frame 6000", 6000, 0},
        {"-w ./noise.wav --frame 600", 600, 0},
        {"-w ./noise.wav --frame 600 -m 1", 600, 9},
        {"-w ./noise.wav#3 --frame 1500", 1500, 3},
        {"-w sine -w ./noise.wav --frame 2 -m 1=1 -x 1", 2, 2999},
        {"-w ./noise.wav --frame 1000 -w ./noise.wav --frame 375 -m 1=0.2 -x 1", 375, 3},
    };
    make_samples(samples);
    const uint32_t increment = (uint32_t)llround(110.0 / RATE * 0x1p32);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        ending e = run("render " PLAINLY " -B off -i none %s 110Hz", cases[c].words);
        assert_done(&e, cases[c].words);
        uint32_t phase = 0;
        for (size_t i = 0; i < e.n_out / 4; i++, phase += increment) {
            const size_t at = (size_t)((uint64_t)phase * cases[c].length >> 32);
            if (f32_at(&e, i) != samples[cases[c].cycle * cases[c].length + at]) {
                fail_msg("%s: frame %zu", cases[c].words, i);
            }
        }
        forget(&e);
    }
    ending e = run("render -w ./noise.wav --frame 7 -o out.wav A4");
    assert_int_equal(e.status, 0); // whole cycles are used, and what is over is told
    assert_non_null(strstr(e.err, "no whole cycle of 7: left out"));
    forget(&e);
    e = run("render --frame 600 -w ./noise.wav -o out.wav A4");
    assert_refused(&e, 2, "--frame", "--frame before its -w");
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_note_begins_at_the_phase_that_is_given),
        cmocka_unit_test(frame_parts_a_file_into_its_cycles),
    };
    return cmocka_run_group_tests_name("sound options phase", tests, enter_folder, leave_folder);
}
