// Scores played by sines: what notes come to, frame by frame, in double precision.
#ifndef WT_TESTS_SINE_SCORE_H
#define WT_TESTS_SINE_SCORE_H

#include "program.h"

#include <math.h>

// Sines alone, from their first frame to their last.
#define AS_SINES "-w sine -e float -g 0 --adsr 0,0,1,0"

typedef struct {
    double start_s, duration_s, hz, gain;
    double bend_s, semitones; // from bend_s after its start on, by a ramp of 5 ms; 0: never
} sine_note;

// Add a note to `sum`, n frames. Its first frame stands at phase 0; each advances by a whole
// number of 2^-32 turns.
void add_sine(const sine_note *note, double rate, double *sum, size_t n);

// Fail unless the sound is the sum of these notes and nothing else, to the frame.
void assert_sounds_as(const ending *e, const char *what, const sine_note *notes, size_t n_notes,
                      double rate);
double midi_hz(double key);

#endif
