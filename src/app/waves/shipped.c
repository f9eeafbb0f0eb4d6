// Folders of tables.
#include "app/waves/shipped.h"

#include "base/nearest.h"
#include "text/wave.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_PATH = 4096 };

// The folder that the program lies in, without its last slash. False where the system does not say.
static bool program_folder(char *folder, size_t size) {
    const ssize_t n = readlink("/proc/self/exe", folder, size);
    if (n <= 0 || (size_t)n >= size) {
        return false;
    }
    folder[n] = '\0';
    char *const slash = strrchr(folder, '/');
    if (slash) {
        *slash = '\0';
    }
    return slash != NULL;
}

// Empty where it would not fit.
static void put_folder(char *folder, size_t size, const char *parent, const char *name) {
    const int n = snprintf(folder, size, "%s%s", parent, name);
    if (n < 0 || (size_t)n >= size) {
        folder[0] = '\0';
    }
}

// Write the `i`th folder to look in, from 0; empty where it does not apply. False: there are no
// more.
static bool folder_at(int i, char *folder, size_t size) {
    const char *const ours = getenv("WAVETABLE_TABLES");
    char program[LONGEST_PATH];
    folder[0] = '\0';
    switch (i) {
    case 0:
        put_folder(folder, size, ours ? ours : "", "");
        return true;
    case 1: // installed
    case 2: // in the build tree
        if (program_folder(program, sizeof program)) {
            put_folder(folder, size, program, i == 1 ? "/" WT_TABLES_FROM_PROGRAM : "/tables");
        }
        return true;
    case 3:
        put_folder(folder, size, WT_TABLES_INSTALLED, "");
        return true;
    default:
        return false;
    }
}

static bool is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool wt_shipped_find(const char *name, char *path, size_t size) {
    char folder[LONGEST_PATH];
    for (int i = 0; folder_at(i, folder, sizeof folder); ++i) {
        const int n = snprintf(path, size, "%s/%s.wav", folder, name);
        if (folder[0] && n > 0 && (size_t)n < size && is_file(path)) {
            return true;
        }
    }
    return false;
}

static bool add(wt_shipped_names *list, const char *name, size_t length) {
    for (size_t i = 0; i < list->n; ++i) {
        if (strlen(list->names[i]) == length && memcmp(list->names[i], name, length) == 0) {
            return true;
        }
    }
    char **grown = realloc(list->names, (list->n + 1) * sizeof *grown);
    if (grown) {
        list->names = grown;
        grown[list->n] = strndup(name, length);
    }
    return grown && grown[list->n++];
}

static bool add_folder(wt_shipped_names *list, const char *folder) {
    DIR *const listing = folder[0] ? opendir(folder) : NULL;
    bool ok = true;
    for (const struct dirent *entry; ok && listing && (entry = readdir(listing));) {
        const size_t length = wt_wave_name_length(entry->d_name);
        if (length > 0 && strcmp(entry->d_name + length, ".wav") == 0) {
            ok = add(list, entry->d_name, length);
        }
    }
    if (listing) {
        closedir(listing);
    }
    return ok;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool wt_shipped_list(wt_shipped_names *list) {
    char folder[LONGEST_PATH];
    *list = (wt_shipped_names){0};
    for (int i = 0; folder_at(i, folder, sizeof folder); ++i) {
        if (!add_folder(list, folder)) {
            wt_shipped_names_free(list);
            return false;
        }
    }
    if (list->n > 0) {
        qsort(list->names, list->n, sizeof *list->names, by_bytes);
    }
    return true;
}

void wt_shipped_names_free(wt_shipped_names *list) {
    for (size_t i = 0; i < list->n; ++i) {
        free(list->names[i]);
    }
    free(list->names);
    *list = (wt_shipped_names){0};
}

void wt_shipped_unknown(const char *name, wt_fault *fault) {
    static const char *const built_in[] = {"sine", "triangle", "square", "saw", "pulse", "harm"};
    wt_shipped_names list;
    if (!wt_shipped_list(&list)) {
        wt_fault_memory(fault);
        return;
    }
    const char *const table = wt_nearest(name, (const char *const *)list.names, list.n);
    const char *const shape = wt_nearest(name, built_in, sizeof built_in / sizeof *built_in);
    const char *const nearest =
        shape && (!table || wt_edits(name, shape) <= wt_edits(name, table)) ? shape : table;
    if (nearest) {
        wt_fault_set(fault, WT_FAULT_USAGE, name,
                     "there is no wave of this name (did you mean %s? wavetable table list shows "
                     "those that ship; the name of a file holds a dot or a slash)",
                     nearest);
    } else {
        wt_fault_set(fault, WT_FAULT_USAGE, name,
                     "there is no wave of this name (wavetable table list shows those that ship; "
                     "the name of a file holds a dot or a slash)");
    }
    wt_shipped_names_free(&list);
}
