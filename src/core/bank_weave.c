// Levels woven into one.
#include "core/bank_private.h"

static wt_shelf *weave(const wt_level_key *key, const wt_level *const *levels) {
    wt_shelf *shelf =
        wt_shelf_new(key, wt_woven_length(levels, key->n), wt_woven_size(levels, key->n));
    if (shelf) {
        wt_weave(levels, key->n, (float *)shelf->level.rows);
    }
    return shelf;
}

wt_shelf *wt_shelf_weave(wt_bank *bank, const wt_level_key *key) {
    wt_shelf *held[WT_MOST_WOVEN];
    const wt_level *levels[WT_MOST_WOVEN] = {0};
    int n = 0;
    for (; n < key->n; ++n) {
        const wt_level_key one = wt_level_key_of(key->cycles[n], key->form, key->harmonics[n]);
        held[n] = wt_bank_hold(bank, &one);
        if (!held[n]) {
            break;
        }
        levels[n] = &held[n]->level;
    }
    wt_shelf *woven = n == key->n && wt_can_weave(levels, n) ? weave(key, levels) : NULL;
    while (n > 0) {
        wt_bank_let_go(bank, held[--n]);
    }
    return woven;
}
