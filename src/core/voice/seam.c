// Where one cycle goes over into the next: found by reading both.
#include "core/voice/seam.h"

enum { STEPS = 32, HALF = WT_SEAM_STEPS / 2, NODES = WT_SEAM_STEPS + 1 };

// The cycles on both sides, at a level for seams.
typedef struct {
    const wt_block *block;
    const wt_level *a, *b;
} sides;

// Both, at some phases.
typedef struct {
    double a[NODES], b[NODES];
} values;

static double number(const wt_block *block, wt_sample x) {
    return wt_engine_of(block->patch->form) == WT_ENGINE_FLOAT ? (double)x.f : (double)x.q;
}

static void read_side(const wt_block *block, const wt_level *level, const uint32_t *phase,
                      double *out, size_t n) {
    wt_sample x[NODES];
    block->kernels->read[wt_block_reader(block)](level, phase, x, n);
    for (size_t i = 0; i < n; ++i) {
        out[i] = number(block, x[i]);
    }
}

static void read(const sides *s, const uint32_t *phase, values *v, size_t n) {
    read_side(s->block, s->a, phase, v->a, n);
    read_side(s->block, s->b, phase, v->b, n);
}

// From `start` on, 2^log2_step apart.
static void read_from(const sides *s, uint32_t start, int log2_step, values *v) {
    uint32_t phase[STEPS + 1];
    for (uint32_t i = 0; i <= STEPS; ++i) {
        phase[i] = start + (i << log2_step);
    }
    read(s, phase, v, STEPS + 1);
}

static double magnitude(double x) {
    return x < 0.0 ? -x : x;
}

static double difference(const values *v, int i) {
    return v->b[i] - v->a[i];
}

static bool crosses(const values *v, int i) {
    return (difference(v, i) < 0.0) != (difference(v, i + 1) < 0.0);
}

// The step in which d goes through 0, of several the flattest: of those alike, as in symmetric
// cycles, the first, whatever the last bits say. Where it never does, the one nearest to 0.
static int crossing(const values *v) {
    int best = -1, nearest = 0;
    double flattest = 0.0;
    for (int i = 0; i < STEPS; ++i) {
        const double d = difference(v, i);
        const double climb = magnitude(difference(v, i + 1) - d);
        if (crosses(v, i) && (best < 0 || climb < 0.99 * flattest)) {
            best = i;
            flattest = climb;
        }
        nearest = magnitude(d) < magnitude(difference(v, nearest)) ? i : nearest;
    }
    return best < 0 ? nearest : best;
}

// Where in the turn both meet: in 1/32 of it, in 1/32 of that, and there by a straight line.
static int64_t meeting(const sides *s) {
    values v;
    read_from(s, (uint32_t)-WT_SEAM_EARLY, 27, &v);
    const int64_t coarse = ((int64_t)crossing(&v) << 27) - WT_SEAM_EARLY;
    read_from(s, (uint32_t)coarse, 22, &v);
    const int i = crossing(&v);
    const double d = difference(&v, i);
    const double rest = crosses(&v, i) ? d / (d - difference(&v, i + 1)) : 0.0;
    return coarse + ((int64_t)i << 22) + (int64_t)(rest * 0x1p22);
}

// u at node i, and w' there.
static double place_of(int i) {
    return (double)(i - HALF) / HALF;
}

static double climb_at(double u) {
    const double q = 1.0 - u * u;
    return 315.0 / 256.0 * q * q * q * q;
}

static void read_nodes(const sides *s, uint32_t at, int64_t half, values *v) {
    uint32_t phase[NODES];
    for (int i = 0; i < NODES; ++i) {
        phase[i] = at + (uint32_t)(half * (i - HALF) / HALF);
    }
    read(s, phase, v, NODES);
}

// Integrate f, which is 0 beyond both ends, by polynomials through six values.
static void integrate(const double *f, double *sums) {
    double padded[NODES + 4] = {0.0};
    for (int i = 0; i < NODES; ++i) {
        padded[i + 2] = f[i];
    }
    sums[0] = 0.0;
    for (int i = 1; i < NODES; ++i) {
        const double *x = padded + i - 1;
        const double sum = 11.0 * (x[0] + x[5]) - 93.0 * (x[1] + x[4]) + 802.0 * (x[2] + x[3]);
        sums[i] = sums[i - 1] + sum / (1440.0 * HALF);
    }
}

// How much of the corner can be rounded so that hardly anything is raised above full scale.
static double share_below(double full_scale, const values *v, const double *corner) {
    double share = 1.0;
    for (int i = 0; i < NODES; ++i) {
        const double y = v->a[i] + wt_seam_weight(place_of(i)) * difference(v, i);
        const double raised = (y < 0.0) == (corner[i] < 0.0) ? magnitude(y) : 0.0;
        const double left = full_scale * (17.0 / 16.0) - raised;
        const double room = left > full_scale / 256.0 ? left : full_scale / 256.0;
        const double tall = magnitude(corner[i]);
        share = tall * share > room ? room / tall : share;
    }
    return share;
}

static void round_corner(const sides *s, int64_t half, double full_scale, wt_seam *seam) {
    values v;
    double f[NODES], sums[NODES], corner[NODES];
    read_nodes(s, (uint32_t)seam->at, half, &v);
    for (int i = 0; i < NODES; ++i) {
        f[i] = climb_at(place_of(i)) * difference(&v, i);
    }
    integrate(f, sums);
    const double all = sums[NODES - 1];
    for (int i = 0; i < NODES; ++i) {
        corner[i] = all * wt_seam_weight(place_of(i)) - sums[i];
    }
    const double share = share_below(full_scale, &v, corner);
    for (int i = 0; i < NODES; ++i) {
        seam->corner[i][0] = (float)(share * corner[i]);
        seam->corner[i][1] = (float)(share * (all * climb_at(place_of(i)) - f[i]) / HALF);
    }
    seam->rounds = true;
}

static double full_scale_of(const wt_block *block) {
    const wt_form form = block->patch->form;
    return form.engine == WT_ENGINE_FLOAT ? 1.0
           : form.engine == WT_ENGINE_Q31 ? 0x1p28
                                          : (double)(1 << (15 - wt_headroom_bits(form, true)));
}

wt_seam wt_seam_of(wt_block *block, const wt_cycle_ref *a, const wt_cycle_ref *b, int64_t turn,
                   int64_t half) {
    wt_seam seam = {.turn = turn, .at = (int64_t)((uint64_t)turn << 32)};
    if (a == b || a->noise || b->noise) {
        return seam;
    }
    const uint32_t harmonics = block->voice->seam_harmonics;
    const wt_form form = block->patch->form;
    const sides s = {block, wt_level_with(block->source, form, a, harmonics),
                     wt_level_with(block->source, form, b, harmonics)};
    block->ok = block->ok && s.a && s.b;
    if (block->ok) {
        seam.at += meeting(&s);
        round_corner(&s, half, full_scale_of(block), &seam);
    }
    return seam;
}

float wt_seam_corner(const wt_seam *seam, double u) {
    const double place = (u + 1.0) * HALF;
    const int i = (int)place;
    const float x = (float)(place - i);
    const float *from = seam->corner[i];
    const float *to = seam->corner[i + 1];
    const float climb = to[0] - from[0];
    const float cubed = from[1] + to[1] - 2.0f * climb;
    const float squared = climb - from[1] - cubed;
    return from[0] + x * (from[1] + x * (squared + x * cubed));
}
