// Help of the program, and who else is asked for help.
#include "cli/help/help.h"

#include "base/nearest.h"
#include "cli/commands.h"
#include "cli/help/command_help.h"
#include "cli/help/completion.h"
#include "cli/help/manual.h"
#include "cli/help/page.h"
#include "cli/help/topics.h"
#include "cli/terminal/report.h"

#include <stdio.h>
#include <string.h>

// For whoever does not know how to begin.
static const char *const first[] = {
    "  wavetable render -w saw A4 -o a4.wav          a note into a file",
    "  wavetable plot --spectrum -w saw A4           look at it",
    "  wavetable help tour                           ten sounds, step by step",
};

enum { N_FIRST = sizeof first / sizeof *first };

static void add_program(wt_page *p) {
    wt_page_add(p, "wavetable: render notes through wavetable oscillators\n\n");
    for (size_t i = 0; i < wt_n_commands; ++i) {
        wt_page_add(p, "  %s\n      %.*s\n", wt_commands[i]->usage,
                    (int)strcspn(wt_commands[i]->summary, "\n"), wt_commands[i]->summary);
    }
    wt_page_add(p, "\n  wavetable help COMMAND        its options, as COMMAND --help\n");
    wt_help_topics(p);
    wt_page_add(p, "  wavetable help --man          the manual page, as roff\n"
                   "  wavetable help --completion bash|zsh|fish\n"
                   "  wavetable --version\n\n"
                   "Try\n");
    for (size_t i = 0; i < N_FIRST; ++i) {
        wt_page_add(p, "%s\n", first[i]);
    }
}

static bool help_program(wt_fault *fault) {
    wt_page p = {0};
    add_program(&p);
    return wt_page_print(&p, fault);
}

static void refuse(const char *name, wt_fault *fault) {
    const char *names[64];
    size_t n = 0;
    for (size_t i = 0; i < wt_n_commands; ++i) {
        names[n++] = wt_commands[i]->name;
    }
    for (size_t i = 0; wt_topic_of(i) && n < sizeof names / sizeof *names; ++i) {
        names[n++] = wt_topic_of(i)->name;
    }
    const char *const meant = wt_nearest(name, names, n);
    char what[128];
    snprintf(what, sizeof what, "there is no command or topic of this name (%s%s%s)",
             meant ? "did you mean " : "wavetable help shows them", meant ? meant : "",
             meant ? "?" : "");
    wt_fault_text(fault, NULL, "help", name, 0, what);
}

bool wt_help(const wt_words *words, wt_fault *fault) {
    static const char completion[] = "--completion";
    const size_t n = sizeof completion - 1;
    const char *asked = words->count > 1 ? words->words[1] : NULL;
    const wt_command *command = asked ? wt_command_named(asked) : NULL;
    const size_t most = asked && strcmp(asked, completion) == 0 ? 3 : 2;
    if (words->count > most) {
        wt_fault_text(fault, NULL, "help", words->words[most], 0,
                      "expected nothing more (one command or topic at a time)");
    } else if (!asked) {
        help_program(fault);
    } else if (command) {
        wt_help_command(command, fault);
    } else if (wt_help_topic(asked, fault)) {
        return fault->kind == 0;
    } else if (strcmp(asked, "--man") == 0) { // for the build, which installs it
        wt_manual(fault);
    } else if (strncmp(asked, completion, n) == 0 && (asked[n] == '=' || asked[n] == '\0')) {
        const char *next = words->count > 2 ? words->words[2] : "";
        wt_completion(asked[n] ? asked + n + 1 : next, fault);
    } else {
        refuse(asked, fault);
    }
    return fault->kind == 0;
}

void wt_greet(wt_fault *fault) {
    wt_fault_set(fault, WT_FAULT_USAGE, "command",
                 "none is given (wavetable help shows them); to begin with:");
    wt_report_fault(fault);
    for (size_t i = 0; i < N_FIRST; ++i) {
        wt_report_detail(first[i]);
    }
    fault->told = true;
}
