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
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}
#endif

const wt_kernels *wt_kernels_of_width(wt_engine engine, int lanes) {
    static const wt_kernels *const scalar[] = {&wt_kernels_float, &wt_kernels_q15, &wt_kernels_q31};
    static const wt_kernels *const four[] = {&wt_kernels_float_4, &wt_kernels_q15_4,
                                             &wt_kernels_q31_4};
#ifdef WT_HAVE_AVX2
    static const wt_kernels *const eight[] = {&wt_kernels_float_8, &wt_kernels_q15_8,
                                              &wt_kernels_q31_8};
    if (lanes == 8) {
        return has_8_lanes() ? eight[engine] : 0;
    }
#endif
    return lanes == 1 ? scalar[engine] : lanes == 4 ? four[engine] : 0;
}

const wt_kernels *wt_kernels_best(wt_engine engine) {
    const wt_kernels *eight = wt_kernels_of_width(engine, 8);
    // Four lanes without gathers and wide products pay for floats only.
    return eight ? eight : wt_kernels_of_width(engine, engine == WT_ENGINE_FLOAT ? 4 : 1);
}

wt_comb_run wt_comb_run_of_width(wt_form form, int teeth) {
#ifdef WT_HAVE_AVX512
    if (teeth == 16) {
        return has_16_lanes() ? wt_combs_16[form.engine][form.interp] : 0;
    }
#endif
#ifdef WT_HAVE_AVX2
    if (teeth == 8) {
        return has_8_lanes() ? wt_combs_8[form.engine][form.interp] : 0;
    }
#endif
    return teeth == 4 ? wt_combs_4[form.engine][form.interp] : 0;
}

// With fewer teeth reading a comb takes as long as gathering, or longer.
static int fewest_teeth(wt_form form) {
    if (form.engine == WT_ENGINE_FLOAT) {
        return form.interp == WT_INTERP_CUBIC ? 16 : 4;
    }
    return form.engine == WT_ENGINE_Q15 && form.interp == WT_INTERP_LINEAR ? 16 : 8;
}

wt_comb_reader wt_comb_best(wt_form form) {
    for (int teeth = WT_MOST_TEETH; teeth >= fewest_teeth(form); teeth /= 2) {
        const wt_comb_run run = wt_comb_run_of_width(form, teeth);
        if (run) {
            return (wt_comb_reader){teeth, run};
        }
    }
    return (wt_comb_reader){0, 0};
}

const wt_rounding *wt_rounding_of_width(int lanes) {
#ifdef WT_HAVE_AVX2
    if (lanes == 8) {
        return has_8_lanes() ? &wt_rounding_8 : 0;
    }
#endif
    return lanes == 4 ? &wt_rounding_4 : 0;
}

const wt_rounding *wt_rounding_best(void) {
    const wt_rounding *eight = wt_rounding_of_width(8);
    return eight ? eight : wt_rounding_of_width(4);
}
