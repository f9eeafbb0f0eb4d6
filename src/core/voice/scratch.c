// The arrays that voices share while they render.
#include "core/voice/voice.h"

enum { ARRAYS = 25, LINE = 64 }; // of the cache

static size_t array_size(size_t most) {
    return (most * sizeof(float) + LINE - 1) / LINE * LINE;
}

size_t wt_scratch_size(size_t most) {
    const size_t head = (sizeof(wt_scratch) + LINE - 1) / LINE * LINE;
    return head + ARRAYS * array_size(most) + array_size(WT_RAISED_ROOM(most));
}

wt_scratch *wt_scratch_make(void *room, size_t most) {
    const size_t size = array_size(most);
    wt_scratch *s = room;
    char *next = (char *)room + (sizeof *s + LINE - 1) / LINE * LINE;
    void *arrays[ARRAYS];
    for (int i = 0; i < ARRAYS; ++i) {
        arrays[i] = next + (size_t)i * size;
    }
    *s = (wt_scratch){.most = most,
                      .phase = arrays[0],
                      .chain = arrays[1],
                      .dimension = arrays[2],
                      .cycle = arrays[3],
                      .level = arrays[4],
                      .gain = arrays[5],
                      .pan = arrays[6],
                      .position = {arrays[7], arrays[8]},
                      .cross = {arrays[9], arrays[10]},
                      .pitch.values = arrays[11],
                      .mip = arrays[12],
                      .index = arrays[13],
                      .control = arrays[14],
                      .turn = arrays[15],
                      .noise = {arrays[16], arrays[17], arrays[18]},
                      .modulator = arrays[19],
                      .modulator_mip = arrays[20],
                      .increment = arrays[21],
                      .amp.values = arrays[22],
                      .place.values = arrays[23],
                      .adsr.values = arrays[24],
                      .raised = (wt_sample *)(void *)(next + ARRAYS * size)};
    return s;
}

void wt_scratch_forget(wt_scratch *s) {
    s->pitch.drawn = s->amp.drawn = s->place.drawn = s->adsr.drawn = false;
}
