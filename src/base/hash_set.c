// Open addressing.
#include "base/hash_set.h"

#include <stdlib.h>

uint64_t wt_hash_text(uint64_t seed, const char *text) {
    uint64_t h = seed ^ 14695981039346656037u; // FNV-1a
    for (; *text; ++text) {
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    }
    h ^= h >> 32; // and a last mixing: neighbouring names differ in few bits
    h *= 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
    return h ? h : 1;
}

static size_t place_of(const wt_hash_set *names, uint64_t hash) {
    size_t i = (size_t)hash & (names->room - 1);
    while (names->hashes[i] && names->hashes[i] != hash) {
        i = (i + 1) & (names->room - 1);
    }
    return i;
}

static bool grow(wt_hash_set *names) {
    const size_t room = names->room ? 2 * names->room : 1024;
    const wt_hash_set before = *names;
    wt_hash_set bigger = {calloc(room, sizeof(uint64_t)), calloc(room, sizeof(uint32_t)), room,
                          before.count};
    if (!bigger.hashes || !bigger.numbers) {
        wt_hash_set_free(&bigger);
        return false;
    }
    for (size_t i = 0; i < before.room; ++i) {
        if (before.hashes[i]) {
            const size_t at = place_of(&bigger, before.hashes[i]);
            bigger.hashes[at] = before.hashes[i];
            bigger.numbers[at] = before.numbers[i];
        }
    }
    *names = bigger;
    free(before.hashes);
    free(before.numbers);
    return true;
}

bool wt_hash_set_add(wt_hash_set *names, uint64_t hash, uint32_t *number, bool *was_there) {
    if (names->count * 4 >= names->room * 3 && !grow(names)) {
        return false;
    }
    const size_t at = place_of(names, hash);
    *was_there = names->hashes[at] != 0;
    if (*was_there) {
        *number = names->numbers[at];
        return true;
    }
    names->hashes[at] = hash;
    names->numbers[at] = *number;
    ++names->count;
    return true;
}

bool wt_hash_set_find(const wt_hash_set *names, uint64_t hash, uint32_t *number) {
    const size_t at = names->room > 0 ? place_of(names, hash) : 0;
    const bool found = names->room > 0 && names->hashes[at] != 0;
    *number = found ? names->numbers[at] : *number;
    return found;
}

bool wt_hash_set_has(const wt_hash_set *names, uint64_t hash) {
    uint32_t number = 0;
    return wt_hash_set_find(names, hash, &number);
}

void wt_hash_set_free(wt_hash_set *names) {
    free(names->hashes);
    free(names->numbers);
    *names = (wt_hash_set){0};
}
