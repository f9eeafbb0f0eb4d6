// JSON, written as it goes.
#include "app/batch/log_line.h"

#include "base/grow.h"
#include "base/utf8.h"

#include <float.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *bytes; // owned
    size_t n, room;
    bool lacks; // memory, once or now
} json_line;

wt_log_entry wt_log_entry_of(const wt_plan *plan, const wt_result *result, const wt_fault *fault) {
    return (wt_log_entry){.output = plan->job.path ? plan->job.path : "-",
                          .words = plan->words,
                          .id = wt_words_hash(plan->words),
                          .notes = plan->job.notes,
                          .n_notes = plan->job.n_notes,
                          .rate = plan->file.rate,
                          .fault = fault,
                          .result = result};
}

// Where `n` bytes more may be written; null: no memory.
static char *room_for(json_line *l, size_t n) {
    char *const grown = l->lacks ? NULL : wt_grow(l->bytes, l->n + n, &l->room, 1);
    l->bytes = grown ? grown : l->bytes;
    l->lacks = !grown;
    return grown ? grown + l->n : NULL;
}

static void append(json_line *l, const char *bytes, size_t n) {
    char *const to = room_for(l, n);
    if (to) {
        memcpy(to, bytes, n);
        l->n += n;
    }
}

static void put_text(json_line *l, const char *text) {
    append(l, text, strlen(text));
}

// With zeros in front, where there are fewer than `least` digits.
static void put_digits(json_line *l, uint64_t number, size_t least) {
    char digits[20];
    size_t n = 0;
    for (; n < least || number > 0; number /= 10) {
        digits[sizeof digits - ++n] = (char)('0' + number % 10);
    }
    append(l, digits + sizeof digits - n, n);
}

static void put_number(json_line *l, const char *key, uint64_t number) {
    put_text(l, key);
    put_digits(l, number, 1);
}

// Write the character at *text, where it has to be escaped. Bytes that are none are U+FFFD.
static char *put_escape(char *to, const char **text) {
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    const char *const letter = strchr(letters, **text);
    const size_t n = wt_utf8_length(*text);
    const unsigned code = n > 0 ? wt_utf8_code(*text) : 0xfffd;
    *text += n > 0 ? n : 1;
    if (letter) {
        *to++ = '\\';
        *to++ = letter[1];
        return to;
    }
    if (code > 0xffff) {
        return to + sprintf(to, "\\u%04X\\u%04X", 0xd800u + ((code - 0x10000) >> 10),
                            0xdc00u + (code & 0x3ff));
    }
    return to + sprintf(to, code == 0x7f ? "\\u%04x" : "\\u%04X", code);
}

static bool is_plain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

static void put_string(json_line *l, const char *text) {
    char *to = text ? room_for(l, 6 * strlen(text) + 2) : NULL;
    if (!to) {
        l->lacks = true;
        return;
    }
    *to++ = '"';
    while (*text) {
        if (is_plain(*text)) {
            *to++ = *text++;
        } else {
            to = put_escape(to, &text);
        }
    }
    *to++ = '"';
    l->n = (size_t)(to - l->bytes);
}

// Take a number of digits behind the point off a fraction of 2^64: so many as `power` of ten has.
static uint64_t take_digits(uint64_t *fraction, uint64_t power) {
    const uint64_t low = (*fraction & 0xffffffff) * power;
    const uint64_t high = (*fraction >> 32) * power + (low >> 32);
    *fraction = high << 32 | (low & 0xffffffff);
    return high >> 32;
}

// Seventeen digits of 0.01 <= x < 1e6, whose last bit is one of 64 behind the point; no zeros at
// the end but the one behind the point.
static void put_seventeen(json_line *l, double x) {
    const uint64_t whole = (uint64_t)x;
    uint64_t rest = (uint64_t)((x - (double)whole) * 0x1p64);
    uint64_t power = x < 0.1 ? 1000000000 : 100000000;
    size_t n = x < 0.1 ? 18 : 17;
    for (uint64_t left = whole; left > 0; left /= 10, power /= 10) {
        --n;
    }
    uint64_t digits = take_digits(&rest, 1000000000) * power;
    digits += take_digits(&rest, power);
    digits += rest > UINT64_C(1) << 63 || (rest == UINT64_C(1) << 63 && digits % 2 == 1);
    put_number(l, "", whole);
    put_text(l, ".");
    put_digits(l, digits, n);
    for (; !l->lacks && n > 1 && l->bytes[l->n - 1] == '0'; --n) {
        --l->n;
    }
}

