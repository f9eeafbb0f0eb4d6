// What the page needs of the float engine: cubic reads, one sample at a time. In browsers four at a
// time are slower, and larger.
#include "core/engine/float.h"
#include "core/engine/gains.h"
#include "core/engine/glide.h"
#include "core/envelope/bend.h"
#include "core/envelope/line.h"
#include "core/tables/level.h"

static const wt_kernels kernels = {
    .mips = wt_mips,
    .glide = wt_glide,
    .sum = wt_sum,
    .curves = {.line = wt_line_values, .bend = wt_bend_values},
    .gains = wt_gains,
    .positions = wt_positions,
    .weigh = wt_weigh,
    .within = wt_within,
    .fade = wt_fade,
    .read = {[WT_READ_POLYNOMIAL] = wt_float_read_cubic},
    .ramp = wt_ramp,
    .blend = wt_float_blend,
    .blend_constant = wt_float_blend_constant,
    .add = wt_float_add,
    .add_constant = wt_float_add_constant,
};

const wt_kernels *wt_kernels_best(wt_engine engine) {
    return engine == WT_ENGINE_FLOAT ? &kernels : 0;
}
