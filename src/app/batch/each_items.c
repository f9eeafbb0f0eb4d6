// Ranges become keys, and the template of -o a path for each.
#include "app/batch/each_items.h"

#include "base/grow.h"
#include "base/hash_set.h"
#include "core/pitch/pitch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static wt_each_item *push(wt_each_items *items) {
    wt_each_item *const grown = wt_grow(items->of, items->n, &items->room, sizeof *grown);
    if (!grown) {
        wt_fault_memory(items->fault);
        return NULL;
    }
    items->of = grown;
    items->of[items->n] = (wt_each_item){.path = NULL};
    return &items->of[items->n++];
}

static bool push_key(wt_each_items *items, const wt_note_setting *setting, double key,
                     double velocity) {
    wt_each_item *it = push(items);
    if (!it) {
        return false;
    }
    it->of_range = true;
    it->pitch = (wt_pitch_text){WT_PITCH_NOTE, key};
    it->note = *setting;
    it->note.is_range = false;
    it->note.note = (wt_note_text){.n_pitches = 1,
                                   .has_duration = setting->range.has_duration,
                                   .duration = setting->range.duration,
                                   .velocity = velocity};
    return true;
}

static bool push_range(wt_each_items *items, const wt_note_setting *setting) {
    const wt_note_range *r = &setting->range;
    const double step = r->low <= r->high ? r->step : -r->step;
    const double span = r->low <= r->high ? r->high - r->low : r->low - r->high;
    for (int i = 0; i * (double)r->step <= span + 1e-9; ++i) {
        for (int layer = 0; layer < r->n_velocities; ++layer) {
            if (!push_key(items, setting, r->low + i * step, r->velocities[layer])) {
                return false;
            }
        }
    }
    return true;
}

// A key of a range is told as what it would be by itself.
static void name_key(const wt_each_items *items, wt_each_item *it) {
    char name[24];
    wt_note_name(it->pitch.value, wt_request_middle_c(items->request), name);
    snprintf(it->name, sizeof it->name, "%s@%.6g", name, it->note.note.velocity);
    it->note.text = it->name;
    it->note.note.pitches = &it->pitch;
}

static bool push_all(wt_each_items *items) {
    for (size_t i = 0; i < items->request->notes.n_words; ++i) {
        const wt_note_setting *setting = &items->request->notes.words[i];
        if (setting->is_range) {
            if (!push_range(items, setting)) {
                return false;
            }
            continue;
        }
        wt_each_item *it = push(items);
        if (!it) {
            return false;
        }
        it->note = *setting;
    }
    for (size_t i = 0; i < items->n; ++i) { // the array has stopped moving
        if (items->of[i].of_range) {
            name_key(items, &items->of[i]);
        }
    }
    return true;
}

static double key_of(const wt_each_items *items, const wt_pitch_text *pitch) {
    return pitch->kind == WT_PITCH_HZ ? wt_hz_note(pitch->value, items->request->notes.tuning_hz)
                                      : pitch->value;
}

static double hz_of(const wt_each_items *items, const wt_pitch_text *pitch) {
    return pitch->kind == WT_PITCH_HZ ? pitch->value : wt_tuning_hz(&items->tuning, pitch->value);
}

// The value of a field, or false where there is no such field.
static bool field_value(const wt_each_items *items, const wt_each_item *it, size_t number,
                        const char *name, size_t n, char value[64]) {
    const wt_pitch_text *pitch = &it->note.note.pitches[0];
    if (n == 4 && memcmp(name, "note", n) == 0) {
        wt_note_name(key_of(items, pitch), wt_request_middle_c(items->request), value);
    } else if (n == 4 && memcmp(name, "midi", n) == 0) {
        snprintf(value, 64, "%.6g", key_of(items, pitch));
    } else if (n == 2 && memcmp(name, "hz", n) == 0) {
        snprintf(value, 64, "%.2f", hz_of(items, pitch));
    } else if (n == 3 && memcmp(name, "vel", n) == 0) {
        snprintf(value, 64, "%.6g", it->note.note.velocity);
    } else if (n == 1 && *name == 'n') {
        snprintf(value, 64, "%zu", number);
    } else {
        return false;
    }
    return true;
}

static bool bad_field(const wt_each_items *items, const char *at) {
    return wt_fault_text(items->fault, NULL, "--output", items->request->output.path,
                         (size_t)(at - items->request->output.path),
                         "expected one of {note} {midi} {hz} {vel} {n}");
}

static bool make_path(const wt_each_items *items, wt_each_item *it, size_t number) {
    const char *t = items->request->output.path;
    const size_t room = strlen(t) + 64 * 16 + 1;
    size_t used = 0;
    it->path = malloc(room);
    if (!it->path) {
        return wt_fault_memory(items->fault);
    }
    while (*t) {
        if (*t != '{') {
            it->path[used++] = *t++;
            continue;
        }
        const char *end = strchr(t, '}');
        char value[64];
        if (!end || !field_value(items, it, number, t + 1, (size_t)(end - t - 1), value)) {
            return bad_field(items, t);
        }
        const size_t n = strlen(value);
        if (used + n + strlen(end) + 1 > room) {
            return bad_field(items, t);
        }
        memcpy(it->path + used, value, n);
        used += n;
        t = end + 1;
    }
    it->path[used] = '\0';
    return true;
}

// No two are alike.
static bool check_path(wt_each_items *items, wt_hash_set *paths, size_t i) {
    uint32_t number = (uint32_t)i + 1;
    bool was_there = false;
    if (!wt_hash_set_add(paths, wt_hash_text(0, items->of[i].path), &number, &was_there)) {
        wt_fault_memory(items->fault);
    } else if (was_there) {
        char what[400];
        snprintf(
            what, sizeof what,
            "notes %u and %zu would both be '%.200s' (tell them apart by {note}, {vel} or {n})",
            number, i + 1, items->of[i].path);
        wt_fault_text(items->fault, NULL, "--output", items->request->output.path, 0, what);
    }
    return items->fault->kind == 0;
}

static bool make_paths(wt_each_items *items) {
    wt_hash_set paths = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < items->n; ++i) {
        wt_each_item *const it = &items->of[i];
        if (it->note.note.pitches[0].kind == WT_PITCH_REST) {
            wt_fault_text(items->fault, NULL, "NOTE", it->note.text, 0,
                          "a rest makes no file (leave it out with --each)");
        }
        ok = items->fault->kind == 0 && make_path(items, it, i + 1) && check_path(items, &paths, i);
    }
    wt_hash_set_free(&paths);
    return ok;
}

bool wt_each_items_list(wt_each_items *items) {
    const wt_notes_request *const notes = &items->request->notes;
    return wt_tuning_make(&items->tuning, notes->tuning_hz, notes->scale_path, notes->keymap_path,
                          items->fault) &&
           push_all(items) && make_paths(items);
}

void wt_each_items_free(wt_each_items *items) {
    for (size_t i = 0; i < items->n; ++i) {
        if (items->of[i].planned) {
            wt_plan_free(&items->of[i].plan);
        }
        free(items->of[i].path);
    }
    free(items->of);
    wt_tuning_free(&items->tuning);
}

double wt_each_items_key(const wt_each_items *items, const wt_each_item *item) {
    return key_of(items, &item->note.note.pitches[0]);
}
