// Help texts.
#include "cli/help/help.h"

#include "app/request/options.h"
#include "cli/commands.h"
#include "cli/help/completion.h"
#include "cli/help/manual.h"
#include "cli/help/topics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const wt_help_entry commands[] = {
    {"render", WT_FOR_RENDER, "wavetable render [OPTION]... NOTE...",
     "Render notes, one after another, into one sound.",
     "  wavetable render -w saw A4 -o a4.wav\n"
     "  wavetable render -w sine,saw -m 0:0,2:1 C3:2 | play -t raw -r 48000 -e signed -b 16 -c 1 "
     "-\n"
     "  wavetable render -g -10 -T 96 C4:1/4 E4:1/4 C4,E4,G4:1/2 -o tune.flac\n"},
    {"table", WT_FOR_TABLE, "wavetable table info|make|convert|list ...",
     "Look at, build and convert wavetables.\n"
     "  table info TABLE... [--json]          what a table holds, and what it was recognised by\n"
     "  table make SPEC -o FILE               build a table from any SPEC\n"
     "  table convert IN -o OUT               between WAV (with a clm chunk) and .wt\n"
     "  table list [--json]                   the tables that ship, for -w NAME\n"
     "A TABLE or IN is a file, also a recipe (wavetable help recipe), or the NAME of one that "
     "ships.",
     "  wavetable table info bank.wav --json\n"
     "  wavetable table make sine,saw --cycles 64 -o sweep.wav\n"
     "  wavetable table make ./my.recipe -o my.wav\n"
     "  wavetable table convert sweep.wav -o sweep.wt\n"},
    {"plot", WT_FOR_PLOT, "wavetable plot [OPTION]... SOURCE",
     "Draw cycles, a spectrum, a waveform or an envelope.\n"
     "  plot -w SPEC                          the cycles, one behind the other\n"
     "  plot --spectrum [-w SPEC]... NOTE     levels by frequency, harmonics and aliases told "
     "apart\n"
     "  plot --wave-out [-w SPEC]... NOTE...  the rendered waveform\n"
     "  plot --env ENV [NOTE]                 an envelope\n"
     "Without -o it draws in the terminal, as wide as that is, or COLUMNS. CSV is the plotted "
     "numbers.\nSamples are as exact as the engine makes them, unless -b, -e or --dither ask for a "
     "file's.",
     "  wavetable plot -w sine,triangle,saw,square\n"
     "  wavetable plot -w bank.wav -o bank.svg\n"
     "  wavetable plot --spectrum -B off C7 -o aliases.png\n"
     "  wavetable plot --spectrum A4 -o - -t csv | head\n"
     "  wavetable plot --env 0:0,10ms:1,1:0~-4\n"},
    {"batch", WT_FOR_BATCH, "wavetable batch [OPTION]... [FILE|-]",
     "Do many renders, one per line of FILE, in parallel.\n"
     "Each line holds the words of one render, quoted as in a shell, with an -o FILE; blank lines "
     "and\n"
     "# comments are skipped. All lines are checked before any is rendered; a bad line is a bad "
     "input\n"
     "file: status 3.",
     "  wavetable batch jobs.txt -j 8\n"
     "  wavetable batch jobs.txt --log done.json --resume     # go on after an interruption\n"
     "  wavetable batch jobs.txt --shard 2/4                  # the second of four machines\n"},
};

const wt_help_entry *wt_help_of(size_t i) {
    return i < sizeof commands / sizeof *commands ? &commands[i] : NULL;
}

// A text that grows.
typedef struct {
    char *text;
    size_t n, room;
} page;

__attribute__((format(printf, 2, 3))) static void add(page *p, const char *format, ...) {
    va_list args;
    char line[1024];
    va_start(args, format);
    const int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (p->n + (size_t)n + 1 > p->room) {
        p->room = 2 * (p->n + (size_t)n + 1024);
        char *grown = realloc(p->text, p->room);
        if (!grown) {
            return;
        }
        p->text = grown;
    }
    memcpy(p->text + p->n, line, (size_t)n + 1);
    p->n += (size_t)n;
}

static void add_option(page *p, const wt_option *o) {
    char head[64];
    int n = o->letter ? snprintf(head, sizeof head, "-%c, --%s", o->letter, o->name)
                      : snprintf(head, sizeof head, "    --%s", o->name);
    if (o->kind == WT_OPTIONAL_VALUE) {
        snprintf(head + n, sizeof head - (size_t)n, "[=%s]", o->argument);
    } else if (o->kind == WT_VALUE) {
        snprintf(head + n, sizeof head - (size_t)n, " %s", o->argument);
    }
    if (strlen(head) > 28) {
        add(p, "  %s\n  %28s", head, "");
    } else {
        add(p, "  %-28s", head);
    }
    add(p, "  %s", o->help);
    if (o->shown_default) {
        add(p, " (default: %s)", o->shown_default);
    }
    add(p, "\n");
}

