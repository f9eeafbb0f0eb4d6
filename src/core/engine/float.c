// The float engine.
#include "core/engine/float.h"
#include "core/engine/halve.h"
#include "core/engine/kernels.h"
#include "core/engine/motion.h"
#include "core/engine/swing.h"

static void mix(wt_reader reader, const wt_steady_tone *tone, uint32_t start,
                const wt_tone_moves *moves, const float *cross, wt_sample *out, size_t n) {
    wt_mix(&wt_kernels_float, reader, tone, start, moves, cross, out, n);
}

const wt_kernels wt_kernels_float = {
    WT_MOTION,
    .read = {wt_float_read_none, wt_float_read_nearest, wt_float_read_linear, wt_float_read_cubic},
    .run = {wt_float_run_none, wt_float_run_nearest, wt_float_run_linear, wt_float_run_cubic},
    .mix = mix,
    .blend = wt_float_blend,
    .blend_constant = wt_float_blend_constant,
    .swing = wt_swing_floats,
    .halve = wt_halve_floats,
    .add = wt_float_add,
    .add_constant = wt_float_add_constant,
};
