// Finds where a note has settled, and tunes what follows to whole cycles.
#include "app/render/loop.h"

#include "app/render/loop_moving.h"
#include "app/render/loop_tune.h"
#include "app/render/period.h"
#include "base/math.h"
#include "core/voice/noise.h"

#include <stdio.h>
#include <stdlib.h>

static const double longest_s = 1.5;
static const uint64_t most_frames = 1 << 17;
static const uint64_t longest_of_moving = 1 << 20;

static bool refuse(wt_fault *fault, const char *what) {
    return wt_fault_set(fault, WT_FAULT_USAGE, "--loop", "%s", what);
}

static bool is_one_pitch(const wt_time_line *time_line, wt_fault *fault) {
    if (time_line->n_notes == 0) {
        return refuse(fault, "a loop is of one note (give one, or --each)");
    }
    for (size_t i = 1; i < time_line->n_notes; ++i) {
        if (time_line->notes[i].hz != time_line->notes[0].hz && time_line->chord > 1) {
            return refuse(fault, "a chord does not come round (give one pitch)");
        }
    }
    return true;
}

// The first frame from which nothing of an envelope moves but its LFOs.
static uint64_t rests_from(const wt_env *env, const wt_note_context *context) {
    uint64_t latest = 0;
    for (size_t i = 0; i < env->n_terms && !wt_env_is_still(env, context); ++i) {
        const wt_env term = {&env->terms[i], 1};
        const bool swings = env->terms[i].kind == WT_ENV_LFO;
        const uint64_t frame = swings ? 0 : wt_env_steady_from(&term, context);
        latest = frame > latest ? frame : latest;
    }
    return latest;
}

static bool settle_one(const wt_patch *patch, int to, int d, const wt_note_context *context,
                       uint64_t end, uint64_t *settled, wt_fault *fault) {
    const uint64_t frame = rests_from(&patch->env[to][d], context);
    if (frame >= end) {
        char what[160];
        snprintf(what, sizeof what, "--%s moves to the note's end (let it come to rest%s)",
                 wt_mod_destinations[to].name,
                 frame == UINT64_MAX ? "" : ", or give a longer duration");
        return refuse(fault, what);
    }
    *settled = frame > *settled ? frame : *settled;
    return true;
}

// Where an LFO swings the amplitude it is enough that it is heard sometimes.
static bool is_silent(const wt_patch *patch, const wt_note_context *context, uint64_t settled) {
    const wt_env *const amp = &patch->env[WT_TO_AMP][0];
    double low = 0.0, high = 0.0;
    bool swings = false;
    for (size_t i = 0; i < amp->n_terms; ++i) {
        swings = swings || amp->terms[i].kind == WT_ENV_LFO;
    }
    wt_env_bounds(amp, context, &low, &high);
    return !(patch->adsr.sustain * (swings ? high : wt_env_at(amp, context, settled)) > 0.0);
}

// The first frame from which nothing but the phases and LFOs moves.
static bool find_settled(const wt_patch *patch, const wt_note *note, uint64_t end,
                         uint64_t *settled, wt_fault *fault) {
    const wt_note_context context = wt_note_context_of(patch, note);
    const double adsr = (patch->adsr.attack_s + patch->adsr.decay_s) * patch->rate;
    if (!(adsr < (double)end)) {
        return refuse(fault, "attack and decay last to the note's end (give a longer duration)");
    }
    const double noise = wt_noise_settles_s(&patch->noise) * patch->rate;
    if (!(noise < (double)end)) {
        return refuse(fault, "pink and brown noise come round after a second (give a longer "
                             "duration)");
    }
    *settled = (uint64_t)(adsr > noise ? adsr : noise) + 1;
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        const int n = wt_mod_destinations[to].per_dimension ? (int)patch->n_dimensions : 1;
        for (int d = 0; d < n; ++d) {
            if (!settle_one(patch, to, d, &context, end, settled, fault)) {
                return false;
            }
        }
    }
    if (is_silent(patch, &context, *settled)) {
        return refuse(fault, "the note is silent when it has settled (give it a sustain level)");
    }
    return true;
}

