// Words, split as a shell does.
#include "text/words.h"

#include "base/grow.h"
#include "base/hash_set.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// The bytes of words, of one call or several.
typedef struct block {
    struct block *next;
    char bytes[];
} block;

typedef struct {
    block *blocks;
    char *next; // in the last of them, with so much room left
    size_t room;
    size_t words_capacity;
    size_t places_capacity;
} arena;

typedef struct {
    const char *text;
    size_t n;
    size_t at;
    size_t line_start;
    const char *file;
    int line;
} scanner;

// Make room for one more word and the null after the last, and for 16 to begin with.
static bool reserve(wt_words *words) {
    const size_t n = words->count < 8 ? 8 : words->count;
    arena *arena_of = words->arena;
    if (arena_of && n + 1 < arena_of->words_capacity && n < arena_of->places_capacity) {
        return true;
    }
    if (!arena_of) {
        words->arena = arena_of = calloc(1, sizeof(arena));
    }
    if (!arena_of) {
        return false;
    }
    char **list = wt_grow(words->words, n + 1, &arena_of->words_capacity, sizeof *list);
    words->words = list ? list : words->words;
    wt_location *places = wt_grow(words->places, n, &arena_of->places_capacity, sizeof *places);
    words->places = places ? places : words->places;
    if (list) {
        list[words->count] = NULL;
    }
    return list && places;
}

static bool append(wt_words *words, char *word, wt_location place) {
    if (!reserve(words)) {
        return false;
    }
    words->words[words->count] = word;
    words->places[words->count] = place;
    words->words[++words->count] = NULL;
    return true;
}

static bool add_block(arena *to, size_t n) {
    block *added = n <= SIZE_MAX - sizeof *added ? malloc(sizeof *added + n) : NULL;
    if (added) {
        added->next = to->blocks;
        to->blocks = added;
        to->next = added->bytes;
        to->room = n;
    }
    return added != NULL;
}

// Give `words` n bytes more.
static char *add_bytes(wt_words *words, size_t n) {
    enum { FEW = 240 };
    arena *const from = words->arena;
    if (n > from->room && !add_block(from, n > FEW ? n : FEW)) {
        return NULL;
    }
    char *const bytes = from->next;
    from->next += n;
    from->room -= n;
    return bytes;
}

// Return the length of the newline `ahead` bytes further, 0 where there is none.
static size_t newline_length(const scanner *s, size_t ahead) {
    const char *text = s->text + s->at + ahead;
    const size_t left = s->n - s->at - ahead;
    if (left >= 2 && text[0] == '\r' && text[1] == '\n') {
        return 2;
    }
    return left >= 1 && text[0] == '\n';
}

static bool at_space(const scanner *s) {
    const char c = s->text[s->at];
    return c == ' ' || c == '\t' || c == '\n' ||
           (c == '\r' && (s->at + 1 == s->n || newline_length(s, 0) > 0));
}

static int to_int(size_t n) {
    return n < INT_MAX ? (int)n : INT_MAX;
}

static wt_location place_here(const scanner *s) {
    return (wt_location){s->file, s->line, to_int(s->at - s->line_start + 1), 0};
}

static char next_byte(scanner *s) {
    const char c = s->text[s->at++];
    if (c == '\n') {
        s->line += s->line < INT_MAX;
        s->line_start = s->at;
    }
    return c;
}

static void skip(scanner *s, size_t n) {
    for (; n > 0; --n) {
        next_byte(s);
    }
}

// Return the length of a '\' and the newline after it, 0 where there is none.
static size_t continuation_length(const scanner *s) {
    const size_t newline = s->text[s->at] == '\\' ? newline_length(s, 1) : 0;
    return newline ? newline + 1 : 0;
}

// To the end of the line, or to a CR that may have been meant as one.
static void skip_comment(scanner *s) {
    while (s->at < s->n && s->text[s->at] != '\n' && (s->text[s->at] != '\r' || at_space(s))) {
        ++s->at;
    }
}

static void skip_space_and_comments(scanner *s) {
    while (s->at < s->n) {
        if (s->text[s->at] == '#') {
            skip_comment(s);
        } else if (at_space(s)) {
            next_byte(s);
        } else if (continuation_length(s) > 0) {
            skip(s, continuation_length(s));
        } else {
            return;
        }
    }
}

// Copy what stands between the quote here and its partner to *out.
static wt_parse copy_quoted(scanner *s, char **out, wt_location *where) {
    const size_t open_at = s->at;
    *where = place_here(s);
    const char quote = next_byte(s);
    while (s->at < s->n && s->text[s->at] != quote) {
        const size_t continuation = quote == '"' ? continuation_length(s) : 0;
        if (continuation > 0) {
            skip(s, continuation);
            continue;
        }
        char c = next_byte(s);
        if (quote == '"' && c == '\\' && s->at < s->n && strchr("$`\"\\", s->text[s->at])) {
            c = next_byte(s);
        }
        *(*out)++ = c;
    }
    if (s->at == s->n) {
        return wt_parse_fault(WT_BAD_SYNTAX, open_at,
                              quote == '"' ? "a closing \"" : "a closing '");
    }
    next_byte(s);
    return wt_parsed(s->at);
}

static bool is_itself(char c) {
    return c > ' ' && c != '\'' && c != '"' && c != '\\';
}

static void copy_plain(scanner *s, char **out) {
    while (s->at < s->n && is_itself(s->text[s->at])) {
        *(*out)++ = s->text[s->at++];
    }
}

