// A grammar of command lines as a table of rules, and bytes that choose among them.
#ifndef WT_TESTS_GRAMMAR_H
#define WT_TESTS_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GRAMMAR_MOST = 65536 };

// Where the choices come from: the input's bytes in turn, zeros behind its end.
typedef struct {
    const uint8_t *bytes;
    size_t n, at;
    uint8_t spoiling; // how often a word is spoilt
    bool twice;
} grammar;

void grammar_begin(grammar *g, const uint8_t *bytes, size_t n);

// Make a text by the rule `name`, spoilt here and there.
void grammar_text(grammar *g, const char *name, char *out, size_t room);

// A command line, without the name of the program.
void grammar_line(grammar *g, char *out, size_t room);

// Whether this input is to be run twice.
bool grammar_once_more(const grammar *g);

// Whether a line of render writes 32-bit floats to stdout.
bool grammar_is_float32(const char *line);

#endif
