// The container of Standard MIDI Files: RIFF, header and track chunks, as far as they can be had.
#include "io/midi/midi_in.h"

#include "io/midi/notes.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_HEADER = 8, HEADER_LENGTH = 6, MOST_JUNK = 128 * 1024 };

typedef struct {
    const uint8_t *bytes;
    size_t n;
} file;

typedef struct {
    file f;
    size_t container_end;    // of the RIFF chunk that holds the file; n where there is none
    size_t n_declared;       // tracks
    wt_midi_track *tracks;   // owned
    wt_midi_extent *extents; // owned, of each
    size_t n_tracks, room;
    wt_midi_survey survey;
    wt_midi_oddities oddities;
    const wt_warner *warner;
    wt_message *message;
} reader;

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

// Find a tag from `at` to before `end`; `end` where there is none.
static size_t find_tag(const file *f, size_t at, size_t end, const char *tag) {
    while (at < end && !is_tag(f, at, tag)) {
        const uint8_t *const next =
            at + 1 < end ? memchr(f->bytes + at + 1, tag[0], end - at - 1) : NULL;
        at = next ? (size_t)(next - f->bytes) : end;
    }
    return at;
}

// A header begins with the 0 of its length, which no text has.
static bool find_header(const file *f, size_t *at) {
    const size_t end = f->n < MOST_JUNK ? f->n : MOST_JUNK;
    *at = find_tag(f, 0, end, "MThd");
    while (*at > 0 && *at < end && (f->n - *at < 5 || f->bytes[*at + 4] != 0)) {
        *at = find_tag(f, *at + 1, end, "MThd");
    }
    return *at < end;
}

int wt_midi_detect(const uint8_t *bytes, size_t n) {
    const file f = {bytes, n};
    size_t at;
    return (is_tag(&f, 0, "RIFF") && is_tag(&f, 8, "RMID")) || find_header(&f, &at);
}

// In RIFF the data chunk holds the file: check that the lengths lead there and say how long it is.
static void read_riff(reader *r, size_t header) {
    const file *const f = &r->f;
    size_t place = 12;
    while (place + CHUNK_HEADER < header && !is_tag(f, place, "data")) {
        const uint32_t length = read_u32_le(f->bytes + place + 4);
        if (length > header) {
            break;
        }
        place += CHUNK_HEADER + (size_t)length + (length & 1);
    }
    const bool found = place + CHUNK_HEADER == header && is_tag(f, place, "data");
    const uint32_t length = found ? read_u32_le(f->bytes + place + 4) : 0;
    if (found && length <= f->n - header) {
        r->container_end = header + length;
    }
    if (!found || length > f->n - header || read_u32_le(f->bytes + 4) > f->n - 8 ||
        read_u32_le(f->bytes + 4) < header + length - 8) {
        wt_midi_odd(&r->oddities, WT_MIDI_RIFF_LENGTH, 0, 4);
    }
}

static wt_status refuse(const reader *r, size_t at, const char *what) {
    return wt_refuse(r->message, WT_BAD_FORMAT, "byte %zu: %s", at, what);
}

static wt_status read_division(wt_midi_clock *clock, const uint8_t *bytes, size_t at,
                               const wt_warner *warner, wt_message *message) {
    const int division = read_u16(bytes + at);
    if (division > 0 && division < 0x8000) {
        clock->per_s = (uint64_t)division * 1000000u;
        clock->per_tick = WT_MIDI_BEGINS_US;
        return WT_OK;
    }
    const int fps = 256 - bytes[at];
    const unsigned ticks = bytes[at + 1];
    if (division == 0 || ticks == 0) {
        return wt_refuse(message, WT_BAD_FORMAT,
                         "byte %zu: a time division of 0x%04X, expected ticks a quarter note or "
                         "24, 25, 29 or 30 frames a second",
                         at, (unsigned)division);
    }
    if (fps != 24 && fps != 25 && fps != 29 && fps != 30) {
        wt_warn(warner, "byte %zu: %d frames a second, which no film has", at, fps);
    }
    clock->fixed = true;
    clock->per_s = fps == 29 ? 30000u * ticks : (unsigned)fps * ticks; // 29.97: 30000 / 1001
    clock->per_tick = fps == 29 ? 1001 : 1;
    return WT_OK;
}

// True where a track begins, though one letter of its tag may be damaged.
static bool is_track(const file *f, size_t at) {
    static const char tag[] = "MTrk";
    int n = 0;
    for (size_t i = 0; i < 4 && at < f->n && f->n - at >= CHUNK_HEADER; ++i) {
        n += f->bytes[at + i] == (uint8_t)tag[i];
    }
    return n >= 3;
}

