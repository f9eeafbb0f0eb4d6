// Where a position lies among Vital's keyframes, and how to come from one to the next.
#ifndef WT_IO_TABLE_VITAL_KEYFRAMES_H
#define WT_IO_TABLE_VITAL_KEYFRAMES_H

#include "base/message.h"
#include "base/status.h"

#include <jansson.h>
#include <stddef.h>

enum {
    WT_VITAL_LENGTH = 2048,
    WT_VITAL_HARMONICS = WT_VITAL_LENGTH / 2,
    WT_VITAL_LAST_POSITION = 256, // where a keyframe may stand, and a cycle sounds
    WT_VITAL_POSITIONS = WT_VITAL_LAST_POSITION + 1,
    WT_VITAL_KEYFRAMES = 1024, // at most
};

// How to come from one keyframe to the next, by Vital's numbers.
typedef enum {
    WT_VITAL_NONE,   // hold it until the next
    WT_VITAL_LINEAR, // straight lines
    WT_VITAL_CUBIC,  // Hermite: the slope at a keyframe is that between its neighbours (Catmull and
                     // Rom, for uneven steps), and level at the first and the last
} wt_vital_style;

// The keyframes of a component, by rising position.
typedef struct {
    wt_vital_style style;
    size_t n;          // >= 1
    int *positions;    // owned
    const json_t **at; // owned array of borrowed objects
} wt_vital_track;

// Read the positions and the style. Release with wt_vital_track_free, also on failure.
wt_status wt_vital_track_read(wt_vital_track *track, const json_t *component, wt_message *message);
void wt_vital_track_free(wt_vital_track *track);

// Between which keyframes a position lies. Where `t` is 0, `from` alone counts; where there is no
// keyframe before or after, `before` or `after` are those nearest, and its slope is 0.
typedef struct {
    size_t before, from, to, after;
    double t;                   // 0 <= t < 1 on the way
    double slope_in, slope_out; // what the slopes of WT_VITAL_CUBIC take of the distance
    wt_vital_style style;
} wt_vital_place;

wt_vital_place wt_vital_place_of(const wt_vital_track *track, int position);

// Return the value at the place of what is `before`, `from`, `to` and `after` at its keyframes.
double wt_vital_tween(const wt_vital_place *place, double before, double from, double to,
                      double after);

#endif
