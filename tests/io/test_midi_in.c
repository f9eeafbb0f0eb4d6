// MIDI files, byte by byte, become the notes that a musician reads in them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "io/midi/midi_in.h"

#define EOT " 00 FF 2F 00"

enum { MAX_TRACKS = 4 };

// A file under construction.
typedef struct {
    uint8_t bytes[4096];
    size_t n;
} bytes;

static void put(bytes *b, unsigned value, int n_bytes) {
    for (int i = n_bytes - 1; i >= 0; --i) {
        assert_true(b->n < sizeof b->bytes);
        b->bytes[b->n++] = (uint8_t)(value >> (8 * i));
    }
}

// Text as its bytes; `hex` as pairs of digits between blanks.
static void put_text(bytes *b, const char *text) {
    while (*text) {
        put(b, (uint8_t)*text++, 1);
    }
}

static void put_hex(bytes *b, const char *hex) {
    unsigned value;
    int n;
    while (sscanf(hex, " %2x%n", &value, &n) == 1) {
        put(b, value, 1);
        hex += n;
    }
}

static void put_header(bytes *b, unsigned format, unsigned n_tracks, unsigned division) {
    put_text(b, "MThd");
    put(b, 6, 4);
    put(b, format, 2);
    put(b, n_tracks, 2);
    put(b, division, 2);
}

static void put_track(bytes *b, const char *hex) {
    put_text(b, "MTrk");
    const size_t length_at = b->n;
    put(b, 0, 4);
    put_hex(b, hex);
    bytes length = {.n = 0};
    put(&length, (unsigned)(b->n - length_at - 4), 4);
    memcpy(b->bytes + length_at, length.bytes, 4);
}

static bytes song(unsigned division, const char *const tracks[MAX_TRACKS]) {
    bytes b = {.n = 0};
    unsigned n = 0;
    while (n < MAX_TRACKS && tracks[n]) {
        ++n;
    }
    put_header(&b, n > 1, n, division);
    for (unsigned i = 0; i < n; ++i) {
        put_track(&b, tracks[i]);
    }
    return b;
}

typedef struct {
    int n;
    char text[4096];
} warnings;

static void collect(void *context, const char *text) {
    warnings *const w = context;
    ++w->n;
    strncat(w->text, text, sizeof w->text - strlen(w->text) - 1);
}

// Parse a copy of exactly `n` bytes, so that a sanitizer sees a read past them.
static wt_status parse(wt_midi_score *score, const uint8_t *data, size_t n, warnings *warned,
                       wt_message *message) {
    uint8_t *const copy = malloc(n ? n : 1);
    memcpy(copy, data, n);
    const wt_warner warner = {warned ? collect : NULL, warned};
    const wt_status status = wt_midi_read(score, copy, n, 1.0, &warner, message);
    free(copy);
    return status;
}

static wt_midi_score parse_song(const bytes *b) {
    wt_midi_score score;
    wt_message message = {""};
    const wt_status status = parse(&score, b->bytes, b->n, NULL, &message);
    if (status) {
        fail_msg("refused: %s", message.text);
    }
    return score;
}

// "KEY@START+DURATION" for each note, in order.
static void describe_notes(const wt_midi_score *score, char *text, size_t size) {
    size_t at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < score->n_notes && at < size; ++i) {
        const wt_midi_note *const n = &score->notes[i];
        at += (size_t)snprintf(text + at, size - at, "%s%d@%.9g+%.9g", i ? " " : "", n->key,
                               n->start_s, n->duration_s);
    }
}

// "VALUE@TIME" for each point.
static void describe_course(const wt_midi_point *points, size_t n, char *text, size_t size) {
    size_t at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < n && at < size; ++i) {
        at += (size_t)snprintf(text + at, size - at, "%s%.6g@%.6g", i ? " " : "", points[i].value,
                               points[i].time_s);
    }
}

