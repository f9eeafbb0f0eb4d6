// An envelope over time.
#include "app/charts/sound.h"

#include "base/math.h"
#include "base/shown.h"
#include "plot/scale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double most_frames = 1048576.0;
static const double longest_s = 1e9;

// What the envelope follows: the NOTE, or middle C for --duration.
static bool find_context(const wt_plot *plot, wt_note_context *context) {
    const wt_request *s = plot->request;
    *context = (wt_note_context){.rate = s->output.rate,
                                 .tempo_bpm = s->notes.tempo_bpm,
                                 .note_s = wt_request_seconds(s, s->notes.duration),
                                 .velocity = 127.0,
                                 .key = 60.0};
    if (s->notes.n_words == 0) {
        return true;
    }
    wt_time_line time_line;
    if (!wt_time_line_make(&time_line, s, s->notes.words, s->notes.n_words, 0, plot->listener,
                           plot->fault)) {
        return false;
    }
    if (time_line.n_notes > 0) {
        context->note_s = time_line.notes[0].note_s;
        context->velocity = time_line.notes[0].velocity;
        context->key = time_line.notes[0].key;
    }
    wt_time_line_free(&time_line);
    return true;
}

// Until the note ends, or the last breakpoint, or the last value of a file.
static double length_of(const wt_env *env, const wt_note_context *note) {
    double seconds = note->note_s;
    for (size_t i = 0; i < env->n_terms; ++i) {
        const wt_env_term *term = &env->terms[i];
        double end = 0.0;
        if (term->kind == WT_ENV_SAMPLES) {
            end = (double)term->n_samples / note->rate;
        }
        for (size_t k = 0; term->kind == WT_ENV_POINTS && k < term->n_points; ++k) {
            const double at =
                wt_time_seconds(term->points[k].time, note->rate, note->tempo_bpm, note->note_s);
            end = at > end ? at : end;
        }
        seconds = end > seconds ? end : seconds;
    }
    return seconds > 0.0 ? seconds : 1.0;
}

static bool draw(const wt_plot *plot, const wt_series *series, double seconds) {
    double low = 1e300;
    double high = -1e300;
    wt_series_range(series, &low, &high);
    low = low < 0.0 || low > high ? low : 0.0;
    if (low > high) {
        low = 0.0;
        high = 1.0;
    }
    wt_scale_widen(&low, &high);
    wt_figure f = {.x = {"time", "s", 0.0, seconds, false, false, false},
                   .y = {"value", NULL, low, high, false, false, false},
                   .n_panels = 1,
                   .series = series,
                   .n_series = 1};
    wt_show(f.title, 151, plot->request->plot.curve.text);
    return wt_plot_write(plot, &f);
}

static bool plot_completed(const wt_plot *plot, const wt_env *env) {
    wt_note_context note;
    if (!find_context(plot, &note)) {
        return false;
    }
    const double seconds = length_of(env, &note);
    if (seconds > longest_s) {
        return wt_fault_set(plot->fault, WT_FAULT_RESOURCE, "--env",
                            "it would last %.3g seconds, and the limit is 1e9 (shorten it)",
                            seconds);
    }
    const double frames = wt_floor(seconds * note.rate) + 1.0;
    const double stride = frames > most_frames ? wt_floor(frames / most_frames) + 1.0 : 1.0;
    const size_t n = (size_t)((frames - 1.0) / stride) + 1;
    double *values = malloc(n * sizeof *values);
    if (!values) {
        return wt_fault_memory(plot->fault);
    }
    for (size_t i = 0; i < n; ++i) {
        values[i] = wt_env_at(env, &note, (uint64_t)((double)i * stride));
    }
    const wt_series series = {.kind = WT_SERIES_LINE,
                              .role = WT_ROLE_FIRST,
                              .n = n,
                              .x_rate = note.rate / stride,
                              .y = values};
    const bool ok = draw(plot, &series, seconds);
    free(values);
    return ok;
}

bool wt_plot_env(const wt_plot *plot) {
    const wt_env_setting *curve = &plot->request->plot.curve;
    wt_env_term *terms = malloc((curve->env.env.n_terms + 1) * sizeof *terms);
    wt_env env;
    if (!terms) {
        return wt_fault_memory(plot->fault);
    }
    const bool ok = wt_env_complete(&env, terms, curve, "--env", plot->store, NULL, plot->listener,
                                    plot->fault) &&
                    plot_completed(plot, &env);
    free(terms);
    return ok;
}
