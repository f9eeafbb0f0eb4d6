// One thread's share of a stream.
#include "cli/lane.h"

#include <stdlib.h>
#include <string.h>

static void *block(size_t bytes) {
    return aligned_alloc(64, (bytes + 63) / 64 * 64);
}

void *wt_lane_room(const wt_lane *lane) {
    return block((lane->stereo ? 2 : 1) * WT_CHUNK * sizeof(double));
}

void wt_lane_free(wt_lane *lane) {
    wt_bank_reader_free(lane->reader);
    free(lane->scratch);
    free(lane->voices);
    free(lane->left);
    free(lane->right);
    free(lane->both);
    free(lane->samples);
}

static bool allocate(wt_lane *lane, const wt_piece *piece, wt_library *library) {
    lane->scratch = block(sizeof *lane->scratch);
    lane->voices = block((piece->polyphony + 1) * sizeof *lane->voices);
    lane->left = block(WT_BLOCK * sizeof(int64_t));
    lane->right = lane->stereo ? block(WT_BLOCK * sizeof(int64_t)) : NULL;
    lane->both = lane->stereo ? block(2 * WT_BLOCK * sizeof(int64_t)) : NULL;
    lane->samples = wt_lane_room(lane);
    return lane->scratch && lane->voices && lane->left &&
           (!lane->stereo || (lane->right && lane->both)) && lane->samples &&
           wt_bank_reader_new(&lane->reader, wt_library_bank(library)) == WT_OK;
}

bool wt_lane_make(wt_lane *lane, const wt_piece *piece, const wt_sound *sound, wt_library *library,
                  const wt_target *target, wt_fault *fault) {
    *lane = (wt_lane){.stereo = target->channels == 2};
    if (!allocate(lane, piece, library)) {
        wt_lane_free(lane);
        wt_fault_memory(fault);
        return false;
    }
    lane->renderer = (wt_renderer){.patch = &sound->patch,
                                   .kernels = wt_kernels_best(sound->patch.form.engine),
                                   .source = wt_bank_reader_source(lane->reader),
                                   .notes = piece->notes,
                                   .n_notes = piece->n_notes,
                                   .voices = lane->voices,
                                   .n_voices = piece->polyphony,
                                   .scratch = lane->scratch,
                                   .stereo = lane->stereo};
    const int headroom = wt_headroom_bits(sound->patch.form, sound->patch.bandlimit);
    wt_quantiser_init(&lane->quantiser, sound->patch.form.engine, target->container, target->bits,
                      target->dither, target->seed, target->gain * (double)(1 << headroom));
    lane->quantiser.measure = target->measure;
    return true;
}

static wt_bus bus_of(void *memory) {
    return (wt_bus){.f = memory};
}

// A cut ends with a straight fade, so that it does not click.
static void fade(const wt_piece *piece, wt_engine engine, wt_bus bus, uint64_t frame, size_t n) {
    const double length = (double)(piece->frames - piece->fade);
    for (size_t i = 0; i < n; ++i) {
        if (frame + i < piece->fade) {
            continue;
        }
        const double gain = (double)(piece->frames - (frame + i)) / length;
        if (engine == WT_ENGINE_FLOAT) {
            bus.f[i] *= (float)gain;
        } else if (engine == WT_ENGINE_Q15) {
            bus.q15[i] = (int32_t)((int64_t)bus.q15[i] * (int64_t)(gain * 32768.0) >> 15);
        } else {
            bus.q31[i] = bus.q31[i] * (int64_t)(gain * 32768.0) >> 15;
        }
    }
}

static void interleave(wt_lane *lane, wt_engine engine, size_t n) {
    if (engine == WT_ENGINE_Q31) {
        int64_t *both = lane->both;
        for (size_t i = 0; i < n; ++i) {
            both[2 * i] = ((int64_t *)lane->left)[i];
            both[2 * i + 1] = ((int64_t *)lane->right)[i];
        }
    } else {
        int32_t *both = lane->both; // floats and integers alike
        for (size_t i = 0; i < n; ++i) {
            both[2 * i] = ((int32_t *)lane->left)[i];
            both[2 * i + 1] = ((int32_t *)lane->right)[i];
        }
    }
}

// The next n <= WT_BLOCK frames to `samples`, while they are in the first-level cache.
static bool fill_block(wt_lane *lane, const wt_piece *piece, void *samples, size_t n) {
    const wt_engine engine = lane->renderer.patch->form.engine;
    const uint64_t frame = lane->renderer.frame;
    if (!wt_renderer_pull(&lane->renderer, bus_of(lane->left), bus_of(lane->right), n)) {
        return false;
    }
    if (frame + n > piece->fade) {
        fade(piece, engine, bus_of(lane->left), frame, n);
        if (lane->stereo) {
            fade(piece, engine, bus_of(lane->right), frame, n);
        }
    }
    if (lane->stereo) {
        interleave(lane, engine, n);
    }
    wt_quantise(&lane->quantiser, bus_of(lane->stereo ? lane->both : lane->left), samples,
                lane->stereo ? 2 * n : n);
    return true;
}

bool wt_lane_seek(wt_lane *lane, uint64_t frame) {
    if (!wt_renderer_skip(&lane->renderer, frame - lane->renderer.frame)) {
        return false;
    }
    wt_quantiser_seek(&lane->quantiser, frame * (lane->stereo ? 2 : 1));
    return true;
}

bool wt_lane_fill(wt_lane *lane, const wt_piece *piece, size_t n) {
    static const size_t sizes[] = {[WT_I16] = 2, [WT_I32] = 4, [WT_F32] = 4, [WT_F64] = 8};
    const size_t frame_size = sizes[lane->quantiser.container] * (lane->stereo ? 2 : 1);
    for (size_t done = 0; done < n; done += WT_BLOCK) {
        const size_t step = n - done < WT_BLOCK ? n - done : WT_BLOCK;
        if (!fill_block(lane, piece, (char *)lane->samples + done * frame_size, step)) {
            return false;
        }
    }
    return true;
}
