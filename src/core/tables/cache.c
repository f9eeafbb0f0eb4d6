// Cycles with their spectra, and a bounded store of levels behind one lock.
#include "core/tables/cache_private.h"
#include "core/tables/fft.h"
#include "core/tables/spectrum.h"
#include "core/tables/table_index.h"

#include <stdlib.h>
#include <string.h>

enum { CHAINS = 4096, CIRCLES = 21 };

typedef struct {
    wt_cycle cycle;
    double *spectrum; // of sampled cycles, once needed, as long as all of them are few
} bank_cycle;

struct wt_cache {
    pthread_mutex_t lock;
    bank_cycle *cycles;
    uint32_t n_cycles, room;
    wt_cached_level *chains[CHAINS];
    wt_cached_level *oldest, *newest; // levels that nobody holds
    double *circles[CIRCLES];         // by log2 of their length
    size_t bytes, peak, limit;
    size_t spectra; // bytes of kept spectra
};

// What is kept of spectra: those of 1024 cycles of 2048 samples. Others are found anew for each
// level, which takes less time than building it.
static const size_t most_spectra = (size_t)16 << 20;

wt_status wt_cache_new(wt_cache **cache, size_t limit_bytes) {
    *cache = calloc(1, sizeof **cache);
    if (!*cache) {
        return WT_NO_MEMORY;
    }
    (*cache)->limit = limit_bytes;
    if (pthread_mutex_init(&(*cache)->lock, NULL)) {
        free(*cache);
        *cache = NULL;
        return WT_NO_MEMORY;
    }
    return WT_OK;
}

