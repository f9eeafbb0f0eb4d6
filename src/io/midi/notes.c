// From the events of all tracks, in order of time, to notes.
#include "io/midi/notes.h"

#include "io/midi/merge.h"
#include "io/midi/survey.h"

#include <stdlib.h>

enum { ALL_SOUND_OFF = 120, ALL_NOTES_OFF = 123 };

typedef enum { SILENT, ON, HELD } key_state; // HELD: by the pedal alone

typedef struct {
    key_state state;
    size_t n_on; // note-ons whose note-offs have not come
    size_t note;
    size_t track;
    uint64_t start_tick, start_units;
} key;

typedef struct {
    wt_midi_clock clock;
    wt_midi_channel channels[WT_MIDI_CHANNELS];
    key keys[WT_MIDI_CHANNELS][WT_MIDI_KEYS];
    wt_midi_score *score;
    uint16_t *track_channels; // for each track a bit for each channel that it played notes on
} player;

static double seconds(const wt_midi_clock *clock, uint64_t units) {
    const uint64_t whole = units / clock->per_s;
    return (double)whole + (double)(units % clock->per_s) / (double)clock->per_s;
}

static void advance(wt_midi_clock *clock, uint64_t tick) {
    clock->units += (tick - clock->tick) * clock->per_tick;
    clock->tick = tick;
}

static void end_note(player *p, int channel, key *k) {
    wt_midi_note *const note = &p->score->notes[k->note];
    const wt_midi_curve *const curves = p->channels[channel].curves;
    note->duration_s = seconds(&p->clock, p->clock.units - k->start_units);
    // Ends of the slices, for now: trim_courses finds their beginnings.
    note->n_bend = curves[WT_MIDI_BEND].n;
    note->n_volume = curves[WT_MIDI_VOLUME].n;
    note->n_pan = curves[WT_MIDI_PAN].n;
    k->state = SILENT;
}

static void note_on(player *p, int channel, const uint8_t *data, size_t track) {
    key *const k = &p->keys[channel][data[0]];
    const bool again = k->state != SILENT && k->start_tick == p->clock.tick;
    if (k->state != SILENT && !again) {
        end_note(p, channel, k);
    }
    if (!again) {
        k->note = p->score->n_notes++;
        k->start_tick = p->clock.tick;
        k->start_units = p->clock.units;
    }
    k->state = ON;
    ++k->n_on;
    k->track = track;
    p->track_channels[track] |= (uint16_t)(1u << channel);
    wt_midi_note *const note = &p->score->notes[k->note];
    note->start_s = seconds(&p->clock, p->clock.units);
    note->key = data[0];
    note->velocity = data[1];
    note->channel = channel;
}

static void release_key(player *p, int channel, key *k) {
    k->n_on = 0;
    if (k->state == ON && p->channels[channel].pedal) {
        k->state = HELD;
    } else if (k->state == ON) {
        end_note(p, channel, k);
    }
}

static void note_off(player *p, int channel, int number) {
    key *const k = &p->keys[channel][number];
    if (k->n_on > 1) {
        --k->n_on;
    } else {
        release_key(p, channel, k);
    }
}

static void raise_pedal(player *p, int channel) {
    for (int i = 0; i < WT_MIDI_KEYS; ++i) {
        if (p->keys[channel][i].state == HELD) {
            end_note(p, channel, &p->keys[channel][i]);
        }
    }
}

static void release_all(player *p, int channel, bool sound_too) {
    for (int i = 0; i < WT_MIDI_KEYS; ++i) {
        key *const k = &p->keys[channel][i];
        release_key(p, channel, k);
        if (sound_too && k->state == HELD) {
            end_note(p, channel, k);
        }
    }
}

static void play_channel_event(player *p, const wt_midi_event *event, size_t track) {
    const int channel = event->status & 0x0F;
    const int kind = event->status & 0xF0;
    if (wt_midi_is_note_on(event)) {
        note_on(p, channel, event->data, track);
        return;
    }
    if (kind == 0x80 || kind == 0x90) {
        note_off(p, channel, event->data[0]);
        return;
    }
    wt_midi_channel *const c = &p->channels[channel];
    const bool was_down = c->pedal;
    wt_midi_channel_follow(c, event, seconds(&p->clock, p->clock.units));
    if (was_down && !c->pedal) {
        raise_pedal(p, channel);
    }
    if (kind == 0xB0 && (event->data[0] == ALL_SOUND_OFF || event->data[0] >= ALL_NOTES_OFF)) {
        release_all(p, channel, event->data[0] == ALL_SOUND_OFF);
    }
}

