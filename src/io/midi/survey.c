// What a first reading of all tracks finds: that every event is sound, and how much room they need.
#include "io/midi/survey.h"

bool wt_midi_is_note_on(const wt_midi_event *event) {
    return (event->status & 0xF0) == 0x90 && event->data[1] > 0;
}

static void count_channel_event(wt_midi_survey *survey, const wt_midi_event *event) {
    const int channel = event->status & 0x0F;
    wt_midi_channel_count(survey->room[channel], event);
    survey->programs |= (event->status & 0xF0) == 0xC0;
    if (wt_midi_is_note_on(event)) {
        ++survey->n_notes;
        survey->drums |= channel == WT_MIDI_DRUMS;
    }
}

static wt_status read_track(wt_midi_survey *survey, wt_midi_track track, wt_message *message) {
    wt_midi_event event;
    do {
        const wt_status status = wt_midi_track_next(&track, &event, message);
        if (status) {
            return status;
        }
        if (event.kind == WT_MIDI_CHANNEL) {
            count_channel_event(survey, &event);
        }
    } while (event.kind != WT_MIDI_END);
    survey->implied_end |= event.implied;
    survey->bytes_after |= track.at < track.end;
    return WT_OK;
}

static void warn_of(const wt_midi_survey *survey, const wt_warner *warner) {
    if (survey->programs) {
        wt_warn(warner, "program changes are ignored: all channels play the same sound");
    }
    if (survey->drums) {
        wt_warn(warner, "channel 10, drums, plays as pitched notes");
    }
    if (survey->implied_end) {
        wt_warn(warner, "a track without an end-of-track event ends with its last event");
    }
    if (survey->bytes_after) {
        wt_warn(warner, "bytes after a track's end-of-track event are ignored");
    }
}

wt_status wt_midi_survey_take(wt_midi_survey *survey, const wt_midi_track *tracks, size_t n_tracks,
                              const wt_warner *warner, wt_message *message) {
    *survey = (wt_midi_survey){0};
    for (size_t i = 0; i < n_tracks; ++i) {
        const wt_status status = read_track(survey, tracks[i], message);
        if (status) {
            return status;
        }
    }
    warn_of(survey, warner);
    return WT_OK;
}

size_t wt_midi_survey_points(const wt_midi_survey *survey) {
    size_t n = 0;
    for (int channel = 0; channel < WT_MIDI_CHANNELS; ++channel) {
        for (int i = 0; i < WT_MIDI_CURVES; ++i) {
            n += survey->room[channel][i] + 1; // the one at time 0
        }
    }
    return n;
}
