// wavetable render: notes into one sound.
#include "cli/commands.h"

#include "app/batch/each.h"
#include "app/render/job.h"
#include "app/render/sound_file.h"
#include "app/request/options.h"
#include "cli/help/help.h"

static bool run(const wt_words *words, wt_request *request, wt_fault *fault) {
    wt_wave_store *store;
    if (!wt_job_read(words, request, fault)) {
        return false;
    }
    if (request->help || request->version) {
        fault->kind = wt_help_or_version(request, WT_FOR_RENDER);
        return true;
    }
    if (!wt_sound_file_spares_words(request, words, fault)) {
        return false;
    }
    if (wt_wave_store_new(&store) != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    wt_result result;
    const bool ok = request->each ? wt_each_run(request, store, fault)
                                  : wt_job_run(request, store, &result, fault);
    wt_wave_store_free(store);
    return ok;
}

int wt_command_render(const wt_words *words) {
    wt_request request;
    wt_fault fault = {0};
    if (!run(words, &request, &fault)) {
        wt_report_fault(&fault);
    }
    wt_request_free(&request);
    return fault.kind;
}
