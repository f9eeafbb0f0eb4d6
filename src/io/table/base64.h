// Base64 (RFC 4648, sections 4 and 5) to bytes and back.
#ifndef WT_IO_TABLE_BASE64_H
#define WT_IO_TABLE_BASE64_H

#include <stddef.h>
#include <stdint.h>

// Decode `n` characters into `out`, which has room for `room` bytes. Padding may be missing, and
// blanks and newlines stand between. Return
// how many bytes there are, or SIZE_MAX where the text is not base64 or has more than `room`.
size_t wt_base64_decode(uint8_t *out, size_t room, const char *text, size_t n);

// Encode `n` bytes, padded: writes (n + 2) / 3 * 4 characters to `out`, and no NUL.
void wt_base64_encode(char *out, const uint8_t *bytes, size_t n);

#endif
