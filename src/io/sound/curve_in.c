// Curves: the readers of tables, without cycles.
#include "io/sound/curve_in.h"

#include "io/table/parts.h"

#include <stdlib.h>
#include <string.h>

wt_status wt_curve_file_read(float **samples, size_t *n, const char *path, wt_message *message) {
    wt_source source;
    wt_table_parts parts = {.samples = NULL};
    wt_status status = wt_source_open(&source, path, message);
    uint8_t head[4] = {0};
    if (status == WT_OK) {
        status = wt_source_read(&source, 0, head, sizeof head, message);
    }
    if (status == WT_OK) {
        const int is_wav = memcmp(head, "RIFF", 4) == 0 || memcmp(head, "RF64", 4) == 0;
        status = (is_wav ? wt_table_read_wav : wt_table_read_sound)(&parts, &source, NULL, message);
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
