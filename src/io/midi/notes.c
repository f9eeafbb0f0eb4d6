// From the events of all tracks, in order of time, to notes.
#include "io/midi/notes.h"

#include "io/midi/drum_part.h"
#include "io/midi/master_volume.h"
#include "io/midi/merge.h"
#include "io/midi/pairs.h"
#include "io/midi/tuning.h"

#include <stdlib.h>

enum { ALL_SOUND_OFF = 120, DRUMS = 9 };

#define NO_NOTE UINT32_MAX

static const double shortest_s = 1e-3; // of a note whose on and off are at one tick
static const double longest_hang_s = 30.0;

// A note while the piece is played: its place is that in score->notes.
typedef struct {
    uint64_t start_tick, start_units;
    uint64_t end_units;
    uint64_t free_units; // when its key went up
    size_t at;           // its first byte
    uint32_t on;         // the first move that struck it
    uint32_t n_down;     // moves that hold it down
    uint32_t next_held;  // of its key
    bool captured;       // by the sostenuto pedal
    bool at_once;        // on and off at one tick
    bool ended;
} sounding;

typedef struct {
    wt_midi_clock clock;
    wt_midi_channel channels[WT_MIDI_CHANNELS];
    wt_midi_tuning tuning;
    wt_midi_system system;
    bool drums[WT_MIDI_CHANNELS];            // what they play
    uint32_t held[WT_MIDI_PLACES];           // notes that only a pedal holds, through next_held
    uint32_t latest[WT_MIDI_PLACES];         // the note that was struck last
    uint32_t sostenuto_at[WT_MIDI_CHANNELS]; // the move before which the pedal went down
    uint64_t last_units[WT_MIDI_CHANNELS];   // of the last event but this one's
    uint64_t last_of_all;
    const wt_midi_tracks *from;
    wt_midi_score *score;
    wt_midi_move *moves;
    uint32_t *struck; // the note of each move that is an ON
    sounding *notes;
    uint64_t *track_ends;
    uint32_t at; // the next move
} player;

static double now(const player *p) {
    return wt_midi_clock_seconds(&p->clock, p->clock.units);
}

static void end_note(player *p, uint32_t i) {
    sounding *const s = &p->notes[i];
    s->ended = true;
    s->end_units = p->clock.units;
    if (s->end_units == s->start_units) {
        s->end_units += p->clock.per_tick;
        s->at_once = true;
    }
}

static void end_held(player *p, uint32_t place) {
    for (uint32_t i = p->held[place]; i != NO_NOTE; i = p->notes[i].next_held) {
        end_note(p, i);
    }
    p->held[place] = NO_NOTE;
}

static void strike(player *p, const wt_midi_event *event, size_t track, uint32_t move) {
    const int channel = event->status & 0x0F;
    const uint32_t place = p->moves[move].place;
    const uint32_t last = p->latest[place];
    const bool again =
        last != NO_NOTE && p->notes[last].n_down > 0 && p->notes[last].start_tick == p->clock.tick;
    const uint32_t i = again ? last : (uint32_t)p->score->n_notes++;
    sounding *const s = &p->notes[i];
    if (!again) {
        end_held(p, place);
        *s = (sounding){.start_tick = p->clock.tick,
                        .start_units = p->clock.units,
                        .at = event->at,
                        .on = move};
    }
    ++s->n_down;
    p->struck[move] = p->latest[place] = i;
    p->score->notes[i] =
        (wt_midi_note){.start_s = now(p),
                       .tempo_bpm = wt_midi_clock_bpm(&p->clock),
                       .tuning = wt_midi_key_tuning(&p->tuning, channel, event->data[0]),
                       .key = event->data[0],
                       .velocity = event->data[1],
                       .channel = channel,
                       .program = p->channels[channel].program,
                       .drum = p->drums[channel],
                       .track = track};
}

// The key went up: a pedal may hold the note. The sostenuto pedal holds what was struck before it.
static void release(player *p, uint32_t i, bool pedals) {
    const wt_midi_note *const note = &p->score->notes[i];
    const wt_midi_channel *const c = &p->channels[note->channel];
    sounding *const s = &p->notes[i];
    if (--s->n_down > 0) {
        return;
    }
    s->captured = c->sostenuto && s->on < p->sostenuto_at[note->channel];
    s->free_units = p->clock.units;
    if (pedals && (c->pedal || s->captured)) {
        uint32_t *const held = &p->held[note->channel * WT_MIDI_KEYS + note->key];
        s->next_held = *held;
        *held = i;
    } else {
        end_note(p, i);
    }
}

