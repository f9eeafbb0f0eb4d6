// Finds where a note has settled, and tunes what follows to whole cycles.
#include "app/render/loop.h"

#include "app/render/period.h"
#include "base/math.h"
#include "core/voice/voice.h"

#include <stdio.h>
#include <stdlib.h>

static const double longest_s = 1.5;
static const uint64_t most_frames = 1 << 17;

static bool refuse(wt_fault *fault, const char *what) {
    wt_fault_set(fault, WT_FAULT_USAGE, "--loop", "%s", what);
    return false;
}

// One pitch, laid out by one word.
static bool is_one_note(const wt_plan *plan, const wt_request *s, size_t n_words, wt_fault *fault) {
    const wt_time_line *time_line = &plan->time_line;
    if (!wt_type_has_sampler(plan->file.type)) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--loop",
                     "%s has no place for its points (write a WAV: -t wav)",
                     wt_type_name(plan->file.type));
        return false;
    }
    if (s->notes.score_path || n_words != 1 || time_line->n_notes == 0) {
        return refuse(fault, "a loop is of one note (give one, or --each)");
    }
    if (s->notes.has_length) {
        return refuse(fault, "the sound ends with its loop (leave --length out; -d is the time to "
                             "the loop's end)");
    }
    for (size_t i = 1; i < time_line->n_notes; ++i) {
        if (time_line->notes[i].hz != time_line->notes[0].hz) {
            return refuse(fault, s->sound.unison > 1
                                     ? "detuned voices beat and do not come round (leave "
                                       "--unison out, or give it 0 cents)"
                                     : "a chord does not come round (give one pitch)");
        }
    }
    return true;
}

static bool settle_one(const wt_patch *patch, int to, int d, const wt_note_context *context,
                       uint64_t end, uint64_t *settled, wt_fault *fault) {
    const uint64_t frame = wt_env_steady_from(&patch->env[to][d], context);
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

// The first frame from which nothing but the phases moves.
static bool find_settled(const wt_patch *patch, const wt_note *note, uint64_t end,
                         uint64_t *settled, wt_fault *fault) {
    const wt_note_context context = wt_note_context_of(patch, note);
    const double adsr = (patch->adsr.attack_s + patch->adsr.decay_s) * patch->rate;
    if (!(adsr < (double)end)) {
        return refuse(fault, "attack and decay last to the note's end (give a longer duration)");
    }
    *settled = (uint64_t)adsr + 1;
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        const int n = wt_mod_destinations[to].per_dimension ? (int)patch->n_dimensions : 1;
        for (int d = 0; d < n; ++d) {
            if (!settle_one(patch, to, d, &context, end, settled, fault)) {
                return false;
            }
        }
    }
    if (!(patch->adsr.sustain * wt_env_at(&patch->env[WT_TO_AMP][0], &context, *settled) > 0.0)) {
        return refuse(fault, "the note is silent when it has settled (give it a sustain level)");
    }
    return true;
}

// The pitch at a settled frame, without the rounding of an increment.
static double settled_hz(const wt_patch *patch, const wt_note *note, uint64_t frame) {
    const wt_note_context context = wt_note_context_of(patch, note);
    return note->hz * wt_exp2(wt_env_at(&patch->env[WT_TO_PITCH][0], &context, frame) / 12.0);
}

static uint32_t increment_at(const wt_patch *patch, const wt_note *note, uint64_t frame,
                             wt_scratch *scratch) {
    wt_voice voice;
    wt_voice_start(&voice, patch, note);
    if (voice.steady) {
        return voice.increment;
    }
    voice.frame = frame + WT_REACH; // its steps lie before it
    voice.phase = 0;
    wt_voice_skip(&voice, patch, wt_kernels_best(patch->form.engine), scratch, 1);
    return (uint32_t)(voice.phase >> voice.raised);
}

// Set the note's pitch so that its increment, when it has settled, is the one wanted: a moving
// pitch is worked out with less precision than a steady one, and may need a nudge.
static bool tune(wt_note *note, const wt_patch *patch, uint64_t settled, uint32_t wanted,
                 wt_scratch *scratch) {
    enum { TRIES = 8 };
    const double hz_a_step = patch->rate / 4294967296.0;
    const double ratio = settled_hz(patch, note, settled) / note->hz;
    double steps = (double)wanted;
    for (int i = 0; i < TRIES; ++i) {
        note->hz = steps * hz_a_step / ratio;
        const uint32_t increment = increment_at(patch, note, settled, scratch);
        if (increment == wanted) {
            return true;
        }
        steps += 0.5 * ((double)wanted - (double)increment);
    }
    return false;
}

static bool tune_all(wt_time_line *time_line, const wt_patch *patch, uint64_t settled,
                     uint32_t wanted, wt_fault *fault) {
    void *room = aligned_alloc(64, wt_scratch_size(WT_BLOCK));
    if (!room) {
        wt_fault_memory(fault);
        return false;
    }
    wt_scratch *scratch = wt_scratch_make(room, WT_BLOCK);
    bool ok = true;
    for (size_t i = 0; ok && i < time_line->n_notes; ++i) {
        ok = tune(&time_line->notes[i], patch, settled, wanted, scratch);
    }
    free(room);
    return ok || refuse(fault, "the pitch cannot be tuned to it (make --pitch constant)");
}

static bool find_period(wt_period *period, const wt_patch *patch, const wt_note *note,
                        uint64_t settled, uint64_t end, wt_fault *fault) {
    const double hz = settled_hz(patch, note, settled);
    const uint64_t by_time = (uint64_t)(longest_s * patch->rate);
    const uint64_t room = end - settled;
    uint64_t most = by_time < most_frames ? by_time : most_frames;
    most = room < most ? room : most;
    wt_turning turning = {.pitch = hz / patch->rate};
    if (patch->fm.on) {
        turning.follows = !(patch->fm.hz > 0.0);
        turning.modulator = turning.follows ? patch->fm.ratio : patch->fm.hz / patch->rate;
        turning.rounds = !wt_env_is_constant(&patch->env[WT_TO_PITCH][0]);
    }
    if (turning.pitch < 0.5 && wt_period_find(period, &turning, (uint32_t)most)) {
        return true;
    }
    char what[200];
    snprintf(what, sizeof what,
             "in the %.3g s that it may take, no whole number of cycles%s of %.6g Hz ends within "
             "0.1 cent (give the note a longer duration%s)",
             (double)most / patch->rate, patch->fm.on ? " (and of the modulator)" : "", hz,
             patch->fm.on ? ", or --fm a simple ratio" : "");
    return refuse(fault, what);
}

bool wt_loop_fit(wt_loop *loop, wt_plan *plan, const wt_request *request, size_t n_words,
                 wt_fault *fault) {
    wt_time_line *time_line = &plan->time_line;
    const wt_patch *patch = &plan->sound.patch;
    uint64_t settled = 0;
    wt_period period;
    if (!is_one_note(plan, request, n_words, fault)) {
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
    if (!find_period(&period, patch, &time_line->notes[0], settled, end, fault) ||
        !tune_all(time_line, patch, settled, period.increment, fault)) {
        return false;
    }
    if (end > UINT32_MAX) {
        return refuse(fault, "the points lie past 2^32 frames (shorten the note)");
    }
    *loop = (wt_loop){(uint32_t)(end - period.frames), (uint32_t)(end - 1)};
    time_line->frames = time_line->fade = end;
    return true;
}
