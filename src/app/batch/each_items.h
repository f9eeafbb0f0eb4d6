// The sounds of --each: which notes they are, and the files that they go into.
#ifndef WT_APP_BATCH_EACH_ITEMS_H
#define WT_APP_BATCH_EACH_ITEMS_H

#include "app/render/plan.h"
#include "app/score/tuning.h"

typedef struct {
    wt_note_setting note; // its pitches are borrowed
    wt_pitch_text pitch;  // of a key of a range
    bool of_range;
    char name[48];
    char *path; // owned
    wt_plan plan;
    bool planned;
} wt_each_item;

typedef struct {
    const wt_request *request;
    wt_fault *fault;
    wt_each_item *of; // owned
    size_t n, room;
    wt_tuning tuning; // owned
} wt_each_items;

// List what the request asks for, in files that the template of -o names. False: the fault is set.
// To be freed in any case.
bool wt_each_items_list(wt_each_items *items);

void wt_each_items_free(wt_each_items *items);

// Return the key of an item, as a MIDI number.
double wt_each_items_key(const wt_each_items *items, const wt_each_item *item);

#endif
