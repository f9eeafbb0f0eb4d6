// The voices of --unison: where each lies in pitch and in pan, and where its phase begins.
#ifndef WT_APP_SCORE_UNISON_H
#define WT_APP_SCORE_UNISON_H

#include <stdint.h>

enum { WT_MOST_UNISON = 64 };

typedef struct {
    double cents; // off the note's pitch
    double pan;   // -width..width
    double turns; // of phase at note start, 0..1
} wt_unison_voice;

// Spread n <= WT_MOST_UNISON voices evenly over +-cents, sharp and flat ones in turn over +-width,
// and their phases so that they sound as loud as one voice at `hz` for the note_s seconds that it
// lasts, with neither a burst there nor at the beat. `random` chooses among such spreads.
void wt_unison_spread(int n, double cents, double width, double hz, double note_s, uint32_t random,
                      wt_unison_voice *voices);

// Return the gain of each of `n` voices that makes all as loud as one: 1 / sqrt(n), and so much
// more that the sum of both channels, which a width makes softer, is as far below one voice as the
// power of both is above: 1.5 dB at most.
double wt_unison_gain(int n, double width);

#endif
