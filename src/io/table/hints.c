// Reads the chunks by which synthesizers mark their wavetables.
#include "io/table/hints.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HIVE_LENGTH = 2048, CUE_POINT = 24 };

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

// "<!>2048 01000000 wavetable (...)", Serum's: the length padded with spaces to either side. Some
// writers leave the mark out.
static wt_status read_clm(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                          wt_message *message) {
    char text[32] = {0};
    const size_t n = chunk->size < sizeof text ? (size_t)chunk->size : sizeof text - 1;
    const wt_status status = wt_source_read(source, chunk->at, text, n, message);
    if (status != WT_OK) {
        return status;
    }
    const char *at = text;
    at += strncmp(at, "<!>", 3) == 0 ? 3 : 0;
    at += strspn(at, " ");
    const size_t n_digits = strspn(at, "0123456789");
    const char after = at[n_digits];
    if (n_digits == 0 || isalnum((unsigned char)after) || after == '.') {
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
    if (wt_chunk_u32(chunk, bytes) != 1 && !*hint->fault) {
        fault(hint, "its version is %" PRIu32 ", not 1", wt_chunk_u32(chunk, bytes));
    }
    hint->length = wt_chunk_u32(chunk, bytes + 4);
    return status;
}

// Hive's own rule: a length that cannot be stands for 2048.
static wt_status read_uhwt(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                           wt_message *message) {
    uint8_t bytes[16] = {0};
    const wt_status status = read_start(bytes, sizeof bytes, hint, source, chunk, message);
    const uint32_t length = wt_chunk_u32(chunk, bytes + 8);
    hint->length =
        length < WT_MIN_CYCLE_LENGTH || length > WT_MAX_CYCLE_LENGTH ? HIVE_LENGTH : length;
    return status;
}

static int by_number(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a;
    const uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

// The step of evenly spaced points; 0: they have none.
static uint32_t even_step(uint32_t *at, uint32_t n) {
    qsort(at, n, sizeof *at, by_number);
    const uint32_t step = n > 1 ? at[1] - at[0] : 0;
    for (uint32_t i = 2; i < n; i++) {
        if (at[i] - at[i - 1] != step) {
            return 0;
        }
    }
    return step;
}

// Points lie at their sampleOffset, or, of writers that leave that 0, at their position.
static wt_status read_points(uint32_t *offsets, uint32_t *positions, uint32_t n, wt_source *source,
                             const wt_chunk *chunk, wt_message *message) {
    uint8_t point[CUE_POINT];
    for (uint32_t i = 0; i < n; i++) {
        const wt_status status = wt_source_read(source, chunk->at + 4 + (uint64_t)i * sizeof point,
                                                point, sizeof point, message);
        if (status != WT_OK) {
            return status;
        }
        positions[i] = wt_chunk_u32(chunk, point + 4);
        offsets[i] = wt_chunk_u32(chunk, point + 20);
    }
    return WT_OK;
}

static wt_status read_cue(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                          wt_message *message) {
    uint8_t bytes[4] = {0};
    wt_status status = read_start(bytes, sizeof bytes, hint, source, chunk, message);
    if (status != WT_OK || *hint->fault) {
        return status;
    }
    const uint32_t n = wt_chunk_u32(chunk, bytes);
    if (n > (chunk->size - 4) / CUE_POINT) {
        fault(hint, "it states %" PRIu32 " points, more than its %" PRIu64 " bytes hold", n,
              chunk->size);
        return WT_OK;
    }
    hint->given = false; // marks without a rhythm are about something else
    if (n < 2 || n > WT_MAX_CYCLES) {
        return WT_OK;
    }
    uint32_t *const offsets = malloc(2 * (size_t)n * sizeof *offsets);
    if (!offsets) {
        return WT_NO_MEMORY;
    }
    uint32_t *const positions = offsets + n;
    status = read_points(offsets, positions, n, source, chunk, message);
    if (status == WT_OK) {
        hint->length = even_step(offsets, n);
        hint->first = offsets[0];
        if (hint->length == 0) {
            hint->length = even_step(positions, n);
            hint->first = positions[0];
        }
        hint->count = n;
        hint->given = hint->length > 0;
    }
    free(offsets);
    return status;
}

static wt_status read_smpl(wt_cycle_hint *hint, wt_source *source, const wt_chunk *chunk,
                           wt_message *message) {
    enum { HEAD = 36, LOOP = 24 };
    uint8_t bytes[HEAD + LOOP] = {0};
    wt_status status = read_start(bytes, HEAD, hint, source, chunk, message);
    const uint32_t n_loops = wt_chunk_u32(chunk, bytes + 28);
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
    const uint32_t start = wt_chunk_u32(chunk, bytes + HEAD + 8);
    const uint32_t end = wt_chunk_u32(chunk, bytes + HEAD + 12);
    if (end < start) {
        fault(hint, "its loop ends at %" PRIu32 ", before it starts at %" PRIu32, end, start);
    } else {
        hint->length = (uint64_t)end - start + 1;
        hint->first = start;
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
        {"CLM ", WT_BY_CLM, read_clm},
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
