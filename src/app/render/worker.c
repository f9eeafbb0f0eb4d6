// One thread's share of a stream.
#include "app/render/worker.h"

#include <stdlib.h>
#include <string.h>

size_t wt_chunk_frames(const wt_time_line *time_line, uint64_t frame) {
    const uint64_t left = time_line->frames - frame;
    return left < WT_CHUNK ? (size_t)left : WT_CHUNK;
}

static void *block(size_t bytes) {
    return aligned_alloc(64, (bytes + 63) / 64 * 64);
}

static size_t frame_size(const wt_worker *worker) {
    return wt_container_size(worker->quantiser.container) * (worker->stereo ? 2 : 1);
}

void *wt_worker_room(const wt_worker *worker) {
    const size_t most = wt_chunk_frames(worker->time_line, 0) + 1; // an empty sound too has room
    return block(most * frame_size(worker));
}

void wt_worker_free(wt_worker *worker) {
    wt_cache_reader_free(worker->reader);
    free(worker->scratch);
    free(worker->samples);
}

// Scratch, buses and voices are one block.
static bool allocate(wt_worker *worker, wt_cache *cache) {
    const size_t most = worker->time_line->block;
    const size_t scratch = wt_scratch_size(most);
    const size_t bus = most * sizeof(int64_t);
    const size_t buses = worker->stereo ? 4 * bus : bus;
    const size_t voices = (worker->time_line->polyphony + 1) * sizeof *worker->voices;
    char *const room = block(scratch + buses + voices);
    if (!room) {
        return false;
    }
    worker->scratch = wt_scratch_make(room, most);
    worker->left = room + scratch;
    worker->right = room + scratch + bus; // where there are two
    worker->both = room + scratch + 2 * bus;
    worker->voices = (void *)(room + scratch + buses);
    worker->samples = wt_worker_room(worker);
    return worker->samples && wt_cache_reader_new(&worker->reader, cache) == WT_OK;
}

void wt_worker_quantiser(wt_quantiser *quantiser, const wt_plan *plan,
                         const wt_sample_format *samples) {
    const wt_patch *const patch = &plan->sound.patch;
    const int headroom = wt_headroom_bits(patch->form, patch->bandlimit);
    wt_quantiser_init(quantiser, patch->form.engine, samples->container, samples->bits,
                      samples->dither, samples->seed, samples->gain * (double)(1 << headroom));
    wt_quantiser_shape(quantiser, samples->shape, samples->channels);
    quantiser->measure = samples->measure;
}

bool wt_worker_make(wt_worker *worker, const wt_plan *plan, const wt_sample_format *samples,
                    wt_fault *fault) {
    const wt_sound *sound = &plan->sound;
    const wt_time_line *time_line = &plan->time_line;
    *worker = (wt_worker){.time_line = time_line, .stereo = samples->channels == 2};
    wt_worker_quantiser(&worker->quantiser, plan, samples);
    if (!allocate(worker, sound->cache)) {
        wt_worker_free(worker);
        return wt_fault_memory(fault);
    }
    worker->renderer = (wt_renderer){.patch = &sound->patch,
                                     .patches = plan->patches,
                                     .kernels = wt_kernels_best(sound->patch.form.engine),
                                     .source = wt_cache_reader_source(worker->reader),
                                     .notes = time_line->notes,
                                     .n_notes = time_line->n_notes,
                                     .voices = worker->voices,
                                     .n_voices = time_line->polyphony,
                                     .scratch = worker->scratch,
                                     .stereo = worker->stereo};
    return true;
}

static wt_bus bus_of(void *memory) {
    return (wt_bus){.f = memory};
}

// A cut ends with a straight fade, so that it does not click.
static void fade(const wt_time_line *time_line, wt_engine engine, wt_bus bus, uint64_t frame,
                 size_t n) {
    const double length = (double)(time_line->frames - time_line->fade);
    for (size_t i = 0; i < n; ++i) {
        if (frame + i < time_line->fade) {
            continue;
        }
        const double gain = (double)(time_line->frames - (frame + i)) / length;
        if (engine == WT_ENGINE_FLOAT) {
            bus.f[i] *= (float)gain;
        } else if (engine == WT_ENGINE_Q15) {
            bus.q15[i] = (int32_t)((int64_t)bus.q15[i] * (int64_t)(gain * 32768.0) >> 15);
        } else {
            bus.q31[i] = bus.q31[i] * (int64_t)(gain * 32768.0) >> 15;
        }
    }
}

static void interleave(wt_worker *worker, wt_engine engine, size_t n) {
    if (engine == WT_ENGINE_Q31) {
        int64_t *both = worker->both;
        for (size_t i = 0; i < n; ++i) {
            both[2 * i] = ((int64_t *)worker->left)[i];
            both[2 * i + 1] = ((int64_t *)worker->right)[i];
        }
    } else {
        int32_t *both = worker->both; // floats and integers alike
        for (size_t i = 0; i < n; ++i) {
            both[2 * i] = ((int32_t *)worker->left)[i];
            both[2 * i + 1] = ((int32_t *)worker->right)[i];
        }
    }
}

// The next n frames, a block at most, to `samples`, while they are in the first-level cache.
static bool fill_block(wt_worker *worker, void *samples, size_t n) {
    const wt_time_line *time_line = worker->time_line;
    const wt_engine engine = worker->renderer.patch->form.engine;
    const uint64_t frame = worker->renderer.frame;
    if (!wt_renderer_pull(&worker->renderer, bus_of(worker->left), bus_of(worker->right), n)) {
        return false;
    }
    if (frame + n > time_line->fade) {
        fade(time_line, engine, bus_of(worker->left), frame, n);
        if (worker->stereo) {
            fade(time_line, engine, bus_of(worker->right), frame, n);
        }
    }
    if (worker->stereo) {
        interleave(worker, engine, n);
    }
    wt_quantise(&worker->quantiser, bus_of(worker->stereo ? worker->both : worker->left), samples,
                worker->stereo ? 2 * n : n);
    return true;
}

bool wt_worker_seek(wt_worker *worker, uint64_t frame) {
    if (!wt_renderer_skip(&worker->renderer, frame - worker->renderer.frame)) {
        return false;
    }
    wt_quantiser_seek(&worker->quantiser, frame * (worker->stereo ? 2 : 1));
    return true;
}

bool wt_worker_fill(wt_worker *worker, size_t n) {
    const size_t size = frame_size(worker);
    const size_t most = worker->time_line->block;
    for (size_t done = 0; done < n; done += most) {
        const size_t step = n - done < most ? n - done : most;
        if (!fill_block(worker, (char *)worker->samples + done * size, step)) {
            return false;
        }
    }
    return true;
}
