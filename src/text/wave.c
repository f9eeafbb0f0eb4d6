// Wave specs as people type them.
#include "text/wave.h"

#include "base/grow.h"
#include "core/tables/shape.h"
#include "text/number.h"
#include "text/path.h"
#include "text/unit.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define A_WAVE "a wave such as saw or pulse:0.25, the name of a table, or a file"
#define A_CYCLE "the number of a cycle, from 0, as in table.wav#3, or a range, as in table.wav#8-3"

static const double most_amplitude = 1e6; // as of the samples of a file

static const char pick_letters[] = "0123456789-:~";

static bool is_of_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

size_t wt_wave_name_length(const char *text) {
    size_t n = 0;
    while (is_of_name(text[n])) {
        ++n;
    }
    return n;
}

static bool is_word(const char *text, size_t length, const char *word) {
    return strlen(word) == length && strncmp(text, word, length) == 0;
}

static wt_parse read_width(const char *text, wt_wave_item *item) {
    static const char expected[] = "a pulse width above 0 and below 1, as in pulse:0.25";
    const wt_parse parse = wt_read_in_unit(text, WT_SHARE, 0, 1, expected, &item->cycle.width);
    if (parse.status == WT_OK && (item->cycle.width <= 0 || item->cycle.width >= 1)) {
        return wt_parse_fault(WT_BAD_RANGE, 0, expected);
    }
    return parse;
}

// Read A1:A2:...; what was read stays in `item`, also on failure. Where something follows, a number
// without a colon behind it belongs to that: the 5Hz of harm:1:0.5:5Hz.
static wt_parse read_amplitudes(const char *text, bool something_follows, wt_wave_item *item) {
    size_t capacity = 0;
    size_t at = 0;
    for (;;) {
        double amplitude = 0;
        const wt_parse parse = wt_shifted(
            wt_read_number_in(text + at, -most_amplitude, most_amplitude,
                              "the amplitude of a harmonic, -1e6 to 1e6, as in harm:1:0.5:0.25",
                              &amplitude),
            at);
        const bool is_next = something_follows && at > 0 && text[parse.at] != ':';
        if (parse.status != WT_OK || is_next) {
            return is_next ? wt_parsed(at - 1) : parse;
        }
        double *amplitudes = wt_grow((double *)item->cycle.amplitudes, item->cycle.n_amplitudes,
                                     &capacity, sizeof *amplitudes);
        if (!amplitudes) {
            return wt_no_memory(at);
        }
        item->cycle.amplitudes = amplitudes;
        amplitudes[item->cycle.n_amplitudes++] = amplitude;
        if (text[parse.at] != ':') {
            return parse;
        }
        if (item->cycle.n_amplitudes == WT_WAVE_MAX_AMPLITUDES) {
            return wt_parse_fault(WT_BAD_RANGE, parse.at, "at most 65536 amplitudes");
        }
        at = parse.at + 1;
    }
}

// Read what a shape takes, behind its name of `length` letters.
static wt_parse read_shape(const char *text, size_t length, bool something_follows,
                           wt_wave_item *item) {
    const wt_shape_takes takes = wt_shapes[item->cycle.kind].takes;
    item->kind = WT_WAVE_SHAPE;
    if (takes == WT_SHAPE_PLAIN) {
        return wt_parsed(length);
    }
    const bool is_width = takes == WT_SHAPE_WIDTH;
    if (text[length] != ':') {
        return wt_parse_fault(WT_BAD_SYNTAX, length,
                              is_width ? "a colon and a width, as in pulse:0.25"
                                       : "a colon and amplitudes, as in harm:1:0.5:0.25");
    }
    const char *value = text + length + 1;
    return wt_shifted(is_width ? read_width(value, item)
                               : read_amplitudes(value, something_follows, item),
                      length + 1);
}

