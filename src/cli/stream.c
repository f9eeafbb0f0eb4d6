// The loop that everything else prepares: render a chunk, write it; on several threads where it
// pays.
#include "cli/stream.h"

#include "cli/crew.h"
#include "cli/lane.h"

#include <unistd.h>

// Voice-frames from which a second thread pays for itself: about a tenth of a second of work.
static const double worth_a_thread = 1e8;

static double voice_frames(const wt_piece *piece) {
    double sum = 0.0;
    for (size_t i = 0; i < piece->n_notes; ++i) {
        sum += (double)(piece->notes[i].end - piece->notes[i].start);
    }
    return sum;
}

static int threads_for(const wt_piece *piece, int asked) {
    const uint64_t chunks = (piece->frames + WT_CHUNK - 1) / WT_CHUNK;
    long threads = asked;
    if (asked == 0) {
        threads = voice_frames(piece) >= worth_a_thread ? sysconf(_SC_NPROCESSORS_ONLN) : 1;
    }
    threads = (uint64_t)threads < chunks ? threads : (long)chunks;
    return threads > 64 ? 64 : (int)threads;
}

static bool run_alone(const wt_piece *piece, const wt_sound *sound, wt_library *library,
                      const wt_target *target, wt_sound_out *out, wt_result *result,
                      wt_fault *fault) {
    wt_lane lane;
    if (!wt_lane_make(&lane, piece, sound, library, target, fault)) {
        return false;
    }
    bool ok = true;
    while (ok && lane.renderer.frame < piece->frames) {
        const size_t n = wt_chunk_frames(piece, lane.renderer.frame);
        if (!wt_lane_fill(&lane, piece, n)) {
            wt_fault_memory(fault);
            ok = false;
        } else if (out && wt_sound_out_write(out, lane.samples, n) != WT_OK) {
            ok = false; // the caller asks the output why
        }
        wt_meter_advance(target->meter, n, NULL);
    }
    *result = (wt_result){lane.renderer.frame, lane.quantiser.clipped, (double)lane.quantiser.peak};
    wt_lane_free(&lane);
    return ok;
}

bool wt_stream(const wt_piece *piece, const wt_sound *sound, wt_library *library,
               const wt_target *target, wt_sound_out *out, wt_result *result, wt_fault *fault) {
    const int threads = threads_for(piece, target->threads);
    if (threads > 1) {
        return wt_crew_run(threads, piece, sound, library, target, out, result, fault);
    }
    return run_alone(piece, sound, library, target, out, result, fault);
}

bool wt_stream_peak(const wt_piece *piece, const wt_sound *sound, wt_library *library, int channels,
                    int threads, wt_meter *meter, double *peak, wt_fault *fault) {
    const wt_target target = {.container = WT_F32,
                              .bits = 32,
                              .gain = 1.0,
                              .measure = true,
                              .channels = channels,
                              .threads = threads,
                              .meter = meter};
    wt_result result;
    const bool ok = wt_stream(piece, sound, library, &target, NULL, &result, fault);
    *peak = ok ? result.peak : 0.0;
    return ok;
}
