// NumPy headers.
#include "io/stream/npy.h"

#include <stdio.h>
#include <string.h>

bool wt_npy_header(uint8_t out[WT_NPY_HEADER], uint64_t rows, const wt_sound_format *format) {
    static const char kinds[] = {[WT_SIGNED] = 'i', [WT_UNSIGNED] = 'u', [WT_FLOATING] = 'f'};
    const int bytes = format->bits / 8;
    char text[WT_NPY_HEADER];
    if (format->bits == 24) {
        return false;
    }
    const int n = snprintf(
        text, sizeof text, "{'descr': '%c%c%d', 'fortran_order': False, 'shape': (%llu, %llu%s), }",
        bytes == 1 ? '|' : '<', kinds[format->encoding], bytes, (unsigned long long)rows,
        (unsigned long long)format->frames, format->channels == 2 ? ", 2" : "");
    memcpy(out, "\x93NUMPY\1\0", 8);
    out[8] = WT_NPY_HEADER - 10;
    out[9] = 0;
    memset(out + 10, ' ', WT_NPY_HEADER - 10);
    memcpy(out + 10, text, (size_t)n);
    out[WT_NPY_HEADER - 1] = '\n';
    return true;
}
