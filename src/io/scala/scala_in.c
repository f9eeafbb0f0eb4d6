// Scala's scales and keyboard mappings from text.
#include "io/scala/scala_in.h"

#include "base/math.h"
#include "io/scala/text.h"

#include <stdlib.h>

static const double max_cents = 1200000.0; // 1000 octaves
static const double min_reference_hz = 1e-3;
static const double max_reference_hz = 1e6;

static wt_status read_pitch(const wt_scala_text *text, double *cents) {
    const char *const what = "a pitch: cents with a dot, as 701.955, or a ratio above 0, as 3/2";
    if (wt_scala_text_is_decimal(text)) {
        return wt_scala_text_decimal(text, what, -max_cents, max_cents, cents);
    }
    double ratio;
    const wt_status status = wt_scala_text_ratio(text, what, &ratio);
    if (!status) {
        *cents = 1200.0 * wt_log2(ratio);
    }
    return status;
}

static wt_status read_count(wt_scala_text *text, int *count) {
    wt_status status = wt_scala_text_need(text, "the description");
    if (!status) {
        status = wt_scala_text_need(text, "the number of notes");
    }
    if (!status) {
        status = wt_scala_text_integer(text, "the number of notes", 0, 1 << 30, count);
    }
    if (!status && *count == 0) {
        wt_message_set(text->message, "a scale of 0 notes has no period to repeat at");
        return WT_BAD_FORMAT;
    }
    if (!status && *count > WT_SCALA_MAX_DEGREES) {
        wt_message_set(text->message, "a scale of %d notes, at most %d are supported", *count,
                       WT_SCALA_MAX_DEGREES);
        return WT_LIMIT;
    }
    return status;
}

static wt_status read_pitches(wt_scala_scale *scale, wt_scala_text *text, size_t n) {
    scale->cents = calloc(n, sizeof *scale->cents);
    if (!scale->cents) {
        return WT_NO_MEMORY;
    }
    for (scale->n = 0; scale->n < n; ++scale->n) {
        wt_status status = wt_scala_text_need(text, "the last of its pitches");
        if (!status) {
            status = read_pitch(text, &scale->cents[scale->n]);
        }
        if (status) {
            return status;
        }
    }
    return wt_scala_text_finish(text, "the number of notes says");
}

wt_status wt_scala_read_scale(wt_scala_scale *scale, const char *text, size_t n,
                              wt_scala_place *place, wt_message *message) {
    *scale = (wt_scala_scale){0};
    wt_scala_text lines = wt_scala_text_open(text, n, message);
    int count;
    wt_status status = read_count(&lines, &count);
    if (!status) {
        status = read_pitches(scale, &lines, (size_t)count);
    }
    if (status) {
        wt_scala_scale_free(scale);
    }
    if (place) {
        *place = (wt_scala_place){lines.line, wt_scala_text_column(&lines)};
    }
    return status;
}

static wt_status read_field(wt_scala_text *text, const char *what, int high, int *value) {
    const wt_status status = wt_scala_text_need(text, what);
    return status ? status : wt_scala_text_integer(text, what, 0, high, value);
}

static wt_status read_reference_hz(wt_scala_text *text, double *hz) {
    const char *const what = "the reference frequency, 0.001 to 1000000 Hz";
    const wt_status status = wt_scala_text_need(text, what);
    return status ? status
                  : wt_scala_text_decimal(text, what, min_reference_hz, max_reference_hz, hz);
}

static wt_status read_fields(wt_scala_keymap *map, wt_scala_text *text) {
    const int max = WT_SCALA_MAX_DEGREES;
    wt_status status = read_field(text, "the size of the mapping, 0 to 100000", max, &map->size);
    if (!status) {
        status = read_field(text, "the first key to retune, 0 to 127", 127, &map->first_note);
    }
    if (!status) {
        status = read_field(text, "the last key to retune, 0 to 127", 127, &map->last_note);
    }
    if (!status) {
        status = read_field(text, "the middle key, 0 to 127", 127, &map->middle_note);
    }
    if (!status) {
        status = read_field(text, "the reference key, 0 to 127", 127, &map->reference_note);
    }
    if (!status) {
        status = read_reference_hz(text, &map->reference_hz);
    }
    if (!status) {
        status =
            read_field(text, "the degree of the octave, 0 to 100000", max, &map->octave_degree);
    }
    return status;
}

// Entries that are left out at the end are unmapped.
static wt_status read_degrees(wt_scala_keymap *map, wt_scala_text *text) {
    map->degrees = malloc((size_t)map->size * sizeof *map->degrees);
    if (!map->degrees) {
        return WT_NO_MEMORY;
    }
    for (int i = 0; i < map->size; ++i) {
        map->degrees[i] = -1;
    }
    for (int i = 0; i < map->size && wt_scala_text_next(text); ++i) {
        if (wt_scala_text_word_is(text, 'x') || wt_scala_text_word_is(text, 'X')) {
            continue;
        }
        const wt_status status = wt_scala_text_integer(text, "a scale degree, 0 to 100000, or x", 0,
                                                       WT_SCALA_MAX_DEGREES, &map->degrees[i]);
        if (status) {
            return status;
        }
    }
    return WT_OK;
}

wt_status wt_scala_read_keymap(wt_scala_keymap *keymap, const char *text, size_t n,
                               wt_scala_place *place, wt_message *message) {
    *keymap = (wt_scala_keymap){0};
    wt_scala_text lines = wt_scala_text_open(text, n, message);
    wt_status status = read_fields(keymap, &lines);
    if (!status && keymap->size > 0) {
        status = read_degrees(keymap, &lines);
    }
    if (!status) {
        status = wt_scala_text_finish(&lines, "the size of the mapping says");
    }
    if (status) {
        wt_scala_keymap_free(keymap);
    }
    if (place) {
        *place = (wt_scala_place){lines.line, wt_scala_text_column(&lines)};
    }
    return status;
}

void wt_scala_scale_free(wt_scala_scale *scale) {
    free(scale->cents);
    *scale = (wt_scala_scale){0};
}

void wt_scala_keymap_free(wt_scala_keymap *keymap) {
    free(keymap->degrees);
    *keymap = (wt_scala_keymap){0};
}
