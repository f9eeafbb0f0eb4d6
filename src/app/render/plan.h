// A plan: what a request comes to, resolved once; const from there on, and shared by threads.
#ifndef WT_APP_RENDER_PLAN_H
#define WT_APP_RENDER_PLAN_H

#include "app/render/sample_format.h"
#include "app/request/inputs.h"
#include "app/score/time_line.h"
#include "app/waves/sound.h"
#include "io/sound/sound_out.h"

// One sound out of what a request asks for: all of it, or a note of --each, or a line of a batch.
typedef struct {
    const wt_note_setting *notes; // borrowed
    size_t n_notes;
    const char *path;      // borrowed; null: standard output
    const char *log_path;  // borrowed; null: none
    bool is_checked;       // `path` was looked at before, or is a name in a stream
    bool raw;              // samples alone, whatever type was asked for
    int bits;              // of a sample, 0: as asked for
    const wt_guard *guard; // borrowed: of the output; null: anywhere
    wt_sync sync;
    int threads;           // 0: as many as pay
    bool measure;          // peak and loudness, even where nothing clips
    bool parents;          // make missing folders of `path`
    bool strict;           // clipping is a failure
    uint32_t first_number; // of its notes, by which what is random differs
    bool has_root;         // write the root note into files that can hold it
    double root_key;
} wt_job;

typedef struct {
    wt_job job;            // what it was made for
    const wt_words *words; // borrowed: what was asked for, for the log
    wt_time_line time_line;
    wt_sound sound;           // of the first part
    wt_sound *others;         // owned: of the other parts, where there are several
    const wt_patch **patches; // owned: by part; null: one plays all
    wt_sample_format samples;
    bool normalize; // the gain of `samples` is to be found, for a peak of `normalize_db`
    double normalize_db;
    wt_sound_format file;
    wt_message note; // what the user should know of the file when it is rendered; empty: nothing
    bool width_is_lost;
} wt_plan;

// Return the job of all that a request asks for.
wt_job wt_job_of(const wt_request *request);

// Resolve a request, which was checked, for one job. The plan borrows from both, and from the
// store. Waves that have not been loaded yet are, and `listener` hears what is odd about them.
// False: fault is set, nothing is left to free.
bool wt_plan_make(wt_plan *plan, const wt_request *request, const wt_job *job, wt_wave_store *store,
                  const wt_listener *listener, wt_fault *fault);

// Visit the inputs of all parts. False: the visitor had seen enough.
bool wt_plan_each_input(const wt_plan *plan, wt_input_visitor *visit, void *context);

// Refuse a target that a part reads. False: fault is set.
bool wt_plan_spares(const wt_plan *plan, const wt_target *target, wt_fault *fault);

void wt_plan_free(wt_plan *plan);

#endif
