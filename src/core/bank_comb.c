// A level combed for an increment.
#include "core/bank_private.h"

static wt_shelf *comb(const wt_level_key *key, const wt_level *level) {
    const wt_comb_reader reader = wt_comb_best(key->form);
    wt_shelf *shelf =
        wt_shelf_new(key, level->length, wt_comb_size(key->form, level->length, reader.teeth));
    if (shelf) {
        wt_comb_fill(key->form, level, key->increment, reader.teeth, (void *)shelf->level.rows);
        shelf->comb = (wt_comb){shelf->level.rows, key->increment, level->log2_length, reader.run};
    }
    return shelf;
}

wt_shelf *wt_shelf_comb(wt_bank *bank, const wt_level_key *key) {
    const wt_level_key plain = wt_level_key_of(key->cycles[0], key->form, key->harmonics[0]);
    wt_shelf *from = wt_bank_hold(bank, &plain);
    if (!from) {
        return NULL;
    }
    wt_shelf *shelf = comb(key, &from->level);
    wt_bank_let_go(bank, from);
    return shelf;
}
