// Drawing and filling in.
#include "text/fields.h"

#include "base/hash_set.h"
#include "base/math.h"
#include "text/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define A_FIELD                                                                                    \
    "a field such as {x=0..1}, {f=log:20..20000}, {key=36..84/1}, {w=sine|saw}, {x} or {n}"

// What stands between the braces.
typedef struct {
    const char *name;
    size_t n_name;
    const char *range; // null: the value again
    size_t n_range;
} field;

typedef struct {
    char *bytes; // owned
    size_t n, room;
} buffer;

static char *copy_of(const char *text, size_t n) {
    char *const copy = malloc(n + 1);
    if (copy) {
        memcpy(copy, text, n);
        copy[n] = '\0';
    }
    return copy;
}

static bool append(buffer *b, const char *text, size_t n) {
    if (b->n + n + 1 > b->room) {
        const size_t room = 2 * (b->n + n + 1);
        char *grown = realloc(b->bytes, room);
        if (!grown) {
            return false;
        }
        b->bytes = grown;
        b->room = room;
    }
    memcpy(b->bytes + b->n, text, n);
    b->n += n;
    b->bytes[b->n] = '\0';
    return true;
}

// The finaliser of SplitMix64, S. Vigna.
static uint64_t scattered(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint64_t drawn(const wt_field_place *place, const char *name) {
    const uint64_t of_line = scattered(scattered(place->seed) ^ place->line);
    return scattered(scattered(of_line ^ place->item) ^ scattered(wt_hash_text(1, name)));
}

// One of `n` < 2^32.
static uint64_t choose(const wt_field_place *place, const char *name, uint64_t n) {
    if (place->corner >= 0) {
        return n > 2 ? (uint64_t)place->corner % n : (uint64_t)(place->corner % 2) % n;
    }
    return (drawn(place, name) >> 32) * n >> 32;
}

// In 0..1.
static double share(const wt_field_place *place, const char *name) {
    return place->corner >= 0 ? place->corner % 2 : (double)(drawn(place, name) >> 11) * 0x1p-53;
}

// The shortest text that reads back as `x`.
static char *text_of(double x) {
    char text[40];
    int digits = 15;
    do { // seventeen always do
        snprintf(text, sizeof text, "%.*g", digits, x);
    } while (digits++ < 17 && strtod(text, NULL) != x);
    return copy_of(text, strlen(text));
}

static void need_corners(wt_fields *fields, int n) {
    fields->corners = n > fields->corners ? n : fields->corners;
}

typedef struct {
    double low, high, step; // step 0: none
    bool is_log;
} number_range;

// "C4..C5" and "50ms..1s" are meant as ranges; "../a.wav" is a word.
static bool is_no_word(const char *text, size_t n) {
    const char *const dots = strstr(text, "..");
    return dots > text && dots + 2 < text + n && dots[2] != '/' && !memchr(text, '|', n);
}

// Read [log:]A..B[/STEP] to the end of the range. False: it is none, but words.
static bool is_range(const char *text, size_t n, number_range *r, wt_parse *parse) {
    *r = (number_range){.is_log = n > 4 && strncmp(text, "log:", 4) == 0};
    size_t at = r->is_log ? 4 : 0;
    wt_parse p = wt_read_number(text + at, &r->low);
    if (p.status != WT_OK || strncmp(text + at + p.at, "..", 2) != 0) {
        *parse =
            wt_parse_fault(WT_BAD_SYNTAX, at,
                           r->is_log ? "two ends, as in log:20..20000"
                                     : "numbers, as in {x=0..1}; units stand behind: {x=0..1}ms");
        return r->is_log || is_no_word(text, n);
    }
    at += p.at + 2;
    *parse = wt_shifted(wt_read_number(text + at, &r->high), at);
    if (parse->status == WT_OK && text[parse->at] == '/' && !r->is_log) {
        at = parse->at + 1;
        *parse = wt_shifted(wt_read_number(text + at, &r->step), at);
        if (parse->status == WT_OK && !(r->step > 0.0 && (r->high - r->low) / r->step < 4e9)) {
            *parse = wt_parse_fault(WT_BAD_RANGE, at, "a step above 0, of at most 2^32 in all");
        }
    }
    if (parse->status == WT_OK && parse->at != n) {
        *parse = wt_parse_fault(WT_BAD_SYNTAX, parse->at, A_FIELD);
    } else if (parse->status == WT_OK && !(r->low <= r->high && (!r->is_log || r->low > 0.0))) {
        *parse =
            wt_parse_fault(WT_BAD_RANGE, 0,
                           r->is_log ? "ends above 0, the lower one first" : "the lower end first");
    }
    return true;
}

static double number_of(const number_range *r, const wt_field_place *place, const char *name) {
    if (r->step > 0.0) {
        const double steps = wt_floor((r->high - r->low) / r->step + 1e-9);
        return r->low + r->step * (double)choose(place, name, (uint64_t)steps + 1);
    }
    const double u = share(place, name);
    if (r->is_log && u > 0.0 && u < 1.0) { // the ends themselves are exact
        const double low = wt_log2(r->low);
        const double x = wt_exp2(low + u * (wt_log2(r->high) - low));
        return x < r->low ? r->low : x > r->high ? r->high : x;
    }
    return r->low + u * (r->high - r->low);
}

static char *word_of(const field *f, const wt_field_place *place, const char *name, int *n_words) {
    *n_words = 1;
    for (size_t i = 0; i < f->n_range; ++i) {
        *n_words += f->range[i] == '|';
    }
    const char *at = f->range;
    for (uint64_t k = choose(place, name, (uint64_t)*n_words); k > 0; --k) {
        at = strchr(at, '|') + 1;
    }
    const size_t left = (size_t)(f->range + f->n_range - at);
    const char *const bar = memchr(at, '|', left);
    return copy_of(at, bar ? (size_t)(bar - at) : left);
}

static const wt_field_value *value_of(const wt_fields *fields, const char *name, size_t n) {
    for (size_t i = 0; i < fields->n; ++i) {
        if (strlen(fields->values[i].name) == n && memcmp(fields->values[i].name, name, n) == 0) {
            return &fields->values[i];
        }
    }
    return NULL;
}

// Draw a field of its own. The value owns its name and text, also on failure.
static wt_parse draw(wt_fields *fields, const wt_field_place *place, const field *f,
                     wt_field_value *v) {
    number_range r;
    wt_parse parse;
    v->name = copy_of(f->name, f->n_name);
    if (!v->name) {
        return wt_no_memory(0);
    }
    v->is_number = is_range(f->range, f->n_range, &r, &parse);
    if (v->is_number && parse.status != WT_OK) {
        return parse;
    }
    int n_corners = 2;
    if (v->is_number) {
        v->number = number_of(&r, place, v->name);
        v->text = text_of(v->number);
    } else {
        v->text = word_of(f, place, v->name, &n_corners);
    }
    need_corners(fields, n_corners > 2 ? n_corners : 2);
    return v->text ? wt_parsed(f->n_range) : wt_no_memory(0);
}

static wt_parse add(wt_fields *fields, const wt_field_place *place, const field *f) {
    wt_field_value v = {0};
    wt_field_value *grown = realloc(fields->values, (fields->n + 1) * sizeof *grown);
    if (!grown) {
        return wt_no_memory(0);
    }
    fields->values = grown;
    const wt_parse parse = draw(fields, place, f, &v);
    if (parse.status != WT_OK) {
        free(v.name);
        free(v.text);
        return parse;
    }
    grown[fields->n++] = v;
    return parse;
}

static size_t name_length(const char *text) {
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
}

static bool is_name(const field *f, const char *name) {
    return f->n_name == strlen(name) && memcmp(f->name, name, f->n_name) == 0;
}

// Find the parts of the field at `text`, which begins with a brace.
static wt_parse split(const char *text, field *f) {
    *f = (field){.name = text + 1, .n_name = name_length(text + 1)};
    const char *const end = strchr(text, '}');
    size_t at = 1 + f->n_name;
    if (f->n_name == 0 || !end || (text[at] != '=' && text[at] != '}')) {
        return wt_parse_fault(WT_BAD_SYNTAX, 0, A_FIELD ", or {{ for a brace");
    }
    if (text[at] == '=') {
        f->range = text + at + 1;
        f->n_range = (size_t)(end - f->range);
    }
    return wt_parsed((size_t)(end - text) + 1);
}

static wt_parse fill(wt_fields *fields, const wt_field_place *place, const char *text,
                     buffer *out) {
    field f;
    const wt_parse whole = split(text, &f);
    const bool own = whole.status == WT_OK && (is_name(&f, "n") || is_name(&f, "line"));
    if (whole.status != WT_OK) {
        return whole;
    }
    if (own && !f.range) {
        char number[24];
        const uint64_t x = is_name(&f, "n") ? place->item : place->line;
        const int n = snprintf(number, sizeof number, "%" PRIu64, x);
        return append(out, number, (size_t)n) ? whole : wt_no_memory(0);
    }
    if (f.range && (own || value_of(fields, f.name, f.n_name))) {
        return wt_parse_fault(WT_BAD_SYNTAX, 1, "a name that has no value yet");
    }
    if (f.range) {
        const wt_parse parse = add(fields, place, &f);
        if (parse.status != WT_OK) {
            return wt_shifted(parse, (size_t)(f.range - text));
        }
    }
    const wt_field_value *const v = value_of(fields, f.name, f.n_name);
    if (!v) {
        return wt_parse_fault(WT_BAD_SYNTAX, 1, "a name that has a value, as x in {x=0..1} {x}");
    }
    return append(out, v->text, strlen(v->text)) ? whole : wt_no_memory(0);
}

wt_parse wt_fields_fill(wt_fields *fields, const wt_field_place *place, const char *word,
                        char **out) {
    buffer b = {0};
    wt_parse parse = append(&b, "", 0) ? wt_parsed(0) : wt_no_memory(0);
    while (parse.status == WT_OK && word[parse.at]) {
        const char *const text = word + parse.at;
        const size_t plain = strcspn(text, "{");
        const bool brace = strncmp(text + plain, "{{", 2) == 0;
        const size_t at = parse.at + plain;
        if (!append(&b, text, plain + brace)) {
            parse = wt_no_memory(at);
        } else if (brace || text[plain] == '\0') {
            parse = wt_parsed(at + (brace ? 2 : 0));
        } else {
            parse = wt_shifted(fill(fields, place, text + plain, &b), at);
        }
    }
    if (parse.status != WT_OK) {
        free(b.bytes);
        b.bytes = NULL;
    }
    *out = b.bytes;
    return parse;
}

void wt_fields_free(wt_fields *fields) {
    for (size_t i = 0; i < fields->n; ++i) {
        free(fields->values[i].name);
        free(fields->values[i].text);
    }
    free(fields->values);
    *fields = (wt_fields){0};
}
