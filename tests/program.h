// The real program, run as people run it: words in; status, sound and messages out.
#ifndef WT_TESTS_PROGRAM_H
#define WT_TESTS_PROGRAM_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const bool is_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif
#else
static const bool is_sanitized = false;
#endif

// What a run came to. `out` and `err` are to be freed by forget(); both end with a NUL.
typedef struct {
    int status; // 128 + n: ended by signal n
    unsigned char *out;
    size_t n_out;
    char *err;
    size_t n_err;
    long peak_kb; // of resident memory
} ending;

// How a run differs from the usual one.
typedef struct {
    void (*prepare)(void); // in the child, before the program
    const char *out_path;  // stdout, in place of a pipe
    const char *in_path;   // stdin, in place of /dev/null
} circumstances;

static inline void forget(ending *e) {
    free(e->out);
    free(e->err);
    *e = (ending){0};
}

static inline void stand_in(int fd, const char *path, int flags) {
    const int opened = open(path, flags, 0666);
    if (opened < 0 || dup2(opened, fd) < 0) {
        _exit(127);
    }
    close(opened);
}

static inline pid_t launch(const char *const *argv, const circumstances *how, int out, int err) {
    const pid_t child = fork();
    if (child != 0) {
        return child;
    }
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    for (int fd = 3; fd < 64; fd++) {
        close(fd);
    }
    stand_in(STDIN_FILENO, how && how->in_path ? how->in_path : "/dev/null", O_RDONLY);
    if (how && how->out_path) {
        stand_in(STDOUT_FILENO, how->out_path, O_WRONLY | O_CREAT | O_TRUNC);
    }
    if (how && how->prepare) {
        how->prepare();
    }
    union {
        const char *const *in;
        char *const *out;
    } words = {argv};
    execvp(argv[0], words.out);
    _exit(127);
}

static inline bool drain(int fd, unsigned char **at, size_t *n, size_t *room) {
    if (*room - *n < 65536) {
        *room = *room ? 2 * *room : 131072;
        *at = realloc(*at, *room);
        assert_non_null(*at);
    }
    const ssize_t got = read(fd, *at + *n, *room - *n - 1);
    *n += got > 0 ? (size_t)got : 0;
    (*at)[*n] = 0;
    return got > 0 || (got < 0 && errno == EINTR);
}

static inline int status_of(int wait_status) {
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

// Run argv[0] with its words, null at their end.
static inline ending run_argv(const char *const *argv, const circumstances *how) {
    int pipes[2][2];
    assert_int_equal(pipe(pipes[0]), 0);
    assert_int_equal(pipe(pipes[1]), 0);
    const pid_t child = launch(argv, how, pipes[0][1], pipes[1][1]);
    assert_true(child > 0);
    close(pipes[0][1]);
    close(pipes[1][1]);
    ending e = {0};
    size_t room[2] = {0, 0};
    unsigned char *err = NULL;
    struct pollfd waiting[2] = {{pipes[0][0], POLLIN, 0}, {pipes[1][0], POLLIN, 0}};
    while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
        poll(waiting, 2, -1);
        if (waiting[0].fd >= 0 && waiting[0].revents &&
            !drain(pipes[0][0], &e.out, &e.n_out, &room[0])) {
            waiting[0].fd = -1;
        }
        if (waiting[1].fd >= 0 && waiting[1].revents &&
            !drain(pipes[1][0], &err, &e.n_err, &room[1])) {
            waiting[1].fd = -1;
        }
    }
    close(pipes[0][0]);
    close(pipes[1][0]);
    int status;
    struct rusage used;
    assert_int_equal(wait4(child, &status, 0, &used), child);
    e.status = status_of(status);
    e.err = (char *)err;
    e.peak_kb = used.ru_maxrss;
    return e;
}

enum { MOST_WORDS = 256 };

// Run the program with the words of `line`, which are parted by single spaces; '' is an empty word.
static inline ending run_how(const circumstances *how, const char *line) {
    char *const text = strdup(line);
    const char *argv[MOST_WORDS] = {WT_PROGRAM};
    size_t n = 1;
    for (char *word = strtok(text, " "); word && n < MOST_WORDS - 1; word = strtok(NULL, " ")) {
        argv[n++] = strcmp(word, "''") == 0 ? "" : word;
    }
    const ending e = run_argv(argv, how);
    free(text);
    return e;
}

__attribute__((format(printf, 1, 2))) static inline ending run(const char *format, ...) {
    char line[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    return run_how(NULL, line);
}

// Run a line of shell, in which $WT is the program.
__attribute__((format(printf, 1, 2))) static inline ending run_shell(const char *format, ...) {
    char line[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    setenv("WT", WT_PROGRAM, 1);
    const char *const argv[] = {"/bin/sh", "-c", line, NULL};
    return run_argv(argv, NULL);
}

static inline size_t n_lines(const char *text) {
    size_t n = 0;
    for (; *text; text++) {
        n += *text == '\n';
    }
    return n;
}

// Status 0 and not a word on stderr.
static inline void assert_done(const ending *e, const char *what) {
    if (e->status != 0 || e->n_err != 0) {
        fail_msg("%s: status %d, \"%s\"", what, e->status, e->err);
    }
}

// `status`, and one line that begins with the program's name and holds `part`; the text that it is
// about, with a caret below, may follow.
static inline void assert_refused(const ending *e, int status, const char *part, const char *what) {
    static const char start[] = "wavetable: ";
    const size_t lines = n_lines(e->err);
    const bool has_caret = lines == 3 && strncmp(strchr(e->err, '\n') + 1, "  ", 2) == 0 &&
                           e->err[e->n_err - 2] == '^';
    if (e->status != status || strncmp(e->err, start, sizeof start - 1) != 0 ||
        !strstr(e->err, part) || !(lines == 1 || has_caret)) {
        fail_msg("%s: status %d, wanted %d and \"%s\": \"%s\"", what, e->status, status, part,
                 e->err);
    }
}

static inline bool has_command(const char *name) {
    ending e = run_shell("command -v %s", name);
    const bool found = e.status == 0;
    forget(&e);
    return found;
}

static inline int16_t i16_at(const ending *e, size_t i) {
    return (int16_t)((unsigned)e->out[2 * i] | (unsigned)e->out[2 * i + 1] << 8);
}

static inline float f32_at(const ending *e, size_t i) {
    const unsigned char *const b = e->out + 4 * i;
    const uint32_t word =
        (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    float x;
    memcpy(&x, &word, sizeof x);
    return x;
}

#endif
