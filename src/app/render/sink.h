// Where the samples of a plan go, and what became of them.
#ifndef WT_APP_RENDER_SINK_H
#define WT_APP_RENDER_SINK_H

#include "app/listener.h"
#include "app/render/spool.h"
#include "core/output/quantiser.h"
#include "io/sound/sound_out.h"

// What became of a sound.
typedef struct {
    uint64_t frames;
    uint64_t clipped; // samples
    double peak;      // where measured: largest |x| after gain, full scale 1
    double rms;       // where measured
    bool silent;      // nothing comes up to a step of 16 bits
} wt_result;

typedef struct {
    wt_sound_out *out; // null: nothing is written
    wt_spool *spool;   // null: nothing is kept; else WT_F32
    const wt_listener *listener;
    wt_work *work;
} wt_sink;

// Return what became of `frames` that one quantiser saw.
wt_result wt_result_of(const wt_quantiser *quantiser, uint64_t frames);

// Take the next n frames, and tell the listener. False: the output failed, and tells why.
bool wt_sink_take(const wt_sink *sink, const void *samples, size_t n);

#endif
