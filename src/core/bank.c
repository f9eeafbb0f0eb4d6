// Cycles with their spectra, and a bounded store of levels behind one lock.
#include "core/bank_private.h"
#include "core/fft.h"
#include "core/place.h"
#include "core/spectrum.h"

#include <stdlib.h>
#include <string.h>

enum { CHAINS = 4096, CIRCLES = 21 };

typedef struct {
    wt_cycle cycle;
    double *spectrum; // of sampled cycles, once needed, as long as all of them are few
} bank_cycle;

struct wt_bank {
    pthread_mutex_t lock;
    bank_cycle *cycles;
    uint32_t n_cycles, room;
    wt_shelf *chains[CHAINS];
    wt_shelf *oldest, *newest; // levels that nobody holds
    double *circles[CIRCLES];  // by log2 of their length
    size_t bytes, peak, limit;
    size_t spectra; // bytes of kept spectra
};

// What is kept of spectra: those of 1024 cycles of 2048 samples. Others are found anew for each
// level, which takes less time than building it.
static const size_t most_spectra = (size_t)16 << 20;

wt_status wt_bank_new(wt_bank **bank, size_t limit_bytes) {
    *bank = calloc(1, sizeof **bank);
    if (!*bank) {
        return WT_NO_MEMORY;
    }
    (*bank)->limit = limit_bytes;
    if (pthread_mutex_init(&(*bank)->lock, NULL)) {
        free(*bank);
        *bank = NULL;
        return WT_NO_MEMORY;
    }
    return WT_OK;
}

void wt_bank_free(wt_bank *bank) {
    if (!bank) {
        return;
    }
    for (size_t i = 0; i < CHAINS; ++i) {
        for (wt_shelf *s = bank->chains[i], *next; s; s = next) {
            next = s->next;
            free(s);
        }
    }
    for (uint32_t i = 0; i < bank->n_cycles; ++i) {
        free(bank->cycles[i].spectrum);
    }
    for (size_t i = 0; i < CIRCLES; ++i) {
        free(bank->circles[i]);
    }
    free(bank->cycles);
    pthread_mutex_destroy(&bank->lock);
    free(bank);
}

static wt_status add_cycle(wt_bank *bank, const wt_cycle *cycle, uint32_t *id) {
    if (bank->n_cycles == bank->room) {
        const uint32_t room = bank->room ? 2 * bank->room : 16;
        bank_cycle *grown = realloc(bank->cycles, room * sizeof *grown);
        if (!grown) {
            return WT_NO_MEMORY;
        }
        bank->cycles = grown;
        bank->room = room;
    }
    *id = bank->n_cycles;
    bank->cycles[bank->n_cycles++] = (bank_cycle){.cycle = *cycle};
    return WT_OK;
}

wt_status wt_bank_add(wt_bank *bank, const wt_cycle *cycle, uint32_t *id) {
    pthread_mutex_lock(&bank->lock);
    const wt_status status = add_cycle(bank, cycle, id);
    pthread_mutex_unlock(&bank->lock);
    return status;
}

void wt_bank_usage(wt_bank *bank, size_t *now, size_t *peak) {
    pthread_mutex_lock(&bank->lock);
    *now = bank->bytes;
    *peak = bank->peak;
    pthread_mutex_unlock(&bank->lock);
}

