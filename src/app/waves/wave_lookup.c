// Waves by what is asked: found under a key that says all they depend on, or made and kept.
#include "app/waves/lfo_cubics.h"
#include "app/waves/wave_entry.h"
#include "core/tables/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A key that says all that the cycles depend on, behind what is made of them. Allocated; null: no
// memory.
static char *key_of(const wt_wave_item *item, const char *made, uint32_t frame_length) {
    // ":-0x1.fffffffffffffp-1022" are 25 letters.
    const size_t size = 64 + (item->path ? strlen(item->path) : 0) + 25 * item->cycle.n_amplitudes;
    char *key = malloc(size);
    if (!key) {
        return NULL;
    }
    if (item->kind == WT_WAVE_FILE || item->kind == WT_WAVE_NAME) {
        snprintf(key, size, "%s%s:%u:%d:%d:%s", made, item->kind == WT_WAVE_FILE ? "file" : "name",
                 frame_length, item->pick.has_part ? item->pick.part : -1, item->pick.is_approx,
                 item->path);
    } else {
        char *end = stpcpy(stpcpy(key, made), wt_shapes[item->cycle.kind].names[0]);
        if (item->cycle.width > 0.0) {
            end += sprintf(end, ":%a", item->cycle.width);
        }
        for (size_t i = 0; i < item->cycle.n_amplitudes; ++i) {
            end += sprintf(end, ":%.13a", item->cycle.amplitudes[i]);
        }
    }
    return key;
}

static bool shape_cycle(const wt_wave_item *item, wt_wave_entry *s) {
    s->n = 1;
    s->cycles = calloc(1, sizeof *s->cycles);
    s->amplitudes = malloc((item->cycle.n_amplitudes + 1) * sizeof *s->amplitudes);
    if (!s->cycles || !s->amplitudes) {
        return false;
    }
    if (item->cycle.n_amplitudes > 0) {
        memcpy(s->amplitudes, item->cycle.amplitudes,
               item->cycle.n_amplitudes * sizeof *s->amplitudes);
    }
    *s->cycles = item->cycle;
    s->cycles->amplitudes = s->amplitudes;
    return true;
}

static bool table_cycles(wt_wave_entry *s) {
    s->n = s->table.n_cycles;
    s->cycles = calloc(s->n, sizeof *s->cycles);
    const wt_table_file *t = &s->table;
    for (uint32_t i = 0; s->cycles && i < s->n; ++i) {
        const size_t first = (size_t)i * t->length;
        s->cycles[i] = (wt_cycle){.kind = WT_CYCLE_SAMPLES,
                                  .samples = t->samples ? t->samples + first : NULL,
                                  .narrow = t->narrow ? t->narrow + first : NULL,
                                  .length = t->length};
    }
    return s->cycles != NULL;
}

static wt_wave_entry *load(wt_wave_store *store, const wt_wave_item *item, uint32_t frame_length,
                           const wt_listener *listener, wt_fault *fault) {
    wt_wave_entry *s = calloc(1, sizeof *s);
    if (!s) {
        wt_fault_memory(fault);
        return NULL;
    }
    bool ok;
    if (item->kind == WT_WAVE_FILE || item->kind == WT_WAVE_NAME) {
        ok = wt_table_load_item(&s->table, item, frame_length, WT_RAW_NONE, listener, fault) &&
             table_cycles(s);
    } else {
        ok = shape_cycle(item, s);
    }
    if (!ok || !wt_wave_entry_cache(store, s)) {
        wt_fault_memory(fault); // unless a fault stands there already
        wt_wave_entry_free(s);
        return NULL;
    }
    return s;
}

static bool check_pick(const wt_wave_entry *s, const wt_wave_item *item, wt_fault *fault) {
    const int highest = item->pick.first > item->pick.last ? item->pick.first : item->pick.last;
    if (item->pick.has_cycles && (uint32_t)highest >= s->n) {
        wt_fault_set(fault, WT_FAULT_USAGE, item->path,
                     "there is no cycle %d (it has %u, counted from 0)", highest, s->n);
        return false;
    }
    return true;
}

// The cycles of `s` from first down to last, in that order, as an entry of its own. Called with the
// lock held.
static wt_wave_entry *reversed(wt_wave_store *store, wt_wave_entry *s, int first, int last) {
    const size_t size = strlen(s->key) + 32;
    char *const key = malloc(size);
    if (!key) {
        return NULL;
    }
    snprintf(key, size, "%s#%d-%d", s->key, first, last);
    wt_wave_entry *r = wt_wave_entry_find(store, key);
    if (!r && (r = calloc(1, sizeof *r))) {
        r->parent = s;
        r->n = (uint32_t)(first - last) + 1;
        r->refs = malloc(r->n * sizeof *r->refs);
        r->cycles = malloc(r->n * sizeof *r->cycles);
        for (uint32_t i = 0; r->refs && r->cycles && i < r->n; ++i) {
            r->refs[i] = s->refs[(uint32_t)first - i];
            r->cycles[i] = s->cycles[(uint32_t)first - i];
        }
        r = r->refs && r->cycles ? wt_wave_entry_keep(store, r, key)
                                 : (wt_wave_entry_free(r), NULL);
        if (r) {
            wt_wave_entry_use(store, s, NULL);
        }
    }
    free(key);
    return r;
}

