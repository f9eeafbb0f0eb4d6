// Reading a file whole.
#include "app/read_file.h"

#include "io/file/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const size_t most_bytes = (size_t)1 << 30;

static char *read_stdin(size_t *n, wt_fault *fault) {
    size_t room = 65536;
    size_t used = 0;
    char *text = malloc(room);
    while (text) {
        const ssize_t got = read(STDIN_FILENO, text + used, room - used - 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0 || used + (size_t)(got > 0 ? got : 0) > most_bytes) {
            wt_fault_set(fault, WT_FAULT_INPUT, "standard input", "%s",
                         got < 0 ? strerror(errno) : "it is longer than 1 GiB (split it)");
            free(text);
            return NULL;
        }
        used += (size_t)got;
        if (got == 0) {
            text[used] = '\0';
            *n = used;
            return text;
        }
        if (room - used < 2) {
            room *= 2;
            char *grown = realloc(text, room);
            if (!grown) {
                free(text);
            }
            text = grown;
        }
    }
    wt_fault_memory(fault);
    return NULL;
}

char *wt_read_file(const char *path, size_t *n, wt_fault *fault) {
    if (strcmp(path, "-") == 0) {
        return read_stdin(n, fault);
    }
    wt_source source;
    wt_message message = {""};
    wt_status status = wt_source_open(&source, path, &message);
    char *text = NULL;
    if (status == WT_OK && source.size > most_bytes) {
        wt_message_set(&message, "it is longer than 1 GiB (split it)");
        status = WT_LIMIT;
    }
    if (status == WT_OK) {
        *n = (size_t)source.size;
        text = malloc(*n + 1);
        status = text ? wt_source_read(&source, 0, text, *n, &message) : WT_NO_MEMORY;
    }
    const int error = errno;
    wt_source_close(&source);
    if (status != WT_OK) {
        errno = error;
        wt_fault_status(fault, WT_FAULT_INPUT, path, status, &message);
        free(text);
        return NULL;
    }
    text[*n] = '\0';
    return text;
}
