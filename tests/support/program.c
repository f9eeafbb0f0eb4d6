#include "program.h"

static const char start[] = "wavetable: "; // of every line that tells of a fault or a note

void forget(ending *e) {
    free(e->out);
    free(e->err);
    *e = (ending){0};
}

void stand_in(int fd, const char *path, int flags) {
    const int opened = open(path, flags, 0666);
    if (opened < 0 || dup2(opened, fd) < 0) {
        _exit(127);
    }
    close(opened);
}

pid_t launch(const char *const *argv, const circumstances *how, int out, int err) {
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

bool drain(int fd, unsigned char **at, size_t *n, size_t *room) {
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

int status_of(int wait_status) {
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

ending run_argv(const char *const *argv, const circumstances *how) {
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
    e.page_faults = used.ru_minflt;
    return e;
}

ending run_how(const circumstances *how, const char *line) {
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

ending run(const char *format, ...) {
    char line[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    return run_how(NULL, line);
}

ending run_shell(const char *format, ...) {
    char line[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    setenv("WT", WT_PROGRAM, 1);
    const char *const argv[] = {"/bin/sh", "-c", line, NULL};
    return run_argv(argv, NULL);
}

size_t n_lines(const char *text) {
    size_t n = 0;
    for (; *text; text++) {
        n += *text == '\n';
    }
    return n;
}

void assert_done(const ending *e, const char *what) {
    if (e->status != 0 || e->n_err > 0) {
        fail_msg("%s: status %d, \"%s\"", what, e->status, e->err);
    }
}

void assert_done_with_note(const ending *e, const char *part, const char *what) {
    const char *const note = strstr(e->err, ": note: ");
    if (e->status != 0 || strncmp(e->err, start, sizeof start - 1) != 0 || !note ||
        !strstr(note, part) || n_lines(e->err) != 1) {
        fail_msg("%s: status %d, wanted a note with \"%s\": \"%s\"", what, e->status, part, e->err);
    }
}

void assert_refused(const ending *e, int status, const char *part, const char *what) {
    const size_t lines = n_lines(e->err);
    const bool has_caret = lines == 3 && strncmp(strchr(e->err, '\n') + 1, "  ", 2) == 0 &&
                           e->err[e->n_err - 2] == '^';
    if (e->status != status || strncmp(e->err, start, sizeof start - 1) != 0 ||
        !strstr(e->err, part) || !(lines == 1 || has_caret)) {
        fail_msg("%s: status %d, wanted %d and \"%s\": \"%s\"", what, e->status, status, part,
                 e->err);
    }
}

void use_shipped_presets(void) {
    char presets[] = WT_PROGRAM "\0presets";
    strcpy(strrchr(presets, '/'), "/presets");
    setenv("WAVETABLE_PRESETS", presets, 1);
}

bool has_command(const char *name) {
    ending e = run_shell("command -v %s", name);
    const bool found = e.status == 0;
    forget(&e);
    return found;
}

int16_t i16_at(const ending *e, size_t i) {
    return (int16_t)((unsigned)e->out[2 * i] | (unsigned)e->out[2 * i + 1] << 8);
}

float f32_at(const ending *e, size_t i) {
    const unsigned char *const b = e->out + 4 * i;
    const uint32_t word =
        (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    float x;
    memcpy(&x, &word, sizeof x);
    return x;
}
