// Sample formats from requests.
#include "app/render/sample_format.h"

#include "app/render/identity.h"
#include "base/math.h"

#include <string.h>

static bool is_integer(wt_container container) {
    return container == WT_I16 || container == WT_I32;
}

static bool is_of_sines(const wt_sound_request *s) {
    bool sines = s->n_waves > 0;
    for (int w = 0; w < s->n_waves; ++w) {
        sines = sines && strcmp(s->waves[w].text, "sine") == 0;
    }
    return sines;
}

// Phase modulation bends the steps of a wave, and what is then cut off above the band leaves it up
// to 4 dB higher, as measured; a sine has no steps. The steps of cycles that take turns come in any
// order, which makes the highest of them up to 0.5 dB taller than a square's; rounding the corners
// between a square and a narrow pulse makes those 0.1 dB taller than -3 dB leave room for.
static double room_for_steps(const wt_sound_request *s) {
    const double for_fm = s->has_fm && !is_of_sines(s) ? 0.7071 : 1.0;
    return s->scan != WT_SCAN_MIX ? 0.8913 * for_fm : for_fm;
}

static bool uses_dither(const wt_request *s, const wt_sound_format *file) {
    if (!is_integer(wt_sound_format_container(file))) {
        return false;
    }
    if (s->output.dither >= 0) {
        return s->output.dither != WT_DITHER_NONE;
    }
    return s->sound.engine == WT_ENGINE_FLOAT && file->bits <= 16;
}

wt_sample_format wt_sample_format_of(const wt_request *s, const wt_patch *patch,
                                     const wt_time_line *time_line, const wt_sound_format *file,
                                     bool measure, bool normalize) {
    const bool shaped = s->output.dither == WT_DITHER_SHAPED;
    return (wt_sample_format){.container = wt_sound_format_container(file),
                              .bits = file->bits,
                              .dither = uses_dither(s, file),
                              .shape = shaped ? wt_noise_shape_of(file->rate) : NULL,
                              .gain = s->sound.has_gain ? wt_db_gain(s->sound.gain_db)
                                      : normalize       ? 1.0
                                                        : room_for_steps(&s->sound) *
                                                        wt_time_line_gain(time_line, patch),
                              .measure = measure,
                              .channels = file->channels,
                              .seed = wt_identity_of(s, time_line, file)};
}

// Full scale of integers is one step (two with dither, 16 where it is shaped) short of 1, and no
// less than what floats may round by, so that nothing clips.
double wt_sample_format_normalized(const wt_sample_format *samples, double peak, double dbfs) {
    const bool integers = is_integer(samples->container);
    const double step = integers ? 2.0 / (double)((uint64_t)1 << samples->bits) : 0.0;
    const double least = step * (samples->shape ? 16.0 : samples->dither ? 2.0 : 1.0);
    const double room = !integers ? 1.0 : 1.0 - (least > 0x1p-22 ? least : 0x1p-22);
    const double asked = wt_db_gain(dbfs);
    const double most = 4096.0; // 72 dB: what is quieter is silence
    if (!(peak > 0.0)) {
        return samples->gain;
    }
    const double gain = (asked < room ? asked : room) / peak;
    return gain < most ? gain : most;
}
