// Bytes to read from: a regular file, or memory, of a length known from the start.
#ifndef WT_IO_FILE_SOURCE_H
#define WT_IO_FILE_SOURCE_H

#include "base/message.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *bytes; // the whole, where it is in memory; else null
    int fd;               // else a regular file
    uint64_t size;
    uint64_t window_at; // what was read ahead, so that many small reads cost few calls
    size_t window_size;
    uint8_t window[4096];
} wt_source;

// Read from `n` bytes at `bytes`, which outlive the source. Nothing to close.
void wt_source_memory(wt_source *source, const uint8_t *bytes, size_t n);

// Open the regular file at `path`. Anything else that may stand there (directory, FIFO, socket,
// device) is refused by name, without opening it and so without ever waiting for its other end.
wt_status wt_source_open(wt_source *source, const char *path, wt_message *message);

// Copy the `n` bytes from `at` on to `out`, all of them or none: WT_BAD_FORMAT where the file ends
// before, or has become shorter since it was opened.
wt_status wt_source_read(wt_source *source, uint64_t at, void *out, size_t n, wt_message *message);

// Safe also where opening failed.
void wt_source_close(wt_source *source);

static inline uint32_t wt_le16(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
}

static inline uint32_t wt_le32(const uint8_t *bytes) {
    return wt_le16(bytes) | wt_le16(bytes + 2) << 16;
}

static inline uint64_t wt_le64(const uint8_t *bytes) {
    return wt_le32(bytes) | (uint64_t)wt_le32(bytes + 4) << 32;
}

static inline uint32_t wt_be32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static inline uint32_t wt_be16(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 8 | bytes[1];
}

#endif
