// Scores played by sines: what notes come to, frame by frame, in double precision.
#ifndef WT_TESTS_SINE_SCORE_H
#define WT_TESTS_SINE_SCORE_H

#include "program.h"

#include <math.h>

// Sines alone, from their first frame to their last.
#define AS_SINES "-w sine -e float -g 0 --adsr 0,0,1,0"

typedef struct {
    double start_s, duration_s, hz, gain;
    double bend_s, semitones; // from bend_s after its start on; 0: never
} sine_note;

static inline size_t frame_at(double seconds, double rate) {
    return (size_t)nearbyint(seconds * rate);
}

// Add a note to `sum`, n frames. Its first frame stands at phase 0; each advances by a whole
// number of 2^-32 turns.
static inline void add_sine(const sine_note *note, double rate, double *sum, size_t n) {
    const double tau = 2.0 * acos(-1.0);
    const size_t first = frame_at(note->start_s, rate);
    const size_t last = frame_at(note->start_s + note->duration_s, rate);
    const size_t bend = frame_at(note->start_s + note->bend_s, rate);
    uint32_t phase = 0;
    for (size_t i = first; i < last && i < n; i++) {
        const bool bent = note->semitones != 0.0 && i >= bend;
        const double hz = note->hz * (bent ? exp2(note->semitones / 12.0) : 1.0);
        sum[i] += note->gain * sin(tau * (double)phase * 0x1p-32);
        phase += (uint32_t)llround(hz / rate * 0x1p32);
    }
}

// Fail unless the sound is the sum of these notes and nothing else, to the frame.
static inline void assert_sounds_as(const ending *e, const char *what, const sine_note *notes,
                                    size_t n_notes, double rate) {
    double end_s = 0.0;
    for (size_t i = 0; i < n_notes; i++) {
        end_s = fmax(end_s, notes[i].start_s + notes[i].duration_s);
    }
    const size_t n = frame_at(end_s, rate);
    if (e->n_out != 4 * n) {
        fail_msg("%s: %zu frames, not %zu", what, e->n_out / 4, n);
    }
    double *const sum = calloc(n + 1, sizeof *sum);
    assert_non_null(sum);
    for (size_t i = 0; i < n_notes; i++) {
        add_sine(&notes[i], rate, sum, n);
    }
    for (size_t i = 0; i < n; i++) {
        if (!(fabs((double)f32_at(e, i) - sum[i]) <= 2e-6)) {
            fail_msg("%s: frame %zu is %.8g, not %.8g", what, i, (double)f32_at(e, i), sum[i]);
        }
    }
    free(sum);
}

static inline double midi_hz(double key) {
    return 440.0 * exp2((key - 69.0) / 12.0);
}

#endif
