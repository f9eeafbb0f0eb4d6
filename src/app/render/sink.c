// Where the samples of a plan go.
#include "app/render/sink.h"

#include "app/render/spool.h"

bool wt_sink_take(const wt_sink *sink, const void *samples, size_t n) {
    if (sink->spool) {
        wt_spool_write(sink->spool, samples, n);
    }
    const bool ok = !sink->out || wt_sound_out_write(sink->out, samples, n) == WT_OK;
    wt_advance(sink->listener, sink->work, n, NULL);
    return ok;
}
