// Straight lines through rounded values, exactly.
#include "mcu/tone_patch.h"

// A line from the first value on, and the steps that keep it within all values so far.
typedef struct {
    int64_t from, low, high;
    size_t n;
} candidate;

static int64_t floor_of(int64_t x, int64_t by) {
    return x / by - (x % by < 0);
}

// Go on until no step is left; steps of an int32_t at most. Lines also end where values pass a
// multiple of 2^15: a position is then between other cycles.
static void extend(candidate *c, const uint32_t *values, size_t n, int bits) {
    const int64_t width = (int64_t)1 << bits;
    while (c->n < n && values[c->n] >> 15 == values[0] >> 15) {
        const int64_t i = (int64_t)c->n;
        const int64_t value = values[c->n] * width;
        const int64_t low = -floor_of(c->from - value, i);
        const int64_t high = floor_of(value + width - 1 - c->from, i);
        const int64_t both_low = low > c->low ? low : c->low;
        const int64_t both_high = high < c->high ? high : c->high;
        if (both_low > both_high) {
            return;
        }
        c->low = both_low;
        c->high = both_high;
        ++c->n;
    }
}

static candidate longest(const uint32_t *values, size_t n, int bits) {
    enum { STARTS = 32 };
    const int64_t width = (int64_t)1 << bits;
    candidate best = {.n = 0};
    for (int64_t k = 0; k < STARTS; ++k) {
        candidate c = {values[0] * width + k * (width - 1) / (STARTS - 1), INT32_MIN, INT32_MAX, 1};
        extend(&c, values, n, bits);
        best = c.n > best.n ? c : best;
    }
    return best;
}

static wt_tone_line line_of(const candidate *c, uint32_t value, int bits) {
    const bool rests = c->low <= 0 && c->high >= 0;
    const int64_t from = rests ? value * ((int64_t)1 << bits) : c->from;
    return (wt_tone_line){(uint32_t)from, rests ? 0 : (int32_t)(c->low + (c->high - c->low) / 2),
                          (uint32_t)c->n};
}

size_t wt_tone_fit(const uint32_t *values, size_t n, int bits, wt_tone_line *lines, size_t most) {
    size_t count = 0;
    size_t done = 0;
    for (; done + 1 < n && count + 1 < most; ++count) {
        const candidate c = longest(values + done, n - 1 - done, bits);
        lines[count] = line_of(&c, values[done], bits);
        done += c.n;
    }
    if (done + 1 < n) {
        return 0;
    }
    lines[count] = (wt_tone_line){values[done] << bits, 0, 0};
    return count + 1;
}
