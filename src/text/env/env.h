// The ENV grammar: constants, breakpoints, vel and key, lfo:, file:, and sums.
#ifndef WT_TEXT_ENV_ENV_H
#define WT_TEXT_ENV_ENV_H

#include "core/envelope/envelope.h"
#include "text/parse.h"
#include "text/wave.h"

// An envelope as typed. Of terms of kind LFO and SAMPLES `waves` says by which wave, built in or a
// NAME, or FILE; whoever loads it points term.samples at it.
typedef struct {
    wt_env env;          // terms are owned by this struct: `terms`
    wt_env_term *terms;  // the same array, writable, for the loader
    wt_wave_item *waves; // n_terms entries, owned; all zero for the other kinds
} wt_env_text;

enum { WT_ENV_MAX_TERMS = 1024 };

// Read ENV up to the end of the string or the first byte that cannot belong to it:
//   VALUE | TIME:VALUE[~CURVE],... | lfo:WAVE:RATE:LOW:HIGH[:PHASE] | file:PATH |
//   rand:VALUE:VALUE | cc:NUMBER:VALUE:VALUE | cc:pressure:VALUE:VALUE, joined by '+' and '*',
//   which goes first.
// VALUE is NUMBER, [NUMBER]vel or [NUMBER]key, where N% is N/100. RATE is 5Hz, or a note value 1/4
// (one cycle a quarter note). A '+', '*' or ',' inside PATH is written '\+' '\*' '\,'. Breakpoint
// times that go back (compared with earlier ones of the same unit) are WT_BAD_SYNTAX at the time. A
// '-' never joins. WAVE is built in or the NAME of a table. WT_BAD_RANGE: a NUMBER beyond +-1e9, a
// CURVE beyond +-100, a RATE that is 0 or less or above 1MHz, a note value beyond 1e-6..1e6, a
// PHASE outside 0..1, more than WT_ENV_MAX_TERMS terms.
wt_parse wt_read_env(const char *text, wt_env_text *env);

void wt_env_text_free(wt_env_text *env);

// Read [D=]ENV as of --mix and --cross: *dimension is default_dimension without "D=".
// `dimension` must lie in low..7.
wt_parse wt_read_dimension_env(const char *text, int default_dimension, int low, int *dimension,
                               wt_env_text *env);

#endif
