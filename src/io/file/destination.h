// What a path means as a place to write: a descriptor, something written in place, or a file.
#ifndef WT_IO_FILE_DESTINATION_H
#define WT_IO_FILE_DESTINATION_H

#include "base/message.h"
#include "base/status.h"
#include "io/file/guard.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

typedef enum {
    WT_AT_DESCRIPTOR, // "-", /dev/stdout, /dev/fd/N: already open
    WT_AT_NODE,       // a device, FIFO or socket: opened and written in place
    WT_AT_FILE,       // a regular file, or none yet
} wt_destination_kind;

typedef struct {
    wt_destination_kind place;
    int descriptor;      // AT_DESCRIPTOR
    char path[PATH_MAX]; // the rest: the last symbolic link followed, also to a file to come
    bool exists;         // AT_FILE
    struct stat stat;    // AT_NODE, and AT_FILE where it exists
} wt_destination;

// Find out about `path`. WT_SYSTEM with errno where it cannot be a destination: a directory, an
// empty name, a loop of links, a directory on the way that is missing or forbidden.
wt_status wt_destination_find(wt_destination *destination, const char *path, wt_message *message);

// Find the folder of a path that was found, and set *name to the name in it: together they say
// which file it is, which need not be there yet. False: errno says why the folder is not there.
bool wt_destination_in(const wt_destination *destination, struct stat *folder, const char **name);

// Return whether two paths would be one file, which need not be there yet; not for descriptors.
bool wt_destination_same(const char *path, const char *other);

// Open the folder of a path that was found, and set *name to the name in it. *lists: it may be read
// and synced, and not only entered. Return its descriptor, or -1 with errno.
int wt_destination_folder(const wt_destination *destination, const char **name, bool *lists);

// Open a file that was found, as openat in its folder, where `guard` (null: anywhere) allows it;
// never through a link. -1 with errno; where the guard forbids it, it has said why.
int wt_destination_open(const wt_destination *destination, const wt_guard *guard, int flags,
                        wt_message *message);

#endif
