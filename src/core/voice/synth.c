// Notes as they come: a renderer, whose notes are written down when they begin.
#include "wavetable/wavetable.h"

#include "base/math.h"
#include "base/memory.h"
#include "core/pitch/pitch.h"
#include "core/tables/store.h"
#include "core/voice/mod_destination.h"
#include "core/voice/renderer.h"

enum { MOST_VOICES = 4096, LINE = 64, SPARE = 8 };

static const uint64_t held_for_ever = UINT64_MAX / 2;

// A note, where its voice finds it. There are more than twice as many as voices: those that make
// way still fade, and what ends in a block, which may be long, has its place to the block's end.
typedef struct {
    wt_note note;
    uint32_t id;
    bool used, held, cut;
} slot;

struct wt_synth {
    wt_renderer renderer;
    const wt_patch *patch;
    const wt_store *store;
    wt_patch seen; // as it was in the block before
    uint32_t seen_dropped;
    slot *slots;
    size_t n_voices, n_slots;
    int64_t *wide[2]; // buses of q31
    uint32_t n_notes; // so far
    wt_live_value live[WT_N_DESTINATIONS][WT_MAX_DIMENSIONS];
    uint32_t n_set; // so many of them, from the first on, may move in the next block
};

static size_t rounded(size_t bytes) {
    return (bytes + LINE - 1) / LINE * LINE;
}

static size_t wide_size(size_t most_frames) {
    return rounded(most_frames * sizeof(int64_t));
}

static size_t slots_of(size_t n_voices) {
    return 2 * n_voices + SPARE;
}

size_t wt_synth_size(size_t n_voices, size_t most_frames) {
    const size_t n_slots = slots_of(n_voices);
    return LINE + rounded(sizeof(wt_synth)) + rounded(n_slots * sizeof(slot)) +
           rounded(n_slots * sizeof(wt_voice)) + 2 * wide_size(most_frames) +
           wt_scratch_size(most_frames);
}

// What -ffp-contract=off is for: with contraction the product is not rounded, and this not 0.
static bool is_contracted(void) {
    volatile double x = 1.0 + 0x1p-30;
    const double factor = x;
    const double square = 1.0 + 0x1p-29;
    return factor * factor - square != 0.0;
}

static void lay_out(wt_synth *s, char *next, size_t most_frames) {
    s->slots = (slot *)(void *)next;
    next += rounded(s->n_slots * sizeof *s->slots);
    s->renderer.voices = (wt_voice *)(void *)next;
    next += rounded(s->n_slots * sizeof(wt_voice));
    for (int i = 0; !WT_IS_PLAIN && i < 2; ++i) {
        s->wide[i] = (int64_t *)(void *)next;
        next += wide_size(most_frames);
    }
    s->renderer.scratch = wt_scratch_make(next, most_frames);
}

wt_status wt_synth_init(wt_synth **synth, void *room, size_t size, const wt_patch *patch,
                        wt_store *store, size_t n_voices, size_t most_frames) {
    const bool fits =
        n_voices >= 1 && n_voices <= MOST_VOICES && most_frames >= 1 && most_frames <= WT_BLOCK;
    const wt_status status = fits ? wt_patch_check(patch, NULL) : WT_BAD_RANGE;
    if (status != WT_OK) {
        return status;
    }
    if (!WT_IS_PLAIN && is_contracted()) {
        return WT_UNSUPPORTED;
    }
    if (size < wt_synth_size(n_voices, most_frames)) {
        return WT_NO_MEMORY;
    }
    char *start = (char *)room + (LINE - (uintptr_t)room % LINE) % LINE;
    wt_synth *s = (wt_synth *)(void *)start;
    memset(s, 0, rounded(sizeof *s) + rounded(slots_of(n_voices) * sizeof *s->slots));
    s->patch = patch;
    s->store = store;
    s->n_voices = n_voices;
    s->n_slots = slots_of(n_voices);
    lay_out(s, start + rounded(sizeof *s), most_frames);
    s->renderer.patch = patch;
    s->renderer.kernels = WT_IS_PLAIN ? NULL : wt_kernels_best(wt_engine_of(patch->form));
    s->renderer.source = wt_store_source(store);
    s->renderer.n_voices = s->n_slots;
    s->renderer.live = s->live[0];
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        const double value = wt_mod_destinations[to].initial->terms->points->value.number;
        s->live[to][0] = (wt_live_value){.from = (float)value, .to = (float)value};
    }
    *synth = s;
    return WT_OK;
}

