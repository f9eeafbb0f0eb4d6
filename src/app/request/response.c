// Expanding @FILE.
#include "app/request/response.h"

#include "app/read_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 8, MOST_FILES = 10000 };

// The chain of files that are being read, innermost first.
typedef struct nest {
    const char *path;
    int depth;
    const struct nest *outer;
} nest;

static bool expand(wt_response *response, const wt_words *in, size_t first, wt_words *out,
                   const nest *outer, wt_fault *fault);

static const char *keep_path(wt_response *response, const char *path) {
    char **grown = realloc(response->paths, (response->n_paths + 1) * sizeof *grown);
    if (!grown) {
        return NULL;
    }
    response->paths = grown;
    char *copy = strdup(path);
    if (copy) {
        response->paths[response->n_paths++] = copy;
    }
    return copy;
}

static bool append(wt_words *out, const wt_words *in, size_t i, wt_fault *fault) {
    if (wt_words_add(out, in->words[i]) != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    out->places[out->count - 1] = in->places[i];
    return true;
}

// Files that name others many times over would be words without end.
static bool check_nesting(const wt_response *response, const wt_words *in, size_t i,
                          const nest *outer, wt_fault *fault) {
    const char *path = in->words[i] + 1;
    for (const nest *n = outer; n; n = n->outer) {
        if (strcmp(n->path, path) == 0) {
            wt_fault_text(fault, &in->places[i], "@FILE", in->words[i], 0,
                          "this file includes itself (take the word out)");
            return false;
        }
    }
    if (outer && outer->depth == DEEPEST) {
        wt_fault_text(fault, &in->places[i], "@FILE", in->words[i], 0,
                      "files are nested more than 8 deep (put some together)");
        return false;
    }
    if (response->n_paths == MOST_FILES) {
        wt_fault_text(fault, &in->places[i], "@FILE", in->words[i], 0,
                      "more than 10000 files are asked for (put some together)");
        return false;
    }
    return true;
}

static bool split_file(const char *path, const char *text, size_t n, wt_words *words,
                       wt_fault *fault) {
    wt_location where = {NULL, 0, 0};
    const wt_parse parse = wt_words_split(words, path, 1, text, n, &where);
    if (parse.status == WT_NO_MEMORY) {
        wt_fault_memory(fault);
    } else if (parse.status != WT_OK) {
        char place[320];
        snprintf(place, sizeof place, "%.280s:%d:%d", path, where.line, where.column);
        wt_fault_set(fault, WT_FAULT_USAGE, place, "expected %s", parse.expected);
    }
    return parse.status == WT_OK;
}

static bool expand_file(wt_response *response, const wt_words *in, size_t i, wt_words *out,
                        const nest *outer, wt_fault *fault) {
    if (!check_nesting(response, in, i, outer, fault)) {
        return false;
    }
    if (in->places[i].line > 0 && strcmp(in->words[i], "@-") == 0) {
        wt_fault_text(fault, &in->places[i], "@FILE", in->words[i], 0,
                      "a file cannot ask for standard input (name a file)");
        return false;
    }
    const char *path = keep_path(response, in->words[i] + 1);
    if (!path) {
        wt_fault_memory(fault);
        return false;
    }
    size_t n;
    char *text = wt_read_file(path, &n, fault);
    if (!text) {
        return false;
    }
    wt_words words = {0};
    const nest inner = {path, outer ? outer->depth + 1 : 1, outer};
    const bool ok =
        split_file(path, text, n, &words, fault) && expand(response, &words, 0, out, &inner, fault);
    wt_words_free(&words);
    free(text);
    return ok;
}

static bool expand(wt_response *response, const wt_words *in, size_t first, wt_words *out,
                   const nest *outer, wt_fault *fault) {
    bool options = true;
    for (size_t i = first; i < in->count; ++i) {
        options = options && strcmp(in->words[i], "--") != 0;
        const bool is_file = options && in->words[i][0] == '@' && in->words[i][1] != '\0';
        if (!(is_file ? expand_file(response, in, i, out, outer, fault)
                      : append(out, in, i, fault))) {
            return false;
        }
    }
    return true;
}

bool wt_response_expand(wt_response *response, const wt_words *in, size_t first, wt_words *out,
                        wt_fault *fault) {
    *response = (wt_response){0};
    return expand(response, in, first, out, NULL, fault);
}

void wt_response_free(wt_response *response) {
    for (size_t i = 0; i < response->n_paths; ++i) {
        free(response->paths[i]);
    }
    free(response->paths);
    *response = (wt_response){0};
}
