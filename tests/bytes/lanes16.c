// In place of core/engine/dispatch.c: kernels of 16 lanes, which no build of ours has.
#include "core/engine/simd/variants.h"

const wt_kernels *wt_kernels_best(wt_engine engine) {
    static const wt_kernels *const all[] = {&wt_kernels_float_16, &wt_kernels_q15_16,
                                            &wt_kernels_q31_16};
    return all[engine];
}
