#include "table_bytes.h"

// The room for `n` bytes: a power of two.
static size_t room_for(size_t n) {
    return n <= 64 ? 64 : (size_t)1 << (64 - __builtin_clzll(n - 1));
}

void put(bytes *b, const void *from, size_t n) {
    if (!b->at || room_for(b->n + n) != room_for(b->n)) {
        b->at = realloc(b->at, room_for(b->n + n));
    }
    if (n > 0) {
        memcpy(b->at + b->n, from, n);
    }
    b->n += n;
}

void put_text(bytes *b, const char *text) {
    put(b, text, strlen(text));
}

void put_le(bytes *b, uint64_t value, int n_bytes) {
    uint8_t word[8];
    for (int i = 0; i < n_bytes; i++) {
        word[i] = (uint8_t)(value >> 8 * i);
    }
    put(b, word, (size_t)n_bytes);
}

void put_be(bytes *b, uint64_t value, int n_bytes) {
    uint8_t word[8];
    for (int i = 0; i < n_bytes; i++) {
        word[n_bytes - 1 - i] = (uint8_t)(value >> 8 * i);
    }
    put(b, word, (size_t)n_bytes);
}

void put_float(bytes *b, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_le(b, bits, 4);
}

void set_le(bytes *b, size_t at, uint64_t value, int n_bytes) {
    for (int i = 0; i < n_bytes; i++) {
        b->at[at + (size_t)i] = (uint8_t)(value >> 8 * i);
    }
}

float ramp(size_t i) {
    return (float)((int)(i % 200) - 100) / 128.0f;
}

void put_sample(bytes *b, float value, bool is_float, int bits) {
    if (is_float && bits == 32) {
        put_float(b, value);
    } else if (is_float) {
        const double wide = (double)value;
        uint64_t word;
        memcpy(&word, &wide, sizeof word);
        put_le(b, word, 8);
    } else if (bits <= 8) {
        put_le(b, (uint64_t)(int64_t)(value * 128.0f + 128.0f), 1);
    } else {
        const int n_bytes = (bits + 7) / 8;
        put_le(b, (uint64_t)(int64_t)((double)value * (double)(1ull << (8 * n_bytes - 1))),
               n_bytes);
    }
}

void put_chunk(bytes *b, const char *id, const void *payload, size_t n) {
    put(b, id, 4);
    put_le(b, n, 4);
    put(b, payload, n);
    if (n % 2 != 0) {
        put_le(b, 0, 1);
    }
}

void put_fmt(bytes *b, int tag, int channels, bool is_extensible, int bits) {
    const int align = channels * ((bits + 7) / 8);
    put_text(b, "fmt ");
    put_le(b, is_extensible ? 40 : 16, 4);
    put_le(b, is_extensible ? 0xFFFE : (uint64_t)tag, 2);
    put_le(b, (uint64_t)channels, 2);
    put_le(b, 44100, 4);
    put_le(b, 44100 * (uint64_t)align, 4);
    put_le(b, (uint64_t)align, 2);
    put_le(b, (uint64_t)bits, 2);
    if (is_extensible) {
        put_le(b, 22, 2);
        put_le(b, (uint64_t)bits, 2);
        put_le(b, 0, 4);
        put_le(b, (uint64_t)tag, 2);
        put(b, "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71", 14);
    }
}

void put_recipe(bytes *b, const char *word, size_t n) {
    bytes c = {NULL, 0};
    char how = 0;
    unsigned x = 0;
    unsigned y = 0;
    char id[5] = {0};
    memcpy(id, word, strlen(word) < 4 ? strlen(word) : 4);
    if (strcmp(word, "data") == 0) {
        for (size_t i = 0; i < n; i++) {
            put_sample(&c, ramp(i), false, 16);
        }
    } else if (strncmp(word, "clm=", 4) == 0 || strncmp(word, "CLM=", 4) == 0) {
        id[3] = ' ';
        put_text(&c, word + 4);
        for (size_t i = 0; i < c.n; i++) { // a word has no spaces
            c.at[i] = c.at[i] == '_' ? ' ' : c.at[i];
        }
    } else if (sscanf(word, "srg%*1[eo]=%u", &x) == 1) {
        put_le(&c, 1, 4);
        put_le(&c, x, 4);
    } else if (sscanf(word, "uhWT=%u", &x) == 1) {
        put_le(&c, 0, 4);
        put_le(&c, n / (x ? x : 1), 4);
        put_le(&c, x, 4);
        put_le(&c, 0, 4);
        const char name[256] = "table";
        put(&c, name, sizeof name);
    } else if (sscanf(word, "cue%c%ux%u", &how, &x, &y) ==
               3) { // "cue@": by positions alone, "cue+": from the second cycle on
        const unsigned first = how == '+' ? x : 0;
        id[3] = ' ';
        put_le(&c, y, 4);
        for (unsigned i = 0; i < y; i++) {
            put_le(&c, i + 1, 4);
            put_le(&c, first + i * x, 4);
            put_text(&c, "data");
            put_le(&c, 0, 8);
            put_le(&c, how == '@' ? 0 : first + i * x, 4);
        }
    } else if (sscanf(word, "smpl=%ux%u", &x, &y) == 2) { // a loop for each cycle
        put_le(&c, 0, 8);
        put_le(&c, 0, 8);
        put_le(&c, 0, 8);
        put_le(&c, 0, 4);
        put_le(&c, y, 4);
        put_le(&c, 0, 4);
        for (unsigned i = 0; i < y; i++) {
            put_le(&c, i, 8);
            put_le(&c, i * x, 4);
            put_le(&c, i * x + x - 1, 4);
            put_le(&c, 0, 8);
        }
    } else if (strncmp(word, "smpl", 4) == 0) {
        const bool has_loop = sscanf(word, "smpl=%u-%u", &x, &y) == 2;
        put_le(&c, 0, 8);
        put_le(&c, 0, 8);
        put_le(&c, 0, 8);
        put_le(&c, 0, 4);
        put_le(&c, has_loop, 4);
        put_le(&c, 0, 4);
        if (has_loop) {
            put_le(&c, 0, 8);
            put_le(&c, x, 4);
            put_le(&c, y, 4);
            put_le(&c, 0, 8);
        }
    } else { // "odd", or any other name
        memcpy(id, strncmp(word, "odd", 3) == 0 ? "odd " : id, 4);
        put(&c, "\x01\x02\x03\x04\x05\x06\x07", 7);
    }
    put_chunk(b, id, c.at, c.n);
    b->n -= strcmp(word, "odd!") == 0;
    free(c.at);
}

