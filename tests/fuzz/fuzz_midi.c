// Fuzzes the MIDI reader: whatever it takes, its notes are in order and within their bounds.
#include <stdlib.h>

#include "io/midi/midi_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int condition) {
    if (!condition) {
        abort();
    }
}

static void check_course(const wt_midi_point *points, size_t n, const wt_midi_note *note,
                         double low, double high) {
    demand(n >= 1 && points[0].time_s <= note->start_s);
    for (size_t i = 0; i < n; ++i) {
        demand(points[i].value >= low && points[i].value <= high);
        demand(i == 0 || points[i].time_s > note->start_s);
        demand(i < 2 || points[i].time_s >= points[i - 1].time_s);
        demand(points[i].time_s <= (note->start_s + note->duration_s) * (1 + 1e-12));
    }
}

static void check_note(const wt_midi_note *note, double end_s) {
    demand(note->start_s >= 0 && note->duration_s >= 0);
    demand(note->start_s + note->duration_s <= end_s * (1 + 1e-12));
    demand(note->key >= 0 && note->key < 128 && note->channel >= 0 && note->channel < 16);
    demand(note->velocity > 0 && note->velocity < 128);
    check_course(note->bend, note->n_bend, note, -129, 129);
    check_course(note->volume, note->n_volume, note, 0, 1);
    check_course(note->pan, note->n_pan, note, -1, 1);
}

static void warn(void *context, const char *text) {
    demand(text[0] && ++*(int *)context <= 6);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int n_warnings = 0;
    const wt_warner warner = {warn, &n_warnings};
    wt_message message = {""};
    wt_midi_score score;
    const wt_status status = wt_midi_read(&score, data, size, &warner, &message);
    demand(status == WT_OK || (message.text[0] && score.n_notes == 0 && !score.notes));
    demand(status != WT_OK || wt_midi_detect(data, size));
    demand(score.n_notes <= size / 3);
    size_t n_points = 0;
    for (size_t i = 0; i < score.n_notes; ++i) {
        check_note(&score.notes[i], score.end_s);
        demand(i == 0 || score.notes[i].start_s >= score.notes[i - 1].start_s);
        n_points += score.notes[i].n_bend + score.notes[i].n_volume + score.notes[i].n_pan;
    }
    demand(n_points <= 128 * (size + 3 * score.n_notes));
    wt_midi_free(&score);
    return 0;
}
