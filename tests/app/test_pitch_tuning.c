// Every way of naming a pitch sounds at the frequency that it means, and goes on to.
#include "folder.h"
#include "program.h"

#include <math.h>

enum { RATE = 48000, KEYS = 88, LOWEST = 21 };

// Sines alone, from their first frame to their last.
static const char pure[] = "-w sine -e float -g 0 --adsr 0,0,1,0";
static const double most_cents = 0.001;

static double tau(void) {
    return 2.0 * acos(-1.0);
}

// The phase in radians of the sine of `hz` that fits x best, where x[i] stands at frame first + i.
static double phase_of(const float *x, size_t first, size_t n, double hz) {
    double cc = 0, ss = 0, cs = 0, xc = 0, xs = 0;
    for (size_t i = 0; i < n; i++) {
        const double turns = fmod(hz / RATE * (double)(first + i), 1.0);
        const double c = cos(tau() * turns);
        const double s = sin(tau() * turns);
        cc += c * c;
        ss += s * s;
        cs += c * s;
        xc += (double)x[i] * c;
        xs += (double)x[i] * s;
    }
    return atan2(xc * ss - xs * cs, xs * cc - xc * cs);
}

// How far a sine lies from `hz`: by how its phase drifts from the first half to the second.
static double cents_off(const float *x, size_t n, double hz) {
    const size_t half = n / 2;
    const double drift =
        remainder(phase_of(x + half, half, half, hz) - phase_of(x, 0, half, hz), tau());
    const double turns = drift / tau();
    return 1200.0 * log2(1.0 + turns / (hz / RATE * (double)half));
}

static double key_hz(double key) {
    return 440.0 * pow(2.0, (key - 69.0) / 12.0);
}

static float *floats_of(const ending *e) {
    float *const x = malloc(e->n_out + 4);
    for (size_t i = 0; i < e->n_out / 4; i++) {
        x[i] = f32_at(e, i);
    }
    return x;
}

// One way of writing key `key`, and the key that it comes to.
typedef struct {
    const char *what;
    double (*write)(char *out, size_t room, int key);
} spelling;

static const char *const steps[] = {"C",  "C#", "D",  "Eb", "E",  "F",
                                    "F#", "G",  "Ab", "A",  "Bb", "B"};

static double by_name(char *out, size_t room, int key) {
    snprintf(out, room, "%s%d", steps[key % 12], key / 12 - 1);
    return key;
}

static double by_number(char *out, size_t room, int key) {
    snprintf(out, room, "%d", key);
    return key;
}

static double by_fraction(char *out, size_t room, int key) {
    snprintf(out, room, "%d.25", key);
    return key + 0.25;
}

static double by_cents(char *out, size_t room, int key) {
    snprintf(out, room, "%s%d%s", steps[key % 12], key / 12 - 1, key % 2 ? "+50c" : "-12.5c");
    return key + (key % 2 ? 0.5 : -0.125);
}

static double by_hertz(char *out, size_t room, int key) {
    snprintf(out, room, "%.9gHz", key_hz(key));
    return key;
}

static double by_kilohertz(char *out, size_t room, int key) {
    snprintf(out, room, "%.9gkHz", key_hz(key) / 1000.0);
    return key;
}

static const spelling spellings[] = {
    {"names", by_name},  {"numbers", by_number}, {"fractions", by_fraction},
    {"cents", by_cents}, {"hertz", by_hertz},    {"kilohertz", by_kilohertz},
};

static void every_spelling_of_the_88_keys_is_in_tune(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof spellings / sizeof *spellings; k++) {
        char words[2048];
        double keys[KEYS];
        size_t n = (size_t)snprintf(words, sizeof words, "render %s -d 1", pure);
        for (int i = 0; i < KEYS; i++) {
            words[n++] = ' ';
            keys[i] = spellings[k].write(words + n, sizeof words - n, LOWEST + i);
            n += strlen(words + n);
        }
        ending e = run("%s", words);
        assert_done(&e, spellings[k].what);
        assert_int_equal(e.n_out, KEYS * RATE * 4);
        float *const x = floats_of(&e);
        for (size_t i = 0; i < KEYS; i++) {
            const double off = cents_off(x + i * RATE, RATE, key_hz(keys[i]));
            if (!(fabs(off) <= most_cents)) {
                fail_msg("%s, key %g: off by %g cents", spellings[k].what, keys[i], off);
            }
        }
        free(x);
        forget(&e);
    }
}

