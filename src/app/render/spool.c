// Samples through a file without a name, whose pages are the system's and not the program's.
#include "app/render/spool.h"

#include "app/render/sound_file.h"
#include "app/render/worker.h"

#include <stdio.h>
#include <stdlib.h>

struct wt_spool {
    wt_output *file;
    size_t channels;
};

wt_spool *wt_spool_open(const wt_plan *plan) {
    if (plan->sound.patch.form.engine != WT_ENGINE_FLOAT || plan->time_line.whole) {
        return NULL;
    }
    wt_message message = {""}; // it does without
    wt_output *file = NULL;
    wt_spool *const spool = malloc(sizeof *spool);
    if (!spool || wt_output_open_spool(&file, &message) != WT_OK) {
        free(spool);
        return NULL;
    }
    *spool = (wt_spool){file, (size_t)plan->samples.channels};
    return spool;
}

void wt_spool_write(wt_spool *spool, const float *samples, size_t n) {
    (void)wt_output_write(spool->file, samples, n * spool->channels * sizeof *samples);
}

bool wt_spool_is_whole(wt_spool *spool) {
    return wt_output_seek(spool->file, 0, SEEK_SET, NULL) == WT_OK; // it remembers a failure
}

void wt_spool_free(wt_spool *spool) {
    if (spool) {
        wt_output_abandon(spool->file);
        free(spool);
    }
}

static bool read_chunk(wt_spool *spool, float *samples, size_t count, const char *path,
                       wt_fault *fault) {
    size_t n_read;
    wt_message message = {"cannot read back a temporary file: it was cut off (set TMPDIR)"};
    wt_status status = wt_output_read(spool->file, samples, count * sizeof *samples, &n_read);
    if (status == WT_OK && n_read == count * sizeof *samples) {
        return true;
    }
    int error = 0;
    status = wt_output_status(spool->file, &error, &message);
    wt_sound_file_fault(fault, path, status == WT_OK ? WT_SYSTEM : status, error, &message);
    return false;
}

// Chunk by chunk, `floats` to `samples`, which both have room for one.
static bool run(const wt_plan *plan, const wt_sink *sink, wt_quantiser *q, float *floats,
                void *samples, wt_fault *fault) {
    const wt_time_line *const time_line = &plan->time_line;
    for (uint64_t frame = 0; frame < time_line->frames;) {
        const size_t n = wt_chunk_frames(time_line, frame);
        const size_t count = n * sink->spool->channels;
        if (!read_chunk(sink->spool, floats, count, plan->path, fault)) {
            return false;
        }
        wt_quantise(q, (wt_bus){.f = floats}, samples, count);
        if (wt_sound_out_write(sink->out, samples, n) != WT_OK) {
            return false; // the caller asks the output why
        }
        wt_advance(sink->listener, sink->work, n, NULL);
        frame += n;
    }
    return true;
}

bool wt_spool_stream(const wt_plan *plan, const wt_sample_format *form, const wt_sink *sink,
                     wt_result *result, wt_fault *fault) {
    const wt_time_line *const time_line = &plan->time_line;
    const size_t most = (wt_chunk_frames(time_line, 0) + 1) * sink->spool->channels;
    wt_quantiser q;
    wt_worker_quantiser(&q, plan, form);
    float *const floats = malloc(most * sizeof *floats);
    void *const samples = malloc(most * sizeof(double));
    bool ok = floats && samples;
    if (ok) {
        ok = run(plan, sink, &q, floats, samples, fault);
    } else {
        wt_fault_memory(fault);
    }
    *result = wt_result_of(&q, time_line->frames);
    free(samples);
    free(floats);
    return ok;
}
