// The presets that ship: each says what it is, sounds, does not clip, and is about as loud as
// others.
#include "app/named_file.h"
#include "app/read_file.h"
#include "core/tables/fft.h"
#include "program.h"

#include <math.h>

// K-weighting of ITU-R BS.1770-4 at 48 kHz: a shelf and a high-pass, one after the other.
static double weigh(double x, double s[4]) {
    const double w = x + 1.69065929318241 * s[0] - 0.73248077421585 * s[1];
    const double shelved = 1.53512485958697 * w - 2.69169618940638 * s[0] + 1.19839281085285 * s[1];
    s[1] = s[0];
    s[0] = w;
    const double v = shelved + 1.99004745483398 * s[2] - 0.99007225036621 * s[3];
    const double passed = v - 2.0 * s[2] + s[3];
    s[3] = s[2];
    s[2] = v;
    return passed;
}

// The loudest 400 ms, in LUFS; *peak: of the samples.
static double loudness_of(const ending *e, double *peak) {
    enum { WINDOW = 19200 };
    const size_t n = e->n_out / 4;
    double *const power = calloc(n + 1, sizeof *power);
    double s[4] = {0.0};
    double sum = 0.0;
    double most = 0.0;
    assert_non_null(power);
    *peak = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double x = (double)f32_at(e, i);
        const double y = weigh(x, s);
        *peak = fmax(*peak, fabs(x));
        power[i] = y * y;
        sum += power[i] - (i >= WINDOW ? power[i - WINDOW] : 0.0);
        most = fmax(most, sum / WINDOW);
    }
    free(power);
    return -0.691 + 10.0 * log10(most + 1e-20);
}

// The first line ends with the note that the preset is at home around.
static void read_home(const char *name, char note[8]) {
    char path[4096];
    size_t n;
    wt_fault fault = {0};
    assert_true(wt_named_file_find(WT_NAMED_PRESET, name, path, sizeof path));
    char *const text = wt_read_file(path, &n, &fault);
    assert_non_null(text);
    text[strcspn(text, "\n")] = '\0';
    const char *const around = strstr(text, "at home around ");
    if (text[0] != '#' || !around || sscanf(around, "at home around %7[^.].", note) != 1) {
        fail_msg("%s does not say what it is: %s", name, text);
    }
    free(text);
}

static void presets_that_ship_are_about_as_loud_and_do_not_clip(void **state) {
    (void)state;
    wt_named_files list;
    wt_fault fault = {0};
    double low = 1e9;
    double high = -1e9;
    assert_true(wt_named_files_list(WT_NAMED_PRESET, &list, &fault));
    assert_true(list.n >= 40);
    for (size_t i = 0; i < list.n; i++) {
        char home[8];
        double peak;
        read_home(list.names[i], home);
        ending e = run("render -q @%s -g -3 -e float %s:1", list.names[i], home);
        assert_done(&e, list.names[i]);
        const double loudness = loudness_of(&e, &peak);
        if (!(peak <= 1.0 && loudness > -60.0)) {
            fail_msg("%s: peak %.2f, %.1f LUFS", list.names[i], peak, loudness);
        }
        low = fmin(low, loudness);
        high = fmax(high, loudness);
        forget(&e);
    }
    print_message("%zu presets, %.1f to %.1f LUFS\n", list.n, low, high);
    assert_true(high - low <= 6.0);
    wt_named_files_free(&list);
}

enum { SECTION = 4096, SLICES = 5, BANDS = 9 };

// What a preset is, looked at: the power in octaves from 44 Hz on, at these times after its strike.
typedef struct {
    double db[SLICES][BANDS];
} picture;

static const double slices_s[SLICES] = {0.0, 0.1, 0.3, 0.6, 0.9};

static void look(const ending *e, const double *turn, picture *p) {
    double *const x = malloc(2 * SECTION * sizeof *x);
    assert_non_null(x);
    for (int t = 0; t < SLICES; t++) {
        const size_t first = (size_t)(slices_s[t] * 48000.0);
        for (size_t i = 0; i < SECTION; i++) {
            const double window = 0.5 - 0.5 * cos(2.0 * acos(-1.0) * (double)i / SECTION);
            x[2 * i] = first + i < e->n_out / 4 ? window * (double)f32_at(e, first + i) : 0.0;
            x[2 * i + 1] = 0.0;
        }
        wt_fft(x, SECTION, turn, 1);
        for (int band = 0; band < BANDS; band++) {
            const size_t low = (size_t)4 << band;
            double sum = 1e-9;
            for (size_t k = low; k < 2 * low && k < SECTION / 2; k++) {
                sum += x[2 * k] * x[2 * k] + x[2 * k + 1] * x[2 * k + 1];
            }
            p->db[t][band] = 10.0 * log10(sum) - 60.0;
        }
    }
    free(x);
}

// What is 60 dB and more below the loudest is not seen.
static double distance_of(const picture *a, const picture *b) {
    double sum = 0.0;
    for (int t = 0; t < SLICES; t++) {
        for (int band = 0; band < BANDS; band++) {
            const double off = fmax(a->db[t][band], -60.0) - fmax(b->db[t][band], -60.0);
            sum += off * off;
        }
    }
    return sqrt(sum / (SLICES * BANDS));
}

static void print_picture(const char *name, const picture *p) {
    print_message("%-18s", name);
    for (int t = 0; t < SLICES; t++) {
        double power = 0.0, centre = 0.0;
        for (int band = 0; band < BANDS; band++) {
            const double share = pow(10.0, p->db[t][band] / 10.0);
            power += share;
            centre += share * (band + 0.5);
        }
        print_message("%6.0f dB %5.0f Hz", 10.0 * log10(power), 46.875 * exp2(centre / power));
    }
    print_message("\n");
}

// All at middle C, so that the note is no difference: no two are one sound under two names.
static void each_preset_has_a_spectrum_over_time_of_its_own(void **state) {
    (void)state;
    wt_named_files list;
    wt_fault fault = {0};
    assert_true(wt_named_files_list(WT_NAMED_PRESET, &list, &fault));
    picture *const pictures = calloc(list.n, sizeof *pictures);
    double *const turn = malloc(2 * SECTION * sizeof *turn);
    assert_true(pictures && turn);
    wt_fft_turn(turn, SECTION);
    double nearest = 1e9;
    for (size_t i = 0; i < list.n; i++) {
        ending e = run("render -q @%s -g -3 -e float C4:1", list.names[i]);
        assert_done(&e, list.names[i]);
        look(&e, turn, &pictures[i]);
        print_picture(list.names[i], &pictures[i]);
        for (size_t k = 0; k < i; k++) {
            const double off = distance_of(&pictures[i], &pictures[k]);
            nearest = fmin(nearest, off);
            if (!(off > 0.5)) { // dB: a copy is 0, the nearest two are printed
                fail_msg("%s and %s are %.1f dB apart", list.names[i], list.names[k], off);
            }
        }
        forget(&e);
    }
    print_message("the nearest two are %.1f dB apart\n", nearest);
    free(turn);
    free(pictures);
    wt_named_files_free(&list);
}

int main(void) {
    use_shipped_presets();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_that_ship_are_about_as_loud_and_do_not_clip),
        cmocka_unit_test(each_preset_has_a_spectrum_over_time_of_its_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
