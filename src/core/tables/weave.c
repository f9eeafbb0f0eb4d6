// Woven levels: see core/tables/weave.h.
#include "core/tables/weave.h"

#include "core/tables/table_index.h"

static bool are_alike(const wt_level *const *levels, int n) {
    int k = 1;
    while (k < n && levels[k]->length == levels[0]->length) {
        ++k;
    }
    return k == n;
}

bool wt_can_weave(const wt_level *const *levels, int n) {
    bool powers_of_two = true;
    for (int k = 0; k < n; ++k) {
        powers_of_two = powers_of_two && levels[k]->log2_length < 32;
    }
    return powers_of_two || are_alike(levels, n);
}

uint32_t wt_woven_length(const wt_level *const *levels, int n) {
    uint32_t longest = 0;
    for (int k = 0; k < n; ++k) {
        longest = levels[k]->length > longest ? levels[k]->length : longest;
    }
    return longest;
}

size_t wt_woven_size(const wt_level *const *levels, int n) {
    const size_t length = wt_woven_length(levels, n);
    const size_t samples = are_alike(levels, n) ? length + 1 : 2 * length;
    return samples * (size_t)n * sizeof(float);
}

static void weave_alike(const float *t, uint32_t length, int n, float *rows) {
    for (uint32_t i = 0; i <= length; ++i) {
        rows[i * (size_t)n] = t[i];
    }
}

// Each sample of the level stands in 2^shift rows.
static void weave_apart(const float *t, uint32_t longest, int shift, int n, float *rows) {
    for (uint32_t i = 0; i < longest; ++i, rows += 2 * n) {
        rows[0] = t[i >> shift];
        rows[n] = t[(i >> shift) + 1];
    }
}

void wt_weave(const wt_level *const *levels, int n, float *rows) {
    const uint32_t longest = wt_woven_length(levels, n);
    const bool alike = are_alike(levels, n);
    for (int k = 0; k < n; ++k) {
        if (alike) {
            weave_alike(levels[k]->rows, longest, n, rows + k);
        } else {
            weave_apart(levels[k]->rows, longest, wt_log2_of(longest) - levels[k]->log2_length, n,
                        rows + k);
        }
    }
}
