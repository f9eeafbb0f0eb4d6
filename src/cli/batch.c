// wavetable batch: many renders, one a line.
#include "cli/commands.h"

#include "app/batch/batch.h"
#include "app/request/options.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/terminal.h"

static void read_operand(wt_option_use *use) {
    if (use->request->batch.path) {
        wt_fault_text(use->fault, use->place, "FILE", use->value, 0,
                      "a batch is one file (cat them together, or use -)");
    }
    use->request->batch.path = use->value;
}

static void run(const wt_request *request, wt_fault *fault) {
    wt_progress progress;
    const wt_listener listener = wt_terminal_listener(&progress, request);
    const char *const to = request->batch.to_path;
    const char *const terminal = to && !request->batch.dry_run ? wt_terminal_at(to) : NULL;
    if (terminal) {
        wt_fault_set(fault, WT_FAULT_USAGE, terminal,
                     "it is a terminal, which shows no sound (give --to FILE.tar)");
        return;
    }
    wt_batch_run(request, &listener, fault);
}

const wt_command wt_command_batch = {
    .name = "batch",
    .bit = WT_FOR_BATCH,
    .read_operand = read_operand,
    .run = run,
    .usage = "wavetable batch [OPTION]... [FILE|-]",
    .summary = "Do many renders, one per line of FILE, in parallel.\n"
               "Each line holds the words of one render, quoted as in a shell, with an -o FILE;\n"
               "blank lines and # comments are skipped, a pasted `wavetable render` read over:\n"
               "\n"
               "  # jobs.txt\n"
               "  -w saw C3:0.5 -o c3.wav\n"
               "  -w vowels -m 0:0,1:1 A2:1 -o vowels.flac\n"
               "  @lead.preset A4:1/2 -o lead.wav\n"
               "\n"
               "All lines are checked before any is rendered; a bad one is a bad input file:\n"
               "status 3, and nothing is done. With -k the good ones are rendered all the same,\n"
               "and the status is 1. No two lines may write one file, and none may write what\n"
               "another reads. The bytes depend neither on -j nor on the machine.",
    .examples = "  wavetable batch jobs.txt --dry-run -v           # check, and count\n"
                "  wavetable batch jobs.txt -j 8\n"
                "  wavetable batch jobs.txt --log log --resume     # go on where it ended\n"
                "  wavetable batch jobs.txt --shard 2/4            # the second of four machines\n"
                "  make-jobs | wavetable batch - --root out        # from a pipe, into out/ only\n",
};
