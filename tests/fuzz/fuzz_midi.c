// Fuzzes the MIDI reader: whatever it takes, its notes are in order and within their bounds.
#include <stdlib.h>

#include "io/midi/midi_in.h"
#include "io/midi/oddities.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int condition) {
    if (!condition) {
        abort();
    }
}

static void check_curve(wt_midi_curve curve, double end_s, double low, double high) {
    demand(curve.n >= 1 && !(curve.points[0].time_s > 0));
    for (size_t i = 0; i < curve.n; ++i) {
        demand(curve.points[i].value >= low && curve.points[i].value <= high);
        demand(i == 0 || curve.points[i].time_s > curve.points[i - 1].time_s);
        demand(curve.points[i].time_s <= end_s * (1 + 1e-12));
    }
}

static void check_note(const wt_midi_score *score, const wt_midi_note *note) {
    demand(note->start_s >= 0 && note->start_s <= score->end_s * (1 + 1e-12));
    demand(note->duration_s > 0 && note->tempo_bpm > 0);
    demand(note->key >= 0 && note->key < 128 && note->channel >= 0 && note->channel < 16);
    demand(note->velocity > 0 && note->velocity < 128);
    demand(note->program >= 0 && note->program < 128 && note->track < score->n_tracks);
    demand(note->tuning >= -129 && note->tuning <= 129);
}

static void check_channel(const wt_midi_score *score, int channel) {
    const wt_midi_curve *const curves = score->curves[channel];
    check_curve(curves[WT_MIDI_BEND], score->end_s, -400, 400);
    check_curve(curves[WT_MIDI_VOLUME], score->end_s, 0, 1);
    check_curve(curves[WT_MIDI_PAN], score->end_s, -1, 1);
    for (int i = WT_MIDI_CONTROLLER; i < WT_MIDI_CURVES; ++i) {
        check_curve(curves[i], score->end_s, 0, 127);
    }
}

static void warn(void *context, const char *text) {
    demand(text[0] && ++*(int *)context <= (int)WT_MIDI_ODDITIES + 5);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int n_warnings = 0;
    const wt_warner warner = {warn, &n_warnings};
    wt_message message = {""};
    wt_midi_score score;
    const wt_status status = wt_midi_read(&score, data, size, 1.0, &warner, &message);
    demand(status == WT_OK || (message.text[0] && score.n_notes == 0 && !score.notes));
    demand(status != WT_OK || wt_midi_detect(data, size));
    demand(score.n_notes <= size / 3);
    demand(status != WT_OK || (score.n_tempos >= 1 && score.n_tracks >= 1));
    for (size_t i = 0; i < score.n_notes; ++i) {
        check_note(&score, &score.notes[i]);
        demand(i == 0 || score.notes[i].start_s >= score.notes[i - 1].start_s);
    }
    for (int i = 0; status == WT_OK && i < WT_MIDI_CHANNELS; ++i) {
        check_channel(&score, i);
    }
    wt_midi_free(&score);
    return 0;
}
