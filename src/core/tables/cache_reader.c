// One thread's levels, found again without a lock.
//
// They are kept in two generations: the young, where levels are found, and the one before it,
// which is kept just so that what was handed out stays. When the young is full it takes the old
// one's place, so a reader never keeps more than two of them, whatever a note sweeps through.
#include "core/tables/cache_private.h"

#include <stdlib.h>

enum { SLOTS = 512, FULL = 256 };

static const size_t full_bytes = (size_t)8 << 20;

typedef struct {
    wt_cached_level *slots[SLOTS]; // open addressing
    uint16_t used[FULL];           // places of those that are taken
    unsigned count;
    size_t bytes;
} generation;

struct wt_cache_reader {
    wt_cache *cache;
    generation generations[2];
    int young;
    unsigned epoch; // counts how often the young became old: what was found since is young
};

wt_status wt_cache_reader_new(wt_cache_reader **reader, wt_cache *cache) {
    *reader = calloc(1, sizeof **reader);
    if (!*reader) {
        return WT_NO_MEMORY;
    }
    (*reader)->cache = cache;
    return WT_OK;
}

static void release(wt_cache *cache, generation *g) {
    while (g->count > 0) {
        wt_cached_level **const slot = &g->slots[g->used[--g->count]];
        wt_cache_release(cache, *slot);
        *slot = NULL;
    }
    g->bytes = 0;
}

void wt_cache_reader_free(wt_cache_reader *reader) {
    if (reader) {
        release(reader->cache, &reader->generations[0]);
        release(reader->cache, &reader->generations[1]);
        free(reader);
    }
}

static wt_cached_level **slot_of(generation *g, const wt_level_key *key) {
    uint32_t i = wt_level_key_hash(key) % SLOTS;
    while (g->slots[i] && !wt_level_key_equal(&g->slots[i]->key, key)) {
        i = (i + 1) % SLOTS;
    }
    return &g->slots[i];
}

static bool is_full(const generation *g) {
    return g->count == FULL || (g->bytes > full_bytes && g->count >= WT_LEVELS_IN_USE);
}

static const wt_cached_level *get_key(wt_cache_reader *reader, const wt_level_key *key) {
    wt_cached_level **slot = slot_of(&reader->generations[reader->young], key);
    if (*slot) {
        return *slot;
    }
    if (is_full(&reader->generations[reader->young])) {
        reader->young = !reader->young;
        ++reader->epoch;
        release(reader->cache, &reader->generations[reader->young]);
    }
    wt_cached_level *cached = wt_cache_acquire(reader->cache, key);
    if (!cached) {
        return NULL;
    }
    generation *g = &reader->generations[reader->young];
    slot = slot_of(g, key);
    *slot = cached;
    g->used[g->count++] = (uint16_t)(slot - g->slots);
    g->bytes += cached->bytes;
    return cached;
}

static const wt_level *get(void *context, uint32_t cycle, wt_form form, uint32_t harmonics) {
    const wt_level_key key = {form, cycle, harmonics};
    const wt_cached_level *cached = get_key(context, &key);
    return cached ? &cached->level : NULL;
}

wt_level_source wt_cache_reader_source(wt_cache_reader *reader) {
    return (wt_level_source){.get = get, .context = reader, .epoch = &reader->epoch};
}
