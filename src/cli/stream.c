// The loop that everything else prepares: pull, fade, quantise, write.
#include "cli/stream.h"

#include "wavetable/quantiser.h"
#include "wavetable/renderer.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 32768 }; // frames a write

// All memory of one stream.
typedef struct {
    wt_renderer renderer;
    wt_quantiser quantiser;
    wt_bank_reader *reader;
    wt_scratch *scratch;
    wt_voice *voices;
    void *left, *right; // buses
    void *both;         // interleaved
    void *samples;
    bool stereo;
} stream;

static void *block(size_t bytes) {
    return aligned_alloc(64, (bytes + 63) / 64 * 64);
}

static void stream_free(stream *s) {
    wt_bank_reader_free(s->reader);
    free(s->scratch);
    free(s->voices);
    free(s->left);
    free(s->right);
    free(s->both);
    free(s->samples);
}

static bool allocate(stream *s, const wt_piece *piece, wt_library *library) {
    const size_t channels = s->stereo ? 2 : 1;
    s->scratch = block(sizeof *s->scratch);
    s->voices = block((piece->polyphony + 1) * sizeof *s->voices);
    s->left = block(WT_BLOCK * sizeof(int64_t));
    s->right = s->stereo ? block(WT_BLOCK * sizeof(int64_t)) : NULL;
    s->both = s->stereo ? block(2 * WT_BLOCK * sizeof(int64_t)) : NULL;
    s->samples = block(channels * CHUNK * sizeof(double));
    return s->scratch && s->voices && s->left && (!s->stereo || (s->right && s->both)) &&
           s->samples && wt_bank_reader_new(&s->reader, wt_library_bank(library)) == WT_OK;
}

static bool stream_make(stream *s, const wt_piece *piece, const wt_sound *sound,
                        wt_library *library, const wt_target *target, wt_fault *fault) {
    *s = (stream){.stereo = target->channels == 2};
    if (!allocate(s, piece, library)) {
        stream_free(s);
        wt_fault_memory(fault);
        return false;
    }
    s->renderer = (wt_renderer){.patch = &sound->patch,
                                .kernels = wt_kernels_best(sound->patch.form.engine),
                                .source = wt_bank_reader_source(s->reader),
                                .notes = piece->notes,
                                .n_notes = piece->n_notes,
                                .voices = s->voices,
                                .n_voices = piece->polyphony,
                                .scratch = s->scratch,
                                .stereo = s->stereo};
    wt_quantiser_init(&s->quantiser, sound->patch.form.engine, target->container, target->bits,
                      target->dither, target->seed, target->gain);
    s->quantiser.measure = target->measure;
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

static void interleave(stream *s, wt_engine engine, size_t n) {
    if (engine == WT_ENGINE_Q31) {
        int64_t *both = s->both;
        for (size_t i = 0; i < n; ++i) {
            both[2 * i] = ((int64_t *)s->left)[i];
            both[2 * i + 1] = ((int64_t *)s->right)[i];
        }
    } else {
        int32_t *both = s->both; // floats and integers alike
        for (size_t i = 0; i < n; ++i) {
            both[2 * i] = ((int32_t *)s->left)[i];
            both[2 * i + 1] = ((int32_t *)s->right)[i];
        }
    }
}

// The next n <= WT_BLOCK frames to `samples`, while they are in the first-level cache.
static bool fill_block(stream *s, const wt_piece *piece, void *samples, size_t n) {
    const wt_engine engine = s->renderer.patch->form.engine;
    const uint64_t frame = s->renderer.frame;
    if (!wt_renderer_pull(&s->renderer, bus_of(s->left), bus_of(s->right), n)) {
        return false;
    }
    if (frame + n > piece->fade) {
        fade(piece, engine, bus_of(s->left), frame, n);
        if (s->stereo) {
            fade(piece, engine, bus_of(s->right), frame, n);
        }
    }
    if (s->stereo) {
        interleave(s, engine, n);
    }
    wt_quantise(&s->quantiser, bus_of(s->stereo ? s->both : s->left), samples,
                s->stereo ? 2 * n : n);
    return true;
}

// The next n frames into s->samples.
static bool fill(stream *s, const wt_piece *piece, size_t n) {
    static const size_t sizes[] = {[WT_I16] = 2, [WT_I32] = 4, [WT_F32] = 4, [WT_F64] = 8};
    const size_t frame_size = sizes[s->quantiser.container] * (s->stereo ? 2 : 1);
    for (size_t done = 0; done < n; done += WT_BLOCK) {
        const size_t step = n - done < WT_BLOCK ? n - done : WT_BLOCK;
        if (!fill_block(s, piece, (char *)s->samples + done * frame_size, step)) {
            return false;
        }
    }
    wt_bank_reader_trim(s->reader);
    return true;
}

static bool run(stream *s, const wt_piece *piece, wt_sound_out *out, wt_fault *fault) {
    while (s->renderer.frame < piece->frames) {
        const uint64_t left = piece->frames - s->renderer.frame;
        const size_t n = left < CHUNK ? (size_t)left : CHUNK;
        if (!fill(s, piece, n)) {
            wt_fault_memory(fault);
            return false;
        }
        if (out && wt_sound_out_write(out, s->samples, n) != WT_OK) {
            return false; // the caller asks the output why
        }
    }
    return true;
}

bool wt_stream(const wt_piece *piece, const wt_sound *sound, wt_library *library,
               const wt_target *target, wt_sound_out *out, wt_result *result, wt_fault *fault) {
    stream s;
    if (!stream_make(&s, piece, sound, library, target, fault)) {
        return false;
    }
    const bool ok = run(&s, piece, out, fault);
    *result = (wt_result){s.renderer.frame, s.quantiser.clipped, (double)s.quantiser.peak};
    stream_free(&s);
    return ok;
}

bool wt_stream_peak(const wt_piece *piece, const wt_sound *sound, wt_library *library, int channels,
                    double *peak, wt_fault *fault) {
    const wt_target target = {WT_F32, 32, false, 1.0, true, channels, 0};
    wt_result result;
    const bool ok = wt_stream(piece, sound, library, &target, NULL, &result, fault);
    *peak = ok ? result.peak : 0.0;
    return ok;
}
