// Samples through a file without a name, whose pages are the system's and not the program's.
#include "app/render/spool.h"

#include "app/render/sound_file.h"

#include <stdio.h>
#include <stdlib.h>

struct wt_spool {
    wt_output *file;
    size_t channels;
};

wt_spool *wt_spool_open(int channels) {
    wt_message message = {""}; // it does without
    wt_output *file = NULL;
    wt_spool *const spool = malloc(sizeof *spool);
    if (!spool || wt_output_open_spool(&file, &message) != WT_OK) {
        free(spool);
        return NULL;
    }
    *spool = (wt_spool){file, (size_t)channels};
    return spool;
}

void wt_spool_write(wt_spool *spool, const float *samples, size_t n) {
    (void)wt_output_write(spool->file, samples, n * spool->channels * sizeof *samples);
}

bool wt_spool_rewind(wt_spool *spool) {
    return wt_output_seek(spool->file, 0, SEEK_SET, NULL) == WT_OK; // it remembers a failure
}

void wt_spool_free(wt_spool *spool) {
    if (spool) {
        wt_output_abandon(spool->file);
        free(spool);
    }
}

bool wt_spool_read(wt_spool *spool, float *samples, size_t n, const char *path, wt_fault *fault) {
    const size_t size = n * spool->channels * sizeof *samples;
    size_t n_read;
    wt_message message = {"cannot read back a temporary file: it was cut off (set TMPDIR)"};
    wt_status status = wt_output_read(spool->file, samples, size, &n_read);
    if (status == WT_OK && n_read == size) {
        return true;
    }
    int error = 0;
    status = wt_output_status(spool->file, &error, &message);
    wt_sound_file_fault(fault, path, status == WT_OK ? WT_SYSTEM : status, error, &message);
    return false;
}
