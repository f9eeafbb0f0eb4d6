// Notes to voices to buses.
#include "core/voice/renderer.h"

#include "core/voice/simple.h"

static const wt_patch *patch_of(const wt_renderer *r, const wt_note *note) {
    return !WT_IS_PLAIN && r->patches ? r->patches[note->part] : r->patch;
}

bool wt_renderer_start(wt_renderer *r, const wt_note *note) {
    if (r->n_active == r->n_voices) {
        return false;
    }
    wt_voice_start(&r->voices[r->n_active++], patch_of(r, note), note);
    return true;
}

wt_voice *wt_renderer_voice(wt_renderer *r, const wt_note *note) {
    for (size_t i = 0; i < r->n_active; ++i) {
        if (r->voices[i].note == note) {
            return &r->voices[i];
        }
    }
    return NULL;
}

// Start the notes before a frame, but for those that have ended by `after`.
static bool start_notes(wt_renderer *r, uint64_t before, uint64_t after) {
    while (r->next < r->n_notes && r->notes[r->next].start < before) {
        const wt_note *note = &r->notes[r->next++];
        if (note->end == note->start || note->end <= after) {
            continue;
        }
        if (!wt_renderer_start(r, note)) {
            return false;
        }
    }
    return true;
}

static void drop_finished(wt_renderer *r, uint64_t by) {
    size_t kept = 0;
    for (size_t i = 0; i < r->n_active; ++i) {
        if (r->voices[i].note->start + r->voices[i].end > by) {
            if (kept != i) {
                r->voices[kept] = r->voices[i];
            }
            ++kept;
        }
    }
    r->n_active = kept;
}

// Where in the block a voice begins to sound.
static size_t offset_of(const wt_renderer *r, const wt_voice *voice) {
    const uint64_t start = voice->note->start;
    return start > r->frame ? (size_t)(start - r->frame) : 0;
}

// Render a voice from where it begins on. Return false where that could not be.
static bool render(const wt_renderer *r, wt_voice *voice, const wt_rendering *whole, size_t n) {
    const size_t offset = voice->frame > 0 ? 0 : offset_of(r, voice);
    if (offset >= n) {
        return true;
    }
    const wt_rendering rest = wt_rendering_from(whole, offset);
    return wt_voice_render(voice, &rest, n - offset);
}

// Have the pitches of the next block where they are kept.
static void turn_page(const wt_renderer *r) {
    if (!WT_IS_PLAIN && r->kept) {
        r->scratch->pitch = &r->kept[r->frame / r->scratch->most % r->n_kept];
    }
}

// A voice that sounds from the block's first frame on may be the one that writes it; else it is
// cleared.
static bool pull_block(wt_renderer *r, wt_bus left, wt_bus right, size_t n) {
    wt_scratch_forget(r->scratch);
    turn_page(r);
    if (!WT_IS_PLAIN && !start_notes(r, r->frame + n, r->frame)) {
        return false;
    }
    wt_rendering whole = {.patch = r->patch,
                          .kernels = r->kernels,
                          .source = &r->source,
                          .scratch = r->scratch,
                          .left = left,
                          .right = r->stereo ? right : (wt_bus){0},
                          .stereo = r->stereo,
                          .fresh =
                              !WT_IS_PLAIN && r->n_active > 0 && offset_of(r, &r->voices[0]) == 0,
                          .live = r->live,
                          .at = r->live_at};
    if (!whole.fresh) {
        wt_rendering_clear(&whole, n);
    }
    bool over = false;
    wt_playing playing = {.left = whole.left, .right = whole.right, .n = n};
    for (wt_voice *voice = r->voices, *end = voice + r->n_active; voice < end; ++voice) {
        if (!wt_voice_render_known(voice, &whole, &playing)) { // which asks no patch but its engine
            whole.patch = patch_of(r, voice->note);
            if (!render(r, voice, &whole, n)) {
                return false;
            }
            over = over || voice->frame >= voice->end;
        }
        whole.fresh = false;
    }
    r->frame += n;
    r->live_at += n;
    if (over) {
        drop_finished(r, r->frame);
    }
    return true;
}

bool wt_renderer_pull(wt_renderer *r, wt_bus left, wt_bus right, size_t n) {
    const wt_engine engine = wt_engine_of(r->patch->form);
    if (WT_IS_PLAIN) { // a synth asks for no more
        return pull_block(r, left, right, n);
    }
    for (size_t done = 0; done < n;) {
        const size_t step = n - done < r->scratch->most ? n - done : r->scratch->most;
        const wt_bus l = wt_bus_offset(left, engine, done);
        if (!pull_block(r, l, r->stereo ? wt_bus_offset(right, engine, done) : l, step)) {
            return false;
        }
        done += step;
    }
    return true;
}

// Voice after voice, so that the next one finds what the one before has drawn.
static void skip_block(wt_renderer *r, size_t n) {
    wt_rendering skipped = {.kernels = r->kernels, .source = &r->source, .scratch = r->scratch};
    turn_page(r);
    for (size_t i = 0; i < r->n_active; ++i) {
        wt_voice *const voice = &r->voices[i];
        const size_t offset = voice->frame > 0 ? 0 : offset_of(r, voice);
        if (offset < n) {
            skipped.patch = patch_of(r, voice->note);
            wt_voice_skip(voice, &skipped, n - offset);
        }
    }
    r->frame += n;
}

bool wt_renderer_skip(wt_renderer *r, uint64_t n) {
    const uint64_t target = r->frame + n;
    wt_scratch_forget(r->scratch);
    drop_finished(r, target); // what lies between takes no voice: any number of notes may
    if (!start_notes(r, target, target)) {
        return false;
    }
    for (uint64_t left; (left = target - r->frame) > 0;) {
        skip_block(r, left < r->scratch->most ? (size_t)left : r->scratch->most);
    }
    return true;
}