// Read a number that counts from 0.
static wt_parse read_count(const char *text, int *out) {
    int64_t number = 0;
    const wt_parse parse = wt_read_integer(text, 0, INT_MAX, &number);
    if (parse.status != WT_OK) {
        return wt_parse_fault(parse.status, 0, A_CYCLE);
    }
    *out = (int)number;
    return parse;
}

// Read FIRST[-LAST].
static wt_parse read_range(const char *text, wt_wave_pick *pick) {
    wt_parse parse = read_count(text, &pick->first);
    if (parse.status != WT_OK) {
        return parse;
    }
    pick->has_cycles = true;
    pick->last = pick->first;
    if (text[parse.at] == '-') {
        const size_t at = parse.at + 1;
        parse = wt_shifted(read_count(text + at, &pick->last), at);
    }
    return parse;
}

// Read what follows the '#': [PART:][~][FIRST[-LAST]], not nothing.
static wt_parse read_pick(const char *text, wt_wave_pick *pick) {
    size_t at = 0;
    const size_t n_digits = strspn(text, "0123456789");
    if (n_digits > 0 && text[n_digits] == ':') {
        const wt_parse part = read_count(text, &pick->part);
        if (part.status != WT_OK) {
            return part;
        }
        pick->has_part = true;
        at = n_digits + 1;
    }
    pick->is_approx = text[at] == '~';
    at += pick->is_approx;
    const bool is_done = at > 0 && !(text[at] >= '0' && text[at] <= '9');
    return is_done ? wt_parsed(at) : wt_shifted(read_range(text + at, pick), at);
}

// Return where the '#' of what is picked of a file stands, at the end of the `length` bytes of
// `text`; `length` where there is none.
static size_t find_pick(const char *text, size_t length) {
    size_t hash = length;
    while (hash > 0 && strchr(pick_letters, text[hash - 1])) {
        --hash;
    }
    if (hash == length || hash == 0 || text[--hash] != '#') {
        return length;
    }
    size_t n_backslashes = 0;
    while (n_backslashes < hash && text[hash - 1 - n_backslashes] == '\\') {
        ++n_backslashes;
    }
    return n_backslashes % 2 == 0 ? hash : length;
}

static wt_parse read_file(const char *text, wt_wave_item *item) {
    const wt_parse end = wt_span_path(text, ",");
    if (end.status != WT_OK) {
        return end;
    }
    const size_t hash = find_pick(text, end.at);
    if (hash < end.at) {
        const wt_parse pick = wt_shifted(read_pick(text + hash + 1, &item->pick), hash + 1);
        if (pick.status != WT_OK) {
            return pick;
        }
        if (pick.at < end.at) {
            return wt_parse_fault(WT_BAD_SYNTAX, pick.at, A_CYCLE);
        }
    }
    item->kind = WT_WAVE_FILE;
    item->path = wt_copy_path(text, hash);
    return item->path ? end : wt_no_memory(0);
}

static wt_parse read_name(const char *text, size_t length, wt_wave_item *item) {
    wt_parse parse = wt_parsed(length);
    if (text[length] == '#') {
        parse = wt_shifted(read_pick(text + length + 1, &item->pick), length + 1);
        if (parse.status != WT_OK) {
            return parse;
        }
    }
    item->kind = WT_WAVE_NAME;
    item->path = wt_copy_path(text, length);
    return item->path ? parse : wt_no_memory(0);
}

// Read noise[:COLOUR].
static wt_parse read_noise(const char *text, wt_wave_item *item) {
    static const char *const colors[] = {"white", "pink", "brown"};
    const size_t at = strlen("noise:");
    item->kind = WT_WAVE_NOISE;
    if (text[at - 1] != ':') {
        return wt_parsed(at - 1);
    }
    const size_t length = wt_wave_name_length(text + at);
    for (int i = 0; i < 3; ++i) {
        if (is_word(text + at, length, colors[i])) {
            item->color = i;
            return wt_parsed(at + length);
        }
    }
    return wt_parse_fault(WT_BAD_SYNTAX, at, "white, pink or brown, as in noise:pink");
}

