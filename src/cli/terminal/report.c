// Printing.
#include "cli/terminal/report.h"

#include <errno.h>
#include <poll.h>
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

// Names of files may hold anything, and must not steer a terminal or end the line.
static void put_char(char c) {
    fputc((unsigned char)c < 0x20 || c == 0x7f ? '?' : c, stderr);
}

static void put_text(const char *text) {
    for (; *text; ++text) {
        put_char(*text);
    }
}

// Print one line: "wavetable: WHERE: WHAT". Called with the lock held.
static void put_message(const char *where, const char *kind, const char *what) {
    clear_meter();
    fputs("wavetable: ", stderr);
    put_text(where);
    fputs(kind, stderr);
    put_text(what);
    fputc('\n', stderr);
}

void wt_report_fault(const wt_fault *fault) {
    pthread_mutex_lock(&lock);
    put_message(fault->where, ": ", fault->what);
    if (fault->excerpt[0]) {
        fprintf(stderr, "  %s\n  %*s^\n", fault->excerpt, fault->caret, "");
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
    put_text(text);
    fputc('\n', stderr);
    pthread_mutex_unlock(&lock);
}

// What the terminal would wrap could not be taken away again.
static size_t columns(void) {
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 160;
}

// Called with the lock held. File names may hold anything.
static void print_meter(const char *line) {
    const size_t most = columns();
    for (; *line; ++line) {
        const unsigned char c = (unsigned char)*line;
        const bool begins = (c & 0xc0) != 0x80; // a character of UTF-8
        if (begins && meter_width == most) {
            break;
        }
        meter_width += begins;
        put_char(*line);
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

// Also where stdout was left not to block.
static bool write_whole(const char *text, size_t n) {
    while (n > 0) {
        const ssize_t written = write(STDOUT_FILENO, text, n);
        struct pollfd ready = {STDOUT_FILENO, POLLOUT, 0};
        if (written >= 0) {
            text += written;
            n -= (size_t)written;
        } else if (errno == EAGAIN) {
            poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool wt_report_text(const char *text, wt_fault *fault) {
    if (!write_whole(text, strlen(text))) {
        wt_fault_set(fault, WT_FAULT_OUTPUT, "standard output", "cannot write: %s",
                     strerror(errno));
        fault->reader_left = errno == EPIPE;
        return false;
    }
    return true;
}

bool wt_report_made(void (*put)(FILE *out), wt_fault *fault) {
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    if (out) {
        put(out);
    }
    const bool made = out && fclose(out) == 0 && text;
    if (!made) {
        wt_fault_memory(fault);
    }
    const bool ok = made && wt_report_text(text, fault);
    free(text);
    return ok;
}
