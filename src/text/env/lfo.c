// Low-frequency oscillators of envelopes.
#include "text/duration.h"
#include "text/env/parts.h"
#include "text/number.h"
#include "text/unit.h"

#include <string.h>

#define A_RATE "a rate such as 5Hz or 1/4"
#define MAX_RATE_HZ 1e6
#define MAX_NOTE_VALUE 1e6

static wt_parse read_rate(const char *text, wt_env_term *term) {
    wt_time period = {0, WT_SECONDS};
    const wt_parse note_value = wt_read_duration(text, &period);
    if (note_value.status == WT_OK && period.unit == WT_WHOLE_NOTES) {
        if (period.value < 1 / MAX_NOTE_VALUE || period.value > MAX_NOTE_VALUE) {
            return wt_parse_fault(WT_BAD_RANGE, 0,
                                  "a rate from 1/1000000 to 1000000/1, such as 1/4");
        }
        term->rate = period.value;
        term->per_note_value = true;
        return note_value;
    }
    const wt_parse parse = wt_read_hz(text, &term->rate);
    if (parse.status == WT_BAD_SYNTAX) {
        return wt_parse_fault(WT_BAD_SYNTAX, 0, A_RATE);
    }
    if (parse.status != WT_OK || term->rate > MAX_RATE_HZ) {
        return wt_parse_fault(WT_BAD_RANGE, 0, "a rate above 0Hz and up to 1MHz, such as 5Hz");
    }
    return parse;
}

static wt_parse read_lfo_part(const char *text, int part, wt_env_term *term) {
    switch (part) {
    case 0:
        return read_rate(text, term);
    case 1:
        return wt_read_env_value(text, &term->low);
    case 2:
        return wt_read_env_value(text, &term->high);
    default:
        return wt_read_in_unit(text, WT_SHARE, 0, 1, "a phase from 0 to 1", &term->phase);
    }
}

// Read :RATE:LOW:HIGH[:PHASE] at `at`.
static wt_parse read_lfo_swing(const char *text, size_t at, wt_env_term *term) {
    for (int part = 0; part < 4; ++part) {
        if (text[at] != ':') {
            return part == 3
                       ? wt_parsed(at)
                       : wt_parse_fault(WT_BAD_SYNTAX, at, "a colon and the rest of " WT_AN_LFO);
        }
        const wt_parse parse = wt_shifted(read_lfo_part(text + at + 1, part, term), at + 1);
        if (parse.status != WT_OK) {
            return parse;
        }
        at = parse.at;
    }
    return wt_parsed(at);
}

wt_parse wt_read_env_lfo(const char *text, wt_env_term *term, wt_wave_item *wave) {
    const size_t name_at = strlen("lfo:");
    const wt_parse name = wt_shifted(wt_read_wave_before(text + name_at, wave), name_at);
    wave->at = name_at;
    term->kind = WT_ENV_LFO;
    return name.status == WT_OK ? read_lfo_swing(text, name.at, term) : name;
}
