// Notes as people type them: pitches, chords, durations, velocities and ranges.
#include "text/note.h"

#include "base/grow.h"
#include "text/duration.h"
#include "text/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define A_PITCH "a pitch such as C4, F#3, 69 or 440Hz"
#define A_MIDI_NUMBER "a MIDI note number from 0 to 127, or a frequency with its unit such as 440Hz"
#define CENTS "cents, as in A4+50c or A4-12.5c"
#define A_VELOCITY "a velocity from 0 to 127"
#define FULL_VELOCITY 127

// Return the semitones above C of a note letter, -1 where `c` is none.
static int letter_semitone(char c) {
    static const char letters[] = "CDEFGABcdefgab";
    static const int semitones[] = {0, 2, 4, 5, 7, 9, 11};
    const char *letter = c ? strchr(letters, c) : NULL;
    return letter ? semitones[(letter - letters) % 7] : -1;
}

// Read an optional +CENTSc or -CENTSc.
static wt_parse read_cents(const char *text, double *cents) {
    if (text[0] != '+' && text[0] != '-') {
        return wt_parsed(0);
    }
    double number = 0;
    const wt_parse parse = wt_shifted(wt_read_number_in(text + 1, 0, 1e6, CENTS, &number), 1);
    if (parse.status != WT_OK) {
        return parse;
    }
    if (text[parse.at] != 'c') {
        return wt_parse_fault(WT_BAD_SYNTAX, parse.at, "a c after the cents, as in A4+50c");
    }
    *cents = text[0] == '-' ? -number : number;
    return wt_parsed(parse.at + 1);
}

// MIDI 0 to 127 by their names.
static const char *range_of_names(int middle_c) {
    return middle_c == 3   ? "a note from C-2 to G8 (MIDI 0 to 127)"
           : middle_c == 5 ? "a note from C0 to G10 (MIDI 0 to 127)"
                           : "a note from C-1 to G9 (MIDI 0 to 127)";
}

static wt_parse read_name(const char *text, int middle_c, double *midi) {
    size_t at = 1;
    const char accidental = text[at];
    int semitone = letter_semitone(text[0]);
    for (; at <= 2 && text[at] == accidental && (accidental == '#' || accidental == 'b'); ++at) {
        semitone += accidental == '#' ? 1 : -1;
    }
    int64_t octave = 0;
    const wt_parse octave_parse = wt_read_integer(text + at, -10, 20, &octave);
    if (octave_parse.status == WT_BAD_SYNTAX) {
        return wt_parse_fault(WT_BAD_SYNTAX, at, "an octave from -1 to 9, as in C4 or F#3");
    }
    if (octave_parse.status != WT_OK) {
        return wt_parse_fault(WT_BAD_RANGE, 0, range_of_names(middle_c));
    }
    at += octave_parse.at;
    double cents = 0;
    const wt_parse parse = wt_shifted(read_cents(text + at, &cents), at);
    if (parse.status != WT_OK) {
        return parse;
    }
    const double value = (double)(12 * (octave + 5 - middle_c) + semitone) + cents / 100;
    if (value < 0 || value > 127) {
        return wt_parse_fault(WT_BAD_RANGE, 0, range_of_names(middle_c));
    }
    *midi = value;
    return parse;
}

// Read a MIDI number or a frequency.
static wt_parse read_numeric_pitch(const char *text, wt_pitch_text *pitch) {
    double value = 0;
    const wt_parse hz = wt_read_hz(text, &value);
    if (hz.status == WT_OK) {
        *pitch = (wt_pitch_text){WT_PITCH_HZ, value};
        return hz;
    }
    if (hz.status == WT_BAD_RANGE) {
        return hz;
    }
    const wt_parse midi = wt_read_number_in(text, 0, 127, A_MIDI_NUMBER, &value);
    if (midi.status == WT_OK) {
        *pitch = (wt_pitch_text){WT_PITCH_NOTE, value + 0.0}; // -0 becomes 0
    }
    return midi.status == WT_BAD_SYNTAX ? wt_parse_fault(WT_BAD_SYNTAX, midi.at, A_PITCH) : midi;
}

wt_parse wt_read_pitch(const char *text, int middle_c, wt_pitch_text *pitch) {
    if (text[0] && strchr("_rR", text[0])) {
        *pitch = (wt_pitch_text){WT_PITCH_REST, 0};
        return wt_parsed(1);
    }
    if (letter_semitone(text[0]) < 0) {
        return read_numeric_pitch(text, pitch);
    }
    double midi = 0;
    const wt_parse parse = read_name(text, middle_c, &midi);
    if (parse.status == WT_OK) {
        *pitch = (wt_pitch_text){WT_PITCH_NOTE, midi};
    }
    return parse;
}

// Read [:DURATION][@VELOCITY] at `at`.
static wt_parse read_manner(const char *text, size_t at, bool *has_duration, wt_time *duration,
                            double *velocity) {
    *has_duration = text[at] == ':';
    *duration = (wt_time){0, WT_SECONDS};
    *velocity = FULL_VELOCITY;
    wt_parse parse = wt_parsed(at);
    if (*has_duration) {
        parse = wt_shifted(wt_read_duration(text + at + 1, duration), at + 1);
    }
    if (parse.status == WT_OK && text[parse.at] == '@') {
        const size_t velocity_at = parse.at + 1;
        parse = wt_read_number_in(text + velocity_at, 0, 127, A_VELOCITY, velocity);
        parse = wt_shifted(parse, velocity_at);
    }
    return parse;
}

