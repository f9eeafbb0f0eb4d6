// The loop that everything else prepares: render a chunk, write it; on several threads where it
// pays.
#include "app/render/stream.h"

#include "app/render/parallel.h"
#include "app/render/worker.h"

#include <stdlib.h>
#include <unistd.h>

// Voice-frames from which a second thread pays for itself: about a tenth of a second of work.
static const double worth_a_thread = 1e8;

static double voice_frames(const wt_time_line *time_line) {
    double sum = 0.0;
    for (size_t i = 0; i < time_line->n_notes; ++i) {
        sum += (double)(time_line->notes[i].end - time_line->notes[i].start);
    }
    return sum;
}

static int threads_for(const wt_plan *plan) {
    const wt_time_line *time_line = &plan->time_line;
    const uint64_t chunks = (time_line->frames + WT_CHUNK - 1) / WT_CHUNK;
    long threads = plan->job.threads;
    if (threads == 0) {
        threads = voice_frames(time_line) >= worth_a_thread ? sysconf(_SC_NPROCESSORS_ONLN) : 1;
    }
    threads = (uint64_t)threads < chunks ? threads : (long)chunks;
    return threads > 64 ? 64 : (int)threads;
}

static bool run_alone(const wt_plan *plan, const wt_sample_format *samples, const wt_sink *sink,
                      wt_result *result, wt_fault *fault) {
    const wt_time_line *time_line = &plan->time_line;
    wt_worker worker;
    if (!wt_worker_make(&worker, plan, samples, fault)) {
        return false;
    }
    bool ok = true;
    while (ok && worker.renderer.frame < time_line->frames) {
        const size_t n = wt_chunk_frames(time_line, worker.renderer.frame);
        if (!wt_worker_fill(&worker, n)) {
            wt_fault_memory(fault);
            ok = false;
        } else {
            ok = wt_sink_take(sink, worker.samples, n);
        }
    }
    *result = wt_result_of(&worker.quantiser, worker.renderer.frame);
    wt_worker_free(&worker);
    return ok;
}

bool wt_stream(const wt_plan *plan, const wt_sample_format *samples, const wt_sink *sink,
               wt_result *result, wt_fault *fault) {
    const int threads = threads_for(plan);
    return threads > 1 ? wt_render_parallel(threads, plan, samples, sink, result, fault)
                       : run_alone(plan, samples, sink, result, fault);
}

bool wt_stream_peak(const wt_plan *plan, const wt_sink *sink, double *peak, wt_fault *fault) {
    wt_plan whole = *plan;
    if (whole.time_line.whole) {
        whole.time_line.notes = whole.time_line.whole;
        whole.time_line.n_notes = whole.time_line.n_whole;
    }
    const wt_sample_format floats = {.container = WT_F32,
                                     .bits = 32,
                                     .gain = 1.0,
                                     .measure = true,
                                     .channels = plan->samples.channels};
    wt_result result;
    const bool ok = wt_stream(&whole, &floats, sink, &result, fault);
    *peak = ok ? result.peak : 0.0;
    return ok;
}

bool wt_stream_can_replay(const wt_plan *plan) {
    return plan->sound.patch.form.engine == WT_ENGINE_FLOAT && !plan->time_line.whole;
}

// Chunk by chunk, `floats` to `samples`, which both have room for one.
static bool replay(const wt_plan *plan, const wt_sink *sink, wt_quantiser *q, float *floats,
                   void *samples, wt_fault *fault) {
    for (uint64_t frame = 0; frame < plan->time_line.frames;) {
        const size_t n = wt_chunk_frames(&plan->time_line, frame);
        if (!wt_spool_read(sink->spool, floats, n, plan->job.path, fault)) {
            return false;
        }
        wt_quantise(q, (wt_bus){.f = floats}, samples, n * (size_t)plan->samples.channels);
        if (wt_sound_out_write(sink->out, samples, n) != WT_OK) {
            return false; // the caller asks the output why
        }
        wt_advance(sink->listener, sink->work, n, NULL);
        frame += n;
    }
    return true;
}

bool wt_stream_replay(const wt_plan *plan, const wt_sample_format *form, const wt_sink *sink,
                      wt_result *result, wt_fault *fault) {
    const size_t most = (wt_chunk_frames(&plan->time_line, 0) + 1) * (size_t)plan->samples.channels;
    wt_quantiser q;
    wt_worker_quantiser(&q, plan, form);
    float *const floats = malloc(most * sizeof *floats);
    void *const samples = malloc(most * sizeof(double));
    bool ok = floats && samples;
    if (ok) {
        ok = replay(plan, sink, &q, floats, samples, fault);
    } else {
        wt_fault_memory(fault);
    }
    *result = wt_result_of(&q, plan->time_line.frames);
    free(samples);
    free(floats);
    return ok;
}
