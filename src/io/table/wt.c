// Tables in .wt, the format of Surge and Bitwig.
#include "io/sound/pcm.h"
#include "io/table/writers.h"

#include <inttypes.h>
#include <string.h>

enum {
    HEADER_SIZE = 12,
    MAX_LENGTH = 4096,
    MAX_CYCLES = 512,
    FLAG_SAMPLE = 1,
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

static wt_status check_header(const wt_header *header, const wt_warner *warner,
                              wt_message *message) {
    if (header->length < WT_MIN_CYCLE_LENGTH || header->length > WT_MAX_CYCLE_LENGTH) {
        wt_message_set(message,
                       "states cycles of %" PRIu32 " samples; .wt has powers of two from 2 to %d",
                       header->length, MAX_LENGTH);
        return WT_BAD_FORMAT;
    }
    if (header->length > MAX_LENGTH || (header->length & (header->length - 1)) != 0) {
        wt_warn(warner,
                "has cycles of %" PRIu32 " samples, where .wt has powers of two from 2 to %d",
                header->length, MAX_LENGTH);
    }
    if (header->n_cycles > MAX_CYCLES) {
        wt_warn(warner, "states %" PRIu32 " cycles, where .wt has 1 to %d", header->n_cycles,
                MAX_CYCLES);
    }
    if ((header->flags & ~(uint32_t)KNOWN_FLAGS) != 0) {
        wt_warn(warner, "has unknown flags 0x%04" PRIX32 ": they are ignored",
                header->flags & ~KNOWN_FLAGS);
    }
    if ((header->flags & FLAG_SAMPLE) != 0) {
        wt_warn(warner, "says of itself that it is a sample, not a table");
    }
    return WT_OK;
}

// How many cycles there are: as stated, or as the bytes show. What follows the last is ignored.
static uint64_t count_cycles(const wt_header *header, uint64_t cycle_bytes, uint64_t there,
                             const wt_warner *warner) {
    const uint64_t whole = there / cycle_bytes;
    const uint64_t stated = header->n_cycles;
    if (whole < stated || stated == 0) {
        wt_warn(warner,
                "states %" PRIu64 " cycles of %" PRIu32 " samples and has %" PRIu64
                ": those are used",
                stated, header->length, whole);
        return whole;
    }
    const uint64_t behind = there - stated * cycle_bytes;
    if ((header->flags & FLAG_METADATA) != 0 || behind == 0) {
        return stated;
    }
    if (behind % cycle_bytes == 0) {
        wt_warn(warner, "states %" PRIu64 " cycles and has %" PRIu64 ": all are used", stated,
                whole);
        return whole;
    }
    wt_warn(warner, "the %" PRIu64 " bytes after the samples are ignored", behind);
    return stated;
}

static wt_status read(wt_table_parts *parts, wt_source *source, const wt_table_wish *wish,
                      const wt_warner *warner, wt_message *message) {
    (void)wish;
    strcpy(parts->format, "wt");
    uint8_t bytes[HEADER_SIZE];
    wt_status status = wt_source_read(source, 0, bytes, sizeof bytes, message);
    if (status != WT_OK) {
        return status;
    }
    const wt_header header = {wt_le32(bytes + 4), wt_le16(bytes + 8), wt_le16(bytes + 10)};
    status = check_header(&header, warner, message);
    if (status != WT_OK) {
        return status;
    }
    const wt_pcm_format format = {.is_float = (header.flags & FLAG_INT16) == 0,
                                  .bits = (header.flags & FLAG_INT16) != 0 ? 16 : 32,
                                  .channels = 1};
    const uint64_t cycle_bytes = (uint64_t)header.length * wt_pcm_sample_bytes(format);
    const uint64_t n_cycles =
        count_cycles(&header, cycle_bytes, source->size - HEADER_SIZE, warner);
    if (n_cycles == 0) {
        wt_message_set(message, "has not one whole cycle of %" PRIu32 " samples (it is cut off)",
                       header.length);
        return WT_BAD_FORMAT;
    }
    const uint64_t n = header.length * n_cycles;
    status = wt_table_allocate(parts, n, message);
    if (status == WT_OK) {
        status = wt_pcm_read(parts->samples, source, HEADER_SIZE, n, format, message);
    }
    const bool is_half_range = (header.flags & (FLAG_INT16 | FLAG_FULL_RANGE)) == FLAG_INT16;
    for (uint64_t i = 0; i < n && status == WT_OK && is_half_range; i++) {
        parts->samples[i] *= 2.0f; // full scale is 1/16384
    }
    parts->hints[WT_BY_FORMAT] = (wt_cycle_hint){.given = true, .length = header.length};
    return status;
}

static bool begins(const uint8_t head[WT_TABLE_HEAD + 1]) {
    return memcmp(head, "vawt", 4) == 0;
}

const wt_table_format wt_table_format_wt = {
    .name = "wt",
    .what = ".wt of Surge and Bitwig",
    .read = read,
    .write = wt_table_write_wt,
    .begins = begins,
};
