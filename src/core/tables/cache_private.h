// What the cache and its readers share.
#ifndef WT_CORE_TABLES_CACHE_PRIVATE_H
#define WT_CORE_TABLES_CACHE_PRIVATE_H

#include "core/tables/cache.h"
#include "core/tables/comb.h"
#include "core/tables/weave.h"

#include <pthread.h>

// What names a level: equal keys are the same bytes. Of the cycles, with their harmonics, only
// woven levels have more than one; what is not there is 0.
typedef struct {
    enum { WT_PLAIN_LEVEL, WT_WOVEN_LEVEL, WT_COMB } kind;
    wt_form form;
    int n;
    uint32_t cycles[WT_MOST_WOVEN], harmonics[WT_MOST_WOVEN];
    uint32_t increment; // of a comb
} wt_level_key;

static inline wt_level_key wt_level_key_of(uint32_t cycle, wt_form form, uint32_t harmonics) {
    return (wt_level_key){.form = form, .n = 1, .cycles = {cycle}, .harmonics = {harmonics}};
}

typedef struct wt_cached_level wt_cached_level;

// A level on the cache's shelf.
struct wt_cached_level {
    wt_level_key key;
    wt_level level;
    wt_comb comb; // where that is the kind: of `level`'s rows, which are laid out anew
    size_t bytes;
    unsigned readers;               // that hold it; 0: it may be thrown away
    wt_cached_level *next;          // in its hash chain
    wt_cached_level *older, *newer; // among those that nobody holds, by when they were let go
};

static inline uint32_t wt_level_key_hash(const wt_level_key *key) {
    uint32_t h = (uint32_t)key->form.engine * 7u + (uint32_t)key->form.interp * 31u;
    h ^= (uint32_t)key->kind + key->increment * 0xc2b2ae3du;
    for (int k = 0; k < key->n; ++k) {
        h = (h ^ key->cycles[k]) * 0x9e3779b1u;
        h = (h ^ h >> 15 ^ key->harmonics[k]) * 0x85ebca77u;
    }
    return h ^ h >> 15;
}

// What differs most often comes first.
static inline bool wt_level_key_equal(const wt_level_key *a, const wt_level_key *b) {
    for (int k = 0; k < a->n; ++k) {
        if (a->cycles[k] != b->cycles[k] || a->harmonics[k] != b->harmonics[k]) {
            return false;
        }
    }
    return a->n == b->n && a->kind == b->kind && a->increment == b->increment &&
           a->form.engine == b->form.engine && a->form.interp == b->form.interp;
}

// Return the level of `key`, built if need be, held for the caller until wt_cache_release. Null: no
// memory. Thread-safe.
wt_cached_level *wt_cache_acquire(wt_cache *cache, const wt_level_key *key);

void wt_cache_release(wt_cache *cache, wt_cached_level *shelf);

// Return room for `rows` bytes of rows, at level.rows; free() ends it. Null: no memory.
wt_cached_level *wt_cached_level_new(const wt_level_key *key, uint32_t length, size_t rows);

// Weave the levels of all cycles of `key`. Null: no memory, or their lengths do not allow it.
wt_cached_level *wt_cached_level_weave(wt_cache *cache, const wt_level_key *key);

// Comb the level of `key`. Null: no memory.
wt_cached_level *wt_cached_level_comb(wt_cache *cache, const wt_level_key *key);

#endif
