// Reading values to their end, and into their slots.
#include "app/request/value.h"

#include "text/path.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void wt_value_fault(wt_option_use *use, size_t at, const char *what) {
    wt_fault_text(use->fault, use->place, use->name, use->value, at, what);
}

bool wt_value_whole(wt_option_use *use, wt_parse parse) {
    if (parse.status != WT_OK) {
        return wt_fault_parse(use->fault, use->place, use->name, use->value, parse);
    }
    if (use->value[parse.at] != '\0') {
        char what[160];
        snprintf(what, sizeof what,
                 "cannot read on from '%.40s' (remove it, or see wavetable help)",
                 use->value + parse.at);
        wt_value_fault(use, parse.at, what);
        return false;
    }
    return true;
}

bool wt_value_number(wt_option_use *use, wt_unit unit, double low, double high, double *out) {
    wt_parse parse = wt_read_in_unit(use->value, unit, low, high, "", out);
    char expected[80];
    if (parse.status != WT_OK) {
        snprintf(expected, sizeof expected, "a number from %.10g to %.10g", low, high);
        parse.expected = expected;
    }
    return wt_value_whole(use, parse);
}

bool wt_value_integer(wt_option_use *use, int64_t low, int64_t high, int64_t *out) {
    int64_t number;
    const wt_parse parse = wt_read_integer(use->value, low, high, &number);
    if (parse.status != WT_OK) {
        char what[160];
        snprintf(what, sizeof what, "expected a whole number from %" PRId64 " to %" PRId64, low,
                 high);
        wt_value_fault(use, parse.status == WT_BAD_RANGE ? 0 : parse.at, what);
        return false;
    }
    if (!wt_value_whole(use, parse)) {
        return false;
    }
    *out = number;
    return true;
}

wt_parse wt_value_next(const wt_option_use *use, wt_parse parse, wt_unit unit, double low,
                       double high, const char *expected, double *out) {
    const size_t from = parse.at + 1;
    return wt_shifted(wt_read_in_unit(use->value + from, unit, low, high, expected, out), from);
}

int wt_value_word(wt_option_use *use, const char *words, int otherwise) {
    char what[200];
    int used = snprintf(what, sizeof what, "expected one of ");
    const char *word = words;
    for (int i = 0;; ++i) {
        const int n = (int)strcspn(word, "|");
        if (strlen(use->value) == (size_t)n && memcmp(use->value, word, (size_t)n) == 0) {
            return i;
        }
        used += snprintf(what + used, sizeof what - (size_t)used, "%s%.*s", i ? ", " : "", n, word);
        if (word[n] == '\0') {
            break;
        }
        word += n + 1;
    }
    wt_value_fault(use, 0, what);
    return otherwise;
}

static bool read_count(wt_option_use *use, const wt_slot *slot, int *out) {
    int64_t number;
    const bool ok = wt_value_integer(use, (int64_t)slot->low, (int64_t)slot->high, &number);
    *out = ok ? (int)number : *out;
    return ok;
}

// 44.1k times 1000 need not be 44100 to the last bit.
static bool read_hertz(wt_option_use *use, const wt_slot *slot, int *out) {
    double hz;
    if (!wt_value_number(use, WT_HERTZ, slot->low, slot->high, &hz)) {
        return false;
    }
    const int rate = (int)(hz + 0.5);
    if (hz - rate > 1e-6 || hz - rate < -1e-6) {
        wt_value_fault(use, 0, "expected whole frames a second, as in 44100 or 44.1k");
        return false;
    }
    *out = rate;
    return true;
}

bool wt_value_path(wt_option_use *use, const char **path) {
    if (use->value[0] == '\0') {
        wt_value_fault(use, 0, "the file name is empty");
        return false;
    }
    *path = use->value;
    return true;
}

static bool read_input(wt_option_use *use, const char **path) {
    wt_request *const s = use->request;
    if (!wt_value_path(use, path) || !use->place || use->place->folder == 0) {
        return use->fault->kind == 0;
    }
    char **const grown = realloc(s->names, (s->n_names + 1) * sizeof *grown);
    s->names = grown ? grown : s->names;
    char *const name =
        grown ? wt_path_within(use->place->file, use->place->folder, use->value) : NULL;
    if (!name) {
        return wt_fault_memory(use->fault);
    }
    s->names[s->n_names++] = name;
    *path = name;
    return true;
}

bool wt_value_from_folder(wt_option_use *use, char **name) {
    if (!use->place || use->place->folder == 0) {
        return true;
    }
    char *const joined = wt_path_within(use->place->file, use->place->folder, *name);
    if (joined) {
        free(*name);
        *name = joined;
    } else {
        wt_fault_memory(use->fault);
    }
    return joined != NULL;
}

static bool find_files(wt_option_use *use, wt_env_text *env) {
    bool ok = true;
    for (size_t i = 0; ok && i < env->env.n_terms; ++i) {
        if (env->terms[i].kind == WT_ENV_SAMPLES) {
            ok = wt_value_from_folder(use, &env->waves[i].path);
        }
    }
    return ok;
}

static bool read_env(wt_option_use *use, const wt_slot *slot, wt_env_setting *envs) {
    const int first = (int)slot->low;
    wt_env_text env;
    int d = first < 0 ? 0 : first;
    const wt_parse parse = first < 0 ? wt_read_env(use->value, &env)
                                     : wt_read_dimension_env(use->value, first, first, &d, &env);
    if (!wt_value_whole(use, parse) || !find_files(use, &env)) {
        wt_env_text_free(&env);
        return false;
    }
    wt_env_text_free(&envs[d].env);
    envs[d] = (wt_env_setting){true, use->value, env, wt_value_place(use)};
    return true;
}

bool wt_value_read(wt_option_use *use, const wt_option *option) {
    const wt_slot *const slot = &option->slot;
    void *const out = (char *)use->request + slot->offset;
    switch (slot->kind) {
    case WT_SLOT_FLAG:
        *(bool *)out = true;
        return true;
    case WT_SLOT_WORD:
        *(int *)out = wt_value_word(use, option->argument, *(int *)out);
        return use->fault->kind == 0;
    case WT_SLOT_NUMBER:
        return wt_value_number(use, slot->unit, slot->low, slot->high, out);
    case WT_SLOT_COUNT:
        return read_count(use, slot, out);
    case WT_SLOT_HERTZ:
        return read_hertz(use, slot, out);
    case WT_SLOT_INPUT:
        return read_input(use, out);
    case WT_SLOT_DURATION:
        return wt_value_whole(use, wt_read_duration(use->value, out));
    case WT_SLOT_PATH:
        return wt_value_path(use, out);
    case WT_SLOT_ENV:
        return read_env(use, slot, out);
    default:
        slot->read(use);
        return use->fault->kind == 0;
    }
}
