// What a patch is before anybody changes it.
#include "core/voice/patch.h"

#include "core/plain.h"

#include "wavetable/wavetable.h"

static const wt_cycle_ref shapes[] = {
    {WT_CYCLE_SINE, 1, 0, true},
    {WT_CYCLE_TRIANGLE, WT_MAX_HARMONICS, 0, true},
    {WT_CYCLE_SQUARE, WT_MAX_HARMONICS, 0, false},
    {WT_CYCLE_SAW, WT_MAX_HARMONICS, 0, false},
};

void wt_patch_init(wt_patch *patch, double rate) {
    *patch = (wt_patch){0};
    patch->rate = rate;
    patch->tempo_bpm = 120.0;
    patch->form = (wt_form){WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
    patch->bandlimit = true;
    if (!WT_IS_PLAIN) {
        patch->n_dimensions = 1;
        patch->dimensions[0] = (wt_dimension){&shapes[WT_CYCLE_SAW], 1};
    }
    patch->adsr = (wt_adsr){0.005, 0.0, 1.0, 0.01};
    wt_noise_init(&patch->noise, rate);
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
            patch->env[to][d] = *wt_mod_destinations[to].initial;
        }
    }
}

void wt_patch_set_shape(wt_patch *patch, wt_cycle_kind shape) {
    if ((unsigned)shape <= WT_CYCLE_SAW) {
        patch->n_dimensions = 1;
        patch->dimensions[0] = (wt_dimension){&shapes[shape], 1};
    }
}

void wt_patch_set_live(wt_patch *patch, wt_mod_destination to, uint32_t dimension) {
    if ((unsigned)to < WT_N_DESTINATIONS && dimension < WT_MAX_DIMENSIONS) {
        patch->env[to][dimension] = (wt_env){&wt_live_terms[to][dimension], 1};
    }
}
