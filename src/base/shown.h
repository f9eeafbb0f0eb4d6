// Text that others wrote, made fit to be looked at: what would act on a terminal is spelt out.
#ifndef WT_BASE_SHOWN_H
#define WT_BASE_SHOWN_H

#include <stddef.h>

enum { WT_SHOWN = 17 }; // the most for one character, and a NUL

// Write the first character of `text`, which is not empty, and a NUL to `out`: as it is, or, where
// it is a control character (C0, DEL, C1), changes the direction of writing, or is no UTF-8, its
// bytes as "\x1B". Return how many bytes of `text` that was.
size_t wt_shown(char out[WT_SHOWN], const char *text);

// Write as much of `text` that way as fits into `room` > 0 bytes with a NUL.
void wt_show(char *out, size_t room, const char *text);

#endif