static void end_track(player *p, size_t track) {
    for (int channel = 0; channel < WT_MIDI_CHANNELS; ++channel) {
        if (!(p->track_channels[track] >> channel & 1)) {
            continue;
        }
        for (int i = 0; i < WT_MIDI_KEYS; ++i) {
            key *const k = &p->keys[channel][i];
            if (k->state != SILENT && k->track == track) {
                k->n_on = 0;
                end_note(p, channel, k);
            }
        }
    }
}

static void play_event(player *p, const wt_midi_event *event, size_t track) {
    advance(&p->clock, event->tick);
    switch (event->kind) {
    case WT_MIDI_CHANNEL:
        play_channel_event(p, event, track);
        break;
    case WT_MIDI_TEMPO:
        if (!p->clock.fixed) {
            p->clock.per_tick = event->us_per_quarter;
        }
        break;
    case WT_MIDI_END:
        end_track(p, track);
        break;
    case WT_MIDI_SKIPPED:
        break;
    }
}

// Set a note's slice of `curve`: from the last point at or before its start to before `end`.
// `first` is where the slice of the note before it on the channel begins.
static const wt_midi_point *trim(const wt_midi_curve *curve, size_t *first, double start_s,
                                 size_t *end) {
    while (*first + 1 < curve->n && curve->points[*first + 1].time_s <= start_s) {
        ++*first;
    }
    *end = *end > *first ? *end - *first : 1;
    return curve->points + *first;
}

static void trim_curves(const player *p) {
    size_t first[WT_MIDI_CHANNELS][WT_MIDI_CURVES] = {{0}};
    for (size_t i = 0; i < p->score->n_notes; ++i) {
        wt_midi_note *const n = &p->score->notes[i];
        const wt_midi_curve *const c = p->channels[n->channel].curves;
        size_t *const f = first[n->channel];
        n->bend = trim(&c[WT_MIDI_BEND], &f[WT_MIDI_BEND], n->start_s, &n->n_bend);
        n->volume = trim(&c[WT_MIDI_VOLUME], &f[WT_MIDI_VOLUME], n->start_s, &n->n_volume);
        n->pan = trim(&c[WT_MIDI_PAN], &f[WT_MIDI_PAN], n->start_s, &n->n_pan);
    }
}

static void init_channels(player *p, const wt_midi_survey *found) {
    wt_midi_point *points = p->score->arena;
    for (int channel = 0; channel < WT_MIDI_CHANNELS; ++channel) {
        for (int i = 0; i < WT_MIDI_CURVES; ++i) {
            p->channels[channel].curves[i].points = points;
            points += found->room[channel][i] + 1;
        }
        wt_midi_channel_init(&p->channels[channel]);
    }
}

static wt_status play(player *p, wt_midi_reader *heap, const wt_midi_track *tracks, size_t n_tracks,
                      wt_message *message) {
    wt_midi_merge merge;
    wt_status status = wt_midi_merge_init(&merge, heap, tracks, n_tracks, message);
    while (!status && merge.n > 0) {
        wt_midi_event event;
        size_t track;
        status = wt_midi_merge_next(&merge, &event, &track, message);
        if (!status) {
            play_event(p, &event, track);
        }
    }
    if (!status) {
        p->score->end_s = seconds(&p->clock, p->clock.units);
        trim_curves(p);
    }
    return status;
}

wt_status wt_midi_notes(wt_midi_score *score, const wt_midi_track *tracks, size_t n_tracks,
                        wt_midi_clock clock, const wt_warner *warner, wt_message *message) {
    wt_midi_survey found;
    wt_status status = wt_midi_survey_take(&found, tracks, n_tracks, warner, message);
    if (status) {
        return status;
    }
    score->notes = calloc(found.n_notes + 1, sizeof *score->notes);
    score->arena = calloc(wt_midi_survey_points(&found), sizeof(wt_midi_point));
    player *const p = calloc(1, sizeof *p);
    wt_midi_reader *const heap = calloc(n_tracks, sizeof *heap);
    uint16_t *const track_channels = calloc(n_tracks, sizeof *track_channels);
    if (score->notes && score->arena && p && heap && track_channels) {
        p->clock = clock;
        p->score = score;
        p->track_channels = track_channels;
        init_channels(p, &found);
        status = play(p, heap, tracks, n_tracks, message);
    } else {
        wt_message_set(message, "not enough memory for %zu notes", found.n_notes);
        status = WT_NO_MEMORY;
    }
    free(track_channels);
    free(heap);
    free(p);
    return status;
}
