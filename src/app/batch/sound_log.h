// The log of sounds: one JSON object a line, written whole as each is done.
#ifndef WT_APP_BATCH_SOUND_LOG_H
#define WT_APP_BATCH_SOUND_LOG_H

#include "app/fault.h"
#include "app/render/stream.h"
#include "app/request/request.h"
#include "base/hash_set.h"
#include "io/file/disks.h"

#include <jansson.h>
#include <pthread.h>

typedef struct {
    int fd;                // -1: none
    const wt_disks *disks; // null: lines are written at once, else when these were synced
    pthread_mutex_t lock;  // of what follows
    char *held;            // lines to be written, owned
    size_t n_held, room;
    long n_lines;
    double since_s; // when lines were last taken to be written
} wt_sound_log;

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
    json_t *draw; // what its fields came to; null: it has none
} wt_log_entry;

// Return the entry of a plan that was rendered, whose id is that of its words.
wt_log_entry wt_log_entry_of(const wt_plan *plan, const wt_result *result, const wt_fault *fault);

// Return the line of an entry, a JSON object and a newline, *n bytes; the caller frees it. Null: no
// memory.
char *wt_log_line(const wt_log_entry *entry, size_t *n);

// Open `path` for appending, where `guard` allows it; null: anywhere. Null path: no log. With
// `disks` (borrowed) lines are held back until the files that they tell of are on the disk: for a
// second, or a thousand lines, or to the close. False: fault is set.
bool wt_sound_log_open(wt_sound_log *log, const char *path, const wt_guard *guard,
                       const wt_disks *disks, wt_fault *fault);

// Cut off what a kill has left of a last line at `path`, under the same guard. False: fault is set.
bool wt_sound_log_trim(const char *path, const wt_guard *guard, wt_fault *fault);

// Append lines, by one write. Thread-safe. Null, or what failed, with errno.
const char *wt_sound_log_write(wt_sound_log *log, const char *lines, size_t n);

// Append an entry, in the same way.
const char *wt_sound_log_add(wt_sound_log *log, const wt_log_entry *entry);

// Sync, write what is held, and close. Null, or what failed, with errno.
const char *wt_sound_log_close(wt_sound_log *log);

// Put the ids of all jobs that the log at `path` calls done into `done`. A missing log holds
// none, and a line that a kill has torn is passed over. False: fault is set.
bool wt_sound_log_read(const char *path, wt_hash_set *done, wt_fault *fault);

#endif
