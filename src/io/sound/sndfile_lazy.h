// libsndfile, loaded when the first sound needs it.
//
// With its codecs it costs every start of the program 0.4 ms to link, more than a short note
// takes to render; raw PCM and WAV never need it.
#ifndef WT_IO_SOUND_SNDFILE_LAZY_H
#define WT_IO_SOUND_SNDFILE_LAZY_H

#include "base/message.h"

#include <sndfile.h>

// The functions of sndfile.h by their names there without `sf_`.
typedef struct {
    SNDFILE *(*open_virtual)(SF_VIRTUAL_IO *io, int mode, SF_INFO *info, void *user);
    int (*close)(SNDFILE *file);
    int (*error)(SNDFILE *file);
    const char *(*strerror)(SNDFILE *file);
    const char *(*error_number)(int error);
    int (*command)(SNDFILE *file, int command, void *data, int size);
    int (*format_check)(const SF_INFO *info);
    sf_count_t (*seek)(SNDFILE *file, sf_count_t frames, int whence);
    sf_count_t (*readf_int)(SNDFILE *file, int *frames, sf_count_t n);
    sf_count_t (*readf_float)(SNDFILE *file, float *frames, sf_count_t n);
    sf_count_t (*readf_double)(SNDFILE *file, double *frames, sf_count_t n);
    sf_count_t (*writef_short)(SNDFILE *file, const short *frames, sf_count_t n);
    sf_count_t (*writef_int)(SNDFILE *file, const int *frames, sf_count_t n);
    sf_count_t (*writef_float)(SNDFILE *file, const float *frames, sf_count_t n);
    sf_count_t (*writef_double)(SNDFILE *file, const double *frames, sf_count_t n);
} wt_sndfile;

// Return the library, loading it at the first call, or null with `message` saying why it cannot
// be loaded. Safe from any thread; the answer of the first call is that of every later one.
const wt_sndfile *wt_sndfile_load(wt_message *message);

#endif
