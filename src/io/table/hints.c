// Reads the chunks by which synthesizers mark their wavetables.
#include "io/table/hints.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HIVE_LENGTH = 2048 };

__attribute__((format(printf, 2, 3))) static void fault(wt_cycle_hint *hint, const char *format,
                                                        ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(hint->fault, sizeof hint->fault, format, args);
    va_end(args);
}

// Read the first `n` bytes of the payload, or note that it is shorter.
static wt_status read_start(uint8_t *out, size_t n, wt_cycle_hint *hint, wt_source *source,
                            const wt_chunk *chunk, wt_message *message) {
    if (chunk->size < n) {
        fault(hint, "it has %" PRIu64 " bytes, not %zu", chunk->size, n);
        return WT_OK;
    }
    return wt_source_read(source, chunk->at, out, n, message);
}

// "<!>2048 01000000 wavetable (...)", Serum's: the length padded with spaces to either side.
static wt_status read_clm(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                          wt_message *message) {
    char text[32] = {0};
    const size_t n = chunk->size < sizeof text ? (size_t)chunk->size : sizeof text - 1;
    const wt_status status = wt_source_read(source, chunk->at, text, n, message);
    if (status != WT_OK) {
        return status;
    }
    const char *at = text;
    if (strncmp(at, "<!>", 3) != 0) {
        fault(hint, "it does not begin with <!>");
        return WT_OK;
    }
    at += 3;
    at += strspn(at, " ");
    const size_t n_digits = strspn(at, "0123456789");
    const char after = at[n_digits];
    if (n_digits == 0 || (after != ' ' && after != '\0')) {
        fault(hint, "its cycle length is no number");
    } else if (n_digits > 10) {
        fault(hint, "its cycle length has %zu digits", n_digits);
    }
    for (size_t i = 0; i < n_digits && !*hint->fault; i++) {
        hint->length = hint->length * 10 + (uint64_t)(at[i] - '0');
    }
    return WT_OK;
}

static wt_status read_srge(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                           wt_message *message) {
    uint8_t bytes[8] = {0};
    const wt_status status = read_start(bytes, sizeof bytes, hint, source, chunk, message);
    if (wt_le32(bytes) != 1 && !*hint->fault) {
        fault(hint, "its version is %" PRIu32 ", not 1", wt_le32(bytes));
    }
    hint->length = wt_le32(bytes + 4);
    return status;
}

// Hive's own rule: a length that cannot be stands for 2048.
static wt_status read_uhwt(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                           wt_message *message) {
    uint8_t bytes[16] = {0};
    const wt_status status = read_start(bytes, sizeof bytes, hint, source, chunk, message);
    const uint32_t length = wt_le32(bytes + 8);
    hint->length =
        length < WT_MIN_CYCLE_LENGTH || length > WT_MAX_CYCLE_LENGTH ? HIVE_LENGTH : length;
    return status;
}

static wt_status read_cue(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                          wt_message *message) {
    uint8_t point[24] = {0};
    wt_status status = read_start(point, 4, hint, source, chunk, message);
    if (status != WT_OK || *hint->fault) {
        return status;
    }
    const uint32_t n = wt_le32(point);
    if (n > (chunk->size - 4) / sizeof point) {
        fault(hint, "it states %" PRIu32 " points, more than its %" PRIu64 " bytes hold", n,
              chunk->size);
        return WT_OK;
    }
    uint32_t previous = 0;
    for (uint32_t i = 0; i < n; i++) {
        status = wt_source_read(source, chunk->at + 4 + (uint64_t)i * sizeof point, point,
                                sizeof point, message);
        if (status != WT_OK) {
            return status;
        }
        const uint32_t offset = wt_le32(point + 20);
        if (i == 1) {
            hint->length = offset > previous ? offset - previous : 0;
        }
        if (i > 0 && (offset <= previous || offset - previous != hint->length)) {
            hint->length = 0;
            break;
        }
        previous = offset;
    }
    hint->given = hint->length > 0; // marks without a rhythm are about something else
    return WT_OK;
}

static wt_status read_smpl(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                           wt_message *message) {
    enum { HEAD = 36, LOOP = 24 };
    uint8_t bytes[HEAD + LOOP] = {0};
    wt_status status = read_start(bytes, HEAD, hint, source, chunk, message);
    const uint32_t n_loops = wt_le32(bytes + 28);
    if (status != WT_OK || *hint->fault) {
        return status;
    }
    if (n_loops > (chunk->size - HEAD) / LOOP) {
        fault(hint, "it states %" PRIu32 " loops, more than its %" PRIu64 " bytes hold", n_loops,
              chunk->size);
        return WT_OK;
    }
    if (n_loops == 0) {
        hint->given = false;
        return WT_OK;
    }
    status = wt_source_read(source, chunk->at, bytes, sizeof bytes, message);
    const uint32_t start = wt_le32(bytes + HEAD + 8);
    const uint32_t end = wt_le32(bytes + HEAD + 12);
    if (end < start) {
        fault(hint, "its loop ends at %" PRIu32 ", before it starts at %" PRIu32, end, start);
    } else {
        hint->length = (uint64_t)end - start + 1;
    }
    return status;
}

wt_status wt_table_hint(wt_cycle_hint hints[WT_N_BY], wt_source *source, const wt_chunk *chunk,
                        wt_message *message) {
    static const struct {
        char id[5];
        wt_cycle_by by;
        wt_status (*read)(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                          wt_message *message);
    } kinds[] = {
        {"clm ", WT_BY_CLM, read_clm},   {"srge", WT_BY_SRGE, read_srge},
        {"srgo", WT_BY_SRGE, read_srge}, {"uhWT", WT_BY_UHWT, read_uhwt},
        {"cue ", WT_BY_CUE, read_cue},   {"smpl", WT_BY_SMPL, read_smpl},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (memcmp(chunk->id, kinds[i].id, 4) == 0 && !hints[kinds[i].by].given) {
            wt_cycle_hint *const hint = &hints[kinds[i].by];
            *hint = (wt_cycle_hint){.given = true};
            return kinds[i].read(hint, source, chunk, message);
        }
    }
    return WT_OK;
}