// The cycles that are wanted of `s`. Called with the lock held. False: no memory.
static bool pick(wt_wave_store *store, wt_wave_entry *s, const wt_wave_pick *wanted,
                 wt_wave_uses *uses, wt_cycles *cycles) {
    uint32_t first = 0;
    uint32_t n = s->n;
    if (wanted->has_cycles && wanted->first > wanted->last) {
        s = reversed(store, s, wanted->first, wanted->last);
        n = s ? s->n : 0;
    } else if (wanted->has_cycles) {
        first = (uint32_t)wanted->first;
        n = (uint32_t)(wanted->last - wanted->first) + 1;
    }
    if (!s || !wt_wave_entry_use(store, s, uses)) {
        return false;
    }
    *cycles = (wt_cycles){s->refs + first, s->cycles + first, n};
    return true;
}

bool wt_wave_store_cycles(wt_wave_store *store, const wt_wave_item *item, uint32_t frame_length,
                          wt_wave_uses *uses, const wt_listener *listener, wt_cycles *cycles,
                          wt_fault *fault) {
    if (item->kind == WT_WAVE_NOISE ||
        (item->kind == WT_WAVE_NAME && strcmp(item->path, "noise") == 0)) { // of an LFO
        wt_fault_set(fault, WT_FAULT_USAGE, "noise",
                     "it has no cycle (it plays as a wave of -w, and nowhere else)");
        return false;
    }
    char *const key = key_of(item, "", frame_length);
    if (!key) {
        wt_fault_memory(fault);
        return false;
    }
    pthread_mutex_lock(&store->lock);
    wt_wave_entry *s = wt_wave_entry_find(store, key);
    if (!s) {
        s = load(store, item, frame_length, listener, fault);
        s = wt_wave_entry_keep(store, s, key);
    }
    const bool ok = s && check_pick(s, item, fault) && pick(store, s, &item->pick, uses, cycles);
    pthread_mutex_unlock(&store->lock);
    free(key);
    if (!ok) {
        wt_fault_memory(fault); // unless a fault stands there already
    }
    return ok;
}

void wt_wave_store_point(const wt_location *place, const char *option, const char *spec, size_t at,
                         wt_fault *fault) {
    if (strchr(spec, ',') && strpbrk(spec, "./")) { // a file may be meant
        const size_t n = strcspn(fault->what, "(");
        snprintf(fault->what + n, sizeof fault->what - n,
                 "%s(a comma in the name of a file is written \\,)",
                 n > 0 && fault->what[n - 1] != ' ' ? " " : "");
    }
    wt_fault_point(fault, place, option, spec, at);
}

// What ends a visit with the lock held: note that `s` is used, and unlock. Null: there was no
// memory for it. False: fault is set.
static bool hand_out(wt_wave_store *store, wt_wave_entry *s, wt_wave_uses *uses, wt_fault *fault) {
    const bool ok = s && wt_wave_entry_use(store, s, uses);
    pthread_mutex_unlock(&store->lock);
    if (!ok) {
        wt_fault_memory(fault);
    }
    return ok;
}

// An entry of one cycle, which it takes. Null: no memory.
static wt_wave_entry *with_cycle(wt_wave_store *store, wt_wave_entry *s, wt_cycle *cycle) {
    s->cycles = cycle;
    s->n = 1;
    if (!wt_wave_entry_cache(store, s)) {
        wt_wave_entry_free(s);
        return NULL;
    }
    return s;
}

// A copy of a cycle at full scale.
static wt_wave_entry *full_scale(wt_wave_store *store, const wt_cycle *cycle) {
    wt_wave_entry *s = calloc(1, sizeof *s);
    float *x = malloc(cycle->length * sizeof *x);
    wt_cycle *copy = malloc(sizeof *copy);
    if (!s || !x || !copy) {
        free(s);
        free(x);
        free(copy);
        return NULL;
    }
    const float *const own = wt_cycle_floats(cycle, x);
    float peak = 0.0f;
    for (uint32_t i = 0; i < cycle->length; ++i) {
        const float size = own[i] < 0.0f ? -own[i] : own[i];
        peak = size > peak ? size : peak;
    }
    for (uint32_t i = 0; i < cycle->length; ++i) {
        x[i] = peak > 0.0f ? own[i] / peak : 0.0f;
    }
    *copy = (wt_cycle){.kind = WT_CYCLE_SAMPLES, .samples = x, .length = cycle->length};
    s->samples = x;
    return with_cycle(store, s, copy);
}