// End what is held by pedals that are up now.
static void raise_pedals(player *p, int channel) {
    const wt_midi_channel *const c = &p->channels[channel];
    for (uint32_t key = 0; key < WT_MIDI_KEYS && !c->pedal; ++key) {
        uint32_t *link = &p->held[(uint32_t)channel * WT_MIDI_KEYS + key];
        while (*link != NO_NOTE) {
            sounding *const s = &p->notes[*link];
            if (c->sostenuto && s->captured) {
                link = &s->next_held;
            } else {
                end_note(p, *link);
                *link = s->next_held;
            }
        }
    }
}

// End what the next move ends; `silence`: whatever a pedal holds, too.
static void lift(player *p, bool silence) {
    const wt_midi_move *const move = &p->moves[p->at++];
    for (uint32_t i = move->mate; i != WT_MIDI_NO_MOVE; i = p->moves[i].next) {
        release(p, p->struck[i], !silence);
    }
    for (uint32_t key = 0; silence && key < WT_MIDI_KEYS; ++key) {
        end_held(p, move->place + key);
    }
}

static void play_move(player *p, const wt_midi_event *event, size_t track) {
    if (p->moves[p->at].kind == WT_MIDI_ON) {
        strike(p, event, track, p->at++);
    } else {
        lift(p, wt_midi_is_all_off(event) && event->data[0] == ALL_SOUND_OFF);
    }
}

static void play_channel_event(player *p, const wt_midi_event *event, size_t track) {
    const int channel = event->status & 0x0F;
    wt_midi_channel *const c = &p->channels[channel];
    const bool pedal = c->pedal;
    const bool sostenuto = c->sostenuto;
    wt_midi_channel_follow(c, event, now(p));
    if ((event->status & 0xF0) == 0xC0) {
        p->drums[channel] = wt_midi_bank_drums(p->system, c->bank, p->drums[channel]);
    }
    if (c->sostenuto && !sostenuto) {
        p->sostenuto_at[channel] = p->at;
    }
    if ((pedal && !c->pedal) || (sostenuto && !c->sostenuto)) {
        raise_pedals(p, channel);
    }
    if ((event->status & 0xE0) == 0x80 || wt_midi_is_all_off(event)) {
        play_move(p, event, track);
    }
    p->last_units[channel] = p->last_of_all = p->clock.units;
}

static void set_tempo(player *p, uint32_t us_per_quarter) {
    wt_midi_score *const score = p->score;
    wt_midi_clock_set_tempo(&p->clock, us_per_quarter);
    const wt_midi_tempo tempo = {now(p), wt_midi_clock_bpm(&p->clock)};
    if (score->n_tempos > 0 && score->tempos[score->n_tempos - 1].time_s >= tempo.time_s) {
        --score->n_tempos;
    }
    score->tempos[score->n_tempos++] = tempo;
}

static void bring_to_rest(player *p) {
    p->tuning = (wt_midi_tuning){0};
    for (int i = 0; i < WT_MIDI_CHANNELS; ++i) {
        p->drums[i] = i == DRUMS;
        wt_midi_channel_rest(&p->channels[i], now(p));
    }
}

// At the very beginning tracks set up their channels in any order, and a reset undoes what its own
// one, the first, said before it.
static void follow_reset(player *p, size_t track) {
    if (p->clock.tick > 0 || track == 0) {
        bring_to_rest(p);
        for (int i = 0; i < WT_MIDI_CHANNELS; ++i) {
            raise_pedals(p, i);
        }
    }
}

static void follow_sysex(player *p, const wt_midi_event *event, size_t track) {
    const wt_midi_track *const t = &p->from->tracks[track];
    const wt_midi_system system = wt_midi_reset_of(t->bytes + event->at, event->n);
    wt_midi_drum_part part;
    if (system != WT_MIDI_NO_SYSTEM) {
        p->system = system;
        follow_reset(p, track);
        return;
    }
    if (wt_midi_is_drum_part(t->bytes + event->at, event->n, &part)) {
        p->drums[part.channel] = part.drums;
        return;
    }
    double share;
    if (wt_midi_is_master_volume(t->bytes + event->at, event->n, &share)) {
        for (int i = 0; i < WT_MIDI_CHANNELS; ++i) {
            wt_midi_channel_master_volume(&p->channels[i], share, now(p));
        }
        return;
    }
    const wt_midi_tuned tuned = wt_midi_tune(&p->tuning, t->bytes + event->at, event->n);
    if (tuned == WT_MIDI_TUNING_UNKNOWN) {
        wt_midi_odd(p->from->oddities, WT_MIDI_TUNING_LEFT_OUT, track + 1, event->at);
    }
    for (int i = 0; tuned == WT_MIDI_MASTER_TUNED && i < WT_MIDI_CHANNELS; ++i) {
        wt_midi_channel_master(&p->channels[i], p->tuning.fine + p->tuning.coarse, now(p));
    }
}

