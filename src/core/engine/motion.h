// What moves a voice: phases, pitches, gains, positions, noise. One for all engines.
#ifndef WT_CORE_ENGINE_MOTION_H
#define WT_CORE_ENGINE_MOTION_H

#include "core/engine/gains.h"
#include "core/engine/glide.h"
#include "core/engine/noise.h"
#include "core/engine/ramp.h"
#include "core/envelope/bend.h"
#include "core/envelope/lfo.h"
#include "core/envelope/line.h"

// Rows of a table of kernels.
#define WT_MOTION                                                                                  \
    .ramp = wt_ramp, .range = wt_range_of, .mips = wt_mips, .glide = wt_glide, .sum = wt_sum,      \
    .follow = wt_follow, .ratios = wt_ratios, .slide = wt_slide,                                   \
    .curves = {wt_line_values, wt_lfo_values, wt_bend_values}, .gains = wt_gains,                  \
    .white = wt_white, .pink = wt_pink, .positions = wt_positions, .weigh = wt_weigh,              \
    .fade = wt_fade, .within = wt_within

#endif
