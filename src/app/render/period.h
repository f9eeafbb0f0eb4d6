// The length in which whole cycles of a pitch end best.
#ifndef WT_APP_RENDER_PERIOD_H
#define WT_APP_RENDER_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What has to come round: an oscillator, and one that modulates it.
typedef struct {
    double pitch;     // cycles a frame, 0 < pitch < 1/2
    double modulator; // its cycles a frame; or, where `follows`, for each of the oscillator's; or 0
    bool follows;
    bool rounds;          // the modulator follows the oscillator's increment rounded to float
    const double *others; // cycles a frame that may be moved to whole ones,
    size_t n_others;
    double most_moved;   // by as much, as a ratio less 1
    double most_detuned; // by which the pitch may be off, the same
} wt_turning;

typedef struct {
    uint32_t frames;
    uint32_t cycles;    // of the oscillator: frames / cycles is about its period
    uint32_t increment; // the nearest to cycles / frames turns, 2^32 a turn
    uint64_t residue;   // how far the worse of the phases is from whole turns after `frames`
    double detuned;     // how far the pitch is off, as a ratio less 1
} wt_period;

// Find the period of at most `most` <= 2^20 frames after which the phases are nearest to where they
// were. Among equals, as all to 256 / 2^32 of a turn are: the best in tune that is longer than half
// of `most`, or else of all. False: there is none to 2^-16 of a turn.
bool wt_period_find(wt_period *period, const wt_turning *turning, uint32_t most);

// Return by how much the worst of `n` rates, in cycles a frame, is to be moved to be whole cycles
// of `frames`, as a ratio less 1; at least 1 where it is less than half a cycle.
double wt_period_moves(const double *rates, size_t n, uint32_t frames);

#endif
