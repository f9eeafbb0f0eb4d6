// Places among keyframes.
#include "io/table/vital_keyframes.h"

#include <stdlib.h>

static wt_status bad(wt_message *message, const char *what) {
    wt_message_set(message, "is JSON, but no .vitaltable: %s", what);
    return WT_BAD_FORMAT;
}

static wt_status read_position(int *out, const json_t *keyframe, wt_message *message) {
    const json_t *const position = json_object_get(keyframe, "position");
    const double at = json_number_value(position);
    if (!json_is_number(position) || !(at >= 0.0 && at <= WT_VITAL_LAST_POSITION)) {
        return bad(message, "a keyframe's position is no number from 0 to 256");
    }
    *out = (int)at; // as Vital: a part behind the point is left out
    return WT_OK;
}

// By insertion: there are few, nearly always in order, and of two at one place the later counts.
static void insert(wt_vital_track *track, int position, const json_t *keyframe) {
    size_t i = track->n++;
    for (; i > 0 && track->positions[i - 1] > position; i--) {
        track->positions[i] = track->positions[i - 1];
        track->at[i] = track->at[i - 1];
    }
    track->positions[i] = position;
    track->at[i] = keyframe;
}

wt_status wt_vital_track_read(wt_vital_track *track, const json_t *component, wt_message *message) {
    const json_t *const list = json_object_get(component, "keyframes");
    const json_t *const style = json_object_get(component, "interpolation_style");
    const size_t n = json_array_size(list);
    *track = (wt_vital_track){.style = WT_VITAL_LINEAR};
    if (n == 0 || n > WT_VITAL_KEYFRAMES) {
        return bad(message, n == 0 ? "it has no keyframes" : "it has more than 1024 keyframes");
    }
    if (style) {
        const double value = json_number_value(style);
        if (!json_is_number(style) || !(value >= WT_VITAL_NONE && value <= WT_VITAL_CUBIC)) {
            return bad(message, "interpolation_style is not 0, 1 or 2");
        }
        track->style = (wt_vital_style)(int)value;
    }
    track->positions = malloc(n * sizeof *track->positions);
    track->at = malloc(n * sizeof *track->at);
    if (!track->positions || !track->at) {
        return WT_NO_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *const keyframe = json_array_get(list, i);
        int position;
        const wt_status status = read_position(&position, keyframe, message);
        if (status != WT_OK) {
            return status;
        }
        insert(track, position, keyframe);
    }
    return WT_OK;
}

void wt_vital_track_free(wt_vital_track *track) {
    free(track->positions);
    free(track->at);
    *track = (wt_vital_track){.n = 0};
}

wt_vital_place wt_vital_place_of(const wt_vital_track *track, int position) {
    size_t i = 0;
    while (i + 1 < track->n && track->positions[i + 1] <= position) {
        i++;
    }
    wt_vital_place place = {.before = i, .from = i, .to = i, .after = i, .style = track->style};
    const int *const at = track->positions;
    if (position <= at[i] || i + 1 == track->n || track->style == WT_VITAL_NONE) {
        return place;
    }
    const double step = at[i + 1] - at[i];
    place.t = (position - at[i]) / step;
    place.to = i + 1;
    place.before = i > 0 ? i - 1 : i + 1;
    place.after = i + 2 < track->n ? i + 2 : i;
    if (i > 0) {
        place.slope_in = 1.0 / (1.0 + (at[i] - at[i - 1]) / step);
    }
    if (i + 2 < track->n) {
        place.slope_out = 1.0 / (1.0 + (at[i + 2] - at[i + 1]) / step);
    }
    return place;
}

double wt_vital_tween(const wt_vital_place *place, double before, double from, double to,
                      double after) {
    const double t = place->t;
    const double delta = to - from;
    if (place->style != WT_VITAL_CUBIC) {
        return from + delta * t;
    }
    const double slope_from = (to - before) * place->slope_in;
    const double slope_to = (after - from) * place->slope_out;
    return from + delta * t +
           t * (1.0 - t) * ((1.0 - t) * (slope_from - delta) + t * (delta - slope_to));
}
