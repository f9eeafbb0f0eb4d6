// Entries in chains by the hash of their keys, and in a queue while nobody uses them.
#include "app/waves/wave_entry.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

static const size_t level_bytes = (size_t)72 << 20;

// What is kept of waves that nobody uses at the moment, and another job may.
static const size_t most_unused_bytes = (size_t)32 << 20;
static const size_t most_unused = 256;

wt_status wt_wave_store_new(wt_wave_store **store) {
    *store = calloc(1, sizeof **store);
    if (!*store) {
        return WT_NO_MEMORY;
    }
    const wt_status status = wt_cache_new(&(*store)->cache, level_bytes);
    if (status != WT_OK) {
        free(*store);
        *store = NULL;
        return status;
    }
    pthread_mutex_init(&(*store)->lock, NULL);
    return WT_OK;
}

void wt_wave_entry_free(wt_wave_entry *s) {
    if (s) {
        free(s->key);
        free(s->refs);
        free(s->cycles);
        free(s->amplitudes);
        free(s->samples);
        wt_table_file_free(&s->table);
        free(s);
    }
}

void wt_wave_store_free(wt_wave_store *store) {
    if (!store) {
        return;
    }
    wt_cache_free(store->cache);
    for (size_t i = 0; i < WT_WAVE_CHAINS; ++i) {
        for (wt_wave_entry *s = store->chains[i], *next; s; s = next) {
            next = s->next;
            wt_wave_entry_free(s);
        }
    }
    pthread_mutex_destroy(&store->lock);
    free(store);
}

wt_cache *wt_wave_store_cache(wt_wave_store *store) {
    return store->cache;
}

static uint32_t hash(const char *key) {
    uint32_t h = 2166136261u; // FNV-1a
    for (; *key; ++key) {
        h = (h ^ (unsigned char)*key) * 16777619u;
    }
    return h;
}

wt_wave_entry *wt_wave_entry_find(wt_wave_store *store, const char *key) {
    wt_wave_entry *s = store->chains[hash(key) % WT_WAVE_CHAINS];
    while (s && strcmp(s->key, key) != 0) {
        s = s->next;
    }
    return s;
}

static size_t bytes_of(const wt_wave_entry *s) {
    const size_t narrow = s->table.narrow ? sizeof *s->table.narrow : 0;
    const size_t wide = s->table.samples ? sizeof *s->table.samples : 0;
    return (size_t)s->table.n_cycles * s->table.length * (narrow + wide) +
           s->n * (sizeof *s->cycles + sizeof *s->refs) + 4 * s->n_samples * sizeof *s->samples;
}

static void leave_queue(wt_wave_store *store, wt_wave_entry *s) {
    *(s->older ? &s->older->newer : &store->oldest) = s->newer;
    *(s->newer ? &s->newer->older : &store->newest) = s->older;
    s->older = s->newer = NULL;
    --store->n_unused;
    store->unused_bytes -= bytes_of(s);
}

static void enter_queue(wt_wave_store *store, wt_wave_entry *s) {
    s->older = store->newest;
    *(store->newest ? &store->newest->newer : &store->oldest) = s;
    store->newest = s;
    ++store->n_unused;
    store->unused_bytes += bytes_of(s);
}

// Those of a parent stay.
static void leave_cache(wt_wave_store *store, const wt_wave_entry *s) {
    for (uint32_t i = 0; s && s->refs && !s->parent && i < s->n; ++i) {
        wt_cache_remove(store->cache, s->refs[i].id);
    }
}

wt_wave_entry *wt_wave_entry_keep(wt_wave_store *store, wt_wave_entry *s, const char *key) {
    if (!s || !(s->key = strdup(key))) {
        leave_cache(store, s);
        wt_wave_entry_free(s);
        return NULL;
    }
    wt_wave_entry **chain = &store->chains[hash(key) % WT_WAVE_CHAINS];
    s->next = *chain;
    *chain = s;
    enter_queue(store, s);
    return s;
}

static void stop_using(wt_wave_store *store, wt_wave_entry *s) {
    if (--s->n_users == 0) {
        enter_queue(store, s);
    }
}

static void let_go(wt_wave_store *store, wt_wave_entry *s) {
    wt_wave_entry **link = &store->chains[hash(s->key) % WT_WAVE_CHAINS];
    while (*link != s) {
        link = &(*link)->next;
    }
    *link = s->next;
    leave_queue(store, s);
    leave_cache(store, s);
    if (s->parent) {
        stop_using(store, s->parent);
    }
    wt_wave_entry_free(s);
}

bool wt_wave_entry_use(wt_wave_store *store, wt_wave_entry *s, wt_wave_uses *uses) {
    wt_wave_entry **const grown =
        uses ? wt_grow(uses->entries, uses->n, &uses->room, sizeof *grown) : NULL;
    if (uses && !grown) {
        return false;
    }
    if (uses) {
        uses->entries = grown;
        uses->entries[uses->n++] = s;
    }
    if (s->n_users++ == 0) {
        leave_queue(store, s);
    }
    return true;
}

void wt_wave_store_end(wt_wave_store *store, wt_wave_uses *uses) {
    pthread_mutex_lock(&store->lock);
    for (size_t i = 0; i < uses->n; ++i) {
        stop_using(store, uses->entries[i]);
    }
    while (store->n_unused > most_unused || store->unused_bytes > most_unused_bytes) {
        let_go(store, store->oldest); // NOLINT(clang-analyzer-unix.Malloc): it leaves the queue
    }
    pthread_mutex_unlock(&store->lock);
    free(uses->entries);
    *uses = (wt_wave_uses){0};
}

bool wt_wave_entry_cache(wt_wave_store *store, wt_wave_entry *s) {
    s->refs = calloc(s->n, sizeof *s->refs);
    for (uint32_t i = 0; s->refs && i < s->n; ++i) {
        s->refs[i].harmonics = wt_cycle_harmonics(&s->cycles[i]);
        s->refs[i].smooth = wt_cycle_is_smooth(&s->cycles[i]);
        if (wt_cache_add(store->cache, &s->cycles[i], &s->refs[i].id) != WT_OK) {
            while (i > 0) {
                wt_cache_remove(store->cache, s->refs[--i].id);
            }
            return false;
        }
    }
    return s->refs != NULL;
}
