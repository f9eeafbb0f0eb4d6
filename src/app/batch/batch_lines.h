// The lines of a batch and their items: what was found of each when it was checked, and which are
// to be made, one after another.
#ifndef WT_APP_BATCH_BATCH_LINES_H
#define WT_APP_BATCH_BATCH_LINES_H

#include "app/batch/batch_file.h"
#include "app/batch/batch_job.h"

enum { WT_CHECKED_ITEMS = 2 }; // of each line, at most

// Starts as all zeros, but for the request of the batch.
typedef struct {
    const wt_request *request;
    wt_batch_file file;
    bool rows;         // of an array: they need no names
    uint64_t *sources; // of each line's words when it was checked; 0: it was no job; or refused
    size_t room;
    long items;    // that were counted or taken, wanted or not: shards divide them
    int item;      // the last one taken of the current line
    size_t n_text; // bytes of that line
} wt_batch_lines;

void wt_batch_lines_free(wt_batch_lines *lines);

// The item of the line that is read, `n` bytes; corner -1: as it is drawn.
wt_batch_item wt_batch_lines_item(const wt_batch_lines *lines, size_t n, int item, int corner);

// Return whether --only-item has no other than this one of the line that is read.
bool wt_batch_lines_wants(const wt_batch_lines *lines, int item);

// Return whether this shard has an item of the line that is checked, before that is counted.
bool wt_batch_lines_has(const wt_batch_lines *lines, int item);

// Count the line that is checked. Return how many of its items are to be made.
uint64_t wt_batch_lines_count(wt_batch_lines *lines);

// Keep what the words of the line that is read came to. False: fault is set.
bool wt_batch_lines_remember(wt_batch_lines *lines, uint64_t source, wt_fault *fault);

// Never take an item of the line that is read. False: fault is set.
bool wt_batch_lines_refuse(wt_batch_lines *lines, wt_fault *fault);

// A file that the words of a line come from may be another by now, or the line itself. False: fault
// is set.
bool wt_batch_lines_is_as_checked(const wt_batch_lines *lines, long line, uint64_t source,
                                  wt_fault *fault);

// Go back to the first line, to take the items of those that were checked.
void wt_batch_lines_rewind(wt_batch_lines *lines);

// Take the next item that is to be made. Its text is that of the line until the next one is taken.
// False: there is none, or fault is set.
bool wt_batch_lines_next(wt_batch_lines *lines, wt_batch_item *item, wt_fault *fault);

#endif
