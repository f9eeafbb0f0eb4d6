// Names and titles as JSON, whatever bytes they are made of.
#ifndef WT_APP_JSON_STRING_H
#define WT_APP_JSON_STRING_H

#include <jansson.h>

// Return `text` as a JSON string, which must be UTF-8: other bytes become U+FFFD. Null: no memory.
json_t *wt_json_string(const char *text);

#endif
