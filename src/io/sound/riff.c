// Walks chunks: identifier, size, payload, perhaps a byte of padding.
#include "io/sound/riff.h"

#include <inttypes.h>
#include <string.h>

enum { HEADER_SIZE = 8, WAVE64_HEADER_SIZE = 24, UNKNOWN_SIZE_32 = 0x7FFFF000 };

static const uint8_t wave64_riff[16] = {'r',  'i',  'f',  'f',  0x2E, 0x91, 0xCF, 0x11,
                                        0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00};

bool wt_riff_is(const uint8_t head[16]) {
    static const char magics[][5] = {"RIFF", "RIFX", "RF64", "BW64"};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (memcmp(head, magics[i], 4) == 0) {
            return true;
        }
    }
    return memcmp(head, wave64_riff, sizeof wave64_riff) == 0;
}

static wt_status cut_header(const wt_source *source, wt_message *message) {
    return wt_refuse(message, WT_BAD_FORMAT,
                     "is cut off inside the RIFF header: it has %" PRIu64 " bytes", source->size);
}

// GUID, size of the file in 64 bits, GUID of the form.
static wt_status open_wave64(wt_riff *riff, wt_message *message) {
    uint8_t header[40];
    if (riff->source->size < sizeof header) {
        return cut_header(riff->source, message);
    }
    const wt_status status = wt_source_read(riff->source, 0, header, sizeof header, message);
    riff->kind = WT_RIFF_WAVE64;
    riff->end = UINT64_MAX;
    riff->next = sizeof header;
    memcpy(riff->form, memcmp(header + 24, "wave", 4) == 0 ? "WAVE" : "????", 4);
    return status;
}

wt_status wt_riff_open(wt_riff *riff, wt_source *source, wt_message *message) {
    *riff = (wt_riff){.source = source, .next = 12};
    uint8_t header[12];
    if (source->size < sizeof header) {
        return cut_header(source, message);
    }
    const wt_status status = wt_source_read(source, 0, header, sizeof header, message);
    if (status != WT_OK) {
        return status;
    }
    if (memcmp(header, wave64_riff, 8) == 0) {
        return open_wave64(riff, message);
    }
    riff->kind = memcmp(header, "RIFX", 4) == 0 ? WT_RIFF_BIG : WT_RIFF_LITTLE;
    const uint32_t size = riff->kind == WT_RIFF_BIG ? wt_be32(header + 4) : wt_le32(header + 4);
    riff->end = size >= UNKNOWN_SIZE_32 ? UINT64_MAX : HEADER_SIZE + (uint64_t)size;
    memcpy(riff->form, header + 8, 4);
    return WT_OK;
}

static size_t header_size(const wt_riff *riff) {
    return riff->kind == WT_RIFF_WAVE64 ? WAVE64_HEADER_SIZE : HEADER_SIZE;
}

static uint64_t stated_size(const wt_riff *riff, const uint8_t *header) {
    if (riff->kind == WT_RIFF_WAVE64) {
        const uint64_t whole = wt_le64(header + 16);
        return whole > WAVE64_HEADER_SIZE ? whole - WAVE64_HEADER_SIZE : 0;
    }
    return riff->kind == WT_RIFF_BIG ? wt_be32(header + 4) : wt_le32(header + 4);
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
    uint8_t header[WAVE64_HEADER_SIZE];
    const size_t n = header_size(riff);
    return wt_source_read(riff->source, at, header, n, NULL) == WT_OK && is_printable(header) &&
           stated_size(riff, header) <= riff->source->size - at - n;
}

// One that wavetables and sound files have.
static bool is_known_chunk(const wt_riff *riff, uint64_t at) {
    static const char known[][5] = {"fmt ", "data", "clm ", "CLM ", "srge", "srgo", "uhWT", "smpl",
                                    "cue ", "fact", "LIST", "PEAK", "bext", "ID3 ", "id3 ", "JUNK",
                                    "junk", "PAD ", "FLLR", "inst", "acid", "iXML", "cart", "_PMX"};
    uint8_t id[4];
    if (wt_source_read(riff->source, at, id, sizeof id, NULL) != WT_OK) {
        return false;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (memcmp(id, known[i], sizeof id) == 0) {
            return is_chunk(riff, at);
        }
    }
    return false;
}

// The end of a chunk of odd size. A pad byte of zero settles it. Else the byte may be the next
// chunk's first, and looking at both places for an identifier is not enough: in "clm 0...", with
// the size 48, the identifier "lm 0" can be read too, and in "smpl<\0\0\0\0", with the size 60,
// "mpl<", a chunk of no bytes. So known ones come first.
static uint64_t skip_pad(const wt_riff *riff, uint64_t end) {
    uint8_t pad;
    if (riff->kind == WT_RIFF_WAVE64) {
        return (end + 7) / 8 * 8;
    }
    if (wt_source_read(riff->source, end, &pad, 1, NULL) != WT_OK) {
        return end;
    }
    if (pad == 0 || is_known_chunk(riff, end + 1)) {
        return end + 1;
    }
    const bool is_next = is_known_chunk(riff, end) || !is_chunk(riff, end + 1);
    return is_next && is_chunk(riff, end) ? end : end + 1;
}

