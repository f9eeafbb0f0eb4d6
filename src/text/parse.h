// The result of reading text that a person typed: a status, and how far the reader got.
//
// Every reader in this room takes a NUL-terminated string, reads the longest
// prefix that is one of its thing, and returns where it stopped. It prints
// nothing. On failure `at` is the byte offset that a caret should point to and
// `expected` a static phrase that completes "expected ...". Readers that
// allocate leave nothing allocated behind on failure.
#ifndef WT_TEXT_PARSE_H
#define WT_TEXT_PARSE_H

#include "wavetable/status.h"

#include <stddef.h>

typedef struct {
    wt_status status;     // WT_OK, WT_BAD_SYNTAX, WT_BAD_RANGE, WT_NO_MEMORY
    size_t at;            // WT_OK: bytes read; else: offset of the fault
    const char *expected; // not WT_OK: what should stand there, in words with an example
} wt_parse;

#endif
