// Names and titles as JSON, whatever bytes they are made of.
#ifndef WT_APP_JSON_STRING_H
#define WT_APP_JSON_STRING_H

#include <jansson.h>

// Return `text` as a JSON string, which must be UTF-8: other bytes become U+FFFD. Null: no memory,
// as where `text` is null.
json_t *wt_json_string(const char *text);

// Return `json` as text, to be freed, in which nothing acts on a terminal: what jansson leaves as
// it is (DEL, C1, marks of direction) is written as \u0085. Null: no memory, or `json` is null,
// or this thread lost a part of it.
char *wt_json_text(const json_t *json, size_t flags);

#endif
