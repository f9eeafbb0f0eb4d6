// Seams: where one cycle goes over into the next, and how the corner between them is rounded.
//
// A cycle a crosses over to b while w climbs from 0 to 1, u = -1 to 1, by
//     y = a + w d + J,    d = b - a,    J(u) = c w(u) - integral of w' d from -1 to u,
// c the whole of that integral, so that y ends in b. Its slope is (1 - w) a' + w b' + c w': nowhere
// steeper than the steeper of the two where c is 0. So is it, or next to it, about a place where
// the cycles meet and d goes through 0; all without DC do, and there seams are. Of several such
// places the seam takes that at which the cycles differ least in slope.
//
// What lies above a fifth of a level's top is left out of d: w' is 8 % of its slope at most. So 96
// steps are enough for J, and what they leave folds below -100 dB.
#ifndef WT_CORE_VOICE_SEAM_H
#define WT_CORE_VOICE_SEAM_H

#include "core/voice/block.h"

enum { WT_SEAM_STEPS = 96 };

typedef struct {
    int64_t turn;                       // that begins
    int64_t at;                         // since the first turn, 2^32 a turn
    bool rounds;                        // `corner` is there
    float corner[WT_SEAM_STEPS + 2][2]; // J at u = -1, -47/48 .. 1, and what it climbs by in 1/48
} wt_seam;

// Return w at u, -1 <= u <= 1.
static inline double wt_seam_weight(double u) {
    const double q = u * u;
    const double odd = u * (1.0 + q * (-4.0 / 3 + q * (6.0 / 5 + q * (-4.0 / 7 + q * (1.0 / 9)))));
    return 0.5 + 315.0 / 256 * odd;
}

// Return J at u, -1 <= u <= 1, of a seam that rounds, in the engine's units.
float wt_seam_corner(const wt_seam *seam, double u);

// Return the seam at which `a` goes over into `b`, within `half` before and after. It lies from
// WT_SEAM_EARLY before the beginning of the turn on, less than a turn.
wt_seam wt_seam_of(wt_block *block, const wt_cycle_ref *a, const wt_cycle_ref *b, int64_t turn,
                   int64_t half);

#define WT_SEAM_EARLY ((int64_t)1 << 26)

#endif
