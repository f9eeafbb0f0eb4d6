// Fuzzes notes and ranges: what they read reads again as the same, and pitches have names.
#include "fuzz_text.h"

#include "text/note.h"

static void check_name(double midi) {
    char name[24];
    memset(name, 'x', sizeof name);
    wt_note_name(midi, WT_MIDDLE_C, name);
    CHECK(memchr(name, 0, sizeof name));
    wt_pitch_text pitch;
    const wt_parse parse = wt_read_pitch(name, WT_MIDDLE_C, &pitch);
    CHECK(parse.at == (parse.status == WT_OK ? strlen(name) : 0));
    CHECK(parse.status != WT_OK || (pitch.value - midi < 0.00051 && midi - pitch.value < 0.00051));
}

static void check_pitch(wt_pitch_text pitch) {
    switch (pitch.kind) {
    case WT_PITCH_NOTE:
        CHECK(pitch.value >= 0 && pitch.value <= 127);
        check_name(pitch.value);
        break;
    case WT_PITCH_HZ:
        CHECK(pitch.value > 0 && pitch.value - pitch.value == 0);
        check_name(pitch.value);
        break;
    case WT_PITCH_REST:
        break;
    }
}

static void check_note(char *text, const uint8_t *data, size_t size) {
    wt_note_text note;
    arm_memory(data, size);
    const wt_parse parse = wt_read_note(text, WT_MIDDLE_C, &note);
    if (!check_parse(text, parse)) {
        CHECK(!note.pitches && note.n_pitches == 0);
        return;
    }
    CHECK(note.n_pitches >= 1 && note.velocity >= 0 && note.velocity <= 127);
    for (size_t i = 0; i < note.n_pitches; ++i) {
        CHECK(note.n_pitches == 1 || note.pitches[i].kind != WT_PITCH_REST);
        check_pitch(note.pitches[i]);
    }
    cut(text, parse);
    wt_note_text again;
    CHECK(same_parse(parse, wt_read_note(text, WT_MIDDLE_C, &again)));
    CHECK(again.n_pitches == note.n_pitches && again.velocity == note.velocity);
    CHECK(again.has_duration == note.has_duration && again.duration.value == note.duration.value);
    for (size_t i = 0; i < note.n_pitches; ++i) {
        CHECK(again.pitches[i].kind == note.pitches[i].kind);
        CHECK(again.pitches[i].value == note.pitches[i].value);
    }
    wt_note_text_free(&again);
    wt_note_text_free(&note);
}

static void check_range(char *text) {
    wt_note_range range;
    const wt_parse parse = wt_read_note_range(text, WT_MIDDLE_C, &range);
    if (!check_parse(text, parse)) {
        return;
    }
    CHECK(range.low >= 0 && range.low <= 127 && range.high >= 0 && range.high <= 127);
    CHECK(range.step >= 1 && range.step <= 127);
    CHECK(range.n_velocities >= 1 && range.n_velocities <= WT_MOST_LAYERS);
    for (int i = 0; i < range.n_velocities; ++i) {
        CHECK(range.velocities[i] >= 0 && range.velocities[i] <= 127);
    }
    cut(text, parse);
    wt_note_range again;
    CHECK(same_parse(parse, wt_read_note_range(text, WT_MIDDLE_C, &again)));
    CHECK(again.low == range.low && again.high == range.high && again.step == range.step);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = copy_text(data, size);
    check_range(text);
    free(text);
    text = copy_text(data, size);
    check_note(text, data, size);
    free(text);
    double any = 0;
    memcpy(&any, data, size < sizeof any ? size : sizeof any);
    check_name(any);
    return 0;
}
