// Outputs, and their failures as faults.
#include "app/render/sound_file.h"

#include <errno.h>
#include <string.h>

const char *wt_sound_file_name(const char *path) {
    return path && strcmp(path, "-") != 0 ? path : "standard output";
}

void wt_sound_file_fault(wt_fault *fault, const char *path, wt_status status, int error,
                         const wt_message *message) {
    wt_fault_set(fault, status == WT_NO_MEMORY ? WT_FAULT_RESOURCE : WT_FAULT_OUTPUT,
                 wt_sound_file_name(path), "%s",
                 message->text[0] ? message->text : wt_strerror(status));
    fault->reader_left = error == EPIPE;
}

bool wt_sound_file_open(wt_output **output, const char *path, wt_sync sync, wt_fault *fault) {
    wt_message message = {""};
    const wt_status status = wt_output_open(output, path ? path : "-", sync, &message);
    if (status != WT_OK) {
        const bool used_up = status == WT_NO_MEMORY || errno == EMFILE || errno == ENFILE;
        wt_fault_set(fault,
                     status == WT_BAD_RANGE ? WT_FAULT_USAGE
                     : used_up              ? WT_FAULT_RESOURCE
                                            : WT_FAULT_OUTPUT,
                     wt_sound_file_name(path), "%s",
                     message.text[0] ? message.text : wt_strerror(status));
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
