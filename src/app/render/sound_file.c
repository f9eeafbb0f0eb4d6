// Outputs, and their failures as faults.
#include "app/render/sound_file.h"

#include "io/file/destination.h"
#include "io/file/parents.h"

#include <errno.h>
#include <string.h>

const char *wt_sound_file_name(const char *path) {
    return path && strcmp(path, "-") != 0 ? path : "standard output";
}

void wt_sound_file_fault(wt_fault *fault, const char *path, wt_status status, int error,
                         const wt_message *message) {
    errno = error;
    wt_fault_status(fault, WT_FAULT_OUTPUT, wt_sound_file_name(path), status, message);
    fault->reader_left = error == EPIPE;
}

bool wt_sound_file_folder(const char *path, wt_sync sync, wt_fault *fault) {
    wt_message message = {""};
    if (wt_parents_make(path, sync == WT_SYNC_FILE, &message) != WT_OK) {
        return wt_fault_set(fault, WT_FAULT_OUTPUT, path, "%s", message.text);
    }
    return true;
}

bool wt_sound_file_beside(const char *path, bool parents, wt_sync sync, wt_fault *fault) {
    wt_message message = {""};
    wt_destination found;
    struct stat folder;
    const char *name;
    if (!path || (parents && !wt_sound_file_folder(path, sync, fault))) {
        return !path;
    }
    if (wt_destination_find(&found, path, &message) != WT_OK) {
        wt_fault_status(fault, WT_FAULT_OUTPUT, path, WT_SYSTEM, &message);
    } else if (found.place == WT_AT_FILE && !wt_destination_in(&found, &folder, &name)) {
        wt_fault_system(fault, WT_FAULT_OUTPUT, path, "cannot open its directory", errno);
    }
    return fault->kind == 0;
}

bool wt_sound_file_open(wt_output **output, const char *path, wt_sync sync, const wt_guard *guard,
                        wt_fault *fault) {
    wt_message message = {""};
    const wt_status status =
        wt_output_open_guarded(output, path ? path : "-", sync, guard, &message);
    if (status != WT_OK) {
        wt_fault_status(fault, status == WT_BAD_RANGE ? WT_FAULT_USAGE : WT_FAULT_OUTPUT,
                        wt_sound_file_name(path), status, &message);
    }
    return status == WT_OK;
}

bool wt_sound_file_commit(wt_output *output, const char *path, wt_fault *fault) {
    wt_message message = {""};
    int error = 0;
    const wt_status status = wt_output_commit(output, &error, &message);
    if (status != WT_OK) {
        wt_sound_file_fault(fault, path, status, error, &message);
    }
    return status == WT_OK;
}
