// What the fuzzers of src/text share: a NUL-terminated copy of the input, whose first byte says
// after how many allocations memory runs out, and a check that stops the fuzzer.
#ifndef FUZZ_TEXT_H
#define FUZZ_TEXT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failing_malloc.h"
#include "text/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

// Return the input after its first byte as a string; free it.
static inline char *copy_text(const uint8_t *data, size_t size) {
    const size_t n = size > 0 ? size - 1 : 0;
    char *text = malloc(n + 1);
    if (n > 0) {
        memcpy(text, data + 1, n);
    }
    text[n] = 0;
    return text;
}

// Let memory run out after as many allocations as the first byte says; a blank or more: never.
static inline void arm_memory(const uint8_t *data, size_t size) {
    fail_after_allocations(size > 0 && data[0] < ' ' ? data[0] : -1);
}

// Every reader keeps the promises of text/parse.h. True where it succeeded.
static inline bool check_parse(const char *text, wt_parse parse) {
    const int refused = allocations_refused;
    fail_after_allocations(-1);
    CHECK(parse.at <= strlen(text));
    CHECK((parse.status == WT_OK) == (parse.expected == NULL));
    CHECK((parse.status == WT_NO_MEMORY) == (refused > 0));
    CHECK(parse.status == WT_OK || parse.status == WT_BAD_SYNTAX || parse.status == WT_BAD_RANGE ||
          parse.status == WT_NO_MEMORY);
    return parse.status == WT_OK;
}

// Cut `text` after what was read, to be read again.
static inline void cut(char *text, wt_parse parse) {
    text[parse.at] = 0;
}

static inline bool same_parse(wt_parse a, wt_parse b) {
    return a.status == b.status && a.at == b.at;
}

#endif
