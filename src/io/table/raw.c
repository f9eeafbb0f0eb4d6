// Samples without a header.
#include "io/sound/pcm.h"
#include "io/table/parts.h"

#include <inttypes.h>
#include <string.h>

wt_status wt_table_read_raw(wt_table_parts *parts, wt_source *source, const wt_table_wish *wish,
                            const wt_warner *warner, wt_message *message) {
    static const wt_pcm_format formats[] = {
        [WT_RAW_U8] = {.bits = 8, .channels = 1},
        [WT_RAW_S8] = {.bits = 8, .channels = 1, .signed_bytes = true},
        [WT_RAW_S16] = {.bits = 16, .channels = 1},
        [WT_RAW_S24] = {.bits = 24, .channels = 1},
        [WT_RAW_S32] = {.bits = 32, .channels = 1},
        [WT_RAW_F32] = {.bits = 32, .channels = 1, .is_float = true},
    };
    const wt_pcm_format format = formats[wish->raw];
    const uint64_t bytes_each = wt_pcm_sample_bytes(format);
    strcpy(parts->format, "raw");
    const wt_status status = wt_table_allocate(parts, source->size / bytes_each, message);
    if (status != WT_OK) {
        return status;
    }
    if (source->size % bytes_each != 0) {
        wt_warn(warner, "the last %" PRIu64 " bytes are no whole sample: left out",
                source->size % bytes_each);
    }
    return wt_pcm_read(parts->samples, source, 0, parts->n, format, message);
}