static void events_in_give_notes_out(void **state) {
    (void)state;
    // A division of 96 ticks (60 hex) a quarter; 120 quarters a minute: 48 ticks are 0.25 s.
    static const struct {
        const char *name;
        unsigned division;
        const char *tracks[MAX_TRACKS];
        const char *notes;
    } cases[] = {
        {"a note", 96, {"00 90 3C 40  60 80 3C 00" EOT}, "60@0+0.5"},
        {"velocity 0 ends a note", 96, {"00 90 3C 40  60 90 3C 00" EOT}, "60@0+0.5"},
        {"running status",
         96,
         {"00 90 3C 40  60 3C 00  00 3E 40  60 3E 00" EOT},
         "60@0+0.5 62@0.5+0.5"},
        {"delta of two bytes", 96, {"81 40 90 3C 40  60 80 3C 00" EOT}, "60@1+0.5"},
        {"delta of four bytes", 96, {"80 80 80 60 90 3C 40  60 80 3C 00" EOT}, "60@0.5+0.5"},
        {"a chord, in the file's order",
         96,
         {"00 90 43 40  00 3C 40  60 43 00  00 3C 00" EOT},
         "67@0+0.5 60@0+0.5"},
        {"a note of no length sounds for a tick",
         96,
         {"00 90 3C 40  00 3C 00" EOT},
         "60@0+0.00520833333"},
        {"and for a millisecond at least", 960, {"00 90 3C 40  00 3C 00" EOT}, "60@0+0.001"},
        {"a note of one tick is as short as it says",
         960,
         {"00 90 3C 40  01 3C 00" EOT},
         "60@0+0.000520833333"},
        {"nothing ends it but the track", 96, {"00 90 3C 40  60 FF 2F 00"}, "60@0+0.5"},
        {"each track ends its own",
         96,
         {"00 90 3C 40  60 FF 2F 00", "00 90 40 40  81 40 FF 2F 00"},
         "60@0+0.5 64@0+1"},
        {"no end-of-track event", 96, {"00 90 3C 40  60 B0 01 00"}, "60@0+0.5"},
        {"note-off without a note", 96, {"00 80 3C 40  00 90 3C 40  60 3C 00" EOT}, "60@0+0.5"},
        // tempo
        {"60 a minute", 96, {"00 FF 51 03 0F 42 40  00 90 3C 40  60 3C 00" EOT}, "60@0+1"},
        {"tempo change within a note",
         96,
         {"00 90 3C 40  60 FF 51 03 0F 42 40  60 80 3C 00" EOT},
         "60@0+1.5"},
        {"tempo in another track",
         96,
         {"60 FF 51 03 0F 42 40" EOT, "00 90 3C 40  81 40 80 3C 00" EOT},
         "60@0+1.5"},
        {"tempo of a later track at the same tick",
         96,
         {"60 90 3C 40  60 3C 00" EOT, "60 FF 51 03 0F 42 40" EOT},
         "60@0.5+1"},
        {"slowest tempo",
         1,
         {"00 FF 51 03 FF FF FF  01 90 3C 40  01 3C 00" EOT},
         "60@16.777215+16.777215"},
        {"fastest tempo", 1, {"00 FF 51 03 00 00 01  01 90 3C 40  01 3C 00" EOT}, "60@1e-06+1e-06"},
        // SMPTE: the tempo does not matter
        {"25 frames of 40 ticks",
         0xE728,
         {"00 FF 51 03 0F 42 40  64 90 3C 40  64 3C 00" EOT},
         "60@0.1+0.1"},
        {"24 frames of 100 ticks", 0xE864, {"18 90 3C 40  18 3C 00" EOT}, "60@0.01+0.01"},
        {"30 frames of 80 ticks", 0xE250, {"18 90 3C 40  18 3C 00" EOT}, "60@0.01+0.01"},
        {"29.97 frames of 80 ticks", 0xE350, {"18 90 3C 40  18 3C 00" EOT}, "60@0.01001+0.01001"},
        // a key struck twice
        {"struck again",
         96,
         {"00 90 3C 40  30 3C 50  30 3C 00  30 3C 00" EOT},
         "60@0+0.5 60@0.25+0.5"},
        {"struck again, one note-off ends both",
         96,
         {"00 90 3C 40  30 3C 50  30 3C 00  60 FF 2F 00"},
         "60@0+0.5 60@0.25+0.25"},
        {"a lost note-off does not shift those that follow",
         96,
         {"00 90 3C 40  30 3C 50  30 3C 00  60 3C 40  30 3C 00  30 3C 40  30 3C 00" EOT},
         "60@0+0.5 60@0.25+0.25 60@1+0.25 60@1.5+0.25"},
        {"overlapping notes of one key end in their order",
         96,
         {"00 90 3C 40  30 3C 50  30 3C 00  30 3C 40  30 3C 00  30 3C 00" EOT},
         "60@0+0.5 60@0.25+0.75 60@0.75+0.5"},
        {"a lost note-off later on does not touch an overlap",
         96,
         {"00 90 3C 40  30 3C 50  30 3C 00  30 3C 00  60 3C 40  30 3C 40  30 3C 00" EOT},
         "60@0+0.5 60@0.25+0.5 60@1.25+0.5 60@1.5+0.25"},
        {"a note that nothing ends stops with the rest of its channel, when that is long before",
         96,
         {"00 90 3C 40  00 40 40  60 40 00  D0 00 FF 2F 00"},
         "60@0+0.5 64@0+0.5"},
        {"but may sound 30 s longer",
         96,
         {"00 90 3C 40  00 40 40  60 40 00  AD 00 FF 2F 00"},
         "60@0+30.5 64@0+0.5"},
        {"struck twice at once", 96, {"00 90 3C 40  00 3C 50  30 3C 00  30 3C 00" EOT}, "60@0+0.5"},
        {"struck on two channels",
         96,
         {"00 90 3C 40  00 91 3C 50  30 90 3C 00  30 91 3C 00" EOT},
         "60@0+0.25 60@0+0.5"},
        {"two tracks on one channel",
         96,
         {"00 90 3C 40  60 3C 00" EOT, "00 90 40 40  30 40 00" EOT},
         "60@0+0.5 64@0+0.25"},
        {"four tracks in turn",
         96,
         {"30 90 3C 40  81 40 3C 00" EOT, "00 90 3D 40  81 40 3D 00" EOT,
          "20 90 3E 40  81 40 3E 00" EOT, "10 90 3F 40  81 40 3F 00" EOT},
         "61@0+1 63@0.0833333333+1 62@0.166666667+1 60@0.25+1"},
        {"ended from another track",
         96,
         {"00 90 3C 40  81 40 FF 2F 00", "60 80 3C 40" EOT},
         "60@0+0.5"},
        {"escaped", 96, {"00 F7 03 90 3C 40  30 F7 03 80 3C 40" EOT}, "60@0+0.25"},
        {"escaped, of other messages",
         96,
         {"00 F7 01 F8  00 90 3C 40  00 F7 02 F3 01  30 3C 00" EOT},
         "60@0+0.25"},
        // pedal
        {"pedal holds", 96, {"00 B0 40 7F  00 90 3C 40  30 3C 00  30 B0 40 00" EOT}, "60@0+0.5"},
        {"pedal of 64 holds",
         96,
         {"00 B0 40 40  00 90 3C 40  30 3C 00  30 B0 40 3F" EOT},
         "60@0+0.5"},
        {"pedal of 63 does not",
         96,
         {"00 B0 40 3F  00 90 3C 40  30 3C 00  30 B0 40 00" EOT},
         "60@0+0.25"},
        {"pedal up, key down",
         96,
         {"00 B0 40 7F  00 90 3C 40  30 B0 40 00  30 90 3C 00" EOT},
         "60@0+0.5"},
        {"pedal down late",
         96,
         {"00 90 3C 40  30 B0 40 7F  30 90 3C 00  30 B0 40 00" EOT},
         "60@0+0.75"},
        {"pedal of another channel",
         96,
         {"00 B1 40 7F  00 90 3C 40  30 3C 00  30 B1 40 00" EOT},
         "60@0+0.25"},
        {"struck again under the pedal",
         96,
         {"00 B0 40 7F  00 90 3C 40  30 3C 00  30 3C 40  30 3C 00  30 B0 40 00" EOT},
         "60@0+0.5 60@0.5+0.5"},
        {"pedal never up", 96, {"00 B0 40 7F  00 90 3C 40  30 3C 00  30 FF 2F 00"}, "60@0+0.5"},
        {"reset controllers lifts the pedal",
         96,
         {"00 B0 40 7F  00 90 3C 40  30 3C 00  30 B0 79 00" EOT},
         "60@0+0.5"},
        {"a GS reset, too",
         96,
         {"00 B0 40 7F  00 90 3C 40  30 3C 00  30 F0 0A 41 10 42 12 40 00 7F 00 41 F7" EOT},
         "60@0+0.5"},
        // mode messages
        {"all notes off",
         96,
         {"00 90 3C 40  00 40 40  30 B0 7B 00  30 FF 2F 00"},
         "60@0+0.25 64@0+0.25"},
        {"all notes off under the pedal",
         96,
         {"00 B0 40 7F  00 90 3C 40  30 B0 7B 00  30 B0 40 00" EOT},
         "60@0+0.5"},
        {"all sound off",
         96,
         {"00 B0 40 7F  00 90 3C 40  30 B0 78 00  30 B0 40 00" EOT},
         "60@0+0.25"},
        // sostenuto
        {"sostenuto holds what is down",
         96,
         {"00 90 3C 40  18 B0 42 7F  18 90 3C 00  30 B0 42 00" EOT},
         "60@0+0.5"},
        {"and not what comes later",
         96,
         {"00 B0 42 7F  00 90 3C 40  30 90 3C 00  30 B0 42 00" EOT},
         "60@0+0.25"},
        {"nor what was up",
         96,
         {"00 90 3C 40  30 3C 00  00 B0 42 7F  30 B0 42 00" EOT},
         "60@0+0.25"},
        {"both pedals, one lifted",
         96,
         {"00 90 3C 40  00 B0 42 7F  00 B0 40 7F  00 90 40 40  30 3C 00  00 40 00  30 B0 40 00  "
          "30 B0 42 00" EOT},
         "60@0+0.75 64@0+0.5"},
        // damaged
        {"a data byte over 127", 96, {"00 90 BC 40  60 80 3C 00" EOT}, "60@0+0.5"},
        {"running status after a meta event",
         96,
         {"00 90 3C 40  00 FF 01 01 41  60 3C 00" EOT},
         "60@0+0.5"},
        {"running status after a SysEx",
         96,
         {"00 90 3C 40  00 F0 01 F7  60 3C 00" EOT},
         "60@0+0.5"},
        {"a data byte out of nowhere", 96, {"00 3C  00 90 3C 40  60 80 3C 00" EOT}, "60@0+0.5"},
        {"a status of the wire",
         96,
         {"00 F8  00 F2 01 02  00 90 3C 40  60 80 3C 00" EOT},
         "60@0+0.5"},
        {"a number of five bytes", 96, {"00 90 3C 40  80 80 80 80 60 80 3C 00" EOT}, "60@0+0.5"},
        {"a tempo of 0", 96, {"00 FF 51 03 00 00 00  00 90 3C 40  60 80 3C 00" EOT}, "60@0+0.5"},
        {"a tempo of 2 bytes", 96, {"00 FF 51 02 01 00  00 90 3C 40  60 80 3C 00" EOT}, "60@0+0.5"},
        {"a SysEx without its end", 96, {"00 F0 01 7E  00 90 3C 40  60 80 3C 00" EOT}, "60@0+0.5"},
        {"a tempo that would be longer than its track",
         96,
         {"00 FF 51 83 07 A1 20  00 90 3C 40  60 80 3C 00" EOT},
         "60@0+0.5"},
        {"a key signature of 66 bytes",
         96,
         {"00 FF 59 42 00 00  00 90 3C 40  60 80 3C 00  00 FF 01 30 41 41 41 41 41 41 41 41 41 41 "
          "41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 "
          "41 41 41 41 41 41 41 41 41" EOT},
         "60@0+0.5"},
        {"a name that would be longer than its track",
         96,
         {"00 FF 03 7F 61 62 63  00 90 3C 40  60 80 3C 00" EOT},
         "60@0+0.5"},
        {"a SysEx that is longer than it says",
         96,
         {"00 F0 03 7E 7F 09 01 F7  00 90 3C 40  60 80 3C 00" EOT},
         "60@0+0.5"},
        {"a SysEx that is a byte longer than it says, before a wait",
         96,
         {"00 F0 04 7E 7F 09 01 F7  30 90 3C 40  60 80 3C 00" EOT},
         "60@0.25+0.5"},
        {"a SysEx that is shorter than it says",
         96,
         {"00 F0 06 7E 7F 09 01 F7  00 90 3C 40  60 80 3C 00" EOT},
         "60@0+0.5"},
        {"a SysEx that would be longer than the file",
         96,
         {"00 F0 83 60 7E 7F 09 01 F7  00 90 3C 40  60 80 3C 00" EOT},
         "60@0+0.5"},
        {"cut within a note-on", 96, {"00 90 3C 40  60 80 3C 00  00 90 40"}, "60@0+0.5"},
        {"cut within a meta event", 96, {"00 90 3C 40  60 80 3C 00  60 FF 01 09 41"}, "60@0+0.5"},
        // passed over
        {"SysEx", 96, {"00 F0 03 7E 7F F7  00 90 3C 40  60 80 3C 00" EOT}, "60@0+0.5"},
        {"SysEx in packets",
         96,
         {"00 F0 02 7E 7F  30 F7 01 00  30 F7 01 F7  00 90 3C 40  60 80 3C 00" EOT},
         "60@0.5+0.5"},
        {"escaped bytes", 96, {"00 F7 02 F3 01  00 90 3C 40  60 80 3C 00" EOT}, "60@0+0.5"},
        {"other meta events",
         96,
         {"00 FF 03 01 41  00 FF 58 04 04 02 18 08  00 FF 7F 00  00 90 3C 40  60 80 3C 00" EOT},
         "60@0+0.5"},
        {"programs and pressure",
         96,
         {"00 C0 05  00 90 3C 40  00 D0 40  00 A0 3C 40  60 80 3C 00" EOT},
         "60@0+0.5"},
        {"no notes", 96, {"00 FF 2F 00"}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const bytes b = song(cases[i].division, cases[i].tracks);
        wt_midi_score score = parse_song(&b);
        char notes[256];
        describe_notes(&score, notes, sizeof notes);
        if (strcmp(notes, cases[i].notes) != 0) {
            fail_msg("%s: expected %s, got %s", cases[i].name, cases[i].notes, notes);
        }
        wt_midi_free(&score);
    }
}

static void notes_carry_velocity_channel_and_the_end(void **state) {
    (void)state;
    const bytes b =
        song(96, (const char *[MAX_TRACKS]){"00 95 3C 40  00 3C 7F  60 3C 00  60 FF 2F 00"});
    wt_midi_score score = parse_song(&b);
    assert_int_equal(score.n_notes, 1);
    assert_int_equal(score.notes[0].velocity, 0x7F);
    assert_int_equal(score.notes[0].channel, 5);
    assert_true(score.end_s >= 1.0 && score.end_s <= 1.0);
    wt_midi_free(&score);
}

static void controllers_draw_courses(void **state) {
    (void)state;
    static const struct {
        const char *name;
        char course; // of the last note
        const char *track;
        const char *points;
    } cases[] = {
        {"no bend", 'b', "00 90 3C 40  60 3C 00" EOT, "0@0"},
        {"full down", 'b', "00 E0 00 00  00 90 3C 40  60 3C 00" EOT, "-2@0"},
        {"full up is a step short", 'b', "00 E0 7F 7F  00 90 3C 40  60 3C 00" EOT, "1.99976@0"},
        {"after the note at its tick", 'b', "00 90 3C 40  00 E0 00 00  60 90 3C 00" EOT, "-2@0"},
        {"while it sounds", 'b', "60 90 3C 40  30 E0 00 60  30 E0 00 40  60 90 3C 00" EOT,
         "0@0 1@0.75 0@1"},
        {"before and after it", 'b',
         "30 E0 00 60  30 90 3C 40  30 3C 00  30 E0 00 40  30 90 3C 40  30 3C 00  30 E0 00 60" EOT,
         "0@1"},
        {"with its beginning", 'b', "30 E0 00 60  00 90 3C 40  60 3C 00" EOT, "1@0.25"},
        {"with its beginning, written later", 'b', "30 90 3C 40  00 E0 00 60  60 90 3C 00" EOT,
         "1@0.25"},
        {"the same again", 'b', "00 90 3C 40  30 E0 00 60  30 E0 00 60  30 90 3C 00" EOT,
         "0@0 1@0.25"},
        {"range of 12", 'b',
         "00 B0 65 00  00 64 00  00 06 0C  00 E0 00 00  00 90 3C 40  60 3C 00" EOT, "-12@0"},
        {"range of 1 and 50 cents", 'b',
         "00 B0 64 00  00 65 00  00 06 01  00 26 32  00 E0 00 00  00 90 3C 40  60 3C 00" EOT,
         "-1.5@0"},
        {"range while bent", 'b',
         "00 E0 00 00  00 B0 65 00  00 64 00  00 90 3C 40  30 B0 06 0C  30 90 3C 00" EOT,
         "-2@0 -12@0.25"},
        {"another parameter", 'b',
         "00 B0 65 00  00 64 05  00 06 0C  00 E0 00 00  00 90 3C 40  60 3C 00" EOT, "-2@0"},
        {"an unregistered parameter", 'b',
         "00 B0 65 00  00 64 00  00 63 00  00 62 00  00 06 0C  00 E0 00 00  00 90 3C 40  60 3C "
         "00" EOT,
         "-2@0"},
        {"no parameter", 'b',
         "00 B0 65 00  00 64 00  00 65 7F  00 64 7F  00 06 0C  00 E0 00 00  00 90 3C 40  60 3C "
         "00" EOT,
         "-2@0"},
        {"bend of another channel", 'b', "00 E1 00 00  00 90 3C 40  60 3C 00" EOT, "0@0"},
        {"reset", 'b', "00 E0 00 00  00 90 3C 40  30 B0 79 00  30 90 3C 00" EOT, "-2@0 0@0.25"},
        {"General MIDI on, of range and bend", 'b',
         "00 B0 65 00  00 64 00  00 06 0C  00 E0 00 00  00 90 3C 40  30 F0 05 7E 7F 09 01 F7  "
         "00 E0 00 00  30 90 3C 00" EOT,
         "-12@0 -2@0.25"},
        {"range a cent more, whatever the value", 'b',
         "00 B0 65 00  00 64 00  00 60 7F  00 E0 00 00  00 90 3C 40  60 3C 00" EOT, "-2.01@0"},
        {"and two less", 'b',
         "00 B0 65 00  00 64 00  00 61 00  00 61 00  00 E0 00 00  00 90 3C 40  60 3C 00" EOT,
         "-1.98@0"},
        {"no range below none", 'b',
         "00 B0 65 00  00 64 00  00 06 00  00 61 00  00 E0 00 00  00 90 3C 40  60 3C 00" EOT,
         "0@0"},
        {"fine tuning by a bit", 'b', "00 B0 65 00  00 64 01  00 60 00  00 90 3C 40  60 3C 00" EOT,
         "0.00012207@0"},
        {"coarse tuning a semitone down, while it sounds", 'b',
         "00 90 3C 40  00 B0 65 00  00 64 02  30 61 00  30 90 3C 00" EOT, "0@0 -1@0.25"},
        {"no parameter to be raised", 'b',
         "00 B0 65 7F  00 64 7F  00 60 00  00 E0 00 00  00 90 3C 40  60 3C 00" EOT, "-2@0"},
        {"held after the end", 'b', "00 90 3C 40  30 3C 00  30 E0 00 00" EOT, "0@0"},
        {"while the pedal holds", 'b',
         "00 B0 40 7F  00 90 3C 40  30 3C 00  30 E0 00 00  30 B0 40 00" EOT, "0@0 -2@0.5"},
        {"coarse tuning", 'b', "00 B0 65 00  00 64 02  00 06 4C  00 90 3C 40  60 3C 00" EOT,
         "12@0"},
        {"fine tuning", 'b', "00 B0 65 00  00 64 01  00 06 60  00 90 3C 40  60 3C 00" EOT, "0.5@0"},
        {"fine tuning, to the last bit", 'b',
         "00 B0 65 00  00 64 01  00 06 40  00 26 01  00 90 3C 40  60 3C 00" EOT, "0.00012207@0"},
        {"master fine tuning, by MTS", 'b',
         "00 F0 07 7F 7F 04 03 00 60 F7  00 90 3C 40  60 3C 00" EOT, "0.5@0"},
        {"master coarse tuning", 'b', "00 F0 07 7F 7F 04 04 00 3E F7  00 90 3C 40  60 3C 00" EOT,
         "-2@0"},
        {"the mod wheel", 'm', "00 B0 01 20  00 90 3C 40  30 B0 01 7F  30 90 3C 00" EOT,
         "32@0 127@0.25"},
        {"pressure", 'a', "00 90 3C 40  30 D0 7F  30 90 3C 00" EOT, "0@0 127@0.25"},
        {"no volume", 'v', "00 90 3C 40  60 3C 00" EOT, "1@0"},
        {"volume", 'v', "00 B0 07 40  00 90 3C 40  30 B0 07 7F  30 90 3C 00" EOT,
         "0.253953@0 1@0.25"},
        {"expression multiplies", 'v', "00 B0 07 40  00 0B 40  00 90 3C 40  60 3C 00" EOT,
         "0.0644919@0"},
        {"reset leaves volume, not expression", 'v',
         "00 B0 07 40  00 0B 40  00 90 3C 40  30 B0 79 00  30 90 3C 00" EOT,
         "0.0644919@0 0.253953@0.25"},
        {"XG on, of volume", 'v',
         "00 B0 07 40  00 90 3C 40  30 F0 08 43 10 4C 00 00 7E 00 F7  30 90 3C 00" EOT,
         "0.253953@0 1@0.25"},
        {"master volume, in 14 bits", 'v',
         "00 90 3C 40  30 F0 07 7F 7F 04 01 00 20 F7  30 90 3C 00" EOT, "1@0 0.0625076@0.25"},
        {"of GS, with its reset", 'v',
         "00 F0 0A 41 10 42 12 40 00 04 40 7C F7  00 90 3C 40  30 F0 0A 41 10 42 12 40 00 7F 00 41 "
         "F7  30 90 3C 00" EOT,
         "0.253953@0 1@0.25"},
        {"of XG, and the channel's", 'v',
         "00 F0 08 43 10 4C 00 00 04 40 F7  00 B0 07 40  00 90 3C 40  60 3C 00" EOT, "0.0644919@0"},
        {"no pan", 'p', "00 90 3C 40  60 3C 00" EOT, "0@0"},
        {"left", 'p', "00 B0 0A 00  00 90 3C 40  60 3C 00" EOT, "-1@0"},
        {"centre", 'p', "00 B0 0A 40  00 90 3C 40  60 3C 00" EOT, "0@0"},
        {"to the right", 'p', "00 90 3C 40  30 B0 0A 7F  30 90 3C 00" EOT, "0@0 1@0.25"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const bytes b = song(96, (const char *[MAX_TRACKS]){cases[i].track});
        wt_midi_score score = parse_song(&b);
        assert_true(score.n_notes > 0);
        const wt_midi_note *const note = &score.notes[score.n_notes - 1];
        char points[256];
        const wt_midi_control which = cases[i].course == 'b'   ? WT_MIDI_BEND
                                      : cases[i].course == 'v' ? WT_MIDI_VOLUME
                                      : cases[i].course == 'p' ? WT_MIDI_PAN
                                      : cases[i].course == 'a' ? WT_MIDI_PRESSURE
                                                               : WT_MIDI_CONTROLLER + 1;
        const wt_midi_curve slice = wt_midi_slice(score.curves[note->channel][which], note->start_s,
                                                  note->start_s + note->duration_s);
        describe_course(slice.points, slice.n, points, sizeof points);
        if (strcmp(points, cases[i].points) != 0) {
            fail_msg("%s: expected %s, got %s", cases[i].name, cases[i].points, points);
        }
        wt_midi_free(&score);
    }
}

// By the MIDI Tuning Standard, for the notes that are struck after it. 40 is no deviation of one
// byte, 40 00 of two.
static void messages_tune_keys(void **state) {
    (void)state;
    static const struct {
        const char *name, *track;
        double semitones[2]; // of the notes in order
    } cases[] = {
        {"each C of channels 1 and 2, in cents",
         "00 F0 14 7F 7F 08 08 00 00 03 54 40 40 40 40 40 40 40 40 40 40 40 F7  "
         "00 91 48 40  60 48 00  00 92 48 40  60 48 00" EOT,
         {0.2, 0.0}},
        {"each A of all channels, in 14 bits",
         "00 F0 20 7E 7F 08 09 03 7F 7F 40 00 40 00 40 00 40 00 40 00 40 00 40 00 40 00 40 00 60 "
         "00 "
         "40 00 40 00 F7  00 90 45 40  60 45 00  00 9F 44 40  60 44 00" EOT,
         {0.5, 0.0}},
        {"one key, to a fraction of a semitone",
         "00 F0 0B 7F 7F 08 02 00 01 3C 3D 40 00 F7  00 90 3C 40  60 3C 00  00 90 3D 40  60 3D "
         "00" EOT,
         {1.5, 0.0}},
        {"one key, in a bank",
         "00 F0 0C 7F 7F 08 07 00 00 01 3C 3B 20 00 F7  00 90 3C 40  60 3C 00  00 95 3C 40  60 3C "
         "00" EOT,
         {-0.75, -0.75}},
        {"three times 127: as it was",
         "00 F0 0B 7F 7F 08 02 00 01 3C 7F 7F 7F F7  00 90 3C 40  60 3C 00  00 90 3D 40  60 3D "
         "00" EOT,
         {0.0, 0.0}},
        {"what comes between two notes",
         "00 90 3C 40  60 3C 00  00 F0 0B 7F 7F 08 02 00 01 3C 3C 00 01 F7  00 90 3C 40  60 3C "
         "00" EOT,
         {0.0, 1.0 / 16384.0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const bytes b = song(96, (const char *[MAX_TRACKS]){cases[i].track});
        wt_midi_score score = parse_song(&b);
        assert_int_equal(score.n_notes, 2);
        for (int k = 0; k < 2; ++k) {
            const double off = score.notes[k].tuning - cases[i].semitones[k];
            if (!(off < 1e-9 && off > -1e-9)) {
                fail_msg("%s: note %d is off by %g", cases[i].name, k, score.notes[k].tuning);
            }
        }
        wt_midi_free(&score);
    }
}

static void ten_thousand_tempo_changes_do_not_drift(void **state) {
    (void)state;
    // 10,000 changes between 333,333 and 333,334 us, a tick of 1/7 quarter each.
    const size_t n_changes = 10000;
    uint8_t *const track = malloc(n_changes * 7 + 64);
    size_t n = 0;
    uint64_t sevenths_us = 0;
    for (size_t i = 0; i < n_changes; ++i) {
        const unsigned us = 333333 + i % 2;
        const uint8_t event[] = {i > 0,      0xFF, 0x51, 3, (uint8_t)(us >> 16), (uint8_t)(us >> 8),
                                 (uint8_t)us};
        memcpy(track + n, event, sizeof event);
        n += sizeof event;
        sevenths_us += us;
    }
    const uint8_t note[] = {1, 0x90, 60, 64, 1, 60, 0, 0, 0xFF, 0x2F, 0};
    memcpy(track + n, note, sizeof note);
    n += sizeof note;
    bytes head = {.n = 0};
    put_header(&head, 0, 1, 7);
    put_text(&head, "MTrk");
    put(&head, (unsigned)n, 4);
    uint8_t *const whole = malloc(head.n + n);
    memcpy(whole, head.bytes, head.n);
    memcpy(whole + head.n, track, n);
    wt_midi_score score;
    assert_int_equal(parse(&score, whole, head.n + n, NULL, NULL), WT_OK);
    const double error_s = score.notes[0].start_s - (double)sevenths_us / 7e6;
    assert_true(error_s < 1e-12 && error_s > -1e-12);
    wt_midi_free(&score);
    free(whole);
    free(track);
}

static void what_will_not_sound_as_written_is_told_once(void **state) {
    (void)state;
    static const struct {
        const char *track;
        int n;
        const char *says;
    } cases[] = {
        {"00 90 3C 40  60 3C 00" EOT, 0, ""},
        {"00 89 3C 40" EOT, 0, ""},
        {"00 90 3C 40  60 3C 00", 1, "track 1, byte 29: a track without an end-of-track"},
        {"00 90 3C 40  60 3C 00" EOT " 00 00", 1, "track 1, byte 33: bytes after a track's end"},
        {"00 90 BC C0  60 3C 00" EOT, 1,
         "track 1, byte 24: a data byte over 127 is read without its "
         "highest bit (2 times)"},
        {"00 90 3C 40  00 FF 01 00  60 3C 00" EOT, 1, "byte 31: running status goes on"},
        {"00 90 3C 40  60 FF 2F 00", 1, "byte 23: a note that no note-off ends, sounds to the end"},
        {"00 90 3C 40  60 91 3C 40  60 81 3C 00  BD 00 FF 2F 00", 1, "would sound for long after"},
        {"00 F0 06 7E 7F 09 01 F7  00 90 3C 40  60 3C 00" EOT, 1, "byte 23: the length of a SysEx"},
        {"00 FF 03 7F 61 62  00 90 3C 40  60 3C 00" EOT, 1, "byte 23: the length of a meta event"},
        {"00 F0 04 7F 7F 04 03  10 F7 03 00 60 F7" EOT, 1, "byte 25: a tuning message (MTS)"},
        {"00 90 3C 40  30 3C 40  30 3C 00" EOT, 1, "byte 27: a note that no note-off of its own"},
        {"00 F0 05 7E 7F 08 01 F7" EOT, 1, "byte 25: a tuning message (MTS) of a kind"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const bytes b = song(96, (const char *[MAX_TRACKS]){cases[i].track});
        wt_midi_score score;
        warnings warned = {0};
        assert_int_equal(parse(&score, b.bytes, b.n, &warned, NULL), WT_OK);
        if (warned.n != cases[i].n || !strstr(warned.text, cases[i].says)) {
            fail_msg("%s: %d, %s", cases[i].track, warned.n, warned.text);
        }
        wt_midi_free(&score);
    }
}

static void containers_of_every_legal_shape_are_read(void **state) {
    (void)state;
    const char *const chunk = "4D 54 72 6B 00 00 00 0B 00 90 3C 40 60 3C 00 00 FF 2F 00";
    const struct {
        const char *name, *hex;
    } cases[] = {
        {"plain", "4D 54 68 64 00 00 00 06 00 00 00 01 00 60"},
        {"format 1", "4D 54 68 64 00 00 00 06 00 01 00 01 00 60"},
        {"a longer header", "4D 54 68 64 00 00 00 08 00 00 00 01 00 60 AA BB"},
        {"a chunk of another kind",
         "4D 54 68 64 00 00 00 06 00 00 00 01 00 60 58 46 49 48 00 00 00 01 00"},
        {"in RIFF", "52 49 46 46 2D 00 00 00 52 4D 49 44 64 61 74 61 21 00 00 00 4D 54 68 64 00 00 "
                    "00 06 00 00 00 01 00 60"},
        {"in RIFF, after an odd chunk",
         "52 49 46 46 37 00 00 00 52 4D 49 44 44 49 53 50 01 00 00 00 41 00 64 61 74 61 21 00 00 "
         "00 4D 54 68 64 00 00 00 06 00 00 00 01 00 60"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        bytes b = {.n = 0};
        put_hex(&b, cases[i].hex);
        put_hex(&b, chunk);
        assert_true(wt_midi_detect(b.bytes, b.n));
        warnings warned = {0};
        wt_midi_score score;
        wt_message message = {""};
        if (parse(&score, b.bytes, b.n, &warned, &message)) {
            fail_msg("%s: %s", cases[i].name, message.text);
        }
        assert_int_equal(score.n_notes, 1);
        assert_int_equal(warned.n, 0);
        wt_midi_free(&score);
    }
}

static void more_tracks_than_declared_play(void **state) {
    (void)state;
    bytes b = {.n = 0};
    put_header(&b, 0, 2, 96);
    put_track(&b, "00 90 3C 40 60 3C 00" EOT);
    put_track(&b, "00 91 3C 40 60 3C 00" EOT);
    put_track(&b, "00 92 3C 40 60 3C 00" EOT);
    warnings warned = {0};
    wt_midi_score score;
    assert_int_equal(parse(&score, b.bytes, b.n, &warned, NULL), WT_OK);
    assert_int_equal(score.n_notes, 3);
    assert_int_equal(warned.n, 2);
    assert_non_null(strstr(warned.text, "format 0"));
    assert_non_null(strstr(warned.text, "speaks of 2 tracks, and there are 3"));
    wt_midi_free(&score);
}

#define HEAD "4D 54 68 64 00 00 00 06 00 00 00 01 00 60 "

static void files_in_which_nothing_can_be_read_are_refused_by_the_byte(void **state) {
    (void)state;
    static const struct {
        const char *name, *hex;
        const char *says;
    } cases[] = {
        {"0 bytes", "", "byte 0: not a Standard MIDI File"},
        {"MThd only", "4D 54 68 64", "byte 4: the file ends within its header"},
        {"no tracks", HEAD, "byte 14: there is no track"},
        {"65535 tracks declared, none there", "4D 54 68 64 00 00 00 06 00 01 FF FF 00 60",
         "there is no track"},
        {"division 0", "4D 54 68 64 00 00 00 06 00 00 00 01 00 00 4D 54 72 6B 00 00 00 00",
         "byte 12: a time division of 0x0000"},
        {"0 ticks a frame", "4D 54 68 64 00 00 00 06 00 00 00 01 E7 00 4D 54 72 6B 00 00 00 00",
         "0xE700"},
        {"RIFF without data", "52 49 46 46 04 00 00 00 52 4D 49 44", "not a Standard MIDI File"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        bytes b = {.n = 0};
        put_hex(&b, cases[i].hex);
        wt_midi_score score;
        wt_message message = {""};
        const wt_status status = parse(&score, b.bytes, b.n, NULL, &message);
        if (status != WT_BAD_FORMAT || !strstr(message.text, cases[i].says)) {
            fail_msg("%s: status %d, %s", cases[i].name, (int)status, message.text);
        }
        assert_null(score.notes);
    }
}

// A track of one note: what follows its 8 bytes of chunk head.
#define NOTE "00 90 3C 40 60 80 3C 00 00 FF 2F 00"
#define CHUNK "4D 54 72 6B 00 00 00 0C " NOTE

static void damaged_containers_are_read_and_what_was_amiss_is_told(void **state) {
    (void)state;
    static const struct {
        const char *name, *hex;
        size_t n_notes;
        const char *says;
    } cases[] = {
        {"header length 0", "4D 54 68 64 00 00 00 00 00 00 00 01 00 60 " CHUNK, 1,
         "byte 4: the header's length"},
        {"header length 1000", "4D 54 68 64 00 00 03 E8 00 00 00 01 00 60 " CHUNK, 1,
         "byte 4: the header's length"},
        {"header length 2^32-1", "4D 54 68 64 FF FF FF FF 00 00 00 01 00 60 " CHUNK, 0, NULL},
        {"65535 tracks", "4D 54 68 64 00 00 00 06 00 01 FF FF 00 60 " CHUNK, 1,
         "speaks of 65535 tracks, and there is 1"},
        {"a track less than declared", "4D 54 68 64 00 00 00 06 00 01 00 02 00 60 " CHUNK, 1,
         "speaks of 2 tracks, and there is 1"},
        {"0 tracks", "4D 54 68 64 00 00 00 06 00 01 00 00 00 60 " CHUNK, 1, "speaks of 0 tracks"},
        {"format 65535", "4D 54 68 64 00 00 00 06 FF FF 00 01 00 60 " CHUNK, 1, "format 65535"},
        {"format 0 of two tracks", "4D 54 68 64 00 00 00 06 00 00 00 02 00 60 " CHUNK CHUNK, 1,
         "format 0 with 2 tracks"},
        {"27 frames a second", "4D 54 68 64 00 00 00 06 00 00 00 01 E5 28 " CHUNK, 1,
         "byte 12: 27 frames"},
        {"a track too short", HEAD "4D 54 72 6B 00 00 00 05 " NOTE, 1,
         "track 1, byte 18: the track's length"},
        {"a track of 0 bytes", HEAD "4D 54 72 6B 00 00 00 00 " NOTE, 1, "byte 18: the track's"},
        {"a track too long", HEAD "4D 54 72 6B 00 00 00 0D " NOTE, 1, "byte 18: the track's"},
        {"a track of 2^32-1", HEAD "4D 54 72 6B FF FF FF FF " NOTE, 1, "byte 18: the track's"},
        {"a track that swallows the next",
         "4D 54 68 64 00 00 00 06 00 01 00 02 00 60 4D 54 72 6B 00 00 00 20 00 91 3C 40 60 81 3C "
         "00 00 FF 2F 00" CHUNK,
         2, "track 1, byte 18: the track's"},
        {"bytes between tracks",
         "4D 54 68 64 00 00 00 06 00 01 00 02 00 60 4D 54 72 6B 00 00 00 0C 00 91 3C 40 60 81 3C "
         "00 00 FF 2F 00 01 02 03" CHUNK,
         2, "byte 34: bytes that are no chunk"},
        {"bytes after the last", HEAD CHUNK "01 02 03", 1, "byte 34: 3 bytes after the last"},
        {"junk before the header", "00 01 02 4D 54 68 64 41 " HEAD CHUNK, 1,
         "byte 8: the MIDI file"},
        {"RIFF of a wrong length",
         "52 49 46 46 00 00 00 00 52 4D 49 44 64 61 74 61 22 00 00 00 " HEAD CHUNK, 1,
         "byte 4: a RIFF length"},
        {"RIFF cut short",
         "52 49 46 46 2E 00 00 00 52 4D 49 44 64 61 74 61 30 00 00 00 " HEAD CHUNK, 1,
         "byte 4: a RIFF length"},
        {"RIFF of a data chunk too short",
         "52 49 46 46 2E 00 00 00 52 4D 49 44 64 61 74 61 10 00 00 00 " HEAD CHUNK, 1, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        bytes b = {.n = 0};
        put_hex(&b, cases[i].hex);
        assert_true(wt_midi_detect(b.bytes, b.n) || cases[i].n_notes == 0);
        warnings warned = {0};
        wt_midi_score score;
        wt_message message = {""};
        const wt_status status = parse(&score, b.bytes, b.n, &warned, &message);
        if (cases[i].n_notes == 0) { // no header that a text could not have: it may be refused
            if (status == WT_OK) {
                wt_midi_free(&score);
            }
            continue;
        }
        if (status != WT_OK || (cases[i].says && !strstr(warned.text, cases[i].says))) {
            fail_msg("%s: %s%s", cases[i].name, message.text, warned.text);
        }
        assert_int_equal(score.n_notes, cases[i].n_notes);
        assert_true(score.notes[0].duration_s > 0.0);
        wt_midi_free(&score);
    }
}

static void format_2_plays_its_tracks_in_turn_each_at_rest(void **state) {
    (void)state;
    bytes b = {.n = 0};
    put_header(&b, 2, 3, 96);
    put_track(&b, "00 FF 51 03 0F 42 40  00 E0 00 00  00 B0 40 7F  00 90 3C 40  60 3C 00" EOT);
    put_track(&b, "00 90 3C 40  60 3C 00  60 FF 2F 00");
    put_track(&b, "00 90 3E 40  60 3E 00" EOT);
    warnings warned = {0};
    wt_midi_score score;
    assert_int_equal(parse(&score, b.bytes, b.n, &warned, NULL), WT_OK);
    char notes[256];
    describe_notes(&score, notes, sizeof notes);
    assert_string_equal(notes, "60@0+1 60@1+0.5 62@2+0.5");
    const wt_midi_curve bend = wt_midi_slice(score.curves[0][WT_MIDI_BEND], 1.0, 1.5);
    assert_true(bend.n == 1 && !(bend.points[0].value < 0.0) && !(bend.points[0].value > 0.0));
    assert_non_null(strstr(warned.text, "one after another"));
    wt_midi_free(&score);
}

// What was there before the cut sounds: a note from its third byte on.
static void a_file_cut_at_any_byte_plays_what_is_there(void **state) {
    (void)state;
    const bytes b = song(96, (const char *[MAX_TRACKS]){
                                 "00 FF 51 03 0F 42 40" EOT,
                                 "00 F0 03 7E 7F F7  00 E0 00 00  00 90 3C 40  60 80 3C 00" EOT});
    const size_t first_track = 14 + 8;
    const size_t note_on = b.n - 8; // as many bytes follow
    for (size_t n = 0; n < b.n; ++n) {
        wt_midi_score score;
        wt_message message = {""};
        const wt_status status = parse(&score, b.bytes, n, NULL, &message);
        assert_int_equal(status, n < first_track ? WT_BAD_FORMAT : WT_OK);
        assert_true(message.text[0] || status == WT_OK);
        assert_int_equal(score.n_notes, n >= note_on);
        wt_midi_free(&score);
    }
}

static void a_track_longer_than_the_clock_ends_there(void **state) {
    (void)state;
    const size_t n_events = 2100; // of 2^28 - 1 ticks: more than 2^39
    bytes head = {.n = 0};
    put_header(&head, 0, 1, 1);
    put_text(&head, "MTrk");
    put(&head, (unsigned)(7 * n_events), 4);
    const size_t n = head.n + 7 * n_events;
    uint8_t *const whole = malloc(n);
    memcpy(whole, head.bytes, head.n);
    for (size_t i = 0; i < n_events; ++i) {
        memcpy(whole + head.n + 7 * i, "\xFF\xFF\xFF\x7F\xFF\x01\x00", 7);
    }
    wt_midi_score score;
    warnings warned = {0};
    assert_int_equal(parse(&score, whole, n, &warned, NULL), WT_OK);
    assert_non_null(strstr(warned.text, "2^39"));
    wt_midi_free(&score);
    free(whole);
}

// A file of note-ons at tick 0, going round `n_keys` keys.
static uint8_t *running_notes(size_t n_events, int n_keys, size_t *n) {
    bytes head = {.n = 0};
    put_header(&head, 0, 1, 96);
    put_text(&head, "MTrk");
    put(&head, (unsigned)(3 * n_events + 1), 4);
    *n = head.n + 3 * n_events + 1;
    uint8_t *const whole = malloc(*n);
    memcpy(whole, head.bytes, head.n);
    uint8_t *at = whole + head.n;
    for (size_t i = 0; i < n_events; ++i) {
        *at++ = 0;
        if (i == 0) {
            *at++ = 0x90;
        }
        *at++ = (uint8_t)(i % (size_t)n_keys);
        *at++ = 64;
    }
    return whole;
}

static void a_million_note_ons_at_one_tick_are_as_many_notes_as_keys(void **state) {
    (void)state;
    size_t n;
    uint8_t *const whole = running_notes(1000000, 128, &n);
    wt_midi_score score;
    assert_int_equal(parse(&score, whole, n, NULL, NULL), WT_OK);
    assert_int_equal(score.n_notes, 128);
    wt_midi_free(&score);
    free(whole);
}

static void many_notes_over_many_bends_share_their_points(void **state) {
    (void)state;
    // 128 keys down, then 10,000 bends a tick apart; all up: each key's slice is the one course.
    uint8_t *const track = malloc(100000);
    size_t n = 0;
    for (int key = 0; key < 128; ++key) {
        const uint8_t on[] = {0, 0x90, (uint8_t)key, 64};
        memcpy(track + n, on, 4);
        n += 4;
    }
    for (int i = 1; i <= 10000; ++i) {
        const uint8_t bend[] = {1, 0xE0, (uint8_t)(i & 0x7F), (uint8_t)(i >> 7)};
        memcpy(track + n, bend, 4);
        n += 4;
    }
    bytes head = {.n = 0};
    put_header(&head, 0, 1, 96);
    put_text(&head, "MTrk");
    put(&head, (unsigned)n, 4);
    uint8_t *const whole = malloc(head.n + n);
    memcpy(whole, head.bytes, head.n);
    memcpy(whole + head.n, track, n);
    wt_midi_score score;
    assert_int_equal(parse(&score, whole, head.n + n, NULL, NULL), WT_OK);
    assert_int_equal(score.n_notes, 128);
    for (size_t i = 0; i < 128; ++i) {
        const wt_midi_note *const note = &score.notes[i];
        const wt_midi_curve bend = wt_midi_slice(score.curves[0][WT_MIDI_BEND], note->start_s,
                                                 note->start_s + note->duration_s);
        assert_ptr_equal(bend.points, score.curves[0][WT_MIDI_BEND].points);
        assert_int_equal(bend.n, 10000);
    }
    wt_midi_free(&score);
    free(whole);
    free(track);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    const bytes b = song(96, (const char *[MAX_TRACKS]){"00 90 3C 40  60 3C 00" EOT});
    int n = 0;
    for (;; ++n) {
        wt_midi_score score;
        wt_message message = {""};
        fail_after_allocations(n);
        const wt_status status = wt_midi_read(&score, b.bytes, b.n, 1.0, NULL, &message);
        fail_after_allocations(-1);
        if (status == WT_OK) {
            wt_midi_free(&score);
            break;
        }
        assert_int_equal(status, WT_NO_MEMORY);
    }
    assert_true(n > 0);
}

static void other_files_are_not_taken_for_midi(void **state) {
    (void)state;
    static const char *const others[] = {"", "MTh", "MTrk", "RIFF\4\0\0\0WAVE", "RIFF", "0 C4\n"};
    for (size_t i = 0; i < sizeof others / sizeof *others; ++i) {
        assert_false(wt_midi_detect((const uint8_t *)others[i], strlen(others[i])));
    }
    assert_false(wt_midi_detect((const uint8_t *)"RIFF\4\0\0\0WAVE", 12));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_in_give_notes_out),
        cmocka_unit_test(notes_carry_velocity_channel_and_the_end),
        cmocka_unit_test(controllers_draw_courses),
        cmocka_unit_test(messages_tune_keys),
        cmocka_unit_test(ten_thousand_tempo_changes_do_not_drift),
        cmocka_unit_test(what_will_not_sound_as_written_is_told_once),
        cmocka_unit_test(containers_of_every_legal_shape_are_read),
        cmocka_unit_test(more_tracks_than_declared_play),
        cmocka_unit_test(files_in_which_nothing_can_be_read_are_refused_by_the_byte),
        cmocka_unit_test(damaged_containers_are_read_and_what_was_amiss_is_told),
        cmocka_unit_test(format_2_plays_its_tracks_in_turn_each_at_rest),
        cmocka_unit_test(a_file_cut_at_any_byte_plays_what_is_there),
        cmocka_unit_test(a_track_longer_than_the_clock_ends_there),
        cmocka_unit_test(a_million_note_ons_at_one_tick_are_as_many_notes_as_keys),
        cmocka_unit_test(many_notes_over_many_bends_share_their_points),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(other_files_are_not_taken_for_midi),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
