// Escapes.
#include "base/shown.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

// Of a character of UTF-8 of `n` bytes. U+2028 to U+202E and U+2066 to U+2069 end lines and turn
// the direction of all that follows.
static bool acts(const unsigned char *c, size_t n) {
    const bool is_general = n == 3 && c[0] == 0xe2;
    return (n == 1 && (c[0] < 0x20 || c[0] == 0x7f)) || (n == 2 && c[0] == 0xc2 && c[1] < 0xa0) ||
           (is_general && c[1] == 0x80 && c[2] >= 0xa8 && c[2] <= 0xae) ||
           (is_general && c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9);
}

size_t wt_shown(char out[WT_SHOWN], const char *text) {
    const unsigned char *const c = (const unsigned char *)text;
    const size_t length = wt_utf8_length(text);
    const size_t n = length > 0 ? length : 1;
    if (length > 0 && !acts(c, n)) {
        memcpy(out, text, n);
        out[n] = '\0';
        return n;
    }
    for (size_t i = 0; i < n; ++i) {
        snprintf(out + 4 * i, 5, "\\x%02X", c[i]);
    }
    return n;
}

void wt_show(char *out, size_t room, const char *text) {
    size_t n = 0;
    out[0] = '\0';
    while (*text) {
        char shown[WT_SHOWN];
        text += wt_shown(shown, text);
        const size_t length = strlen(shown);
        if (n + length >= room) {
            return;
        }
        memcpy(out + n, shown, length + 1);
        n += length;
    }
}
