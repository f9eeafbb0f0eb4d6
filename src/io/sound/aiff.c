// Walks the chunks of AIFF (Apple, Audio Interchange File Format AIFF-C, 1991).
#include "io/sound/aiff.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

enum { HEADER_SIZE = 12, CHUNK_HEADER = 8, COMM_SIZE = 18, COMPRESSION_AT = 18, SSND_HEADER = 8 };

typedef struct {
    uint64_t stated; // bytes that the frames of COMM take; 0 where they are compressed
    uint64_t there;  // bytes of sound in SSND
} lengths;

static bool is_plain(const uint8_t *compression) {
    static const char plain[][5] = {"NONE", "twos", "sowt", "raw ", "in24", "42ni",
                                    "in32", "23ni", "fl32", "FL32", "fl64", "FL64"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (memcmp(compression, plain[i], 4) == 0) {
            return true;
        }
    }
    return false;
}

static wt_status read_comm(lengths *found, wt_source *source, uint64_t at, uint64_t size,
                           wt_message *message) {
    uint8_t bytes[COMM_SIZE + 4] = {0};
    if (size < COMM_SIZE) {
        return wt_refuse(message, WT_BAD_FORMAT,
                         "the COMM chunk has %" PRIu64 " bytes, not %d or more", size, COMM_SIZE);
    }
    const size_t n = size < sizeof bytes ? (size_t)size : sizeof bytes;
    const wt_status status = wt_source_read(source, at, bytes, n, message);
    if (n < sizeof bytes || is_plain(bytes + COMPRESSION_AT)) {
        found->stated =
            (uint64_t)wt_be16(bytes) * wt_be32(bytes + 2) * ((wt_be16(bytes + 6) + 7) / 8);
    }
    return status;
}

static wt_status take_chunk(lengths *found, wt_source *source, uint64_t at, const uint8_t *header,
                            bool may_be_cut, wt_message *message) {
    uint64_t size = wt_be32(header + 4);
    if (size > source->size - at && may_be_cut && memcmp(header, "SSND", 4) == 0) {
        size = source->size - at;
    }
    if (size > source->size - at) {
        return wt_refuse(message, WT_BAD_FORMAT,
                         "the chunk at byte %" PRIu64 " states %" PRIu64 " bytes, but only %" PRIu64
                         " follow (the file is cut off)",
                         at - CHUNK_HEADER, size, source->size - at);
    }
    if (memcmp(header, "COMM", 4) == 0) {
        return read_comm(found, source, at, size, message);
    }
    uint8_t offset[4];
    if (memcmp(header, "SSND", 4) == 0 && size >= SSND_HEADER) {
        const wt_status status = wt_source_read(source, at, offset, sizeof offset, message);
        const uint64_t skipped = SSND_HEADER + (uint64_t)wt_be32(offset);
        found->there = size > skipped ? size - skipped : 0;
        return status;
    }
    return WT_OK;
}

wt_status wt_aiff_check(wt_source *source, const wt_warner *salvage, wt_message *message) {
    lengths found = {0, 0};
    uint8_t header[CHUNK_HEADER];
    wt_status status = wt_source_read(source, 0, header, sizeof header, message);
    if (status != WT_OK) {
        return status;
    }
    const uint64_t end = CHUNK_HEADER + (uint64_t)wt_be32(header + 4);
    for (uint64_t at = HEADER_SIZE; at + CHUNK_HEADER <= source->size;) {
        if (at >= end && found.there > 0) {
            break; // junk behind it is no loss
        }
        status = wt_source_read(source, at, header, sizeof header, message);
        if (status == WT_OK) {
            status =
                take_chunk(&found, source, at + CHUNK_HEADER, header, salvage != NULL, message);
        }
        if (status != WT_OK) {
            return status;
        }
        const uint64_t size = wt_be32(header + 4);
        at += CHUNK_HEADER + size + size % 2;
    }
    if (found.stated > found.there && found.there > 0 && salvage) {
        wt_warn(salvage,
                "is cut off: %" PRIu64 " of the %" PRIu64 " bytes of its sound are missing",
                found.stated - found.there, found.stated);
        return WT_OK;
    }
    if (found.stated > found.there) {
        return wt_refuse(message, WT_BAD_FORMAT,
                         "states %" PRIu64 " bytes of sound, but has only %" PRIu64
                         " (the file is cut off)",
                         found.stated, found.there);
    }
    return WT_OK;
}
