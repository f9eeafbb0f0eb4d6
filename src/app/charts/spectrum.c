// The magnitude spectrum of a note while it is steady, harmonics and everything else told apart.
#include "app/charts/sound.h"

#include "app/charts/spectrum_figure.h"
#include "base/math.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The frames that are analysed, and the pitches in them.
typedef struct {
    uint64_t from, to;
    wt_pitch_range *pitches;
    size_t n_pitches;
} frames;

static void take(void *context, const double *samples, size_t n) {
    wt_stretch *s = context;
    for (size_t i = 0; i < n; ++i, ++s->n) {
        for (size_t c = 0; c < s->channels; ++c) {
            s->samples[c][s->n] = samples[i * s->channels + c];
        }
    }
}

// Where the note's pitch moves while it is looked at.
static wt_pitch_range pitch_of(const wt_plan *made, const wt_note *note, const frames *where) {
    enum { LOOKS = 256 };
    const wt_patch *patch = &made->sound.patch;
    const wt_note_context context = wt_note_context_of(patch, note);
    double low = 1e300;
    double high = -1e300;
    for (int i = 0; i <= LOOKS; ++i) {
        const uint64_t frame = where->from + (where->to - where->from) * (uint64_t)i / LOOKS;
        const double semitones =
            wt_env_at(&patch->env[WT_TO_PITCH][0], &context, frame - note->start);
        low = semitones < low ? semitones : low;
        high = semitones > high ? semitones : high;
    }
    const double top = patch->rate;
    wt_pitch_range pitch = {note->hz * wt_exp2(low / 12.0), note->hz * wt_exp2(high / 12.0)};
    pitch.low_hz = pitch.low_hz > 0.01 ? pitch.low_hz < top ? pitch.low_hz : top : 0.01;
    pitch.high_hz =
        pitch.high_hz > pitch.low_hz ? pitch.high_hz < top ? pitch.high_hz : top : pitch.low_hz;
    return pitch;
}

// Cycles that follow each other repeat after as many turns, and so do ratios of whole numbers.
static int turns_of(const wt_patch *patch) {
    uint32_t cycles = 1;
    for (uint32_t d = 0; patch->scan == WT_SCAN_CYCLE && d < patch->n_dimensions; ++d) {
        const uint32_t n = patch->dimensions[d].n_cycles;
        cycles = cycles % n == 0 ? cycles : n % cycles == 0 ? n : cycles * n;
        cycles = cycles > 64 ? 64 : cycles;
    }
    for (int turns = 1; patch->fm.on && !(patch->fm.hz > 0.0) && turns <= 8; ++turns) {
        const double product = patch->fm.ratio * turns;
        if (product == wt_round(product)) {
            return (int)cycles * turns;
        }
    }
    return (int)cycles;
}

static bool find_pitches(const wt_plot *plot, const wt_plan *made, frames *where) {
    const size_t n = made->time_line.n_notes;
    const int turns = turns_of(&made->sound.patch);
    where->pitches = malloc(2 * n * sizeof *where->pitches);
    if (!where->pitches) {
        return wt_fault_memory(plot->fault);
    }
    for (size_t i = 0; i < n; ++i) {
        const wt_pitch_range pitch = pitch_of(made, &made->time_line.notes[i], where);
        where->pitches[where->n_pitches++] = pitch;
        if (turns > 1) {
            where->pitches[where->n_pitches++] =
                (wt_pitch_range){pitch.low_hz / turns, pitch.high_hz / turns};
        }
    }
    return true;
}

static bool too_short(const wt_plot *plot, double hz) {
    const wt_request *s = plot->request;
    wt_fault_text(plot->fault, NULL, "NOTE", s->notes.words[0].text, 0, "");
    wt_fault longer = {0};
    wt_fault_text(&longer, NULL, "NOTE", s->notes.words[0].text, 0, "");
    snprintf(
        plot->fault->what, sizeof plot->fault->what,
        "it is steady for too short a time to tell the harmonics of %.6g Hz apart (hold it for "
        "%.3g s or more: -d)",
        hz, 2.5 * WT_ANALYSIS_LOBE / hz + 0.1);
    return false;
}

static bool too_low(const wt_plot *plot, double hz) {
    char what[160];
    snprintf(what, sizeof what,
             "%.6g Hz is too low to tell its harmonics apart in the %d frames that are analysed "
             "(play higher, or lower --rate)",
             hz, WT_ANALYSIS_MOST);
    return wt_fault_text(plot->fault, NULL, "NOTE", plot->request->notes.words[0].text, 0, what);
}

// After attack and decay, if that leaves enough, and before the release.
static bool find_stretch(const wt_plot *plot, const wt_plan *made, frames *where) {
    const wt_request *s = plot->request;
    const wt_time_line *time_line = &made->time_line;
    const wt_adsr *adsr = &made->sound.patch.adsr;
    if (time_line->n_notes == 0) {
        return wt_fault_text(plot->fault, NULL, "NOTE", s->notes.words[0].text, 0,
                             "a rest has no spectrum");
    }
    double lowest = 1e300;
    for (size_t i = 0; i < time_line->n_notes; ++i) {
        lowest = time_line->notes[i].hz < lowest ? time_line->notes[i].hz : lowest;
    }
    const wt_note *note = &time_line->notes[0];
    const uint64_t end = note->gate < time_line->fade ? note->gate : time_line->fade;
    const double needed = 2.0 * WT_ANALYSIS_LOBE * s->output.rate / lowest;
    const double least = needed > 64.0 ? needed : 64.0;
    const double half = 0.5 * (double)end;
    const double attack = wt_round(adsr->attack_s * s->output.rate);
    const double settled = attack + wt_round(adsr->decay_s * s->output.rate);
    const double begin = (double)end - settled >= least && settled <= half ? settled
                         : (double)end - attack >= least                   ? attack
                                                                           : 0.0;
    if ((double)end - begin < least) {
        return too_short(plot, lowest);
    }
    where->from = (uint64_t)begin;
    const double usual = s->output.rate < 65536 ? 131072.0 : 2.0 * s->output.rate;
    const double most = usual > needed ? usual : needed;
    const double held = most < WT_ANALYSIS_MOST ? most : WT_ANALYSIS_MOST;
    if (needed > held) {
        return too_low(plot, lowest);
    }
    where->to = (double)end - begin > held ? where->from + (uint64_t)held : end;
    return find_pitches(plot, made, where);
}

static bool draw(const wt_plot *plot, wt_stretch *kept, const frames *where) {
    kept->pitches = where->pitches;
    kept->n_pitches = where->n_pitches;
    wt_plot_sound_name(plot->request, kept->title, sizeof kept->title);
    return wt_spectrum_draw(plot, kept);
}

bool wt_plot_spectrum(const wt_plot *plot) {
    wt_plan made;
    frames where = {0};
    wt_stretch kept = {.rate = plot->request->output.rate};
    if (!wt_plot_sound_make(&made, plot)) {
        return false;
    }
    kept.channels = (size_t)made.file.channels;
    bool ok = find_stretch(plot, &made, &where);
    for (size_t c = 0; c < kept.channels && ok; ++c) {
        kept.samples[c] = malloc((size_t)(where.to - where.from) * sizeof(double));
        if (!kept.samples[c]) {
            wt_fault_memory(plot->fault);
            ok = false;
        }
    }
    ok = ok && wt_plot_sound_render(&made, plot, where.from, where.to, (wt_taker){take, &kept}) &&
         draw(plot, &kept, &where);
    free(kept.samples[0]);
    free(kept.samples[1]);
    free(where.pitches);
    wt_plan_free(&made);
    return ok;
}
