// The parts of the ENV grammar: what env.c joins to terms.
#ifndef WT_TEXT_ENV_PARTS_H
#define WT_TEXT_ENV_PARTS_H

#include "core/envelope/envelope.h"
#include "text/parse.h"
#include "text/wave.h"

#define WT_AN_LFO "lfo:WAVE:RATE:LOW:HIGH, as in lfo:sine:5Hz:0:1"

bool wt_starts_with(const char *text, const char *prefix);

// Read [NUMBER]vel, [NUMBER]key or NUMBER.
wt_parse wt_read_env_value(const char *text, wt_value *value);

// Read a constant, or breakpoints where a colon follows the first time. `term` then owns its
// points.
wt_parse wt_read_env_points(const char *text, wt_env_term *term);

// Read lfo:WAVE:RATE:LOW:HIGH[:PHASE].
wt_parse wt_read_env_lfo(const char *text, wt_env_term *term, wt_wave_item *wave);

#endif
