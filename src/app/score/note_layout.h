// Laying out: the steps by which words and scores alike become voices on the time line.
#ifndef WT_APP_SCORE_NOTE_LAYOUT_H
#define WT_APP_SCORE_NOTE_LAYOUT_H

#include "app/score/time_line.h"
#include "app/score/tuning.h"

// Whose note is being laid out, for messages.
typedef struct {
    void (*refuse)(const void *context, const char *what, wt_fault *fault);
    const void *context;
} wt_origin;

// How notes are laid out, whoever brings them.
typedef struct {
    int rate;
    int middle_c;       // the octave that note 60 is in
    wt_time duration;   // of a note that says none
    wt_time glide;      // 0: none
    bool legato;        // notes that touch are one voice
    bool keeps_muted;   // as time_line->whole
    bool has_tempo;     // one is asked for
    double tempo_share; // of a score's own that it plays at
} wt_layout_rules;

// What every step needs.
typedef struct {
    wt_time_line *time_line;
    size_t room;
    wt_layout_rules rules;
    const wt_listener *listener;
    const wt_tuning *tuning;
    wt_part *part;    // that plays what is added
    bool muted;       // by --only
    double tempo_bpm; // where the note starts; 0: that of the time line
    size_t room_whole;
    double end_s;       // of the last release so far
    double score_end_s; // where the score ends: its end of track, the end of its last note
    uint32_t number;
    wt_fault *fault;
} wt_note_layout;

// Return a time on the time line as a frame.
uint64_t wt_note_layout_frame(const wt_note_layout *layout, double seconds);

// Return whether a sound may last so long. False: fault is set.
bool wt_note_layout_check(wt_note_layout *layout, double seconds);

// Return a note without pitch that begins and ends at these times, and lengthen the time line to
// its release. `note.end` == `note.start` where it makes no sound. False: too late, fault is set.
bool wt_note_layout_times(wt_note_layout *layout, double start_s, double duration_s, wt_note *note);

// Return the highest frequency of the voices of --unison at `hz`.
double wt_note_layout_highest(const wt_note_layout *layout, double hz);

// Add one pitch, `note.hz`, as the voices of --unison. False: fault is set.
bool wt_note_layout_voices(wt_note_layout *layout, const wt_origin *origin, wt_note note);

// Add a NOTE: all its pitches, from `start_s` for `duration_s`. False: fault is set.
bool wt_note_layout_note(wt_note_layout *layout, const wt_origin *origin, const wt_note_text *note,
                         double start_s, double duration_s);

#endif