// The circle of 2^log2_length points, made once. Called with the lock held.
static const double *circle(wt_bank *bank, uint32_t length) {
    int log2_length = 0;
    while (1u << log2_length < length) {
        ++log2_length;
    }
    double **place = &bank->circles[log2_length];
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
static bool keep_spectrum(wt_bank *bank, uint32_t id, double *pairs) {
    pthread_mutex_lock(&bank->lock);
    bank_cycle *c = &bank->cycles[id];
    const size_t bytes = (c->cycle.length / 2 + 1) * 2 * sizeof *pairs;
    const bool kept = !c->spectrum && bank->spectra + bytes <= most_spectra;
    if (kept) {
        c->spectrum = pairs;
        bank->spectra += bytes;
    }
    pthread_mutex_unlock(&bank->lock);
    return kept;
}

wt_shelf *wt_shelf_new(const wt_level_key *key, uint32_t length, size_t rows) {
    const size_t head = (sizeof(wt_shelf) + 63) / 64 * 64;
    const size_t bytes = head + (rows + 63) / 64 * 64 + 64;
    wt_shelf *shelf = aligned_alloc(64, bytes);
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

static wt_shelf *new_shelf(const wt_level_key *key, uint32_t length) {
    const bool taps = key->harmonics[0] != WT_AS_IS && wt_level_has_taps(key->form, length);
    const size_t size = taps ? sizeof(float) : wt_row_size(key->form);
    wt_shelf *shelf = wt_shelf_new(key, length, (length + 4) * size);
    if (shelf) {
        shelf->level.taps = taps;
    }
    return shelf;
}

static wt_shelf *build_as_is(const wt_cycle *cycle, const wt_level_key *key) {
    const uint32_t length = wt_cycle_length(cycle);
    double *samples = malloc(((size_t)length + 4) * sizeof *samples);
    wt_shelf *shelf = samples ? new_shelf(key, length) : NULL;
    if (shelf) {
        wt_cycle_render(cycle, samples);
        wt_level_build_as_is(key->form, samples, length, (void *)shelf->level.rows);
    }
    free(samples);
    return shelf;
}

static wt_shelf *build_from(const wt_level_key *key, const double *pairs, uint32_t harmonics,
                            wt_bank *bank) {
    const uint32_t length = wt_level_length(key->form, pairs, harmonics);
    const uint32_t points = wt_level_points(key->form, pairs, harmonics, length);
    pthread_mutex_lock(&bank->lock);
    const double *turn = circle(bank, points);
    pthread_mutex_unlock(&bank->lock);
    double *work = malloc(wt_level_work(length) * sizeof *work);
    wt_shelf *shelf = turn && work ? new_shelf(key, length) : NULL;
    if (shelf) {
        wt_level_build(key->form, pairs, harmonics, length, turn, work, (void *)shelf->level.rows);
    }
    free(work);
    return shelf;
}

static wt_shelf *build_sampled(wt_bank *bank, const bank_cycle *c, const wt_level_key *key,
                               uint32_t harmonics) {
    if (c->spectrum) {
        return build_from(key, c->spectrum, harmonics, bank);
    }
    double *pairs = find_spectrum(&c->cycle);
    wt_shelf *shelf = pairs ? build_from(key, pairs, harmonics, bank) : NULL;
    if (!pairs || !keep_spectrum(bank, key->cycles[0], pairs)) {
        free(pairs);
    }
    return shelf;
}

static wt_shelf *build_shape(wt_bank *bank, const wt_cycle *cycle, const wt_level_key *key,
                             uint32_t harmonics) {
    double *pairs = malloc(((size_t)harmonics + 1) * 2 * sizeof *pairs);
    if (!pairs) {
        return NULL;
    }
    wt_cycle_series(cycle, harmonics, pairs);
    wt_shelf *shelf = build_from(key, pairs, harmonics, bank);
    free(pairs);
    return shelf;
}

static wt_shelf *build(wt_bank *bank, const wt_level_key *key) {
    if (key->kind != WT_PLAIN_LEVEL) {
        return key->kind == WT_COMB ? wt_shelf_comb(bank, key) : wt_shelf_weave(bank, key);
    }
    pthread_mutex_lock(&bank->lock);
    const bank_cycle c = bank->cycles[key->cycles[0]];
    pthread_mutex_unlock(&bank->lock);
    if (key->harmonics[0] == WT_AS_IS) {
        return build_as_is(&c.cycle, key);
    }
    const uint32_t most = wt_cycle_harmonics(&c.cycle);
    const uint32_t harmonics = key->harmonics[0] < most ? key->harmonics[0] : most;
    return c.cycle.kind == WT_CYCLE_SAMPLES ? build_sampled(bank, &c, key, harmonics)
                                            : build_shape(bank, &c.cycle, key, harmonics);
}

static wt_shelf **chain_of(wt_bank *bank, const wt_level_key *key) {
    return &bank->chains[wt_level_key_hash(key) % CHAINS];
}

static wt_shelf *find(wt_bank *bank, const wt_level_key *key) {
    wt_shelf *shelf = *chain_of(bank, key);
    while (shelf && !wt_level_key_equal(&shelf->key, key)) {
        shelf = shelf->next;
    }
    return shelf;
}

static void leave_queue(wt_bank *bank, wt_shelf *shelf) {
    *(shelf->older ? &shelf->older->newer : &bank->oldest) = shelf->newer;
    *(shelf->newer ? &shelf->newer->older : &bank->newest) = shelf->older;
    shelf->older = shelf->newer = NULL;
}

static void hold(wt_bank *bank, wt_shelf *shelf) {
    if (shelf->readers++ == 0) {
        leave_queue(bank, shelf);
    }
}

static void throw_away(wt_bank *bank, wt_shelf *shelf) {
    wt_shelf **link = chain_of(bank, &shelf->key);
    while (*link != shelf) {
        link = &(*link)->next;
    }
    *link = shelf->next;
    leave_queue(bank, shelf);
    bank->bytes -= shelf->bytes;
    free(shelf);
}

static void insert(wt_bank *bank, wt_shelf *shelf) {
    while (bank->bytes + shelf->bytes > bank->limit && bank->oldest) {
        throw_away(bank, bank->oldest);
    }
    wt_shelf **chain = chain_of(bank, &shelf->key);
    shelf->next = *chain;
    *chain = shelf;
    shelf->readers = 1;
    bank->bytes += shelf->bytes;
    bank->peak = bank->bytes > bank->peak ? bank->bytes : bank->peak;
}

wt_shelf *wt_bank_hold(wt_bank *bank, const wt_level_key *key) {
    pthread_mutex_lock(&bank->lock);
    wt_shelf *shelf = find(bank, key);
    if (shelf) {
        hold(bank, shelf);
    }
    pthread_mutex_unlock(&bank->lock);
    if (shelf) {
        return shelf;
    }
    wt_shelf *built = build(bank, key); // without the lock: others go on meanwhile
    if (!built) {
        return NULL;
    }
    pthread_mutex_lock(&bank->lock);
    shelf = find(bank, key);
    if (shelf) { // somebody else was faster, with the same bytes
        hold(bank, shelf);
        free(built);
    } else {
        insert(bank, built);
        shelf = built;
    }
    pthread_mutex_unlock(&bank->lock);
    return shelf;
}

void wt_bank_let_go(wt_bank *bank, wt_shelf *shelf) {
    pthread_mutex_lock(&bank->lock);
    if (--shelf->readers == 0) {
        shelf->older = bank->newest;
        *(bank->newest ? &bank->newest->newer : &bank->oldest) = shelf;
        bank->newest = shelf;
        if (shelf->key.kind == WT_COMB) { // for one pitch, and 16 times as large as a level
            throw_away(bank, shelf);
        } else if (bank->bytes > bank->limit) {
            throw_away(bank, bank->oldest);
        }
    }
    pthread_mutex_unlock(&bank->lock);
}
