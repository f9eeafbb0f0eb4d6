// What the page must render: the score of browser.mjs through the native library, left, then right,
// as raw floats, in blocks of 128 as a browser asks for them.
#include "wavetable/wavetable.h"

#include <stdio.h>

enum { FRAMES = 48000, BLOCK = 128, STORE = 48 << 20, SYNTH = 128 << 10 };

static char store_room[STORE], synth_room[SYNTH];
static float sound[2][FRAMES + BLOCK];

static void play(wt_synth *synth, size_t frame) {
    static const struct {
        size_t frame;
        uint32_t id;
        double hz;
    } score[] = {{0, 60, 261.6255653}, {5000, 64, 329.6275569}, {12345, 67, 391.995436},
                 {20000, 60, 0.0},     {30001, 64, 0.0},        {40000, 67, 0.0}};
    for (size_t i = 0; i < sizeof score / sizeof *score; ++i) {
        if (score[i].frame < frame || score[i].frame >= frame + BLOCK) {
            continue;
        }
        if (score[i].hz > 0.0) {
            wt_synth_on(synth, score[i].frame - frame, score[i].id, score[i].hz, 100.0);
        } else {
            wt_synth_off(synth, score[i].frame - frame, score[i].id);
        }
    }
}

int main(void) {
    static const wt_mod_destination live[] = {WT_TO_AMP, WT_TO_PITCH, WT_TO_PAN, WT_TO_MIX,
                                              WT_TO_CROSS};
    static const float values[] = {1.0f, 0.0f, 0.0f, 0.375f, 0.0f};
    static const wt_cycle_kind kinds[] = {WT_CYCLE_SINE, WT_CYCLE_SQUARE, WT_CYCLE_SAW};
    wt_cycle_ref refs[3];
    wt_store *store;
    wt_synth *synth;
    wt_patch patch;
    wt_patch_init(&patch, 48000.0);
    patch.adsr = (wt_adsr){0.005, 0.1, 0.8, 0.2};
    patch.dimensions[0] = (wt_dimension){refs, 3};
    bool ok = wt_store_init(&store, store_room, STORE) == WT_OK;
    for (int i = 0; ok && i < 3; ++i) {
        ok = wt_store_add(store, &(wt_cycle){.kind = kinds[i]}, &refs[i]) == WT_OK;
    }
    for (int i = 0; i < 5; ++i) {
        wt_patch_set_live(&patch, live[i], 0);
    }
    if (!ok || wt_store_prepare(store, &patch, 27.0, 4500.0) != WT_OK ||
        wt_synth_init(&synth, synth_room, SYNTH, &patch, store, 16, BLOCK) != WT_OK) {
        return 1;
    }
    for (size_t frame = 0; frame < FRAMES; frame += BLOCK) {
        play(synth, frame);
        for (int i = 0; i < 5; ++i) {
            wt_synth_set(synth, live[i], 0, &values[i], 1);
        }
        wt_synth_pull(synth, sound[0] + frame, sound[1] + frame, BLOCK);
    }
    return fwrite(sound[0], sizeof(float), FRAMES, stdout) == FRAMES &&
                   fwrite(sound[1], sizeof(float), FRAMES, stdout) == FRAMES
               ? 0
               : 1;
}
