// Songs of all features, many of them damaged in one place, as two readers find their notes: the
// program's, and one written apart from it, straight from what the format and its rules say.
//
// The second reader is slow and plain: it lists all events, sorts them, and asks of each note by
// itself what ends it.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/midi/midi_in.h"

enum { SONGS = 400, MOST_BYTES = 1 << 16, MOST_EVENTS = 4096, MOST_TRACKS = 5 };

// A song as bytes, and where its data bytes, lengths and note-offs are, to be damaged.
typedef struct {
    uint8_t bytes[MOST_BYTES];
    size_t n;
    size_t data_at[MOST_EVENTS], n_data;
    size_t lengths_at[MOST_TRACKS], n_lengths;
    uint64_t random;
} song;

static unsigned draw(song *s, unsigned below) {
    s->random ^= s->random << 13; // xorshift64, Marsaglia 2003
    s->random ^= s->random >> 7;
    s->random ^= s->random << 17;
    return (unsigned)((s->random * 0x2545F4914F6CDD1Du >> 33) % below);
}

static void put(song *s, uint64_t value, int n_bytes) {
    for (int i = n_bytes - 1; i >= 0; --i) {
        s->bytes[s->n++] = (uint8_t)(value >> (8 * i));
    }
}

static void put_delta(song *s, unsigned ticks) {
    for (int shift = 21; shift > 0; shift -= 7) {
        if (ticks >> shift) {
            put(s, 0x80 | (ticks >> shift & 0x7F), 1);
        }
    }
    put(s, ticks & 0x7F, 1);
}

// A channel message, with running status where it can, most of the time.
static void put_message(song *s, int *running, unsigned status, unsigned a, unsigned b) {
    put_delta(s, draw(s, 3) ? draw(s, 40) : draw(s, 2) * draw(s, 3000));
    if ((int)status != *running || draw(s, 8) == 0) {
        put(s, status, 1);
    }
    *running = (int)status;
    s->data_at[s->n_data++] = s->n;
    put(s, a, 1);
    if ((status & 0xE0) != 0xC0) {
        put(s, b, 1);
    }
}

static void put_control(song *s, int *running, unsigned channel) {
    static const uint8_t numbers[] = {64, 64, 64, 66, 66, 1, 7, 10, 11, 120, 121, 123};
    const unsigned number = numbers[draw(s, sizeof numbers)];
    put_message(s, running, 0xB0 | channel, number, draw(s, 2) * 127);
}

static void put_other(song *s, int *running) {
    put_delta(s, draw(s, 20));
    switch (draw(s, 4)) {
    case 0:
        put(s, 0xFF5103, 3);
        put(s, 100000 + draw(s, 900000), 3);
        break;
    case 1:
        put(s, 0xFF0302, 3);
        put(s, 0x4162, 2);
        break;
    case 2:
        put(s, 0xF003, 2);
        put(s, 0x4312F7, 3);
        break;
    default:
        put(s, 0xFF0100, 3);
        break;
    }
    if (draw(s, 2)) { // else running status goes on, which it should not
        *running = -1;
    }
}

static void put_track(song *s, unsigned events) {
    put(s, 0x4D54726B, 4);
    const size_t length_at = s->n;
    s->lengths_at[s->n_lengths++] = length_at;
    put(s, 0, 4);
    int running = -1;
    for (unsigned i = 0; i < events; ++i) {
        const unsigned channel = draw(s, 3);
        const unsigned key = 60 + draw(s, 4); // few keys, struck again and again
        switch (draw(s, 12)) {
        case 0:
            put_control(s, &running, channel);
            break;
        case 1:
            put_other(s, &running);
            break;
        case 2:
            put_message(s, &running, 0xE0 | channel, 0, draw(s, 128));
            break;
        case 3:
            put_message(s, &running, 0xC0 | channel, draw(s, 128), 0);
            break;
        case 4:
        case 5:
        case 6:
        case 7:
            put_message(s, &running, 0x90 | channel, key, 1 + draw(s, 127));
            break;
        default:
            put_message(s, &running, draw(s, 2) ? 0x80 | channel : 0x90 | channel, key, 0);
            break;
        }
    }
    put_delta(s, draw(s, 4) ? draw(s, 500) : 40000);
    put(s, 0xFF2F00, 3);
    const uint64_t length = s->n - length_at - 4;
    for (int i = 0; i < 4; ++i) {
        s->bytes[length_at + (size_t)i] = (uint8_t)(length >> (24 - 8 * i));
    }
}