static bool tune_all(const wt_loop_moving *m, uint32_t wanted, wt_fault *fault) {
    void *room = aligned_alloc(64, wt_scratch_size(WT_BLOCK));
    if (!room) {
        return wt_fault_memory(fault);
    }
    wt_scratch *scratch = wt_scratch_make(room, WT_BLOCK);
    bool ok = true;
    for (size_t i = 0; ok && i < m->n_notes; ++i) {
        ok = wt_loop_tune_increment(&m->notes[i], &m->sound->patch, m->settled, wanted, scratch);
    }
    free(room);
    return ok || refuse(fault, "the pitch cannot be tuned to it (make --pitch constant)");
}

// The pitch is moved by 0.1 cent. The rates of LFOs are moved by 1 %, or by 3 where the phases then
// come round better, and with them the pitch by more, up to a cent.
static bool find_with_lfos(wt_period *period, wt_turning *turning, uint32_t most) {
    static const struct {
        double moved, detuned; // 0.1 cent: 2^(0.1 / 1200) - 1 and a little less
    } steps[] = {{0.01, 5.77e-5}, {0.03, 5.77e-5}, {0.03, 1.73e-4}, {0.03, 5.77e-4}};
    const size_t n = turning->n_others > 0 ? sizeof steps / sizeof *steps : 1;
    const uint64_t good = 512; // of 2^32: -100 dB of a saw at A2
    bool found = false;
    for (size_t i = 0; i < n && !(found && period->residue <= good); ++i) {
        turning->most_moved = steps[i].moved;
        turning->most_detuned = steps[i].detuned;
        found = wt_period_find(period, turning, most);
    }
    return found;
}

static bool find_period(wt_period *period, const wt_patch *patch, const wt_note *note,
                        const wt_loop_lfos *lfos, uint64_t settled, uint64_t end, wt_fault *fault) {
    const double hz = wt_loop_settled_hz(patch, note, settled);
    const uint64_t by_time = (uint64_t)(longest_s * patch->rate);
    const uint64_t room = end - settled;
    uint64_t most = by_time < most_frames ? by_time : most_frames;
    most = room < most ? room : most;
    wt_turning turning = {.pitch = hz / patch->rate, .others = lfos->rates, .n_others = lfos->n};
    if (patch->fm.on) {
        turning.follows = !(patch->fm.hz > 0.0);
        turning.modulator = turning.follows ? patch->fm.ratio : patch->fm.hz / patch->rate;
        turning.rounds = !wt_env_is_constant(&patch->env[WT_TO_PITCH][0]);
    }
    if (lfos->n > 0) { // which may be slow
        most = room < longest_of_moving ? room : longest_of_moving;
    }
    if (turning.pitch < 0.5 && find_with_lfos(period, &turning, (uint32_t)most)) {
        return true;
    }
    char what[280];
    snprintf(what, sizeof what,
             "in the %.3g s that it may take, no whole number of cycles%s%s of %.6g Hz ends within "
             "%s cent (give the note a longer duration%s)",
             (double)most / patch->rate, patch->fm.on ? " (and of the modulator)" : "",
             lfos->n > 0 ? " (and, to 3 %, of the LFOs)" : "", hz, lfos->n > 0 ? "a" : "0.1",
             patch->fm.on ? ", or --fm a simple ratio" : "");
    return refuse(fault, what);
}

// Several pitches, or one that swings.
static bool fit_moving(uint32_t *frames, wt_loop_moving *m, const wt_listener *listener,
                       wt_fault *fault) {
    void *room = aligned_alloc(64, wt_scratch_size(WT_BLOCK));
    wt_loop_moved moved = {0};
    if (!room) {
        return wt_fault_memory(fault);
    }
    const bool ok = wt_loop_move(&moved, m, wt_scratch_make(room, WT_BLOCK));
    free(room);
    if (!ok) {
        char what[200];
        snprintf(what, sizeof what,
                 "in the %.3g s that it may take, %s (give the note a longer duration)",
                 m->most / m->sound->patch.rate,
                 m->lfos.pitch_rate > 0.0
                     ? "what --pitch swings does not come round within 1 cent and 3 %"
                     : "detuned voices beat and do not come round within 1 cent");
        return refuse(fault, what);
    }
    char rates[80] = "";
    if (m->lfos.n > 0) {
        snprintf(rates, sizeof rates, ", rates of LFOs by up to %.2g %%", 100.0 * moved.rates);
    }
    wt_note_to(listener, "--loop",
               "pitches are moved by up to %.2f cents%s, to come round in %.3g s", moved.cents,
               rates, moved.frames / m->sound->patch.rate);
    *frames = moved.frames;
    return true;
}

