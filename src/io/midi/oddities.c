// What is amiss in a Standard MIDI File, each kind told once with the place where it first was.
#include "io/midi/oddities.h"

#include <stdio.h>

static const char *const texts[WT_MIDI_ODDITIES] = {
    [WT_MIDI_JUNK_BEFORE] = "the MIDI file begins here, what lies before is passed over",
    [WT_MIDI_RIFF_LENGTH] = "a RIFF length is not that of the bytes that are there (cut short?)",
    [WT_MIDI_HEADER_LENGTH] = "the header's length is not 6, and its tracks begin elsewhere",
    [WT_MIDI_NO_CHUNK] = "bytes that are no chunk are passed over",
    [WT_MIDI_TRACK_TAG] = "the name of a chunk is one letter off MTrk: it is read as a track",
    [WT_MIDI_TRACK_LENGTH] = "the track's length is not what it says: it ends where its events do",
    [WT_MIDI_CUT_TRACK] = "an event goes past the end of its track, and is left out (cut short?)",
    [WT_MIDI_NO_END] = "a track without an end-of-track event ends with its last event",
    [WT_MIDI_BYTES_AFTER] = "bytes after a track's end-of-track event are ignored",
    [WT_MIDI_HIGH_DATA] = "a data byte over 127 is read without its highest bit",
    [WT_MIDI_RUNNING_ON] = "running status goes on after a meta event or SysEx",
    [WT_MIDI_NO_STATUS] = "a data byte without a status before it is passed over",
    [WT_MIDI_STRAY_STATUS] = "a status that has no place in a file is passed over",
    [WT_MIDI_LONG_NUMBER] = "a variable-length number of more than 4 bytes",
    [WT_MIDI_BAD_TEMPO] = "a tempo of 0, or of less than 3 bytes, is left out",
    [WT_MIDI_META_LENGTH] = "the length of a meta event cannot be, and is not heeded",
    [WT_MIDI_SYSEX_LENGTH] = "the length of a SysEx is not what it says: it ends where its F7 is",
    [WT_MIDI_OPEN_SYSEX] = "a SysEx without an end (0xF7)",
    [WT_MIDI_ENDLESS] = "a track of more than 2^39 ticks ends here",
    [WT_MIDI_TUNING_LEFT_OUT] = "a tuning message (MTS) of a kind that is left out",
    [WT_MIDI_LOST_OFF] = "a note that no note-off of its own ends, ends with the last of its key",
    [WT_MIDI_NO_OFF] = "a note that no note-off ends, sounds to the end of its track",
    [WT_MIDI_HANGING] = "a note that no note-off ends would sound for long after everything else "
                        "of its channel, and ends with that",
};

void wt_midi_odd(wt_midi_oddities *o, wt_midi_oddity which, size_t track, size_t byte) {
    if (!o) {
        return;
    }
    if (o->of[which].n++ == 0) {
        o->of[which].track = track;
        o->of[which].byte = byte;
    }
}

void wt_midi_oddities_tell(const wt_midi_oddities *o, const wt_warner *warner) {
    for (int i = 0; i < WT_MIDI_ODDITIES; ++i) {
        if (o->of[i].n == 0) {
            continue;
        }
        char track[32] = "";
        char times[40] = "";
        if (o->of[i].track > 0) {
            snprintf(track, sizeof track, "track %zu, ", o->of[i].track);
        }
        if (o->of[i].n > 1) {
            snprintf(times, sizeof times, " (%zu times)", o->of[i].n);
        }
        wt_warn(warner, "%sbyte %zu: %s%s", track, o->of[i].byte, texts[i], times);
    }
}
