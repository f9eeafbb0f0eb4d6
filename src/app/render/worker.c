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
    free(worker->kept);
    free(worker->samples);
}

static size_t voices_size(const wt_worker *worker) {
    return (worker->time_line->polyphony + 1) * sizeof(wt_voice);
}

// Scratch, buses and voices are one block.
static bool allocate(wt_worker *worker, wt_cache *cache) {
    const size_t most = worker->time_line->block;
    const size_t scratch = wt_scratch_size(most);
    const size_t bus = most * sizeof(int64_t);
    const size_t buses = worker->stereo ? 4 * bus : bus;
    char *const room = block(scratch + buses + voices_size(worker));
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

static void seek_samples(wt_worker *worker) {
    wt_quantiser_seek(&worker->quantiser, worker->renderer.frame * (worker->stereo ? 2 : 1));
}

bool wt_worker_seek(wt_worker *worker, uint64_t frame) {
    const bool ok = wt_renderer_skip(&worker->renderer, frame - worker->renderer.frame);
    seek_samples(worker);
    return ok;
}

bool wt_worker_keep(wt_worker *worker) {
    const size_t most = worker->time_line->block;
    const size_t n = WT_CHUNK / most;
    const size_t head = (n * sizeof(wt_drawn) + 63) / 64 * 64;
    char *const room = block(head + 2 * WT_CHUNK * sizeof(float));
    worker->renderer.kept = worker->kept = (wt_drawn *)(void *)room;
    worker->renderer.n_kept = n;
    for (size_t i = 0; room && i < n; ++i) {
        float *const values = (float *)(void *)(room + head) + 2 * i * most;
        worker->kept[i] = (wt_drawn){.values = values, .ratios = values + most};
    }
    return room;
}

bool wt_worker_lead(wt_worker *worker, wt_renderer *lead) {
    *lead = worker->renderer;
    lead->voices = block(voices_size(worker));
    return lead->voices;
}

// A voice that plays on knows what it knew.
static void take_voices(wt_renderer *own, const wt_renderer *lead) {
    const wt_voice *was = own->voices;
    const wt_voice *const end = was + own->n_active;
    for (size_t i = 0; i < lead->n_active; ++i) {
        const wt_voice *const from = &lead->voices[i];
        while (was < end && was->note < from->note) {
            ++was;
        }
        const wt_known known = was < end && was->note == from->note ? was->known : from->known;
        own->voices[i] = *from;
        own->voices[i].known = known;
    }
    own->n_active = lead->n_active;
}

bool wt_worker_follow(wt_worker *worker, wt_renderer *lead, size_t n) {
    wt_renderer *const own = &worker->renderer;
    own->frame = lead->frame;
    own->next = lead->next;
    take_voices(own, lead);
    seek_samples(worker);
    lead->scratch = own->scratch;
    lead->source = own->source;
    lead->kept = own->kept;
    const bool ok = wt_renderer_skip(lead, n);
    for (size_t i = 0; i < lead->n_active; ++i) { // of another source than the next one's
        wt_voice_forget_levels(&lead->voices[i]);
    }
    return ok;
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
