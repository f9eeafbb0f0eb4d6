// Folders of tables and presets.
#include "app/named_file.h"

#include "text/wave.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_PATH = 4096 };

typedef struct {
    const char *folder;   // its name among those of its kind
    const char *variable; // of the environment: a folder that is looked in first
    const char *const *suffixes;
} named_kind;

static const char *const table_suffixes[] = {".wav", ".wt", ".vitaltable", ".recipe", NULL};
static const char *const preset_suffixes[] = {".preset", NULL};

static const named_kind kinds[] = {
    [WT_NAMED_TABLE] = {"tables", "WAVETABLE_TABLES", table_suffixes},
    [WT_NAMED_PRESET] = {"presets", "WAVETABLE_PRESETS", preset_suffixes},
};

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
static void put_folder(char *folder, const char *parent, const char *within, const char *name) {
    const int n = snprintf(folder, LONGEST_PATH, "%s%s%s", parent, within, name);
    if (n < 0 || n >= LONGEST_PATH) {
        folder[0] = '\0';
    }
}

// As the XDG Base Directory Specification has it: a relative path counts as none.
static void put_home_folder(char *folder, const char *name) {
    const char *const data = getenv("XDG_DATA_HOME");
    const char *const home = getenv("HOME");
    if (data && data[0] == '/') {
        put_folder(folder, data, "/wavetable/", name);
    } else if (home && home[0] == '/') {
        put_folder(folder, home, "/.local/share/wavetable/", name);
    }
}

// Write the `i`th folder to look in, from 0; empty where it does not apply. False: there are no
// more.
static bool folder_at(const named_kind *kind, int i, char folder[LONGEST_PATH]) {
    const char *const ours = getenv(kind->variable);
    char program[LONGEST_PATH];
    folder[0] = '\0';
    switch (i) {
    case 0:
        put_folder(folder, ours ? ours : "", "", "");
        return true;
    case 1:
        put_home_folder(folder, kind->folder);
        return true;
    case 2: // installed
    case 3: // in the build tree
        if (program_folder(program, sizeof program)) {
            put_folder(folder, program, i == 2 ? "/" WT_DATA_FROM_PROGRAM "/" : "/", kind->folder);
        }
        return true;
    case 4:
        put_folder(folder, WT_DATA_INSTALLED "/", kind->folder, "");
        return true;
    default:
        return false;
    }
}

// That there is none, or none for us, from what else may go wrong.
static bool means_none(int error) {
    return error == ENOENT || error == ENOTDIR || error == EACCES || error == ELOOP ||
           error == ENAMETOOLONG;
}

// What cannot be looked at is taken for the file, so that no other of its name is taken instead:
// who opens it says what is wrong.
static bool is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 ? S_ISREG(status.st_mode) : !means_none(errno);
}

bool wt_named_file_find(wt_named_kind kind, const char *name, char *path, size_t size) {
    char folder[LONGEST_PATH];
    for (int i = 0; folder_at(&kinds[kind], i, folder); ++i) {
        for (const char *const *suffix = kinds[kind].suffixes; folder[0] && *suffix; ++suffix) {
            const int n = snprintf(path, size, "%s/%s%s", folder, name, *suffix);
            if (n > 0 && (size_t)n < size && is_file(path)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_of(const named_kind *kind, const char *suffix) {
    const char *const *known = kind->suffixes;
    while (*known && strcmp(*known, suffix) != 0) {
        ++known;
    }
    return *known != NULL;
}

static bool add(wt_named_files *list, const char *name, size_t length) {
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

// A folder that is not there has no files; one that cannot be read to its end is a fault.
static void add_folder(wt_named_files *list, const named_kind *kind, const char *folder,
                       wt_fault *fault) {
    errno = 0;
    DIR *const listing = folder[0] ? opendir(folder) : NULL;
    if (folder[0] && !listing && !means_none(errno)) {
        wt_fault_system(fault, WT_FAULT_INPUT, folder, "cannot open", errno);
    }
    const struct dirent *entry = NULL;
    do {
        errno = 0;
        entry = listing && !fault->kind ? readdir(listing) : NULL;
        const size_t length = entry ? wt_wave_name_length(entry->d_name) : 0;
        if (length > 0 && is_of(kind, entry->d_name + length) &&
            !add(list, entry->d_name, length)) {
            wt_fault_memory(fault);
        }
    } while (entry);
    if (listing && errno != 0 && !fault->kind) {
        wt_fault_system(fault, WT_FAULT_INPUT, folder, "cannot read", errno);
    }
    if (listing) {
        closedir(listing);
    }
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool wt_named_files_list(wt_named_kind kind, wt_named_files *list, wt_fault *fault) {
    char folder[LONGEST_PATH];
    *list = (wt_named_files){0};
    for (int i = 0; !fault->kind && folder_at(&kinds[kind], i, folder); ++i) {
        add_folder(list, &kinds[kind], folder, fault);
    }
    if (fault->kind) {
        wt_named_files_free(list);
        return false;
    }
    if (list->n > 0) {
        qsort(list->names, list->n, sizeof *list->names, by_bytes);
    }
    return true;
}

void wt_named_files_free(wt_named_files *list) {
    for (size_t i = 0; i < list->n; ++i) {
        free(list->names[i]);
    }
    free(list->names);
    *list = (wt_named_files){0};
}
