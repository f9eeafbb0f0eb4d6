// The words of a line, expanded and read as those of a render.
#include "app/batch/batch_job.h"

#include "app/request/notes.h"
#include "app/request/options.h"
#include "base/hash_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void wt_batch_job_free(wt_batch_job *j) {
    wt_request_free(&j->request);
    wt_words_free(&j->typed);
    wt_words_free(&j->expanded);
    wt_fields_free(&j->fields);
    wt_words_free(&j->words);
    wt_response_free(&j->response);
}

// Lines pasted from a shell begin with the program, which is read over.
static void drop_program(wt_words *words) {
    const char *name = words->count > 3 ? strrchr(words->words[1], '/') : NULL;
    if (words->count > 3 && strcmp(name ? name + 1 : words->words[1], "wavetable") == 0 &&
        strcmp(words->words[2], "render") == 0) {
        const size_t n = words->count - 3;
        memmove(words->words + 1, words->words + 3, (n + 1) * sizeof *words->words);
        memmove(words->places + 1, words->places + 3, n * sizeof *words->places);
        words->count -= 2;
    }
}

static bool split(wt_batch_job *j, const wt_batch_item *item, wt_fault *fault) {
    wt_location where = {0};
    if (wt_words_add(&j->typed, "render") != WT_OK) {
        return wt_fault_memory(fault);
    }
    const wt_parse parse =
        wt_words_split(&j->typed, item->path, (int)item->line, item->text, item->n, &where);
    if (parse.status != WT_OK) {
        char place[320];
        snprintf(place, sizeof place, "%.280s:%d:%d", item->path, where.line, where.column);
        return wt_fault_set(fault,
                            parse.status == WT_NO_MEMORY ? WT_FAULT_RESOURCE : WT_FAULT_INPUT,
                            place, "expected %s", parse.expected);
    }
    drop_program(&j->typed);
    return true;
}

static bool add_word(wt_batch_job *j, const char *word, wt_location place, wt_fault *fault) {
    if (wt_words_add(&j->words, word) != WT_OK) {
        return wt_fault_memory(fault);
    }
    j->words.places[j->words.count - 1] = place;
    return true;
}

// The seed of the batch is that of lines that give none: theirs comes later, and wins.
static bool add_seed(wt_batch_job *j, const wt_batch_item *item, wt_fault *fault) {
    char seed[24];
    if (!item->batch->sound.has_seed) {
        return true;
    }
    snprintf(seed, sizeof seed, "%u", (unsigned)item->batch->sound.seed);
    return add_word(j, "--seed", (wt_location){0}, fault) &&
           add_word(j, seed, (wt_location){0}, fault);
}

static bool fill(wt_batch_job *j, const wt_batch_item *item, wt_fault *fault) {
    const wt_field_place place = {.seed = item->batch->sound.seed,
                                  .line = (uint64_t)item->line,
                                  .item = item->item,
                                  .corner = item->corner};
    for (size_t i = 0; i < j->expanded.count && !fault->kind; ++i) {
        char *const word = j->expanded.words[i];
        char *filled = NULL;
        if (strchr(word, '{')) {
            const wt_parse parse = wt_fields_fill(&j->fields, &place, word, &filled);
            if (parse.status != WT_OK) {
                wt_fault_parse(fault, &j->expanded.places[i], "field", word, parse);
                break;
            }
        }
        add_word(j, filled ? filled : word, j->expanded.places[i], fault);
        free(filled);
        if (i == 0 && !fault->kind) {
            add_seed(j, item, fault);
        }
    }
    return fault->kind == 0;
}

void wt_batch_job_blame(const char *path, long line, wt_fault *fault) {
    char prefix[300];
    const int n = snprintf(prefix, sizeof prefix, "%.270s:%ld:", path, line);
    if (strncmp(fault->where, prefix, (size_t)n) != 0) {
        char where[sizeof fault->where];
        snprintf(where, sizeof where, "%.200s:%ld:1: %.80s", path, line, fault->where);
        memcpy(fault->where, where, sizeof where);
    }
    fault->kind = fault->kind == WT_FAULT_USAGE ? WT_FAULT_INPUT : fault->kind;
}

// What all items of a line have in common: its words, and where they come from another file.
static uint64_t source_of(const wt_words *words) {
    uint64_t hash = wt_words_hash(words);
    const char *last = NULL;
    for (size_t i = 0; i < words->count; ++i) {
        const char *const file = words->places[i].file;
        hash = file == last ? hash * 31 : wt_hash_text(hash * 31, file ? file : "");
        last = file;
    }
    return hash;
}

static void move(wt_words *from, wt_words *to) {
    *to = *from;
    *from = (wt_words){0};
}

static bool has_files(const wt_words *words) {
    bool has = false;
    for (size_t i = 0; i < words->count; ++i) {
        has = has || words->words[i][0] == '@';
    }
    return has;
}

static bool has_fields(const wt_words *words) {
    bool has = false;
    for (size_t i = 0; i < words->count && !has; ++i) {
        has = strchr(words->words[i], '{');
    }
    return has;
}

// Words that stay as they are typed are not copied.
static bool expand(wt_batch_job *j, const wt_batch_item *item, wt_fault *fault) {
    if (!has_files(&j->typed)) {
        move(&j->typed, &j->expanded);
    } else if (!wt_response_expand(&j->response, &j->typed, 0, &j->expanded, fault)) {
        return false;
    }
    j->source = source_of(&j->expanded);
    if (!item->batch->sound.has_seed && !has_fields(&j->expanded)) {
        move(&j->expanded, &j->words);
    } else if (!fill(j, item, fault)) {
        return false;
    }
    j->hash = wt_words_hash(&j->words);
    return true;
}

// One sound, with a name.
static bool check(const wt_request *s, const wt_batch_item *item, wt_fault *fault) {
    const bool is_row = item->rows;
    if (s->help || s->version || s->notes.each) {
        wt_fault_set(fault, WT_FAULT_INPUT, "option",
                     "a line of a batch makes one file (leave --help, --version and --each out)");
    } else if (s->output.log_path) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--log",
                     "a line keeps no log of its own (give batch --log FILE)");
    } else if (!is_row && (!s->output.path || strcmp(s->output.path, "-") == 0)) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "jobs cannot share standard output (give the line an -o FILE)");
    }
    return fault->kind == 0 && wt_request_check(s, fault);
}

bool wt_batch_job_read(wt_batch_job *j, const wt_batch_item *item, bool *empty, wt_fault *fault) {
    memset(j, 0, offsetof(wt_batch_job, request));
    const bool is_split = split(j, item, fault);
    *empty = is_split && j->typed.count == 1;
    if (!is_split || *empty || !expand(j, item, fault)) {
        j->request = (wt_request){0};
        return *empty;
    }
    const bool ok =
        wt_request_read(&j->request, &j->words, WT_FOR_RENDER, wt_read_note_operand, fault);
    j->request.file = item->path;
    return ok && check(&j->request, item, fault);
}