static slot *slot_of(const wt_voice *voice) {
    return (slot *)(uintptr_t)voice->note; // its first member
}

// Frames from the note's start to frame `at` of the next block; 0 where it begins later.
static uint64_t frames_into(const wt_synth *s, const slot *x, size_t at) {
    const uint64_t frame = s->renderer.frame + at;
    return frame > x->note.start ? frame - x->note.start : 0;
}

static void let_go(wt_synth *s, slot *x, size_t at) {
    const uint64_t frame = frames_into(s, x, at);
    const double release = wt_round(s->patch->adsr.release_s * s->patch->rate);
    wt_voice *voice = wt_renderer_voice(&s->renderer, &x->note);
    x->held = false;
    if (voice) {
        wt_voice_release(voice, frame, frame + (uint64_t)release);
    }
}

static void make_way(wt_synth *s, wt_voice *voice, size_t at) {
    slot *x = slot_of(voice);
    x->cut = true;
    x->held = false;
    wt_voice_cut(voice, frames_into(s, x, at));
}

static bool is_over(const wt_synth *s, const wt_voice *voice, size_t at) {
    return voice->note->start + voice->end <= s->renderer.frame + at;
}

// Of those that sound at frame `at`, the voice that was let go first, else the oldest; null while
// there are some to spare.
static wt_voice *least_wanted(wt_synth *s, size_t at) {
    wt_voice *oldest = NULL;
    wt_voice *left = NULL;
    size_t sounding = 0;
    for (size_t i = 0; i < s->renderer.n_active; ++i) {
        wt_voice *voice = &s->renderer.voices[i];
        const slot *x = slot_of(voice);
        if (x->cut || is_over(s, voice, at)) {
            continue;
        }
        ++sounding;
        oldest = oldest ? oldest : voice;
        if (!x->held &&
            (!left || voice->gate + x->note.start < left->gate + slot_of(left)->note.start)) {
            left = voice;
        }
    }
    return sounding < s->n_voices ? NULL : left ? left : oldest;
}

// Only where voices beyond their number make way at once: the first of them ends here.
static void drop_one_that_fades(wt_synth *s) {
    wt_renderer *r = &s->renderer;
    size_t i = 0;
    while (i + 1 < r->n_active && !slot_of(&r->voices[i])->cut) {
        ++i;
    }
    slot_of(&r->voices[i])->used = false;
    --r->n_active;
    memmove(&r->voices[i], &r->voices[i + 1], (r->n_active - i) * sizeof *r->voices);
}

static slot *free_slot(wt_synth *s) {
    if (s->renderer.n_active == s->n_slots) {
        drop_one_that_fades(s);
    }
    size_t i = 0;
    while (i + 1 < s->n_slots && s->slots[i].used) {
        ++i;
    }
    return &s->slots[i];
}

static slot *find(wt_synth *s, uint32_t id) {
    for (size_t i = 0; i < s->n_slots; ++i) {
        if (s->slots[i].held && s->slots[i].id == id) {
            return &s->slots[i];
        }
    }
    return NULL;
}

static double between(double x, double low, double high) {
    return x > low ? x < high ? x : high : low;
}

void wt_synth_on(wt_synth *s, size_t at, uint32_t id, double hz, double velocity) {
    slot *before = find(s, id);
    if (before) {
        let_go(s, before, at);
    }
    wt_voice *stolen = least_wanted(s, at);
    if (stolen) {
        make_way(s, stolen, at);
    }
    slot *x = free_slot(s);
    const double pitch = between(hz, 1e-6, s->patch->rate * 0.4999);
    const double strength = between(velocity, 0.0, 127.0);
    *x = (slot){0};
    x->id = id;
    x->used = x->held = true;
    x->note.start = s->renderer.frame + at;
    x->note.gate = x->note.end = x->note.start + held_for_ever;
    x->note.hz = pitch;
    x->note.gain = strength / 127.0;
    if (!WT_IS_PLAIN) { // envelopes that follow it
        x->note.note_s = 1.0;
        x->note.key = wt_hz_note(pitch, 440.0);
        x->note.velocity = strength;
        x->note.number = s->n_notes++;
    }
    (void)wt_renderer_start(&s->renderer, &x->note);
}

void wt_synth_off(wt_synth *s, size_t at, uint32_t id) {
    slot *x = find(s, id);
    if (x) {
        let_go(s, x, at);
    }
}

