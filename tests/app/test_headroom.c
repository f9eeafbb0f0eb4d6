// Nothing that is built in clips at the default gain, or has DC.
#include "rendered.h"

#include "base/math.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t random_below(uint32_t *state, uint32_t n) {
    *state = *state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(*state >> 8) * n >> 24);
}

#define PICK(state, list) (list)[random_below(state, sizeof(list) / sizeof *(list))]

// The words of a sound that is made of what is built in, by number.
static void make_up(uint32_t number, char *words, size_t size) {
    static const char *const waves[] = {"sine",
                                        "triangle",
                                        "square",
                                        "saw",
                                        "pulse:0.5",
                                        "pulse:0.25",
                                        "pulse:0.1",
                                        "pulse:0.01",
                                        "pulse:0.7",
                                        "pulse:0.97",
                                        "sine,saw",
                                        "square,pulse:0.3",
                                        "triangle,square,saw"};
    static const char *const engines[] = {"float", "float", "q15", "q31"};
    static const char *const interps[] = {"none", "nearest", "linear", "cubic"};
    static const char *const rates[] = {"48000", "44100", "22050", "96000", "8000"};
    static const char *const moves[] = {"",
                                        "",
                                        " --unison 2,10",
                                        " --unison 7,30,1 -c 2",
                                        " --unison 16,0",
                                        " -p lfo:sine:300Hz:-5:5",
                                        " -m lfo:saw:90Hz:0:1",
                                        " --scan cycle",
                                        " --scan random",
                                        " -B off",
                                        " --adsr 1ms,1ms,0.5,30ms",
                                        " --adsr 0,0,1,50ms",
                                        " -c 2 --pan -0.7",
                                        " --fm 1 --index 3",
                                        " --fm 3.5:square --index 8"};
    static const char *const bits[] = {"-b 16", "-b 8", "-b 24", "-b 16 --dither none"};
    uint32_t state = number * 2654435761u + 1;
    const char *const move = PICK(&state, moves);
    int n = snprintf(words, size, "-w %s -E %s -i %s -r %s %s%s --phase 0.%03u",
                     PICK(&state, waves), PICK(&state, engines), PICK(&state, interps),
                     PICK(&state, rates), PICK(&state, bits), move, random_below(&state, 1000));
    const uint32_t n_notes = 1 + random_below(&state, 3) * random_below(&state, 2);
    for (uint32_t i = 0; i < n_notes; ++i) {
        const uint32_t n_pitches = 1 + random_below(&state, 4) * random_below(&state, 2);
        for (uint32_t k = 0; k < n_pitches; ++k) {
            const double hz = 20.0 * wt_exp2(random_below(&state, 7500) / 1000.0); // to 3.6 kHz
            n += snprintf(words + n, size - (size_t)n, "%c%.2fHz", k ? ',' : ' ', hz);
        }
        n += snprintf(words + n, size - (size_t)n, ":0.0%02u", 3 + random_below(&state, 12));
    }
    snprintf(words + n, size - (size_t)n, " -t raw");
}

static size_t frames_unless_clipped(const char *words) {
    rendered r = render_words(words, false);
    if (r.clipped > 0) {
        fail_msg("%llu samples clip: %s", (unsigned long long)r.clipped, words);
    }
    free(r.frames);
    return r.n;
}

static uint32_t number_asked(const char *name, uint32_t otherwise) {
    const char *const asked = getenv(name);
    return asked ? (uint32_t)strtoul(asked, NULL, 10) : otherwise;
}

// WT_HEADROOM_SOUNDS sounds from the WT_HEADROOM_FIRST on: 100,000 of them were tried, and as many
// from 1, 2 and 3 million on; a sample is tried every time.
static void nothing_built_in_clips_at_the_default_gain(void **state) {
    (void)state;
    const uint32_t n = number_asked("WT_HEADROOM_SOUNDS", 2000);
    const uint32_t first = number_asked("WT_HEADROOM_FIRST", 0);
    uint64_t frames = 0;
    for (uint32_t i = 0; i < n; ++i) {
        char words[400];
        make_up(first + i, words, sizeof words);
        frames += frames_unless_clipped(words);
    }
    print_message("%u sounds, %llu frames, 0 clipped\n", n, (unsigned long long)frames);
}

// The highest pitches hold one harmonic, and two notes overlap while one ends and one begins.
static void not_even_the_tallest_wave_clips(void **state) {
    (void)state;
    static const char *const words[] = {
        "-w square 12000Hz 12001Hz",
        "-w square 12kHz:0.1 12001Hz:0.1 12002Hz:0.1",
        "-w square 10kHz,10001Hz,10002Hz,10003Hz",
        "-w square --adsr 1ms,0,1,1 10kHz:0.05 10001Hz:0.05 10002Hz:0.05",
        "-w square --unison 16,0 --phase 0 10kHz",
        "-w pulse:0.001 30Hz",
        "-w pulse:0.999 -E q15 30Hz",
        "-w square,pulse:0.9 -c 2 --pan -1 12kHz,5kHz",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        frames_unless_clipped(words[i]);
    }
}

// Over whole periods: 100 Hz at 48 kHz are 480 frames.
static void band_limited_pulses_have_no_dc(void **state) {
    (void)state;
    static const char *const widths[] = {"0.5", "0.3", "0.1", "0.01", "0.9", "0.999"};
    static const char *const engines[] = {"float", "q15", "q31"};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; ++i) {
        for (size_t e = 0; e < sizeof engines / sizeof *engines; ++e) {
            char words[200];
            snprintf(words, sizeof words,
                     "-g 0 -e float -b 32 --adsr 0,0,1,0 -E %s -w pulse:%s 100Hz", engines[e],
                     widths[i]);
            rendered r = render_words(words, true);
            assert_int_equal(r.n, 48000);
            double mean = 0.0;
            for (size_t k = 0; k < r.n; ++k) {
                mean += r.frames[k] / 48000.0;
            }
            free(r.frames);
            const double limit = e == 1 ? 2.0 / 32768 : 1e-6; // q15 rounds down
            if (!(mean < limit && mean > -limit)) {
                fail_msg("%s: a mean of %g", words, mean);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_built_in_clips_at_the_default_gain),
        cmocka_unit_test(not_even_the_tallest_wave_clips),
        cmocka_unit_test(band_limited_pulses_have_no_dc),
    };
    return cmocka_run_group_tests_name("headroom", tests, open_waves, close_waves);
}
