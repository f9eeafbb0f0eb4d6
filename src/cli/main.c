// The program: descriptors, signals, then the command that was asked for.
#include "app/fault.h"
#include "app/request/response.h"
#include "base/nearest.h"
#include "cli/commands.h"
#include "cli/help/help.h"
#include "cli/terminal/report.h"
#include "cli/terminal/signals.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Descriptors 0-2 that were closed must not be taken by a file that is opened later: sound or
// messages would land in each other.
static void fill_standard_descriptors(void) {
    for (int fd = open("/dev/null", O_RDWR); fd >= 0 && fd <= STDERR_FILENO;
         fd = open("/dev/null", O_RDWR)) {
        if (fd !=
            STDERR_FILENO) { // to read there must fail, as to write; not be the end, or vanish
            close(fd);
            if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) {
                return;
            }
        }
    }
}

static int refuse(const char *name) {
    static const char *const names[] = {"render", "batch", "table", "plot", "help"};
    const char *const meant = wt_nearest(name, names, sizeof names / sizeof *names);
    char what[128];
    snprintf(what, sizeof what, "expected render, batch, table, plot or help (%s%s%s)",
             meant ? "did you mean " : "see wavetable help", meant ? meant : "", meant ? "?" : "");
    wt_fault fault = {0};
    wt_fault_text(&fault, NULL, "command", name, 0, what);
    wt_report_fault(&fault);
    return fault.kind;
}

static int dispatch(const wt_words *words) {
    static const struct {
        const char *name;
        int (*run)(const wt_words *words);
    } commands[] = {
        {"render", wt_command_render}, {"batch", wt_command_batch}, {"table", wt_command_table},
        {"plot", wt_command_plot},     {"help", wt_command_help},   {"--help", wt_command_help},
        {"-h", wt_command_help},
    };
    const char *name = words->count > 0 ? words->words[0] : "";
    for (size_t i = 0; i < sizeof commands / sizeof *commands; ++i) {
        if (strcmp(commands[i].name, name) == 0) {
            return commands[i].run(words);
        }
    }
    if (strcmp(name, "--version") == 0) {
        return wt_version();
    }
    return refuse(name);
}

static int run(const wt_words *typed) {
    wt_fault fault = {0};
    wt_response response;
    wt_words words = {0};
    int status;
    if (wt_response_expand(&response, typed, 0, &words, &fault)) {
        status = dispatch(&words);
    } else {
        wt_report_fault(&fault);
        status = fault.kind;
    }
    wt_words_free(&words);
    wt_response_free(&response);
    return status;
}

// The largest blocks are levels of tables. As pages of their own they go back when they are freed;
// in the heap, where the C library puts blocks of sizes that it has seen freed, their gaps add up.
// What every job of a batch needs is smaller, and comes and goes in the heap.
static void keep_large_blocks_apart(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
}

int main(int argc, char **argv) {
    fill_standard_descriptors();
    keep_large_blocks_apart();
    wt_signals_prepare();
    wt_words typed = {0};
    int status = WT_FAULT_NONE;
    for (int i = 1; i < argc && status == WT_FAULT_NONE; ++i) {
        status = wt_words_add(&typed, argv[i]) == WT_OK ? WT_FAULT_NONE : WT_FAULT_RESOURCE;
    }
    if (status == WT_FAULT_NONE) {
        status = run(&typed);
    }
    wt_words_free(&typed);
    return wt_signals_status(status);
}
