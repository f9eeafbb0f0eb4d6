// Files by where they will be, not by how they are called.
#include "app/batch/output_set.h"

#include "text/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_reserved(uint32_t line) {
    return (int32_t)line <= WT_LINE_BATCH;
}

static void folder_of(char folder[PATH_MAX], const char *path) {
    const size_t n = wt_path_folder(path);
    memcpy(folder, n > 0 ? path : "./", n > 0 ? n : 2);
    folder[n > 0 ? n : 2] = '\0';
}

bool wt_output_set_set_root(wt_output_set *outputs, const char *root, wt_fault *fault) {
    outputs->held = wt_folder_hold(root);
    outputs->has_root = outputs->held >= 0;
    if (!outputs->has_root || !realpath(root, outputs->root)) {
        outputs->root[0] = '\0';
        return wt_fault_set(fault, WT_FAULT_USAGE, "--root", "'%.200s': %s", root, strerror(errno));
    }
    return true;
}

static bool within_root(const wt_output_set *outputs, const char *path, wt_fault *fault) {
    char folder[PATH_MAX];
    char real[PATH_MAX];
    const size_t n = strlen(outputs->root);
    if (n == 0) {
        return true;
    }
    folder_of(folder, path);
    if (!realpath(folder, real)) {
        return wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                            "the folder of '%.200s': %s (make it first: under --root not even "
                            "--parents does)",
                            path, strerror(errno));
    }
    const bool inside =
        strncmp(real, outputs->root, n) == 0 && (real[n] == '/' || real[n] == '\0' || n == 1);
    struct stat s;
    const bool is_link = lstat(path, &s) == 0 && S_ISLNK(s.st_mode);
    if (!inside || is_link || strcmp(path + wt_path_folder(path), "..") == 0) {
        return wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                            "'%.200s' lies outside --root %.200s (name a file in it%s)", path,
                            outputs->root, inside && is_link ? ", which is no link" : "");
    }
    return true;
}

// Neighbouring folders have neighbouring numbers, which a hash of names alone would let collide:
// a.wav in number 4 with b.wav in number 7. (The finaliser of SplitMix64, S. Vigna.)
static uint64_t scattered(uint64_t x) {
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

// What counts of a file that may not be there yet is its name, and which folder that is in.
static uint64_t hash_in(const struct stat *folder, const char *name) {
    const uint64_t place =
        (uint64_t)folder->st_dev * 0x9e3779b97f4a7c15u + (uint64_t)folder->st_ino;
    return wt_hash_text(scattered(place), name);
}

static bool hash_of(const wt_destination *destination, struct stat *folder, uint64_t *hash) {
    const char *name;
    if (!wt_destination_in(destination, folder, &name)) {
        return false;
    }
    *hash = hash_in(folder, name);
    return true;
}

bool wt_output_set_reserve(wt_output_set *outputs, const char *option, const char *path, long line,
                           wt_fault *fault) {
    wt_destination destination;
    struct stat folder;
    uint64_t hash;
    uint32_t number = (uint32_t)line;
    bool was_there = false;
    if (wt_destination_find(&destination, path, NULL) != WT_OK || destination.place != WT_AT_FILE ||
        !hash_of(&destination, &folder, &hash)) {
        return true;
    }
    if (!wt_hash_set_add(&outputs->names, hash, &number, &was_there)) {
        return wt_fault_memory(fault);
    }
    if (was_there) {
        wt_fault_set(fault, WT_FAULT_USAGE, option, "'%.200s' is %s (name another)", path,
                     number == WT_LINE_BATCH ? "the batch itself" : "also the log");
    }
    return !was_there;
}

static bool find(wt_destination *destination, struct stat *folder, uint64_t *hash, const char *path,
                 wt_fault *fault) {
    wt_message message = {""};
    if (wt_destination_find(destination, path, &message) != WT_OK) {
        wt_fault_set(fault, errno == EISDIR ? WT_FAULT_INPUT : WT_FAULT_OUTPUT, "--output",
                     "'%.200s': %s", path, message.text);
    } else if (destination->place == WT_AT_DESCRIPTOR) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "jobs cannot share standard output (give the line an -o FILE)");
    } else if (!hash_of(destination, folder, hash)) {
        wt_fault_set(fault, WT_FAULT_OUTPUT, "--output",
                     "the folder of '%.200s': %s (make it first, or add --parents)", path,
                     strerror(errno));
    }
    return fault->kind == 0;
}

// What swallows everything may be named by any line.
static bool is_null_device(const struct stat *found) {
    struct stat null;
    return S_ISCHR(found->st_mode) && stat("/dev/null", &null) == 0 && S_ISCHR(null.st_mode) &&
           found->st_rdev == null.st_rdev;
}