static void end_track(player *p, size_t track) {
    p->track_ends[track] = p->clock.units;
    if (p->from->in_turn) {
        set_tempo(p, WT_MIDI_BEGINS_US);
        bring_to_rest(p);
        for (int i = 0; i < WT_MIDI_CHANNELS; ++i) {
            lift(p, true);
        }
    }
}

static void play_event(player *p, const wt_midi_event *event, size_t track) {
    wt_midi_clock_advance(&p->clock, event->tick);
    switch (event->kind) {
    case WT_MIDI_CHANNEL:
        play_channel_event(p, event, track);
        break;
    case WT_MIDI_TEMPO:
        set_tempo(p, event->us_per_quarter);
        break;
    case WT_MIDI_SYSEX:
        follow_sysex(p, event, track);
        break;
    case WT_MIDI_END:
        end_track(p, track);
        break;
    default:
        break;
    }
}

// Where a note that nothing ended stops.
static uint64_t end_of_hanging(const player *p, const wt_midi_note *note, const sounding *s) {
    const uint64_t end = p->track_ends[note->track];
    const uint64_t last = p->last_units[note->channel];
    if (end > last && wt_midi_clock_seconds(&p->clock, end - last) > longest_hang_s) {
        wt_midi_odd(p->from->oddities, WT_MIDI_HANGING, note->track + 1, s->at);
        return last > s->start_units ? last : p->last_of_all;
    }
    if (s->n_down > 0) {
        wt_midi_odd(p->from->oddities, WT_MIDI_NO_OFF, note->track + 1, s->at);
    }
    return end;
}

static void finish_note(player *p, uint32_t i) {
    wt_midi_note *const note = &p->score->notes[i];
    sounding *const s = &p->notes[i];
    if (!s->ended) {
        s->end_units = end_of_hanging(p, note, s);
        s->end_units = s->end_units > s->free_units ? s->end_units : s->free_units;
        if (s->end_units <= s->start_units) {
            s->end_units = s->start_units + p->clock.per_tick;
            s->at_once = true;
        }
    } else if (p->moves[s->on].lost) {
        wt_midi_odd(p->from->oddities, WT_MIDI_LOST_OFF, note->track + 1, s->at);
    }
    note->duration_s = wt_midi_clock_seconds(&p->clock, s->end_units - s->start_units);
    if (s->at_once && note->duration_s < shortest_s) {
        note->duration_s = shortest_s;
    }
}

static void play(player *p, wt_midi_reader *heap) {
    wt_midi_merge merge;
    wt_midi_merge_init(&merge, heap, p->from->tracks, p->from->n_tracks);
    set_tempo(p, WT_MIDI_BEGINS_US);
    while (merge.n > 0) {
        wt_midi_event event;
        size_t track;
        wt_midi_merge_next(&merge, &event, &track);
        play_event(p, &event, track);
    }
    p->score->end_s = now(p);
    for (uint32_t i = 0; i < p->score->n_notes; ++i) {
        finish_note(p, i);
    }
}

static wt_midi_move all_off(int channel) {
    return (wt_midi_move){.place = (uint16_t)(channel * WT_MIDI_KEYS), .kind = WT_MIDI_ALL_OFF};
}

// Write down the moves of all keys, and pair them.
static void pair(player *p, wt_midi_reader *heap) {
    wt_midi_merge merge;
    wt_midi_merge_init(&merge, heap, p->from->tracks, p->from->n_tracks);
    size_t n = 0;
    while (merge.n > 0) {
        wt_midi_event event;
        size_t track;
        wt_midi_merge_next(&merge, &event, &track);
        for (int i = 0; event.kind == WT_MIDI_END && p->from->in_turn && i < 16; ++i) {
            p->moves[n++] = all_off(i);
        }
        if (event.kind != WT_MIDI_CHANNEL) {
            continue;
        }
        const int place = (event.status & 0x0F) * WT_MIDI_KEYS;
        if ((event.status & 0xE0) == 0x80) {
            const uint8_t kind = wt_midi_is_note_on(&event) ? WT_MIDI_ON : WT_MIDI_OFF;
            p->moves[n++] =
                (wt_midi_move){.place = (uint16_t)(place + event.data[0]), .kind = kind};
        } else if (wt_midi_is_all_off(&event)) {
            p->moves[n++] = all_off(event.status & 0x0F);
        }
    }
    wt_midi_pair(p->moves, n);
}

