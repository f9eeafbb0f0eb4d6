// The program: descriptors, signals, then the command that was asked for.
#include "app/request/habits.h"
#include "app/request/response.h"
#include "base/heap.h"
#include "base/nearest.h"
#include "cli/commands.h"
#include "cli/help/command_help.h"
#include "cli/help/help.h"
#include "cli/terminal/report.h"
#include "cli/terminal/signals.h"
#include "io/json/json_memory.h"
#include "text/note.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <pthread.h>
#endif
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

// Descriptors 0-2 that were closed must not be taken by a file that is opened later: sound or
// messages would land in each other.
static void fill_standard_descriptors(void) {
    int fd;
    for (fd = open("/dev/null", O_RDWR); fd >= 0 && fd <= STDERR_FILENO;
         fd = open("/dev/null", O_RDWR)) {
        if (fd !=
            STDERR_FILENO) { // to read there must fail, as to write; not be the end, or vanish
            close(fd);
            if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) {
                return;
            }
        }
    }
    if (fd >= 0) {
        close(fd);
    }
}

// What begins as the words of a render do.
static bool looks_rendered(const char *word) {
    wt_note_text note;
    if (word[0] == '-') {
        return word[1] != '\0';
    }
    const wt_parse parse = wt_read_note(word, WT_MIDDLE_C, &note);
    if (parse.status == WT_OK) {
        wt_note_text_free(&note);
    }
    return parse.status == WT_OK && word[parse.at] == '\0';
}

// The words with blanks between them, as far as they fit.
static void join(const wt_words *words, char *line, size_t size) {
    size_t n = 0;
    line[0] = '\0';
    for (size_t i = 0; i < words->count && n + 1 < size; ++i) {
        n += (size_t)snprintf(line + n, size - n, " %s", words->words[i]);
    }
}

static void refuse(const wt_words *words, wt_fault *fault) {
    const char *const name = words->words[0];
    const char *names[16];
    size_t n = 0;
    for (; n < wt_n_commands; ++n) {
        names[n] = wt_commands[n]->name;
    }
    names[n++] = "help";
    names[n++] = "--help";
    names[n++] = "--version";
    const char *const meant = wt_nearest(name, names, n);
    char what[256];
    const char *const habit = wt_habit_of_command(name);
    if (habit) {
        snprintf(what, sizeof what, "there is no such command (here it is: %s)", habit);
    } else if (!meant && looks_rendered(name)) {
        char line[80];
        join(words, line, sizeof line);
        snprintf(what, sizeof what, "a command comes first (did you mean: wavetable render%s?)",
                 line);
    } else {
        size_t at = (size_t)snprintf(what, sizeof what, "expected");
        for (size_t i = 0; i < wt_n_commands && at < sizeof what; ++i) {
            at += (size_t)snprintf(what + at, sizeof what - at, " %s%s", names[i],
                                   i + 1 < wt_n_commands ? "," : "");
        }
        snprintf(what + at, at < sizeof what ? sizeof what - at : 0, " or help (%s%s%s)",
                 meant ? "did you mean " : "see wavetable help", meant ? meant : "",
                 meant ? "?" : "");
    }
    wt_fault_text(fault, NULL, "command", name, 0, what);
}

static bool is_help(const char *name) {
    return strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0;
}

// words[0] is the command's name. What fails is the fault.
static void run_command(const wt_command *command, const wt_words *words, wt_fault *fault) {
    wt_request request;
    if (wt_request_read(&request, words, command->bit, command->read_operand, fault) &&
        !wt_help_or_version(command, &request, fault)) {
        command->run(&request, fault);
    }
    wt_request_free(&request);
}

static void dispatch(const wt_words *words, wt_fault *fault) {
    if (words->count == 0) {
        wt_greet(fault);
        return;
    }
    const char *name = words->words[0];
    const wt_command *command = wt_command_named(name);
    if (command) {
        run_command(command, words, fault);
    } else if (is_help(name)) {
        wt_help(words, fault);
    } else if (strcmp(name, "--version") == 0) {
        wt_version(fault);
    } else {
        refuse(words, fault);
    }
}

static void run(int n, char **words, wt_fault *fault) {
    wt_words typed = {0};
    wt_words expanded = {0};
    wt_response response = {0};
    bool ok = true;
    for (int i = 0; i < n && ok; ++i) {
        ok = wt_words_add(&typed, words[i]) == WT_OK;
    }
    if (!ok) {
        wt_fault_memory(fault);
    } else if (wt_response_expand(&response, &typed, 0, &expanded, fault)) {
        dispatch(&expanded, fault);
    }
    wt_words_free(&expanded);
    wt_words_free(&typed);
    wt_response_free(&response);
}

// Tell the fault, once, and return the exit status that says its kind. A reader that leaves is
// nobody's fault: the program then ends quietly, as by SIGPIPE.
static int finish(const wt_fault *fault) {
    static const int statuses[] = {
        [WT_FAULT_NONE] = 0,  [WT_FAULT_FAILED] = 1,   [WT_FAULT_USAGE] = 2,
        [WT_FAULT_INPUT] = 3, [WT_FAULT_RESOURCE] = 4, [WT_FAULT_OUTPUT] = 5,
    };
    static const wt_fault unnamed = {.where = "memory", .what = "something ran out (free some)"};
    const bool quiet = fault->told || (fault->reader_left && wt_signals_reader_left());
    if (fault->kind && !quiet) {
        wt_report_fault(fault->what[0] ? fault : &unnamed); // no status but 0 without a line
    }
    return statuses[fault->kind];
}

typedef struct {
    int argc;
    char **argv;
    wt_fault fault;
} work;

static void *do_work(void *context) {
    work *const w = context;
    run(w->argc - 1, w->argv + 1, &w->fault);
    return NULL;
}

// What we do ourselves fits into 64 KB of stack; what the encoders of Opus and Vorbis do does not.
// On a smaller one than they need all work is done by threads with one of their own.
static void do_on_enough_stack(work *w) {
#ifdef __GLIBC__
    const size_t enough = (size_t)1 << 20;
    struct rlimit limit;
    pthread_attr_t attributes;
    pthread_t thread;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < enough &&
        pthread_attr_init(&attributes) == 0) {
        pthread_attr_setstacksize(&attributes, enough);
        pthread_setattr_default_np(&attributes);
        const bool made = pthread_create(&thread, &attributes, do_work, w) == 0;
        pthread_attr_destroy(&attributes);
        if (made) {
            pthread_join(thread, NULL);
            return;
        }
    }
#endif
    do_work(w);
}

int main(int argc, char **argv) {
    work w = {argc, argv, {0}};
    fill_standard_descriptors();
    wt_heap_prepare();
    wt_json_watch_memory();
    wt_signals_prepare();
    do_on_enough_stack(&w);
    return wt_signals_status(finish(&w.fault));
}
