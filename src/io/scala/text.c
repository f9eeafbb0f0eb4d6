// The lines of Scala's files and the values at their beginnings.
#include "io/scala/text.h"

#include <string.h>

static const char END_OF_DOS_TEXT = 0x1A;

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

wt_scala_text wt_scala_text_open(const char *text, size_t n, wt_message *message) {
    size_t begin = 0;
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        begin = 3;
    }
    while (n > begin &&
           (is_blank(text[n - 1]) || is_line_end(text[n - 1]) || text[n - 1] == END_OF_DOS_TEXT)) {
        --n;
    }
    const char *const at = text + begin;
    return (wt_scala_text){at, text + n, at, at, 0, message};
}

static void step_line(wt_scala_text *text) {
    ++text->line;
    text->line_at = text->at;
    while (text->at < text->end && !is_line_end(*text->at)) {
        ++text->at;
    }
    text->line_end = text->at;
    if (text->at < text->end) {
        text->at += text->end - text->at > 1 && text->at[0] == '\r' && text->at[1] == '\n' ? 2 : 1;
    }
}

bool wt_scala_text_next(wt_scala_text *text) {
    while (text->at < text->end) {
        step_line(text);
        if (text->line_at == text->line_end || *text->line_at != '!') {
            return true;
        }
    }
    return false;
}

wt_status wt_scala_text_need(wt_scala_text *text, const char *what) {
    if (wt_scala_text_next(text)) {
        return WT_OK;
    }
    wt_message_set(text->message, "the text ends before %s", what);
    return WT_BAD_FORMAT;
}

static const char *word_begin(const wt_scala_text *text) {
    const char *at = text->line_at;
    while (at < text->line_end && is_blank(*at)) {
        ++at;
    }
    return at;
}

wt_status wt_scala_text_finish(wt_scala_text *text, const char *what) {
    while (wt_scala_text_next(text)) {
        if (word_begin(text) < text->line_end) {
            wt_message_set(text->message, "a line more than %s", what);
            return WT_BAD_FORMAT;
        }
    }
    return WT_OK;
}

int wt_scala_text_column(const wt_scala_text *text) {
    return (int)(word_begin(text) - text->line_at) + 1;
}

static const char *word_end(const wt_scala_text *text) {
    const char *at = word_begin(text);
    while (at < text->line_end && !is_blank(*at) && *at != '!') {
        ++at;
    }
    return at;
}

bool wt_scala_text_is_decimal(const wt_scala_text *text) {
    const char *at = word_begin(text);
    while (at < text->line_end && (is_digit(*at) || *at == '-')) {
        ++at;
    }
    return at < text->line_end && *at == '.';
}

// What follows a pitch is a comment, but not what may be more of it: 1200,5 or 3:2 or 1O0.0.
static bool ends_pitch(const wt_scala_text *text, const char *at) {
    const char c = at < text->line_end ? *at : ' ';
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c != '\0' && !letter && !is_digit(c) && !strchr(".,:/+-*^", c);
}

bool wt_scala_text_word_is(const wt_scala_text *text, char c) {
    const char *const begin = word_begin(text);
    return word_end(text) - begin == 1 && *begin == c;
}

static wt_status fault(const wt_scala_text *text, const char *what) {
    char word[33];
    size_t n = 0;
    for (const char *at = word_begin(text); at < word_end(text) && n + 1 < sizeof word; ++at) {
        word[n++] = *at > ' ' && *at < 0x7F ? *at : '?';
    }
    word[n] = '\0';
    wt_message_set(text->message, n ? "'%s', expected %s" : "%san empty line, expected %s", word,
                   what);
    return WT_BAD_FORMAT;
}

// A number's digits so far: mantissa * 10^exponent. Digits past the 18th only count.
typedef struct {
    unsigned long long mantissa;
    int exponent;
    int n_digits; // at most 18
    bool any;
} digits;

static const char *read_digits(const char *at, const char *end, bool after_dot, digits *d) {
    for (; at < end && is_digit(*at); ++at) {
        d->any = true;
        if (d->n_digits < 18) {
            d->mantissa = d->mantissa * 10 + (unsigned)(*at - '0');
            d->n_digits += d->mantissa > 0;
            d->exponent -= after_dot && d->exponent > -1000;
        } else if (d->exponent < 1000) {
            d->exponent += !after_dot;
        }
    }
    return at;
}

// Powers of ten are exact up to 10^22, so that what people write rounds once. No strtod: it
// follows the locale.
static double scaled(const digits *d) {
    double power = 1.0;
    const int n = d->exponent < 0 ? -d->exponent : d->exponent;
    for (int i = 0; i < n && i < 400; ++i) {
        power *= 10.0;
    }
    const double mantissa = (double)d->mantissa;
    if (d->mantissa == 0) {
        return 0.0;
    }
    return d->exponent < 0 ? mantissa / power : mantissa * power;
}

wt_status wt_scala_text_integer(const wt_scala_text *text, const char *what, int low, int high,
                                int *value) {
    const char *at = word_begin(text);
    const char *const end = word_end(text);
    const bool negative = at < end && *at == '-';
    digits d = {0};
    if (read_digits(at + negative, end, false, &d) != end || !d.any) {
        return fault(text, what);
    }
    const double number = negative ? -scaled(&d) : scaled(&d);
    if (!(number >= low && number <= high)) {
        return fault(text, what);
    }
    *value = (int)number;
    return WT_OK;
}

static const char *read_exponent(const char *at, const char *end, digits *d) {
    if (at == end || (*at != 'e' && *at != 'E')) {
        return at;
    }
    ++at;
    const bool negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    digits e = {0};
    at = read_digits(at, end, false, &e);
    const int n = e.mantissa > 999 || e.exponent > 0 ? 999 : (int)e.mantissa;
    d->exponent += negative ? -n : n;
    d->any = d->any && e.any;
    return at;
}

wt_status wt_scala_text_decimal(const wt_scala_text *text, const char *what, double low,
                                double high, double *value) {
    const char *at = word_begin(text);
    const char *const end = word_end(text);
    const bool negative = at < end && *at == '-';
    digits d = {0};
    at = read_digits(at + negative, end, false, &d);
    if (at < end && *at == '.') {
        at = read_digits(at + 1, end, true, &d);
    }
    at = read_exponent(at, end, &d);
    if (at < end && *at == 'c') { // 701.955c, 701.955cents
        at = end;
    }
    if (!ends_pitch(text, at) || !d.any) {
        return fault(text, what);
    }
    *value = negative ? -scaled(&d) : scaled(&d);
    return *value >= low && *value <= high ? WT_OK : fault(text, what);
}

static const char *skip_blanks(const char *at, const char *end) {
    while (at < end && is_blank(*at)) {
        ++at;
    }
    return at;
}

wt_status wt_scala_text_ratio(const wt_scala_text *text, const char *what, double *value) {
    const double limit = 0x1p1000;
    const char *const end = text->line_end;
    digits over = {0};
    digits under = {.mantissa = 1, .any = true};
    const char *at = read_digits(word_begin(text), end, false, &over);
    const char *const slash = skip_blanks(at, end);
    if (slash < end && *slash == '/') { // 3/2 or 3 / 2
        under = (digits){0};
        at = read_digits(skip_blanks(slash + 1, end), end, false, &under);
    }
    if (!ends_pitch(text, at) || !over.any || !under.any) {
        return fault(text, what);
    }
    const double a = scaled(&over);
    const double b = scaled(&under);
    if (!(a > 0 && a < limit && b > 0 && b < limit)) {
        return fault(text, what);
    }
    *value = a / b;
    return WT_OK;
}