// Damage one place, by the number of the song.
static const char *damage(song *s, int number) {
    const size_t first_track = 14;
    switch (number % 8) {
    case 0:
        return "whole";
    case 1:
        s->bytes[s->data_at[draw(s, (unsigned)s->n_data)]] |= 0x80;
        return "a data byte over 127";
    case 2:
        s->n = first_track + 8 + draw(s, (unsigned)(s->n - first_track - 8));
        return "cut short";
    case 3: {
        uint8_t *const length = s->bytes + s->lengths_at[draw(s, (unsigned)s->n_lengths)];
        length[draw(s, 2) ? 3 : 2] += (uint8_t)(1 + draw(s, 255));
        return "a track's length";
    }
    case 4:
        s->bytes[11] = (uint8_t)draw(s, 200);
        return "the number of tracks";
    case 5: {
        const unsigned junk = 1 + draw(s, 300);
        memmove(s->bytes + junk, s->bytes, s->n);
        memset(s->bytes, 0, junk);
        s->n += junk;
        return "junk before";
    }
    case 6: {
        static const uint8_t riff[20] = "RIFF\x10\0\0\0RMIDdata\xFF\xFF\0";
        memmove(s->bytes + sizeof riff, s->bytes, s->n);
        memcpy(s->bytes, riff, sizeof riff);
        s->n += sizeof riff;
        return "RIFF cut short";
    }
    default:
        s->bytes[9] = 2;
        return "format 2";
    }
}

static const char *make_song(song *s, int number) {
    static const unsigned divisions[] = {96, 480, 7, 960, 0xE728, 0xE350};
    memset(s, 0, sizeof *s);
    s->random = 0x9E3779B97F4A7C15u * (unsigned)(number + 1);
    draw(s, 2);
    const unsigned n_tracks = 1 + draw(s, MOST_TRACKS - 1);
    put(s, 0x4D546864, 4);
    put(s, 6, 4);
    put(s, n_tracks > 1, 2);
    put(s, n_tracks, 2);
    put(s, divisions[draw(s, 6)], 2);
    for (unsigned i = 0; i < n_tracks; ++i) {
        put_track(s, 20 + draw(s, 100));
    }
    return damage(s, number);
}

// The second reader.

typedef struct {
    uint64_t tick;
    size_t track, order;
    uint8_t status; // of a channel; 0x51 tempo; 0x2F end of track
    unsigned a, b;
} event;

typedef struct {
    long double start_s, duration_s;
    int key, velocity, channel;
    size_t on;   // its event
    int merged;  // strikes at the same tick behind the first
    long end_at; // the event that ends it; -1: none
    long up_at;  // the event that lifts its key; -1: none
} note;

typedef struct {
    event events[MOST_EVENTS];
    size_t n_events, n_tracks;
    note notes[MOST_EVENTS];
    size_t n_notes;
    bool in_turn;
    unsigned division;
} second;

static unsigned read_number(const uint8_t *bytes, size_t *at, size_t end, bool *ok) {
    unsigned value = 0;
    do {
        if (*at >= end) {
            *ok = false;
            return 0;
        }
        value = value << 7 | (bytes[*at] & 0x7F);
    } while (bytes[(*at)++] >= 0x80);
    return value;
}

static void add_event(second *r, uint64_t tick, uint8_t status, unsigned a, unsigned b) {
    r->events[r->n_events] = (event){tick, r->n_tracks, r->n_events, status, a, b};
    ++r->n_events;
}

