// wavetable batch: many renders, one a line.
#include "cli/commands.h"

#include "app/batch/batch.h"
#include "app/request/options.h"
#include "cli/help/command_help.h"
#include "cli/terminal/progress.h"

static void read_operand(wt_option_use *use) {
    if (use->request->batch.path) {
        wt_fault_text(use->fault, use->place, "FILE", use->value, 0,
                      "a batch is one file (cat them together, or use -)");
    }
    use->request->batch.path = use->value;
}

void wt_command_batch(const wt_command *self, const wt_words *words, wt_fault *fault) {
    wt_request request;
    if (wt_request_read(&request, words, self->bit, read_operand, fault) &&
        !wt_help_or_version(self, &request, fault)) {
        wt_progress progress;
        const wt_listener listener = wt_terminal_listener(&progress, &request);
        wt_batch_run(&request, &listener, fault);
    }
    wt_request_free(&request);
}
