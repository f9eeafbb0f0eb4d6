// Finds terminals behind paths.
#include "cli/terminal/terminal.h"

#include "io/file/destination.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool is_terminal_device(const wt_destination *found) {
    if (!S_ISCHR(found->stat.st_mode)) {
        return false;
    }
    const int descriptor = open(found->path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    const bool is = descriptor >= 0 && isatty(descriptor);
    if (descriptor >= 0) {
        close(descriptor);
    }
    return is;
}

const char *wt_terminal_at(const char *path) {
    wt_destination found;
    wt_message message;
    if (wt_destination_find(&found, path ? path : "-", &message) != WT_OK) {
        return NULL;
    }
    const bool is = found.place == WT_AT_DESCRIPTOR
                        ? isatty(found.descriptor)
                        : found.place == WT_AT_NODE && is_terminal_device(&found);
    return !is ? NULL : path && strcmp(path, "-") != 0 ? path : "standard output";
}
