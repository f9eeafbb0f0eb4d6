// Tells the formats apart by their first bytes and hands each to its reader.
#include "io/table/table_in.h"

#include "io/table/parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 1 << 30, HEAD = 64 };

typedef wt_status reader(wt_table_parts *parts, wt_source *source, const wt_warner *warner,
                         wt_message *message);

static bool begins(const uint8_t *head, const char *magic, size_t n) {
    return memcmp(head, magic, n) == 0;
}

static bool is_json(const uint8_t *head) {
    const char *at = (const char *)head;
    at += begins(head, "\xEF\xBB\xBF", 3) ? 3 : 0;
    at += strspn(at, " \t\r\n");
    return *at == '{';
}

// `head` ends in zeros where the file is shorter.
static wt_status choose(reader **read, const uint8_t head[HEAD + 1], wt_message *message) {
    if (begins(head, "RIFX", 4)) {
        wt_message_set(message, "is RIFX, the big-endian kind of WAV (convert it: sox BAD.wav -L "
                                "GOOD.wav)");
        return WT_UNSUPPORTED;
    }
    if (begins(head, "riff\x2E\x91\xCF\x11", 8)) {
        wt_message_set(message, "is Sony Wave64 (convert it: sox BAD.w64 GOOD.wav)");
        return WT_UNSUPPORTED;
    }
    if (begins(head, "RIFF", 4) || begins(head, "RF64", 4) || begins(head, "BW64", 4)) {
        *read = wt_table_read_wav;
    } else if (begins(head, "vawt", 4)) {
        *read = wt_table_read_wt;
    } else if (is_json(head)) {
        *read = wt_table_read_vital;
    } else {
        *read = wt_table_read_sound;
    }
    return WT_OK;
}

static wt_status read_whole(wt_table_file *table, wt_source *source, uint32_t frame_length,
                            const wt_warner *warner, wt_message *message) {
    if (source->size > MAX_FILE) {
        wt_message_set(message, "has %" PRIu64 " bytes; at most %d are read", source->size,
                       MAX_FILE);
        return WT_LIMIT;
    }
    if (source->size == 0) {
        wt_message_set(message, "is empty");
        return WT_BAD_FORMAT;
    }
    uint8_t head[HEAD + 1] = {0};
    wt_status status =
        wt_source_read(source, 0, head, source->size < HEAD ? (size_t)source->size : HEAD, message);
    reader *read = NULL;
    if (status == WT_OK) {
        status = choose(&read, head, message);
    }
    if (status != WT_OK) {
        return status;
    }
    wt_table_parts parts = {.samples = NULL, .may_be_narrow = true};
    status = read(&parts, source, warner, message);
    if (status == WT_OK) {
        parts.hints[WT_BY_FRAME] =
            (wt_cycle_hint){.given = frame_length != 0, .length = frame_length};
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

static wt_status read_source(wt_table_file *table, wt_source *source, uint32_t frame_length,
                             const wt_warner *warner, wt_message *message) {
    const wt_status status = read_whole(table, source, frame_length, warner, message);
    if (status != WT_OK) {
        make_printable(message);
    }
    return status;
}

wt_status wt_table_file_read(wt_table_file *table, const char *path, uint32_t frame_length,
                             const wt_warner *warner, wt_message *message) {
    *table = (wt_table_file){.samples = NULL};
    wt_source source;
    wt_status status = wt_source_open(&source, path, message);
    if (status == WT_OK) {
        status = read_source(table, &source, frame_length, warner, message);
    }
    wt_source_close(&source);
    return status;
}

wt_status wt_table_file_parse(wt_table_file *table, const uint8_t *bytes, size_t n,
                              uint32_t frame_length, const wt_warner *warner, wt_message *message) {
    *table = (wt_table_file){.samples = NULL};
    wt_source source;
    wt_source_memory(&source, bytes, n);
    return read_source(table, &source, frame_length, warner, message);
}

void wt_table_file_free(wt_table_file *table) {
    free(table->samples);
    free(table->narrow);
    *table = (wt_table_file){.samples = NULL};
}