// Read PITCH[,PITCH]...; what was read stays in `note`, also on failure.
static wt_parse read_chord(const char *text, int middle_c, wt_note_text *note) {
    size_t capacity = 0;
    size_t at = 0;
    for (;;) {
        wt_pitch_text pitch;
        const wt_parse parse = wt_shifted(wt_read_pitch(text + at, middle_c, &pitch), at);
        if (parse.status != WT_OK) {
            return parse;
        }
        if (pitch.kind == WT_PITCH_REST && (at > 0 || text[parse.at] == ',')) {
            return wt_parse_fault(WT_BAD_SYNTAX, at, "a pitch such as C4: a chord holds no rest");
        }
        wt_pitch_text *pitches =
            wt_grow(note->pitches, note->n_pitches, &capacity, sizeof *pitches);
        if (!pitches) {
            return wt_no_memory(at);
        }
        note->pitches = pitches;
        pitches[note->n_pitches++] = pitch;
        if (text[parse.at] != ',') {
            return parse;
        }
        at = parse.at + 1;
    }
}

wt_parse wt_read_note(const char *text, int middle_c, wt_note_text *note) {
    *note = (wt_note_text){0};
    wt_parse parse = read_chord(text, middle_c, note);
    if (parse.status == WT_OK) {
        parse = read_manner(text, parse.at, &note->has_duration, &note->duration, &note->velocity);
    }
    if (parse.status != WT_OK) {
        wt_note_text_free(note);
    }
    return parse;
}

void wt_note_text_free(wt_note_text *note) {
    free(note->pitches);
    *note = (wt_note_text){0};
}

// Read one end of a range, a name or a MIDI number.
static wt_parse read_end(const char *text, size_t at, int middle_c, double *midi) {
    wt_pitch_text pitch;
    const wt_parse parse = wt_shifted(wt_read_pitch(text + at, middle_c, &pitch), at);
    if (parse.status == WT_OK && pitch.kind != WT_PITCH_NOTE) {
        return wt_parse_fault(WT_BAD_SYNTAX, at,
                              "a note name or MIDI number, as in A0..C8 or 21..108");
    }
    *midi = parse.status == WT_OK ? pitch.value : 0;
    return parse;
}

// Read an optional /STEP at `at`.
static wt_parse read_step(const char *text, size_t at, int *step) {
    if (text[at] != '/') {
        *step = 1;
        return wt_parsed(at);
    }
    int64_t number = 0;
    const wt_parse parse = wt_shifted(wt_read_integer(text + at + 1, 1, 127, &number), at + 1);
    if (parse.status != WT_OK) {
        return wt_parse_fault(parse.status, at + 1,
                              "a step from 1 to 127 semitones, as in A0..C8/3");
    }
    *step = (int)number;
    return parse;
}

// Read a further velocity.
static wt_parse read_layer(const char *text, size_t at, wt_note_range *range) {
    double velocity = 0.0;
    const wt_parse parse =
        wt_shifted(wt_read_number_in(text + at, 0, 127, A_VELOCITY, &velocity), at);
    if (parse.status == WT_OK && range->n_velocities == WT_MOST_LAYERS) {
        return wt_parse_fault(WT_BAD_RANGE, at, "at most 16 layers of velocity");
    }
    if (parse.status == WT_OK) {
        range->velocities[range->n_velocities++] = velocity;
    }
    return parse;
}

wt_parse wt_read_note_range(const char *text, int middle_c, wt_note_range *range) {
    if (!strstr(text, "..")) {
        return wt_parse_fault(WT_BAD_SYNTAX, 0, "a range of notes such as A0..C8");
    }
    wt_note_range read;
    wt_parse parse = read_end(text, 0, middle_c, &read.low);
    if (parse.status == WT_OK && strncmp(text + parse.at, "..", 2) != 0) {
        parse = wt_parse_fault(WT_BAD_SYNTAX, parse.at, "two dots and the last note, as in A0..C8");
    }
    if (parse.status == WT_OK) {
        parse = read_end(text, parse.at + 2, middle_c, &read.high);
    }
    if (parse.status == WT_OK) {
        parse = read_step(text, parse.at, &read.step);
    }
    if (parse.status == WT_OK) {
        read.n_velocities = 1;
        parse = read_manner(text, parse.at, &read.has_duration, &read.duration, read.velocities);
    }
    while (parse.status == WT_OK && text[parse.at] == ',') {
        parse = read_layer(text, parse.at + 1, &read);
    }
    if (parse.status == WT_OK) {
        *range = read;
    }
    return parse;
}

static long floor_to_long(double x) {
    const long truncated = (long)x;
    return truncated - (x < (double)truncated);
}

void wt_note_name(double midi, int middle_c, char name[static 24]) {
    static const char *const names[] = {"C",  "C#", "D",  "D#", "E",  "F",
                                        "F#", "G",  "G#", "A",  "A#", "B"};
    const double limit = 1e6;
    const double pitch = midi < limit ? (midi > -limit ? midi : -limit) : limit;
    // The nearest note, the lower of two, and tenths of a cent from there.
    const long nearest = -floor_to_long(0.5 - pitch);
    const long tenths = floor_to_long((pitch - (double)nearest) * 1000 + 0.5);
    const long octave = floor_to_long((double)nearest / 12);
    const long rest = tenths < 0 ? -tenths : tenths;

    int n = snprintf(name, 24, "%s%ld", names[nearest - 12 * octave], octave + middle_c - 5);
    if (tenths != 0) {
        n += snprintf(name + n, 24 - (size_t)n, "%c%ld", tenths < 0 ? '-' : '+', rest / 10);
        if (rest % 10 != 0) {
            n += snprintf(name + n, 24 - (size_t)n, ".%ld", rest % 10);
        }
        snprintf(name + n, 24 - (size_t)n, "c");
    }
}
