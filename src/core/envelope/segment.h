// One piece of an envelope: a line or bend between two points, sampled on a fixed grid.
#ifndef WT_CORE_ENVELOPE_SEGMENT_H
#define WT_CORE_ENVELOPE_SEGMENT_H

#include "core/envelope/envelope.h"

// From value v0 at frame x0 to v1 at x1 (frames from note start, not whole in general). Frames
// outside x0..x1 are not asked for.
typedef struct {
    double x0, x1;
    double v0, v1;
    double curve;
} wt_segment;

// Return where a time lies, in frames. What rounding puts beside a whole frame (0.017 s at 48 kHz
// is 816.0000000000001) is on it, or what happens there would come a frame late.
double wt_segment_frame(double seconds, double rate);

// Return whether it is a straight line, and that line.
bool wt_segment_is_straight(const wt_segment *segment);
wt_line wt_segment_line(const wt_segment *segment);

// Return the value at `frame`.
double wt_segment_at(const wt_segment *segment, double frame);

// Write the values at start .. start + n - 1. They depend on the frame alone: each run of 64
// frames, counted from note start, hangs from one value in double precision.
void wt_segment_render(const wt_segment *segment, const wt_curves *curves, uint64_t start,
                       float *out, size_t n);

#endif
