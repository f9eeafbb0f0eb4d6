// Sounds to be drawn.
#include "app/charts/sound.h"

#include "app/render/sample_format.h"

#include <stdio.h>
#include <string.h>

// Doubles where nothing else was asked for; else what a file would hold.
static wt_container container_of(wt_request *s) {
    if (s->bits == 0 && s->encoding < 0 && s->dither != 1) {
        s->encoding = WT_FLOATING;
        s->bits = 64;
    }
    if (s->encoding < 0) {
        s->encoding = s->bits == 64 ? WT_FLOATING : WT_SIGNED;
    }
    if (s->bits == 0) {
        s->bits = s->encoding == WT_FLOATING ? 32 : 16;
    }
    if (s->encoding == WT_FLOATING) {
        return s->bits == 64 ? WT_F64 : WT_F32;
    }
    return s->bits <= 16 ? WT_I16 : WT_I32;
}

static bool check_format(wt_request *s, wt_fault *fault) {
    const wt_container container = container_of(s);
    wt_sound_format format = {.type = WT_TYPE_RAW,
                              .bits = s->bits,
                              .encoding = (wt_encoding)s->encoding,
                              .channels = s->channels,
                              .rate = s->rate};
    wt_message message = {""};
    (void)container;
    if (wt_sound_format_check(&format, NULL, &message) != WT_OK) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--bits", "%s", message.text);
    }
    return fault->kind == 0;
}

bool wt_plot_sound_make(wt_plot_sound *made, const wt_plot *plot) {
    wt_request *s = plot->request;
    if (!check_format(s, plot->fault) || !wt_time_line_make(&made->time_line, s, plot->fault)) {
        return false;
    }
    if (!wt_sound_make(&made->sound, s, plot->store, plot->fault)) {
        wt_time_line_free(&made->time_line);
        return false;
    }
    made->target = wt_sample_format_of(s, &made->time_line, container_of(s), s->bits);
    if (s->normalize && !wt_sample_format_normalize(&made->target, s, &made->time_line,
                                                    &made->sound, plot->store, plot->fault)) {
        wt_plot_sound_free(made);
        return false;
    }
    return true;
}

void wt_plot_sound_free(wt_plot_sound *made) {
    wt_sound_free(&made->sound);
    wt_time_line_free(&made->time_line);
}

bool wt_plot_sound_render(wt_plot_sound *made, const wt_plot *plot, uint64_t from, uint64_t to,
                          wt_taker taker) {
    uint64_t clipped = 0;
    const bool ok = wt_render_range(&made->time_line, &made->sound, plot->store, &made->target,
                                    from, to, taker, &clipped, plot->fault);
    if (ok && clipped > 0) {
        wt_report_note(plot->request->loudness, "plot", "%llu samples clipped (lower the gain)",
                       (unsigned long long)clipped);
    }
    return ok;
}

void wt_plot_sound_name(const wt_request *s, char *words, size_t size) {
    const char *wave = s->n_waves > 0 ? s->waves[0].text : "saw";
    const int n = snprintf(words, size, "%.60s%s at", wave, s->n_waves > 1 ? " ..." : "");
    size_t used = n > 0 ? (size_t)n : 0;
    for (size_t i = 0; i < s->n_notes && used < size; ++i) {
        const int more = snprintf(words + used, size - used, " %.40s", s->notes[i].text);
        used += more > 0 ? (size_t)more : 0;
    }
}