// Read from behind MTrk and its length to the end-of-track event, or `end`. Return the last tick.
static uint64_t read_events(second *r, const uint8_t *bytes, size_t at, size_t end, uint64_t tick) {
    unsigned running = 0;
    bool ok = true;
    while (at < end) {
        const unsigned delta = read_number(bytes, &at, end, &ok);
        if (!ok) {
            break;
        }
        tick += delta;
        if (at >= end) {
            break;
        }
        const uint8_t byte = bytes[at];
        if (byte == 0xFF || byte == 0xF0) {
            at += byte == 0xFF ? 2 : 1;
            const uint8_t type = byte == 0xFF && at <= end ? bytes[at - 1] : 0;
            const unsigned n = read_number(bytes, &at, end, &ok);
            if (!ok || n > end - at || type == 0x2F) {
                break;
            }
            if (type == 0x51) {
                add_event(r, tick, 0x51,
                          (unsigned)bytes[at] << 16 | (unsigned)bytes[at + 1] << 8 | bytes[at + 2],
                          0);
            }
            at += n;
            continue;
        }
        if (byte >= 0x80) {
            running = byte;
            ++at;
        }
        const size_t n = (running & 0xE0) == 0xC0 ? 1 : 2;
        if (end - at < n) {
            break;
        }
        add_event(r, tick, (uint8_t)running, bytes[at] & 0x7F, n > 1 ? bytes[at + 1] & 0x7F : 0);
        at += n;
    }
    add_event(r, tick, 0x2F, 0, 0);
    return tick;
}

static int by_time(const void *a, const void *b) {
    const event *const x = a;
    const event *const y = b;
    if (x->tick != y->tick) {
        return x->tick < y->tick ? -1 : 1;
    }
    return x->order < y->order ? -1 : 1;
}

// Tracks lie between the tags.
static void list_events(second *r, const uint8_t *bytes, size_t n) {
    size_t head = 0;
    while (memcmp(bytes + head, "MThd", 4) != 0) {
        ++head;
    }
    r->in_turn = bytes[head + 9] == 2;
    r->division = (unsigned)bytes[head + 12] << 8 | bytes[head + 13];
    uint64_t tick = 0;
    for (size_t at = head + 14; at + 8 <= n; ++at) {
        if (memcmp(bytes + at, "MTrk", 4) == 0) {
            size_t end = at + 8;
            while (end < n && (end + 4 > n || memcmp(bytes + end, "MTrk", 4) != 0)) {
                ++end;
            }
            const uint64_t last = read_events(r, bytes, at + 8, end, r->in_turn ? tick : 0);
            tick = last;
            ++r->n_tracks;
        }
    }
    qsort(r->events, r->n_events, sizeof *r->events, by_time);
}

static bool is_on(const event *e) {
    return (e->status & 0xF0) == 0x90 && e->b > 0;
}

static bool is_off(const event *e) {
    return (e->status & 0xF0) == 0x80 || ((e->status & 0xF0) == 0x90 && e->b == 0);
}

static bool is_control(const event *e, int channel, unsigned number) {
    return e->status == (0xB0 | channel) && e->a == number;
}

static bool is_all_off(const second *r, const event *e, int channel) {
    return is_control(e, channel, 123) || is_control(e, channel, 120) ||
           (r->in_turn && e->status == 0x2F);
}

static bool same_key(const event *a, const event *b) {
    return (a->status & 0x0F) == (b->status & 0x0F) && a->a == b->a;
}

// Whether, with `sounding` strikes of its key before the strike `on`, note-offs will ever make good
// for all.
static bool ever_silent(const second *r, size_t on, int sounding) {
    int count = sounding + 1;
    for (size_t i = on + 1; i < r->n_events && count > 0; ++i) {
        const event *const e = &r->events[i];
        if (is_all_off(r, e, r->events[on].status & 0x0F)) {
            return true;
        }
        if ((is_on(e) || is_off(e)) && same_key(e, &r->events[on])) {
            count += is_on(e) ? 1 : -1;
        }
    }
    return count <= 0;
}

// Find the note-off of each strike: mates[i] of event i, or -1.
static void find_mates(const second *r, long *mates) {
    for (size_t first = 0; first < r->n_events; ++first) {
        mates[first] = -1;
    }
    for (int channel = 0; channel < 16; ++channel) {
        for (unsigned key = 0; key < 128; ++key) {
            size_t queue[MOST_EVENTS];
            size_t n = 0;
            long last_off = -1;
            for (size_t i = 0; i <= r->n_events; ++i) {
                const event *const e = &r->events[i];
                const bool here = i < r->n_events && (e->status & 0x0F) == channel && e->a == key;
                const bool lost =
                    i == r->n_events || (here && is_on(e) && n > 0 && !ever_silent(r, i, (int)n));
                while (lost && n > 0 && (long)queue[0] < last_off) {
                    mates[queue[0]] = last_off;
                    memmove(queue, queue + 1, --n * sizeof *queue);
                }
                if (i == r->n_events) {
                    break;
                }
                if (is_all_off(r, e, channel)) {
                    while (n > 0) {
                        mates[queue[--n]] = (long)i;
                    }
                } else if (here && is_on(e)) {
                    queue[n++] = i;
                } else if (here && is_off(e)) {
                    last_off = (long)i;
                    if (n > 0) {
                        mates[queue[0]] = (long)i;
                        memmove(queue, queue + 1, --n * sizeof *queue);
                    }
                }
            }
        }
    }
}

