// PNG files, by libpng, which is loaded only when one is written.
#ifndef WT_IO_IMAGE_PNG_OUT_H
#define WT_IO_IMAGE_PNG_OUT_H

#include "base/message.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

// Make a PNG of `height` rows of `width` pixels, red, green and blue a byte each. *bytes is to be
// freed. WT_UNSUPPORTED where libpng is not there, WT_NO_MEMORY.
wt_status wt_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t **bytes,
                        size_t *n, wt_message *message);

#endif
