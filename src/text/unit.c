// Units and their suffixes.
#include "text/unit.h"

#include "text/number.h"

#include <ctype.h>

// Of one unit, what begins with another comes before it.
static const struct {
    wt_unit unit;
    const char *suffix; // small letters
    double times, over;
} suffixes[] = {
    {WT_HERTZ, "khz", 1000, 1},  {WT_HERTZ, "hz", 1, 1},     {WT_HERTZ, "k", 1000, 1},
    {WT_DECIBELS, "dbfs", 1, 1}, {WT_DECIBELS, "db", 1, 1},  {WT_BPM, "bpm", 1, 1},
    {WT_SHARE, "%", 1, 100},     {WT_SEMITONES, "st", 1, 1}, {WT_CENTS, "cents", 1, 1},
    {WT_CENTS, "c", 1, 1},
};

// Return the length of `suffix` where `text` begins with it, in any case; else 0.
static size_t begins_with(const char *text, const char *suffix) {
    size_t n = 0;
    while (suffix[n] && tolower((unsigned char)text[n]) == suffix[n]) {
        ++n;
    }
    return suffix[n] ? 0 : n;
}

wt_parse wt_read_in_unit(const char *text, wt_unit unit, double low, double high,
                         const char *expected, double *number) {
    double value = 0;
    wt_parse parse = wt_read_number(text, &value);
    if (parse.status != WT_OK) {
        return wt_parse_fault(parse.status, parse.at, expected);
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; ++i) {
        const size_t n =
            suffixes[i].unit == unit ? begins_with(text + parse.at, suffixes[i].suffix) : 0;
        if (n > 0) {
            value = value * suffixes[i].times / suffixes[i].over;
            parse.at += n;
            break;
        }
    }
    if (!(value >= low && value <= high)) {
        return wt_parse_fault(WT_BAD_RANGE, 0, expected);
    }
    *number = value;
    return parse;
}
