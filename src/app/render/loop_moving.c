// Tries all lengths. Steady pitches come round to the last bit in a power of two of frames, since
// 2^32 steps are a turn; what a pitch that swings lacks of whole turns in any length is made up for
// in its rounded steps.
#include "app/render/loop_moving.h"

#include "app/render/loop_tune.h"
#include "app/render/period.h"
#include "base/math.h"

#include <stdlib.h>

static const double most_cents = 1.0;
static const double most_rates = 0.03;

// Better than this nobody hears.
static const double fine_cents = 0.1;
static const double fine_rates = 0.001;

static double larger(double a, double b) {
    return a > b ? a : b;
}

// Turns a frame of each note. False: the pitch swings too slowly for the loop.
static bool find_pitches(double *turns, const wt_loop_moving *m, wt_scratch *scratch) {
    const wt_patch *const patch = &m->sound->patch;
    if (m->lfos.pitch_rate > 0.0) {
        const double swings = wt_floor(m->most * m->lfos.pitch_rate);
        const double frames = wt_round(swings / m->lfos.pitch_rate);
        if (swings < 1.0 || frames > m->most) {
            return false;
        }
        turns[0] = wt_loop_turns(m->notes, patch, m->settled, (uint32_t)frames, scratch) / frames;
    } else {
        turns[0] = wt_loop_settled_hz(patch, m->notes, m->settled) / patch->rate;
    }
    for (size_t i = 1; i < m->n_notes; ++i) {
        turns[i] = turns[0] * m->notes[i].hz / m->notes[0].hz;
    }
    return true;
}

static wt_loop_moved moved_to(const wt_loop_moving *m, const double *turns, uint32_t frames) {
    const double cents_a_ratio = 1731.234;
    return (wt_loop_moved){
        .frames = frames,
        .cents = cents_a_ratio * wt_period_moves(turns, m->n_notes, frames),
        .rates = wt_period_moves(m->lfos.rates, m->lfos.n, frames),
    };
}

// How much more is heard than nothing, 1.
static double cost_of(const wt_loop_moved *moved) {
    return larger(1.0, larger(moved->cents / fine_cents, moved->rates / fine_rates));
}

// The one that moves least; of those that are alike the longest up to 1.5 s, or else the shortest.
static bool find_length(wt_loop_moved *best, const wt_loop_moving *m, const double *turns) {
    const bool swings = m->lfos.pitch_rate > 0.0;
    const double long_enough = 1.5 * m->sound->patch.rate;
    double least = 1e300;
    for (uint32_t frames = 256; frames <= m->most; frames = swings ? frames + 1 : 2 * frames) {
        const wt_loop_moved tried = moved_to(m, turns, frames);
        const double cost = cost_of(&tried);
        const bool fits = tried.cents <= most_cents && tried.rates <= most_rates;
        if (fits && (cost < least || (cost <= least && frames <= long_enough))) {
            *best = tried;
            least = cost;
        }
    }
    return least < 1e300;
}

static bool tune(const wt_loop_moving *m, size_t i, double turns, uint32_t frames,
                 wt_scratch *scratch) {
    const wt_patch *const patch = &m->sound->patch;
    const uint32_t whole = (uint32_t)wt_round(turns * frames);
    return m->lfos.pitch_rate > 0.0
               ? wt_loop_tune_turns(&m->notes[i], (wt_loop_bend *)m->sound->bends + i, patch,
                                    m->settled, frames, whole, scratch)
               : wt_loop_tune_increment(&m->notes[i], patch, m->settled,
                                        (uint32_t)(((uint64_t)whole << 32) / frames), scratch);
}

bool wt_loop_move(wt_loop_moved *moved, const wt_loop_moving *m, wt_scratch *scratch) {
    double *turns = malloc(m->n_notes * sizeof *turns);
    m->sound->bends = malloc(m->n_notes * sizeof(wt_loop_bend));
    bool ok =
        turns && m->sound->bends && find_pitches(turns, m, scratch) && find_length(moved, m, turns);
    if (ok) {
        const wt_note_context context = wt_note_context_of(&m->sound->patch, m->notes);
        wt_loop_lfos_tune(&m->lfos, &context, moved->frames);
    }
    for (size_t i = 0; ok && i < m->n_notes; ++i) {
        ok = tune(m, i, turns[i], moved->frames, scratch);
    }
    free(turns);
    return ok;
}
