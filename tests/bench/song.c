#include "song.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIVISION = 480, BAR = 4 * DIVISION, DRUMS = 9, MOST = 65536 };

typedef struct {
    unsigned tick;
    unsigned order; // of what has one tick: programs, then ends, then notes
    uint8_t bytes[3];
} event;

typedef struct {
    event events[MOST];
    size_t n;
    uint32_t random;
} song;

static void add(song *s, unsigned tick, unsigned kind, unsigned channel, unsigned a, unsigned b) {
    if (s->n < MOST) {
        const unsigned order = (kind == 0x90   ? 2u << 20
                                : kind == 0x80 ? 1u << 20
                                               : 0) +
                               (unsigned)s->n;
        s->events[s->n++] =
            (event){tick, order, {(uint8_t)(kind | channel), (uint8_t)a, (uint8_t)b}};
    }
}

static void play(song *s, unsigned channel, unsigned tick, unsigned length, unsigned key,
                 unsigned velocity) {
    add(s, tick, 0x90, channel, key, velocity);
    add(s, tick + length, 0x80, channel, key, 64);
}

static unsigned draw(song *s, unsigned n) {
    s->random = s->random * 1103515245u + 12345u;
    return (s->random >> 16) % n;
}

static void play_drums(song *s, unsigned bar) {
    const unsigned t = bar * BAR;
    for (unsigned i = 0; i < 8; ++i) {
        play(s, DRUMS, t + i * DIVISION / 2, DIVISION / 4, i < 7 ? 42 : 46, 80 + draw(s, 30));
    }
    for (unsigned i = 0; i < 4; ++i) {
        play(s, DRUMS, t + i * DIVISION, DIVISION / 4, i % 2 ? 38 : 36, 110);
    }
    if (bar % 4 == 0) {
        play(s, DRUMS, t, DIVISION, 49, 110);
    }
}

static void play_bar(song *s, unsigned channel, unsigned bar, const uint8_t chord[4]) {
    const unsigned t = bar * BAR;
    if (channel % 4 == 0) { // chords
        for (unsigned i = 0; i < 6; ++i) {
            play(s, channel, t + i / 3 * 2 * DIVISION, 19 * DIVISION / 10, chord[i % 3],
                 70 + draw(s, 30));
        }
    } else if (channel % 4 == 1) { // a bass
        for (unsigned i = 0; i < 8; ++i) {
            play(s, channel, t + i * DIVISION / 2, 45 * DIVISION / 100,
                 chord[0] - 24 + (i % 4 == 3 ? 7 : 0), 90);
        }
    } else if (channel % 4 == 2) { // a melody
        for (unsigned i = 0; i < 6; ++i) {
            play(s, channel, t + i * DIVISION * 2 / 3, 6 * DIVISION / 10,
                 chord[draw(s, 4)] + 12 * draw(s, 2), 80 + draw(s, 40));
        }
    } else { // what is held
        play(s, channel, t, 39 * DIVISION / 10, chord[0], 70);
        play(s, channel, t, 39 * DIVISION / 10, chord[2], 70);
    }
}

static void compose(song *s, unsigned bars, bool tutti) {
    static const uint8_t programs[16] = {0,  4, 11, 24, 33, 40, 48, 52,
                                         56, 0, 65, 73, 80, 89, 19, 105};
    static const uint8_t chords[4][4] = {
        {60, 64, 67, 72}, {57, 60, 64, 69}, {65, 69, 72, 77}, {55, 59, 62, 67}};
    for (unsigned channel = 0; channel < 16; ++channel) {
        add(s, 0, 0xB0, channel, 7, 90);
        if (channel != DRUMS) {
            add(s, 0, 0xC0, channel, programs[channel], 0);
        }
    }
    for (unsigned bar = 0; bar < bars; ++bar) {
        play_drums(s, bar);
        for (unsigned channel = 0; channel < 16; ++channel) {
            const bool rests = !tutti && (bar / 4 * 5 + channel * 3) % 7 % 2 == 1;
            if (channel != DRUMS && !rests) {
                play_bar(s, channel, bar, chords[bar % 4]);
            }
        }
    }
}

static int by_tick(const void *a, const void *b) {
    const event *x = a;
    const event *y = b;
    return x->tick != y->tick ? (x->tick < y->tick ? -1 : 1)
                              : (x->order > y->order) - (x->order < y->order);
}

static void put_be(FILE *f, unsigned value, unsigned n) {
    for (unsigned i = n; i-- > 0;) {
        fputc((int)(value >> 8 * i & 255), f);
    }
}

static void put_delta(FILE *f, unsigned ticks) {
    for (unsigned shift = 21; shift > 0; shift -= 7) {
        if (ticks >> shift) {
            fputc((int)(128 | (ticks >> shift & 127)), f);
        }
    }
    fputc((int)(ticks & 127), f);
}

static void put_events(FILE *f, const song *s) {
    unsigned tick = 0;
    for (size_t i = 0; i < s->n; ++i) {
        const event *e = &s->events[i];
        put_delta(f, e->tick - tick);
        fwrite(e->bytes, 1, (e->bytes[0] & 0xF0) == 0xC0 ? 2 : 3, f);
        tick = e->tick;
    }
    fwrite("\0\xFF\x2F\0", 1, 4, f); // the end of the track
}

bool write_song(const char *path, unsigned bars, bool tutti) {
    song *s = calloc(1, sizeof *s);
    FILE *f = s ? fopen(path, "wb") : NULL;
    if (!f) {
        free(s);
        return false;
    }
    s->random = 1;
    compose(s, bars, tutti);
    qsort(s->events, s->n, sizeof *s->events, by_tick);
    fputs("MThd", f);
    put_be(f, 6, 4);
    put_be(f, 0, 2);
    put_be(f, 1, 2);
    put_be(f, DIVISION, 2);
    fputs("MTrk", f);
    const long at = ftell(f);
    put_be(f, 0, 4);
    put_events(f, s);
    const long end = ftell(f);
    fseek(f, at, SEEK_SET);
    put_be(f, (unsigned)(end - at - 4), 4);
    free(s);
    return fclose(f) == 0;
}
