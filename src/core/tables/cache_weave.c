// Levels woven into one.
#include "core/tables/cache_private.h"

static wt_cached_level *weave(const wt_level_key *key, const wt_level *const *levels) {
    wt_cached_level *shelf =
        wt_cached_level_new(key, wt_woven_length(levels, key->n), wt_woven_size(levels, key->n));
    if (shelf) {
        wt_weave(levels, key->n, (float *)shelf->level.rows);
    }
    return shelf;
}

wt_cached_level *wt_cached_level_weave(wt_cache *cache, const wt_level_key *key) {
    wt_cached_level *held[WT_MOST_WOVEN];
    const wt_level *levels[WT_MOST_WOVEN] = {0};
    int n = 0;
    for (; n < key->n; ++n) {
        const wt_level_key one = wt_level_key_of(key->cycles[n], key->form, key->harmonics[n]);
        held[n] = wt_cache_acquire(cache, &one);
        if (!held[n]) {
            break;
        }
        levels[n] = &held[n]->level;
    }
    wt_cached_level *woven = n == key->n && wt_can_weave(levels, n) ? weave(key, levels) : NULL;
    while (n > 0) {
        wt_cache_release(cache, held[--n]);
    }
    return woven;
}
