// The time of a MIDI file in whole units, exact whatever the tempo does.
#ifndef WT_IO_MIDI_CLOCK_H
#define WT_IO_MIDI_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { WT_MIDI_BEGINS_US = 500000 }; // a quarter note, until a tempo is set: 120 a minute

typedef struct {
    uint64_t tick, units; // now
    uint32_t per_tick;    // units; the tempo in microseconds a quarter note, unless `fixed`
    uint32_t us_per_quarter;
    uint64_t per_s; // units
    bool fixed;     // SMPTE: the tempo does not matter
    double speed;   // seconds pass so much faster
} wt_midi_clock;

// Return how long so many units are.
static inline double wt_midi_clock_seconds(const wt_midi_clock *clock, uint64_t units) {
    const uint64_t whole = units / clock->per_s;
    const double exact = (double)whole + (double)(units % clock->per_s) / (double)clock->per_s;
    return exact / clock->speed;
}

static inline void wt_midi_clock_advance(wt_midi_clock *clock, uint64_t tick) {
    clock->units += (tick - clock->tick) * clock->per_tick;
    clock->tick = tick;
}

static inline void wt_midi_clock_set_tempo(wt_midi_clock *clock, uint32_t us_per_quarter) {
    clock->us_per_quarter = us_per_quarter;
    if (!clock->fixed) {
        clock->per_tick = us_per_quarter;
    }
}

// Return the tempo in quarter notes a minute.
static inline double wt_midi_clock_bpm(const wt_midi_clock *clock) {
    return 60e6 / clock->us_per_quarter * clock->speed;
}

#endif
