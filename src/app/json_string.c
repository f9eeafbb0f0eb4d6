// Strings for JSON.
#include "app/json_string.h"

#include "base/shown.h"
#include "base/utf8.h"
#include "io/json/json_memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *wt_json_string(const char *text) {
    char *copy = text ? malloc(3 * strlen(text) + 1) : NULL;
    if (!copy) {
        wt_json_lacked_memory(true);
    }
    size_t n = 0;
    while (copy && *text) {
        const size_t length = wt_utf8_length(text);
        memcpy(copy + n, length ? text : "\xEF\xBF\xBD", length ? length : 3);
        n += length ? length : 3;
        text += length ? length : 1;
    }
    json_t *string = copy ? json_stringn(copy, n) : NULL;
    free(copy);
    return string;
}

// Write the character at *from, or its code where it acts on a terminal. Return what follows in
// `to`.
static char *put_shown(char *to, const char **from) {
    char shown[WT_SHOWN];
    const size_t n = wt_shown(shown, *from);
    if (**from != '\\' && shown[0] == '\\') {
        to += sprintf(to, "\\u%04x", wt_utf8_code(*from));
    } else {
        memcpy(to, *from, n);
        to += n;
    }
    *from += n;
    return to;
}

static bool is_plain(char c) {
    return (c >= ' ' && c <= '~') || c == '\n';
}

char *wt_json_text(const json_t *json, size_t flags) {
    char *const text = json ? json_dumps(json, flags) : NULL;
    char *const clean = text ? malloc(6 * strlen(text) + 1) : NULL;
    char *to = clean;
    for (const char *from = text; clean && *from;) {
        if (is_plain(*from)) {
            *to++ = *from++;
        } else {
            to = put_shown(to, &from);
        }
    }
    if (clean) {
        *to = '\0';
    }
    free(text);
    if (wt_json_lacked_memory(false)) {
        free(clean);
        return NULL;
    }
    return clean;
}
