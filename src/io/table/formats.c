// The table of table formats.
#include "io/table/formats.h"

#include <string.h>

extern const wt_table_format wt_table_format_wav, wt_table_format_wt, wt_table_format_vital,
    wt_table_format_c, wt_table_format_sound;

// In the order of the words of --type.
const wt_table_format *const wt_table_formats[] = {&wt_table_format_wav, &wt_table_format_wt,
                                                   &wt_table_format_vital, &wt_table_format_c,
                                                   &wt_table_format_sound};

const size_t wt_n_table_formats = sizeof wt_table_formats / sizeof *wt_table_formats;

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

const wt_table_format *wt_table_format_named(const char *name, size_t length) {
    for (size_t i = 0; i < wt_n_table_formats; i++) {
        const char *const word = wt_table_formats[i]->name;
        size_t n = 0;
        while (word && n < length && word[n] && lower(name[n]) == word[n]) {
            n++;
        }
        if (word && n == length && word[n] == '\0') {
            return wt_table_formats[i];
        }
    }
    return NULL;
}

const wt_table_format *wt_table_format_of(const char *path) {
    const char *const slash = strrchr(path, '/');
    const char *const dot = strrchr(slash ? slash : path, '.');
    return dot ? wt_table_format_named(dot + 1, strlen(dot + 1)) : NULL;
}
