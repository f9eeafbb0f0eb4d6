// Tells the formats apart by their first bytes and hands each to its reader.
#include "io/table/table_in.h"

#include "io/sound/riff.h"
#include "io/table/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 1 << 30 };

// It ends in zeros where the file is shorter.
static wt_status read_head(uint8_t head[WT_TABLE_HEAD + 1], wt_source *source,
                           wt_message *message) {
    const size_t n = source->size < WT_TABLE_HEAD ? (size_t)source->size : WT_TABLE_HEAD;
    memset(head, 0, WT_TABLE_HEAD + 1);
    return wt_source_read(source, 0, head, n, message);
}

static wt_table_reader *choose(const uint8_t head[WT_TABLE_HEAD + 1], const wt_table_wish *wish) {
    if (wish->raw != WT_RAW_NONE) {
        return wt_table_read_raw;
    }
    for (size_t i = 0;; i++) {
        const wt_table_format *const format = wt_table_formats[i];
        if (i + 1 == wt_n_table_formats || (format->begins && format->begins(head))) {
            return format->read;
        }
    }
}

// A header that --raw reads as samples.
static void tell_header(const uint8_t head[WT_TABLE_HEAD + 1], const wt_warner *warner) {
    static const char magics[][5] = {"RIFF", "RIFX", "RF64", "FORM", "caff",
                                     ".snd", "fLaC", "OggS", "vawt"};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; ++i) {
        if (memcmp(head, magics[i], 4) == 0) {
            wt_warn(warner,
                    "begins as a file with a header, %s, which --raw reads as samples (leave it "
                    "out)",
                    magics[i]);
        }
    }
}

static wt_status read_whole(wt_table_file *table, wt_source *source, const char *name,
                            const wt_table_wish *wish, const wt_warner *warner,
                            wt_message *message) {
    if (source->size > MAX_FILE) {
        wt_message_set(message, "has %" PRIu64 " bytes; at most %d are read", source->size,
                       MAX_FILE);
        return WT_LIMIT;
    }
    if (source->size == 0) {
        wt_message_set(message, "is empty");
        return WT_BAD_FORMAT;
    }
    uint8_t head[WT_TABLE_HEAD + 1];
    wt_status status = read_head(head, source, message);
    if (status != WT_OK) {
        return status;
    }
    if (wish->raw != WT_RAW_NONE) {
        tell_header(head, warner);
    }
    wt_table_parts parts = {.may_be_narrow = true, .name = name};
    status = choose(head, wish)(&parts, source, wish, warner, message);
    if (status == WT_OK) {
        parts.hints[WT_BY_FRAME] =
            (wt_cycle_hint){.given = wish->frame_length != 0, .length = wish->frame_length};
        status = wt_table_cycle(table, &parts, warner, message);
    }
    free(parts.samples);
    free(parts.narrow);
    return status;
}

// Words from the file may stand in the message: they must not start a line or steer a terminal.
static void make_printable(wt_message *message) {
    if (!message) {
        return;
    }
    for (char *c = message->text; *c; c++) {
        if (*c < 0x20 || *c > 0x7E) {
            *c = '?';
        }
    }
}

wt_status wt_table_read(wt_table_file *table, wt_source *source, const char *path,
                        const wt_table_wish *wish, const wt_warner *warner, wt_message *message) {
    const wt_table_wish usual = {0};
    const char *const slash = path ? strrchr(path, '/') : NULL;
    *table = (wt_table_file){.samples = NULL};
    const wt_status status =
        read_whole(table, source, slash ? slash + 1 : path, wish ? wish : &usual, warner, message);
    if (status != WT_OK) {
        make_printable(message);
    }
    return status;
}

wt_status wt_table_read_curve(float **samples, size_t *n, wt_source *source, wt_message *message) {
    const wt_table_wish wish = {0};
    wt_table_parts parts = {.is_curve = true};
    uint8_t head[WT_TABLE_HEAD + 1];
    wt_status status = read_head(head, source, message);
    if (status == WT_OK) {
        wt_table_reader *const read = wt_riff_is(head) ? wt_table_read_wav : wt_table_read_sound;
        status = read(&parts, source, &wish, NULL, message);
    }
    if (status != WT_OK) {
        free(parts.samples);
        return status;
    }
    *samples = parts.samples;
    *n = (size_t)parts.n;
    return WT_OK;
}

void wt_table_file_free(wt_table_file *table) {
    free(table->samples);
    free(table->narrow);
    *table = (wt_table_file){.samples = NULL};
}
