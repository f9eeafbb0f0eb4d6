// Cycles between Vital's keyframes.
#ifndef WT_IO_TABLE_VITAL_KEYFRAMES_H
#define WT_IO_TABLE_VITAL_KEYFRAMES_H

#include <stddef.h>

enum {
    WT_VITAL_LENGTH = 2048,
    WT_VITAL_CYCLES = 256,        // positions 0..255 that are played
    WT_VITAL_LAST_POSITION = 256, // where a keyframe may stand
    WT_VITAL_POSITIONS = WT_VITAL_LAST_POSITION + 1,
};

// How to come from one keyframe to the next, by Vital's numbers.
typedef enum {
    WT_VITAL_NONE,   // hold it until the next
    WT_VITAL_LINEAR, // straight lines
    WT_VITAL_CUBIC,  // Hermite: the slope at a keyframe is that between its neighbours (Catmull and
                     // Rom, for uneven steps), and level at the first and the last
} wt_vital_style;

typedef struct {
    int position; // 0..WT_VITAL_LAST_POSITION
    float samples[WT_VITAL_LENGTH];
} wt_keyframe;

// Write the cycle at each of WT_VITAL_CYCLES positions to `out`: before the first keyframe and
// after the last, that keyframe. The `n` >= 1 positions rise.
void wt_vital_expand(float *out, const wt_keyframe *frames, size_t n, wt_vital_style style);

#endif