// Whether a pedal is down behind event `at`; `since`: the event that pressed it.
static bool is_down(const second *r, int channel, unsigned number, long at, long *since) {
    bool down = false;
    for (long i = 0; i <= at; ++i) {
        const event *const e = &r->events[i];
        const bool reset = is_control(e, channel, 121) || (r->in_turn && e->status == 0x2F);
        if (is_control(e, channel, number) && e->b >= 64) {
            *since = down ? *since : i;
            down = true;
        } else if (is_control(e, channel, number) || reset) {
            down = false;
        }
    }
    return down;
}

// What ends a note whose key event `up` lifts: a pedal may hold it on, until the key is struck
// again. -1: nothing.
static long end_of(const second *r, const note *m, long up) {
    long since = 0;
    const bool captured = is_down(r, m->channel, 66, up, &since) && since > (long)m->on;
    for (long i = up; i < (long)r->n_events; ++i) {
        const event *const e = &r->events[i];
        const bool silenced = is_control(e, m->channel, 120) || (r->in_turn && e->status == 0x2F);
        const bool struck = i > up && is_on(e) && same_key(e, &r->events[m->on]);
        const bool held = is_down(r, m->channel, 64, i, &since) ||
                          (captured && is_down(r, m->channel, 66, i, &since));
        if (silenced || struck || !held) {
            return i;
        }
    }
    return -1;
}

static long double seconds_at(const second *r, uint64_t tick) {
    if (r->division >= 0x8000) {
        const int fps = 256 - (int)(r->division >> 8);
        const long double rate = fps == 29 ? 30000.0L / 1001 : fps;
        return (long double)tick / (rate * (r->division & 0xFF));
    }
    long double seconds = 0;
    uint64_t last = 0;
    unsigned us = 500000;
    for (size_t i = 0; i < r->n_events && r->events[i].tick <= tick; ++i) {
        const event *const e = &r->events[i];
        if (e->status == 0x51 || (r->in_turn && e->status == 0x2F)) {
            seconds += (long double)(e->tick - last) * us / (1e6L * r->division);
            last = e->tick;
            us = e->status == 0x51 ? e->a : 500000;
        }
    }
    return seconds + (long double)(tick - last) * us / (1e6L * r->division);
}

// The tempo at an event: a tick lasts so long.
static long double tick_at(const second *r, size_t at) {
    if (r->division >= 0x8000) {
        return seconds_at(r, 1);
    }
    unsigned us = 500000;
    for (size_t i = 0; i <= at; ++i) {
        const event *const e = &r->events[i];
        us = e->status == 0x51 ? e->a : r->in_turn && e->status == 0x2F ? 500000 : us;
    }
    return us / (1e6L * r->division);
}

// Nothing ends it: the end of its track does, unless that lies 30 s behind all else of its channel.
static void end_hanging(const second *r, note *m) {
    uint64_t end = 0;
    uint64_t last = 0;
    uint64_t last_of_all = 0;
    for (size_t i = 0; i < r->n_events; ++i) {
        const event *const e = &r->events[i];
        if (e->status == 0x2F && e->track == r->events[m->on].track) {
            end = e->tick;
        }
        if (e->status >= 0x80) {
            last_of_all = e->tick;
            last = (e->status & 0x0F) == m->channel ? e->tick : last;
        }
    }
    const uint64_t start = r->events[m->on].tick;
    if (end > last && seconds_at(r, end) - seconds_at(r, last) > 30) {
        end = last > start ? last : last_of_all;
    }
    if (m->up_at >= 0 && end < r->events[m->up_at].tick) {
        end = r->events[m->up_at].tick;
    }
    m->duration_s = seconds_at(r, end) - m->start_s;
    if (end <= start) {
        m->duration_s = tick_at(r, r->n_events - 1);
        m->duration_s = m->duration_s < 1e-3L ? 1e-3L : m->duration_s;
    }
}

