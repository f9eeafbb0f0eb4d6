// libpng by its soname, and the one call of it that is needed.
#include "io/image/png_out.h"

#include <dlfcn.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#ifndef WT_PNG_SONAME
#define WT_PNG_SONAME "libpng16.so.16"
#endif

typedef int write_to_memory(png_imagep image, void *memory, png_alloc_size_t *bytes,
                            int convert_to_8_bit, const void *buffer, png_int_32 row_stride,
                            const void *colormap);
typedef void free_image(png_imagep image);

typedef struct {
    write_to_memory *write;
    free_image *free;
} libpng;

static wt_status load(libpng *library, wt_message *message) {
    void *const handle = dlopen(WT_PNG_SONAME, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        return wt_refuse(message, WT_UNSUPPORTED,
                         "cannot load libpng: %s (install it, or draw an SVG)", dlerror());
    }
    void *const write = dlsym(handle, "png_image_write_to_memory");
    void *const release = dlsym(handle, "png_image_free");
    if (!write || !release) {
        return wt_refuse(message, WT_UNSUPPORTED,
                         WT_PNG_SONAME " is too old (install libpng 1.6, or draw an SVG)");
    }
    // ISO C has no conversion from object to function pointer; POSIX gives them one shape.
    memcpy(&library->write, &write, sizeof write);
    memcpy(&library->free, &release, sizeof release);
    return WT_OK;
}

// As much room as a picture that cannot be compressed takes, and its chunks.
static size_t most_bytes(size_t width, size_t height) {
    const size_t raw = (3 * width + 1) * height;
    return raw + raw / 256 + 65536;
}

wt_status wt_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t **bytes,
                        size_t *n, wt_message *message) {
    libpng library;
    png_alloc_size_t size = most_bytes(width, height);
    *bytes = NULL;
    if (load(&library, message) != WT_OK) {
        return WT_UNSUPPORTED;
    }
    uint8_t *const room = malloc(size);
    if (!room) {
        return WT_NO_MEMORY;
    }
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_RGB};
    const int written = library.write(&image, room, &size, 0, pixels, 0, NULL);
    library.free(&image);
    if (!written) {
        wt_message_set(message, "libpng: %s", image.message);
        free(room);
        return WT_NO_MEMORY; // nothing else can fail in memory
    }
    *bytes = room;
    *n = size;
    return WT_OK;
}
