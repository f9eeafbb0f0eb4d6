// The arrays that voices share while they render.
#include "core/voice/voice.h"

#include "base/memory.h"

enum { LINE = 64 }; // of the cache

// Where the pointers to arrays of `most` words stand.
#define AT(member) offsetof(wt_scratch, member)
static const uint16_t pointers[] = {
    AT(phase),       AT(chain),      AT(dimension),     AT(cycle),       AT(fade),
    AT(gain),        AT(pan),        AT(position),      AT(cross),       AT(here.values),
    AT(here.ratios), AT(amp.values), AT(place.values),  AT(adsr.values), AT(increment),
    AT(mip),         AT(modulator),  AT(modulator_mip), AT(index),       AT(control),
    AT(turn),        AT(noise[0]),   AT(noise[1]),      AT(noise[2]),
};

enum { ARRAYS = sizeof pointers / sizeof *pointers };

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
    *s = (wt_scratch){.most = most, .pitch = &s->here};
    for (int i = 0; i < ARRAYS; ++i) {
        void *array = next;
        memcpy((char *)s + pointers[i], &array, sizeof array);
        next += size;
    }
    s->raised = (wt_sample *)(void *)next;
    return s;
}

void wt_scratch_forget(wt_scratch *s) {
    s->here.drawn = s->amp.drawn = s->place.drawn = s->adsr.drawn = false;
}
