// File names, as text.
#include "text/path.h"

#include <stdlib.h>
#include <string.h>

wt_parse wt_span_path(const char *text, const char *stops) {
    size_t at = 0;
    for (; text[at] && !strchr(stops, text[at]); ++at) {
        if (text[at] == '\\' && !text[++at]) {
            return wt_parse_fault(WT_BAD_SYNTAX, at - 1, "a character after the backslash");
        }
    }
    return wt_parsed(at);
}

char *wt_copy_path(const char *text, size_t n) {
    char *path = malloc(n + 1);
    if (!path) {
        return NULL;
    }
    size_t length = 0;
    for (size_t at = 0; at < n; ++at) {
        at += text[at] == '\\' && at + 1 < n;
        path[length++] = text[at];
    }
    path[length] = 0;
    return path;
}

size_t wt_path_folder(const char *path) {
    const char *const slash = strrchr(path, '/');
    return slash ? (size_t)(slash + 1 - path) : 0;
}

char *wt_path_within(const char *path, size_t folder, const char *name) {
    const size_t before = name[0] == '/' || strcmp(name, "-") == 0 ? 0 : folder;
    const size_t size = strlen(name) + 1;
    char *const joined = malloc(before + size);
    if (joined) {
        memcpy(joined, before > 0 ? path : name, before);
        memcpy(joined + before, name, size);
    }
    return joined;
}
