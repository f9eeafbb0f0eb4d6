// Targets from request.
#include "app/render/sample_format.h"

#include "base/math.h"

static bool uses_dither(const wt_request *s) {
    if (s->encoding == WT_FLOATING) {
        return false;
    }
    if (s->dither >= 0) {
        return s->dither == 1;
    }
    return s->engine == WT_ENGINE_FLOAT && s->bits <= 16;
}

wt_sample_format wt_sample_format_of(const wt_request *s, const wt_time_line *time_line,
                                     wt_container container, int bits) {
    const bool integers = container == WT_I16 || container == WT_I32;
    return (wt_sample_format){.container = container,
                              .bits = bits,
                              .dither = integers && uses_dither(s),
                              .gain = s->has_gain    ? wt_db_gain(s->gain_db)
                                      : s->normalize ? 1.0
                                                     : wt_time_line_gain(time_line, s),
                              .measure = s->measure || s->loudness == WT_VERBOSE,
                              .channels = s->channels,
                              .seed = s->seed,
                              .threads = s->jobs};
}

// Full scale of integers is one step (two with dither) short of 1, and no less than what floats may
// round by, so that nothing clips.
bool wt_sample_format_normalize(wt_sample_format *target, const wt_request *s,
                                const wt_time_line *time_line, const wt_sound *sound,
                                wt_wave_store *store, wt_fault *fault) {
    double peak;
    if (!wt_stream_peak(time_line, sound, store, s->channels, s->jobs, target->progress, &peak,
                        fault)) {
        return false;
    }
    const bool integers = target->container == WT_I16 || target->container == WT_I32;
    const double two_steps = integers ? 4.0 / (double)((uint64_t)1 << target->bits) : 0.0;
    const double least = target->dither ? two_steps : two_steps / 2.0;
    const double room = !integers ? 1.0 : 1.0 - (least > 0x1p-22 ? least : 0x1p-22);
    const double asked = wt_db_gain(s->normalize_db);
    if (peak > 0.0) {
        target->gain = (asked < room ? asked : room) / peak;
    }
    if (target->gain > 4096.0) {
        target->gain = 4096.0; // 72 dB: what is quieter is silence
    }
    return true;
}
