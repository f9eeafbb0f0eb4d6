// Thinning.
#include "plot/trace.h"

#include "plot/scale.h"

#include <stdlib.h>

wt_point wt_box_point(const wt_box *box, double x, double y) {
    return (wt_point){box->left + (box->right - box->left) * wt_scale_place(box->x, x),
                      box->bottom - (box->bottom - box->top) * wt_scale_place(box->y, y)};
}

static size_t steps_of(const wt_box *box, double grain) {
    return (size_t)((box->right - box->left) / grain) + 2;
}

static size_t step_at(const wt_box *box, double grain, double x) {
    return (size_t)((x - box->left) / grain + 1e-9);
}

static wt_status make(wt_trace *trace, size_t room) {
    trace->n = 0;
    trace->points = malloc((room + 2) * sizeof *trace->points);
    return trace->points ? WT_OK : WT_NO_MEMORY;
}

void wt_trace_free(wt_trace *trace) {
    free(trace->points);
    *trace = (wt_trace){NULL, 0};
}

// What lies in one step of the grain: indices into the series, and their points.
typedef struct {
    size_t step, first, last, lowest, highest;
    wt_point first_at, last_at, lowest_at, highest_at;
} cell;

static void put_once(wt_trace *trace, wt_point p) {
    const wt_point *before = trace->n > 0 ? &trace->points[trace->n - 1] : NULL;
    if (!before || before->x != p.x || before->y != p.y) {
        trace->points[trace->n++] = p;
    }
}

static void put_cell(wt_trace *trace, const cell *c) {
    put_once(trace, c->first_at);
    if (c->lowest < c->highest) {
        put_once(trace, c->lowest_at);
        put_once(trace, c->highest_at);
    } else {
        put_once(trace, c->highest_at);
        put_once(trace, c->lowest_at);
    }
    put_once(trace, c->last_at);
}

static void begin_cell(cell *c, size_t step, size_t i, wt_point p) {
    *c = (cell){step, i, i, i, i, p, p, p, p};
}

static void add_to_cell(cell *c, size_t i, wt_point p) {
    c->last = i;
    c->last_at = p;
    if (p.y > c->lowest_at.y) {
        c->lowest = i;
        c->lowest_at = p;
    }
    if (p.y < c->highest_at.y) {
        c->highest = i;
        c->highest_at = p;
    }
}

// Keep the points at which no straight line from the last kept one passes all between within
// `slack`: the range of slopes that do narrows until it is empty.
static void straighten(wt_trace *trace, double slack) {
    if (trace->n < 3) {
        return;
    }
    wt_point *p = trace->points;
    size_t kept = 1;
    wt_point anchor = p[0];
    double least = -1e300;
    double most = 1e300;
    for (size_t i = 1; i < trace->n; ++i) {
        const double dx = p[i].x - anchor.x;
        const double slope = dx > 1e-9 ? (p[i].y - anchor.y) / dx : 0.0;
        if (i > 1 && !(dx > 1e-9 && slope >= least && slope <= most)) {
            anchor = p[i - 1];
            p[kept++] = anchor;
            least = -1e300;
            most = 1e300;
        }
        const double from = p[i].x - anchor.x;
        if (from > 1e-9) {
            const double low = (p[i].y - slack - anchor.y) / from;
            const double high = (p[i].y + slack - anchor.y) / from;
            least = low > least ? low : least;
            most = high < most ? high : most;
        } else {
            least = 1.0; // upright: nothing lies on it but by chance
            most = -1.0;
        }
    }
    p[kept++] = p[trace->n - 1];
    trace->n = kept;
}

wt_status wt_trace_line(wt_trace *trace, const wt_series *s, const wt_box *box, double grain) {
    const size_t steps = steps_of(box, grain);
    if (make(trace, 4 * (steps < s->n ? steps : s->n)) != WT_OK) {
        return WT_NO_MEMORY;
    }
    cell c = {0};
    for (size_t i = 0; i < s->n; ++i) {
        const wt_point p = wt_box_point(box, wt_series_x(s, i), wt_series_y(s, i));
        const size_t step = step_at(box, grain, p.x);
        if (i == 0 || step != c.step) {
            if (i > 0) {
                put_cell(trace, &c);
            }
            begin_cell(&c, step, i, p);
        } else {
            add_to_cell(&c, i, p);
        }
    }
    if (s->n > 0) {
        put_cell(trace, &c);
    }
    straighten(trace, 0.15 * grain);
    return WT_OK;
}

static void widen(wt_point *upper, wt_point *lower, double above, double below) {
    upper->y = above < upper->y ? above : upper->y;
    lower->y = below > lower->y ? below : lower->y;
}

wt_status wt_trace_band(wt_trace *upper, wt_trace *lower, const wt_series *s, const wt_box *box,
                        double grain, bool span) {
    const size_t steps = steps_of(box, grain);
    const size_t room = steps < s->n ? steps : s->n;
    *lower = (wt_trace){NULL, 0};
    if (make(upper, room) != WT_OK || make(lower, room) != WT_OK) {
        wt_trace_free(upper);
        return WT_NO_MEMORY;
    }
    size_t current = 0;
    for (size_t i = 0; i < s->n; ++i) {
        const double x = wt_series_x(s, i);
        const wt_point p = wt_box_point(box, x, wt_series_y(s, i));
        double below = span ? p.y : box->bottom;
        below = s->low ? wt_box_point(box, x, s->low[i]).y : below;
        const size_t step = step_at(box, grain, p.x);
        if (i == 0 || step != current) {
            current = step;
            upper->points[upper->n++] = p;
            lower->points[lower->n++] = (wt_point){p.x, below};
        } else {
            widen(&upper->points[upper->n - 1], &lower->points[lower->n - 1], p.y, below);
        }
    }
    return WT_OK;
}