// Read a built-in wave, or a NAME.
static wt_parse read_word(const char *text, wt_wave_item *item) {
    const size_t length = wt_wave_name_length(text);
    const int shape = wt_shape_named(text, length);
    if (shape < WT_N_SHAPES) {
        item->cycle.kind = (wt_cycle_kind)shape;
        return read_shape(text, length, false, item);
    }
    return length > 0 ? read_name(text, length, item) : wt_parse_fault(WT_BAD_SYNTAX, 0, A_WAVE);
}

wt_parse wt_read_wave_before(const char *text, wt_wave_item *wave) {
    const size_t length = wt_wave_name_length(text);
    const int shape = wt_shape_named(text, length);
    *wave = (wt_wave_item){0};
    if (length == 0) {
        return wt_parse_fault(WT_BAD_SYNTAX, 0, "the name of a wave, as in lfo:sine:5Hz:0:1");
    }
    if (shape < WT_N_SHAPES) {
        wave->cycle.kind = (wt_cycle_kind)shape;
        return read_shape(text, length, true, wave);
    }
    wave->kind = WT_WAVE_NAME;
    wave->path = wt_copy_path(text, length);
    return wave->path ? wt_parsed(length) : wt_no_memory(0);
}

// "pulse:0.25" holds a dot, and is no file.
static bool takes_value(const char *text) {
    const size_t length = wt_wave_name_length(text);
    const int shape = wt_shape_named(text, length);
    return text[length] == ':' && shape < WT_N_SHAPES && wt_shapes[shape].takes != WT_SHAPE_PLAIN;
}

static wt_parse read_item(const char *text, wt_wave_item *item) {
    if (takes_value(text)) {
        return read_word(text, item);
    }
    if (wt_wave_name_length(text) == 5 && strncmp(text, "noise", 5) == 0 && text[5] != '.' &&
        text[5] != '/') {
        return read_noise(text, item);
    }
    const wt_parse word = wt_span_path(text, ",/.");
    if (word.status != WT_OK) {
        return word;
    }
    const bool is_file = text[word.at] == '/' || text[word.at] == '.';
    return is_file ? read_file(text, item) : read_word(text, item);
}

static wt_parse read_items(const char *text, wt_wave_text *wave) {
    size_t capacity = 0;
    size_t at = 0;
    for (;;) {
        const size_t n = wave->n_items;
        if (n == WT_WAVE_MAX_ITEMS) {
            return wt_parse_fault(WT_BAD_RANGE, at, "at most 4096 waves");
        }
        wt_wave_item *items = wt_grow(wave->items, n, &capacity, sizeof *items);
        if (!items) {
            return wt_no_memory(at);
        }
        wave->items = items;
        items[n] = (wt_wave_item){.at = at};
        wave->n_items = n + 1;
        const wt_parse parse = wt_shifted(read_item(text + at, &items[n]), at);
        if (parse.status != WT_OK || text[parse.at] != ',') {
            return parse;
        }
        at = parse.at + 1;
    }
}

wt_parse wt_read_wave(const char *text, wt_wave_text *wave) {
    *wave = (wt_wave_text){0};
    const wt_parse parse = read_items(text, wave);
    if (parse.status != WT_OK) {
        wt_wave_text_free(wave);
    }
    return parse;
}

void wt_wave_item_free(wt_wave_item *item) {
    free((double *)item->cycle.amplitudes);
    free(item->path);
}

void wt_wave_text_free(wt_wave_text *wave) {
    for (size_t i = 0; i < wave->n_items; ++i) {
        wt_wave_item_free(&wave->items[i]);
    }
    free(wave->items);
    *wave = (wt_wave_text){0};
}

bool wt_wave_has_table(const wt_wave_text *wave) {
    for (size_t i = 0; i < wave->n_items; ++i) {
        if (wave->items[i].kind == WT_WAVE_FILE || wave->items[i].kind == WT_WAVE_NAME) {
            return true;
        }
    }
    return false;
}
