// Sound files in memory as libsndfile writes them, for tests.
#ifndef SNDFILE_BYTES_H
#define SNDFILE_BYTES_H

#include "io/sound/sndfile_lazy.h"
#include "table_bytes.h"

typedef struct {
    bytes b;
    sf_count_t position;
} memory_file;

sf_count_t memory_size(void *user);
sf_count_t memory_seek(sf_count_t offset, int whence, void *user);
sf_count_t memory_read(void *out, sf_count_t n, void *user);
sf_count_t memory_write(const void *from, sf_count_t n, void *user);
sf_count_t memory_tell(void *user);

// Make a file of `n` frames of ramp() in `format`, or nothing where libsndfile cannot.
bytes make_sound(int format, size_t n);

#endif
