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

static int threads_for(const wt_time_line *time_line, int asked) {
    const uint64_t chunks = (time_line->frames + WT_CHUNK - 1) / WT_CHUNK;
    long threads = asked;
    if (asked == 0) {
        threads = voice_frames(time_line) >= worth_a_thread ? sysconf(_SC_NPROCESSORS_ONLN) : 1;
    }
    threads = (uint64_t)threads < chunks ? threads : (long)chunks;
    return threads > 64 ? 64 : (int)threads;
}

static bool run_alone(const wt_time_line *time_line, const wt_sound *sound, wt_wave_store *store,
                      const wt_sample_format *target, wt_sound_out *out, wt_result *result,
                      wt_fault *fault) {
    wt_worker worker;
    if (!wt_worker_make(&worker, time_line, sound, store, target, fault)) {
        return false;
    }
    bool ok = true;
    while (ok && worker.renderer.frame < time_line->frames) {
        const size_t n = wt_chunk_frames(time_line, worker.renderer.frame);
        if (!wt_worker_fill(&worker, time_line, n)) {
            wt_fault_memory(fault);
            ok = false;
        } else if (out && wt_sound_out_write(out, worker.samples, n) != WT_OK) {
            ok = false; // the caller asks the output why
        }
        wt_progress_advance(target->progress, n, NULL);
    }
    *result =
        (wt_result){worker.renderer.frame, worker.quantiser.clipped, (double)worker.quantiser.peak};
    wt_worker_free(&worker);
    return ok;
}

bool wt_stream(const wt_time_line *time_line, const wt_sound *sound, wt_wave_store *store,
               const wt_sample_format *target, wt_sound_out *out, wt_result *result,
               wt_fault *fault) {
    const int threads = threads_for(time_line, target->threads);
    if (threads > 1) {
        return wt_render_parallel(threads, time_line, sound, store, target, out, result, fault);
    }
    return run_alone(time_line, sound, store, target, out, result, fault);
}

bool wt_stream_peak(const wt_time_line *time_line, const wt_sound *sound, wt_wave_store *store,
                    int channels, int threads, wt_progress *progress, double *peak,
                    wt_fault *fault) {
    const wt_sample_format target = {.container = WT_F32,
                                     .bits = 32,
                                     .gain = 1.0,
                                     .measure = true,
                                     .channels = channels,
                                     .threads = threads,
                                     .progress = progress};
    wt_result result;
    const bool ok = wt_stream(time_line, sound, store, &target, NULL, &result, fault);
    *peak = ok ? result.peak : 0.0;
    return ok;
}
