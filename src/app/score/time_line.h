// From the notes of the request to voices on a time line of frames.
#ifndef WT_APP_SCORE_TIME_LINE_H
#define WT_APP_SCORE_TIME_LINE_H

#include "app/request/request.h"
#include "app/score/parts.h"
#include "app/score/tempo_map.h"
#include "core/voice/patch.h"

typedef struct {
    wt_parts parts;      // owned; each note has one
    double tempo_bpm;    // at the beginning
    wt_tempo_map tempos; // owned: of a text score, else empty
    wt_note *notes;      // owned, ordered by start
    size_t n_notes;
    wt_note *whole; // owned: of --only, all notes that there would be without it; else null
    size_t n_whole;
    size_t polyphony; // the most that sound at once
    size_t block;     // frames that are rendered at once
    size_t chord;     // pitches of the largest chord, at least 1
    int channels;     // 1 or 2
    uint64_t frames;  // length of the output
    uint64_t fade;    // frame at which a cut begins to fade; == frames: no cut
    void *arena;      // owned: envelopes that come with notes
    wt_glide *glides; // owned
} wt_time_line;

// Lay out `n_words` notes one after another, or the score that is asked for, numbered from
// `first_number` on. `listener` hears what
// is odd about it. False: fault is set, nothing is left to free.
bool wt_time_line_make(wt_time_line *time_line, const wt_request *request,
                       const wt_note_setting *words, size_t n_words, uint32_t first_number,
                       const wt_listener *listener, wt_fault *fault);

// Return the linear gain at which no built-in wave clips, played by this patch and these notes: -3
// dB, less 20 log10 of the largest chord and 10 log10 of --unison; where notes that follow one
// another add up to more, since they overlap for a while, less for that.
double wt_time_line_gain(const wt_time_line *time_line, const wt_patch *patch);

// Return the lowest pitch of the notes of a part; 0 where there are none.
double wt_time_line_lowest(const wt_time_line *time_line, uint32_t part);

// Let each turn of a part's oscillators hold so many of its notes' own.
void wt_time_line_slow(wt_time_line *time_line, uint32_t part, uint32_t turns);

void wt_time_line_free(wt_time_line *time_line);

#endif
