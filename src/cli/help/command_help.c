// Usage, options by group, grammar, examples.
#include "cli/help/command_help.h"

#include "app/request/options.h"
#include "cli/help/page.h"
#include "cli/help/topics.h"
#include "cli/terminal/report.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 80, TEXT_AT = 30 };

// Add a paragraph that begins, and goes on, at column TEXT_AT.
static void add_paragraph(wt_page *p, const char *text) {
    size_t column = TEXT_AT;
    for (const char *word = text; *word;) {
        const size_t n = strcspn(word, " ");
        if (column > TEXT_AT && column + 1 + n > WIDTH) {
            wt_page_add(p, "\n%*s", TEXT_AT, "");
            column = TEXT_AT;
        }
        wt_page_add(p, "%s%.*s", column > TEXT_AT ? " " : "", (int)n, word);
        column += n + (column > TEXT_AT);
        word += n + strspn(word + n, " ");
    }
    wt_page_add(p, "\n");
}

static void add_option(wt_page *p, const wt_option *o) {
    char head[64];
    char text[512];
    int n = o->letter ? snprintf(head, sizeof head, "  -%c, --%s", o->letter, o->name)
                      : snprintf(head, sizeof head, "      --%s", o->name);
    if (wt_option_takes(o) == WT_OPTIONAL_VALUE) {
        n += snprintf(head + n, sizeof head - (size_t)n, "[=%s]", o->argument);
    } else if (wt_option_takes(o) == WT_VALUE) {
        n += snprintf(head + n, sizeof head - (size_t)n, " %s", o->argument);
    }
    const bool own_line = n + 2 > TEXT_AT;
    wt_page_add(p, "%s%s%*s", head, own_line ? "\n" : "", own_line ? TEXT_AT : TEXT_AT - n, "");
    snprintf(text, sizeof text, "%s%s%s%s", o->help, o->shown_default ? " (default: " : "",
             o->shown_default ? o->shown_default : "", o->shown_default ? ")" : "");
    add_paragraph(p, text);
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

bool wt_help_command(const wt_command *command, wt_fault *fault) {
    wt_page p = {0};
    wt_page_add(&p, "usage: %s\n%s\n", command->usage, command->summary);
    add_options(&p, command->bit);
    if (command->bit == WT_FOR_RENDER) {
        wt_page_add(&p, "\nWhat NOTE, SPEC and ENV may be, and more\n");
        wt_help_topics(&p);
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
