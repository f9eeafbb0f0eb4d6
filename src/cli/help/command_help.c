// Usage, options by group, grammar, examples.
#include "cli/help/command_help.h"

#include "app/request/options.h"
#include "cli/help/page.h"
#include "cli/terminal/report.h"

#include <stdio.h>
#include <string.h>

static void add_option(wt_page *p, const wt_option *o) {
    char head[64];
    int n = o->letter ? snprintf(head, sizeof head, "-%c, --%s", o->letter, o->name)
                      : snprintf(head, sizeof head, "    --%s", o->name);
    if (wt_option_takes(o) == WT_OPTIONAL_VALUE) {
        snprintf(head + n, sizeof head - (size_t)n, "[=%s]", o->argument);
    } else if (wt_option_takes(o) == WT_VALUE) {
        snprintf(head + n, sizeof head - (size_t)n, " %s", o->argument);
    }
    if (strlen(head) > 28) {
        wt_page_add(p, "  %s\n  %28s", head, "");
    } else {
        wt_page_add(p, "  %-28s", head);
    }
    wt_page_add(p, "  %s", o->help);
    if (o->shown_default) {
        wt_page_add(p, " (default: %s)", o->shown_default);
    }
    wt_page_add(p, "\n");
}

static void add_group(wt_page *p, const wt_option_group *group, int command) {
    bool titled = false;
    for (size_t i = 0; i < group->n_options; ++i) {
        if (!(group->options[i].commands & command)) {
            continue;
        }
        if (!titled) {
            wt_page_add(p, "\n%s\n", group->title);
            titled = true;
        }
        add_option(p, &group->options[i]);
    }
}

static void add_options(wt_page *p, int command) {
    for (size_t g = 0; g < wt_n_option_groups; ++g) {
        add_group(p, &wt_option_groups[g], command);
    }
}

static void add_grammar(wt_page *p) {
    wt_page_add(
        p, "\n"
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

bool wt_help_command(const wt_command *command, wt_fault *fault) {
    wt_page p = {0};
    wt_page_add(&p, "usage: %s\n%s\n", command->usage, command->summary);
    add_options(&p, command->bit);
    if (command->bit == WT_FOR_RENDER) {
        add_grammar(&p);
    }
    wt_page_add(&p, "\nExamples\n%s", command->examples);
    return wt_page_print(&p, fault);
}

bool wt_version(wt_fault *fault) {
    return wt_report_text("wavetable " WT_VERSION "\n", fault);
}

bool wt_help_or_version(const wt_command *command, const wt_request *request, wt_fault *fault) {
    if (request->version) {
        wt_version(fault);
    } else if (request->help) {
        wt_help_command(command, fault);
    }
    return request->version || request->help;
}
