// Scores from files: MIDI is told by its content, and text read line by line.
#include "app/score/score.h"

#include "app/read_file.h"
#include "app/request/slips.h"
#include "app/score/score_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool add_midi(wt_note_layout *layout, const char *path, const char *bytes, size_t n) {
    wt_subject subject = {layout->listener, path};
    const wt_warner warner = wt_warner_of(&subject);
    wt_message message = {""};
    wt_midi_score score;
    const wt_status status = wt_midi_read(&score, (const uint8_t *)bytes, n,
                                          layout->rules.tempo_share, &warner, &message);
    if (status != WT_OK) {
        return wt_fault_status(layout->fault, WT_FAULT_INPUT, path, status, &message);
    }
    const bool ok = wt_score_add_midi(layout, path, &score);
    wt_midi_free(&score);
    return ok;
}

bool wt_score_add(wt_note_layout *layout, const char *path) {
    size_t n;
    char *text = wt_read_file(path, &n, layout->fault);
    if (!text) {
        return false;
    }
    const char *shown = strcmp(path, "-") == 0 ? "standard input" : path;
    const bool midi = wt_midi_detect((const uint8_t *)text, n);
    if (!midi) {
        wt_request_tell_controllers(layout->time_line->parts.parts[0]->sound, layout->listener);
    }
    const bool ok =
        midi ? add_midi(layout, shown, text, n) : wt_score_add_text(layout, shown, text, n);
    free(text);
    return ok;
}
