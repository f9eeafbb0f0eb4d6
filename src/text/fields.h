// Fields in the words of a batch line: {x=0..1} {cut=log:20..20000} {key=36..84/1} {w=sine|saw} {x}
// {n} {line}; {{ is a brace.
//
// What a field comes to is drawn by the seed, the line, the item and the field's name alone.
#ifndef WT_TEXT_FIELDS_H
#define WT_TEXT_FIELDS_H

#include "text/parse.h"

#include <stdbool.h>
#include <stdint.h>

// What is filled in. Corners stand for all draws where a line is checked: 0 takes the low end of
// each field and the first of its words, 1 the high end and the second, and so on, round.
typedef struct {
    uint64_t seed, line, item;
    int corner; // -1: draw
} wt_field_place;

typedef struct {
    char *name, *text; // owned
    bool is_number;
    double number;
} wt_field_value;

// The values of one item, in the order of their fields. Starts as all zeros.
typedef struct {
    wt_field_value *values; // owned
    size_t n;
    int corners; // how many corners there are to check; 0: it has no fields
} wt_fields;

// Write `word` with its fields filled in to *out, a new string, and add what they came to.
// WT_BAD_SYNTAX: a field that is none, a name that has no value yet, or has one already.
// WT_BAD_RANGE: ends that are no range.
wt_parse wt_fields_fill(wt_fields *fields, const wt_field_place *place, const char *word,
                        char **out);

void wt_fields_free(wt_fields *fields);

#endif