bool wt_output_set_add(wt_output_set *outputs, const char *path, long line, bool *is_new,
                       wt_fault *fault) {
    wt_destination destination;
    struct stat folder;
    uint64_t hash = 0;
    uint32_t number = (uint32_t)line;
    bool was_there;
    const bool is_short = strlen(path) < PATH_MAX; // or else find() says so
    if ((is_short && !within_root(outputs, path, fault)) ||
        !find(&destination, &folder, &hash, path, fault)) {
        return false;
    }
    *is_new = !destination.exists;
    if (destination.place == WT_AT_NODE && is_null_device(&destination.stat)) {
        return true;
    }
    if (!wt_hash_set_add(&outputs->names, hash, &number, &was_there) ||
        (outputs->disks && !wt_disks_add_found(outputs->disks, &destination, &folder))) {
        return wt_fault_memory(fault);
    }
    if (was_there && is_reserved(number)) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "'%.200s' is the batch's own file or --log (name another file)", path);
    } else if (was_there && number == (uint32_t)line) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "'%.200s' is the output of two items (tell them apart: {n})", path);
    } else if (was_there) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "'%.200s' is also the output of line %u (name another file)", path, number);
    } else if (wt_hash_set_find(&outputs->inputs, hash, &number) && is_reserved(number)) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "'%.200s' is what the batch's own words stand in (name another file)", path);
    } else if (wt_hash_set_find(&outputs->inputs, hash, &number)) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "'%.200s' is an input of line %u (name another file)", path, number);
    }
    return fault->kind == 0;
}

// False: it was seen before, or there is no memory.
static bool is_new(wt_output_set *outputs, const wt_input *input, wt_fault *fault) {
    uint32_t number = 0;
    bool was_there = false;
    if (!wt_hash_set_add(&outputs->seen, wt_hash_text(1 + input->is_name, input->text), &number,
                         &was_there)) {
        wt_fault_memory(fault);
    }
    return !fault->kind && !was_there;
}

bool wt_output_set_add_input(void *reader, const wt_input *input) {
    const wt_output_reader *const of = reader;
    wt_output_set *const outputs = of->outputs;
    wt_fault *const fault = of->fault;
    char room[PATH_MAX];
    wt_destination destination;
    struct stat folder;
    uint64_t hash;
    uint32_t number = (uint32_t)of->line;
    bool was_there;
    const char *const path = is_new(outputs, input, fault) ? wt_input_path(input, room) : NULL;
    if (!path || wt_destination_find(&destination, path, NULL) != WT_OK ||
        destination.place != WT_AT_FILE || !hash_of(&destination, &folder, &hash)) {
        return fault->kind == 0;
    }
    if (!wt_hash_set_add(&outputs->inputs, hash, &number, &was_there)) {
        wt_fault_memory(fault);
    } else if (wt_hash_set_find(&outputs->names, hash, &number) && !is_reserved(number)) {
        wt_fault_set(fault, WT_FAULT_INPUT, "render",
                     "it reads '%.200s', which is the output of line %u (name another file)", path,
                     number);
    }
    return fault->kind == 0;
}

// In a folder that is open, so that nothing can be put in its place any more.
static bool allows(const void *context, int directory, const char *name, wt_message *message) {
    const wt_output_claim *const claim = context;
    const wt_output_set *const outputs = claim->outputs;
    struct stat folder, found;
    uint32_t line = 0;
    const bool seen = fstat(directory, &folder) == 0;
    const bool has_root = outputs->has_root && !is_reserved((uint32_t)claim->line);
    if (seen && has_root && !wt_folder_is_within(directory, outputs->held)) {
        wt_message_set(message, "its folder lies outside --root by now (look who moved it)");
        errno = EACCES;
        return false;
    }
    const bool known = seen && wt_hash_set_find(&outputs->names, hash_in(&folder, name), &line);
    const bool is_read = seen && wt_hash_set_has(&outputs->inputs, hash_in(&folder, name));
    if (known ? line == (uint32_t)claim->line : !claim->was_checked && !is_read) {
        return true;
    }
    if (!known && !has_root && fstatat(directory, name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
        is_null_device(&found)) {
        return true;
    }
    wt_message_set(message, "it is another file than when it was checked (start again)");
    errno = EACCES;
    return false;
}

wt_guard wt_output_claim_guard(const wt_output_claim *claim) {
    return (wt_guard){allows, claim};
}

void wt_output_set_free(wt_output_set *outputs) {
    if (outputs->has_root) {
        close(outputs->held);
    }
    wt_hash_set_free(&outputs->names);
    wt_hash_set_free(&outputs->inputs);
    wt_hash_set_free(&outputs->seen);
}
