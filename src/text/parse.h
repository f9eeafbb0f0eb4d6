// The result of reading text that a person typed: a status, and how far the reader got.
//
// Every reader in this room takes a NUL-terminated string, reads the longest
// prefix that is one of its thing, and returns where it stopped. It prints
// nothing. On failure `at` is the byte offset that a caret should point to and
// `expected` a static phrase that completes "expected ...". Readers that
// allocate leave nothing allocated behind on failure.
#ifndef WT_TEXT_PARSE_H
#define WT_TEXT_PARSE_H

#include "base/status.h"

#include <stddef.h>

typedef struct {
    wt_status status;     // WT_OK, WT_BAD_SYNTAX, WT_BAD_RANGE, WT_NO_MEMORY
    size_t at;            // WT_OK: bytes read; else: offset of the fault
    const char *expected; // not WT_OK: what should stand there, in words with an example
} wt_parse;

static inline wt_parse wt_parsed(size_t n_bytes) {
    return (wt_parse){WT_OK, n_bytes, NULL};
}

static inline wt_parse wt_parse_fault(wt_status status, size_t at, const char *expected) {
    return (wt_parse){status, at, expected};
}

static inline wt_parse wt_no_memory(size_t at) {
    return wt_parse_fault(WT_NO_MEMORY, at, "more memory");
}

// Return what a reader that began `offset` bytes into a text came to, told from the text's start.
static inline wt_parse wt_shifted(wt_parse parse, size_t offset) {
    return (wt_parse){parse.status, parse.at + offset, parse.expected};
}

#endif
