// Walks the pages of an Ogg file.
#include "io/sound/ogg.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER_SIZE = 27, MAX_PAGE = HEADER_SIZE + 255 + 255 * 255, LAST_PAGE = 4 };

// CRC-32 by the polynomial 0x04C11DB7, highest bit first, four bits at a time.
static uint32_t checksum(const uint8_t *bytes, size_t n) {
    static const uint32_t steps[16] = {0x00000000, 0x04C11DB7, 0x09823B6E, 0x0D4326D9,
                                       0x130476DC, 0x17C56B6B, 0x1A864DB2, 0x1E475005,
                                       0x2608EDB8, 0x22C9F00F, 0x2F8AD6D6, 0x2B4BCB61,
                                       0x350C9B64, 0x31CD86D3, 0x3C8EA00A, 0x384FBDBD};
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum = sum << 4 ^ steps[(sum >> 28) ^ bytes[i] >> 4];
        sum = sum << 4 ^ steps[(sum >> 28) ^ (bytes[i] & 15)];
    }
    return sum;
}

// Read the page at `at`; `*size` receives how many bytes it has.
static wt_status read_page(uint8_t *page, size_t *size, wt_source *source, uint64_t at,
                           wt_message *message) {
    wt_status status = wt_source_read(source, at, page, HEADER_SIZE, message);
    if (status != WT_OK) {
        return status;
    }
    if (memcmp(page, "OggS", 4) != 0) {
        wt_message_set(message, "has no Ogg page at byte %" PRIu64, at);
        return WT_BAD_FORMAT;
    }
    const size_t n_segments = page[26];
    status = wt_source_read(source, at + HEADER_SIZE, page + HEADER_SIZE, n_segments, message);
    *size = HEADER_SIZE + n_segments;
    for (size_t i = 0; i < n_segments && status == WT_OK; i++) {
        *size += page[HEADER_SIZE + i];
    }
    return status == WT_OK ? wt_source_read(source, at, page, *size, message) : status;
}

static wt_status walk(uint8_t *page, wt_source *source, wt_message *message) {
    bool is_last = false;
    for (uint64_t at = 0; at < source->size;) {
        size_t size;
        const wt_status status = read_page(page, &size, source, at, message);
        if (status != WT_OK) {
            return status;
        }
        const uint32_t stated = wt_le32(page + 22);
        memset(page + 22, 0, 4);
        if (checksum(page, size) != stated) {
            wt_message_set(message, "has a damaged Ogg page at byte %" PRIu64, at);
            return WT_BAD_FORMAT;
        }
        is_last = (page[5] & LAST_PAGE) != 0;
        at += size;
    }
    if (!is_last) {
        wt_message_set(message, "is Ogg that is cut off: its last page is missing");
        return WT_BAD_FORMAT;
    }
    return WT_OK;
}

wt_status wt_ogg_check(wt_source *source, wt_message *message) {
    uint8_t *const page = malloc(MAX_PAGE);
    if (!page) {
        wt_message_set(message, "not enough memory for a page");
        return WT_NO_MEMORY;
    }
    const wt_status status = walk(page, source, message);
    free(page);
    return status;
}
