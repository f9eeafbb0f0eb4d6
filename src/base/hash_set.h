// A set of names by their 64-bit hashes, each with a number: for a million outputs in little
// memory.
#ifndef WT_BASE_HASH_SET_H
#define WT_BASE_HASH_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t *hashes; // owned; 0: free
    uint32_t *numbers;
    size_t room, count;
} wt_hash_set;

// Return a hash of `text` that is not 0, mixed into `seed`. Seeds that differ in few bits are not
// kept apart by it.
uint64_t wt_hash_text(uint64_t seed, const char *text);

// Put a hash into the set. *number is left as it is where it was new, else set to the one put in
// with it. False: no memory.
bool wt_hash_set_add(wt_hash_set *names, uint64_t hash, uint32_t *number, bool *was_there);

// Return whether it is in the set, and set *number to the one put in with it.
bool wt_hash_set_find(const wt_hash_set *names, uint64_t hash, uint32_t *number);

bool wt_hash_set_has(const wt_hash_set *names, uint64_t hash);

void wt_hash_set_free(wt_hash_set *names);

#endif
