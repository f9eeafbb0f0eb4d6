// wavetable plot: draw cycles, a spectrum, a waveform or an envelope.
#include "app/charts/chart.h"

#include "app/render/sound_file.h"
#include "app/request/options.h"
#include "cli/commands.h"
#include "cli/help/help.h"

#include <stdio.h>

typedef enum { CYCLES, SOUND, ENV } source;

// Which picture was asked for; exactly one.
static bool find_source(const wt_request *s, source *found, wt_fault *fault) {
    const int n = s->spectrum + s->wave_out + s->curve.given;
    if (n > 1) {
        wt_fault_set(fault, WT_FAULT_USAGE, "plot",
                     "one picture at a time (give only one of --spectrum, --wave-out and --env)");
    } else if (n == 0 && s->n_waves == 0) {
        wt_fault_set(fault, WT_FAULT_USAGE, "plot",
                     "there is nothing to draw (give -w SPEC, --spectrum NOTE, --wave-out NOTE or "
                     "--env ENV)");
    } else if (n == 0 && s->n_notes > 0) {
        wt_fault_text(fault, NULL, "NOTE", s->notes[0].text, 0,
                      "the cycles of -w have no pitch (add --spectrum or --wave-out, or leave the "
                      "note out)");
    } else if (n == 0 && s->n_waves > 1) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--wave",
                     "a picture shows one dimension (leave the other -w out)");
    }
    *found = s->curve.given ? ENV : n > 0 ? SOUND : CYCLES;
    return fault->kind == 0;
}

static bool check_options(const wt_request *s, source from, wt_fault *fault) {
    static const char *const pictures[] = {"cycles", "a sound", "an envelope"};
    if (s->stray[from]) {
        char name[64];
        snprintf(name, sizeof name, "--%s", s->stray[from]);
        wt_fault_set(fault, WT_FAULT_USAGE, name, "a picture of %s has no use for it%s",
                     pictures[from],
                     from == CYCLES ? " (add --spectrum or --wave-out and a NOTE, or leave it out)"
                                    : " (leave it out)");
    }
    return fault->kind == 0;
}

static bool check_notes(const wt_request *s, source from, wt_fault *fault) {
    for (size_t i = 0; i < s->n_notes; ++i) {
        if (s->notes[i].is_range) {
            wt_fault_text(fault, NULL, "NOTE", s->notes[i].text, 0,
                          "a range is many notes (give one)");
            return false;
        }
    }
    if (from == SOUND && s->n_notes == 0) {
        wt_fault_set(fault, WT_FAULT_USAGE, "NOTE",
                     "there is nothing to play (give a note, such as C4 or 440Hz)");
    } else if (s->n_notes > 1 && !s->wave_out) {
        wt_fault_text(fault, NULL, "NOTE", s->notes[1].text, 0,
                      s->spectrum ? "a spectrum is of one note (a chord, C4,E4, counts as one)"
                                  : "an envelope is drawn for one note (leave the others out)");
    }
    return fault->kind == 0;
}

static bool draw(const wt_plot *plot, source from) {
    switch (from) {
    case CYCLES:
        return wt_plot_cycles(plot);
    case ENV:
        return wt_plot_env(plot);
    default:
        return plot->request->spectrum ? wt_plot_spectrum(plot) : wt_plot_wave_out(plot);
    }
}

static bool run(const wt_words *words, wt_request *request, wt_fault *fault) {
    wt_plot plot = {request, NULL, fault};
    source from;
    wt_request_init(request);
    if (!wt_options_read(words, WT_FOR_PLOT, request, wt_read_note_operand, fault)) {
        return false;
    }
    if (request->help || request->version) {
        fault->kind = wt_help_or_version(request, WT_FOR_PLOT);
        return true;
    }
    if (!find_source(request, &from, fault) || !check_options(request, from, fault) ||
        !check_notes(request, from, fault) || !wt_request_check_sound(request, fault) ||
        !wt_plot_check_output(request, fault) ||
        !wt_sound_file_spares_words(request, words, fault)) {
        return false;
    }
    if (wt_wave_store_new(&plot.store) != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    const bool ok = draw(&plot, from);
    wt_wave_store_free(plot.store);
    return ok;
}

int wt_command_plot(const wt_words *words) {
    wt_request request;
    wt_fault fault = {0};
    if (!run(words, &request, &fault)) {
        wt_report_fault(&fault);
    }
    wt_request_free(&request);
    return fault.kind;
}