// True where a chunk may begin: a tag of letters, and the length of bytes that are there.
static bool is_chunk(const file *f, size_t at) {
    if (at > f->n || f->n - at < CHUNK_HEADER) {
        return false;
    }
    if (is_track(f, at)) {
        return true;
    }
    for (size_t i = at; i < at + 4; ++i) {
        const uint8_t c = f->bytes[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            return false;
        }
    }
    return read_u32(f->bytes + at + 4) <= f->n - at - CHUNK_HEADER;
}

static wt_status read_header(reader *r, wt_midi_clock *clock, int *format, size_t *at) {
    const file *const f = &r->f;
    if (f->n - *at < CHUNK_HEADER + HEADER_LENGTH) {
        return refuse(r, f->n, "the file ends within its header (cut short?)");
    }
    const uint32_t length = read_u32(f->bytes + *at + 4);
    const size_t begin = *at + CHUNK_HEADER;
    *format = read_u16(f->bytes + begin);
    r->n_declared = (size_t)read_u16(f->bytes + begin + 2);
    *at = begin + length;
    if (length < HEADER_LENGTH || length > f->n - begin ||
        (length > HEADER_LENGTH && !is_chunk(f, *at))) {
        wt_midi_odd(&r->oddities, WT_MIDI_HEADER_LENGTH, 0, begin - 4);
        *at = find_tag(f, begin + HEADER_LENGTH, f->n, "MTrk");
    }
    return read_division(clock, f->bytes, begin + 4, r->warner, r->message);
}

static bool ends_with_end(const file *f, size_t begin, size_t end) {
    return end - begin >= 3 && end <= f->n && memcmp(f->bytes + end - 3, "\xFF\x2F\x00", 3) == 0;
}

// Where the bytes of a track end. Its length counts where another chunk, the file's end or an
// end-of-track event says the same.
static size_t track_end(reader *r, size_t begin, uint32_t length, size_t number) {
    const file *const f = &r->f;
    const size_t said = begin + length;
    if (length <= f->n - begin &&
        (said == f->n || is_chunk(f, said) || ends_with_end(f, begin, said))) {
        return said;
    }
    wt_midi_odd(&r->oddities, WT_MIDI_TRACK_LENGTH, number, begin - 4);
    return find_tag(f, begin, f->n, "MTrk");
}

static bool add_track(reader *r, wt_midi_track track, wt_midi_extent extent) {
    if (r->n_tracks == r->room) {
        const size_t room = r->room ? 2 * r->room : 16;
        wt_midi_track *const tracks = realloc(r->tracks, room * sizeof *tracks);
        r->tracks = tracks ? tracks : r->tracks;
        wt_midi_extent *const extents = realloc(r->extents, room * sizeof *extents);
        r->extents = extents ? extents : r->extents;
        if (!tracks || !extents) {
            return false;
        }
        r->room = room;
    }
    track.oddities = NULL; // they were told
    track.end = extent.end;
    r->tracks[r->n_tracks] = track;
    r->extents[r->n_tracks++] = extent;
    return true;
}

// Read a track from its first byte, and step behind it: behind its end-of-track event where
// another begins there.
static bool read_track(reader *r, size_t begin, uint32_t length, size_t *at) {
    const size_t number = r->n_tracks + 1;
    const wt_midi_track track = {.bytes = r->f.bytes,
                                 .at = begin,
                                 .end = track_end(r, begin, length, number),
                                 .number = number,
                                 .oddities = &r->oddities};
    const wt_midi_extent extent = wt_midi_survey_track(&r->survey, track);
    *at = track.end;
    if (extent.end < track.end) {
        const bool another = is_tag(&r->f, extent.end, "MTrk");
        wt_midi_odd(&r->oddities, another ? WT_MIDI_TRACK_LENGTH : WT_MIDI_BYTES_AFTER, number,
                    another ? begin - 4 : extent.end);
        *at = another ? extent.end : track.end;
    }
    return add_track(r, track, extent);
}

// Find the track chunks from `at` on; other chunks are passed over, as the format demands.
static wt_status read_tracks(reader *r, size_t at) {
    const file *const f = &r->f;
    while (at < r->container_end && f->n - at >= CHUNK_HEADER) {
        if (is_track(f, at)) {
            if (!is_tag(f, at, "MTrk")) {
                wt_midi_odd(&r->oddities, WT_MIDI_TRACK_TAG, r->n_tracks + 1, at);
            }
            if (!read_track(r, at + CHUNK_HEADER, read_u32(f->bytes + at + 4), &at)) {
                return WT_NO_MEMORY;
            }
        } else if (is_chunk(f, at)) {
            at += CHUNK_HEADER + (size_t)read_u32(f->bytes + at + 4);
        } else {
            const size_t next = find_tag(f, at, f->n, "MTrk");
            if (next == f->n) {
                break;
            }
            wt_midi_odd(&r->oddities, WT_MIDI_NO_CHUNK, 0, at);
            at = next;
        }
    }
    if (at < f->n && at < r->container_end) {
        wt_warn(r->warner, "byte %zu: %zu bytes after the last of %zu tracks are ignored", at,
                f->n - at, r->n_tracks);
    }
    return r->n_tracks > 0 ? WT_OK : refuse(r, at, "there is no track (MTrk) in this MIDI file");
}

