// JSON from files that nobody vouches for.
#ifndef WT_IO_JSON_JSON_TEXT_H
#define WT_IO_JSON_JSON_TEXT_H

#include "base/message.h"
#include "base/status.h"

#include <jansson.h>

// Parse the `n` bytes of `text`; the caller gives `*root` back by json_decref. At most 65,536
// values, 32 levels deep: WT_BAD_FORMAT for more, before memory or stack is spent on them. Long
// strings stay in `text`: ask wt_json_string_of for any that may be.
wt_status wt_json_load(json_t **root, const char *text, size_t n, wt_message *message);

// Return the `*n` bytes of a string, without a zero behind them, for as long as the tree and the
// `text` that it was loaded from last; null where the value is no string.
const char *wt_json_string_of(const json_t *value, const char *text, size_t *n);

// Return the number under `key`, or `otherwise` where there is none.
double wt_json_number_of(const json_t *object, const char *key, double otherwise);

#endif
