// Printing.
#include "cli/terminal/report.h"

#include "app/json_string.h"
#include "base/shown.h"
#include "io/file/descriptor.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static size_t meter_width; // columns of the progress line that stands on the terminal

// Called with the lock held.
static void clear_meter(void) {
    if (meter_width > 0) {
        fprintf(stderr, "\r%*s\r", (int)meter_width, "");
        meter_width = 0;
    }
}

// The columns of a character as it is shown: of one of UTF-8 one, of a byte that is spelt out four.
static int width_of(const char shown[WT_SHOWN]) {
    return shown[0] == '\\' ? (int)strlen(shown) : 1;
}

// Names of files may hold anything, and must not steer a terminal or end the line. Return the
// column of byte `at`.
static int put_text(const char *text, size_t at) {
    int column = 0;
    for (size_t i = 0; text[i];) {
        char shown[WT_SHOWN];
        const bool is_before = i < at;
        i += wt_shown(shown, text + i);
        fputs(shown, stderr);
        column += is_before ? width_of(shown) : 0;
    }
    return column;
}

// Print what was typed, and a caret below byte `at`.
static void put_excerpt(const char *text, size_t at) {
    fputs("  ", stderr);
    const int column = put_text(text, at);
    fprintf(stderr, "\n  %*s^\n", column, "");
}

// Print one line: "wavetable: WHERE: WHAT". Called with the lock held.
static void put_message(const char *where, const char *kind, const char *what) {
    clear_meter();
    fputs("wavetable: ", stderr);
    put_text(where, 0);
    fputs(kind, stderr);
    put_text(what, 0);
    fputc('\n', stderr);
}

void wt_report_fault(const wt_fault *fault) {
    pthread_mutex_lock(&lock);
    put_message(fault->where, ": ", fault->what);
    if (fault->excerpt[0]) {
        put_excerpt(fault->excerpt, fault->at);
    }
    pthread_mutex_unlock(&lock);
}

void wt_report_note(const char *where, const char *what) {
    pthread_mutex_lock(&lock);
    put_message(where, ": note: ", what);
    pthread_mutex_unlock(&lock);
}

void wt_report_detail(const char *text) {
    pthread_mutex_lock(&lock);
    clear_meter();
    put_text(text, 0);
    fputc('\n', stderr);
    pthread_mutex_unlock(&lock);
}

// What the terminal would wrap could not be taken away again.
static size_t columns(void) {
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 160;
}

// Called with the lock held.
static void print_meter(const char *line) {
    const size_t most = columns();
    while (*line) {
        char shown[WT_SHOWN];
        line += wt_shown(shown, line);
        if (meter_width + (size_t)width_of(shown) > most) {
            break;
        }
        meter_width += (size_t)width_of(shown);
        fputs(shown, stderr);
    }
    fflush(stderr);
}

void wt_report_progress(const char *line) {
    pthread_mutex_lock(&lock);
    clear_meter();
    if (line) {
        print_meter(line);
    }
    pthread_mutex_unlock(&lock);
}

// What stands on its way to a terminal as it is: lines and columns of our own.
static bool is_layout(char c) {
    return c == '\n' || c == '\t';
}

// Written past stdio, which gives up where a pipe is full and does not wait.
bool wt_report_text(const char *text, wt_fault *fault) {
    char block[4096];
    size_t n = 0;
    int failed = 0;
    while (*text && !failed) {
        char shown[WT_SHOWN] = {*text};
        text += is_layout(*text) ? 1 : wt_shown(shown, text);
        const size_t length = strlen(shown);
        memcpy(block + n, shown, length);
        n += length;
        if (n > sizeof block - WT_SHOWN || !*text) {
            failed = wt_descriptor_write(STDOUT_FILENO, block, n);
            n = 0;
        }
    }
    if (failed) {
        wt_fault_set(fault, WT_FAULT_OUTPUT, "standard output", "cannot write: %s",
                     strerror(errno));
        fault->reader_left = errno == EPIPE;
    }
    return !failed;
}

bool wt_report_json(const json_t *json, int digits, wt_fault *fault) {
    char *const text = wt_json_text(json, JSON_INDENT(2) | JSON_REAL_PRECISION(digits));
    if (!text) {
        wt_fault_memory(fault);
    }
    const bool ok = text && wt_report_text(text, fault) && wt_report_text("\n", fault);
    free(text);
    return ok;
}

// Of one size from the start: a stream that grows loses what it has no memory for, without a word.
bool wt_report_made(void (*put)(FILE *out), wt_fault *fault) {
    enum { ENOUGH = 1 << 18 };
    char *const text = calloc(ENOUGH, 1);
    FILE *const out = text ? fmemopen(text, ENOUGH, "w") : NULL;
    if (out) {
        setvbuf(out, NULL, _IONBF, 0);
        put(out);
    }
    const bool is_whole = out && !ferror(out) && ftell(out) < ENOUGH - 1;
    const bool made = out && fclose(out) == 0 && is_whole;
    if (!made) {
        wt_fault_memory(fault);
    }
    const bool ok = made && wt_report_text(text, fault);
    free(text);
    return ok;
}