// Copy the word here to *out, unquoted.
static wt_parse copy_word(scanner *s, char **out, wt_location *where) {
    for (copy_plain(s, out); s->at < s->n && !at_space(s); copy_plain(s, out)) {
        const char c = s->text[s->at];
        if (c == '\'' || c == '"') {
            const wt_parse parse = copy_quoted(s, out, where);
            if (parse.status != WT_OK) {
                return parse;
            }
        } else if (continuation_length(s) > 0) {
            skip(s, continuation_length(s));
        } else if (c == '\\' && s->at + 1 == s->n) {
            *where = place_here(s);
            return wt_parse_fault(WT_BAD_SYNTAX, s->at, "a character after the backslash");
        } else if (c == '\r') {
            *where = place_here(s);
            return wt_parse_fault(WT_BAD_SYNTAX, s->at,
                                  "lines that end with LF or CR LF, not a CR alone");
        } else {
            s->at += c == '\\';
            *(*out)++ = next_byte(s);
        }
    }
    *(*out)++ = 0;
    return wt_parsed(s->at);
}

static wt_parse split(wt_words *words, scanner *s, char *out, wt_location *where) {
    for (;;) {
        skip_space_and_comments(s);
        *where = place_here(s);
        if (s->at == s->n) {
            return wt_parsed(s->n);
        }
        const wt_location place = *where;
        const size_t word_at = s->at;
        char *const word = out;
        const wt_parse parse = copy_word(s, &out, where);
        if (parse.status != WT_OK) {
            return parse;
        }
        if (!append(words, word, place)) {
            *where = place;
            return wt_no_memory(word_at);
        }
    }
}

static wt_parse find_nul(scanner *s, wt_location *where) {
    const char *nul = memchr(s->text + s->at, 0, s->n - s->at);
    if (!nul) {
        return wt_parsed(s->n);
    }
    skip(s, (size_t)(nul - s->text) - s->at);
    *where = place_here(s);
    return wt_parse_fault(WT_BAD_SYNTAX, s->at,
                          "text without NUL bytes (is it UTF-16? save it as UTF-8)");
}

static size_t bom_length(int first_line, const char *text, size_t n) {
    return first_line <= 1 && n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

bool wt_words_none(int first_line, const char *text, size_t n) {
    const size_t start = bom_length(first_line, text, n);
    scanner s = {text, n, start, start, NULL, first_line};
    skip_space_and_comments(&s);
    return s.at == n;
}

wt_parse wt_words_split(wt_words *words, const char *file, int first_line, const char *text,
                        size_t n, wt_location *where) {
    const size_t start = bom_length(first_line, text, n);
    scanner s = {text, n, start, start, file, first_line};
    wt_location unused;
    wt_location *const at_fault = where ? where : &unused;
    *at_fault = place_here(&s);
    if (n == 0) {
        return reserve(words) ? wt_parsed(0) : wt_no_memory(0);
    }
    scanner ahead = s;
    const wt_parse nul = find_nul(&ahead, at_fault);
    if (nul.status != WT_OK) {
        return nul;
    }
    // Every word is followed by a separator or the end, whose place its NUL takes.
    char *bytes = n < SIZE_MAX && reserve(words) ? add_bytes(words, n + 1) : NULL;
    if (!bytes) {
        return wt_no_memory(0);
    }
    const size_t count = words->count;
    const wt_parse parse = split(words, &s, bytes, at_fault);
    if (parse.status != WT_OK) {
        words->count = count;
        words->words[count] = NULL;
    }
    return parse;
}

wt_status wt_words_add(wt_words *words, const char *word) {
    const size_t size = strlen(word) + 1;
    char *bytes = reserve(words) ? add_bytes(words, size) : NULL;
    if (!bytes) {
        return WT_NO_MEMORY;
    }
    memcpy(bytes, word, size);
    append(words, bytes, (wt_location){NULL, 0, 1, 0});
    return WT_OK;
}

uint64_t wt_words_hash(const wt_words *words) {
    uint64_t hash = 1;
    for (size_t i = 0; i < words->count; ++i) {
        hash = wt_hash_text(hash * 31, words->words[i]);
    }
    return hash;
}

static bool is_plain(const char *word) {
    const char *c = word;
    while ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
           (*c && strchr("-_.,:/+@%=^", *c))) {
        ++c;
    }
    return c > word && *c == '\0';
}

static char *put_quoted(char *out, const char *word) {
    *out++ = '\'';
    for (; *word; ++word) {
        const char *const quote = "'\\''";
        const size_t n = *word == '\'' ? 4 : 1;
        memcpy(out, *word == '\'' ? quote : word, n);
        out += n;
    }
    *out++ = '\'';
    return out;
}

char *wt_words_join(const wt_words *words, size_t first) {
    size_t size = 1;
    for (size_t i = first; i < words->count; ++i) {
        size += 4 * strlen(words->words[i]) + 3;
    }
    char *const text = malloc(size);
    char *out = text;
    for (size_t i = first; text && i < words->count; ++i) {
        const char *const word = words->words[i];
        const size_t n = strlen(word);
        if (i > first) {
            *out++ = ' ';
        }
        if (is_plain(word)) {
            memcpy(out, word, n);
            out += n;
        } else {
            out = put_quoted(out, word);
        }
    }
    if (text) {
        *out = '\0';
    }
    return text;
}

void wt_words_free(wt_words *words) {
    arena *arena_of = words->arena;
    while (arena_of && arena_of->blocks) {
        block *const last = arena_of->blocks;
        arena_of->blocks = last->next;
        free(last);
    }
    free(arena_of);
    free(words->words);
    free(words->places);
    *words = (wt_words){0};
}
