// What the cache and its readers share.
#ifndef WT_CORE_TABLES_CACHE_PRIVATE_H
#define WT_CORE_TABLES_CACHE_PRIVATE_H

#include "core/tables/cache.h"

#include <pthread.h>

// What names a level: equal keys are the same bytes.
typedef struct {
    wt_form form;
    uint32_t cycle, harmonics;
} wt_level_key;

typedef struct wt_cached_level wt_cached_level;

// A level that the cache keeps.
struct wt_cached_level {
    wt_level_key key;
    wt_level level;
    size_t bytes;
    unsigned readers;               // that have acquired it; 0: it may be thrown away
    wt_cached_level *next;          // in its hash chain
    wt_cached_level *older, *newer; // among those without readers, by when they were released
};

static inline uint32_t wt_level_key_hash(const wt_level_key *key) {
    uint32_t h = (uint32_t)key->form.engine * 7u + (uint32_t)key->form.interp * 31u;
    h = (h ^ key->cycle) * 0x9e3779b1u;
    h = (h ^ h >> 15 ^ key->harmonics) * 0x85ebca77u;
    return h ^ h >> 15;
}

static inline bool wt_level_key_equal(const wt_level_key *a, const wt_level_key *b) {
    return a->cycle == b->cycle && a->harmonics == b->harmonics &&
           a->form.engine == b->form.engine && a->form.interp == b->form.interp;
}

// Return the level of `key`, built if need be, kept for the caller until wt_cache_release. Null: no
// memory. Thread-safe.
wt_cached_level *wt_cache_acquire(wt_cache *cache, const wt_level_key *key);

void wt_cache_release(wt_cache *cache, wt_cached_level *cached);

#endif
