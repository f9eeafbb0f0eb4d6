// Roff.
#include "cli/help/manual.h"

#include "app/request/options.h"
#include "cli/commands.h"
#include "cli/help/topics.h"
#include "cli/terminal/report.h"

#include <ctype.h>
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

// Lines as they stand.
static void put_lines(FILE *out, const char *text) {
    fputs(".nf\n", out);
    while (*text) {
        char line[128];
        const size_t n = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)n, text);
        fputs(line[0] == '.' || line[0] == '\'' ? "\\&" : "", out);
        put(out, line);
        fputc('\n', out);
        text += n + (text[n] == '\n');
    }
    fputs(".fi\n", out);
}

static void put_synopsis(FILE *out) {
    for (size_t i = 0; i < wt_n_commands; ++i) {
        fputs(i > 0 ? ".br\n.B " : ".B ", out);
        put(out, wt_commands[i]->usage);
        fputc('\n', out);
    }
    fputs(".br\n.B wavetable help [COMMAND|TOPIC]\n", out);
}

static void put_commands(FILE *out) {
    for (size_t i = 0; i < wt_n_commands; ++i) {
        fprintf(out, ".SS %s\n", wt_commands[i]->name);
        put_lines(out, wt_commands[i]->summary);
        fputs(".PP\n", out);
        put_lines(out, wt_commands[i]->examples);
    }
}

static void put_capitals(FILE *out, const char *name) {
    for (const char *c = name; *c; ++c) {
        putc((toupper)((unsigned char)*c), out); // (not the macro, which is long)
    }
    putc('\n', out);
}

// A section for each topic, of its name in capitals.
static void put_topics(FILE *out) {
    const wt_topic *topic;
    for (size_t i = 0; (topic = wt_topic_of(i)) != NULL; ++i) {
        fputs(".SH ", out);
        put_capitals(out, topic->name);
        put_lines(out, topic->text);
    }
}

static const char head[] = ".TH WAVETABLE 1\n"
                           ".SH NAME\nwavetable \\- render notes through wavetable oscillators\n"
                           ".SH SYNOPSIS\n";

static const char description[] =
    ".SH DESCRIPTION\n"
    "Render notes, one after another, into a sound file or raw PCM. Every cycle is limited to the\n"
    "harmonics that are safe at the pitch in play, so that nothing aliases into the audible band.\n"
    "The same command gives the same samples on every machine. A file appears whole under its "
    "name\n"
    "or not at all.\n"
    ".SH COMMANDS\n";

static const char tail[] =
    ".SH ENVIRONMENT\n.TP\n.B WAVETABLE_TABLES\n"
    "A folder to look in first for the table NAME: NAME.wav, NAME.wt, NAME.vitaltable or\n"
    "NAME.recipe. Then comes wavetable/tables in the next, then what is installed.\n"
    ".TP\n.B XDG_DATA_HOME\n"
    "Where wavetable/tables and wavetable/presets of your own are; ~/.local/share if not set.\n"
    ".TP\n.B WAVETABLE_PRESETS\n"
    "A folder to look in first for the preset of @NAME: NAME.preset.\n"
    ".TP\n.B COLUMNS\nHow wide plot draws in a terminal.\n"
    ".TP\n.B NO_COLOR\nIf it is not empty, plot draws there without colours.\n"
    ".SH COMPLETION\n"
    "\\fBwavetable help \\-\\-completion bash\\fR, \\fBzsh\\fR or \\fBfish\\fR prints a script "
    "for\n"
    "that shell. What is installed holds all three.\n"
    ".SH EXIT STATUS\n"
    "0 done; 1 some batch jobs failed, or \\-\\-strict found clipping; 2 usage; 3 bad input file;\n"
    "4 resource or limit; 5 output failed; 128+n ended by signal n.\n";

static void put_manual(FILE *out) {
    fputs(head, out);
    put_synopsis(out);
    fputs(description, out);
    put_commands(out);
    fputs(".SH OPTIONS\n", out);
    put_options(out);
    put_topics(out);
    fputs(tail, out);
}

bool wt_manual(wt_fault *fault) {
    return wt_report_made(put_manual, fault);
}
