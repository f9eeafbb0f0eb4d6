// One thread's levels, found again without a lock.
#include "core/bank_private.h"

#include <stdlib.h>

enum { SLOTS = 1024, MANY = 512 };

static const size_t many_bytes = (size_t)16 << 20;

struct wt_bank_reader {
    wt_bank *bank;
    wt_shelf *slots[SLOTS]; // open addressing
    unsigned count;
    size_t bytes;
    wt_shelf **extra; // past MANY, in no order
    size_t n_extra, room;
};

wt_status wt_bank_reader_new(wt_bank_reader **reader, wt_bank *bank) {
    *reader = calloc(1, sizeof **reader);
    if (!*reader) {
        return WT_NO_MEMORY;
    }
    (*reader)->bank = bank;
    return WT_OK;
}

static void let_go_of_all(wt_bank_reader *reader) {
    for (size_t i = 0; i < SLOTS; ++i) {
        if (reader->slots[i]) {
            wt_bank_let_go(reader->bank, reader->slots[i]);
            reader->slots[i] = NULL;
        }
    }
    for (size_t i = 0; i < reader->n_extra; ++i) {
        wt_bank_let_go(reader->bank, reader->extra[i]);
    }
    reader->count = 0;
    reader->n_extra = 0;
    reader->bytes = 0;
}

void wt_bank_reader_free(wt_bank_reader *reader) {
    if (reader) {
        let_go_of_all(reader);
        free(reader->extra);
        free(reader);
    }
}

void wt_bank_reader_trim(wt_bank_reader *reader) {
    if (reader->count > MANY / 2 || reader->n_extra || reader->bytes > many_bytes) {
        let_go_of_all(reader);
    }
}

static wt_shelf **slot_of(wt_bank_reader *reader, const wt_level_key *key) {
    uint32_t i = wt_level_key_hash(key) % SLOTS;
    while (reader->slots[i] && !wt_level_key_equal(&reader->slots[i]->key, key)) {
        i = (i + 1) % SLOTS;
    }
    return &reader->slots[i];
}

static int keep_extra(wt_bank_reader *reader, wt_shelf *shelf) {
    if (reader->n_extra == reader->room) {
        const size_t room = reader->room ? 2 * reader->room : 256;
        wt_shelf **grown = realloc(reader->extra, room * sizeof(wt_shelf *));
        if (!grown) {
            return 0;
        }
        reader->extra = grown;
        reader->room = room;
    }
    reader->extra[reader->n_extra++] = shelf;
    return 1;
}

static const wt_level *get(void *context, uint32_t cycle, wt_form form, uint32_t harmonics) {
    wt_bank_reader *reader = context;
    const wt_level_key key = {cycle, harmonics, form};
    wt_shelf **slot = slot_of(reader, &key);
    if (*slot) {
        return &(*slot)->level;
    }
    wt_shelf *shelf = wt_bank_hold(reader->bank, &key);
    if (!shelf) {
        return NULL;
    }
    if (reader->count < MANY) {
        *slot = shelf;
        ++reader->count;
    } else if (!keep_extra(reader, shelf)) {
        wt_bank_let_go(reader->bank, shelf);
        return NULL;
    }
    reader->bytes += shelf->bytes;
    return &shelf->level;
}

wt_level_source wt_bank_reader_source(wt_bank_reader *reader) {
    return (wt_level_source){get, reader};
}
