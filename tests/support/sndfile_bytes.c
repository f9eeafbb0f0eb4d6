#include "sndfile_bytes.h"

sf_count_t memory_size(void *user) {
    return (sf_count_t)((memory_file *)user)->b.n;
}

sf_count_t memory_seek(sf_count_t offset, int whence, void *user) {
    memory_file *const m = user;
    m->position = offset + (whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? m->position
                                                 : (sf_count_t)m->b.n);
    return m->position;
}

sf_count_t memory_read(void *out, sf_count_t n, void *user) {
    memory_file *const m = user;
    const sf_count_t left = (sf_count_t)m->b.n - m->position;
    const sf_count_t now = n < left ? n : left;
    memcpy(out, m->b.at + m->position, (size_t)now);
    m->position += now;
    return now;
}

sf_count_t memory_write(const void *from, sf_count_t n, void *user) {
    memory_file *const m = user;
    while (m->b.n < (size_t)(m->position + n)) {
        put(&m->b, "", 1);
    }
    memcpy(m->b.at + m->position, from, (size_t)n);
    m->position += n;
    return n;
}

sf_count_t memory_tell(void *user) {
    return ((memory_file *)user)->position;
}

bytes make_sound(int format, size_t n) {
    const wt_sndfile *const library = wt_sndfile_load(NULL);
    SF_INFO info = {.samplerate = 48000, .channels = 1, .format = format};
    SF_VIRTUAL_IO calls = {memory_size, memory_seek, memory_read, memory_write, memory_tell};
    memory_file m = {{NULL, 0}, 0};
    SNDFILE *const file = library ? library->open_virtual(&calls, SFM_WRITE, &info, &m) : NULL;
    if (!file) {
        return m.b;
    }
    // Not as floats: of those libsndfile makes integers by 32767, not 32768.
    const int subtype = format & SF_FORMAT_SUBMASK;
    const bool takes_float =
        subtype == SF_FORMAT_FLOAT || subtype == SF_FORMAT_DOUBLE || subtype == SF_FORMAT_VORBIS;
    for (size_t i = 0; i < n; i++) {
        const float sample = ramp(i);
        const int whole = (int)((double)sample * 2147483648.0);
        if (takes_float) {
            library->writef_float(file, &sample, 1);
        } else {
            library->writef_int(file, &whole, 1);
        }
    }
    library->close(file);
    return m.b;
}
