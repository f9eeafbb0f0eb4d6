// Notes: C4, F#3:1/8@100, 69,440Hz:2s, _:1/4, and ranges A0..C8/3.
#ifndef WT_TEXT_NOTE_H
#define WT_TEXT_NOTE_H

#include "core/pitch/time.h"
#include "text/parse.h"

#include <stdbool.h>

// Names are read and written by the octave that note 60 is in, `middle_c`: 3, 4 or 5; 4 as MIDI
// files have it.
enum { WT_MIDDLE_C = 4 };

typedef enum {
    WT_PITCH_NOTE, // `value` is a MIDI note number with fractions, C4 = 60, A4 = 69
    WT_PITCH_HZ,   // `value` is a frequency in hertz, > 0
    WT_PITCH_REST,
} wt_pitch_kind;

typedef struct {
    wt_pitch_kind kind;
    double value;
} wt_pitch_text;

typedef struct {
    wt_pitch_text *pitches; // owned, n_pitches >= 1
    size_t n_pitches;
    bool has_duration;
    wt_time duration;
    double velocity; // 0..127; 127 where the note gives none
} wt_note_text;

// Read one PITCH: a name with octave and cents (B##-1+12.5c, Bb2, F#3-50c), a MIDI
// number 0..127 with fractions, or a frequency (440Hz, 0.5kHz), or a rest
// (_, r, R). Names may be lower case
// and have up to two sharps or flats. Names outside MIDI 0..127 and frequencies <= 0 are
// WT_BAD_RANGE.
wt_parse wt_read_pitch(const char *text, int middle_c, wt_pitch_text *pitch);

// Read one NOTE; the caller releases it with wt_note_text_free. A rest stands alone: in a chord
// it is WT_BAD_SYNTAX.
wt_parse wt_read_note(const char *text, int middle_c, wt_note_text *note);

void wt_note_text_free(wt_note_text *note);

enum { WT_MOST_LAYERS = 16 };

// Read a range PITCH..PITCH[/STEP][:DURATION][@VELOCITY[,VELOCITY]...] of MIDI notes, STEP a whole
// number of semitones, 1..127, with at most 16 layers of velocity. WT_BAD_SYNTAX, at = 0, where the
// word holds no "..".
typedef struct {
    double low, high; // MIDI numbers; may descend (low > high)
    int step;         // semitones, 1..127; 1 where the range gives none
    bool has_duration;
    wt_time duration;
    double velocities[WT_MOST_LAYERS];
    int n_velocities; // at least 1
} wt_note_range;

wt_parse wt_read_note_range(const char *text, int middle_c, wt_note_range *range);

// Write the name of the nearest MIDI note ("C#4", sharps; with cents "C4+50c" where it is not
// within 0.05 cent of one) to `name`. A number beyond +-1e6, or NaN, is written as the nearest
// that is not.
void wt_note_name(double midi, int middle_c, char name[static 24]);

#endif
