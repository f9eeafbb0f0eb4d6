// The events of several tracks as one stream in order of time: a binary heap of tracks.
#include "io/midi/merge.h"

static bool before(const wt_midi_reader *a, const wt_midi_reader *b) {
    return a->next.tick != b->next.tick ? a->next.tick < b->next.tick : a->number < b->number;
}

static void sift_down(wt_midi_merge *merge, size_t at) {
    const wt_midi_reader moved = merge->heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= merge->n) {
            break;
        }
        if (child + 1 < merge->n && before(&merge->heap[child + 1], &merge->heap[child])) {
            ++child;
        }
        if (!before(&merge->heap[child], &moved)) {
            break;
        }
        merge->heap[at] = merge->heap[child];
        at = child;
    }
    merge->heap[at] = moved;
}

void wt_midi_merge_init(wt_midi_merge *merge, wt_midi_reader *heap, const wt_midi_track *tracks,
                        size_t n) {
    *merge = (wt_midi_merge){heap, n};
    for (size_t i = 0; i < n; ++i) {
        heap[i].track = tracks[i];
        heap[i].number = i;
        wt_midi_track_next(&heap[i].track, &heap[i].next);
    }
    for (size_t i = n / 2; i-- > 0;) {
        sift_down(merge, i);
    }
}

void wt_midi_merge_next(wt_midi_merge *merge, wt_midi_event *event, size_t *track) {
    wt_midi_reader *const first = &merge->heap[0];
    *event = first->next;
    *track = first->number;
    if (event->kind == WT_MIDI_END) {
        *first = merge->heap[--merge->n];
    } else {
        wt_midi_track_next(&first->track, &first->next);
    }
    if (merge->n > 0) {
        sift_down(merge, 0);
    }
}
