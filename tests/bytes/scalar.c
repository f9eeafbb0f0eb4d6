// In place of core/engine/dispatch.c: the definitions, whatever the processor has.
#include "core/engine/kernels.h"

const wt_kernels *wt_kernels_best(wt_engine engine) {
    static const wt_kernels *const all[] = {&wt_kernels_float, &wt_kernels_q15, &wt_kernels_q31};
    return all[engine];
}