static wt_status read_ds64(wt_riff *riff, const wt_chunk *chunk, wt_message *message) {
    uint8_t sizes[24];
    if (chunk->size < sizeof sizes) {
        return wt_refuse(message, WT_BAD_FORMAT,
                         "the ds64 chunk has %" PRIu64 " bytes, not 24 or more", chunk->size);
    }
    const wt_status status = wt_source_read(riff->source, chunk->at, sizes, sizeof sizes, message);
    riff->data64 = wt_le64(sizes + 8);
    riff->has_data64 = true;
    return status;
}

// The bytes from `next` on are not a chunk.
static wt_status end_in_junk(const wt_riff *riff, const char *what, const wt_warner *warner,
                             wt_message *message) {
    if (riff->has_data) {
        wt_warn(warner, "the last %" PRIu64 " bytes are no whole chunk: they are ignored",
                riff->source->size - riff->next);
        return WT_OK;
    }
    return wt_refuse(message, WT_BAD_FORMAT, "%s at byte %" PRIu64, what, riff->next);
}

static bool rest_is_zero(const wt_riff *riff) {
    uint8_t rest[WAVE64_HEADER_SIZE] = {0};
    const uint8_t zero[WAVE64_HEADER_SIZE] = {0};
    const size_t n = (size_t)(riff->source->size - riff->next);
    return wt_source_read(riff->source, riff->next, rest, n, NULL) == WT_OK &&
           memcmp(rest, zero, n) == 0;
}

// Data that state more than is there, or nothing though no chunk follows: what is there.
static void salvage_data(const wt_riff *riff, wt_chunk *chunk) {
    const uint64_t left = riff->source->size - chunk->at;
    const bool is_empty = chunk->size == 0 && left > 0 && !is_chunk(riff, chunk->at);
    if (chunk->size > left || is_empty) {
        chunk->is_stream = is_empty || chunk->size >= UNKNOWN_SIZE_32;
        chunk->missing = is_empty ? 0 : chunk->size - left;
        chunk->size = left;
    }
}

static wt_status fail_size(const wt_riff *riff, const wt_chunk *chunk, wt_message *message) {
    return wt_refuse(message, WT_BAD_FORMAT,
                     "the \"%s\" chunk at byte %" PRIu64 " states %" PRIu64
                     " bytes, but only %" PRIu64 " follow (the file is cut off)",
                     chunk->id, riff->next, chunk->size, riff->source->size - chunk->at);
}

static wt_status take_chunk(wt_riff *riff, wt_chunk *chunk, const uint8_t *header, bool *found,
                            const wt_warner *warner, wt_message *message) {
    *chunk = (wt_chunk){.at = riff->next + header_size(riff),
                        .size = stated_size(riff, header),
                        .big_endian = riff->kind == WT_RIFF_BIG};
    memcpy(chunk->id, header, 4);
    const bool is_data = strcmp(chunk->id, "data") == 0;
    if (is_data && riff->has_data64 && chunk->size == UINT32_MAX) {
        chunk->size = riff->data64;
    }
    if (is_data) {
        salvage_data(riff, chunk);
    }
    if (chunk->size > riff->source->size - chunk->at) {
        return riff->has_data ? end_in_junk(riff, "", warner, message)
                              : fail_size(riff, chunk, message);
    }
    riff->has_data = riff->has_data || is_data;
    riff->next = chunk->at + chunk->size;
    if (chunk->size % 2 != 0 || riff->kind == WT_RIFF_WAVE64) {
        riff->next = skip_pad(riff, riff->next);
    }
    *found = true;
    return strcmp(chunk->id, "ds64") == 0 ? read_ds64(riff, chunk, message) : WT_OK;
}

wt_status wt_riff_next(wt_riff *riff, wt_chunk *chunk, bool *found, const wt_warner *warner,
                       wt_message *message) {
    *found = false;
    const uint64_t size = riff->source->size;
    if (riff->next >= size) {
        return WT_OK;
    }
    if (size - riff->next < header_size(riff)) {
        return rest_is_zero(riff) ? WT_OK
                                  : end_in_junk(riff, "a chunk header is cut off", warner, message);
    }
    uint8_t header[WAVE64_HEADER_SIZE];
    const wt_status status =
        wt_source_read(riff->source, riff->next, header, header_size(riff), message);
    if (status != WT_OK) {
        return status;
    }
    if (!is_printable(header)) {
        return end_in_junk(riff, "no chunk identifier", warner, message);
    }
    if (++riff->n_chunks > WT_RIFF_MAX_CHUNKS) {
        return wt_refuse(message, WT_BAD_FORMAT, "has more than %d chunks", WT_RIFF_MAX_CHUNKS);
    }
    return take_chunk(riff, chunk, header, found, warner, message);
}
