// The chunks of a RIFF file (RIFF, RF64, BW64), walked strictly.
//
// Every size is checked against the bytes there. The size in the RIFF header itself is not
// believed, as Surge writes a wrong one: the walk goes to the end of the file.
#ifndef WT_IO_SOUND_RIFF_H
#define WT_IO_SOUND_RIFF_H

#include "io/file/source.h"

#include <stdbool.h>

enum { WT_RIFF_MAX_CHUNKS = 1 << 20 };

typedef struct {
    char id[5];  // four printable characters and NUL
    uint64_t at; // of the payload
    uint64_t size;
} wt_chunk;

typedef struct {
    wt_source *source;
    char form[5];    // "WAVE", ...
    uint64_t end;    // where the header says that the file ends; UINT64_MAX: it does not say
    uint64_t next;   // header of the next chunk
    uint64_t data64; // size of `data` from the ds64 chunk, where has_data64
    bool has_data64;
    bool has_data; // the data chunk was passed
    uint32_t n_chunks;
} wt_riff;

// Read the header. `source` is borrowed.
wt_status wt_riff_open(wt_riff *riff, wt_source *source, wt_message *message);

// Step to the next chunk; `*found` is false where the file ends. Chunks of odd size are padded,
// though some writers forget: both are accepted. Bytes that are no chunk are an error before the
// stated end of the file and ignored, with a warning, behind it.
wt_status wt_riff_next(wt_riff *riff, wt_chunk *chunk, bool *found, const wt_warner *warner,
                       wt_message *message);

#endif
