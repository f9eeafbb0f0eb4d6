// Sixteen lanes, in plain loops, for any processor. They did not pay, so that no build of ours has
// them: tests/bytes shows that the kernels give the same bits on as many.
#ifndef WT_CORE_ENGINE_SIMD_LANES16_H
#define WT_CORE_ENGINE_SIMD_LANES16_H

static inline wt_vu wt_shift_left(wt_vu x, uint32_t n) {
    return x << n;
}

static inline wt_vu wt_shift_right(wt_vu x, uint32_t n) {
    return x >> n;
}

// x shifted down by n, 0 where that is 32 or more, for every lane.
static inline wt_vu wt_shifted_right(uint32_t x, wt_vi n) {
    wt_vu shifted;
    for (int l = 0; l < WT_LANES; ++l) {
        shifted[l] = (uint32_t)n[l] < 32 ? x >> (n[l] & 31) : 0;
    }
    return shifted;
}

// The sums of each lane and those before it.
static inline wt_vu wt_running_sums(wt_vu x) {
    for (int l = 1; l < WT_LANES; ++l) {
        x[l] += x[l - 1];
    }
    return x;
}

static inline wt_vu wt_last_of(wt_vu x) {
    return (wt_vu){0} + x[WT_LANES - 1];
}

// The lanes of a, then those of b, at even places, and at odd ones.
static inline wt_vu wt_even_of(wt_vu a, wt_vu b) {
    wt_vu even;
    for (int l = 0; l < WT_LANES / 2; ++l) {
        even[l] = a[2 * l];
        even[l + WT_LANES / 2] = b[2 * l];
    }
    return even;
}

static inline wt_vu wt_odd_of(wt_vu a, wt_vu b) {
    wt_vu odd;
    for (int l = 0; l < WT_LANES / 2; ++l) {
        odd[l] = a[2 * l + 1];
        odd[l + WT_LANES / 2] = b[2 * l + 1];
    }
    return odd;
}

// t[index] for every lane.
static inline wt_vf wt_gather_f(const float *t, wt_vu index) {
    wt_vf x;
    for (int l = 0; l < WT_LANES; ++l) {
        x[l] = t[index[l]];
    }
    return x;
}

static inline wt_vi wt_gather_i(const int32_t *t, wt_vu index) {
    wt_vi x;
    for (int l = 0; l < WT_LANES; ++l) {
        x[l] = t[index[l]];
    }
    return x;
}

// c[k] = t[at + k].
static inline void wt_gather_columns(const float *t, const uint32_t *at, wt_vf *c, int n) {
    for (int k = 0; k < n; ++k) {
        for (int l = 0; l < WT_LANES; ++l) {
            c[k][l] = t[at[l] + (uint32_t)k];
        }
    }
}

static inline void wt_gather_rows(const float *t, const uint32_t *at, wt_vf c[4]) {
    wt_gather_columns(t, at, c, 4);
}

// a = t[at], b = t[at + 1].
static inline void wt_gather_pairs(const float *t, const uint32_t *at, wt_vf *a, wt_vf *b) {
    wt_vf both[2];
    wt_gather_columns(t, at, both, 2);
    *a = both[0];
    *b = both[1];
}

static inline void wt_gather_pair(const int16_t *t, wt_vu index, wt_vi *a, wt_vi *b) {
    for (int l = 0; l < WT_LANES; ++l) {
        (*a)[l] = t[index[l]];
        (*b)[l] = t[index[l] + 1];
    }
}

// The upper halves of as many 64-bit words.
static inline wt_vu wt_upper_words(wt_vul early, wt_vul late) {
    wt_vu upper;
    for (int l = 0; l < WT_LANES / 2; ++l) {
        upper[l] = (uint32_t)(early[l] >> 32);
        upper[l + WT_LANES / 2] = (uint32_t)(late[l] >> 32);
    }
    return upper;
}

static inline wt_vf wt_lower_lanes(wt_vf a, wt_vf b) {
    for (int l = 0; l < WT_LANES; ++l) {
        b[l] = a[l] < b[l] ? a[l] : b[l];
    }
    return b;
}

static inline wt_vf wt_higher_lanes(wt_vf a, wt_vf b) {
    for (int l = 0; l < WT_LANES; ++l) {
        b[l] = a[l] > b[l] ? a[l] : b[l];
    }
    return b;
}

static inline wt_vf wt_held_lanes(wt_vf x, float low, float high) {
    for (int l = 0; l < WT_LANES; ++l) {
        x[l] = x[l] < low ? low : x[l] > high ? high : x[l];
    }
    return x;
}

// (a b + bias) >> shift in 64 bits, the low 32 of it.
static inline wt_vi wt_multiply_shift(wt_vi a, wt_vi b, int64_t bias, int shift) {
    wt_vi product;
    for (int l = 0; l < WT_LANES; ++l) {
        product[l] = (int32_t)(((int64_t)a[l] * b[l] + bias) >> shift);
    }
    return product;
}

// The low 32 bits of every a, signed, times b.
static inline wt_vl wt_multiply_long(wt_vl a, int32_t b) {
    for (int l = 0; l < WT_LANES / 2; ++l) {
        a[l] = (int64_t)(int32_t)a[l] * b;
    }
    return a;
}

// The first of every two a, times b.
static inline wt_vl wt_multiply_first(wt_vi a, int32_t b) {
    wt_vl product;
    for (int l = 0; l < WT_LANES / 2; ++l) {
        product[l] = (int64_t)a[2 * l] * b;
    }
    return product;
}

// a b, both in -2^15 .. 2^15 - 1.
static inline wt_vi wt_multiply_i16(wt_vi a, int16_t b) {
    return a * b;
}

// t[index] + floor((t[index + 1] - t[index]) f / 2^32), f = fraction, whose low 2 bits are 0.
static inline wt_vi wt_read_between(const int16_t *t, wt_vu index, wt_vu fraction) {
    wt_vi x;
    for (int l = 0; l < WT_LANES; ++l) {
        const int32_t a = t[index[l]];
        const int32_t step = t[index[l] + 1] - a;
        x[l] = a + (int32_t)((step * (int64_t)fraction[l]) >> 32);
    }
    return x;
}

#endif
