// Strings for JSON.
#include "app/json_string.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

json_t *wt_json_string(const char *text) {
    const size_t most = 3 * strlen(text) + 1;
    char *copy = malloc(most);
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