static void tuning_pitch_envelope_and_unison_move_the_pitch_by_what_they_say(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double hz;
    } cases[] = {
        {"--tuning 432 A4", 432.0},
        {"--tuning 432 440Hz", 440.0},
        {"G9", 12543.853951415975},
        {"880Hz", 880.0},
        {"--tuning 415.3Hz A3", 207.65},
        {"-p 7 C4", 391.99543598174927},
        {"-p -0.5 A4", 427.47405410759},
        {"--unison 1,50 A4", 440.0},
        {"-r 48000 C-1", 8.175798915643707},
        {"-E q31 A4", 440.0},
        {"-E q15 A4", 440.0},
        {"-E q31 -B off A0", 27.5},
        {"-B off C8", 4186.009044809578},
        {"-p 0:12,100%:12 A3", 440.0},
        {"440Hz", 440.0},
        {"0.44kHz", 440.0},
        {"B#3", 261.6255653005986},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("render %s -d 2 %s", pure, cases[i].words);
        assert_done(&e, cases[i].words);
        float *const x = floats_of(&e);
        const double off = cents_off(x, e.n_out / 4, cases[i].hz);
        if (!(fabs(off) <= 2.0 * most_cents)) { // 8 Hz is as fine as 32 bits of phase are there
            fail_msg("%s: off by %g cents", cases[i].words, off);
        }
        free(x);
        forget(&e);
    }
}

// At 8 kHz, so that it does not take long: the last second is as far in its phase as the increment
// says, and so is the first.
static void an_hour_of_one_note_does_not_drift(void **state) {
    (void)state;
    enum { SLOW = 8000, HOUR_S = 3600 };
    const uint32_t increment = (uint32_t)llround(440.0 / SLOW * 4294967296.0);
    static const char *const ends[] = {"head", "tail"};
    for (size_t k = 0; k < 2; k++) {
        ending e = run_shell("\"$WT\" render %s -r %d -d %d A4 2>err | %s -c %d", pure, SLOW,
                             HOUR_S, ends[k], 4 * SLOW);
        assert_int_equal(e.status, 0);
        assert_int_equal(e.n_out, 4 * SLOW);
        uint32_t phase = k ? (uint32_t)(HOUR_S - 1) * SLOW * increment : 0;
        for (size_t i = 0; i < SLOW; i++, phase += increment) {
            const double exact = sin(tau() * (phase / 4294967296.0));
            if (!(fabs((double)f32_at(&e, i) - exact) <= 1e-6)) {
                fail_msg("%s: sample %zu", ends[k], i);
            }
        }
        forget(&e);
    }
}

// Its phase after an hour is that of increment 39370534 to the sample.
static void an_hour_in_whole_numbers_does_not_drift(void **state) {
    (void)state;
    ending e =
        run_shell("\"$WT\" render -w sine -E q15 -i none -B off -g 0 --adsr 0,0,1,0 440Hz:3600 "
                  "| tail -c 96000");
    assert_done(&e, "an hour");
    assert_int_equal(e.n_out, 96000);
    uint32_t phase = (uint32_t)(3599ull * 48000ull * 39370534ull);
    for (size_t i = 0; i < 48000; ++i, phase += 39370534u) {
        const double exact = rint(32768.0 * sin(tau() * (phase >> 20) / 4096.0));
        assert_true(fabs((double)i16_at(&e, i) - exact) <= 1.0);
    }
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_of_the_88_keys_is_in_tune),
        cmocka_unit_test(tuning_pitch_envelope_and_unison_move_the_pitch_by_what_they_say),
        cmocka_unit_test(an_hour_of_one_note_does_not_drift),
        cmocka_unit_test(an_hour_in_whole_numbers_does_not_drift),
    };
    return cmocka_run_group_tests_name("pitch tuning", tests, enter_folder, leave_folder);
}
