// How far --fm spreads a spectrum.
#include "core/voice/fm_plan.h"

#include "base/math.h"
#include "core/tables/cycle.h"
#include "core/voice/block.h"

typedef struct {
    double hz, modulator_hz, index;
    uint32_t harmonics, modulator_harmonics; // the most that they have
    bool smooth;
} modulation;

// The pitch of a modulator whose carrier has `hz`.
static double modulator_hz(const wt_fm *fm, double hz) {
    return fm->hz > 0.0 ? fm->hz : hz * fm->ratio;
}

static uint32_t most_harmonics(const wt_patch *patch) {
    uint32_t most = 1;
    for (uint32_t d = 0; d < patch->n_dimensions; ++d) {
        for (uint32_t i = 0; i < patch->dimensions[d].n_cycles; ++i) {
            const uint32_t n = patch->dimensions[d].cycles[i].harmonics;
            most = n > most ? n : most;
        }
    }
    return most;
}

static double order_of(double x, double harmonics, bool smooth) {
    if (x < 1e-6) {
        return 0.0;
    }
    const double steep = smooth ? 1.0 : 0.69 * harmonics + 0.6;
    const double beyond = smooth ? 4.8 : 1.5 * harmonics + 3.7;
    return steep * x + beyond * wt_exp2(wt_log2(x) / 3.0) + 1.9 * harmonics - 0.9;
}

static double spread_of(const modulation *m, double carrier, double modulator) {
    return m->modulator_hz * order_of(carrier * m->index, modulator, m->smooth);
}

// The most harmonics of the carrier, or of the modulator, that stay below `top`; at least 1.
static uint32_t most_that_fit(const modulation *m, uint32_t carrier, uint32_t modulator,
                              bool of_carrier, double top) {
    uint32_t low = 1;
    uint32_t high = of_carrier ? carrier : modulator;
    while (low < high) {
        const uint32_t middle = (low + high + 1) / 2;
        const double k = of_carrier ? middle : carrier;
        const double l = of_carrier ? modulator : middle;
        if (m->hz * k + spread_of(m, k, l) <= top) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static uint32_t harmonics_below(double top, double hz, uint32_t most) {
    const double n = hz > 0.0 ? top / hz : (double)most;
    return n < 1.0 ? 1 : n < (double)most ? (uint32_t)n : most;
}

// The harmonics of the carrier that are to be there: what is heard, and up to half as much again.
static uint32_t wanted_carrier(const modulation *m, double band) {
    const double swing = m->modulator_hz * m->index / m->hz;
    return harmonics_below(band * (1.0 + (swing < 0.5 ? swing : 0.5)), m->hz, m->harmonics);
}

// Levels are chosen as for a pitch at which the carrier holds no more than `k` harmonics, and at
// lower pitches no more than fit there.
static void widen(wt_fm_plan *plan, const modulation *m, bool follows, uint32_t k, uint32_t l,
                  double band) {
    const double spread = spread_of(m, k, l) / k;
    const double least = plan->carrier.top_hz / (2.0 * band);
    plan->widening = follows && l == 1 ? 1.0 + spread / m->hz : 1.0;
    plan->widening_hz = follows && l == 1 ? 0.0 : spread;
    if (plan->widening * m->hz + plan->widening_hz < least * m->hz) {
        plan->widening = least; // no more than twice what is heard: longer levels gain nothing
        plan->widening_hz = 0.0;
    }
}

// Noise is made once a frame, and what is live is known for the frames of a block alone.
static bool may_raise(const wt_patch *patch) {
    bool may = !wt_noise_is_used(&patch->noise) && !wt_env_is_live(&patch->env[WT_TO_PITCH][0]) &&
               !wt_env_is_live(&patch->env[WT_TO_INDEX][0]);
    for (uint32_t d = 0; d < patch->n_dimensions; ++d) {
        may = may && !wt_env_is_live(&patch->env[WT_TO_MIX][d]) &&
              !wt_env_is_live(&patch->env[WT_TO_CROSS][d]);
    }
    return may;
}

double wt_fm_lowest_hz(const wt_patch *patch, double hz, bool modulates) {
    const wt_mip_spacing base = wt_mip_spacing_of(patch->rate);
    const double lowest = base.top_hz / (2.0 * WT_MAX_HARMONICS);
    if (modulates) {
        const double own = modulator_hz(&patch->fm, hz);
        return own > lowest ? own : lowest;
    }
    const double twice_heard = 2.0 * base.top_hz / wt_exp2(2.0 * base.spacing); // see widen
    return base.top_hz < twice_heard ? hz * (base.top_hz / twice_heard) : hz;
}

wt_fm_plan wt_fm_plan_of(const wt_patch *patch, double hz, double index) {
    const wt_fm *fm = &patch->fm;
    const modulation m = {hz,
                          modulator_hz(fm, hz),
                          index,
                          most_harmonics(patch),
                          fm->wave.harmonics > 0 ? fm->wave.harmonics : 1,
                          fm->wave.smooth || fm->wave.harmonics == 1};
    const wt_mip_spacing base = wt_mip_spacing_of(patch->rate);
    const double band = base.top_hz / wt_exp2(2.0 * base.spacing);
    wt_fm_plan plan = {0, base, base, 1.0, 0.0};
    const unsigned most_raised = may_raise(patch) ? wt_oversampling_most(patch->rate) : 0;
    uint32_t l = harmonics_below(base.top_hz, m.modulator_hz, m.modulator_harmonics);
    const uint32_t wanted = wanted_carrier(&m, band);
    while (m.hz * wanted + spread_of(&m, wanted, l) > plan.carrier.top_hz) {
        if (plan.raised == most_raised) {
            l = most_that_fit(&m, wanted, l, false, plan.carrier.top_hz);
            plan.modulator.top_hz = l * m.modulator_hz;
            break;
        }
        ++plan.raised;
        plan.carrier.top_hz = patch->rate * (1u << plan.raised) - (patch->rate - base.top_hz);
    }
    const uint32_t k = most_that_fit(&m, m.harmonics, l, true, plan.carrier.top_hz);
    widen(&plan, &m, !(fm->hz > 0.0), k, l, band);
    return plan;
}
