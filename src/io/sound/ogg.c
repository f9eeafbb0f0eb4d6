// Walks the pages of an Ogg file.
#include "io/sound/ogg.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define NO_PACKET_ENDS UINT64_MAX // as the position of a page

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
        return wt_refuse(message, WT_BAD_FORMAT, "has no Ogg page at byte %" PRIu64, at);
    }
    const size_t n_segments = page[26];
    status = wt_source_read(source, at + HEADER_SIZE, page + HEADER_SIZE, n_segments, message);
    *size = HEADER_SIZE + n_segments;
    for (size_t i = 0; i < n_segments && status == WT_OK; i++) {
        *size += page[HEADER_SIZE + i];
    }
    return status == WT_OK ? wt_source_read(source, at, page, *size, message) : status;
}

// What the pages up to a byte have shown.
typedef struct {
    uint64_t at;
    bool has_sound; // one of them ends a packet of sound: the stream's headers are before it
    bool is_ended;  // the last of them says that it is the last
} progress;

static wt_status walk(progress *done, uint8_t *page, wt_source *source, wt_message *message) {
    while (done->at < source->size) {
        size_t size;
        const wt_status status = read_page(page, &size, source, done->at, message);
        if (status != WT_OK) {
            return status;
        }
        const uint32_t stated = wt_le32(page + 22);
        memset(page + 22, 0, 4);
        if (checksum(page, size) != stated) {
            return wt_refuse(message, WT_BAD_FORMAT, "has a damaged Ogg page at byte %" PRIu64,
                             done->at);
        }
        const uint64_t position = wt_le32(page + 6) | (uint64_t)wt_le32(page + 10) << 32;
        done->has_sound = done->has_sound || (position > 0 && position != NO_PACKET_ENDS);
        done->is_ended = (page[5] & LAST_PAGE) != 0;
        done->at += size;
    }
    if (!done->is_ended) {
        return wt_refuse(message, WT_BAD_FORMAT,
                         "is Ogg that is cut off: its last page is missing");
    }
    return WT_OK;
}

wt_status wt_ogg_check(wt_source *source, const wt_warner *salvage, uint64_t *usable,
                       wt_message *message) {
    uint8_t *const page = malloc(MAX_PAGE);
    if (!page) {
        return WT_NO_MEMORY;
    }
    progress done = {0};
    wt_message fault = {""};
    const wt_status status = walk(&done, page, source, &fault);
    free(page);
    *usable = done.at;
    if (status == WT_BAD_FORMAT && salvage && done.has_sound) {
        wt_warn(salvage,
                "is Ogg that is cut off or damaged: the last %" PRIu64 " of its %" PRIu64
                " bytes are left out, and what they held",
                source->size - done.at, source->size);
        return WT_OK;
    }
    if (status != WT_OK) {
        wt_message_set(message, "%s%s", fault.text,
                       done.has_sound ? "" : " (Ogg without one whole page of sound)");
    }
    return status;
}
