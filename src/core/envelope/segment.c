// Lines and bends.
#include "core/envelope/segment.h"

#include "base/math.h"
#include "core/envelope/line.h"
#include "core/plain.h"

enum { GRID = WT_LINE_GRID, RUNS = 8 };

static const double log2_e = 1.44269504088896340736;

// So small a curve leaves its line by less than a float can tell, and 1 - e^c few of its digits.
bool wt_segment_is_straight(const wt_segment *s) {
    return (s->curve < 1e-6 && s->curve > -1e-6) || s->v0 == s->v1;
}

double wt_segment_frame(double seconds, double rate) {
    const double frame = seconds * rate;
    const double whole = frame < 1e15 ? wt_round(frame) : frame;
    const double off = frame - whole;
    return off < 1e-6 && off > -1e-6 ? whole : frame;
}

double wt_segment_at(const wt_segment *s, double frame) {
    if (frame >= s->x1) {
        return s->v1;
    }
    const double x = (frame - s->x0) / (s->x1 - s->x0);
    if (wt_segment_is_straight(s)) {
        return s->v0 + (s->v1 - s->v0) * x;
    }
    const double bend = (1.0 - wt_exp2(s->curve * x * log2_e)) / (1.0 - wt_exp2(s->curve * log2_e));
    return s->v0 + (s->v1 - s->v0) * bend;
}

wt_line wt_segment_line(const wt_segment *s) {
    return (wt_line){s->x0, s->v0, (s->v1 - s->v0) / (s->x1 - s->x0)};
}

// What the swings of RUNS runs are to their scale, from that of `start` on.
static void find_swings(const wt_segment *s, double rate, uint64_t start, double *swings) {
    for (int k = 0; k < RUNS; ++k) {
        swings[k] = ((double)wt_line_hang(start, s->x0) - s->x0) * rate;
        start += GRID - start % GRID;
    }
    wt_exp2_of_8(swings);
}

// Of run k, which `start` lies in: RUNS of them at once.
static double swing_of(const wt_segment *s, double rate, uint64_t start, size_t k, double *swings) {
    if (WT_IS_PLAIN) {
        return wt_exp2(((double)wt_line_hang(start, s->x0) - s->x0) * rate);
    }
    if (k % RUNS == 0) {
        find_swings(s, rate, start, swings);
    }
    return swings[k % RUNS];
}

// v = level + swing q^i: q^i by repeated products in double, the same for all runs. A run hangs
// from its first frame that is not before x0, so that no power that counts is beyond e^(+-100).
static void render_bend(const wt_segment *s, const wt_curves *curves, uint64_t start, float *out,
                        size_t n) {
    const double rate = s->curve * log2_e / (s->x1 - s->x0);
    const double scale = (s->v1 - s->v0) / (1.0 - wt_exp2(s->curve * log2_e));
    const double level = s->v0 + scale;
    const double q = wt_exp2(rate);
    double powers[GRID];
    double power = 1.0;
    for (int i = 0; i < GRID; ++i) {
        powers[i] = power;
        power *= q;
    }
    double swings[RUNS];
    for (size_t k = 0; n > 0; ++k) {
        const unsigned first = (unsigned)(start % GRID);
        const size_t run = n < GRID - first ? n : GRID - first;
        const uint64_t hang = wt_line_hang(start, s->x0);
        const double swing = -scale * swing_of(s, rate, start, k, swings);
        curves->bend(level, swing, powers + (start - hang), out, run);
        start += run;
        out += run;
        n -= run;
    }
}

void wt_segment_render(const wt_segment *s, const wt_curves *curves, uint64_t start, float *out,
                       size_t n) {
    if (wt_segment_is_straight(s)) {
        const wt_line line = wt_segment_line(s);
        curves->line(&line, start, out, n);
    } else {
        render_bend(s, curves, start, out, n);
    }
}
