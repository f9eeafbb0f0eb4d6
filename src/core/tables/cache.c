// Cycles with their spectra, and a bounded store of levels behind one lock.
#include "core/tables/cache_private.h"
#include "core/tables/fft.h"
#include "core/tables/join.h"
#include "core/tables/spectrum.h"
#include "core/tables/table_index.h"

#include <stdlib.h>
#include <string.h>

enum { CHAINS = 4096, CIRCLES = 21 };

// Numbers are never given twice, so that the levels of a cycle that was removed are merely never
// asked for again, and go in their turn.
typedef struct cached_cycle cached_cycle;
struct cached_cycle {
    uint32_t id;
    wt_cycle cycle;
    double *spectrum; // of sampled cycles, once needed, as long as all of them are few
    cached_cycle *next;
};

struct wt_cache {
    pthread_mutex_t lock;
    cached_cycle *cycles[CHAINS]; // by their number
    uint32_t n_cycles;            // that there have been
    wt_cached_level *chains[CHAINS];
    wt_cached_level *oldest, *newest; // levels without readers
    double *circles[CIRCLES];         // half of each, by log2 of their length
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
    for (size_t i = 0; i < CHAINS; ++i) {
        for (cached_cycle *c = cache->cycles[i], *next; c; c = next) {
            next = c->next;
            free(c->spectrum);
            free(c);
        }
    }
    for (size_t i = 0; i < CIRCLES; ++i) {
        free(cache->circles[i]);
    }
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

// Where the cycle of this number, which is there, hangs. Called with the lock held.
static cached_cycle **cycle_at(wt_cache *cache, uint32_t id) {
    cached_cycle **link = &cache->cycles[id % CHAINS];
    while ((*link)->id != id) {
        link = &(*link)->next;
    }
    return link;
}

wt_status wt_cache_add(wt_cache *cache, const wt_cycle *cycle, uint32_t *id) {
    cached_cycle *const added = malloc(sizeof *added);
    if (!added) {
        return WT_NO_MEMORY;
    }
    pthread_mutex_lock(&cache->lock);
    *id = cache->n_cycles++;
    cached_cycle **const chain = &cache->cycles[*id % CHAINS];
    *added = (cached_cycle){.id = *id, .cycle = *cycle, .next = *chain};
    *chain = added;
    pthread_mutex_unlock(&cache->lock);
    return WT_OK;
}

static size_t spectrum_bytes(const wt_cycle *cycle) {
    return ((size_t)wt_cycle_harmonics(cycle) + 1) * 2 * sizeof(double);
}

void wt_cache_remove(wt_cache *cache, uint32_t id) {
    pthread_mutex_lock(&cache->lock);
    cached_cycle **const link = cycle_at(cache, id);
    cached_cycle *const removed = *link;
    *link = removed->next;
    cache->spectra -= removed->spectrum ? spectrum_bytes(&removed->cycle) : 0;
    pthread_mutex_unlock(&cache->lock);
    free(removed->spectrum);
    free(removed);
}

wt_cycle wt_cache_cycle(wt_cache *cache, uint32_t id) {
    pthread_mutex_lock(&cache->lock);
    const wt_cycle cycle = (*cycle_at(cache, id))->cycle;
    pthread_mutex_unlock(&cache->lock);
    return cycle;
}

void wt_cache_usage(wt_cache *cache, size_t *now, size_t *peak) {
    pthread_mutex_lock(&cache->lock);
    *now = cache->bytes;
    *peak = cache->peak;
    pthread_mutex_unlock(&cache->lock);
}

// Half the circle of `length` points, made once. Called with the lock held.
static const double *circle(wt_cache *cache, uint32_t length) {
    int log2_length = 0;
    while (1u << log2_length < length) {
        ++log2_length;
    }
    double **slot = &cache->circles[log2_length];
    if (!*slot) {
        *slot = malloc((size_t)length * sizeof **slot);
        if (*slot) {
            wt_fft_turn(*slot, length);
        }
    }
    return *slot;
}

// The harmonics of a cycle of parts. Allocated; null: no memory.
static double *find_joined(const wt_cycle *cycle) {
    const uint32_t n = wt_cycle_harmonics(cycle);
    double *pairs = malloc(((size_t)n + 1) * 2 * sizeof *pairs);
    double *work = pairs ? malloc(wt_join_work(cycle, n) * sizeof *work) : NULL;
    if (work) {
        wt_join_series(cycle, n, pairs, work);
    } else {
        free(pairs);
        pairs = NULL;
    }
    free(work);
    return pairs;
}

// The harmonics of a sampled cycle. Allocated; null: no memory.
static double *find_spectrum(const wt_cycle *cycle) {
    const uint32_t n = cycle->length;
    if (cycle->kind == WT_CYCLE_JOINED) {
        return find_joined(cycle);
    }
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
    cached_cycle *c = *cycle_at(cache, id);
    const size_t bytes = spectrum_bytes(&c->cycle);
    const bool kept = !c->spectrum && cache->spectra + bytes <= most_spectra;
    if (kept) {
        c->spectrum = pairs;
        cache->spectra += bytes;
    }
    pthread_mutex_unlock(&cache->lock);
    return kept;
}

// Room for `rows` bytes of rows, at level.rows; free() ends it. Null: no memory.
static wt_cached_level *with_room(const wt_level_key *key, uint32_t length, size_t rows) {
    const size_t head = (sizeof(wt_cached_level) + 63) / 64 * 64;
    const size_t bytes = head + (rows + 63) / 64 * 64 + 64;
    wt_cached_level *cached = aligned_alloc(64, bytes);
    if (!cached) {
        return NULL;
    }
    memset(cached, 0, sizeof *cached);
    cached->key = *key;
    cached->bytes = bytes;
    cached->level.rows = (char *)cached + head;
    cached->level.length = length;
    cached->level.log2_length = wt_log2_of(length);
    return cached;
}

static wt_cached_level *new_level(const wt_level_key *key, uint32_t length) {
    const bool taps = key->harmonics != WT_AS_IS && wt_level_has_taps(key->form, length);
    const size_t size = taps ? sizeof(float) : wt_row_size(key->form);
    wt_cached_level *cached = with_room(key, length, (length + 4) * size);
    if (cached) {
        cached->level.taps = taps;
    }
    return cached;
}

static wt_cached_level *build_as_is(const wt_cycle *cycle, const wt_level_key *key) {
    const uint32_t length = wt_cycle_length(cycle);
    double *samples = malloc(((size_t)length + 4) * sizeof *samples);
    wt_cached_level *cached = samples ? new_level(key, length) : NULL;
    if (cached) {
        wt_cycle_render(cycle, samples);
        wt_level_build_as_is(key->form, samples, length, (void *)cached->level.rows);
    }
    free(samples);
    return cached;
}

static wt_cached_level *build_from(const wt_level_key *key, const double *pairs, uint32_t harmonics,
                                   wt_cache *cache) {
    const uint32_t length = wt_level_length(key->form, pairs, harmonics);
    const uint32_t points = wt_level_points(key->form, pairs, harmonics, length);
    pthread_mutex_lock(&cache->lock);
    const double *turn = circle(cache, points);
    pthread_mutex_unlock(&cache->lock);
    double *work = malloc(wt_level_work(points) * sizeof *work);
    wt_cached_level *cached = turn && work ? new_level(key, length) : NULL;
    if (cached) {
        wt_level_build(key->form, pairs, harmonics, length, turn, work, (void *)cached->level.rows);
    }
    free(work);
    return cached;
}

static wt_cached_level *build_from_spectrum(wt_cache *cache, const cached_cycle *c,
                                            const wt_level_key *key, uint32_t harmonics) {
    if (c->spectrum) {
        return build_from(key, c->spectrum, harmonics, cache);
    }
    double *pairs = find_spectrum(&c->cycle);
    wt_cached_level *cached = pairs ? build_from(key, pairs, harmonics, cache) : NULL;
    if (!pairs || !keep_spectrum(cache, key->cycle, pairs)) {
        free(pairs);
    }
    return cached;
}

static wt_cached_level *build_shape(wt_cache *cache, const wt_cycle *cycle, const wt_level_key *key,
                                    uint32_t harmonics) {
    double *pairs = malloc(((size_t)harmonics + 1) * 2 * sizeof *pairs);
    if (!pairs) {
        return NULL;
    }
    wt_cycle_series(cycle, harmonics, pairs);
    wt_cached_level *cached = build_from(key, pairs, harmonics, cache);
    free(pairs);
    return cached;
}

static wt_cached_level *build(wt_cache *cache, const wt_level_key *key) {
    pthread_mutex_lock(&cache->lock);
    const cached_cycle c = **cycle_at(cache, key->cycle);
    pthread_mutex_unlock(&cache->lock);
    if (key->harmonics == WT_AS_IS) {
        return build_as_is(&c.cycle, key);
    }
    const uint32_t most = wt_cycle_harmonics(&c.cycle);
    const uint32_t harmonics = key->harmonics < most ? key->harmonics : most;
    const bool is_found = c.cycle.kind == WT_CYCLE_SAMPLES || c.cycle.kind == WT_CYCLE_JOINED;
    return is_found ? build_from_spectrum(cache, &c, key, harmonics)
                    : build_shape(cache, &c.cycle, key, harmonics);
}

static wt_cached_level **chain_of(wt_cache *cache, const wt_level_key *key) {
    return &cache->chains[wt_level_key_hash(key) % CHAINS];
}

static wt_cached_level *find(wt_cache *cache, const wt_level_key *key) {
    wt_cached_level *cached = *chain_of(cache, key);
    while (cached && !wt_level_key_equal(&cached->key, key)) {
        cached = cached->next;
    }
    return cached;
}

static void leave_queue(wt_cache *cache, wt_cached_level *cached) {
    *(cached->older ? &cached->older->newer : &cache->oldest) = cached->newer;
    *(cached->newer ? &cached->newer->older : &cache->newest) = cached->older;
    cached->older = cached->newer = NULL;
}

static void acquire(wt_cache *cache, wt_cached_level *cached) {
    if (cached->readers++ == 0) {
        leave_queue(cache, cached);
    }
}

static void throw_away(wt_cache *cache, wt_cached_level *cached) {
    wt_cached_level **link = chain_of(cache, &cached->key);
    while (*link != cached) {
        link = &(*link)->next;
    }
    *link = cached->next;
    leave_queue(cache, cached);
    cache->bytes -= cached->bytes;
    free(cached);
}

static void insert(wt_cache *cache, wt_cached_level *cached) {
    while (cache->bytes + cached->bytes > cache->limit && cache->oldest) {
        throw_away(cache, cache->oldest);
    }
    wt_cached_level **chain = chain_of(cache, &cached->key);
    cached->next = *chain;
    *chain = cached;
    cached->readers = 1;
    cache->bytes += cached->bytes;
    cache->peak = cache->bytes > cache->peak ? cache->bytes : cache->peak;
}

wt_cached_level *wt_cache_acquire(wt_cache *cache, const wt_level_key *key) {
    pthread_mutex_lock(&cache->lock);
    wt_cached_level *cached = find(cache, key);
    if (cached) {
        acquire(cache, cached);
    }
    pthread_mutex_unlock(&cache->lock);
    if (cached) {
        return cached;
    }
    wt_cached_level *built = build(cache, key); // without the lock: others go on meanwhile
    if (!built) {
        return NULL;
    }
    pthread_mutex_lock(&cache->lock);
    cached = find(cache, key);
    if (cached) { // somebody else was faster, with the same bytes
        acquire(cache, cached);
        free(built);
    } else {
        insert(cache, built);
        cached = built;
    }
    pthread_mutex_unlock(&cache->lock);
    return cached;
}

void wt_cache_release(wt_cache *cache, wt_cached_level *cached) {
    pthread_mutex_lock(&cache->lock);
    if (--cached->readers == 0) {
        cached->older = cache->newest;
        *(cache->newest ? &cache->newest->newer : &cache->oldest) = cached;
        cache->newest = cached;
        if (cache->bytes > cache->limit) {
            throw_away(cache, cache->oldest);
        }
    }
    pthread_mutex_unlock(&cache->lock);
}
