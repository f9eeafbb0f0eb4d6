// Which note-off ends which note-on.
#include "io/midi/pairs.h"

#include <stdbool.h>

enum { CHANNELS = 16, KEYS = 128 };

// The notes of one key that sound: a queue through `next`.
typedef struct {
    uint32_t first, last; // WT_MIDI_NO_MOVE where empty
    uint32_t n;
    uint32_t last_off; // the latest OFF of the place so far
} queue;

// Lowest that the count of sounding notes goes from here on, from what it is here: never above 0.
// An ON keeps it in `next`, biased to be unsigned.
static void look_ahead(wt_midi_move *moves, size_t n) {
    static const int32_t to_silence = INT32_MIN / 2;
    int32_t lowest[WT_MIDI_PLACES] = {0};
    for (size_t i = n; i-- > 0;) {
        wt_midi_move *const move = &moves[i];
        int32_t *const l = &lowest[move->place];
        if (move->kind == WT_MIDI_ALL_OFF) {
            for (int key = 0; key < KEYS; ++key) {
                l[key] = to_silence;
            }
            continue;
        }
        move->next = (uint32_t)(-*l);
        const int32_t step = move->kind == WT_MIDI_ON ? 1 : -1;
        *l = *l + step < 0 ? (*l > to_silence ? *l + step : to_silence) : 0;
    }
}

static void end_first(wt_midi_move *moves, queue *q, uint32_t by) {
    wt_midi_move *const on = &moves[q->first];
    const uint32_t ended = q->first;
    q->first = on->next;
    --q->n;
    on->mate = by;
    on->next = moves[by].mate;
    moves[by].mate = ended;
}

// End the notes that saw an OFF: the last of their place does it.
static void end_lost(wt_midi_move *moves, queue *q) {
    while (q->n > 0 && q->last_off != WT_MIDI_NO_MOVE && q->first < q->last_off) {
        moves[q->first].lost = 1;
        end_first(moves, q, q->last_off);
    }
}

static void push(wt_midi_move *moves, queue *q, uint32_t on) {
    moves[on].next = WT_MIDI_NO_MOVE;
    if (q->n == 0) {
        q->first = on;
    } else {
        moves[q->last].next = on;
    }
    q->last = on;
    ++q->n;
}

static void pair(wt_midi_move *moves, queue *queues, uint32_t at) {
    wt_midi_move *const move = &moves[at];
    queue *const q = &queues[move->place];
    const uint32_t falls = move->next; // of an ON: by so much the count goes down later
    move->mate = WT_MIDI_NO_MOVE;
    move->lost = 0;
    switch (move->kind) {
    case WT_MIDI_ON:
        if (falls < q->n + 1) {
            end_lost(moves, q);
        }
        push(moves, q, at);
        break;
    case WT_MIDI_OFF:
        if (q->n > 0) {
            end_first(moves, q, at);
        }
        q->last_off = at;
        break;
    default:
        for (int key = 0; key < KEYS; ++key) {
            while (q[key].n > 0) {
                end_first(moves, &q[key], at);
            }
        }
        break;
    }
}

void wt_midi_pair(wt_midi_move *moves, size_t n) {
    queue queues[WT_MIDI_PLACES];
    for (int i = 0; i < WT_MIDI_PLACES; ++i) {
        queues[i] = (queue){WT_MIDI_NO_MOVE, WT_MIDI_NO_MOVE, 0, WT_MIDI_NO_MOVE};
    }
    look_ahead(moves, n);
    for (size_t i = 0; i < n; ++i) {
        pair(moves, queues, (uint32_t)i);
    }
    for (int i = 0; i < WT_MIDI_PLACES; ++i) {
        end_lost(moves, &queues[i]);
    }
}
