// Sound files in memory, read through libsndfile.
#ifndef WT_TESTS_SOUND_READER_H
#define WT_TESTS_SOUND_READER_H

#include "io/sound/sndfile_lazy.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const unsigned char *bytes;
    sf_count_t n, at;
} memory_file;

// Open for reading. `file` stays where it is until the sound is closed.
SNDFILE *open_memory(memory_file *file, SF_INFO *info);

#endif
