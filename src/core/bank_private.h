// What the bank and its readers share.
#ifndef WT_CORE_BANK_PRIVATE_H
#define WT_CORE_BANK_PRIVATE_H

#include "wavetable/bank.h"
#include "wavetable/comb.h"

#include <pthread.h>

// What names a level: equal keys are the same bytes.
typedef struct {
    uint32_t cycle;
    uint32_t harmonics;
    wt_form form;
    enum { WT_PLAIN_LEVEL, WT_WOVEN_LEVEL, WT_COMB } kind;
    uint32_t other, others; // woven: with this cycle, and its harmonics; comb: for this increment
} wt_level_key;

typedef struct wt_shelf wt_shelf;

// A level on the bank's shelf.
struct wt_shelf {
    wt_level_key key;
    wt_level level;
    wt_comb comb; // instead, of a comb
    size_t bytes;
    unsigned readers;        // that hold it; 0: it may be thrown away
    wt_shelf *next;          // in its hash chain
    wt_shelf *older, *newer; // among those that nobody holds, by when they were let go
};

static inline uint32_t wt_level_key_hash(const wt_level_key *key) {
    uint32_t h = key->cycle * 0x9e3779b1u ^ key->harmonics * 0x85ebca77u;
    h ^= (uint32_t)key->form.engine * 7u + (uint32_t)key->form.interp * 31u;
    h ^= (key->other * 0xc2b2ae3du ^ key->others * 0x27d4eb2fu) + (uint32_t)key->kind;
    return h ^ h >> 15;
}

static inline int wt_level_key_equal(const wt_level_key *a, const wt_level_key *b) {
    return a->cycle == b->cycle && a->harmonics == b->harmonics &&
           a->form.engine == b->form.engine && a->form.interp == b->form.interp &&
           a->kind == b->kind && a->other == b->other && a->others == b->others;
}

// Return the level of `key`, built if need be, held for the caller until wt_bank_let_go. Null: no
// memory. Thread-safe.
wt_shelf *wt_bank_hold(wt_bank *bank, const wt_level_key *key);

void wt_bank_let_go(wt_bank *bank, wt_shelf *shelf);

// Return room for `rows` bytes of rows, at level.rows; free() ends it. Null: no memory.
wt_shelf *wt_shelf_new(const wt_level_key *key, uint32_t length, size_t rows);

// Weave the levels of both cycles of `key`. Null: no memory, or they are of two lengths.
wt_shelf *wt_shelf_weave(wt_bank *bank, const wt_level_key *key);

// Comb the level of `key`. Null: no memory.
wt_shelf *wt_shelf_comb(wt_bank *bank, const wt_level_key *key);

#endif
