// Durations: 2, 0.25, 2s, 250ms, 1:30, 48000fr, and note values such as 1/4.
#ifndef WT_TEXT_DURATION_H
#define WT_TEXT_DURATION_H

#include "core/pitch/time.h"
#include "text/parse.h"

// Read a duration >= 0. Without a unit it is seconds; M:SS[.S] is minutes and seconds; a/b is a
// note value, b > 0.
wt_parse wt_read_duration(const char *text, wt_time *duration);

// Read a duration or N% of the note's duration (the TIME of an envelope, without M:SS).
wt_parse wt_read_env_time(const char *text, wt_time *time);

// Read A,D,S,R: attack, decay and release as durations, sustain 0..1.
typedef struct {
    wt_time attack;
    wt_time decay;
    double sustain;
    wt_time release;
} wt_adsr_text;

wt_parse wt_read_adsr(const char *text, wt_adsr_text *adsr);

#endif
