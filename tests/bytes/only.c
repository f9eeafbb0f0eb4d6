// In place of core/engine/dispatch.c: kernels of one width, WT_LANES.
#include "core/engine/simd/variants.h"

const wt_kernels *wt_kernels_best(wt_engine engine) {
    static const wt_kernels *const all[] = {&WT_WIDE(wt_kernels_float), &WT_WIDE(wt_kernels_q15),
                                            &WT_WIDE(wt_kernels_q31)};
    return all[engine];
}
