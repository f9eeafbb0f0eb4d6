// wavetable plot: draw cycles, a spectrum, a waveform or an envelope.
#include "cli/commands.h"

#include "app/charts/chart.h"
#include "app/request/inputs.h"
#include "app/request/options.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

typedef enum { CYCLES, SOUND, ENV, SOUND_FILE } source;

// A note or a file alone says nothing of the picture.
static void ask_how(const wt_request *s, wt_fault *fault) {
    if (s->plot.path) {
        wt_fault_text(fault, NULL, "FILE", s->plot.path, 0,
                      "a file can be drawn in several ways (-w FILE: as a wavetable, --spectrum "
                      "FILE, --spectrogram FILE)");
    } else if (s->notes.n_words > 0) {
        wt_fault_text(fault, NULL, "NOTE", s->notes.words[0].text, 0,
                      "a note can be drawn in several ways (--wave-out: over time, --spectrum: by "
                      "frequency, --spectrogram: both)");
    } else {
        wt_fault_set(fault, WT_FAULT_USAGE, "plot",
                     "there is nothing to draw (give -w SPEC, --spectrum NOTE, --wave-out NOTE or "
                     "--env ENV)");
    }
}

// Which picture was asked for; exactly one.
static bool find_source(const wt_request *s, source *found, wt_fault *fault) {
    const int n = s->plot.spectrum + s->plot.spectrogram + s->plot.wave_out + s->plot.curve.given;
    if (n > 1) {
        wt_fault_set(fault, WT_FAULT_USAGE, "plot",
                     "one picture at a time (give only one of --spectrum, --spectrogram, "
                     "--wave-out and --env)");
    } else if (n == 0 && s->sound.n_waves == 0) {
        ask_how(s, fault);
    } else if (n == 0 && s->notes.n_words > 0) {
        wt_fault_text(fault, NULL, "NOTE", s->notes.words[0].text, 0,
                      "the cycles of -w have no pitch (add --spectrum or --wave-out, or leave the "
                      "note out)");
    } else if (s->plot.path && !s->plot.spectrum && !s->plot.spectrogram) {
        wt_fault_text(fault, NULL, "FILE", s->plot.path, 0,
                      "only --spectrum and --spectrogram look at a file (leave it out)");
    } else if (n == 0 && s->sound.n_waves > 1) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--wave",
                     "a picture shows one dimension (leave the other -w out)");
    }
    *found = s->plot.path ? SOUND_FILE : s->plot.curve.given ? ENV : n > 0 ? SOUND : CYCLES;
    return fault->kind == 0;
}

static bool check_options(const wt_request *s, source from, wt_fault *fault) {
    static const char *const pictures[] = {"cycles", "a sound", "an envelope", "a sound file"};
    if (s->plot.stray[from]) {
        char name[64];
        snprintf(name, sizeof name, "--%s", s->plot.stray[from]);
        wt_fault_set(fault, WT_FAULT_USAGE, name, "a picture of %s has no use for it%s",
                     pictures[from],
                     from == CYCLES ? " (add --spectrum or --wave-out and a NOTE, or leave it out)"
                                    : " (leave it out)");
    }
    return fault->kind == 0;
}

