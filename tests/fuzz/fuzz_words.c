// Fuzzes the splitting of words: quoted again, the words split into themselves.
#include "fuzz_text.h"

#include "text/words.h"

// Return the words in single quotes, one a line; free it.
static char *quote(const wt_words *words) {
    size_t size = 1;
    for (size_t i = 0; i < words->count; ++i) {
        size += 4 * strlen(words->words[i]) + 3;
    }
    char *text = malloc(size);
    char *out = text;
    for (size_t i = 0; i < words->count; ++i) {
        *out++ = '\'';
        for (const char *c = words->words[i]; *c; ++c) {
            const char *piece = *c == '\'' ? "'\\''" : (const char[]){*c, 0};
            const size_t n = strlen(piece);
            memcpy(out, piece, n);
            out += n;
        }
        *out++ = '\'';
        *out++ = '\n';
    }
    *out = 0;
    return text;
}

static void check_same(const wt_words *a, const wt_words *b) {
    CHECK(a->count == b->count);
    for (size_t i = 0; i < a->count; ++i) {
        CHECK(strcmp(a->words[i], b->words[i]) == 0);
    }
}

static void check_places(const wt_words *words) {
    for (size_t i = 0; i < words->count; ++i) {
        const wt_location place = words->places[i];
        CHECK(strcmp(place.file, "file") == 0 && place.line >= 1 && place.column >= 1);
        const wt_location last = i > 0 ? words->places[i - 1] : (wt_location){"file", 1, 0, 0};
        CHECK(place.line > last.line || (place.line == last.line && place.column > last.column));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    wt_words words = {0};
    wt_location where = {0};
    const size_t n = size > 0 ? size - 1 : 0;
    // An exact copy, without a NUL after it, so that reading on would be noticed.
    char *exact = malloc(n > 0 ? n : 1);
    if (n > 0) {
        memcpy(exact, data + 1, n);
    }
    arm_memory(data, size);
    const wt_parse parse = wt_words_split(&words, "file", 1, exact, n, &where);
    const int refused = allocations_refused;
    fail_after_allocations(-1);
    free(exact);
    CHECK(parse.at <= n && (parse.status == WT_OK) == (parse.expected == NULL));
    CHECK((parse.status == WT_NO_MEMORY) == (refused > 0));
    CHECK(where.line >= 1 && where.column >= 1);
    if (parse.status != WT_OK) {
        CHECK(words.count == 0);
        wt_words_free(&words);
        return 0;
    }
    CHECK(parse.at == n && words.words[words.count] == NULL);
    check_places(&words);
    char *quoted = quote(&words);
    wt_words again = {0};
    CHECK(wt_words_split(&again, "file", 2, quoted, strlen(quoted), NULL).status == WT_OK);
    check_same(&words, &again);
    wt_words_free(&again);
    free(quoted);
    wt_words_free(&words);
    return 0;
}
