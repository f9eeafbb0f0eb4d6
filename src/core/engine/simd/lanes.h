// Vectors of WT_LANES 32-bit words: what the wide kernels are written in.
//
// The kernels of this folder are compiled once for every width: 4 lanes for any processor (SSE2,
// NEON, ...) by GNU vector extensions, 8 with AVX2, 16 with AVX-512. A kernel does to each lane
// exactly what its scalar definition does to each sample, so the bits are the same; a test runs
// them all. What differs by width, fetching rows from a cycle above all, stands in the header of
// that width.
#ifndef WT_CORE_ENGINE_SIMD_LANES_H
#define WT_CORE_ENGINE_SIMD_LANES_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// For functions that are made anew for each of their constant arguments, however long they are.
#define WT_INLINED static inline __attribute__((always_inline))

typedef float wt_vf __attribute__((vector_size(4 * WT_LANES)));
typedef int32_t wt_vi __attribute__((vector_size(4 * WT_LANES)));
typedef uint32_t wt_vu __attribute__((vector_size(4 * WT_LANES)));

// The lanes of a and b by their numbers, those of b behind those of a. gcc 11 knows it by another
// name.
#if defined __clang__ || __GNUC__ >= 12
#define wt_shuffle(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define wt_shuffle(a, b, ...) __builtin_shuffle(a, b, (wt_vi){__VA_ARGS__})
#endif

// Half as many of twice the width.
typedef double wt_vd __attribute__((vector_size(4 * WT_LANES)));
typedef int64_t wt_vl __attribute__((vector_size(4 * WT_LANES)));
typedef uint64_t wt_vul __attribute__((vector_size(4 * WT_LANES)));

static inline wt_vf wt_load_f(const void *p) {
    wt_vf v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline wt_vi wt_load_i(const void *p) {
    wt_vi v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline wt_vu wt_load_u(const void *p) {
    wt_vu v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline void wt_store(void *p, wt_vi v) {
    memcpy(p, &v, sizeof v);
}

static inline void wt_store_f(void *p, wt_vf v) {
    memcpy(p, &v, sizeof v);
}

#if WT_LANES == 8
#include "core/engine/simd/lanes8.h"
#elif WT_LANES == 16
#include "core/engine/simd/lanes16.h"
#else
#include "core/engine/simd/lanes4.h"
#endif

// As wt_unit_clamp.
static inline wt_vf wt_clamp_lanes(wt_vf x) {
    return wt_held_lanes(x, 0.0f, 1.0f);
}

// The top 24 bits of a fraction as a float in 0..1.
static inline wt_vf wt_units(wt_vu fraction) {
    return __builtin_convertvector((wt_vi)(fraction >> 8), wt_vf) * 0x1p-24f;
}

// The same less 1/2, of a fraction to which a half, 2^31, was added: what cubics are read with.
static inline wt_vf wt_from_middle(wt_vu raised) {
    return __builtin_convertvector((wt_vi)raised >> 8, wt_vf) * 0x1p-24f;
}

#endif
