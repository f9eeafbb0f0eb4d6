// Expanding @FILE.
#include "app/request/response.h"

#include "app/named_file.h"
#include "app/read_file.h"
#include "base/nearest.h"
#include "text/path.h"
#include "text/wave.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEEPEST = 8, MOST_FILES = 10000 };

// The chain of files that are being read, innermost first.
typedef struct nest {
    const char *path;
    int depth;
    const struct nest *outer;
} nest;

static bool expand(wt_response *response, const wt_words *in, size_t first, wt_words *out,
                   const nest *outer, wt_fault *fault);

// Keep a path that the caller has allocated.
static const char *keep_path(wt_response *response, char *path) {
    char **grown = realloc(response->paths, (response->n_paths + 1) * sizeof *grown);
    if (!grown || !path) {
        response->paths = grown ? grown : response->paths;
        free(path);
        return NULL;
    }
    response->paths = grown;
    return response->paths[response->n_paths++] = path;
}

// "-" is standard input.
static bool is_name(const char *text) {
    return text[wt_wave_name_length(text)] == '\0' && strcmp(text, "-") != 0;
}

// The path of the preset that a word @NAME names; null: it is no NAME, or there is none.
static char *preset_path(const char *name) {
    enum { LONGEST_PATH = 4096 };
    char path[LONGEST_PATH];
    return is_name(name) && wt_named_file_find(WT_NAMED_PRESET, name, path, sizeof path)
               ? strdup(path)
               : NULL;
}

// A preset of this name, or else the file, which a word of a file names from its own folder.
static const char *path_of(wt_response *response, const wt_words *in, size_t i) {
    const char *const name = in->words[i] + 1;
    const wt_location *const place = &in->places[i];
    char *const preset = preset_path(name);
    return keep_path(response, preset ? preset : wt_path_within(place->file, place->folder, name));
}

static bool append(wt_words *out, const wt_words *in, size_t i, wt_fault *fault) {
    if (wt_words_add(out, in->words[i]) != WT_OK) {
        return wt_fault_memory(fault);
    }
    out->places[out->count - 1] = in->places[i];
    return true;
}

// Files that name others many times over would be words without end.
static bool check_nesting(const wt_response *response, const wt_words *in, size_t i,
                          const char *path, const nest *outer, wt_fault *fault) {
    for (const nest *n = outer; n; n = n->outer) {
        if (strcmp(n->path, path) == 0) {
            return wt_fault_text(fault, &in->places[i], "@FILE", in->words[i], 0,
                                 "this file includes itself (take the word out)");
        }
    }
    if (outer && outer->depth == DEEPEST) {
        return wt_fault_text(fault, &in->places[i], "@FILE", in->words[i], 0,
                             "files are nested more than 8 deep (put some together)");
    }
    if (response->n_paths > MOST_FILES) {
        return wt_fault_text(fault, &in->places[i], "@FILE", in->words[i], 0,
                             "more than 10000 files are asked for (put some together)");
    }
    return true;
}

// Of a NAME that is neither preset nor file at `path`: the file that ends in .preset there, or else
// the nearest preset.
static void unknown_preset(const wt_location *place, const char *path, const char *word,
                           wt_fault *fault) {
    wt_named_files list;
    char what[200], here[4096], own[80];
    snprintf(own, sizeof own, "%.60s.preset", word + 1);
    const int length = snprintf(here, sizeof here, "%s.preset", path);
    const bool is_here = length < (int)sizeof here && access(here, F_OK) == 0;
    if (!wt_named_files_list(WT_NAMED_PRESET, &list, fault)) {
        return;
    }
    const char *const nearest =
        is_here ? own : wt_nearest(word + 1, (const char *const *)list.names, list.n);
    snprintf(
        what, sizeof what,
        "there is no preset or file of this name (%s%.67s%swavetable table list --presets shows "
        "those there are)",
        nearest ? "did you mean @" : "", nearest ? nearest : "", nearest ? "? " : "");
    wt_fault_text(fault, place, "@NAME", word, 0, what);
    wt_named_files_free(&list);
}

// The text of the file that a word asks for; null: fault is set.
static char *read_words(const char *path, const wt_location *place, const char *word, size_t *n,
                        wt_fault *fault) {
    const char *const name = word + 1;
    if (is_name(name) && access(path, F_OK) != 0) {
        unknown_preset(place, path, word, fault);
        return NULL;
    }
    return wt_read_file(path, n, fault);
}

static bool split_file(const char *path, const char *text, size_t n, wt_words *words,
                       wt_fault *fault) {
    wt_location where = {0};
    const wt_parse parse = wt_words_split(words, path, 1, text, n, &where);
    if (parse.status == WT_NO_MEMORY) {
        wt_fault_memory(fault);
    } else if (parse.status != WT_OK) {
        char place[320];
        snprintf(place, sizeof place, "%.280s:%d:%d", path, where.line, where.column);
        wt_fault_set(fault, WT_FAULT_USAGE, place, "expected %s", parse.expected);
    }
    for (size_t i = 0; i < words->count; ++i) {
        words->places[i].folder = wt_path_folder(path);
    }
    return parse.status == WT_OK;
}

static bool expand_file(wt_response *response, const wt_words *in, size_t i, wt_words *out,
                        const nest *outer, wt_fault *fault) {
    if (in->places[i].line > 0 && strcmp(in->words[i], "@-") == 0) {
        return wt_fault_text(fault, &in->places[i], "@FILE", in->words[i], 0,
                             "a file cannot ask for standard input (name a file)");
    }
    const char *path = path_of(response, in, i);
    if (!path) {
        return wt_fault_memory(fault);
    }
    size_t n;
    char *text = check_nesting(response, in, i, path, outer, fault)
                     ? read_words(path, &in->places[i], in->words[i], &n, fault)
                     : NULL;
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
