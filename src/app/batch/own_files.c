// Before any line is read, so that the first that is at fault is told.
#include "app/batch/own_files.h"

#include "app/render/sound_file.h"

#include <string.h>

void wt_own_files_look(wt_own_files *own, const wt_request *request) {
    const char *const to = request->batch.to_path;
    const bool has_part = to && wt_part_file_path(own->part, to);
    own->of[0] = wt_target_look("--log", request->output.log_path);
    own->of[1] = wt_target_look("--to", to);
    own->of[2] = wt_target_look("--to", has_part ? own->part : NULL);
}

bool wt_own_files_folders(const wt_request *request, wt_fault *fault) {
    const wt_output_request *const out = &request->output;
    const wt_sync sync = (wt_sync)out->sync;
    return !out->parents || request->batch.dry_run ||
           (wt_sound_file_beside(out->log_path, true, sync, fault) &&
            wt_sound_file_beside(request->batch.to_path, true, sync, fault));
}

static bool reserve_lines(wt_output_set *outputs, const char *path, wt_fault *fault) {
    return !path || strcmp(path, "-") == 0 ||
           wt_output_set_reserve(outputs, NULL, path, WT_LINE_BATCH, fault);
}

bool wt_own_files_reserve(const wt_own_files *own, wt_output_set *outputs,
                          const wt_request *request, wt_fault *fault) {
    bool ok = reserve_lines(outputs, request->batch.path, fault);
    for (int i = 0; ok && i < WT_OWN_FILES; ++i) {
        const wt_target *file = &own->of[i];
        ok = !file->path || wt_output_set_reserve(outputs, file->option, file->path,
                                                  i > 0 ? WT_LINE_SET : WT_LINE_LOG, fault);
    }
    for (int i = 0; ok && i < WT_OWN_FILES; ++i) {
        ok = wt_request_spares(request, &own->of[i], fault);
    }
    wt_output_reader reader = {outputs, WT_LINE_BATCH, fault};
    return ok && wt_request_each_input(request, wt_output_set_add_input, &reader);
}

bool wt_own_files_spare(const wt_own_files *own, const wt_plan *plan, wt_fault *fault) {
    bool ok = true;
    for (int i = 0; ok && i < WT_OWN_FILES; ++i) {
        ok = wt_plan_spares(plan, &own->of[i], fault);
    }
    return ok;
}
