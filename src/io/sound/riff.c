// Walks chunks: identifier, size, payload, perhaps a byte of padding.
#include "io/sound/riff.h"

#include <inttypes.h>
#include <string.h>

enum { HEADER_SIZE = 8, UNKNOWN_SIZE_32 = 0x7FFFF000 };

wt_status wt_riff_open(wt_riff *riff, wt_source *source, wt_message *message) {
    *riff = (wt_riff){.source = source, .next = 12};
    uint8_t header[12];
    if (source->size < sizeof header) {
        wt_message_set(message, "is cut off inside the RIFF header: it has %" PRIu64 " bytes",
                       source->size);
        return WT_BAD_FORMAT;
    }
    const wt_status status = wt_source_read(source, 0, header, sizeof header, message);
    if (status != WT_OK) {
        return status;
    }
    const uint32_t size = wt_le32(header + 4);
    riff->end = size >= UNKNOWN_SIZE_32 ? UINT64_MAX : HEADER_SIZE + (uint64_t)size;
    memcpy(riff->form, header + 8, 4);
    return WT_OK;
}

static bool is_printable(const uint8_t *id) {
    for (int i = 0; i < 4; i++) {
        if (id[i] < 0x20 || id[i] > 0x7E) {
            return false;
        }
    }
    return true;
}

// True where a whole chunk may stand at `at`.
static bool is_chunk(const wt_riff *riff, uint64_t at) {
    uint8_t header[HEADER_SIZE];
    return wt_source_read(riff->source, at, header, sizeof header, NULL) == WT_OK &&
           is_printable(header) && wt_le32(header + 4) <= riff->source->size - at - HEADER_SIZE;
}

// The end of a chunk of odd size. A pad byte of zero settles it. Else the byte may be the next
// chunk's first, and looking at both places for an identifier is not enough: in "clm 0...", with
// the size 48, the identifier "lm 0" can be read too.
static uint64_t skip_pad(const wt_riff *riff, uint64_t end) {
    uint8_t pad;
    if (wt_source_read(riff->source, end, &pad, 1, NULL) != WT_OK) {
        return end;
    }
    return pad != 0 && !is_chunk(riff, end + 1) && is_chunk(riff, end) ? end : end + 1;
}

static wt_status read_ds64(wt_riff *riff, const wt_chunk *chunk, wt_message *message) {
    uint8_t sizes[24];
    if (chunk->size < sizeof sizes) {
        wt_message_set(message, "the ds64 chunk has %" PRIu64 " bytes, not 24 or more",
                       chunk->size);
        return WT_BAD_FORMAT;
    }
    const wt_status status = wt_source_read(riff->source, chunk->at, sizes, sizeof sizes, message);
    riff->data64 = wt_le64(sizes + 8);
    riff->has_data64 = true;
    return status;
}

// The bytes from `next` on are not a chunk.
static wt_status end_in_junk(const wt_riff *riff, const char *what, const wt_warner *warner,
                             wt_message *message) {
    if (riff->has_data && riff->next >= riff->end) {
        wt_warn(warner, "the %" PRIu64 " bytes after the end of the RIFF data are ignored",
                riff->source->size - riff->next);
        return WT_OK;
    }
    wt_message_set(message, "%s at byte %" PRIu64, what, riff->next);
    return WT_BAD_FORMAT;
}

static bool rest_is_zero(const wt_riff *riff) {
    uint8_t rest[HEADER_SIZE] = {0};
    const uint8_t zero[HEADER_SIZE] = {0};
    const size_t n = (size_t)(riff->source->size - riff->next);
    return wt_source_read(riff->source, riff->next, rest, n, NULL) == WT_OK &&
           memcmp(rest, zero, n) == 0;
}

static wt_status fail_size(const wt_riff *riff, const wt_chunk *chunk, wt_message *message) {
    if (strcmp(chunk->id, "data") == 0 && chunk->size >= UNKNOWN_SIZE_32) {
        wt_message_set(message, "was written to a pipe and does not say how long its data are "
                                "(repair it: sox --ignore-length BAD.wav GOOD.wav)");
    } else {
        wt_message_set(message,
                       "the \"%s\" chunk at byte %" PRIu64 " states %" PRIu64
                       " bytes, but only %" PRIu64 " follow (the file is cut off)",
                       chunk->id, riff->next, chunk->size, riff->source->size - chunk->at);
    }
    return WT_BAD_FORMAT;
}

wt_status wt_riff_next(wt_riff *riff, wt_chunk *chunk, bool *found, const wt_warner *warner,
                       wt_message *message) {
    *found = false;
    const uint64_t size = riff->source->size;
    if (riff->next >= size) {
        return WT_OK;
    }
    if (size - riff->next < HEADER_SIZE) {
        return rest_is_zero(riff) ? WT_OK
                                  : end_in_junk(riff, "a chunk header is cut off", warner, message);
    }
    uint8_t header[HEADER_SIZE];
    wt_status status = wt_source_read(riff->source, riff->next, header, sizeof header, message);
    if (status != WT_OK) {
        return status;
    }
    if (!is_printable(header)) {
        return end_in_junk(riff, "no chunk identifier", warner, message);
    }
    if (++riff->n_chunks > WT_RIFF_MAX_CHUNKS) {
        wt_message_set(message, "has more than %d chunks", WT_RIFF_MAX_CHUNKS);
        return WT_BAD_FORMAT;
    }
    *chunk = (wt_chunk){.at = riff->next + HEADER_SIZE, .size = wt_le32(header + 4)};
    memcpy(chunk->id, header, 4);
    const bool is_data = strcmp(chunk->id, "data") == 0;
    if (is_data && riff->has_data64 && chunk->size == UINT32_MAX) {
        chunk->size = riff->data64;
    }
    if (chunk->size > size - chunk->at) {
        return riff->next >= riff->end && riff->has_data ? end_in_junk(riff, "", warner, message)
                                                         : fail_size(riff, chunk, message);
    }
    if (strcmp(chunk->id, "ds64") == 0) {
        status = read_ds64(riff, chunk, message);
    }
    riff->has_data = riff->has_data || is_data;
    riff->next = chunk->at + chunk->size;
    if (chunk->size % 2 != 0) {
        riff->next = skip_pad(riff, riff->next);
    }
    *found = true;
    return status;
}