static bool check_notes(const wt_request *s, source from, wt_fault *fault) {
    for (size_t i = 0; i < s->notes.n_words; ++i) {
        if (s->notes.words[i].is_range) {
            return wt_fault_text(fault, NULL, "NOTE", s->notes.words[i].text, 0,
                                 "a range is many notes (give one)");
        }
    }
    if (from == SOUND && s->notes.n_words == 0) {
        wt_fault_set(fault, WT_FAULT_USAGE, "NOTE",
                     "there is nothing to play (give a note, such as C4 or 440Hz)");
    } else if (from == SOUND_FILE && s->plot.spectrogram && s->notes.n_words > 0) {
        wt_fault_text(fault, NULL, "NOTE", s->notes.words[0].text, 0,
                      "the picture is of the file (leave the note out)");
    } else if (s->notes.n_words > 1 && !s->plot.wave_out && !s->plot.spectrogram) {
        wt_fault_text(fault, NULL, "NOTE", s->notes.words[1].text, 0,
                      s->plot.spectrum
                          ? "a spectrum is of one note (a chord, C4,E4, counts as one)"
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
    case SOUND_FILE:
        return plot->request->plot.spectrum ? wt_plot_file_spectrum(plot)
                                            : wt_plot_spectrogram(plot);
    default:
        return plot->request->plot.spectrum      ? wt_plot_spectrum(plot)
               : plot->request->plot.spectrogram ? wt_plot_spectrogram(plot)
                                                 : wt_plot_wave_out(plot);
    }
}

static int whole_number(const char *text) {
    const size_t n = text ? strspn(text, "0123456789") : 0;
    return n > 0 && n < 6 && text[n] == '\0' ? atoi(text) : 0;
}

// As wide as COLUMNS or the terminal says, and lower than the terminal is high.
static wt_screen screen_of(const wt_request *s) {
    wt_screen found = {80, 0, false};
    struct winsize size;
    const bool to_stdout = !s->output.path || strcmp(s->output.path, "-") == 0;
    const bool on_terminal = to_stdout && isatty(STDOUT_FILENO);
    if (on_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        found.columns = size.ws_col;
        found.rows = size.ws_row;
    }
    const int columns = to_stdout ? whole_number(getenv("COLUMNS")) : 0;
    found.columns = columns > 0 ? columns : found.columns;
    const int wanted = found.columns * 3 / 10;
    const int held = wanted < 20 ? 20 : wanted > 48 ? 48 : wanted;
    found.rows = found.rows > 2 && held > found.rows - 2 ? found.rows - 2 : held;
    const char *term = getenv("TERM");
    const char *plain = getenv("NO_COLOR");
    found.colours = on_terminal && term && strcmp(term, "dumb") != 0 && !(plain && plain[0]);
    return found;
}

static bool refuse_terminal(const wt_plot *plot) {
    const char *path = plot->request->output.path;
    const char *const terminal = plot->type == WT_PICTURE_PNG ? wt_terminal_at(path) : NULL;
    if (!terminal) {
        return true;
    }
    return wt_fault_set(plot->fault, WT_FAULT_USAGE, terminal,
                        "it is a terminal, which shows no PNG (give -o FILE.png)");
}

static void run(const wt_request *request, wt_fault *fault) {
    wt_progress progress;
    const wt_listener listener = wt_terminal_listener(&progress, request);
    wt_plot plot = {
        .request = request, .screen = screen_of(request), .listener = &listener, .fault = fault};
    source from;
    if (!find_source(request, &from, fault) || !check_options(request, from, fault) ||
        !check_notes(request, from, fault) || !wt_request_check_sound(request, fault) ||
        !wt_picture_type_find(&plot.type, request, fault) || !refuse_terminal(&plot)) {
        return;
    }
    if (wt_wave_store_new(&plot.store) != WT_OK) {
        wt_fault_memory(fault);
        return;
    }
    draw(&plot, from);
    wt_wave_store_free(plot.store);
}

// What holds a slash or a dot and is no NOTE is a FILE.
static void read_operand(wt_option_use *use) {
    wt_note_text note;
    const char *word = use->value;
    const wt_parse parse = wt_read_note(word, WT_MIDDLE_C, &note);
    const bool is_note = parse.status == WT_OK && word[parse.at] == '\0';
    if (parse.status == WT_OK) {
        wt_note_text_free(&note);
    }
    if (is_note || !strpbrk(word, "/.") || strstr(word, "..")) {
        wt_read_note_operand(use);
    } else if (use->request->plot.path) {
        wt_fault_text(use->fault, use->place, "FILE", word, 0, "one file at a time");
    } else {
        use->request->plot.path = word;
    }
}

const wt_command wt_command_plot = {
    .name = "plot",
    .bit = WT_FOR_PLOT,
    .read_operand = read_operand,
    .run = run,
    .usage = "wavetable plot [OPTION]... SOURCE",
    .summary = "Draw cycles, a spectrum, a spectrogram, a waveform or an envelope.\n"
               "  plot -w SPEC                          the cycles, one behind the other\n"
               "  plot --spectrum [-w SPEC]... NOTE     levels by frequency, aliases told apart\n"
               "  plot --wave-out [-w SPEC]... NOTE...  the rendered waveform\n"
               "  plot --spectrogram NOTE...            levels by time and frequency\n"
               "  plot --spectrum|--spectrogram FILE    the same of a sound file\n"
               "  plot --env ENV [NOTE]                 an envelope\n"
               "Without -o it draws in the terminal, as wide as that is, or COLUMNS. CSV is the\n"
               "plotted numbers. Samples are as exact as the engine makes them, unless -b, -e or\n"
               "--dither ask for a file's.",
    .examples = "  wavetable plot -w sine,triangle,saw,square\n"
                "  wavetable plot -w bank.wav -o bank.svg\n"
                "  wavetable plot --spectrum -B off C7 -o aliases.png\n"
                "  wavetable plot --spectrum A4 -o - -t csv | head\n"
                "  wavetable plot --spectrogram song.wav -o song.png\n"
                "  wavetable plot --env 0:0,10ms:1,1:0~-4\n",
};
