// Cycles that take turns.
#ifndef WT_CORE_VOICE_SCAN_H
#define WT_CORE_VOICE_SCAN_H

// Return how far the lines of a cycle are spread where turns are crossed over.
double wt_scan_spread_hz(double rate);

#endif
