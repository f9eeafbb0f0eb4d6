// The rendered waveform over time.
#include "app/charts/sound.h"

#include "plot/scale.h"

#include <stdio.h>
#include <stdlib.h>

// Frames that are kept one by one; of longer sounds the lowest and highest of every `stride`.
static const uint64_t most_frames = (uint64_t)1 << 20;

typedef struct {
    double *room;             // owned: all of these
    double *low[2], *high[2]; // by channel; low is null where every frame is kept
    size_t channels;
    uint64_t stride, frame;
} store;

static void take(void *context, const double *frames, size_t n) {
    store *s = context;
    for (size_t i = 0; i < n; ++i, ++s->frame) {
        const size_t at = (size_t)(s->frame / s->stride);
        const bool first = s->frame % s->stride == 0;
        for (size_t c = 0; c < s->channels; ++c) {
            const double y = frames[i * s->channels + c];
            s->high[c][at] = first || y > s->high[c][at] ? y : s->high[c][at];
            if (s->low[c]) {
                s->low[c][at] = first || y < s->low[c][at] ? y : s->low[c][at];
            }
        }
    }
}

static bool make_store(store *s, uint64_t frames, int channels, size_t *n) {
    *s = (store){.channels = (size_t)channels, .stride = 1};
    while (frames / s->stride > most_frames) {
        s->stride *= 2;
    }
    *n = (size_t)((frames + s->stride - 1) / s->stride);
    const size_t columns = s->channels * (s->stride > 1 ? 2 : 1);
    s->room = calloc(columns * *n + 1, sizeof *s->room);
    for (size_t c = 0; s->room && c < s->channels; ++c) {
        s->high[c] = s->room + c * *n;
        s->low[c] = s->stride > 1 ? s->room + (s->channels + c) * *n : NULL;
    }
    return s->room != NULL;
}

static bool draw(const wt_plot *plot, const store *kept, uint64_t frames, size_t n) {
    const wt_request *s = plot->request;
    static const char *const names[] = {"left", "right"};
    wt_series series[2] = {0};
    double low = -1.0;
    double high = 1.0;
    for (size_t c = 0; c < kept->channels; ++c) {
        series[c] = (wt_series){.kind = kept->stride > 1 ? WT_SERIES_BAND : WT_SERIES_LINE,
                                .role = WT_ROLE_FIRST,
                                .panel = (int)c,
                                .n = n,
                                .x_rate = (double)s->output.rate / (double)kept->stride,
                                .y = kept->high[c],
                                .low = kept->low[c]};
        wt_series_range(&series[c], &low, &high);
    }
    wt_scale_widen(&low, &high);
    const double seconds = (double)frames / s->output.rate;
    wt_figure f = {.x = {"time", "s", 0.0, seconds > 0.0 ? seconds : 1.0, false, false, false},
                   .y = {"amplitude", NULL, low, high, false, false, false},
                   .n_panels = kept->channels,
                   .panels = {names[0], names[1]},
                   .series = series,
                   .n_series = kept->channels};
    wt_plot_sound_name(s, f.title, sizeof f.title);
    snprintf(f.caption[0], sizeof f.caption[0], "%llu frames at %d Hz, full scale 1",
             (unsigned long long)frames, s->output.rate);
    return wt_plot_write(plot, &f);
}

bool wt_plot_wave_out(const wt_plot *plot) {
    wt_plan made;
    store kept;
    size_t n;
    if (!wt_plot_sound_make(&made, plot)) {
        return false;
    }
    const uint64_t frames = made.time_line.frames;
    bool ok = make_store(&kept, frames, made.file.channels, &n);
    if (!ok) {
        wt_fault_memory(plot->fault);
    }
    ok = ok && wt_plot_sound_render(&made, plot, 0, frames, (wt_taker){take, &kept}) &&
         draw(plot, &kept, frames, n);
    free(kept.room);
    wt_plan_free(&made);
    return ok;
}
