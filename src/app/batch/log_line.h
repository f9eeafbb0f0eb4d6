// What a job came to, as a line of the log.
#ifndef WT_APP_BATCH_LOG_LINE_H
#define WT_APP_BATCH_LOG_LINE_H

#include "app/fault.h"
#include "app/render/stream.h"
#include "app/request/request.h"
#include "text/fields.h"

// What a job came to. All is borrowed.
typedef struct {
    long line, item; // of a batch file; 0: of none
    const char *output;
    const wt_words *words; // words[0] is the command
    uint64_t id;           // hash of the words
    const wt_note_setting *notes;
    size_t n_notes;
    int rate;
    const wt_fault *fault; // kind 0: done
    const wt_result *result;
    const wt_fields *draw; // null: it has none
} wt_log_entry;

// Return the entry of a plan that was rendered, whose id is that of its words.
wt_log_entry wt_log_entry_of(const wt_plan *plan, const wt_result *result, const wt_fault *fault);

// Return the line of an entry, a JSON object in ASCII and a newline, *n bytes; the caller frees it.
// Null: no memory.
char *wt_log_line(const wt_log_entry *entry, size_t *n);

#endif
