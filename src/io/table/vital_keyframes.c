// Mixes keyframes in time.
#include "io/table/vital_keyframes.h"

#include <string.h>

// Vital's own formula.
static void cubic(float *out, const wt_keyframe *frames, size_t i, size_t n, double t) {
    const wt_keyframe *const a = &frames[i];
    const wt_keyframe *const b = &frames[i + 1];
    const wt_keyframe *const before = i > 0 ? a - 1 : NULL;
    const wt_keyframe *const after = i + 2 < n ? b + 1 : NULL;
    const double step = b->position - a->position;
    const double share_a = before ? step / (b->position - before->position) : 0.0;
    const double share_b = after ? step / (after->position - a->position) : 0.0;
    for (int k = 0; k < WT_VITAL_LENGTH; k++) {
        const double from = (double)a->samples[k];
        const double delta = (double)b->samples[k] - from;
        const double slope_a =
            before ? ((double)b->samples[k] - (double)before->samples[k]) * share_a : 0.0;
        const double slope_b = after ? ((double)after->samples[k] - from) * share_b : 0.0;
        out[k] = (float)(from + delta * t +
                         t * (1.0 - t) * ((1.0 - t) * (slope_a - delta) + t * (delta - slope_b)));
    }
}

static void linear(float *out, const wt_keyframe *a, const wt_keyframe *b, double t) {
    for (int k = 0; k < WT_VITAL_LENGTH; k++) {
        const double from = (double)a->samples[k];
        out[k] = (float)(from + ((double)b->samples[k] - from) * t);
    }
}

void wt_vital_expand(float *out, const wt_keyframe *frames, size_t n, wt_vital_style style) {
    size_t i = 0;
    for (int position = 0; position < WT_VITAL_CYCLES; position++, out += WT_VITAL_LENGTH) {
        while (i + 1 < n && frames[i + 1].position <= position) {
            i++;
        }
        const wt_keyframe *const a = &frames[i];
        if (position <= a->position || i + 1 == n || style == WT_VITAL_NONE) {
            memcpy(out, a->samples, sizeof a->samples);
            continue;
        }
        const double t = (double)(position - a->position) / (a[1].position - a->position);
        if (style == WT_VITAL_CUBIC) {
            cubic(out, frames, i, n, t);
        } else {
            linear(out, a, a + 1, t);
        }
    }
}
