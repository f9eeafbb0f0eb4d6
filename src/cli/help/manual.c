// Roff.
#include "cli/help/manual.h"

#include "app/request/options.h"
#include "cli/help/topics.h"
#include "cli/terminal/report.h"

#include <stdio.h>
#include <string.h>

// Append text, with what roff would take for its own escaped.
static void put(FILE *out, const char *text) {
    for (; *text; ++text) {
        if (*text == '-') {
            fputs("\\-", out);
        } else if (*text == '\\') {
            fputs("\\e", out);
        } else {
            fputc(*text, out);
        }
    }
}

static void put_option(FILE *out, const wt_option *o) {
    fputs(".TP\n.B ", out);
    if (o->letter) {
        fprintf(out, "\\-%c\\fR, \\fB", o->letter);
    }
    fputs("\\-\\-", out);
    put(out, o->name);
    if (o->argument) {
        fputs(wt_option_takes(o) == WT_OPTIONAL_VALUE ? "\\fR[=\\fI" : "\\fR \\fI", out);
        put(out, o->argument);
        fputs(wt_option_takes(o) == WT_OPTIONAL_VALUE ? "\\fR]" : "\\fR", out);
    }
    fputc('\n', out);
    put(out, o->help);
    if (o->shown_default) {
        fputs(" (default: ", out);
        put(out, o->shown_default);
        fputc(')', out);
    }
    fputc('\n', out);
}

static void put_options(FILE *out) {
    for (size_t g = 0; g < wt_n_option_groups; ++g) {
        fprintf(out, ".SS %s\n", wt_option_groups[g].title);
        for (size_t i = 0; i < wt_option_groups[g].n_options; ++i) {
            put_option(out, &wt_option_groups[g].options[i]);
        }
    }
}

static const char head[] =
    ".TH WAVETABLE 1\n"
    ".SH NAME\nwavetable \\- render notes through wavetable oscillators\n"
    ".SH SYNOPSIS\n"
    ".B wavetable render\n[\\fIOPTION\\fR]... \\fINOTE\\fR...\n.br\n"
    ".B wavetable batch\n[\\fIOPTION\\fR]... [\\fIFILE\\fR|\\-]\n.br\n"
    ".B wavetable table\ninfo|make|convert|list ...\n.br\n"
    ".B wavetable plot\n[\\fIOPTION\\fR]... \\fB\\-w\\fR \\fISPEC\\fR | \\fB\\-\\-spectrum\\fR "
    "\\fINOTE\\fR | \\fB\\-\\-wave\\-out\\fR \\fINOTE\\fR... | \\fB\\-\\-env\\fR "
    "\\fIENV\\fR\n.br\n"
    ".B wavetable help\n[\\fICOMMAND\\fR]\n"
    ".SH DESCRIPTION\n"
    "Render notes, one after another, into a sound file or raw PCM. Every cycle is limited to the\n"
    "harmonics that are safe at the pitch in play, so that nothing aliases into the audible band. "
    "The same\n"
    "command gives the same samples on every machine. A file appears whole under its name or not "
    "at\n"
    "all.\n"
    ".SH NOTES\n"
    ".nf\n"
    "NOTE      PITCH[,PITCH]...[:DURATION][@VELOCITY]\n"
    "PITCH     C4 F#3 Bb2 A4+50c, 69 60.5 (MIDI), 440Hz 0.5kHz, _ (rest)\n"
    "DURATION  2 0.25 2s 250ms (seconds), 1/4 3/8 (note value at \\-\\-tempo)\n"
    "SPEC      sine triangle square saw pulse:WIDTH harm:A1:A2:... FILE FILE#CYCLE\n"
    "          NAME NAME#CYCLE (wavetable table list), several with commas\n"
    "ENV       VALUE, or TIME:VALUE[~CURVE],... or lfo:WAVE:RATE:LOW:HIGH[:PHASE]\n"
    "          or file:PATH, or sums A+B\n"
    "@FILE     the words of FILE, as a shell would read them\n"
    ".fi\n"
    ".SH OPTIONS\n";

static void put_recipe(FILE *out) {
    fputs(".SH RECIPES\n.nf\n", out);
    for (const char *const *line = wt_topic_recipe; *line; ++line) {
        put(out, *line);
        fputc('\n', out);
    }
    fputs(".fi\n", out);
}

static const char tail[] = ".SH ENVIRONMENT\n.TP\n.B WAVETABLE_TABLES\n"
                           "A folder to look in for the table NAME, as NAME.wav, before the one "
                           "that is installed with the\nprogram.\n"
                           ".SH COMPLETION\n"
                           "\\fBwavetable help \\-\\-completion bash\\fR, \\fBzsh\\fR or "
                           "\\fBfish\\fR prints a script for that shell. What\n"
                           "is installed holds all three.\n"
                           ".SH EXIT STATUS\n"
                           "0 done; 1 some batch jobs failed, or \\-\\-strict found clipping; 2 "
                           "usage; 3 bad input file; 4\n"
                           "resource or limit; 5 output failed; 128+n ended by signal n.\n"
                           ".SH EXAMPLES\n"
                           ".nf\n"
                           "wavetable render \\-w saw A4 \\-o a4.wav\n"
                           "wavetable render \\-w sine,saw \\-m 0:0,2:1 C3:2 | play \\-t raw \\-r "
                           "48000 \\-e signed \\-b 16 \\-c 1 \\-\n"
                           "wavetable batch jobs.txt \\-j 4 \\-\\-log done.json \\-\\-resume\n"
                           ".fi\n";

static void put_manual(FILE *out) {
    fputs(head, out);
    put_options(out);
    put_recipe(out);
    fputs(tail, out);
}

bool wt_manual(wt_fault *fault) {
    return wt_report_made(put_manual, fault);
}