void wt_synth_set(wt_synth *s, wt_mod_destination to, uint32_t dimension, const float *values,
                  size_t n) {
    if ((unsigned)to >= WT_N_DESTINATIONS || dimension >= WT_MAX_DIMENSIONS || n == 0) {
        return;
    }
    wt_live_value *live = &s->live[to][dimension];
    live->to = wt_live_held(values[n - 1]);
    live->values = n > 1 ? values : NULL;
    live->n = n;
    const uint32_t i = (uint32_t)to * WT_MAX_DIMENSIONS + dimension;
    s->n_set = s->n_set > i ? s->n_set : i + 1;
}

// Lines reach over all of a block, and end with it.
static void begin_live(wt_synth *s, size_t n) {
    wt_live_value *live = s->live[0];
    s->renderer.live_at = 0;
    for (uint32_t i = 0; i < s->n_set; ++i) {
        live[i].n = live[i].values ? live[i].n : n;
    }
}

static void end_live(wt_synth *s) {
    wt_live_value *live = s->live[0];
    for (uint32_t i = 0; i < s->n_set; ++i) {
        live[i].from = live[i].to;
        live[i].values = NULL;
    }
    s->n_set = 0;
}

static void free_ended(wt_synth *s, size_t n_before) {
    if (s->renderer.n_active == n_before) {
        return;
    }
    for (size_t i = 0; i < s->n_slots; ++i) {
        s->slots[i].used = false;
    }
    for (size_t i = 0; i < s->renderer.n_active; ++i) {
        slot_of(&s->renderer.voices[i])->used = true;
    }
}

// From a bus of integers to floats; those of q15 stand where the floats are to be.
static void to_floats(const wt_synth *s, wt_bus bus, float *out, size_t n) {
    const wt_engine engine = wt_engine_of(s->patch->form);
    if (engine == WT_ENGINE_FLOAT) {
        return;
    }
    const double full =
        (double)(1 << wt_headroom_bits(s->patch->form, wt_is_bandlimited(s->patch)));
    for (size_t i = 0; i < n && engine == WT_ENGINE_Q15; ++i) {
        out[i] = (float)((double)bus.q15[i] * (full * 0x1p-15));
    }
    for (size_t i = 0; i < n && engine == WT_ENGINE_Q31; ++i) {
        out[i] = (float)((double)bus.q31[i] * (full / (1 << WT_Q31_BITS)));
    }
}

static wt_bus bus_of(const wt_synth *s, float *out, int channel) {
    return wt_engine_of(s->patch->form) == WT_ENGINE_Q31 ? (wt_bus){.q31 = s->wide[channel]}
                                                         : (wt_bus){.f = out};
}

static void pull_piece(wt_synth *s, float *left, float *right, size_t n) {
    const wt_bus l = bus_of(s, left, 0);
    const wt_bus r = right ? bus_of(s, right, 1) : l;
    (void)wt_renderer_pull(&s->renderer, l, r, n); // a store has a level for everything
    to_floats(s, l, left, n);
    if (right) {
        to_floats(s, r, right, n);
    }
}

// Of noise, what follows from the rate is left out.
enum { PATCH_SEEN = offsetof(wt_patch, noise.decay) };

// Padding that differs only makes notes look again.
static bool is_patch_as_seen(const wt_synth *s) {
    // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison)
    return memcmp(&s->seen, s->patch, PATCH_SEEN) == 0;
}

// Notes that rest look again at a patch that has changed, at other levels, or a channel more.
static void wake(wt_synth *s, bool stereo) {
    const uint32_t dropped = wt_store_times_dropped(s->store);
    const bool same = stereo == s->renderer.stereo && dropped == s->seen_dropped;
    if (WT_IS_PLAIN || (same && is_patch_as_seen(s))) {
        return;
    }
    memcpy(&s->seen, s->patch, PATCH_SEEN);
    s->seen_dropped = dropped;
    for (size_t i = 0; i < s->renderer.n_active; ++i) {
        wt_voice_know(&s->renderer.voices[i], s->patch);
    }
}

void wt_synth_pull(wt_synth *s, float *left, float *right, size_t n) {
    wake(s, right);
    const size_t most = s->renderer.scratch->most;
    const size_t n_active = s->renderer.n_active;
    s->renderer.stereo = right;
    begin_live(s, n);
    for (size_t done = 0; done < n;) {
        const size_t step = n - done < most ? n - done : most;
        pull_piece(s, left + done, right ? right + done : NULL, step);
        done += step;
    }
    end_live(s);
    free_ended(s, n_active);
}
