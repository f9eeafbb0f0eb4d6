// Loads libsndfile by its soname and looks its functions up.
#include "io/sound/sndfile_lazy.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#ifndef WT_SNDFILE_SONAME
#define WT_SNDFILE_SONAME "libsndfile.so.1"
#endif

static const struct {
    const char *name;
    size_t offset;
} symbols[] = {
    {"sf_open_virtual", offsetof(wt_sndfile, open_virtual)},
    {"sf_close", offsetof(wt_sndfile, close)},
    {"sf_error", offsetof(wt_sndfile, error)},
    {"sf_strerror", offsetof(wt_sndfile, strerror)},
    {"sf_error_number", offsetof(wt_sndfile, error_number)},
    {"sf_command", offsetof(wt_sndfile, command)},
    {"sf_format_check", offsetof(wt_sndfile, format_check)},
    {"sf_seek", offsetof(wt_sndfile, seek)},
    {"sf_readf_int", offsetof(wt_sndfile, readf_int)},
    {"sf_readf_float", offsetof(wt_sndfile, readf_float)},
    {"sf_readf_double", offsetof(wt_sndfile, readf_double)},
    {"sf_writef_short", offsetof(wt_sndfile, writef_short)},
    {"sf_writef_int", offsetof(wt_sndfile, writef_int)},
    {"sf_writef_float", offsetof(wt_sndfile, writef_float)},
    {"sf_writef_double", offsetof(wt_sndfile, writef_double)},
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static wt_sndfile library;
static wt_message failure;

static void load(void) {
    void *const handle = dlopen(WT_SNDFILE_SONAME, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        wt_message_set(&failure, "cannot load libsndfile: %s (install it, or use -t raw or wav)",
                       dlerror());
        return;
    }
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *const symbol = dlsym(handle, symbols[i].name);
        if (!symbol) {
            wt_message_set(&failure,
                           WT_SNDFILE_SONAME " lacks %s (install libsndfile 1.0.31 or later)",
                           symbols[i].name);
            return;
        }
        // ISO C has no conversion from object to function pointer; POSIX gives them one shape.
        memcpy((char *)&library + symbols[i].offset, &symbol, sizeof symbol);
    }
}

const wt_sndfile *wt_sndfile_load(wt_message *message) {
    pthread_once(&once, load);
    if (failure.text[0] != '\0') {
        wt_message_set(message, "%s", failure.text);
        return NULL;
    }
    return &library;
}
