// What an oscillator needs of the float engine: straight lines between samples.
#include "core/engine/float.h"
#include "core/engine/glide.h"
#include "core/tables/level.h"

static const wt_kernels kernels = {
    .mips = wt_mips,
    .glide = wt_glide,
    .sum = wt_sum,
    .positions = wt_positions,
    .weigh = wt_weigh,
    .within = wt_within,
    .read = {[WT_READ_LINE] = wt_float_read_linear},
    .ramp = wt_ramp,
    .blend = wt_float_blend,
    .blend_constant = wt_float_blend_constant,
};

const wt_kernels *wt_kernels_best(wt_engine engine) {
    (void)engine;
    return &kernels;
}
