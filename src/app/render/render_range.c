// Rendering into memory, by the same workers as into files.
#include "app/render/render_range.h"

#include "app/render/worker.h"

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

static bool run(wt_worker *worker, const wt_sample_format *samples, uint64_t from, uint64_t to,
                wt_taker taker, double *room) {
    const size_t channels = (size_t)samples->channels;
    if (!wt_worker_seek(worker, from / WT_CHUNK * WT_CHUNK)) {
        return false;
    }
    while (worker->renderer.frame < to) {
        const uint64_t frame = worker->renderer.frame;
        const size_t n = wt_chunk_frames(worker->time_line, frame);
        if (!wt_worker_fill(worker, n)) {
            return false;
        }
        const size_t first = frame < from ? (size_t)(from - frame) : 0;
        const size_t last = frame + n > to ? (size_t)(to - frame) : n;
        for (size_t i = first * channels; i < last * channels; ++i) {
            room[i] = sample_at(worker->samples, samples->container, i);
        }
        if (last > first) {
            taker.take(taker.context, room + first * channels, last - first);
        }
    }
    return true;
}

bool wt_render_range(const wt_plan *plan, const wt_sample_format *samples, uint64_t from,
                     uint64_t to, wt_taker taker, uint64_t *clipped, wt_fault *fault) {
    wt_worker worker;
    if (!wt_worker_make(&worker, plan, samples, fault)) {
        return false;
    }
    double *room = malloc((size_t)samples->channels * WT_CHUNK * sizeof *room);
    const bool ok = room && run(&worker, samples, from, to, taker, room);
    if (!ok) {
        wt_fault_memory(fault);
    }
    *clipped = worker.quantiser.clipped;
    free(room);
    wt_worker_free(&worker);
    return ok;
}
