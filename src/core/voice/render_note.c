// One note, with nothing to bring: the hosted call of the library.
#include "wavetable/wavetable.h"

#include "base/math.h"
#include "core/envelope/envelope.h"
#include "core/pitch/pitch.h"

#include <stdlib.h>

enum { FRAMES = 4096 };

static const size_t least_store = (size_t)8 << 20, most_store = (size_t)512 << 20;

static void play(wt_synth *synth, double hz, uint64_t gate, float *left, float *right, size_t n) {
    wt_synth_on(synth, 0, 0, hz, 127.0);
    for (size_t done = 0; done < n;) {
        const size_t step = n - done < FRAMES ? n - done : FRAMES;
        if (gate >= done && gate < done + step) {
            wt_synth_off(synth, (size_t)(gate - done), 0);
        }
        wt_synth_pull(synth, left + done, right ? right + done : NULL, step);
        done += step;
    }
}

typedef struct {
    double low_hz, high_hz;
} range;

static range range_of(const wt_patch *patch, double hz, double seconds) {
    const wt_note_context context = {.rate = patch->rate,
                                     .tempo_bpm = patch->tempo_bpm,
                                     .note_s = seconds,
                                     .velocity = 127.0,
                                     .key = wt_hz_note(hz, 440.0)};
    double low = 0.0;
    double high = 0.0;
    wt_env_bounds(&patch->env[WT_TO_PITCH][0], &context, &low, &high);
    const double lowest = hz * wt_exp2(low / 12.0);
    const double highest = hz * wt_exp2(high / 12.0);
    return (range){lowest > 0.01 ? lowest : 0.01, highest < 1e6 ? highest : 1e6};
}

// The synth stands before the store.
static wt_status prepare(const wt_patch *patch, range pitches, char *room, size_t synth_size,
                         size_t store_size, wt_synth **synth) {
    wt_store *store;
    wt_status status = wt_store_init(&store, room + synth_size, store_size);
    if (status == WT_OK) {
        status = wt_store_prepare(store, patch, pitches.low_hz, pitches.high_hz);
    }
    if (status == WT_OK) {
        status = wt_synth_init(synth, room, synth_size, patch, store, 1, FRAMES);
    }
    return status;
}

wt_status wt_render_note(const wt_patch *patch, double hz, double seconds, float *left,
                         float *right, size_t n) {
    if (wt_patch_check(patch, NULL) != WT_OK ||
        !(hz > 0.0 && hz < patch->rate / 2.0 && seconds >= 0.0 && seconds < 1e9)) {
        return WT_BAD_RANGE;
    }
    const range pitches = range_of(patch, hz, seconds);
    const size_t synth_size = wt_synth_size(1, FRAMES) / 64 * 64 + 64;
    wt_status status = WT_NO_MEMORY;
    for (size_t size = least_store; status == WT_NO_MEMORY && size <= most_store; size *= 2) {
        wt_synth *synth;
        char *room = malloc(synth_size + size);
        status = room ? prepare(patch, pitches, room, synth_size, size, &synth) : WT_NO_MEMORY;
        if (status == WT_OK) {
            play(synth, hz, (uint64_t)wt_round(seconds * patch->rate), left, right, n);
        }
        free(room);
    }
    return status;
}
