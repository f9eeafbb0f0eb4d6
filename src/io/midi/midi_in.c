// The container of Standard MIDI Files: RIFF, header and track chunks.
#include "io/midi/midi_in.h"

#include "io/midi/notes.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_HEADER = 8, HEADER_LENGTH = 6 };

typedef struct {
    const uint8_t *bytes;
    size_t n;
} file;

typedef struct {
    int format;
    size_t n_tracks;
    wt_midi_clock clock;
} header;

static uint32_t read_u32(const uint8_t *b) {
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint32_t read_u32_le(const uint8_t *b) {
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static int read_u16(const uint8_t *b) {
    return b[0] << 8 | b[1];
}

static bool is_tag(const file *f, size_t at, const char *tag) {
    return f->n >= 4 && at <= f->n - 4 && memcmp(f->bytes + at, tag, 4) == 0;
}

int wt_midi_detect(const uint8_t *bytes, size_t n) {
    const file f = {bytes, n};
    return is_tag(&f, 0, "MThd") || (is_tag(&f, 0, "RIFF") && is_tag(&f, 8, "RMID"));
}

static wt_status cut_short(const file *f, size_t at, const char *what, uint32_t length,
                           wt_message *message) {
    wt_message_set(message, "byte %zu: %s of %lu bytes, but the file ends at byte %zu (cut short?)",
                   at, what, (unsigned long)length, f->n);
    return WT_BAD_FORMAT;
}

// Find the MIDI file in a RIFF file's data chunk, and narrow `f` to it.
static wt_status unwrap_riff(file *f, size_t *at, wt_message *message) {
    size_t place = 12;
    while (f->n - place >= CHUNK_HEADER) {
        const uint32_t length = read_u32_le(f->bytes + place + 4);
        const size_t begin = place + CHUNK_HEADER;
        if (length > f->n - begin) {
            return cut_short(f, place, "a RIFF chunk", length, message);
        }
        if (is_tag(f, place, "data")) {
            *at = begin;
            f->n = begin + length;
            return WT_OK;
        }
        place = begin + length;
        place += (length & 1) && place < f->n;
    }
    wt_message_set(message, "byte %zu: a RIFF file of type RMID without a data chunk", place);
    return WT_BAD_FORMAT;
}

static wt_status read_division(wt_midi_clock *clock, const uint8_t *bytes, size_t at,
                               wt_message *message) {
    const int division = read_u16(bytes + at);
    if (division > 0 && division < 0x8000) {
        clock->per_s = (uint64_t)division * 1000000u;
        clock->per_tick = 500000; // 120 quarter notes a minute
        return WT_OK;
    }
    const int fps = 256 - bytes[at];
    const unsigned ticks = bytes[at + 1];
    const bool known = fps == 24 || fps == 25 || fps == 29 || fps == 30;
    if (division == 0 || ticks == 0 || !known) {
        wt_message_set(message,
                       "byte %zu: a time division of 0x%04X, expected ticks a quarter note or "
                       "24, 25, 29 or 30 frames a second",
                       at, (unsigned)division);
        return WT_BAD_FORMAT;
    }
    clock->fixed = true;
    clock->per_s = fps == 29 ? 30000u * ticks : (unsigned)fps * ticks; // 29.97: 30000 / 1001
    clock->per_tick = fps == 29 ? 1001 : 1;
    return WT_OK;
}

static wt_status read_header(const file *f, size_t *at, header *h, wt_message *message) {
    if (!is_tag(f, *at, "MThd")) {
        wt_message_set(message, "byte %zu: not a Standard MIDI File, which begins with MThd", *at);
        return WT_BAD_FORMAT;
    }
    if (f->n - *at < CHUNK_HEADER + HEADER_LENGTH) {
        return cut_short(f, *at, "a header", HEADER_LENGTH + CHUNK_HEADER, message);
    }
    const uint32_t length = read_u32(f->bytes + *at + 4);
    const size_t begin = *at + CHUNK_HEADER;
    if (length < HEADER_LENGTH) {
        wt_message_set(message, "byte %zu: a header length of %lu, expected 6", *at + 4,
                       (unsigned long)length);
        return WT_BAD_FORMAT;
    }
    if (length > f->n - begin) {
        return cut_short(f, *at, "a header", length, message);
    }
    h->format = read_u16(f->bytes + begin);
    h->n_tracks = (size_t)read_u16(f->bytes + begin + 2);
    if (h->format > 1) {
        wt_message_set(message, "byte %zu: format %d is not supported (save it as format 0 or 1)",
                       begin, h->format);
        return WT_UNSUPPORTED;
    }
    *at = begin + length;
    return read_division(&h->clock, f->bytes, begin + 4, message);
}

// Find the track chunks from `at` on; other chunks are passed over, as the format demands.
static wt_status find_tracks(const file *f, size_t at, wt_midi_track *tracks, size_t n,
                             const wt_warner *warner, wt_message *message) {
    size_t found = 0;
    while (found < n) {
        if (f->n - at < CHUNK_HEADER) {
            wt_message_set(message, "byte %zu: the file ends after %zu of %zu tracks (cut short?)",
                           f->n, found, n);
            return WT_BAD_FORMAT;
        }
        const uint32_t length = read_u32(f->bytes + at + 4);
        const size_t begin = at + CHUNK_HEADER;
        if (length > f->n - begin) {
            return cut_short(f, at, is_tag(f, at, "MTrk") ? "a track" : "a chunk", length, message);
        }
        if (is_tag(f, at, "MTrk")) {
            tracks[found++] =
                (wt_midi_track){.bytes = f->bytes, .at = begin, .end = begin + length};
        }
        at = begin + length;
    }
    if (at < f->n) {
        wt_warn(warner, "%zu bytes after the last of %zu tracks are ignored", f->n - at, n);
    }
    return WT_OK;
}

static wt_status read_tracks(wt_midi_score *score, const file *f, size_t at, const header *h,
                             const wt_warner *warner, wt_message *message) {
    if (h->n_tracks == 0 || h->n_tracks > (f->n - at) / CHUNK_HEADER) {
        wt_message_set(message, "byte %zu: %zu tracks declared, which %zu bytes cannot hold", at,
                       h->n_tracks, f->n - at);
        return WT_BAD_FORMAT;
    }
    if (h->format == 0 && h->n_tracks > 1) {
        wt_warn(warner, "format 0 with %zu tracks is read as format 1", h->n_tracks);
    }
    wt_midi_track *const tracks = calloc(h->n_tracks, sizeof *tracks);
    if (!tracks) {
        wt_message_set(message, "not enough memory for %zu tracks", h->n_tracks);
        return WT_NO_MEMORY;
    }
    wt_status status = find_tracks(f, at, tracks, h->n_tracks, warner, message);
    if (!status) {
        status = wt_midi_notes(score, tracks, h->n_tracks, h->clock, warner, message);
    }
    free(tracks);
    return status;
}

wt_status wt_midi_read(wt_midi_score *score, const uint8_t *bytes, size_t n,
                       const wt_warner *warner, wt_message *message) {
    *score = (wt_midi_score){0};
    file f = {bytes, n};
    size_t at = 0;
    header h = {0};
    wt_status status = WT_OK;
    if (is_tag(&f, 0, "RIFF") && is_tag(&f, 8, "RMID")) {
        status = unwrap_riff(&f, &at, message);
    }
    if (!status) {
        status = read_header(&f, &at, &h, message);
    }
    if (!status) {
        status = read_tracks(score, &f, at, &h, warner, message);
    }
    if (status) {
        wt_midi_free(score);
    }
    return status;
}

void wt_midi_free(wt_midi_score *score) {
    free(score->notes);
    free(score->arena);
    *score = (wt_midi_score){0};
}
