// UTF-8, as far as files and messages need it.
#ifndef WT_BASE_UTF8_H
#define WT_BASE_UTF8_H

#include <stddef.h>

// Return the length of the character at `text`, 1..4 bytes, or 0 where the bytes are none (RFC
// 3629: overlong forms, surrogates and what lies past U+10FFFF are none). A NUL ends the text and
// is a character of one byte.
size_t wt_utf8_length(const char *text);

// Return the code of the character at `text`, whose length is not 0.
unsigned wt_utf8_code(const char *text);

#endif