static void tell_counts(const reader *r, int format) {
    if (r->n_tracks != r->n_declared) {
        wt_warn(r->warner, "the header speaks of %zu tracks, and there %s %zu", r->n_declared,
                r->n_tracks == 1 ? "is" : "are", r->n_tracks);
    }
    if (format == 0 && r->n_tracks > 1) {
        wt_warn(r->warner, "format 0 with %zu tracks is read as format 1", r->n_tracks);
    }
    if (format == 2 && r->n_tracks > 1) {
        wt_warn(r->warner, "format 2: its %zu tracks play one after another", r->n_tracks);
    }
    if (format > 2) {
        wt_warn(r->warner, "format %d, which there is not, is read as format 1", format);
    }
}

// Set each track to begin where the one before ends.
static void put_in_turn(reader *r) {
    uint64_t tick = 0;
    for (size_t i = 0; i < r->n_tracks; ++i) {
        r->tracks[i].tick = tick;
        tick += r->extents[i].ticks;
    }
}

static bool keep_names(wt_midi_score *score, const reader *r) {
    size_t bytes = r->n_tracks * sizeof *score->track_names;
    for (size_t i = 0; i < r->n_tracks; ++i) {
        bytes += r->extents[i].name_n + 1;
    }
    score->track_names = malloc(bytes);
    if (!score->track_names) {
        return false;
    }
    char *at = (char *)(score->track_names + r->n_tracks);
    for (size_t i = 0; i < r->n_tracks; ++i) {
        const wt_midi_extent *const e = &r->extents[i];
        score->track_names[i] = at;
        memcpy(at, r->f.bytes + e->name_at, e->name_n);
        at[e->name_n] = '\0';
        at += e->name_n + 1;
    }
    score->n_tracks = r->n_tracks;
    return true;
}

static wt_status read_file(reader *r, wt_midi_score *score, wt_midi_clock *clock) {
    size_t at;
    if (!find_header(&r->f, &at)) {
        return refuse(r, 0, "not a Standard MIDI File, which begins with MThd");
    }
    if (is_tag(&r->f, 0, "RIFF") && is_tag(&r->f, 8, "RMID")) {
        read_riff(r, at);
    } else if (at > 0) {
        wt_midi_odd(&r->oddities, WT_MIDI_JUNK_BEFORE, 0, at);
    }
    wt_status status = read_header(r, clock, &score->format, &at);
    if (!status) {
        status = read_tracks(r, at);
    }
    if (status) {
        return status;
    }
    tell_counts(r, score->format);
    const bool in_turn = score->format == 2;
    if (in_turn) {
        put_in_turn(r);
    }
    const wt_midi_tracks tracks = {r->tracks, r->n_tracks, in_turn,
                                   *clock,    &r->survey,  &r->oddities};
    return keep_names(score, r) ? wt_midi_notes(score, &tracks, r->message) : WT_NO_MEMORY;
}

wt_status wt_midi_read(wt_midi_score *score, const uint8_t *bytes, size_t n, double speed,
                       const wt_warner *warner, wt_message *message) {
    *score = (wt_midi_score){0};
    reader *const r = calloc(1, sizeof *r);
    if (!r) {
        return WT_NO_MEMORY;
    }
    *r = (reader){.f = {bytes, n}, .container_end = n, .warner = warner, .message = message};
    wt_midi_clock clock = {.speed = speed};
    const wt_status status = read_file(r, score, &clock);
    if (status) {
        wt_midi_free(score);
    } else {
        wt_midi_oddities_tell(&r->oddities, warner);
    }
    free(r->tracks);
    free(r->extents);
    free(r);
    return status;
}

wt_midi_curve wt_midi_slice(wt_midi_curve curve, double start_s, double end_s) {
    size_t low = 0; // the last at or before start_s
    for (size_t high = curve.n; high - low > 1;) {
        const size_t middle = low + (high - low) / 2;
        *(curve.points[middle].time_s <= start_s ? &low : &high) = middle;
    }
    size_t last = low; // the last before end_s
    for (size_t high = curve.n; high - last > 1;) {
        const size_t middle = last + (high - last) / 2;
        *(curve.points[middle].time_s < end_s ? &last : &high) = middle;
    }
    return (wt_midi_curve){curve.points + low, last - low + 1};
}

void wt_midi_free(wt_midi_score *score) {
    free(score->notes);
    free(score->tempos);
    free(score->track_names);
    free(score->arena);
    *score = (wt_midi_score){0};
}
