// wavetable render: notes into one sound, or one file each.
#include "cli/commands.h"

#include "app/batch/each.h"
#include "app/batch/sound_log.h"
#include "app/render/render.h"
#include "app/render/sound_file.h"
#include "app/request/notes.h"
#include "app/request/options.h"
#include "app/request/slips.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/terminal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static bool refuse_terminal(const wt_plan *plan, wt_fault *fault) {
    static const char *const encodings[] = {"signed", "unsigned", "float"};
    const wt_sound_format *f = &plan->file;
    const char *const terminal = wt_terminal_at(plan->job.path);
    if (!terminal) {
        return true;
    }
    if (f->type == WT_TYPE_RAW) {
        wt_fault_set(
            fault, WT_FAULT_USAGE, terminal,
            "it is a terminal, which shows no sound (give -o FILE, or play it: wavetable render "
            "... | play -t raw -r %d -e %s -b %d -c %d -)",
            f->rate, encodings[f->encoding], f->bits, f->channels);
    } else {
        wt_fault_set(
            fault, WT_FAULT_USAGE, terminal,
            "it is a terminal, which shows no sound (give -o FILE, or play it: wavetable render "
            "... | play -t %s -)",
            wt_type_name(f->type));
    }
    return false;
}

// --log
static void log_one(const wt_plan *plan, const wt_result *result, wt_fault *fault) {
    wt_sound_log log;
    wt_fault lost = {0};
    const wt_log_entry entry = wt_log_entry_of(plan, result, fault);
    if (wt_sound_log_open(&log, plan->job.log_path, NULL, NULL, &lost)) {
        const char *failed = wt_sound_log_add(&log, &entry);
        const char *const closing = wt_sound_log_close(&log);
        failed = failed ? failed : closing;
        if (failed) {
            wt_fault_system(&lost, WT_FAULT_OUTPUT, plan->job.log_path, failed, errno);
        }
    }
    if (lost.kind && !fault->kind) {
        *fault = lost;
    }
}

static void render_one(const wt_request *request, wt_wave_store *store, const wt_listener *listener,
                       wt_fault *fault) {
    const wt_job job = wt_job_of(request);
    wt_plan plan;
    wt_result result;
    if (!wt_plan_make(&plan, request, &job, store, listener, fault)) {
        return;
    }
    if (refuse_terminal(&plan, fault) &&
        wt_sound_file_beside(plan.job.log_path, plan.job.parents, plan.job.sync, fault)) {
        const bool ok = wt_render(&plan, &result, listener, fault);
        if (ok && result.frames > 0 && result.silent) {
            wt_note_to(listener, wt_sound_file_name(plan.job.path),
                       "it is silent: nothing of it comes up to -90 dBFS");
        }
        log_one(&plan, &result, fault);
    }
    wt_plan_free(&plan);
}

static void run(const wt_request *request, wt_fault *fault) {
    if (!wt_request_check(request, fault)) {
        return;
    }
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

const wt_command wt_command_render = {
    .name = "render",
    .bit = WT_FOR_RENDER,
    .read_operand = wt_read_note_operand,
    .run = run,
    .usage = "wavetable render [OPTION]... NOTE...",
    .summary = "Render notes, one after another, into one sound.",
    .examples = "  wavetable render -w saw A4 -o a4.wav\n"
                "  wavetable render -w sine,saw -m 0:0,2:1 C3:2 |\n"
                "      play -t raw -r 48000 -e signed -b 16 -c 1 -\n"
                "  wavetable render -T 96 C4:1/4 E4:1/4 C4,E4,G4:1/2 -o tune.flac\n",
};
