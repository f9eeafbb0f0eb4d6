// A level combed for an increment.
#include "core/tables/cache_private.h"

static wt_cached_level *comb(const wt_level_key *key, const wt_level *level) {
    const wt_comb_reader reader = wt_comb_best(key->form);
    wt_cached_level *shelf = wt_cached_level_new(
        key, level->length, wt_comb_size(key->form, level->length, reader.teeth));
    if (shelf) {
        wt_comb_fill(key->form, level, key->increment, reader.teeth, (void *)shelf->level.rows);
        shelf->comb = (wt_comb){shelf->level.rows, key->increment, level->log2_length, reader.run};
    }
    return shelf;
}

wt_cached_level *wt_cached_level_comb(wt_cache *cache, const wt_level_key *key) {
    const wt_level_key plain = wt_level_key_of(key->cycles[0], key->form, key->harmonics[0]);
    wt_cached_level *from = wt_cache_acquire(cache, &plain);
    if (!from) {
        return NULL;
    }
    wt_cached_level *shelf = comb(key, &from->level);
    wt_cache_release(cache, from);
    return shelf;
}
