// One track of a Standard MIDI File, read event by event, whatever its bytes are.
#include "io/midi/track.h"

#include <string.h>

#define MAX_TICK                                                                                   \
    ((uint64_t)1 << 39) // times 2^24 microseconds: the clock's integers cannot overflow

static void odd(const wt_midi_track *track, wt_midi_oddity which, size_t at) {
    wt_midi_odd(track->oddities, which, track->number, at);
}

static void tell_open_sysex(const wt_midi_track *track) {
    if (track->sysex_at) {
        odd(track, WT_MIDI_OPEN_SYSEX, track->sysex_at);
    }
}

static void end_track(wt_midi_track *track, wt_midi_event *event) {
    tell_open_sysex(track);
    event->kind = WT_MIDI_END;
    event->at = track->at;
}

static void cut(wt_midi_track *track, wt_midi_event *event, size_t at) {
    odd(track, WT_MIDI_CUT_TRACK, at);
    track->at = track->end;
    end_track(track, event);
}

// False: the track ends within the number. Of more than 28 bits the lowest count.
static bool read_variable(wt_midi_track *track, uint32_t *value) {
    const size_t start = track->at;
    *value = 0;
    while (track->at < track->end) {
        const uint8_t byte = track->bytes[track->at++];
        *value = (*value << 7 | (byte & 0x7F)) & 0x0FFFFFFF;
        if (byte < 0x80) {
            if (track->at - start > 4) {
                odd(track, WT_MIDI_LONG_NUMBER, start);
            }
            return true;
        }
    }
    return false;
}

// Step over n bytes. False: the track ends before.
static bool skip(wt_midi_track *track, wt_midi_event *event, size_t n) {
    if (n > track->end - track->at) {
        return false;
    }
    event->at = track->at;
    event->n = n;
    track->at += n;
    return true;
}

// Step over the bytes that a variable-length number announces. False: the track ends before.
static bool skip_counted(wt_midi_track *track, wt_midi_event *event) {
    uint32_t n;
    return read_variable(track, &n) && skip(track, event, n);
}

// The length of a meta event of a kind that has one; else 0.
static size_t own_length(uint8_t type) {
    static const struct {
        uint8_t type, n;
    } kinds[] = {{0x00, 2}, {0x20, 1}, {0x21, 1}, {0x51, 3}, {0x54, 5}, {0x58, 4}, {0x59, 2}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
        if (kinds[i].type == type) {
            return kinds[i].n;
        }
    }
    return 0;
}

// A text is taken to end before the delta of the next status.
static size_t length_of_text(const wt_midi_track *track) {
    size_t at = track->at;
    while (at < track->end && track->bytes[at] < 0x80) {
        ++at;
    }
    return at > track->at ? at - track->at - 1 : 0;
}

// Step over a meta event. Its length lies where it goes past a track that was not cut, as its end
// is there, or is far from what its kind has. False: the track ends before.
static bool skip_meta(wt_midi_track *track, wt_midi_event *event, uint8_t type, size_t begin) {
    const size_t far = 16, own = own_length(type), after = track->at + 1;
    uint32_t n;
    if (!read_variable(track, &n)) {
        return false;
    }
    const size_t rest = track->end - track->at;
    const bool whole = rest >= 3 && memcmp(track->bytes + track->end - 3, "\xFF\x2F\0", 3) == 0;
    if (own > 0 ? n <= far : n <= rest || !whole) {
        return skip(track, event, n);
    }
    odd(track, WT_MIDI_META_LENGTH, begin);
    track->at = own > 0 ? after : track->at;
    return skip(track, event, own > 0 ? own : length_of_text(track));
}

static void read_tempo(const wt_midi_track *track, wt_midi_event *event) {
    const uint8_t *const b = track->bytes + event->at;
    if (event->n >= 3) {
        event->us_per_quarter = (uint32_t)b[0] << 16 | (uint32_t)b[1] << 8 | b[2];
    }
    if (event->us_per_quarter > 0) {
        event->kind = WT_MIDI_TEMPO;
    } else {
        odd(track, WT_MIDI_BAD_TEMPO, event->at);
    }
}

static void read_meta(wt_midi_track *track, wt_midi_event *event, size_t begin) {
    const uint8_t type = track->at < track->end ? track->bytes[track->at++] : 0;
    if (!skip_meta(track, event, type, begin)) {
        cut(track, event, begin);
        return;
    }
    if (type == 0x2F) {
        end_track(track, event);
    } else if (type == 0x51) {
        read_tempo(track, event);
    } else if (type == 0x03) {
        event->kind = WT_MIDI_NAME;
    }
}

// True where a packet follows: a delta, F7, and bytes that are data up to its last.
static bool is_packet(wt_midi_track track) {
    uint32_t delta, n;
    track.oddities = NULL;
    if (!read_variable(&track, &delta) || track.at == track.end ||
        track.bytes[track.at++] != 0xF7 || !read_variable(&track, &n) || n == 0 ||
        n > track.end - track.at) {
        return false;
    }
    const uint8_t last = track.bytes[track.at + n - 1];
    return last < 0x80 || last == 0xF7;
}

