// The table of modulation destinations. The stage of a voice that a destination belongs to says how
// its values are clamped.
#include "core/voice/mod_destination.h"

#include "core/plain.h"

static const wt_breakpoint points[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                       {{0.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}};
static const wt_env_term terms[] = {{.kind = WT_ENV_POINTS, .points = &points[0], .n_points = 1},
                                    {.kind = WT_ENV_POINTS, .points = &points[1], .n_points = 1}};
static const wt_env zero = {&terms[0], 1};
static const wt_env one = {&terms[1], 1};

const wt_mod_destination_row wt_mod_destinations[WT_N_DESTINATIONS] = {
    [WT_TO_AMP] = {WT_UNLESS_PLAIN("amp"), &one, false},
    [WT_TO_PITCH] = {WT_UNLESS_PLAIN("pitch"), &zero, false},
    [WT_TO_PAN] = {WT_UNLESS_PLAIN("pan"), &zero, false},
    [WT_TO_INDEX] = {WT_UNLESS_PLAIN("index"), &one, false},
    [WT_TO_MIX] = {WT_UNLESS_PLAIN("mix"), &zero, true},
    [WT_TO_CROSS] = {WT_UNLESS_PLAIN("cross"), &zero, true},
};

#define LIVE(to, d)                                                                                \
    { .kind = WT_ENV_LIVE, .destination = (to), .dimension = (d) }
#define LIVES(to)                                                                                  \
    {                                                                                              \
        LIVE(to, 0), LIVE(to, 1), LIVE(to, 2), LIVE(to, 3), LIVE(to, 4), LIVE(to, 5), LIVE(to, 6), \
            LIVE(to, 7)                                                                            \
    }

const wt_env_term wt_live_terms[][WT_MAX_DIMENSIONS] = {
    LIVES(WT_TO_AMP),   LIVES(WT_TO_PITCH), LIVES(WT_TO_PAN),
    LIVES(WT_TO_INDEX), LIVES(WT_TO_MIX),   LIVES(WT_TO_CROSS),
};
_Static_assert(sizeof wt_live_terms / sizeof *wt_live_terms == WT_N_DESTINATIONS,
               "each destination can be live");
