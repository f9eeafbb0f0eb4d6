// Help of the program, and who else is asked for help.
#include "cli/help/help.h"

#include "cli/help/command_help.h"
#include "cli/help/completion.h"
#include "cli/help/manual.h"
#include "cli/help/page.h"
#include "cli/help/topics.h"

#include <string.h>

static void add_program(wt_page *p) {
    wt_page_add(p, "wavetable: render notes through wavetable oscillators\n\n");
    for (size_t i = 0; i < wt_n_commands; ++i) {
        wt_page_add(p, "  %-42s %.*s\n", wt_commands[i].usage,
                    (int)strcspn(wt_commands[i].summary, "\n"), wt_commands[i].summary);
    }
    wt_page_add(p, "  %-42s %s\n", "wavetable help [COMMAND]", "Show the options of a command.");
    wt_page_add(p, "  %-42s %s\n", "wavetable help recipe",
                "Show how to write a wavetable as formulas.");
    wt_page_add(p, "  %-42s %s\n", "wavetable help --completion bash|zsh|fish",
                "Print a script that completes its words.");
    wt_page_add(p, "\nTry:\n  wavetable render -w saw A4 -o a4.wav\n");
}

static bool help_program(wt_fault *fault) {
    wt_page p = {0};
    add_program(&p);
    return wt_page_print(&p, fault);
}

static bool help_recipe(wt_fault *fault) {
    wt_page p = {0};
    for (const char *const *line = wt_topic_recipe; *line; ++line) {
        wt_page_add(&p, "%s\n", *line);
    }
    return wt_page_print(&p, fault);
}

bool wt_help(const wt_words *words, wt_fault *fault) {
    static const char completion[] = "--completion";
    const size_t n = sizeof completion - 1;
    const char *asked = words->count > 1 ? words->words[1] : NULL;
    const wt_command *command = asked ? wt_command_named(asked) : NULL;
    if (!asked) {
        help_program(fault);
    } else if (command) {
        wt_help_command(command, fault);
    } else if (strcmp(asked, "recipe") == 0) {
        help_recipe(fault);
    } else if (strcmp(asked, "--man") == 0) { // for the build, which installs it
        wt_manual(fault);
    } else if (strncmp(asked, completion, n) == 0 && (asked[n] == '=' || asked[n] == '\0')) {
        const char *next = words->count > 2 ? words->words[2] : "";
        wt_completion(asked[n] ? asked + n + 1 : next, fault);
    } else {
        wt_fault_set(fault, WT_FAULT_USAGE, "help",
                     "there is no command '%.60s' (see wavetable help)", asked);
    }
    return fault->kind == 0;
}
