// Decodes and encodes base64.
#include "io/table/base64.h"

#include <stdbool.h>

static int value_of(char c) {
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

size_t wt_base64_decode(uint8_t *out, size_t room, const char *text, size_t n) {
    size_t n_symbols = n;
    while (n_symbols > 0 && n - n_symbols < 2 && text[n_symbols - 1] == '=') {
        n_symbols--;
    }
    const bool is_padded = n_symbols < n;
    const size_t n_bytes = n_symbols / 4 * 3 + n_symbols % 4 * 3 / 4;
    if ((is_padded && n % 4 != 0) || n_symbols % 4 == 1 || n_bytes > room) {
        return SIZE_MAX;
    }
    uint32_t bits = 0;
    size_t at = 0;
    for (size_t i = 0; i < n_symbols; i++) {
        const int value = value_of(text[i]);
        if (value < 0) {
            return SIZE_MAX;
        }
        bits = bits << 6 | (uint32_t)value;
        if (i % 4 != 0) {
            out[at++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
        }
    }
    return n_bytes;
}

void wt_base64_encode(char *out, const uint8_t *bytes, size_t n) {
    static const char symbols[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        const uint32_t word = (uint32_t)bytes[i] << 16 |
                              (i + 1 < n ? (uint32_t)bytes[i + 1] << 8 : 0) |
                              (i + 2 < n ? bytes[i + 2] : 0);
        *out++ = symbols[word >> 18];
        *out++ = symbols[word >> 12 & 63];
        *out++ = i + 1 < n ? symbols[word >> 6 & 63] : '=';
        *out++ = i + 2 < n ? symbols[word & 63] : '=';
    }
}
