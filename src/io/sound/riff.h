// The chunks of a RIFF file and its kin (RIFF, RIFX, RF64, BW64, Sony Wave64), walked one by one.
//
// Every size is checked against the bytes there. The size in the RIFF header itself is not
// believed, as Surge writes a wrong one: the walk goes to the end of the file.
#ifndef WT_IO_SOUND_RIFF_H
#define WT_IO_SOUND_RIFF_H

#include "io/file/source.h"

#include <stdbool.h>

enum { WT_RIFF_MAX_CHUNKS = 1 << 20 };

typedef enum {
    WT_RIFF_LITTLE, // RIFF, RF64, BW64
    WT_RIFF_BIG,    // RIFX: the same, every number big-endian
    WT_RIFF_WAVE64, // identifiers of 16 bytes, sizes of 8 that count the header
} wt_riff_kind;

typedef struct {
    char id[5];  // four printable characters and NUL
    uint64_t at; // of the payload
    uint64_t size;
    uint64_t missing; // bytes that it states beyond the file's end, of `data` alone
    bool is_stream;   // `data` whose size its writer never learned: it goes to the file's end
    bool big_endian;
} wt_chunk;

typedef struct {
    wt_source *source;
    wt_riff_kind kind;
    char form[5];    // "WAVE", ...
    uint64_t end;    // where the header says that the file ends; UINT64_MAX: it does not say
    uint64_t next;   // header of the next chunk
    uint64_t data64; // size of `data` from the ds64 chunk, where has_data64
    bool has_data64;
    bool has_data; // the data chunk was passed
    uint32_t n_chunks;
} wt_riff;

// Return true where the first 16 bytes of a file, zeros behind its end, are those of a kind here.
bool wt_riff_is(const uint8_t head[16]);

// Read the header. `source` is borrowed.
wt_status wt_riff_open(wt_riff *riff, wt_source *source, wt_message *message);

// Step to the next chunk; `*found` is false where the file ends. Chunks of odd size are padded,
// though some writers forget: both are accepted. What is wrong behind the data (bytes that are no
// chunk, a chunk that is cut off) is ignored with a warning; before them it is an error. Data that
// are cut off, or of a size that nobody wrote, are what is there.
wt_status wt_riff_next(wt_riff *riff, wt_chunk *chunk, bool *found, const wt_warner *warner,
                       wt_message *message);

static inline uint32_t wt_chunk_u16(const wt_chunk *chunk, const uint8_t *bytes) {
    return chunk->big_endian ? wt_be16(bytes) : wt_le16(bytes);
}

static inline uint32_t wt_chunk_u32(const wt_chunk *chunk, const uint8_t *bytes) {
    return chunk->big_endian ? wt_be32(bytes) : wt_le32(bytes);
}

#endif
