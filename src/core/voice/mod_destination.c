// The table of modulation destinations. The stage of a voice that a destination belongs to says how
// its values are clamped.
#include "core/voice/mod_destination.h"

#include "core/plain.h"

static const wt_breakpoint points[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                       {{0.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}};
static const wt_env_term terms[] = {{.kind = WT_ENV_POINTS, .points = &points[0], .n_points = 1},
                                    {.kind = WT_ENV_POINTS, .points = &points[1], .n_points = 1}};
static const wt_env constants[] = {{&terms[0], 1}, {&terms[1], 1}};

#define ROW(to, name, initial, first, letter, help)                                                \
    { WT_UNLESS_PLAIN(name), WT_UNLESS_PLAIN("--" name), &constants[initial], (first) >= 0 }

const wt_mod_destination_row wt_mod_destinations[] = {WT_DESTINATIONS(ROW)};

#define LIVE(to, d)                                                                                \
    { .kind = WT_ENV_LIVE, .destination = (to), .dimension = (d) }
#define LIVES(to, ...)                                                                             \
    {                                                                                              \
        LIVE(to, 0), LIVE(to, 1), LIVE(to, 2), LIVE(to, 3), LIVE(to, 4), LIVE(to, 5), LIVE(to, 6), \
            LIVE(to, 7)                                                                            \
    }

const wt_env_term wt_live_terms[][WT_MAX_DIMENSIONS] = {WT_DESTINATIONS(LIVES)};