void wt_cache_free(wt_cache *cache) {
    if (!cache) {
        return;
    }
    for (size_t i = 0; i < CHAINS; ++i) {
        for (wt_cached_level *s = cache->chains[i], *next; s; s = next) {
            next = s->next;
            free(s);
        }
    }
    for (uint32_t i = 0; i < cache->n_cycles; ++i) {
        free(cache->cycles[i].spectrum);
    }
    for (size_t i = 0; i < CIRCLES; ++i) {
        free(cache->circles[i]);
    }
    free(cache->cycles);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static wt_status add_cycle(wt_cache *cache, const wt_cycle *cycle, uint32_t *id) {
    if (cache->n_cycles == cache->room) {
        const uint32_t room = cache->room ? 2 * cache->room : 16;
        bank_cycle *grown = realloc(cache->cycles, room * sizeof *grown);
        if (!grown) {
            return WT_NO_MEMORY;
        }
        cache->cycles = grown;
        cache->room = room;
    }
    *id = cache->n_cycles;
    cache->cycles[cache->n_cycles++] = (bank_cycle){.cycle = *cycle};
    return WT_OK;
}

wt_status wt_cache_add(wt_cache *cache, const wt_cycle *cycle, uint32_t *id) {
    pthread_mutex_lock(&cache->lock);
    const wt_status status = add_cycle(cache, cycle, id);
    pthread_mutex_unlock(&cache->lock);
    return status;
}

void wt_cache_usage(wt_cache *cache, size_t *now, size_t *peak) {
    pthread_mutex_lock(&cache->lock);
    *now = cache->bytes;
    *peak = cache->peak;
    pthread_mutex_unlock(&cache->lock);
}

// The circle of 2^log2_length points, made once. Called with the lock held.
static const double *circle(wt_cache *cache, uint32_t length) {
    int log2_length = 0;
    while (1u << log2_length < length) {
        ++log2_length;
    }
    double **place = &cache->circles[log2_length];
    if (!*place) {
        *place = malloc(2 * (size_t)length * sizeof **place);
        if (*place) {
            wt_fft_turn(*place, length);
        }
    }
    return *place;
}

// The harmonics of a sampled cycle. Allocated; null: no memory.
static double *find_spectrum(const wt_cycle *cycle) {
    const uint32_t n = cycle->length;
    double *work = malloc(wt_spectrum_work(n) * sizeof *work + n * sizeof(float));
    double *pairs = malloc((n / 2 + 1) * 2 * sizeof *pairs);
    if (work && pairs) {
        float *room = (float *)(work + wt_spectrum_work(n));
        wt_spectrum(wt_cycle_floats(cycle, room), n, pairs, work);
    } else {
        free(pairs);
        pairs = NULL;
    }
    free(work);
    return pairs;
}

// Keep the spectrum of a cycle. False where there is one, or where it would be too much.
static bool keep_spectrum(wt_cache *cache, uint32_t id, double *pairs) {
    pthread_mutex_lock(&cache->lock);
    bank_cycle *c = &cache->cycles[id];
    const size_t bytes = (c->cycle.length / 2 + 1) * 2 * sizeof *pairs;
    const bool kept = !c->spectrum && cache->spectra + bytes <= most_spectra;
    if (kept) {
        c->spectrum = pairs;
        cache->spectra += bytes;
    }
    pthread_mutex_unlock(&cache->lock);
    return kept;
}

wt_cached_level *wt_cached_level_new(const wt_level_key *key, uint32_t length, size_t rows) {
    const size_t head = (sizeof(wt_cached_level) + 63) / 64 * 64;
    const size_t bytes = head + (rows + 63) / 64 * 64 + 64;
    wt_cached_level *shelf = aligned_alloc(64, bytes);
    if (!shelf) {
        return NULL;
    }
    memset(shelf, 0, sizeof *shelf);
    shelf->key = *key;
    shelf->bytes = bytes;
    shelf->level.rows = (char *)shelf + head;
    shelf->level.length = length;
    shelf->level.log2_length = wt_log2_of(length);
    return shelf;
}

static wt_cached_level *new_shelf(const wt_level_key *key, uint32_t length) {
    const bool taps = key->harmonics[0] != WT_AS_IS && wt_level_has_taps(key->form, length);
    const size_t size = taps ? sizeof(float) : wt_row_size(key->form);
    wt_cached_level *shelf = wt_cached_level_new(key, length, (length + 4) * size);
    if (shelf) {
        shelf->level.taps = taps;
    }
    return shelf;
}

static wt_cached_level *build_as_is(const wt_cycle *cycle, const wt_level_key *key) {
    const uint32_t length = wt_cycle_length(cycle);
    double *samples = malloc(((size_t)length + 4) * sizeof *samples);
    wt_cached_level *shelf = samples ? new_shelf(key, length) : NULL;
    if (shelf) {
        wt_cycle_render(cycle, samples);
        wt_level_build_as_is(key->form, samples, length, (void *)shelf->level.rows);
    }
    free(samples);
    return shelf;
}

static wt_cached_level *build_from(const wt_level_key *key, const double *pairs, uint32_t harmonics,
                                   wt_cache *cache) {
    const uint32_t length = wt_level_length(key->form, pairs, harmonics);
    const uint32_t points = wt_level_points(key->form, pairs, harmonics, length);
    pthread_mutex_lock(&cache->lock);
    const double *turn = circle(cache, points);
    pthread_mutex_unlock(&cache->lock);
    double *work = malloc(wt_level_work(length) * sizeof *work);
    wt_cached_level *shelf = turn && work ? new_shelf(key, length) : NULL;
    if (shelf) {
        wt_level_build(key->form, pairs, harmonics, length, turn, work, (void *)shelf->level.rows);
    }
    free(work);
    return shelf;
}

static wt_cached_level *build_sampled(wt_cache *cache, const bank_cycle *c, const wt_level_key *key,
                                      uint32_t harmonics) {
    if (c->spectrum) {
        return build_from(key, c->spectrum, harmonics, cache);
    }
    double *pairs = find_spectrum(&c->cycle);
    wt_cached_level *shelf = pairs ? build_from(key, pairs, harmonics, cache) : NULL;
    if (!pairs || !keep_spectrum(cache, key->cycles[0], pairs)) {
        free(pairs);
    }
    return shelf;
}

static wt_cached_level *build_shape(wt_cache *cache, const wt_cycle *cycle, const wt_level_key *key,
                                    uint32_t harmonics) {
    double *pairs = malloc(((size_t)harmonics + 1) * 2 * sizeof *pairs);
    if (!pairs) {
        return NULL;
    }
    wt_cycle_series(cycle, harmonics, pairs);
    wt_cached_level *shelf = build_from(key, pairs, harmonics, cache);
    free(pairs);
    return shelf;
}

static wt_cached_level *build(wt_cache *cache, const wt_level_key *key) {
    if (key->kind != WT_PLAIN_LEVEL) {
        return key->kind == WT_COMB ? wt_cached_level_comb(cache, key)
                                    : wt_cached_level_weave(cache, key);
    }
    pthread_mutex_lock(&cache->lock);
    const bank_cycle c = cache->cycles[key->cycles[0]];
    pthread_mutex_unlock(&cache->lock);
    if (key->harmonics[0] == WT_AS_IS) {
        return build_as_is(&c.cycle, key);
    }
    const uint32_t most = wt_cycle_harmonics(&c.cycle);
    const uint32_t harmonics = key->harmonics[0] < most ? key->harmonics[0] : most;
    return c.cycle.kind == WT_CYCLE_SAMPLES ? build_sampled(cache, &c, key, harmonics)
                                            : build_shape(cache, &c.cycle, key, harmonics);
}

static wt_cached_level **chain_of(wt_cache *cache, const wt_level_key *key) {
    return &cache->chains[wt_level_key_hash(key) % CHAINS];
}

static wt_cached_level *find(wt_cache *cache, const wt_level_key *key) {
    wt_cached_level *shelf = *chain_of(cache, key);
    while (shelf && !wt_level_key_equal(&shelf->key, key)) {
        shelf = shelf->next;
    }
    return shelf;
}

static void leave_queue(wt_cache *cache, wt_cached_level *shelf) {
    *(shelf->older ? &shelf->older->newer : &cache->oldest) = shelf->newer;
    *(shelf->newer ? &shelf->newer->older : &cache->newest) = shelf->older;
    shelf->older = shelf->newer = NULL;
}

static void hold(wt_cache *cache, wt_cached_level *shelf) {
    if (shelf->readers++ == 0) {
        leave_queue(cache, shelf);
    }
}

static void throw_away(wt_cache *cache, wt_cached_level *shelf) {
    wt_cached_level **link = chain_of(cache, &shelf->key);
    while (*link != shelf) {
        link = &(*link)->next;
    }
    *link = shelf->next;
    leave_queue(cache, shelf);
    cache->bytes -= shelf->bytes;
    free(shelf);
}

static void insert(wt_cache *cache, wt_cached_level *shelf) {
    while (cache->bytes + shelf->bytes > cache->limit && cache->oldest) {
        throw_away(cache, cache->oldest);
    }
    wt_cached_level **chain = chain_of(cache, &shelf->key);
    shelf->next = *chain;
    *chain = shelf;
    shelf->readers = 1;
    cache->bytes += shelf->bytes;
    cache->peak = cache->bytes > cache->peak ? cache->bytes : cache->peak;
}

wt_cached_level *wt_cache_acquire(wt_cache *cache, const wt_level_key *key) {
    pthread_mutex_lock(&cache->lock);
    wt_cached_level *shelf = find(cache, key);
    if (shelf) {
        hold(cache, shelf);
    }
    pthread_mutex_unlock(&cache->lock);
    if (shelf) {
        return shelf;
    }
    wt_cached_level *built = build(cache, key); // without the lock: others go on meanwhile
    if (!built) {
        return NULL;
    }
    pthread_mutex_lock(&cache->lock);
    shelf = find(cache, key);
    if (shelf) { // somebody else was faster, with the same bytes
        hold(cache, shelf);
        free(built);
    } else {
        insert(cache, built);
        shelf = built;
    }
    pthread_mutex_unlock(&cache->lock);
    return shelf;
}

void wt_cache_release(wt_cache *cache, wt_cached_level *shelf) {
    pthread_mutex_lock(&cache->lock);
    if (--shelf->readers == 0) {
        shelf->older = cache->newest;
        *(cache->newest ? &cache->newest->newer : &cache->oldest) = shelf;
        cache->newest = shelf;
        if (shelf->key.kind == WT_COMB) { // for one pitch, and 16 times as large as a level
            throw_away(cache, shelf);
        } else if (cache->bytes > cache->limit) {
            throw_away(cache, cache->oldest);
        }
    }
    pthread_mutex_unlock(&cache->lock);
}