void end_riff(bytes *b) {
    set_le(b, 4, b->n - 8, 4);
}

bytes make_wav(const char *recipe, size_t n) {
    bytes b = {NULL, 0};
    put(&b, "RIFF\0\0\0\0WAVE", 12);
    put_fmt(&b, 1, 1, false, 16);
    char words[512];
    snprintf(words, sizeof words, "%s", recipe);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        put_recipe(&b, word, n);
    }
    end_riff(&b);
    return b;
}

bytes make_wt(uint32_t length, uint16_t n_cycles, uint16_t flags) {
    bytes b = {NULL, 0};
    put_text(&b, "vawt");
    put_le(&b, length, 4);
    put_le(&b, n_cycles, 2);
    put_le(&b, flags, 2);
    for (size_t i = 0; i < (size_t)length * n_cycles; i++) {
        const float scale = (flags & 12) == 4 ? 0.5f : 1.0f;
        put_sample(&b, ramp(i) * scale, (flags & 4) == 0, (flags & 4) == 0 ? 32 : 16);
    }
    if (flags & 0x10) {
        put(&b, "<wtmeta/>", 10);
    }
    return b;
}

void put_base64(bytes *b, const uint8_t *from, size_t n) {
    static const char symbols[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        const uint32_t word = (uint32_t)from[i] << 16 |
                              (i + 1 < n ? (uint32_t)from[i + 1] << 8 : 0) |
                              (i + 2 < n ? from[i + 2] : 0);
        const char four[4] = {symbols[word >> 18], symbols[word >> 12 & 63],
                              i + 1 < n ? symbols[word >> 6 & 63] : '=',
                              i + 2 < n ? symbols[word & 63] : '='};
        put(b, four, 4);
    }
}

// One component of keyframes at `positions`; the samples of keyframe k are all `levels[k]`, save
// the first, which is half that.
static void put_component(bytes *b, const char *type, int style, size_t n, const int *positions,
                          const float *levels) {
    char text[256];
    snprintf(text, sizeof text,
             "{\"interpolation\":0,\"interpolation_style\":%d,\"type\":\"%s\",\"keyframes\":[",
             style, type);
    put_text(b, text);
    for (size_t k = 0; k < n; k++) {
        bytes wave = {NULL, 0};
        for (int i = 0; i < 2048; i++) {
            put_float(&wave, i == 0 ? levels[k] / 2.0f : levels[k]);
        }
        snprintf(text, sizeof text, "%s{\"position\":%d,\"wave_data\":\"", k ? "," : "",
                 positions[k]);
        put_text(b, text);
        put_base64(b, wave.at, wave.n);
        put_text(b, "\"}");
        free(wave.at);
    }
    put_text(b, "]}");
}

bytes make_vital(int style, size_t n, const int *positions, const float *levels) {
    bytes b = {NULL, 0};
    put_text(&b, vital_head);
    put_component(&b, "Wave Source", style, n, positions, levels);
    put_text(&b, vital_tail);
    return b;
}

bytes make_aiff(size_t n, bool is_float) {
    bytes b = {NULL, 0};
    const size_t data = n * (is_float ? 4 : 2);
    const size_t comm = is_float ? 24 : 18;
    put_text(&b, "FORM");
    put_be(&b, 4 + (is_float ? 12 : 0) + 8 + comm + 16 + data, 4);
    put_text(&b, is_float ? "AIFC" : "AIFF");
    if (is_float) {
        put_text(&b, "FVER");
        put_be(&b, 4, 4);
        put_be(&b, 0xA2805140, 4);
    }
    put_text(&b, "COMM");
    put_be(&b, comm, 4);
    put_be(&b, 1, 2);
    put_be(&b, n, 4);
    put_be(&b, is_float ? 32 : 16, 2);
    put(&b, "\x40\x0E\xAC\x44\0\0\0\0\0\0", 10); // 44100 as an 80-bit float
    if (is_float) {
        put(&b, "fl32\0\0", 6);
    }
    put_text(&b, "SSND");
    put_be(&b, 8 + data, 4);
    put_be(&b, 0, 8);
    for (size_t i = 0; i < n; i++) {
        const float value = ramp(i);
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        put_be(&b, is_float ? bits : (uint64_t)(int64_t)(value * 32768.0f), is_float ? 4 : 2);
    }
    return b;
}

bytes make_au(size_t n) {
    bytes b = {NULL, 0};
    put_text(&b, ".snd");
    put_be(&b, 24, 4);
    put_be(&b, n * 2, 4);
    put_be(&b, 3, 4); // 16 bits
    put_be(&b, 44100, 4);
    put_be(&b, 1, 4);
    for (size_t i = 0; i < n; i++) {
        put_be(&b, (uint64_t)(int64_t)(ramp(i) * 32768.0f), 2);
    }
    return b;
}
