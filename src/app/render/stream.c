// The loop that everything else prepares: render a chunk, write it; on several threads where it
// pays.
#include "app/render/stream.h"

#include "app/render/parallel.h"
#include "app/render/worker.h"

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
    long threads = plan->threads;
    if (threads == 0) {
        threads = voice_frames(time_line) >= worth_a_thread ? sysconf(_SC_NPROCESSORS_ONLN) : 1;
    }
    threads = (uint64_t)threads < chunks ? threads : (long)chunks;
    return threads > 64 ? 64 : (int)threads;
}

static bool run_alone(const wt_pass *pass, wt_result *result, wt_fault *fault) {
    const wt_time_line *time_line = &pass->plan->time_line;
    wt_worker worker;
    if (!wt_worker_make(&worker, pass->plan, &pass->samples, fault)) {
        return false;
    }
    bool ok = true;
    while (ok && worker.renderer.frame < time_line->frames) {
        const size_t n = wt_chunk_frames(time_line, worker.renderer.frame);
        if (!wt_worker_fill(&worker, n)) {
            wt_fault_memory(fault);
            ok = false;
        } else {
            ok = wt_pass_take(pass, worker.samples, n);
        }
        wt_advance(pass->listener, pass->work, n, NULL);
    }
    *result = wt_result_of(&worker.quantiser, worker.renderer.frame);
    wt_worker_free(&worker);
    return ok;
}

bool wt_stream(const wt_pass *pass, wt_result *result, wt_fault *fault) {
    const int threads = threads_for(pass->plan);
    return threads > 1 ? wt_render_parallel(threads, pass, result, fault)
                       : run_alone(pass, result, fault);
}

bool wt_stream_peak(const wt_pass *pass, double *peak, wt_fault *fault) {
    wt_pass measuring = *pass;
    wt_plan whole = *pass->plan;
    if (whole.time_line.whole) {
        whole.time_line.notes = whole.time_line.whole;
        whole.time_line.n_notes = whole.time_line.n_whole;
    }
    measuring.plan = &whole;
    wt_result result;
    measuring.samples = (wt_sample_format){.container = WT_F32,
                                           .bits = 32,
                                           .gain = 1.0,
                                           .measure = true,
                                           .channels = pass->samples.channels};
    measuring.out = NULL;
    const bool ok = wt_stream(&measuring, &result, fault);
    *peak = ok ? result.peak : 0.0;
    return ok;
}
