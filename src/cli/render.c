// wavetable render: notes into one sound.
#include "cli/commands.h"

#include "cli/deliver.h"
#include "cli/each.h"
#include "cli/help.h"
#include "cli/job.h"
#include "cli/options.h"

static bool run(const wt_words *words, wt_settings *settings, wt_fault *fault) {
    wt_library *library;
    if (!wt_job_read(words, settings, fault)) {
        return false;
    }
    if (settings->help || settings->version) {
        fault->status = wt_help_or_version(settings, WT_FOR_RENDER);
        return true;
    }
    if (!wt_deliver_spares_words(settings, words, fault)) {
        return false;
    }
    if (wt_library_new(&library) != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    wt_result result;
    const bool ok = settings->each ? wt_each_run(settings, library, fault)
                                   : wt_job_run(settings, library, &result, fault);
    wt_library_free(library);
    return ok;
}

int wt_command_render(const wt_words *words) {
    wt_settings settings;
    wt_fault fault = {0};
    if (!run(words, &settings, &fault)) {
        wt_report_fault(&fault);
    }
    wt_settings_free(&settings);
    return fault.status;
}
