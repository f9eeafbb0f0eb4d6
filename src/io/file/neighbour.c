// Looking around in the folder of a file that is not there.
#include "io/file/neighbour.h"

#include "base/nearest.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_SEEN = 10000, // a folder of a million is not gone through for a hint
    PATH_SIZE = 4096,
};

static DIR *open_folder_of(const char *path, size_t n_folder) {
    char folder[PATH_SIZE];
    if (n_folder >= sizeof folder) {
        return NULL;
    }
    memcpy(folder, path, n_folder);
    folder[n_folder] = '\0';
    return opendir(n_folder > 0 ? folder : ".");
}

// The nearer one to `wanted` of two names; of equals the first by bytes, as folders have no order.
static void take_nearer(char best[NAME_MAX + 1], const char *wanted, const char *name) {
    const bool is_first = best[0] == '\0' || strcmp(name, best) < 0;
    const char *const pair[] = {is_first ? name : best, is_first ? best : name};
    const char *const nearest = wt_nearest(wanted, pair, best[0] ? 2 : 1);
    if (nearest == name) {
        snprintf(best, NAME_MAX + 1, "%s", name);
    }
}

// Write the name nearest to the last part of `path`; empty where none is near.
static void find(const char *path, size_t n_folder, char best[NAME_MAX + 1]) {
    const char *const wanted = path + n_folder;
    DIR *const listing = open_folder_of(path, n_folder);
    const struct dirent *entry;
    best[0] = '\0';
    for (int i = 0; listing && i < MOST_SEEN && (entry = readdir(listing)); ++i) {
        if (entry->d_name[0] != '.' || wanted[0] == '.') {
            take_nearer(best, wanted, entry->d_name);
        }
    }
    if (listing) {
        closedir(listing);
    }
}

void wt_neighbour_tell(const char *path, int error, wt_message *message) {
    const char *const slash = strrchr(path, '/');
    const size_t n_folder = slash ? (size_t)(slash + 1 - path) : 0;
    char best[NAME_MAX + 1] = "";
    if (error == ENOENT && path[n_folder] != '\0') {
        find(path, n_folder, best);
    }
    if (best[0]) {
        wt_message_set(message, "cannot open: %s (did you mean %.*s%s?)", strerror(error),
                       n_folder < 200 ? (int)n_folder : 0, path, best);
    } else {
        wt_message_set(message, "cannot open: %s", strerror(error));
    }
    errno = error;
}
