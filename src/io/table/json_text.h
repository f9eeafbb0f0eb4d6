// JSON from files that nobody vouches for.
#ifndef WT_IO_TABLE_JSON_TEXT_H
#define WT_IO_TABLE_JSON_TEXT_H

#include "base/message.h"
#include "base/status.h"

#include <jansson.h>

// Parse the `n` bytes of `text`; the caller gives `*root` back by json_decref. At most 65,536
// values, 32 levels deep: WT_BAD_FORMAT for more, before memory or stack is spent on them.
wt_status wt_json_load(json_t **root, const char *text, size_t n, wt_message *message);

// Return the number under `key`, or `otherwise` where there is none.
double wt_json_number_of(const json_t *object, const char *key, double otherwise);

#endif