static void find_notes(second *r) {
    static long mates[MOST_EVENTS];
    find_mates(r, mates);
    for (size_t i = 0; i < r->n_events; ++i) {
        const event *const e = &r->events[i];
        if (!is_on(e)) {
            continue;
        }
        note *again = NULL;
        for (size_t k = 0; k < r->n_notes; ++k) {
            note *const m = &r->notes[k];
            const bool up = m->up_at >= 0 && m->up_at < (long)i;
            if (same_key(&r->events[m->on], e) && r->events[m->on].tick == e->tick && !up) {
                again = m;
            }
        }
        if (again) {
            again->velocity = (int)e->b;
            again->up_at = mates[i] < 0 || again->up_at < 0 ? -1
                           : mates[i] > again->up_at        ? mates[i]
                                                            : again->up_at;
        } else {
            r->notes[r->n_notes++] = (note){.start_s = seconds_at(r, e->tick),
                                            .key = (int)e->a,
                                            .velocity = (int)e->b,
                                            .channel = e->status & 0x0F,
                                            .on = i,
                                            .up_at = mates[i]};
        }
    }
    for (size_t k = 0; k < r->n_notes; ++k) {
        note *const m = &r->notes[k];
        m->end_at = m->up_at < 0 ? -1 : end_of(r, m, m->up_at);
        if (m->end_at < 0) {
            end_hanging(r, m);
            continue;
        }
        m->duration_s = seconds_at(r, r->events[m->end_at].tick) - m->start_s;
        if (r->events[m->end_at].tick == r->events[m->on].tick) {
            m->duration_s = tick_at(r, (size_t)m->end_at);
            m->duration_s = m->duration_s < 1e-3L ? 1e-3L : m->duration_s;
        }
    }
}

static void compare(const second *r, const wt_midi_score *score, const char *what, int number) {
    if (score->n_notes != r->n_notes) {
        fail_msg("song %d, %s: %zu notes, not %zu", number, what, score->n_notes, r->n_notes);
    }
    for (size_t i = 0; i < r->n_notes; ++i) {
        const wt_midi_note *const a = &score->notes[i];
        const note *const b = &r->notes[i];
        const long double start = a->start_s - b->start_s;
        const long double duration = a->duration_s - b->duration_s;
        if (a->key != b->key || a->channel != b->channel || a->velocity != b->velocity ||
            !(start < 1e-9L && start > -1e-9L && duration < 1e-9L && duration > -1e-9L)) {
            fail_msg("song %d, %s, note %zu: key %d of channel %d at %.9g for %.9g, velocity %d; "
                     "not key %d of channel %d at %.9Lg for %.9Lg, velocity %d",
                     number, what, i, a->key, a->channel + 1, a->start_s, a->duration_s,
                     a->velocity, b->key, b->channel + 1, b->start_s, b->duration_s, b->velocity);
        }
    }
}

static void two_readers_find_the_same_notes(void **state) {
    (void)state;
    song *const s = malloc(sizeof *s);
    second *const r = malloc(sizeof *r);
    size_t n_notes = 0;
    for (int number = 0; number < SONGS; ++number) {
        const char *const what = make_song(s, number);
        memset(r, 0, sizeof *r);
        list_events(r, s->bytes, s->n);
        find_notes(r);
        uint8_t *const copy = malloc(s->n); // of exactly its length, for sanitizers
        memcpy(copy, s->bytes, s->n);
        wt_midi_score score;
        wt_message message = {""};
        if (wt_midi_read(&score, copy, s->n, 1.0, NULL, &message)) {
            fail_msg("song %d, %s: %s", number, what, message.text);
        }
        compare(r, &score, what, number);
        n_notes += score.n_notes;
        wt_midi_free(&score);
        free(copy);
    }
    print_message("%d songs, %zu notes\n", SONGS, n_notes);
    assert_true(n_notes > 20000);
    free(r);
    free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_readers_find_the_same_notes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
