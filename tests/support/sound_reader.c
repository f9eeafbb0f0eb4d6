#include "sound_reader.h"

static sf_count_t memory_length(void *user) {
    return ((const memory_file *)user)->n;
}

static sf_count_t memory_tell(void *user) {
    return ((const memory_file *)user)->at;
}

static sf_count_t memory_seek(sf_count_t offset, int whence, void *user) {
    memory_file *const file = user;
    file->at = offset + (whence == SEEK_SET ? 0 : whence == SEEK_END ? file->n : file->at);
    return file->at;
}

static sf_count_t memory_read(void *out, sf_count_t n, void *user) {
    memory_file *const file = user;
    const sf_count_t left = file->at < file->n ? file->n - file->at : 0;
    const sf_count_t taken = n < left ? n : left;
    memcpy(out, file->bytes + file->at, (size_t)taken);
    file->at += taken;
    return taken;
}

static sf_count_t memory_write(const void *bytes, sf_count_t n, void *user) {
    (void)bytes;
    (void)n;
    (void)user;
    return 0;
}

SNDFILE *open_memory(memory_file *file, SF_INFO *info) {
    SF_VIRTUAL_IO io = {memory_length, memory_seek, memory_read, memory_write, memory_tell};
    memset(info, 0, sizeof *info);
    const wt_sndfile *const library = wt_sndfile_load(NULL);
    return library ? library->open_virtual(&io, SFM_READ, info, file) : NULL;
}