// One pitch, which may be moved by 0.1 cent, beside LFOs by one.
static bool fit_steady(uint32_t *frames, const wt_loop_moving *m, uint64_t end,
                       const wt_listener *listener, wt_fault *fault) {
    const wt_patch *const patch = &m->sound->patch;
    const wt_note_context context = wt_note_context_of(patch, m->notes);
    wt_period period = {0};
    if (!find_period(&period, patch, m->notes, &m->lfos, m->settled, end, fault) ||
        !tune_all(m, period.increment, fault)) {
        return false;
    }
    if (m->lfos.n > 0) {
        char pitch[64] = "";
        const double cents = period.detuned * (1200.0 / 0.6931471805599453);
        if (cents > 0.1) {
            snprintf(pitch, sizeof pitch, ", the pitch by %.2f cents", cents);
        }
        wt_note_to(listener, "--loop",
                   "rates of LFOs are moved by up to %.2g %%%s, to come round in %.3g s",
                   100.0 * wt_period_moves(m->lfos.rates, m->lfos.n, period.frames), pitch,
                   period.frames / patch->rate);
    }
    wt_loop_lfos_tune(&m->lfos, &context, period.frames);
    *frames = period.frames;
    return true;
}

static bool is_detuned(const wt_loop_moving *m) {
    for (size_t i = 1; i < m->n_notes; ++i) {
        if (m->notes[i].hz != m->notes[0].hz) {
            return true;
        }
    }
    return false;
}

// Whether a modulator comes round wherever its carrier does.
static bool follows_wholly(const wt_fm *fm) {
    return !fm->on || (!(fm->hz > 0.0) && fm->ratio == wt_floor(fm->ratio));
}

static bool fit(uint32_t *frames, wt_loop_moving *m, uint64_t end, const wt_listener *listener,
                wt_fault *fault) {
    const wt_note_context context = wt_note_context_of(&m->sound->patch, m->notes);
    if (!wt_loop_lfos_find(&m->lfos, m->sound, &context)) {
        return refuse(fault, "so many LFOs do not come round (leave some out)");
    }
    if (!(m->lfos.pitch_rate > 0.0) && !is_detuned(m)) {
        return fit_steady(frames, m, end, listener, fault);
    }
    if (!follows_wholly(&m->sound->patch.fm)) {
        return refuse(fault, "--fm comes round with pitches that move where its ratio is a whole "
                             "number (say --fm 2)");
    }
    return fit_moving(frames, m, listener, fault);
}

bool wt_loop_fit(wt_loop *loop, wt_time_line *time_line, wt_sound *sound,
                 const wt_listener *listener, wt_fault *fault) {
    const wt_patch *patch = &sound->patch;
    uint64_t settled = 0;
    uint32_t frames = 0;
    if (!is_one_pitch(time_line, fault)) {
        return false;
    }
    if (patch->scan != WT_SCAN_MIX) {
        return refuse(fault,
                      "cycles at random, or of so long a turn, do not come round (use --scan "
                      "mix)");
    }
    const uint64_t end = time_line->notes[0].gate;
    if (!find_settled(patch, &time_line->notes[0], end, &settled, fault)) {
        return false;
    }
    settled += patch->fm.on && settled + WT_REACH < end ? WT_REACH : 0; // see the filters of --fm
    const uint64_t room = end - settled;
    wt_loop_moving moving = {.notes = time_line->notes,
                             .n_notes = time_line->n_notes,
                             .sound = sound,
                             .settled = settled,
                             .most =
                                 (uint32_t)(room < longest_of_moving ? room : longest_of_moving)};
    if (!fit(&frames, &moving, end, listener, fault)) {
        return false;
    }
    if (end > UINT32_MAX) {
        return refuse(fault, "the points lie past 2^32 frames (shorten the note)");
    }
    if (wt_noise_is_coloured(&patch->noise)) { // white meets itself nowhere, and need not
        sound->patch.noise.period = frames;
    }
    *loop = (wt_loop){(uint32_t)(end - frames), (uint32_t)(end - 1)};
    time_line->frames = time_line->fade = end;
    return true;
}
