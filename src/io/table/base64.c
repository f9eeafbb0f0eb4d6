// Decodes and encodes base64.
#include "io/table/base64.h"

#include <stdbool.h>
#include <string.h>

static const char symbols[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { NO_SYMBOL = 64 };

// What every character stands for.
typedef struct {
    uint32_t of[256];
} symbol_values;

static symbol_values values_of_symbols(void) {
    symbol_values values;
    for (int i = 0; i < 256; i++) {
        values.of[i] = NO_SYMBOL;
    }
    for (uint32_t i = 0; i < 64; i++) {
        values.of[(uint8_t)symbols[i]] = i;
    }
    return values;
}

// Decode four symbols into three bytes; return all their values together, by `or`.
static inline uint32_t decode_group(uint8_t *out, const symbol_values *values, const char *text) {
    const uint32_t a = values->of[(uint8_t)text[0]];
    const uint32_t b = values->of[(uint8_t)text[1]];
    const uint32_t c = values->of[(uint8_t)text[2]];
    const uint32_t d = values->of[(uint8_t)text[3]];
    out[0] = (uint8_t)(a << 2 | b >> 4);
    out[1] = (uint8_t)(b << 4 | c >> 2);
    out[2] = (uint8_t)(c << 6 | d);
    return a | b | c | d;
}

static uint32_t value_of(const symbol_values *values, char c) {
    return c == '-' ? 62 : c == '_' ? 63 : values->of[(uint8_t)c];
}

// Of other writers: in lines, or with - and _ in place of + and /.
static size_t decode_loosely(uint8_t *out, size_t room, const char *text, size_t n) {
    const symbol_values values = values_of_symbols();
    uint32_t word = 0;
    size_t n_symbols = 0, n_pads = 0, n_bytes = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t value = value_of(&values, text[i]);
        if (strchr(" \t\r\n", text[i]) && text[i]) {
            continue;
        }
        if (text[i] == '=' && n_pads++ < 2) {
            continue;
        }
        if (value == NO_SYMBOL || n_pads > 0) {
            return SIZE_MAX;
        }
        word = word << 6 | value;
        if (n_symbols++ % 4 > 0) {
            if (n_bytes == room) {
                return SIZE_MAX;
            }
            out[n_bytes++] = (uint8_t)(word >> (6 - 2 * ((n_symbols - 1) % 4)));
        }
    }
    const bool fits = n_pads == 0 || (n_symbols + n_pads) % 4 == 0;
    return fits && n_symbols % 4 != 1 ? n_bytes : SIZE_MAX;
}

static size_t decode_tightly(uint8_t *out, size_t room, const char *text, size_t n) {
    size_t n_symbols = n;
    while (n_symbols > 0 && n - n_symbols < 2 && text[n_symbols - 1] == '=') {
        n_symbols--;
    }
    const bool is_padded = n_symbols < n;
    const size_t n_bytes = n_symbols / 4 * 3 + n_symbols % 4 * 3 / 4;
    if ((is_padded && n % 4 != 0) || n_symbols % 4 == 1 || n_bytes > room) {
        return SIZE_MAX;
    }
    const symbol_values values = values_of_symbols();
    uint32_t all = 0;
    size_t at = 0;
    for (; at + 4 <= n_symbols; at += 4) {
        all |= decode_group(out + at / 4 * 3, &values, text + at);
    }
    if (at < n_symbols) {
        char last[4] = {'A', 'A', 'A', 'A'};
        uint8_t bytes[3];
        memcpy(last, text + at, n_symbols - at);
        all |= decode_group(bytes, &values, last);
        memcpy(out + at / 4 * 3, bytes, n_symbols - at - 1);
    }
    return all >= NO_SYMBOL ? SIZE_MAX : n_bytes;
}

size_t wt_base64_decode(uint8_t *out, size_t room, const char *text, size_t n) {
    const size_t n_bytes = decode_tightly(out, room, text, n);
    return n_bytes == SIZE_MAX ? decode_loosely(out, room, text, n) : n_bytes;
}

void wt_base64_encode(char *out, const uint8_t *bytes, size_t n) {
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
