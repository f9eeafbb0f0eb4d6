// A regular file that takes its name only when it is whole.
//
// It is made beside its target without a name (O_TMPFILE), so that whatever ends the process leaves
// nothing behind, and linked to its target once it is whole. Where the file system does not know
// that, or there is an old file to replace, it goes by `.NAME.wavetable-PID-N.tmp` and is renamed;
// until then, signals that call wt_output_unlink_all remove it. The caller writes, syncs, names and
// closes the descriptor in between.
#ifndef WT_IO_FILE_ATOMIC_FILE_H
#define WT_IO_FILE_ATOMIC_FILE_H

#include "io/file/destination.h"
#include "io/file/guard.h"
#include "io/file/temporary.h"

typedef struct {
    int directory;        // of target and temporary
    bool directory_syncs; // it could be opened for reading, so that fsync takes it
    bool replaces;        // there was a target at the beginning
    bool has_no_name;
    bool is_linked;          // to its target
    ino_t inode;             // once named
    char name[WT_NAME_SIZE]; // of the target in `directory`
    wt_temporary *temporary;
} wt_atomic_file;

// Create the temporary for `destination`, of place AT_FILE, with the permissions of the file that
// it will replace, else those that umask leaves, where `guard`, if there is one, allows it. Return
// its descriptor, open for reading and writing, or -1 with errno and `message`.
int wt_atomic_file_create(wt_atomic_file *file, const wt_destination *destination,
                          const wt_guard *guard, wt_message *message);

// Give the whole file that `fd` writes its name. Return 0, or -1 with errno: then discard it.
int wt_atomic_file_name(wt_atomic_file *file, int fd);

// Rename to the target if need be and, with `sync`, fsync the directory. Return null, or which step
// failed
// ("cannot rename"), with errno; the old target then stands again, or nothing where there was
// none, and the temporary is gone. `file` is finished whatever happens.
const char *wt_atomic_file_publish(wt_atomic_file *file, bool sync);

// Remove the temporary. `file` is finished. Keeps errno.
void wt_atomic_file_discard(wt_atomic_file *file);

#endif
