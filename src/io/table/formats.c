// The table of table formats.
#include "io/table/formats.h"

#include "io/sound/riff.h"
#include "io/table/writers.h"

#include <string.h>

static bool begins_riff(const uint8_t head[WT_TABLE_HEAD + 1]) {
    return wt_riff_is(head);
}

static bool begins_wt(const uint8_t head[WT_TABLE_HEAD + 1]) {
    return memcmp(head, "vawt", 4) == 0;
}

static bool begins_json(const uint8_t head[WT_TABLE_HEAD + 1]) {
    const char *at = (const char *)head;
    at += memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    at += strspn(at, " \t\r\n");
    return *at == '{';
}

static bool begins_anyhow(const uint8_t head[WT_TABLE_HEAD + 1]) {
    (void)head;
    return true;
}

const wt_table_format wt_table_formats[] = {
    {"wav", "WAV with a clm chunk", 0, wt_table_read_wav, wt_table_write_wav, begins_riff},
    {"wt", ".wt of Surge and Bitwig", 0, wt_table_read_wt, wt_table_write_wt, begins_wt},
    {"vitaltable", ".vitaltable of Vital", 2048, wt_table_read_vital, wt_table_write_vital,
     begins_json},
    {"h", "an array in C", 0, NULL, wt_table_write_c, NULL},
    {NULL, "a sound file", 0, wt_table_read_sound, NULL, begins_anyhow},
};

const size_t wt_n_table_formats = sizeof wt_table_formats / sizeof *wt_table_formats;

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

const wt_table_format *wt_table_format_named(const char *name, size_t length) {
    for (size_t i = 0; i < wt_n_table_formats; i++) {
        const char *const word = wt_table_formats[i].name;
        size_t n = 0;
        while (word && n < length && word[n] && lower(name[n]) == word[n]) {
            n++;
        }
        if (word && n == length && word[n] == '\0') {
            return &wt_table_formats[i];
        }
    }
    return NULL;
}

const wt_table_format *wt_table_format_of(const char *path) {
    const char *const slash = strrchr(path, '/');
    const char *const dot = strrchr(slash ? slash : path, '.');
    return dot ? wt_table_format_named(dot + 1, strlen(dot + 1)) : NULL;
}
