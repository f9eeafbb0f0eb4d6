// The one stream that the sounds of a batch go into, in the order of their lines.
//
// As a tar, each sound is followed by its log line (NAME.wav, NAME.json: what WebDataset reads);
// as a NumPy array, it is a row. Until it is whole the stream is PATH.part; a run that was killed
// leaves there what --resume goes on with, behind the last sound that is complete.
#ifndef WT_APP_BATCH_DATA_SET_H
#define WT_APP_BATCH_DATA_SET_H

#include "app/batch/sound_log.h"
#include "io/stream/part_file.h"
#include "io/stream/ustar.h"

enum { WT_SET_LABEL_SIZE = WT_USTAR_NAME_SIZE + 8 };

typedef enum { WT_SET_TAR, WT_SET_NPY } wt_set_kind;

// A sound on its way into the stream. Its bytes are owned, and freed by wt_data_set_put.
typedef struct {
    uint8_t *sound; // as it stands in the stream, header and padding too
    size_t n_sound;
    uint8_t *label; // tar: the same of its log line
    size_t n_label;
    char *line; // of the log; null: none
    size_t n_line;
    bool left_out; // it failed
} wt_set_member;

typedef struct {
    wt_set_kind kind;
    const char *path;
    wt_part_file file;
    wt_sound_log *log; // borrowed: lines follow their sounds
    uint64_t *ids;     // owned: of what is in a resumed tar
    uint64_t n_done, done_bytes;
    uint64_t rows;          // npy: of the whole array
    wt_sound_format format; // npy: of each row; bits 0: not known yet
    bool complete;          // of a resumed stream: there is nothing to do
    pthread_mutex_t lock;   // of what follows
    pthread_cond_t moved;
    wt_set_member *slots; // sound k stands in slot k % n_slots
    bool *full;
    uint64_t n_slots, written;
    bool writing;
    const char *failed; // the first step that failed, and its errno
    int error;
} wt_data_set;

// Return whether `path` names a kind of stream: .tar, .npy, or "-", a tar. False: fault is set.
bool wt_data_set_kind(const char *path, wt_set_kind *kind, wt_fault *fault);

// Write the name of the label of member `name` into `out`: NAME.json for NAME.wav. False: a tar
// cannot hold the two apart, and fault is set.
bool wt_data_set_label_name(const char *name, char out[WT_SET_LABEL_SIZE], wt_fault *fault);

// Return whether a row of this form can be in an array beside `row`, which becomes the first one
// where its bits are 0. False: fault is set.
bool wt_data_set_takes_row(wt_sound_format *row, const wt_sound_format *format, wt_fault *fault);

// Open the stream for `threads` that fill it, where `guard` allows it. With `resume`, what is there
// stays as far as it is complete and, where `logged` is not null, in that log. False: fault is set.
// To be closed in any case.
bool wt_data_set_open(wt_data_set *set, const char *path, bool resume, const wt_hash_set *logged,
                      int threads, const wt_guard *guard, wt_fault *fault);

// Say what the rows of an array are and how many it gets; of a resumed one find those that are
// there. False: fault is set.
bool wt_data_set_begin_rows(wt_data_set *set, const wt_sound_format *format, uint64_t rows,
                            wt_fault *fault);

// Wait until sound `number`, from 0 of those that this run makes, is near enough to be begun.
// False: the stream has failed.
bool wt_data_set_wait(wt_data_set *set, uint64_t number);

// Hand over sound `number`; whoever brings the next one that is missing writes.
void wt_data_set_put(wt_data_set *set, uint64_t number, wt_set_member *member);

// Make a sound's bytes a member of a tar: `sound` is `room` bytes, a block left free at its
// beginning, `n` bytes of sound behind it. `member` gets them, its label and log line.
// False: fault is set.
bool wt_data_set_tar_member(wt_set_member *member, uint8_t *sound, size_t n, const char *name,
                            const wt_log_entry *entry, wt_fault *fault);

// Close it: whole, with `ends` (a shard that others follow does not end the tar), or as it is.
// False: fault is set.
bool wt_data_set_close(wt_data_set *set, bool whole, bool ends, wt_sync sync, wt_fault *fault);

#endif
