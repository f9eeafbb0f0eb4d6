// The interpolations that patches may ask for.
#include "core/tables/interpolation.h"

const wt_interpolation *wt_interpolation_of(wt_interp interp) {
    static const wt_interpolation *const rows[WT_INTERPS] = {
        [WT_INTERP_NONE] = &wt_interpolation_none,
        [WT_INTERP_NEAREST] = &wt_interpolation_nearest,
        [WT_INTERP_LINEAR] = &wt_interpolation_linear,
        [WT_INTERP_CUBIC] = &wt_interpolation_cubic,
    };
    return rows[interp];
}
