// Characters by their first bytes (RFC 3629, section 4).
#include "base/utf8.h"

#include <stdbool.h>

static bool within(unsigned char c, unsigned low, unsigned high) {
    return c >= low && c <= high;
}

size_t wt_utf8_length(const char *text) {
    const unsigned char *const c = (const unsigned char *)text;
    if (c[0] < 0x80) {
        return 1;
    }
    const size_t n = within(c[0], 0xc2, 0xdf)   ? 2
                     : within(c[0], 0xe0, 0xef) ? 3
                     : within(c[0], 0xf0, 0xf4) ? 4
                                                : 0;
    const unsigned low = c[0] == 0xe0 ? 0xa0 : c[0] == 0xf0 ? 0x90 : 0x80;
    const unsigned high = c[0] == 0xed ? 0x9f : c[0] == 0xf4 ? 0x8f : 0xbf;
    for (size_t i = 1; i < n; ++i) { // a NUL is no continuation: nothing is read past it
        if (!within(c[i], i == 1 ? low : 0x80, i == 1 ? high : 0xbf)) {
            return 0;
        }
    }
    return n;
}

unsigned wt_utf8_code(const char *text) {
    const unsigned char *const c = (const unsigned char *)text;
    const size_t n = wt_utf8_length(text);
    unsigned code = c[0] & (0xffu >> (n > 1 ? n + 1 : 0));
    for (size_t i = 1; i < n; ++i) {
        code = code << 6 | (c[i] & 63u);
    }
    return code;
}