// Step over a SysEx. No data byte is over 127, so where it neither ends by its length, nor goes on
// with a packet there, the length lies if the data come to an F7. False: the track ends before.
static bool skip_sysex(wt_midi_track *track, wt_midi_event *event, size_t begin) {
    uint32_t n;
    if (!read_variable(track, &n)) {
        return false;
    }
    wt_midi_track behind = *track;
    const bool fits = skip(&behind, event, n);
    size_t at = track->at;
    if (fits && ((n > 0 && behind.bytes[behind.at - 1] == 0xF7) || is_packet(behind))) {
        return skip(track, event, n);
    }
    while (at < track->end && track->bytes[at] < 0x80) {
        ++at;
    }
    if (at < track->end && track->bytes[at] == 0xF7) {
        odd(track, WT_MIDI_SYSEX_LENGTH, begin);
        return skip(track, event, at + 1 - track->at);
    }
    return skip(track, event, n);
}

static size_t n_data_of(uint8_t status) {
    return (status & 0xE0) == 0xC0 ? 1 : 2; // C0 and D0 have one
}

// What an F7 outside of a SysEx escapes is any bytes: where they are a channel message, it is one.
static void read_escaped(const wt_midi_track *track, wt_midi_event *event) {
    const uint8_t *const b = track->bytes + event->at;
    if (event->n > 1 && b[0] >= 0x80 && b[0] < 0xF0 && event->n == 1 + n_data_of(b[0])) {
        event->kind = WT_MIDI_CHANNEL;
        event->status = b[0];
        event->data[0] = b[1] & 0x7F;
        event->data[1] = event->n > 2 ? b[2] & 0x7F : 0;
    }
}

// A SysEx may come in packets: the first begins with F0, the others with F7, the last ends with
// F7. Packets are not put together.
static void read_sysex(wt_midi_track *track, wt_midi_event *event, uint8_t status, size_t begin) {
    if (status == 0xF0 ? !skip_sysex(track, event, begin) : !skip_counted(track, event)) {
        cut(track, event, begin);
        return;
    }
    if (status == 0xF7 && !track->sysex_at) {
        read_escaped(track, event);
    }
    if (status == 0xF0) {
        tell_open_sysex(track);
        track->sysex_at = begin;
        event->kind = WT_MIDI_SYSEX;
    }
    if (event->n > 0 && track->bytes[event->at + event->n - 1] == 0xF7) {
        track->sysex_at = 0;
    }
}

static void read_channel(wt_midi_track *track, wt_midi_event *event, size_t begin) {
    const size_t n_data = n_data_of(track->running);
    if (track->end - track->at < n_data) {
        cut(track, event, begin);
        return;
    }
    event->kind = WT_MIDI_CHANNEL;
    event->status = track->running;
    event->at = begin;
    event->n = n_data;
    for (size_t i = 0; i < n_data; ++i, ++track->at) {
        event->data[i] = track->bytes[track->at] & 0x7F;
        if (track->bytes[track->at] >= 0x80) {
            odd(track, WT_MIDI_HIGH_DATA, track->at);
        }
    }
}

// System messages, which belong on a wire: as many data bytes as they have there.
static void pass_over(wt_midi_track *track, uint8_t status, size_t begin) {
    static const uint8_t n_data[16] = {[1] = 1, [2] = 2, [3] = 1};
    odd(track, WT_MIDI_STRAY_STATUS, begin);
    for (int i = 0; i < n_data[status & 0x0F]; ++i) {
        if (track->at < track->end && track->bytes[track->at] < 0x80) {
            ++track->at;
        }
    }
}

static void read_event(wt_midi_track *track, wt_midi_event *event) {
    const size_t begin = track->at;
    const uint8_t byte = track->bytes[begin];
    if (byte < 0x80 && !track->running) {
        odd(track, WT_MIDI_NO_STATUS, begin);
        ++track->at;
        return;
    }
    if (byte < 0x80 && track->interrupted) {
        odd(track, WT_MIDI_RUNNING_ON, begin);
    }
    if (byte >= 0x80) {
        ++track->at;
    }
    track->interrupted = byte >= 0xF0;
    if (byte < 0xF0) {
        track->running = byte < 0x80 ? track->running : byte;
        read_channel(track, event, begin);
    } else if (byte == 0xFF) {
        read_meta(track, event, begin);
    } else if (byte == 0xF0 || byte == 0xF7) {
        read_sysex(track, event, byte, begin);
    } else {
        pass_over(track, byte, begin);
    }
}

void wt_midi_track_next(wt_midi_track *track, wt_midi_event *event) {
    *event = (wt_midi_event){.kind = WT_MIDI_SKIPPED, .tick = track->tick};
    const size_t begin = track->at;
    uint32_t delta;
    if (track->at == track->end) {
        odd(track, WT_MIDI_NO_END, begin);
        end_track(track, event);
    } else if (!read_variable(track, &delta)) {
        cut(track, event, begin);
    } else if (track->tick + delta > MAX_TICK) {
        odd(track, WT_MIDI_ENDLESS, begin);
        track->at = track->end;
        end_track(track, event);
    } else {
        track->tick += delta;
        event->tick = track->tick;
        if (track->at == track->end) {
            cut(track, event, begin);
        } else {
            read_event(track, event);
        }
    }
}
