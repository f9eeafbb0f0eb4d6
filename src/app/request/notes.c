// Reading and checking NOTE words.
#include "app/request/notes.h"

#include "app/request/habits.h"
#include "app/request/options.h"
#include "app/request/value.h"
#include "base/grow.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool push(wt_notes_request *notes, const wt_note_setting *note) {
    wt_note_setting *const grown =
        wt_grow(notes->words, notes->n_words, &notes->words_room, sizeof *grown);
    if (grown) {
        notes->words = grown;
        notes->words[notes->n_words++] = *note;
    }
    return grown != NULL;
}

void wt_read_note_operand(wt_option_use *use) {
    wt_note_setting setting = {.text = use->value};
    const int middle_c = wt_request_middle_c(use->request);
    setting.is_range = strstr(use->value, "..") != NULL;
    const wt_parse parse = setting.is_range
                               ? wt_read_note_range(use->value, middle_c, &setting.range)
                               : wt_read_note(use->value, middle_c, &setting.note);
    const char *habit = NULL;
    const bool begins_as_range = setting.is_range && isalnum((unsigned char)use->value[0]);
    if ((parse.status != WT_OK || use->value[parse.at] != '\0') && !begins_as_range) {
        habit = parse.status != WT_NO_MEMORY ? wt_habit_of_note(use->value) : NULL;
    }
    if (habit) {
        char what[160];
        snprintf(what, sizeof what, "it is no note (%s)", habit);
        wt_value_fault(use, 0, what);
    }
    if (habit || !wt_value_whole(use, parse)) {
        if (parse.status == WT_OK && !setting.is_range) {
            wt_note_text_free(&setting.note);
        }
        return;
    }
    if (!push(&use->request->notes, &setting)) {
        wt_note_text_free(&setting.note);
        wt_fault_memory(use->fault);
    }
}

void wt_read_word_operand(wt_option_use *use) {
    const wt_note_setting setting = {.text = use->value, .is_range = true}; // which owns no note
    if (!push(&use->request->notes, &setting)) {
        wt_fault_memory(use->fault);
    }
}

static bool check_notes(const wt_request *s, wt_fault *fault) {
    const wt_notes_request *notes = &s->notes;
    for (size_t i = 0; i < notes->n_words && !notes->each; ++i) {
        if (notes->words[i].is_range) {
            return wt_fault_text(fault, NULL, "NOTE", notes->words[i].text, 0,
                                 "a range makes one file per note (add --each and an -o template)");
        }
    }
    if (notes->score_path && (notes->n_words > 0 || notes->each)) {
        return wt_fault_set(fault, WT_FAULT_USAGE, "--score",
                            notes->each
                                ? "its notes make one file (leave --each out)"
                                : "the notes come from the file (leave the other notes out)");
    }
    if (!notes->score_path && (notes->parts.n > 0 || notes->only.n > 0)) {
        return wt_fault_set(fault, WT_FAULT_USAGE, notes->parts.n > 0 ? "--part" : "--only",
                            "there is no score that could have such a part (add -s FILE)");
    }
    if (!notes->score_path && notes->length_of_score) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--length", "there is no score (add -s FILE)");
        return false;
    }
    if (s->output.map_path && !notes->each) {
        return wt_fault_set(fault, WT_FAULT_USAGE, "--map",
                            "a map is of many files (add --each and an -o template)");
    }
    if (notes->n_words == 0 && !notes->score_path) {
        return wt_fault_set(fault, WT_FAULT_USAGE, "NOTE",
                            "there is nothing to play (give notes, such as C4 E4:1/4 440Hz)");
    }
    return true;
}

bool wt_request_check(const wt_request *request, wt_fault *fault) {
    return check_notes(request, fault) && wt_request_check_sound(request, fault);
}
