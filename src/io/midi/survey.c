// What a first reading of a track finds: how much room its notes, curves and tempos need.
#include "io/midi/survey.h"

enum { ALL_SOUND_OFF = 120, ALL_NOTES_OFF = 123 };

bool wt_midi_is_all_off(const wt_midi_event *event) {
    return (event->status & 0xF0) == 0xB0 &&
           (event->data[0] == ALL_SOUND_OFF || event->data[0] >= ALL_NOTES_OFF);
}

static void count(wt_midi_survey *survey, const wt_midi_event *event) {
    switch (event->kind) {
    case WT_MIDI_CHANNEL:
        wt_midi_channel_count(survey->room[event->status & 0x0F], event);
        survey->n_ons += wt_midi_is_note_on(event);
        survey->n_moves += (event->status & 0xE0) == 0x80 || wt_midi_is_all_off(event);
        break;
    case WT_MIDI_TEMPO:
        ++survey->n_tempos;
        break;
    case WT_MIDI_SYSEX:
        ++survey->n_master;
        break;
    default:
        break;
    }
}

wt_midi_extent wt_midi_survey_track(wt_midi_survey *survey, wt_midi_track track) {
    wt_midi_extent extent = {0};
    wt_midi_event event;
    do {
        wt_midi_track_next(&track, &event);
        count(survey, &event);
        if (event.kind == WT_MIDI_NAME && extent.name_n == 0) {
            extent.name_at = event.at;
            extent.name_n = event.n;
        }
    } while (event.kind != WT_MIDI_END);
    extent.end = track.at;
    extent.ticks = event.tick;
    return extent;
}
