// Curves: the readers of tables, without cycles.
#include "io/sound/curve_in.h"

#include "io/sound/riff.h"
#include "io/table/parts.h"

#include <stdlib.h>

wt_status wt_curve_file_read(float **samples, size_t *n, const char *path, wt_message *message) {
    wt_source source;
    wt_table_parts parts = {.is_curve = true};
    wt_status status = wt_source_open(&source, path, message);
    uint8_t head[16] = {0};
    if (status == WT_OK) {
        const size_t there = source.size < sizeof head ? (size_t)source.size : sizeof head;
        status = wt_source_read(&source, 0, head, there, message);
    }
    if (status == WT_OK) {
        const wt_table_wish wish = {0};
        status = (wt_riff_is(head) ? wt_table_read_wav : wt_table_read_sound)(&parts, &source,
                                                                              &wish, NULL, message);
    }
    wt_source_close(&source);
    if (status != WT_OK) {
        free(parts.samples);
        return status;
    }
    *samples = parts.samples;
    *n = (size_t)parts.n;
    return WT_OK;
}
