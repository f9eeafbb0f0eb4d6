// One note, with nothing to bring: the hosted call of the library.
#include "wavetable/wavetable.h"

#include "base/math.h"

#include <stdlib.h>

enum { FRAMES = 4096 };

static const size_t store_size = (size_t)8 << 20;

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

static bool moves(const wt_patch *patch) {
    const wt_env *pitch = &patch->env[WT_TO_PITCH][0];
    return pitch->n_terms > 1 || (pitch->n_terms == 1 && pitch->terms->n_points != 1);
}

static double lowest(const wt_patch *patch, double hz) {
    const double bend = wt_exp2(-5.0);
    return moves(patch) ? hz * bend : hz;
}

wt_status wt_render_note(const wt_patch *patch, double hz, double seconds, float *left,
                         float *right, size_t n) {
    if (!(hz > 0.0 && hz < patch->rate / 2.0 && seconds >= 0.0 && seconds < 1e9)) {
        return WT_BAD_RANGE;
    }
    const size_t synth_size = wt_synth_size(1, FRAMES);
    char *room = malloc(store_size + synth_size);
    if (!room) {
        return WT_NO_MEMORY;
    }
    wt_store *store;
    wt_synth *synth;
    wt_status status = wt_store_init(&store, room, store_size);
    if (status == WT_OK) {
        const double high = hz * (moves(patch) ? 32.0 : 1.0);
        status = wt_store_prepare(store, patch, lowest(patch, hz), high);
    }
    if (status == WT_OK) {
        status = wt_synth_init(&synth, room + store_size, synth_size, patch, store, 1, FRAMES);
    }
    if (status == WT_OK) {
        play(synth, hz, (uint64_t)wt_round(seconds * patch->rate), left, right, n);
    }
    free(room);
    return status;
}
