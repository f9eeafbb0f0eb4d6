// Parses JSON by jansson, with bounds.
#include "io/json/json_text.h"

#include "io/json/json_memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_VALUES = 1 << 16, MAX_DEPTH = 32, LONG_STRING = 1024, MARK = 0x1A };

// jansson spends 120 instructions on every letter, and a table is nearly all samples in base64. So
// it reads the text without its long strings: a mark stands for each, "\u001aPLACE LENGTH".
typedef struct {
    char *text; // as long as the whole one, and touched only so far as it is used
    size_t n;
    bool has_mark; // of its own
} light_text;

// The quote that ends the string which begins at `at`, or `end`.
static const char *string_end(const char *at, const char *end) {
    while (at < end) {
        const char *const quote = memchr(at, '"', (size_t)(end - at));
        const char *const past = quote ? quote : end;
        const char *const escape = memchr(at, '\\', (size_t)(past - at));
        if (!escape) {
            return past;
        }
        at = past - escape < 2 ? past : escape + 2;
    }
    return end;
}

// Copy the string from its first quote to its last, or write its mark.
static void add_string(light_text *light, const char *text, const char *from, const char *to) {
    const size_t n = (size_t)(to - from);
    if (n > LONG_STRING && !memchr(from, '\\', n)) {
        light->n += (size_t)sprintf(light->text + light->n, "\"\\u%04x%zu %zu\"", MARK,
                                    (size_t)(from + 1 - text), n - 2);
        return;
    }
    light->has_mark = light->has_mark || (n > 6 && strncasecmp(from + 1, "\\u001a", 6) == 0);
    memcpy(light->text + light->n, from, n);
    light->n += n;
}

// A parser that builds a tree can be made to take a hundred bytes of memory for one of the file,
// and a deep stack. What a table needs is known, so count before.
static wt_status lighten(light_text *light, const char *text, size_t n, wt_message *message) {
    const char *const end = text + n;
    size_t n_values = 0;
    int depth = 0;
    for (const char *at = text; at < end; at++) {
        if (*at == '"') {
            const char *const quote = string_end(at + 1, end);
            add_string(light, text, at, quote < end ? quote + 1 : end);
            at = quote;
            continue;
        }
        const bool opens = *at == '[' || *at == '{';
        depth += opens - (*at == ']' || *at == '}');
        n_values += opens || *at == ',';
        light->text[light->n++] = *at;
        if (depth > MAX_DEPTH || n_values > MAX_VALUES) {
            return wt_refuse(message, WT_BAD_FORMAT, "is JSON with more than %d %s",
                             depth > MAX_DEPTH ? MAX_DEPTH : MAX_VALUES,
                             depth > MAX_DEPTH ? "levels" : "values");
        }
    }
    return WT_OK;
}

const char *wt_json_string_of(const json_t *value, const char *text, size_t *n) {
    const char *const string = json_string_value(value);
    if (!string || string[0] != MARK) {
        *n = json_string_length(value);
        return string;
    }
    char *space;
    const char *const place = text + (size_t)strtoull(string + 1, &space, 10);
    *n = (size_t)strtoull(space, NULL, 10);
    return place;
}

// Where the light text is no JSON, the whole one tells its errors in their places.
static wt_status parse(json_t **root, const light_text *light, const char *text, size_t n,
                       wt_message *message) {
    json_error_t error;
    const bool lacked_before = wt_json_lacked_memory(false);
    *root = json_loadb(light->text, light->n, 0, &error);
    bool lacked = wt_json_lacked_memory(false);
    if (!*root && !lacked) {
        json_decref(json_loadb(text, n, 0, &error));
        lacked = wt_json_lacked_memory(false);
    }
    wt_json_lacked_memory(lacked_before);
    if (!*root && lacked) {
        return WT_NO_MEMORY;
    }
    if (!*root) {
        return wt_refuse(message, WT_BAD_FORMAT, "bad JSON in line %d, column %d: %s", error.line,
                         error.column, error.text);
    }
    return WT_OK;
}

wt_status wt_json_load(json_t **root, const char *text, size_t n, wt_message *message) {
    wt_json_watch_memory();
    light_text light = {.text = malloc(n + 1)};
    if (!light.text) {
        return WT_NO_MEMORY;
    }
    wt_status status = lighten(&light, text, n, message);
    if (status == WT_OK && light.has_mark) {
        wt_message_set(message, "is JSON with a string that begins with a control character");
        status = WT_BAD_FORMAT;
    }
    if (status == WT_OK) {
        status = parse(root, &light, text, n, message);
    }
    free(light.text);
    return status;
}

double wt_json_number_of(const json_t *object, const char *key, double otherwise) {
    const json_t *const value = json_object_get(object, key);
    return json_is_number(value)    ? json_number_value(value)
           : json_is_boolean(value) ? (double)json_is_true(value)
                                    : otherwise;
}
