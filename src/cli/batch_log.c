// JSON lines.
#include "cli/batch_log.h"

#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool wt_batch_log_open(wt_batch_log *log, const char *path, wt_fault *fault) {
    log->fd = -1;
    if (!path) {
        return true;
    }
    log->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (log->fd < 0) {
        wt_fault_set(fault, WT_EXIT_OUTPUT, path, "cannot open: %s", strerror(errno));
        return false;
    }
    // A torn line of a run that was killed must not swallow our first one.
    char last = '\n';
    const off_t end = lseek(log->fd, 0, SEEK_END);
    if (end > 0 && pread(log->fd, &last, 1, end - 1) == 1 && last != '\n') {
        return write(log->fd, "\n", 1) == 1;
    }
    return true;
}

// JSON knows only UTF-8: other bytes become U+FFFD.
static json_t *string_of(const char *text) {
    const size_t most = 3 * strlen(text) + 1;
    char *copy = malloc(most);
    size_t n = 0;
    while (copy && *text) {
        const size_t length = wt_utf8_length(text);
        memcpy(copy + n, length ? text : "\xEF\xBF\xBD", length ? length : 3);
        n += length ? length : 3;
        text += length ? length : 1;
    }
    json_t *string = copy ? json_stringn(copy, n) : NULL;
    free(copy);
    return string;
}

static json_t *hex_of(const char *text) {
    const size_t n = strlen(text);
    char *hex = malloc(2 * n + 1);
    for (size_t i = 0; hex && i < n; ++i) {
        snprintf(hex + 2 * i, 3, "%02x", (unsigned)(unsigned char)text[i]);
    }
    json_t *string = hex ? json_stringn(hex, 2 * n) : NULL;
    free(hex);
    return string;
}

static bool is_utf8(const char *text) {
    while (*text && wt_utf8_length(text) > 0) {
        text += wt_utf8_length(text);
    }
    return *text == '\0';
}

static json_t *object_of(const wt_batch_entry *e) {
    char words[20];
    snprintf(words, sizeof words, "%016" PRIx64, e->words);
    const wt_result *r = e->result;
    json_t *object =
        json_pack("{s:I, s:o, s:i, s:I, s:f, s:I, s:f, s:s}", "line", (json_int_t)e->line, "output",
                  string_of(e->output), "status", e->fault->status, "frames", (json_int_t)r->frames,
                  "peak", r->peak, "clipped", (json_int_t)r->clipped, "seconds",
                  (double)r->frames / (e->rate > 0 ? e->rate : 1), "words", words);
    if (object && !is_utf8(e->output)) {
        json_object_set_new(object, "output_hex", hex_of(e->output));
    }
    if (object && e->fault->status) {
        json_object_set_new(object, "error", string_of(e->fault->what));
    }
    return object;
}

bool wt_batch_log_write(const wt_batch_log *log, const wt_batch_entry *entry) {
    if (log->fd < 0) {
        return true;
    }
    json_t *object = object_of(entry);
    char *text = object ? json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
    json_decref(object);
    const size_t n = text ? strlen(text) : 0;
    bool ok = false;
    if (text) {
        text[n] = '\n'; // in place of the NUL: one write, one line
        ok = write(log->fd, text, n + 1) == (ssize_t)(n + 1);
    }
    free(text);
    return ok;
}

void wt_batch_log_close(wt_batch_log *log) {
    if (log->fd >= 0) {
        close(log->fd);
        log->fd = -1;
    }
}

static bool note_done(const char *line, wt_names *done) {
    json_t *object = json_loads(line, 0, NULL);
    const char *words = json_string_value(json_object_get(object, "words"));
    const json_t *status = json_object_get(object, "status");
    bool ok = true;
    if (words && json_is_integer(status) && json_integer_value(status) == 0) {
        uint32_t number = 0;
        bool was_there;
        ok = wt_names_add(done, strtoull(words, NULL, 16), &number, &was_there);
    }
    json_decref(object);
    return ok;
}

bool wt_batch_log_read(const char *path, wt_names *done, wt_fault *fault) {
    FILE *file = fopen(path, "re");
    if (!file) {
        if (errno != ENOENT) {
            wt_fault_set(fault, WT_EXIT_INPUT, path, "cannot open: %s", strerror(errno));
        }
        return errno == ENOENT;
    }
    char *line = NULL;
    size_t room = 0;
    bool ok = true;
    while (ok && getline(&line, &room, file) > 0) {
        ok = note_done(line, done);
    }
    free(line);
    fclose(file);
    if (!ok) {
        wt_fault_memory(fault);
    }
    return ok;
}
