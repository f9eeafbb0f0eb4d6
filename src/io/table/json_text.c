// Parses JSON by jansson, with bounds.
#include "io/table/json_text.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MAX_VALUES = 1 << 16, MAX_DEPTH = 32 };

// A parser that builds a tree can be made to take a hundred bytes of memory for one of the file,
// and a deep stack. What a table needs is known, so count before.
static wt_status check_size(const char *text, size_t n, wt_message *message) {
    bool in_string = false;
    size_t n_values = 0;
    int depth = 0;
    for (size_t i = 0; i < n; i++) {
        if (in_string) {
            if (text[i] == '\\') {
                i++;
            } else {
                in_string = text[i] != '"';
            }
            continue;
        }
        switch (text[i]) {
        case '"':
            in_string = true;
            break;
        case '[':
        case '{':
            depth++;
            n_values++;
            break;
        case ',':
            n_values++;
            break;
        case ']':
        case '}':
            depth--;
            break;
        default:
            break;
        }
        if (depth > MAX_DEPTH || n_values > MAX_VALUES) {
            wt_message_set(message, "is JSON with more than %d %s",
                           depth > MAX_DEPTH ? MAX_DEPTH : MAX_VALUES,
                           depth > MAX_DEPTH ? "levels" : "values");
            return WT_BAD_FORMAT;
        }
    }
    return WT_OK;
}

// Where jansson lacks memory it may say that the text is wrong.
static _Thread_local bool lacked_memory;

static void *watched_malloc(size_t n) {
    void *const block = malloc(n);
    lacked_memory = lacked_memory || !block;
    return block;
}

static void watch_memory(void) {
    json_set_alloc_funcs(watched_malloc, free);
}

wt_status wt_json_load(json_t **root, const char *text, size_t n, wt_message *message) {
    wt_status status = check_size(text, n, message);
    if (status != WT_OK) {
        return status;
    }
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch_memory);
    lacked_memory = false;
    json_error_t error;
    *root = json_loadb(text, n, 0, &error);
    if (!*root && lacked_memory) {
        wt_message_set(message, "not enough memory for its JSON");
        return WT_NO_MEMORY;
    }
    if (!*root) {
        wt_message_set(message, "bad JSON in line %d, column %d: %s", error.line, error.column,
                       error.text);
        return WT_BAD_FORMAT;
    }
    return WT_OK;
}

double wt_json_number_of(const json_t *object, const char *key, double otherwise) {
    const json_t *const value = json_object_get(object, key);
    return json_is_number(value)    ? json_number_value(value)
           : json_is_boolean(value) ? (double)json_is_true(value)
                                    : otherwise;
}
