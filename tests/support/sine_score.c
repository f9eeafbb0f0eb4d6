#include "sine_score.h"

static size_t frame_at(double seconds, double rate) {
    return (size_t)nearbyint(seconds * rate);
}

void add_sine(const sine_note *note, double rate, double *sum, size_t n) {
    const double tau = 2.0 * acos(-1.0);
    const size_t first = frame_at(note->start_s, rate);
    const size_t last = frame_at(note->start_s + note->duration_s, rate);
    const size_t bend = frame_at(note->start_s + note->bend_s, rate);
    uint32_t phase = 0;
    for (size_t i = first; i < last && i < n; i++) {
        const double bent = i >= bend ? fmin((double)(i - bend) / rate / 0.005, 1.0) : 0.0;
        const double hz = note->hz * exp2(note->semitones * bent / 12.0);
        sum[i] += note->gain * sin(tau * (double)phase * 0x1p-32);
        phase += (uint32_t)llround(hz / rate * 0x1p32);
    }
}

static bool is_bent(const sine_note *note) {
    return note->semitones < 0.0 || note->semitones > 0.0;
}

void assert_sounds_as(const ending *e, const char *what, const sine_note *notes, size_t n_notes,
                      double rate) {
    double end_s = 0.0;
    for (size_t i = 0; i < n_notes; i++) {
        end_s = fmax(end_s, notes[i].start_s + notes[i].duration_s);
    }
    const size_t n = frame_at(end_s, rate);
    if (e->n_out != 4 * n) {
        fail_msg("%s: %zu frames, not %zu", what, e->n_out / 4, n);
    }
    double tolerance = 2e-6;
    for (size_t i = 0; i < n_notes; i++) { // a ramp's semitones are floats, whose errors add up
        tolerance = is_bent(&notes[i]) ? 2e-4 : tolerance;
    }
    double *const sum = calloc(n + 1, sizeof *sum);
    assert_non_null(sum);
    for (size_t i = 0; i < n_notes; i++) {
        add_sine(&notes[i], rate, sum, n);
    }
    for (size_t i = 0; i < n; i++) {
        if (!(fabs((double)f32_at(e, i) - sum[i]) <= tolerance)) {
            fail_msg("%s: frame %zu is %.8g, not %.8g", what, i, (double)f32_at(e, i), sum[i]);
        }
    }
    free(sum);
}

double midi_hz(double key) {
    return 440.0 * exp2((key - 69.0) / 12.0);
}
