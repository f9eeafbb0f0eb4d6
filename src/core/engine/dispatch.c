// The widest kernels that the processor has. All give the same bits.
#include "core/engine/kernels.h"
#include "core/engine/simd/variants.h"
#include "core/output/rounding.h"

#include <stdbool.h>

#ifdef WT_HAVE_AVX2
static bool has_8_lanes(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2");
}
#endif

#ifdef WT_HAVE_AVX512
static bool has_16_lanes(void) {
    return has_8_lanes() && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
#endif

const wt_kernels *wt_kernels_of_width(wt_engine engine, int lanes) {
    static const wt_kernels *const scalar[] = {&wt_kernels_float, &wt_kernels_q15, &wt_kernels_q31};
    static const wt_kernels *const four[] = {&wt_kernels_float_4, &wt_kernels_q15_4,
                                             &wt_kernels_q31_4};
#ifdef WT_HAVE_AVX2
    static const wt_kernels *const eight[] = {&wt_kernels_float_8, &wt_kernels_q15_8,
                                              &wt_kernels_q31_8};
    if (lanes == 8 && has_8_lanes()) {
        return eight[engine];
    }
#endif
#ifdef WT_HAVE_AVX512
    static const wt_kernels *const sixteen[] = {&wt_kernels_float_16, &wt_kernels_q15_16,
                                                &wt_kernels_q31_16};
    if (lanes == 16 && has_16_lanes()) {
        return sixteen[engine];
    }
#endif
    return lanes == 1 ? scalar[engine] : lanes == 4 ? four[engine] : 0;
}

const wt_kernels *wt_kernels_best(wt_engine engine) {
    const wt_kernels *sixteen = wt_kernels_of_width(engine, 16);
    const wt_kernels *eight = sixteen ? sixteen : wt_kernels_of_width(engine, 8);
    // Four lanes without gathers and wide products pay for floats only.
    return eight ? eight : wt_kernels_of_width(engine, engine == WT_ENGINE_FLOAT ? 4 : 1);
}

const wt_rounding *wt_rounding_of_width(int lanes) {
#ifdef WT_HAVE_AVX2
    if (lanes == 8 && has_8_lanes()) {
        return &wt_rounding_8;
    }
#endif
#ifdef WT_HAVE_AVX512
    if (lanes == 16 && has_16_lanes()) {
        return &wt_rounding_16;
    }
#endif
    return lanes == 4 ? &wt_rounding_4 : 0;
}

const wt_rounding *wt_rounding_best(void) {
    const wt_rounding *sixteen = wt_rounding_of_width(16);
    const wt_rounding *eight = sixteen ? sixteen : wt_rounding_of_width(8);
    return eight ? eight : wt_rounding_of_width(4);
}
