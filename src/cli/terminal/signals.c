// Handlers.
#include "cli/terminal/signals.h"

#include "io/file/output.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static bool pipe_was_default;
static bool reader_left;

static void end_by(int number) {
    signal(number, SIG_DFL);
    raise(number);
}

// Handlers run with the other ending signals blocked: a second Ctrl-C waits for the cleaning.
static void clean_and_end(int number) {
    wt_output_unlink_all();
    signal(number, SIG_DFL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
}

static void prepare(int number, const struct sigaction *action) {
    struct sigaction before;
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
        sigaction(number, action, NULL);
    }
}

void wt_signals_prepare(void) {
    struct sigaction before;
    pipe_was_default = sigaction(SIGPIPE, NULL, &before) == 0 && before.sa_handler == SIG_DFL;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    struct sigaction action = {.sa_handler = clean_and_end};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaddset(&action.sa_mask, SIGHUP);
    prepare(SIGINT, &action);
    prepare(SIGTERM, &action);
    prepare(SIGHUP, &action);
}

bool wt_signals_reader_left(void) {
    reader_left = true;
    return pipe_was_default;
}

int wt_signals_status(int status) {
    if (reader_left && pipe_was_default) {
        end_by(SIGPIPE);
    }
    return status;
}
