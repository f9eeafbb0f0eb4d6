// The names of the wide kernels of each width.
#ifndef WT_CORE_ENGINE_SIMD_VARIANTS_H
#define WT_CORE_ENGINE_SIMD_VARIANTS_H

#include "core/engine/kernels.h"
#include "core/output/rounding.h"

#define WT_JOIN(name, lanes) name##_##lanes
#define WT_JOIN_LANES(name, lanes) WT_JOIN(name, lanes)
#define WT_WIDE(name) WT_JOIN_LANES(name, WT_LANES)

extern const wt_kernels wt_kernels_float_4, wt_kernels_float_8, wt_kernels_float_16;
extern const wt_kernels wt_kernels_q15_4, wt_kernels_q15_8, wt_kernels_q15_16;
extern const wt_kernels wt_kernels_q31_4, wt_kernels_q31_8, wt_kernels_q31_16;
extern const wt_rounding wt_rounding_4, wt_rounding_8, wt_rounding_16;

#endif
