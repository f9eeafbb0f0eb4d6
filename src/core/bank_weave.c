// Two levels woven into one, row by row.
#include "core/bank_private.h"

static wt_shelf *weave(const wt_level_key *key, const wt_level *a, const wt_level *b) {
    const uint32_t length = a->length;
    wt_shelf *shelf = wt_shelf_new(key, length, ((size_t)length + 1) * 2 * sizeof(float));
    if (shelf) {
        float *rows = (float *)shelf->level.rows;
        for (size_t i = 0; i <= length; ++i) {
            rows[2 * i] = ((const float *)a->rows)[i];
            rows[2 * i + 1] = ((const float *)b->rows)[i];
        }
    }
    return shelf;
}

wt_shelf *wt_shelf_weave(wt_bank *bank, const wt_level_key *key) {
    const wt_level_key first = {
        .cycle = key->cycle, .harmonics = key->harmonics, .form = key->form};
    const wt_level_key second = {.cycle = key->other, .harmonics = key->others, .form = key->form};
    wt_shelf *a = wt_bank_hold(bank, &first);
    wt_shelf *b = wt_bank_hold(bank, &second);
    const bool alike = a && b && a->level.length == b->level.length;
    wt_shelf *woven = alike ? weave(key, &a->level, &b->level) : NULL;
    if (a) {
        wt_bank_let_go(bank, a);
    }
    if (b) {
        wt_bank_let_go(bank, b);
    }
    return woven;
}
