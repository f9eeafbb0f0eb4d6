// Vital's Line Source: a line through points, each piece bent by a power, drawn anew between
// keyframes.
#include "io/table/vital_component.h"

#include "base/math.h"
#include "io/json/json_text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 100 };

typedef struct {
    double x, y, power;
} point;

typedef struct {
    size_t n;
    bool is_smooth;
    double pull;
    point points[MOST_POINTS];
} line;

static wt_status read_line(line *out, const json_t *keyframe, wt_message *message) {
    const json_t *const drawn = json_object_get(keyframe, "line");
    const json_t *const points = json_object_get(drawn, "points");
    const json_t *const powers = json_object_get(drawn, "powers");
    out->n = json_array_size(powers);
    out->is_smooth = wt_json_number_of(drawn, "smooth", 0.0) > 0.0;
    out->pull = wt_json_number_of(keyframe, "pull_power", 0.0);
    bool ok = out->n >= 2 && out->n <= MOST_POINTS && json_array_size(points) >= 2 * out->n &&
              out->pull >= -100.0 && out->pull <= 100.0;
    for (size_t i = 0; ok && i < out->n; i++) {
        point *const p = &out->points[i];
        p->x = json_number_value(json_array_get(points, 2 * i));
        p->y = json_number_value(json_array_get(points, 2 * i + 1));
        p->power = json_number_value(json_array_get(powers, i));
        ok = p->x >= -10.0 && p->x <= 10.0 && p->y >= -100.0 && p->y <= 100.0 &&
             p->power >= -100.0 && p->power <= 100.0;
    }
    if (!ok) {
        wt_message_set(message, "is JSON, but no .vitaltable: a keyframe of its Line Source is no "
                                "line of 2 to 100 points");
        return WT_BAD_FORMAT;
    }
    return WT_OK;
}

static wt_status load(wt_vital_part *part, const json_t *component, wt_message *message) {
    (void)component;
    line *const lines = calloc(part->track.n, sizeof *lines);
    part->own = lines;
    if (!lines) {
        return WT_NO_MEMORY;
    }
    for (size_t i = 0; i < part->track.n; i++) {
        const wt_status status = read_line(&lines[i], part->track.at[i], message);
        if (status != WT_OK) {
            return status;
        }
        if (lines[i].n != lines[0].n) {
            wt_message_set(message, "the lines of its keyframes have %zu and %zu points",
                           lines[0].n, lines[i].n);
            return WT_BAD_FORMAT;
        }
    }
    return WT_OK;
}

// (e^(power t) - 1) / (e^power - 1): straight near 0.
static double bent(double t, double power) {
    const double e = 1.4426950408889634; // log2
    if (power < 0.01 && power > -0.01) {
        return t;
    }
    return (wt_exp2(e * power * t) - 1.0) / (wt_exp2(e * power) - 1.0);
}

static line between(const line *from, const line *to, double t) {
    line out = *from;
    const double way = bent(t, from->pull - to->pull);
    for (size_t i = 0; i < out.n; i++) {
        point *const p = &out.points[i];
        p->x += (to->points[i].x - p->x) * way;
        p->y += (to->points[i].y - p->y) * way;
        p->power += (to->points[i].power - p->power) * way;
    }
    return out;
}

static double clamp(double t) {
    return t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
}

// y grows downwards, 0..1.
static void draw(const line *l, double *cycle) {
    size_t next = 0; // the point ahead
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        const double x = (double)i / (WT_VITAL_LENGTH - 1);
        while (next + 1 < l->n && x > l->points[next].x) {
            next++;
        }
        const point *const b = &l->points[next];
        const point *const a = next > 0 ? b - 1 : b;
        double t = b->x > a->x ? clamp((x - a->x) / (b->x - a->x)) : 1.0;
        t = l->is_smooth ? 0.5 + 0.5 * wt_sin((t - 0.5) / 2.0) : t;
        t = clamp(bent(t, next > 0 ? a->power : 0.0));
        cycle[i] = 1.0 - 2.0 * (a->y + t * (b->y - a->y));
    }
}

static wt_status render(wt_vital_part *part, int position, double *cycle, wt_vital_fft *fft,
                        wt_message *message) {
    (void)fft;
    (void)message;
    const line *const lines = part->own;
    const wt_vital_place at = wt_vital_place_of(&part->track, position);
    const line drawn = between(&lines[at.from], &lines[at.to], at.t);
    draw(&drawn, cycle);
    return WT_OK;
}

static void free_own(wt_vital_part *part) {
    free(part->own);
}

const wt_vital_kind wt_vital_line_source = {"Line Source", load, render, free_own};
