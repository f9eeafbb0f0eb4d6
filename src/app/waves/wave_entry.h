// What the wave store holds: waves by key, and those that nobody uses, to be let go.
#ifndef WT_APP_WAVES_WAVE_ENTRY_H
#define WT_APP_WAVES_WAVE_ENTRY_H

#include "app/waves/table_file.h"
#include "app/waves/wave_store.h"

#include <pthread.h>

// What was loaded under one key.
struct wt_wave_entry {
    char *key;
    wt_cycle_ref *refs;
    wt_cycle *cycles;
    uint32_t n;
    double *amplitudes;  // of harm:
    wt_table_file table; // of files
    float *samples;      // of LFO waves and curves
    size_t n_samples;
    wt_wave_entry *parent;        // whose cycles these are in another order, or null
    size_t n_users;               // 0: it may be let go
    wt_wave_entry *next;          // in its chain
    wt_wave_entry *older, *newer; // among those without users, by when they were last used
};

enum { WT_WAVE_CHAINS = 1024 };

struct wt_wave_store {
    pthread_mutex_t lock; // held wherever entries are found, kept and used
    wt_cache *cache;
    wt_wave_entry *chains[WT_WAVE_CHAINS];
    wt_wave_entry *oldest, *newest; // without users
    size_t n_unused, unused_bytes;
};

// Null may be freed.
void wt_wave_entry_free(wt_wave_entry *s);

// Give its cycles to the cache. False: no memory; nothing of it is then in the cache.
bool wt_wave_entry_cache(wt_wave_store *store, wt_wave_entry *s);

// Return the entry of a key; null: there is none.
wt_wave_entry *wt_wave_entry_find(wt_wave_store *store, const char *key);

// Put in an entry under a copy of `key`. Null: there was none, or no memory for the key, and it is
// freed.
wt_wave_entry *wt_wave_entry_keep(wt_wave_store *store, wt_wave_entry *s, const char *key);

// Note that it is used; `uses` null: for as long as there is the store. False: no memory.
bool wt_wave_entry_use(wt_wave_store *store, wt_wave_entry *s, wt_wave_uses *uses);

#endif
