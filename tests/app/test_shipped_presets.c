// The presets that ship: each says what it is, sounds, does not clip, and is about as loud as
// others.
#include "app/named_file.h"
#include "app/read_file.h"
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

int main(void) {
    char presets[] = WT_PROGRAM "\0presets"; // beside the program
    strcpy(strrchr(presets, '/'), "/presets");
    setenv("WAVETABLE_PRESETS", presets, 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_that_ship_are_about_as_loud_and_do_not_clip)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
