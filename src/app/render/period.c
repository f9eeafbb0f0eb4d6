// Goes through all numbers of cycles, and the few lengths that fit each.
#include "app/render/period.h"

#include "base/math.h"

static const double a_turn = 4294967296.0;
static const uint64_t inaudible = 256; // of 2^32: lines of -148 dB beside a saw
static const uint64_t most_residue = 1u << 16;

static uint64_t off_whole_turns(uint64_t phase) {
    const uint32_t low = (uint32_t)phase;
    return low < 0x80000000u ? low : 0x100000000u - low;
}

// As the voice rounds it (core/voice/fm.c).
static uint64_t modulator_increment(const wt_turning *turning, uint32_t increment) {
    const double carrier = turning->rounds ? (double)(float)increment : (double)increment;
    const double turns =
        turning->follows ? carrier * turning->modulator : turning->modulator * a_turn;
    return (uint64_t)(int64_t)wt_round(turns);
}

static wt_period period_of(const wt_turning *turning, uint32_t cycles, uint32_t frames) {
    const uint64_t phase = (uint64_t)cycles << 32;
    const uint32_t increment = (uint32_t)((phase + frames / 2) / frames);
    const uint64_t own = off_whole_turns((uint64_t)increment * frames);
    const uint64_t other = off_whole_turns(modulator_increment(turning, increment) * frames);
    const double ratio = cycles / (frames * turning->pitch);
    return (wt_period){.frames = frames,
                       .cycles = cycles,
                       .increment = increment,
                       .residue = own > other ? own : other,
                       .detuned = ratio < 1.0 ? 1.0 - ratio : ratio - 1.0};
}

// Long loops are worth something: the noise in a short one is a tone.
static bool is_better(const wt_period *a, const wt_period *b, uint32_t most) {
    const uint64_t x = a->residue > inaudible ? a->residue : inaudible;
    const uint64_t y = b->residue > inaudible ? b->residue : inaudible;
    const bool a_is_long = a->frames > most / 2;
    const bool b_is_long = b->frames > most / 2;
    if (x != y) {
        return x < y;
    }
    return a_is_long != b_is_long ? a_is_long : a->detuned < b->detuned;
}

double wt_period_moves(const double *rates, size_t n, uint32_t frames) {
    double most = 0.0;
    for (size_t i = 0; i < n; ++i) {
        const double cycles = rates[i] * frames;
        const double ratio = wt_round(cycles) / cycles;
        const double moved = ratio < 1.0 ? 1.0 - ratio : ratio - 1.0;
        most = moved > most ? moved : most;
    }
    return most;
}

bool wt_period_find(wt_period *period, const wt_turning *turning, uint32_t most) {
    const double tolerance = turning->most_detuned;
    *period = (wt_period){.residue = UINT64_MAX};
    for (uint32_t cycles = 1;; ++cycles) {
        const double ideal = cycles / turning->pitch;
        const double first = wt_floor(ideal * (1.0 - tolerance)) + 1.0;
        const double last = wt_floor(ideal * (1.0 + tolerance));
        if (first > most) {
            break;
        }
        const uint32_t end = last < most ? (uint32_t)last : most;
        for (uint32_t frames = (uint32_t)first; frames <= end; ++frames) {
            const wt_period tried = period_of(turning, cycles, frames);
            if (is_better(&tried, period, most) &&
                wt_period_moves(turning->others, turning->n_others, frames) <=
                    turning->most_moved) {
                *period = tried;
            }
        }
    }
    return period->residue <= most_residue;
}
