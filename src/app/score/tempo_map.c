// A tempo map: where on the time line note values come to lie while the tempo changes.
#include "app/score/tempo_map.h"

#include <stdlib.h>

bool wt_tempo_map_make(wt_tempo_map *map, double rate, double bpm) {
    *map = (wt_tempo_map){.steps = malloc(sizeof *map->steps), .n = 1, .room = 1, .rate = rate};
    if (map->steps) {
        map->steps[0] = (wt_tempo_step){0.0, 0.0, bpm};
    }
    return map->steps != NULL;
}

// The step that is in force at a second.
static const wt_tempo_step *step_at(const wt_tempo_map *map, double at_s) {
    size_t low = 0;
    for (size_t high = map->n; high - low > 1;) {
        const size_t middle = low + (high - low) / 2;
        *(map->steps[middle].at_s <= at_s ? &low : &high) = middle;
    }
    return &map->steps[low];
}

double wt_tempo_map_after(const wt_tempo_map *map, double from_s, wt_time time) {
    if (time.unit != WT_WHOLE_NOTES) {
        return from_s + wt_time_seconds(time, map->rate, map->steps[0].bpm, 0.0);
    }
    double left = time.value;
    const wt_tempo_step *step = step_at(map, from_s);
    for (; step + 1 < map->steps + map->n; ++step) {
        const double until = (step[1].at_s - from_s) * step->bpm / 240.0;
        if (left <= until) {
            break;
        }
        left -= until;
        from_s = step[1].at_s;
    }
    return from_s + left * (240.0 / step->bpm);
}

bool wt_tempo_map_change(wt_tempo_map *map, wt_time at, double bpm) {
    const wt_tempo_step *const last = &map->steps[map->n - 1];
    double at_s = wt_time_seconds(at, map->rate, last->bpm, 0.0);
    double whole = at.value;
    if (at.unit == WT_WHOLE_NOTES) {
        at_s = last->at_s + (whole - last->whole) * (240.0 / last->bpm);
    } else {
        whole = last->whole + (at_s - last->at_s) * last->bpm / 240.0;
    }
    if (at_s < last->at_s) {
        return false;
    }
    const bool again = at_s <= last->at_s;
    if (!again && map->n == map->room) {
        wt_tempo_step *const grown = realloc(map->steps, 2 * map->room * sizeof *grown);
        if (!grown) {
            return false;
        }
        map->steps = grown;
        map->room *= 2;
    }
    map->steps[again ? map->n - 1 : map->n] = (wt_tempo_step){at_s, whole, bpm};
    map->n += !again;
    return true;
}

double wt_tempo_map_bpm(const wt_tempo_map *map, double at_s) {
    return step_at(map, at_s)->bpm;
}

void wt_tempo_map_free(wt_tempo_map *map) {
    free(map->steps);
    *map = (wt_tempo_map){0};
}
