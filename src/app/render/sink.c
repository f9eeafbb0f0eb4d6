// Where the samples of a plan go.
#include "app/render/sink.h"

wt_result wt_result_of(const wt_quantiser *quantiser, uint64_t frames) {
    return (wt_result){.frames = frames,
                       .clipped = quantiser->clipped,
                       .peak = (double)quantiser->peak,
                       .rms = wt_energy_rms(&quantiser->energy, quantiser->position),
                       .silent = !quantiser->audible};
}

bool wt_sink_take(const wt_sink *sink, const void *samples, size_t n) {
    if (sink->spool) {
        wt_spool_write(sink->spool, samples, n);
    }
    const bool ok = !sink->out || wt_sound_out_write(sink->out, samples, n) == WT_OK;
    wt_advance(sink->listener, sink->work, n, NULL);
    return ok;
}
