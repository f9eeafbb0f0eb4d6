// What moves a voice, WT_LANES frames at a time. The definitions are in core/engine/motion.h.
#ifndef WT_CORE_ENGINE_SIMD_MOTION_H
#define WT_CORE_ENGINE_SIMD_MOTION_H

#include "core/engine/simd/bend.h"
#include "core/engine/simd/gains.h"
#include "core/engine/simd/glide.h"
#include "core/engine/simd/lfo.h"
#include "core/engine/simd/line.h"
#include "core/engine/simd/noise.h"
#include "core/engine/simd/ramp.h"

// Rows of a table of kernels.
#define WT_WIDE_MOTION                                                                             \
    .ramp = wt_wide_ramp, .range = wt_wide_range, .mips = wt_wide_mips, .glide = wt_wide_glide,    \
    .sum = wt_wide_sum, .follow = wt_wide_follow, .ratios = wt_wide_ratios,                        \
    .slide = wt_wide_slide, .curves = {wt_wide_line, wt_wide_lfo, wt_wide_bend},                   \
    .gains = wt_wide_gains, .white = wt_wide_white, .pink = wt_wide_pink,                          \
    .positions = wt_wide_positions, .weigh = wt_wide_weigh, .fade = wt_wide_fade,                  \
    .within = wt_wide_within

#endif
