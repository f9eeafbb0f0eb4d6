// Rendering into memory, by the same lanes as into files.
#include "cli/excerpt.h"

#include "cli/lane.h"

#include <stdlib.h>

// A sample of a container, full scale 1.
static double sample_at(const void *samples, wt_container container, size_t i) {
    switch (container) {
    case WT_I16:
        return ((const int16_t *)samples)[i] / 32768.0;
    case WT_I32:
        return ((const int32_t *)samples)[i] / 2147483648.0;
    case WT_F32:
        return (double)((const float *)samples)[i];
    default:
        return ((const double *)samples)[i];
    }
}

static bool run(wt_lane *lane, const wt_piece *piece, const wt_target *target, uint64_t from,
                uint64_t to, wt_taker taker, double *room) {
    const size_t channels = (size_t)target->channels;
    if (!wt_lane_seek(lane, from / WT_CHUNK * WT_CHUNK)) {
        return false;
    }
    while (lane->renderer.frame < to) {
        const uint64_t frame = lane->renderer.frame;
        const size_t n = wt_chunk_frames(piece, frame);
        if (!wt_lane_fill(lane, piece, n)) {
            return false;
        }
        const size_t first = frame < from ? (size_t)(from - frame) : 0;
        const size_t last = frame + n > to ? (size_t)(to - frame) : n;
        for (size_t i = first * channels; i < last * channels; ++i) {
            room[i] = sample_at(lane->samples, target->container, i);
        }
        if (last > first) {
            taker.take(taker.context, room + first * channels, last - first);
        }
    }
    return true;
}

bool wt_excerpt(const wt_piece *piece, const wt_sound *sound, wt_library *library,
                const wt_target *target, uint64_t from, uint64_t to, wt_taker taker,
                uint64_t *clipped, wt_fault *fault) {
    wt_lane lane;
    if (!wt_lane_make(&lane, piece, sound, library, target, fault)) {
        return false;
    }
    double *room = malloc((size_t)target->channels * WT_CHUNK * sizeof *room);
    const bool ok = room && run(&lane, piece, target, from, to, taker, room);
    if (!ok) {
        wt_fault_memory(fault);
    }
    *clipped = lane.quantiser.clipped;
    free(room);
    wt_lane_free(&lane);
    return ok;
}
