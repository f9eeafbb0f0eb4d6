// The edit distance of Damerau and Levenshtein, in its simple form.
#include "base/nearest.h"

#include <string.h>

enum { LONGEST = 63 };

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t length_of(const char *word) {
    size_t n = 0;
    while (n < LONGEST && word[n]) {
        ++n;
    }
    return n;
}

size_t wt_edits(const char *a, const char *b) {
    const size_t n_a = length_of(a);
    const size_t n_b = length_of(b);
    unsigned char rows[3][LONGEST + 1];
    unsigned char *before = rows[0];
    unsigned char *last = rows[1];
    unsigned char *now = rows[2];
    for (size_t j = 0; j <= n_b; ++j) {
        last[j] = before[j] = (unsigned char)j;
    }
    for (size_t i = 1; i <= n_a; ++i) {
        now[0] = (unsigned char)i;
        for (size_t j = 1; j <= n_b; ++j) {
            const char x = lower(a[i - 1]);
            const char y = lower(b[j - 1]);
            size_t edits = least(last[j], now[j - 1]) + 1;
            edits = least(edits, last[j - 1] + (size_t)(x != y));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y) {
                edits = least(edits, before[j - 2] + (size_t)1);
            }
            now[j] = (unsigned char)edits;
        }
        unsigned char *const spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[n_b];
}

// Of the part of `name` that is nearest: the parts of "brass-hit" are "brass" and "hit".
static size_t edits_of_part(const char *typed, const char *name) {
    size_t fewest = LONGEST;
    for (const char *at = name; at; at = strchr(at, '-') ? strchr(at, '-') + 1 : NULL) {
        char part[LONGEST + 1] = "";
        memcpy(part, at, least(strcspn(at, "-"), LONGEST));
        fewest = least(fewest, wt_edits(typed, part));
    }
    return fewest;
}

static const char *nearest(const char *typed, const char *const *names, size_t n,
                           size_t (*edits_of)(const char *, const char *)) {
    const char *found = NULL;
    size_t fewest = length_of(typed) / 4 + 1; // more is another word
    for (size_t i = 0; i < n; ++i) {
        const size_t edits = edits_of(typed, names[i]);
        if (edits < fewest || (edits == fewest && !found)) {
            found = names[i];
            fewest = edits;
        }
    }
    return found;
}

const char *wt_nearest(const char *typed, const char *const *names, size_t n) {
    const char *const whole = nearest(typed, names, n, wt_edits);
    return whole || strchr(typed, '-') ? whole : nearest(typed, names, n, edits_of_part);
}
