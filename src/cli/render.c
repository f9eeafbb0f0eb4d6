// wavetable render: notes into one sound, or one file each.
#include "cli/commands.h"

#include "app/batch/each.h"
#include "app/render/render.h"
#include "app/request/inputs.h"
#include "app/request/notes.h"
#include "app/request/options.h"
#include "app/request/slips.h"
#include "cli/help/command_help.h"
#include "cli/terminal/progress.h"

#include <string.h>
#include <unistd.h>

static bool refuse_terminal(const wt_plan *plan, wt_fault *fault) {
    static const char *const encodings[] = {"signed", "unsigned", "float"};
    const bool to_stdout = !plan->path || strcmp(plan->path, "-") == 0;
    const wt_sound_format *f = &plan->file;
    if (!to_stdout || !isatty(STDOUT_FILENO)) {
        return true;
    }
    if (f->type == WT_TYPE_RAW) {
        wt_fault_set(
            fault, WT_FAULT_USAGE, "standard output",
            "it is a terminal, which shows no sound (give -o FILE, or play it: wavetable render "
            "... | play -t raw -r %d -e %s -b %d -c %d -)",
            f->rate, encodings[f->encoding], f->bits, f->channels);
    } else {
        wt_fault_set(
            fault, WT_FAULT_USAGE, "standard output",
            "it is a terminal, which shows no sound (give -o FILE, or play it: wavetable render "
            "... | play -t %s -)",
            wt_type_name(f->type));
    }
    return false;
}

static void render_one(const wt_request *request, wt_wave_store *store, const wt_listener *listener,
                       wt_fault *fault) {
    const wt_job job = wt_job_of(request);
    wt_plan plan;
    wt_result result;
    if (wt_plan_make(&plan, request, &job, store, listener, fault)) {
        if (refuse_terminal(&plan, fault)) {
            wt_render(&plan, &result, listener, fault);
        }
        wt_plan_free(&plan);
    }
}

static void run(const wt_request *request, wt_fault *fault) {
    wt_progress progress;
    const wt_listener listener = wt_terminal_listener(&progress, request);
    wt_wave_store *store;
    if (wt_wave_store_new(&store) != WT_OK) {
        wt_fault_memory(fault);
        return;
    }
    wt_request_tell_slips(request, &listener);
    if (request->notes.each) {
        wt_each_run(request, store, &listener, fault);
    } else {
        render_one(request, store, &listener, fault);
    }
    wt_wave_store_free(store);
}

void wt_command_render(const wt_command *self, const wt_words *words, wt_fault *fault) {
    wt_request request;
    if (wt_request_read(&request, words, self->bit, wt_read_note_operand, fault) &&
        !wt_help_or_version(self, &request, fault) && wt_request_check_notes(&request, fault) &&
        wt_request_spares_words(&request, words, fault)) {
        run(&request, fault);
    }
    wt_request_free(&request);
}
