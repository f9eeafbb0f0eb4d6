// Samples through a file without a name, whose pages are the system's and not the program's.
#include "app/render/spool.h"

#include "app/render/worker.h"

#include <stdio.h>
#include <stdlib.h>

struct wt_spool {
    FILE *file;
    size_t channels;
    bool whole;
};

wt_spool *wt_spool_open(const wt_plan *plan) {
    if (plan->sound.patch.form.engine != WT_ENGINE_FLOAT || plan->time_line.whole) {
        return NULL;
    }
    wt_spool *const spool = malloc(sizeof *spool);
    FILE *const file = spool ? tmpfile() : NULL;
    if (!file) {
        free(spool);
        return NULL;
    }
    *spool = (wt_spool){file, (size_t)plan->samples.channels, true};
    return spool;
}

void wt_spool_write(wt_spool *spool, const float *samples, size_t n) {
    const size_t count = n * spool->channels;
    spool->whole = spool->whole && fwrite(samples, sizeof *samples, count, spool->file) == count;
}

bool wt_spool_is_whole(wt_spool *spool) {
    return spool->whole && fflush(spool->file) == 0 && fseek(spool->file, 0, SEEK_SET) == 0;
}

void wt_spool_free(wt_spool *spool) {
    if (spool) {
        fclose(spool->file);
        free(spool);
    }
}

// Chunk by chunk, `floats` to `samples`, which both have room for one.
static bool run(wt_spool *spool, const wt_pass *pass, wt_quantiser *q, float *floats, void *samples,
                wt_fault *fault) {
    const wt_time_line *const time_line = &pass->plan->time_line;
    for (uint64_t frame = 0; frame < time_line->frames;) {
        const size_t n = wt_chunk_frames(time_line, frame);
        const size_t count = n * spool->channels;
        if (fread(floats, sizeof *floats, count, spool->file) != count) {
            wt_fault_set(fault, WT_FAULT_FAILED, "temporary file",
                         "it can not be read back (give the gain by -g: then there is none)");
            return false;
        }
        wt_quantise(q, (wt_bus){.f = floats}, samples, count);
        if (wt_sound_out_write(pass->out, samples, n) != WT_OK) {
            return false; // the caller asks the output why
        }
        wt_advance(pass->listener, pass->work, n, NULL);
        frame += n;
    }
    return true;
}

bool wt_spool_stream(wt_spool *spool, const wt_pass *pass, wt_result *result, wt_fault *fault) {
    const wt_time_line *const time_line = &pass->plan->time_line;
    wt_quantiser q = wt_worker_quantiser(pass->plan, &pass->samples);
    float *const floats = malloc(WT_CHUNK * spool->channels * sizeof *floats);
    void *const samples = malloc(WT_CHUNK * spool->channels * sizeof(double));
    bool ok = floats && samples;
    if (ok) {
        ok = run(spool, pass, &q, floats, samples, fault);
    } else {
        wt_fault_memory(fault);
    }
    *result = wt_result_of(&q, time_line->frames);
    free(samples);
    free(floats);
    return ok;
}
