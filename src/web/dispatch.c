// The kernels of the page: floats, one at a time. In browsers four at a time are slower, and
// larger.
#include "core/engine/kernels.h"

const wt_kernels *wt_kernels_best(wt_engine engine) {
    return engine == WT_ENGINE_FLOAT ? &wt_kernels_float : 0;
}