// With a point or an exponent, and no zeros before the exponent. What overflowed is no number.
static void put_real(json_line *l, double x) {
    char digits[32];
    if (x >= 0.01 && x < 1e6) {
        put_seventeen(l, x);
        return;
    }
    snprintf(digits, sizeof digits, "%.17g", x);
    char *const exponent = strchr(digits, 'e');
    if (!(x >= -DBL_MAX && x <= DBL_MAX)) {
        strcpy(digits, "null");
    } else if (exponent) {
        sprintf(exponent + 1, "%d", atoi(exponent + 1));
    } else if (!strchr(digits, '.')) {
        strcat(digits, ".0");
    }
    put_text(l, digits);
}

static bool is_utf8(const char *text) {
    while (*text && wt_utf8_length(text) > 0) {
        text += wt_utf8_length(text);
    }
    return *text == '\0';
}

static void put_hex(json_line *l, const char *text) {
    put_text(l, ",\"output_hex\":\"");
    for (; *text; ++text) {
        char hex[4];
        sprintf(hex, "%02x", (unsigned)(unsigned char)*text);
        put_text(l, hex);
    }
    put_text(l, "\"");
}

static void put_notes(json_line *l, const wt_log_entry *e) {
    put_text(l, ",\"notes\":[");
    for (size_t i = 0; i < e->n_notes; ++i) {
        put_text(l, i > 0 ? "," : "");
        put_string(l, e->notes[i].text);
    }
    put_text(l, "]");
}

static void put_words(json_line *l, const wt_log_entry *e) {
    char *const text = wt_words_join(e->words, 1);
    put_text(l, ",\"words\":");
    put_string(l, text);
    free(text);
}

static void put_result(json_line *l, const wt_result *r, int rate) {
    put_number(l, ",\"frames\":", r->frames);
    put_number(l, ",\"rate\":", (uint64_t)rate);
    put_text(l, ",\"seconds\":");
    put_real(l, (double)r->frames / (rate > 0 ? rate : 1));
    put_text(l, ",\"peak\":");
    put_real(l, r->peak);
    put_text(l, ",\"rms\":");
    put_real(l, r->rms);
    put_number(l, ",\"clipped\":", r->clipped);
    put_text(l, r->silent ? ",\"silent\":true" : ",\"silent\":false");
}

static void put_draw(json_line *l, const wt_fields *fields) {
    put_text(l, ",\"draw\":{");
    for (size_t i = 0; i < fields->n; ++i) {
        const wt_field_value *const v = &fields->values[i];
        put_text(l, i > 0 ? "," : "");
        put_string(l, v->name);
        put_text(l, ":");
        if (v->is_number) {
            put_real(l, v->number);
        } else {
            put_string(l, v->text);
        }
    }
    put_text(l, "}");
}

static void put_entry(json_line *l, const wt_log_entry *e) {
    char id[30];
    snprintf(id, sizeof id, ",\"id\":\"%016" PRIx64 "\"", e->id);
    put_text(l, "{");
    if (e->line > 0) {
        put_number(l, "\"line\":", (uint64_t)e->line);
        put_text(l, ",");
    }
    if (e->item > 0) {
        put_number(l, "\"item\":", (uint64_t)e->item);
        put_text(l, ",");
    }
    put_text(l, "\"output\":");
    put_string(l, e->output);
    if (!is_utf8(e->output)) {
        put_hex(l, e->output);
    }
    put_number(l, ",\"status\":", e->fault->kind);
    put_notes(l, e);
    put_words(l, e);
    put_text(l, id);
    put_result(l, e->result, e->rate);
    if (e->draw && e->draw->n > 0) {
        put_draw(l, e->draw);
    }
    if (e->fault->kind) {
        put_text(l, ",\"error\":");
        put_string(l, e->fault->what);
    }
    put_text(l, "}\n");
}

char *wt_log_line(const wt_log_entry *entry, size_t *n) {
    json_line l = {0};
    put_entry(&l, entry);
    if (l.lacks) {
        free(l.bytes);
        return NULL;
    }
    *n = l.n;
    return l.bytes;
}
