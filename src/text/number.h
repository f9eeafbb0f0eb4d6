// Decimal numbers as people type them: 3, -0.5, .25, 1e-3; never hex, inf, nan or a locale's comma.
#ifndef WT_TEXT_NUMBER_H
#define WT_TEXT_NUMBER_H

#include "text/parse.h"

#include <stdint.h>

// Read a finite decimal number. Overflow is WT_BAD_RANGE. The result is the
// nearest double, whatever the locale.
wt_parse wt_read_number(const char *text, double *number);

// Read a whole number in low..high; digits only, an optional leading '-'.
wt_parse wt_read_integer(const char *text, int64_t low, int64_t high, int64_t *number);

#endif
