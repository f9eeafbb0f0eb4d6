// Tables in .wt, the format of Surge and Bitwig.
#include "io/sound/pcm.h"
#include "io/table/parts.h"

#include <inttypes.h>
#include <string.h>

enum {
    HEADER_SIZE = 12,
    MAX_LENGTH = 4096,
    MAX_CYCLES = 512,
    FLAG_INT16 = 4,
    FLAG_FULL_RANGE = 8,
    FLAG_METADATA = 0x10,
    KNOWN_FLAGS = 0x1F,
};

typedef struct {
    uint32_t length;
    uint32_t n_cycles;
    uint32_t flags;
} wt_header;

static wt_status check_header(const wt_header *header, wt_message *message) {
    if (header->length < WT_MIN_CYCLE_LENGTH || header->length > MAX_LENGTH ||
        (header->length & (header->length - 1)) != 0) {
        wt_message_set(message,
                       "states cycles of %" PRIu32 " samples; .wt has powers of two from 2 to %d",
                       header->length, MAX_LENGTH);
        return WT_BAD_FORMAT;
    }
    if (header->n_cycles < 1 || header->n_cycles > MAX_CYCLES) {
        wt_message_set(message, "states %" PRIu32 " cycles; .wt has 1 to %d", header->n_cycles,
                       MAX_CYCLES);
        return WT_BAD_FORMAT;
    }
    if ((header->flags & ~(uint32_t)KNOWN_FLAGS) != 0) {
        wt_message_set(message, "has unknown flags 0x%04" PRIX32, header->flags & ~KNOWN_FLAGS);
        return WT_UNSUPPORTED;
    }
    return WT_OK;
}

// The XML behind the samples means nothing here, but that it ends says that the file is whole.
static wt_status check_metadata(wt_source *source, uint64_t at, wt_message *message) {
    for (uint64_t end = source->size; at < end; at++) {
        uint8_t byte;
        const wt_status status = wt_source_read(source, at, &byte, 1, message);
        if (status != WT_OK || byte == 0) {
            return status;
        }
    }
    wt_message_set(message, "is cut off inside its metadata: no NUL ends it");
    return WT_BAD_FORMAT;
}

wt_status wt_table_read_wt(wt_table_parts *parts, wt_source *source, const wt_warner *warner,
                           wt_message *message) {
    strcpy(parts->format, "wt");
    uint8_t bytes[HEADER_SIZE];
    wt_status status = wt_source_read(source, 0, bytes, sizeof bytes, message);
    if (status != WT_OK) {
        return status;
    }
    const wt_header header = {wt_le32(bytes + 4), wt_le16(bytes + 8), wt_le16(bytes + 10)};
    status = check_header(&header, message);
    if (status != WT_OK) {
        return status;
    }
    const wt_pcm_format format = {.is_float = (header.flags & FLAG_INT16) == 0,
                                  .bits = (header.flags & FLAG_INT16) != 0 ? 16 : 32,
                                  .channels = 1};
    const uint64_t n = (uint64_t)header.length * header.n_cycles;
    const uint64_t end = HEADER_SIZE + n * wt_pcm_sample_bytes(format);
    if (end > source->size) {
        wt_message_set(message,
                       "states %" PRIu32 " cycles of %" PRIu32 " samples, %" PRIu64
                       " bytes in all, but has only %" PRIu64 " (the file is cut off)",
                       header.n_cycles, header.length, end, source->size);
        return WT_BAD_FORMAT;
    }
    if ((header.flags & FLAG_METADATA) != 0) {
        status = check_metadata(source, end, message);
    } else if (end < source->size) {
        wt_warn(warner, "the %" PRIu64 " bytes after the samples are ignored", source->size - end);
    }
    if (status == WT_OK) {
        status = wt_table_allocate(parts, n, message);
    }
    if (status == WT_OK) {
        status = wt_pcm_read(parts->samples, source, HEADER_SIZE, n, format, message);
    }
    const bool is_half_range = (header.flags & (FLAG_INT16 | FLAG_FULL_RANGE)) == FLAG_INT16;
    for (uint64_t i = 0; i < n && status == WT_OK && is_half_range; i++) {
        parts->samples[i] *= 2.0f; // full scale is 1/16384
    }
    parts->hints[WT_BY_HEADER] = (wt_cycle_hint){.given = true, .length = header.length};
    return status;
}