static void add_group(page *p, const wt_option_group *group, int command) {
    bool titled = false;
    for (size_t i = 0; i < group->n_options; ++i) {
        if (!(group->options[i].commands & command)) {
            continue;
        }
        if (!titled) {
            add(p, "\n%s\n", group->title);
            titled = true;
        }
        add_option(p, &group->options[i]);
    }
}

static void add_options(page *p, int command) {
    for (size_t g = 0; g < wt_n_option_groups; ++g) {
        add_group(p, &wt_option_groups[g], command);
    }
}

static void add_grammar(page *p) {
    add(p, "\n"
           "NOTE      PITCH[,PITCH]...[:DURATION][@VELOCITY]   commas make a chord\n"
           "PITCH     C4 F#3 Bb2 A4+50c, 69 60.5 (MIDI), 440Hz 0.5kHz, _ (rest)\n"
           "DURATION  2 0.25 2s 250ms (seconds), 1/4 3/8 (note value at --tempo)\n"
           "SPEC      sine triangle square saw pulse:WIDTH harm:A1:A2:... FILE FILE#CYCLE,\n"
           "          a NAME of wavetable table list; several with commas\n"
           "ENV       0.5, or TIME:VALUE[~CURVE],..., TIME a DURATION or N%% of the note (one\n"
           "          before that to its left counts as it); VALUE may be 0.5vel or key;\n"
           "          lfo:sine:5Hz:0:1[:PHASE], file:env.wav, and sums A+B\n"
           "@FILE     the words of FILE, as a shell would read them\n");
}

static void add_program(page *p) {
    add(p, "wavetable: render notes through wavetable oscillators\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; ++i) {
        add(p, "  %-42s %.*s\n", commands[i].usage, (int)strcspn(commands[i].summary, "\n"),
            commands[i].summary);
    }
    add(p, "  %-42s %s\n", "wavetable help [COMMAND]", "Show the options of a command.");
    add(p, "  %-42s %s\n", "wavetable help recipe", "Show how to write a wavetable as formulas.");
    add(p, "  %-42s %s\n", "wavetable help --completion bash|zsh|fish",
        "Print a script that completes its words.");
    add(p, "\nTry:\n  wavetable render -w saw A4 -o a4.wav\n");
}

static int print(page *p) {
    const int status = p->text ? wt_report_text(p->text) : WT_FAULT_RESOURCE;
    free(p->text);
    return status;
}

int wt_help(int command) {
    page p = {0};
    const wt_help_entry *help = NULL;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; ++i) {
        help = commands[i].bit == command ? &commands[i] : help;
    }
    if (!help) {
        add_program(&p);
        return print(&p);
    }
    add(&p, "usage: %s\n%s\n", help->usage, help->summary);
    add_options(&p, command);
    if (command == WT_FOR_RENDER) {
        add_grammar(&p);
    }
    add(&p, "\nExamples\n%s", help->examples);
    return print(&p);
}

static int help_recipe(void) {
    page p = {0};
    for (const char *const *line = wt_topic_recipe; *line; ++line) {
        add(&p, "%s\n", *line);
    }
    return print(&p);
}

int wt_version(void) {
    return wt_report_text("wavetable " WT_VERSION "\n");
}

int wt_help_or_version(const wt_request *request, int command) {
    return request->version ? wt_version() : wt_help(command);
}

int wt_command_help(const wt_words *words) {
    if (words->count < 2) {
        return wt_help(0);
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; ++i) {
        if (strcmp(commands[i].name, words->words[1]) == 0) {
            return wt_help(commands[i].bit);
        }
    }
    if (strcmp(words->words[1], "recipe") == 0) {
        return help_recipe();
    }
    if (strcmp(words->words[1], "--man") == 0) { // for the build, which installs it
        return wt_manual();
    }
    static const char completion[] = "--completion";
    const size_t n = sizeof completion - 1;
    if (strncmp(words->words[1], completion, n) == 0 &&
        (words->words[1][n] == '=' || words->words[1][n] == '\0')) {
        const char *next = words->count > 2 ? words->words[2] : "";
        return wt_completion(words->words[1][n] ? words->words[1] + n + 1 : next);
    }
    wt_fault fault = {0};
    wt_fault_set(&fault, WT_FAULT_USAGE, "help", "there is no command '%.60s' (see wavetable help)",
                 words->words[1]);
    wt_report_fault(&fault);
    return fault.kind;
}
