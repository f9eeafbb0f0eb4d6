// Decimal numbers, found by hand; strtod has the long ones, in a form that no locale can bend.
#include "text/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// No double, and no midpoint between two, has more than 767 significant digits; one more digit
// tells whether anything non-zero follows.
#define MAX_DIGITS 800
// Beyond what any length of text could bring back into range.
#define EXPONENT_CAP (INT64_C(1) << 60)

typedef struct {
    char digits[MAX_DIGITS + 32]; // significant digits, then the exponent
    size_t n_digits;
    int64_t exponent; // of ten, for the digits read as a whole number
    bool lost;        // a non-zero digit did not fit
} decimal;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static void add_digit(decimal *d, char digit, bool after_dot) {
    if (d->n_digits == 0 && digit == '0') {
        d->exponent -= after_dot;
    } else if (d->n_digits < MAX_DIGITS) {
        d->digits[d->n_digits++] = digit;
        d->exponent -= after_dot;
    } else {
        d->lost = d->lost || digit != '0';
        d->exponent += !after_dot;
    }
}

static size_t read_mantissa(const char *text, decimal *d) {
    size_t at = 0;
    for (; is_digit(text[at]); ++at) {
        add_digit(d, text[at], false);
    }
    if (text[at] == '.' && is_digit(text[at + 1])) {
        for (++at; is_digit(text[at]); ++at) {
            add_digit(d, text[at], true);
        }
    }
    return at;
}

// Return the length of the exponent, 0 where there is none.
static size_t read_exponent(const char *text, int64_t *exponent) {
    if (text[0] != 'e' && text[0] != 'E') {
        return 0;
    }
    size_t at = text[1] == '+' || text[1] == '-' ? 2 : 1;
    if (!is_digit(text[at])) {
        return 0;
    }
    int64_t value = 0;
    for (; is_digit(text[at]); ++at) {
        value = value < EXPONENT_CAP / 16 ? value * 10 + (text[at] - '0') : EXPONENT_CAP;
    }
    *exponent += text[1] == '-' ? -value : value;
    return at;
}

// Where the digits and the power of ten are doubles themselves, one rounding makes the number: so
// short are most that people write. (W. D. Clinger, How to Read Floating Point Numbers Accurately.)
static bool is_short(const decimal *d) {
    return d->n_digits <= 15 && d->exponent >= -22 && d->exponent <= 22;
}

static double short_to_double(const decimal *d) {
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double whole = 0;
    for (size_t i = 0; i < d->n_digits; ++i) {
        whole = 10 * whole + (d->digits[i] - '0');
    }
    return d->exponent < 0 ? whole / tens[-d->exponent] : whole * tens[d->exponent];
}

static double to_double(decimal *d) {
    if (d->n_digits == 0) {
        return 0;
    }
    if (is_short(d)) {
        return short_to_double(d);
    }
    if (d->lost) {
        d->digits[d->n_digits++] = '1';
        d->exponent -= 1;
    }
    snprintf(d->digits + d->n_digits, sizeof d->digits - d->n_digits, "e%lld",
             (long long)d->exponent);
    return strtod(d->digits, NULL);
}

wt_parse wt_read_number(const char *text, double *number) {
    decimal d;
    d.n_digits = 0;
    d.exponent = 0;
    d.lost = false;
    const size_t sign = text[0] == '-' || text[0] == '+';
    const size_t mantissa = read_mantissa(text + sign, &d);
    if (mantissa == 0) {
        return wt_parse_fault(WT_BAD_SYNTAX, sign, "a number such as 0.5");
    }
    const size_t exponent = read_exponent(text + sign + mantissa, &d.exponent);
    const double magnitude = to_double(&d);
    if (!isfinite(magnitude)) {
        return wt_parse_fault(WT_BAD_RANGE, 0, "a smaller number");
    }
    *number = text[0] == '-' ? -magnitude : magnitude;
    return wt_parsed(sign + mantissa + exponent);
}

wt_parse wt_read_number_in(const char *text, double low, double high, const char *expected,
                           double *number) {
    double value = 0;
    const wt_parse parse = wt_read_number(text, &value);
    if (parse.status != WT_OK) {
        return wt_parse_fault(parse.status, parse.at, expected);
    }
    if (value < low || value > high) {
        return wt_parse_fault(WT_BAD_RANGE, 0, expected);
    }
    *number = value;
    return parse;
}

wt_parse wt_read_integer(const char *text, int64_t low, int64_t high, int64_t *number) {
    const bool negative = text[0] == '-';
    // The magnitude is gathered below zero, where INT64_MIN has room.
    int64_t value = 0;
    bool overflow = false;
    size_t at = negative;
    for (; is_digit(text[at]); ++at) {
        const int digit = text[at] - '0';
        overflow = overflow || value < (INT64_MIN + digit) / 10;
        value = overflow ? value : value * 10 - digit;
    }
    if (at == negative) {
        return wt_parse_fault(WT_BAD_SYNTAX, at, "a whole number such as 4");
    }
    if (overflow || (!negative && value == INT64_MIN)) {
        return wt_parse_fault(WT_BAD_RANGE, 0, "a whole number within the allowed range");
    }
    value = negative ? value : -value;
    if (value < low || value > high) {
        return wt_parse_fault(WT_BAD_RANGE, 0, "a whole number within the allowed range");
    }
    *number = value;
    return wt_parsed(at);
}

wt_parse wt_read_hz(const char *text, double *hz) {
    double number = 0;
    const wt_parse parse = wt_read_number(text, &number);
    if (parse.status != WT_OK) {
        return wt_parse_fault(parse.status, parse.at, "a frequency such as 440Hz");
    }
    const char *unit = text + parse.at;
    const bool kilo = unit[0] == 'k';
    if (strncmp(unit + kilo, "Hz", 2) != 0 && strncmp(unit + kilo, "hz", 2) != 0) {
        return wt_parse_fault(WT_BAD_SYNTAX, parse.at, "Hz or kHz, as in 440Hz");
    }
    const double value = kilo ? number * 1000 : number;
    if (!(value > 0) || !isfinite(value)) {
        return wt_parse_fault(WT_BAD_RANGE, 0, "a frequency above 0Hz, such as 440Hz");
    }
    *hz = value;
    return wt_parsed(parse.at + kilo + 2);
}
