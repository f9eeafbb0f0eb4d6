#include "keyboard.h"

void open_keyboard(keyboard *kb) {
    open_studio(&kb->studio, (size_t)96 << 20);
    kb->waves[0] = saw_wave(4000);
    kb->waves[1] = square_wave(4000);
    kb->waves[2] = pulse_wave(0.1, 4000);
    kb->waves[3] = bright_wave();
    for (int i = 0; i < N_WAVES; i++) {
        kb->refs[i] = add_cycle(&kb->studio, &kb->waves[i].cycle);
    }
}

void close_keyboard(keyboard *kb) {
    for (int i = 0; i < N_WAVES; i++) {
        forget_wave(&kb->waves[i]);
    }
    close_studio(&kb->studio);
}

// The frames that it takes to see this pitch's images (line_spectrum.h).
static size_t frames_for(const wave *w, wt_form form, double rate, double hz) {
    const uint32_t allowed = harmonics_at(rate, hz * 0.99);
    const uint32_t harmonics = allowed < w->harmonics ? allowed : w->harmonics;
    size_t n = 1u << 16;
    while (n < 4 * (size_t)wt_level_length(form, w->pairs, harmonics) ||
           hz / rate * (double)n < 3.0) {
        n *= 2;
    }
    return n;
}

void measure_two(const keyboard *kb, int first, wt_form form, double rate, int key,
                 purity *result) {
    const size_t n0 = frames_for(&kb->waves[first], form, rate, key_hz(key));
    const size_t n1 = frames_for(&kb->waves[first + 1], form, rate, key_hz(key));
    const size_t n = n0 > n1 ? n0 : n1;
    const uint32_t k = odd_turns(key_hz(key), rate, n);
    double *x = malloc(2 * n * sizeof *x);
    assert_non_null(x);
    for (int i = 0; i < 2; i++) {
        const tone t = {.rate = rate,
                        .hz = turns_hz(k, rate, n),
                        .form = form,
                        .cycles = &kb->refs[first + i],
                        .n_cycles = 1};
        render_tone(&kb->studio, &t, x + (size_t)i * n, n);
    }
    const spectra s = transform(x, x + n, n);
    for (int i = 0; i < 2; i++) {
        result[i] = purity_of(&s, i, k, rate, &kb->waves[first + i], noise_top(rate));
    }
    free(s.z);
    free(x);
}