bool wt_wave_store_swing(wt_wave_store *store, const wt_wave_item *item, wt_wave_uses *uses,
                         const wt_listener *listener, wt_cycles *cycles, wt_fault *fault) {
    if (!wt_wave_store_cycles(store, item, 0, uses, listener, cycles, fault)) {
        return false;
    }
    cycles->n = 1;
    if (item->kind != WT_WAVE_NAME || cycles->cycles[0].kind != WT_CYCLE_SAMPLES) {
        return true;
    }
    char key[32];
    snprintf(key, sizeof key, "swing:%u", cycles->refs[0].id);
    pthread_mutex_lock(&store->lock);
    wt_wave_entry *s = wt_wave_entry_find(store, key);
    if (!s) {
        s = full_scale(store, &cycles->cycles[0]);
        s = wt_wave_entry_keep(store, s, key);
    }
    if (!hand_out(store, s, uses, fault)) {
        return false;
    }
    *cycles = (wt_cycles){s->refs, s->cycles, 1};
    return true;
}

// A cycle of `turns` parts, which lie behind it.
static wt_wave_entry *join(wt_wave_store *store, const wt_dimension *dimension, uint32_t turns) {
    wt_wave_entry *s = calloc(1, sizeof *s);
    wt_cycle *cycles = calloc(turns + 1, sizeof *cycles);
    if (!s || !cycles) {
        free(s);
        free(cycles);
        return NULL;
    }
    for (uint32_t i = 0; i < turns; ++i) {
        const wt_cycle_ref *ref = &dimension->cycles[i % dimension->n_cycles];
        cycles[1 + i] = wt_cache_cycle(store->cache, ref->id);
    }
    cycles[0] = (wt_cycle){.kind = WT_CYCLE_JOINED, .parts = cycles + 1, .n_parts = turns};
    return with_cycle(store, s, cycles);
}

bool wt_wave_store_join(wt_wave_store *store, const wt_dimension *dimension, uint32_t turns,
                        wt_wave_uses *uses, wt_cycle_ref *joined, wt_fault *fault) {
    const size_t size = 16 + 12 * (size_t)turns;
    char *key = malloc(size);
    size_t n = key ? (size_t)snprintf(key, size, "join") : 0;
    for (uint32_t i = 0; key && i < turns; ++i) {
        n += (size_t)snprintf(key + n, size - n, ":%u",
                              dimension->cycles[i % dimension->n_cycles].id);
    }
    pthread_mutex_lock(&store->lock);
    wt_wave_entry *s = key ? wt_wave_entry_find(store, key) : NULL;
    if (key && !s) {
        s = join(store, dimension, turns);
        s = wt_wave_entry_keep(store, s, key);
    }
    free(key);
    if (!hand_out(store, s, uses, fault)) {
        return false;
    }
    *joined = s->refs[0];
    return true;
}

bool wt_wave_store_lfo(wt_wave_store *store, const wt_wave_item *wave, wt_wave_uses *uses,
                       const wt_listener *listener, wt_env_term *term, wt_fault *fault) {
    wt_cycles cycles;
    if (!wt_wave_store_swing(store, wave, uses, listener, &cycles, fault)) {
        return false;
    }
    char *const key = key_of(wave, "lfo ", 0);
    if (!key) {
        wt_fault_memory(fault);
        return false;
    }
    pthread_mutex_lock(&store->lock);
    wt_wave_entry *s = wt_wave_entry_find(store, key);
    if (!s && (s = calloc(1, sizeof *s))) {
        s->samples = wt_lfo_cubics(&cycles.cycles[0], &s->n_samples);
        s = s->samples ? wt_wave_entry_keep(store, s, key) : (wt_wave_entry_free(s), NULL);
    }
    free(key);
    if (!hand_out(store, s, uses, fault)) {
        return false;
    }
    term->cubics = s->samples;
    term->n_samples = s->n_samples;
    return true;
}

bool wt_wave_store_curve(wt_wave_store *store, const char *path, wt_wave_uses *uses,
                         const float **samples, size_t *n, wt_fault *fault) {
    char key[4200];
    snprintf(key, sizeof key, "curve:%s", path);
    pthread_mutex_lock(&store->lock);
    wt_wave_entry *s = wt_wave_entry_find(store, key);
    if (!s && (s = calloc(1, sizeof *s))) {
        const bool ok = wt_curve_load(&s->samples, &s->n_samples, path, fault);
        s = ok ? wt_wave_entry_keep(store, s, key) : (wt_wave_entry_free(s), NULL);
    }
    if (!hand_out(store, s, uses, fault)) {
        return false;
    }
    *samples = s->samples;
    *n = s->n_samples;
    return true;
}
