// Combs: see core/tables/comb.h.
#include "core/tables/comb.h"

#include <string.h>

static size_t columns_of(wt_form form) {
    return form.interp == WT_INTERP_CUBIC ? 4 : 1;
}

bool wt_comb_is_possible(const wt_level *level) {
    return !level->taps && level->log2_length >= 2 && level->log2_length < 32;
}

// A read may begin in the last row, and takes in the two after it.
size_t wt_comb_words(wt_form form, uint32_t length) {
    return ((size_t)length + 2) * columns_of(form);
}

size_t wt_comb_size(wt_form form, uint32_t length, int teeth) {
    return wt_comb_words(form, length) * (size_t)teeth * sizeof(uint32_t);
}

// Where a row's teeth come from: each walks round and round the level.
typedef struct {
    const wt_level *level;
    uint32_t from[WT_MOST_TEETH];
    int teeth;
} teeth;

static teeth teeth_of(const wt_level *level, uint32_t increment, int n_teeth) {
    teeth t = {.level = level, .teeth = n_teeth};
    for (int j = 0; j < n_teeth; ++j) {
        t.from[j] = ((uint32_t)j * increment) >> (32 - level->log2_length);
    }
    return t;
}

static inline uint32_t place_of(const teeth *t, uint32_t row, int j) {
    return (t->from[j] + row) & (t->level->length - 1);
}

static inline uint32_t word_at(const teeth *t, size_t i) {
    uint32_t word;
    memcpy(&word, (const char *)t->level->rows + i * sizeof word, sizeof word);
    return word;
}

static void fill_samples(const teeth *t, uint32_t row, uint32_t *words) {
    for (int j = 0; j < t->teeth; ++j) {
        words[j] = word_at(t, place_of(t, row, j));
    }
}

static void fill_pairs(const teeth *t, uint32_t row, uint32_t *words) {
    const int16_t *samples = t->level->rows;
    for (int j = 0; j < t->teeth; ++j) {
        const int16_t *at = samples + place_of(t, row, j);
        words[j] = (uint16_t)at[0] | (uint32_t)(uint16_t)at[1] << 16;
    }
}

static void fill_coefficients(const teeth *t, uint32_t row, uint32_t *words) {
    for (int j = 0; j < t->teeth; ++j) {
        const size_t at = 4 * (size_t)place_of(t, row, j);
        for (int k = 0; k < 4; ++k) {
            words[k * t->teeth + j] = word_at(t, at + (size_t)k);
        }
    }
}

void wt_comb_fill(wt_form form, const wt_level *level, uint32_t increment, int n_teeth,
                  void *rows) {
    const teeth t = teeth_of(level, increment, n_teeth);
    const size_t row_words = columns_of(form) * (size_t)n_teeth;
    uint32_t *words = rows;
    for (uint32_t i = 0; i < level->length + 2; ++i, words += row_words) {
        if (form.interp == WT_INTERP_CUBIC) {
            fill_coefficients(&t, i, words);
        } else if (form.engine == WT_ENGINE_Q15) {
            fill_pairs(&t, i, words);
        } else {
            fill_samples(&t, i, words);
        }
    }
}
