// One track of a Standard MIDI File, read event by event.
#include "io/midi/track.h"

#define MAX_TICK                                                                                   \
    ((uint64_t)1 << 39) // times 2^24 microseconds: the clock's integers cannot overflow

static wt_status past_end(const wt_midi_track *track, const char *what, wt_message *message) {
    wt_message_set(message, "byte %zu: %s goes past the end of its track at byte %zu (cut short?)",
                   track->at, what, track->end);
    return WT_BAD_FORMAT;
}

static wt_status read_variable(wt_midi_track *track, uint32_t *value, wt_message *message) {
    const size_t start = track->at;
    *value = 0;
    for (int i = 0; i < 4; ++i) {
        if (track->at == track->end) {
            return past_end(track, "a variable-length number", message);
        }
        const uint8_t byte = track->bytes[track->at++];
        *value = *value << 7 | (byte & 0x7F);
        if (byte < 0x80) {
            return WT_OK;
        }
    }
    wt_message_set(message, "byte %zu: a variable-length number of more than 4 bytes (damaged?)",
                   start);
    return WT_BAD_FORMAT;
}

// Step over the `*n` bytes that a variable-length number announces; they start at `*start`.
static wt_status skip_counted(wt_midi_track *track, const char *what, size_t *start, uint32_t *n,
                              wt_message *message) {
    const wt_status status = read_variable(track, n, message);
    if (status) {
        return status;
    }
    if (*n > track->end - track->at) {
        wt_message_set(message,
                       "byte %zu: %s of %u bytes goes past the end of its track at byte %zu "
                       "(cut short?)",
                       track->at, what, (unsigned)*n, track->end);
        return WT_BAD_FORMAT;
    }
    *start = track->at;
    track->at += *n;
    return WT_OK;
}

static wt_status end_track(wt_midi_track *track, wt_midi_event *event, bool implied,
                           wt_message *message) {
    if (track->sysex_at) {
        wt_message_set(message, "byte %zu: a SysEx without an end (0xF7) in its track",
                       track->sysex_at);
        return WT_BAD_FORMAT;
    }
    event->kind = WT_MIDI_END;
    event->implied = implied;
    return WT_OK;
}

static wt_status read_tempo(const wt_midi_track *track, size_t start, uint32_t n,
                            wt_midi_event *event, wt_message *message) {
    if (n != 3) {
        wt_message_set(message, "byte %zu: a tempo of %u bytes, expected 3", start, (unsigned)n);
        return WT_BAD_FORMAT;
    }
    const uint8_t *const b = track->bytes + start;
    event->us_per_quarter = (uint32_t)b[0] << 16 | (uint32_t)b[1] << 8 | b[2];
    if (event->us_per_quarter == 0) {
        wt_message_set(message, "byte %zu: a tempo of 0 microseconds a quarter note", start);
        return WT_BAD_FORMAT;
    }
    event->kind = WT_MIDI_TEMPO;
    return WT_OK;
}

static wt_status read_meta(wt_midi_track *track, wt_midi_event *event, wt_message *message) {
    if (track->at == track->end) {
        return past_end(track, "a meta event", message);
    }
    const uint8_t type = track->bytes[track->at++];
    size_t start;
    uint32_t n;
    const wt_status status = skip_counted(track, "a meta event", &start, &n, message);
    if (status) {
        return status;
    }
    if (type == 0x2F) {
        return end_track(track, event, false, message);
    }
    if (type == 0x51) {
        return read_tempo(track, start, n, event, message);
    }
    return WT_OK;
}

// A SysEx may come in packets: the first begins with F0, the others with F7, the last ends with
// F7. An F7 event outside of a SysEx escapes arbitrary bytes.
static wt_status read_sysex(wt_midi_track *track, uint8_t status_byte, size_t begin,
                            wt_message *message) {
    if (status_byte == 0xF0 && track->sysex_at) {
        wt_message_set(message, "byte %zu: a SysEx without an end (0xF7) before the next at %zu",
                       track->sysex_at, begin);
        return WT_BAD_FORMAT;
    }
    size_t start;
    uint32_t n;
    const wt_status status = skip_counted(track, "a SysEx", &start, &n, message);
    if (status) {
        return status;
    }
    if (status_byte == 0xF0) {
        track->sysex_at = begin;
    }
    if (n > 0 && track->bytes[start + n - 1] == 0xF7) {
        track->sysex_at = 0;
    }
    return WT_OK;
}

static wt_status read_channel(wt_midi_track *track, wt_midi_event *event, wt_message *message) {
    const int n_data = (track->running & 0xE0) == 0xC0 ? 1 : 2; // C0 and D0 have one
    event->kind = WT_MIDI_CHANNEL;
    event->status = track->running;
    event->data[1] = 0;
    for (int i = 0; i < n_data; ++i) {
        if (track->at == track->end) {
            return past_end(track, "a channel message", message);
        }
        event->data[i] = track->bytes[track->at];
        if (event->data[i] >= 0x80) {
            wt_message_set(message, "byte %zu: 0x%02X, expected a data byte below 0x80", track->at,
                           (unsigned)event->data[i]);
            return WT_BAD_FORMAT;
        }
        ++track->at;
    }
    return WT_OK;
}

static wt_status read_event(wt_midi_track *track, wt_midi_event *event, wt_message *message) {
    if (track->at == track->end) {
        return past_end(track, "an event", message);
    }
    const size_t begin = track->at;
    const uint8_t byte = track->bytes[begin];
    if (byte < 0x80 && !track->running) {
        wt_message_set(message, "byte %zu: data byte 0x%02X without a status before it", begin,
                       (unsigned)byte);
        return WT_BAD_FORMAT;
    }
    if (byte < 0x80) {
        return read_channel(track, event, message);
    }
    ++track->at;
    if (byte < 0xF0) {
        track->running = byte;
        return read_channel(track, event, message);
    }
    track->running = 0;
    if (byte == 0xFF) {
        return read_meta(track, event, message);
    }
    if (byte == 0xF0 || byte == 0xF7) {
        return read_sysex(track, byte, begin, message);
    }
    wt_message_set(message, "byte %zu: status 0x%02X, which has no place in a file", begin,
                   (unsigned)byte);
    return WT_BAD_FORMAT;
}

wt_status wt_midi_track_next(wt_midi_track *track, wt_midi_event *event, wt_message *message) {
    *event = (wt_midi_event){.kind = WT_MIDI_SKIPPED, .tick = track->tick};
    if (track->at == track->end) {
        return end_track(track, event, true, message);
    }
    uint32_t delta;
    const wt_status status = read_variable(track, &delta, message);
    if (status) {
        return status;
    }
    track->tick += delta;
    event->tick = track->tick;
    if (track->tick > MAX_TICK) {
        wt_message_set(message, "byte %zu: a track of more than 2^39 ticks", track->at);
        return WT_LIMIT;
    }
    return read_event(track, event, message);
}
