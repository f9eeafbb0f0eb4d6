// What the tests of the readers in src/text share: tables of what is read, what is refused and
// where, text without end, and memory that runs out.
#ifndef TEXT_READER_H
#define TEXT_READER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/parse.h"

enum { MEANING_SIZE = 256 };

// Read `text`, write what it means to `meaning` and free it; after a failure, assert that nothing
// was changed and nothing is left.
typedef wt_parse (*text_reader)(const char *text, char meaning[MEANING_SIZE]);

typedef struct {
    const char *text;
    size_t at; // where it ends
    const char *meaning;
} read_case;

typedef struct {
    const char *text;
    wt_status status;
    size_t at;            // where the caret points to
    const char *expected; // part of it
} refused_case;

#define N_CASES(cases) (sizeof(cases) / sizeof *(cases))

// Assert that each text is read to its end, and means what it should.
void assert_read(text_reader read, const read_case *cases, size_t n_cases);

// Assert that each text is refused for its reason, at its place.
void assert_refused_at(text_reader read, const refused_case *cases, size_t n_cases);

// Assert that `text` is refused each time another allocation fails, of which there are at least
// `least`, and is read once all succeed. The program includes failing_malloc.h; run under a
// sanitizer or valgrind, this finds what leaks.
void assert_refused_without_memory(text_reader read, const char *text, int least);

// Return `head`, `unit` so many times, and `tail`; free it.
char *repeated(const char *head, const char *unit, size_t n, const char *tail);

#endif
