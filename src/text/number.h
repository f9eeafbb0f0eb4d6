// Decimal numbers as people type them: 3, -0.5, +12, .25, 1e-3; never hex, inf, nan or a locale's
// comma.
#ifndef WT_TEXT_NUMBER_H
#define WT_TEXT_NUMBER_H

#include "text/parse.h"

#include <stdint.h>

// Read a finite decimal number. Overflow is WT_BAD_RANGE. The result is the
// nearest double, whatever the locale. A dot counts only before a digit, so
// that "60..72" begins with 60, and an 'e' only before an exponent.
wt_parse wt_read_number(const char *text, double *number);

// As wt_read_number, of low..high; anything else is WT_BAD_RANGE at 0. `expected` is the phrase
// of every fault.
wt_parse wt_read_number_in(const char *text, double low, double high, const char *expected,
                           double *number);

// Read a whole number in low..high; digits only, an optional leading '-'.
wt_parse wt_read_integer(const char *text, int64_t low, int64_t high, int64_t *number);

// Read a frequency > 0 with its unit: 440Hz, 0.5kHz. Without a unit it is WT_BAD_SYNTAX where
// the unit should stand.
wt_parse wt_read_hz(const char *text, double *hz);

#endif