// Room for each curve that moves, and for those that every note has. What brings a curve to rest
// adds a point only where something moved it since the last time.
static size_t room_of(const wt_midi_tracks *from, int channel, int curve) {
    const bool has_master = curve == WT_MIDI_BEND || curve == WT_MIDI_VOLUME;
    const size_t moves =
        from->survey->room[channel][curve] + (has_master ? from->survey->n_master : 0);
    return moves == 0 && curve > WT_MIDI_PAN ? 0 : 2 * moves + 1;
}

static bool init_channels(player *p) {
    size_t n = 0;
    for (int i = 0; i < WT_MIDI_CHANNELS * WT_MIDI_CURVES; ++i) {
        n += room_of(p->from, i / WT_MIDI_CURVES, i % WT_MIDI_CURVES);
    }
    wt_midi_point *points = p->score->arena = calloc(n, sizeof *points);
    for (int i = 0; points && i < WT_MIDI_CHANNELS * WT_MIDI_CURVES; ++i) {
        const int curve = i % WT_MIDI_CURVES;
        const size_t room = room_of(p->from, i / WT_MIDI_CURVES, curve);
        if (room > 0) {
            *points = (wt_midi_point){0.0, wt_midi_channel_at_rest(curve)};
            p->channels[i / WT_MIDI_CURVES].curves[curve] = (wt_midi_drawn){points, 1};
        }
        points += room;
    }
    for (int i = 0; i < WT_MIDI_CHANNELS; ++i) {
        wt_midi_channel_init(&p->channels[i]);
        p->drums[i] = i == DRUMS;
    }
    return points != NULL;
}

static void keep_curves(const player *p) {
    static const wt_midi_point rest[3] = {{0.0, 0.0}, {0.0, 64.0}, {0.0, 127.0}};
    for (int i = 0; i < WT_MIDI_CHANNELS; ++i) {
        for (int k = 0; k < WT_MIDI_CURVES; ++k) {
            const wt_midi_drawn *const c = &p->channels[i].curves[k];
            const int half = (int)wt_midi_channel_at_rest(k) / 63; // 0, 64 or 127
            p->score->curves[i][k] =
                c->points ? (wt_midi_curve){c->points, c->n} : (wt_midi_curve){rest + half, 1};
        }
    }
}

static bool allocate(player *p) {
    const wt_midi_tracks *const from = p->from;
    const size_t n_ons = from->survey->n_ons;
    p->score->notes = calloc(n_ons + 1, sizeof *p->score->notes);
    p->score->tempos =
        calloc(from->survey->n_tempos + from->n_tracks + 1, sizeof *p->score->tempos);
    const size_t n_moves = from->survey->n_moves + (from->in_turn ? 16 * from->n_tracks : 0);
    p->moves = calloc(n_moves + 1, sizeof *p->moves);
    p->struck = calloc(n_moves + 1, sizeof *p->struck);
    p->notes = calloc(n_ons + 1, sizeof *p->notes);
    p->track_ends = calloc(from->n_tracks, sizeof *p->track_ends);
    for (int i = 0; i < WT_MIDI_PLACES; ++i) {
        p->held[i] = p->latest[i] = NO_NOTE;
    }
    return p->score->notes && p->score->tempos && p->moves && p->struck && p->notes &&
           p->track_ends && init_channels(p);
}

static void free_player(player *p) {
    if (p) {
        free(p->moves);
        free(p->struck);
        free(p->notes);
        free(p->track_ends);
        free(p);
    }
}

wt_status wt_midi_notes(wt_midi_score *score, const wt_midi_tracks *tracks, wt_message *message) {
    if (tracks->survey->n_moves >= UINT32_MAX - 16 * tracks->n_tracks) {
        return wt_refuse(message, WT_LIMIT, "a file of more than 2^32 notes");
    }
    player *const p = calloc(1, sizeof *p);
    wt_midi_reader *const heap = calloc(tracks->n_tracks, sizeof *heap);
    wt_status status = WT_NO_MEMORY;
    if (p && heap) {
        p->clock = tracks->clock;
        p->from = tracks;
        p->score = score;
    }
    if (p && heap && allocate(p)) {
        pair(p, heap);
        play(p, heap);
        keep_curves(p);
        status = WT_OK;
    }
    free(heap);
    free_player(p);
    return status;
}
