// The words of a line, expanded and read as those of a render.
#include "app/batch/batch_job.h"

#include "app/request/notes.h"
#include "app/request/options.h"
#include "base/hash_set.h"

#include <stdio.h>
#include <string.h>

void wt_batch_job_free(wt_batch_job *j) {
    if (j->has_settings) {
        wt_request_free(&j->request);
    }
    wt_words_free(&j->typed);
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

static bool split(wt_batch_job *j, const char *path, long line, const char *text, size_t n,
                  wt_fault *fault) {
    wt_location where = {0};
    if (wt_words_add(&j->typed, "render") != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    const wt_parse parse = wt_words_split(&j->typed, path, (int)line, text, n, &where);
    if (parse.status != WT_OK) {
        char place[320];
        snprintf(place, sizeof place, "%.280s:%d:%d", path, where.line, where.column);
        wt_fault_set(fault, parse.status == WT_NO_MEMORY ? WT_FAULT_RESOURCE : WT_FAULT_INPUT,
                     place, "expected %s", parse.expected);
        return false;
    }
    drop_program(&j->typed);
    return true;
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

// One file, with a name.
static bool check(const wt_request *s, wt_fault *fault) {
    if (s->help || s->version || s->notes.each) {
        wt_fault_set(fault, WT_FAULT_INPUT, "option",
                     "a line of a batch makes one file (leave --help, --version and --each out)");
    } else if (!s->output.path || strcmp(s->output.path, "-") == 0) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "jobs cannot share standard output (give the line an -o FILE)");
    }
    return fault->kind == 0 && wt_request_check_notes(s, fault);
}

bool wt_batch_job_read(wt_batch_job *j, const char *path, long line, const char *text, size_t n,
                       bool *empty, wt_fault *fault) {
    *j = (wt_batch_job){0};
    *empty = false;
    if (!split(j, path, line, text, n, fault)) {
        return false;
    }
    *empty = j->typed.count == 1;
    if (*empty) {
        return true;
    }
    if (!wt_response_expand(&j->response, &j->typed, 0, &j->words, fault)) {
        return false;
    }
    j->has_settings = true;
    j->hash = wt_words_hash(&j->words);
    return wt_request_read(&j->request, &j->words, WT_FOR_RENDER, wt_read_note_operand, fault) &&
           check(&j->request, fault);
}
