#include "text_reader.h"

#include <stdlib.h>
#include <string.h>

#include "failing_malloc.h"

static const char *told(wt_parse parse) {
    return parse.expected ? parse.expected : "nothing";
}

void assert_read(text_reader read, const read_case *cases, size_t n_cases) {
    for (const read_case *c = cases; c < cases + n_cases; ++c) {
        char meaning[MEANING_SIZE] = "";
        const wt_parse parse = read(c->text, meaning);
        if (parse.status != WT_OK || parse.at != c->at || parse.expected) {
            fail_msg("%s: status %d at %zu, not %zu, expected %s", c->text, (int)parse.status,
                     parse.at, c->at, told(parse));
        }
        if (strcmp(meaning, c->meaning) != 0) {
            fail_msg("%s means %s, not %s", c->text, meaning, c->meaning);
        }
    }
}

void assert_refused_at(text_reader read, const refused_case *cases, size_t n_cases) {
    for (const refused_case *c = cases; c < cases + n_cases; ++c) {
        char meaning[MEANING_SIZE] = "";
        const wt_parse parse = read(c->text, meaning);
        if (parse.status != c->status || parse.at != c->at || !parse.expected ||
            !strstr(parse.expected, c->expected)) {
            fail_msg("%s: status %d at %zu, expected %s", c->text, (int)parse.status, parse.at,
                     told(parse));
        }
    }
}

void assert_refused_without_memory(text_reader read, const char *text, int least) {
    for (int n = 0;; ++n) {
        char meaning[MEANING_SIZE];
        fail_after_allocations(n);
        const wt_parse parse = read(text, meaning);
        const int refused = allocations_refused;
        fail_after_allocations(-1);
        assert_int_equal(parse.status, refused ? WT_NO_MEMORY : WT_OK);
        if (!refused) {
            assert_true(n >= least);
            return;
        }
    }
}

char *repeated(const char *head, const char *unit, size_t n, const char *tail) {
    const size_t start = strlen(head);
    const size_t length = strlen(unit);
    char *text = malloc(start + n * length + strlen(tail) + 1);
    assert_non_null(text);
    memcpy(text, head, start);
    for (size_t i = 0; i < n; ++i) {
        memcpy(text + start + i * length, unit, length);
    }
    strcpy(text + start + n * length, tail);
    return text;
}
