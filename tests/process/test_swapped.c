// What a batch has checked is what it does: files and folders are swapped while it runs.
//
// The first job plays into a FIFO, more than it holds. Whoever opens that for reading knows that
// all lines are checked and the second is not begun, until the sound is read.
#include "folder.h"
#include "program.h"

#include <sys/stat.h>

static void put(const char *name, const char *text) {
    make_file(name, text, strlen(text));
}

static const struct {
    const char *name;
    const char *line;  // the second job
    const char *swaps; // for a shell
    const char *told;
} cases[] = {
    {"a preset that leads out of the root", "@p.preset A4:0.01",
     "echo '-o outside/b.wav' >p.preset", "jobs:3:1: render: its words have changed"},
    {"a preset that leads over the batch", "@p.preset A4:0.01", "echo '-t wav -o jobs' >p.preset",
     "jobs:3:1: render: its words have changed"},
    {"a preset that leads over another job", "@p.preset A4:0.01",
     "echo '-o root/last.wav' >p.preset", "jobs:3:1: render: its words have changed"},
    {"a preset that sounds otherwise", "@p.preset A4:0.01",
     "echo '-w sine -o root/b.wav' >p.preset", "jobs:3:1: render: its words have changed"},
    {"a preset of the same words elsewhere", "@p.preset A4:0.01",
     "mkdir presets && cp p.preset presets/p.preset && rm p.preset && ln -s outside/nothing "
     "p.preset",
     "jobs:3:1: "},
    {"a folder in place of which a link leads out of the root", "A4:0.01 -o root/in/b.wav",
     "mv root/in root/was && ln -s ../outside root/in", "outside --root by now"},
    {"a folder that has moved out of the root", "A4:0.01 -o root/in/b.wav",
     "mv root/in outside/in && ln -s ../outside/in root/in", "outside --root by now"},
    {"a folder in place of which another stands", "A4:0.01 -o root/in/b.wav",
     "mv root/in root/was && mkdir root/in", "another file than when it was checked"},
    {"a root in place of which another stands", "A4:0.01 -o root/b.wav",
     "mv root was && ln -s outside root", "outside --root by now"},
    {"a link in place of a file, out of the root", "A4:0.01 -o root/b.wav",
     "ln -s ../outside/b.wav root/b.wav", "outside --root by now"},
    {"a link in place of a file, over the batch", "A4:0.01 -o root/b.wav",
     "ln -s ../jobs root/b.wav", "outside --root by now"},
    {"a link in place of a file, over another job", "A4:0.01 -o root/b.wav",
     "ln -s last.wav root/b.wav", "another file than when it was checked"},
    {"a link in place of a file, to standard output", "A4:0.01 -o root/b.wav",
     "ln -s /dev/stdout root/b.wav", "Permission denied"},
    {"a device in place of a file", "A4:0.01 -o root/b.wav", "ln -s /dev/full root/b.wav",
     "outside --root by now"},
    {"a folder in place of a file", "A4:0.01 -o root/b.wav", "mkdir root/b.wav", "directory"},
    {"a comment that turns into a job", "# :0.01 -o root/b.wav",
     "sed 's/^# :/C4:/' kept >jobs && cp jobs kept", "jobs:3:1: render: its words have changed"},
    {"a job that turns into a comment", "A4:0.01 -o root/b.wav",
     "sed '3s/^A4/# /' kept >jobs && cp jobs kept", "jobs:3:1: render: its words have changed"},
    {"a line that turns into two", "A4:0.01 -w saw -o root/b.wav",
     "sed '3s/^A4:0.01 /A4:0.01\\n/' kept >jobs && cp jobs kept", "jobs:3:1: "},
};

enum { N_CASES = sizeof cases / sizeof *cases };

static void set_up(const char *line) {
    ending e = run_shell("rm -rf root outside was presets && mkdir -p root/in outside && "
                         "mkfifo root/fifo && echo old >outside/old");
    assert_int_equal(e.status, 0);
    forget(&e);
    char jobs[9000]; // more than is read ahead
    snprintf(jobs, sizeof jobs, "A4:2 -t raw -o root/fifo\n#%8000s\n%s\nA4:0.01 -o root/last.wav\n",
             "", line);
    put("jobs", jobs);
    put("kept", jobs);
    put("p.preset", "-o root/b.wav\n");
}

static ending run_swapped(const char *options, const char *swaps) {
    return run_shell("timeout 20 \"$WT\" batch -j 1 --sync none %s jobs & pid=$!; "
                     "{ %s; cat >sound; } <root/fifo; wait $pid",
                     options, swaps);
}

static void assert_nothing_else_was_done(const char *name) {
    ending e = run_shell("ls -A outside outside/in 2>/dev/null | grep -v ':$' | grep -c 'wav$'; "
                         "cmp jobs kept && find . -name '.*wavetable*' && test ! -s last.wav");
    if (strncmp((char *)e.out, "0\n", 3) != 0) {
        fail_msg("%s: outside, or over the batch: %s", name, (char *)e.out);
    }
    forget(&e);
}

static void nothing_is_done_that_was_not_checked(void **state) {
    (void)state;
    for (size_t i = 0; i < N_CASES; i++) {
        set_up(cases[i].line);
        ending e = run_swapped("--root root", cases[i].swaps);
        if (e.status == 0 || e.status > 5 || !strstr(e.err, cases[i].told) || e.n_out > 0) {
            fail_msg("%s: status %d, \"%s\"", cases[i].name, e.status, e.err);
        }
        forget(&e);
        assert_nothing_else_was_done(cases[i].name);
    }
    ending e = run_shell("rm -rf root outside was presets");
    forget(&e);
    empty_folder();
}

// With -k the other jobs are done all the same.
static void what_was_swapped_spoils_no_other_job(void **state) {
    (void)state;
    set_up("A4:0.01 -o root/in/b.wav");
    ending e = run_swapped("--root root -k", "mv root/in root/was && ln -s ../outside root/in");
    assert_int_equal(e.status, 1);
    forget(&e);
    assert_int_equal(access("root/last.wav", F_OK), 0);
    assert_nothing_else_was_done("with -k");
    e = run_shell("rm -rf root outside");
    forget(&e);
    empty_folder();
}

// Without a root: not over the batch, nor over what another line makes.
static void no_swapped_folder_leads_over_the_batch(void **state) {
    (void)state;
    static const char *const swaps[] = {"rmdir in && ln -s . in", "rmdir in && ln -s root in"};
    static const char *const lines[] = {"A4:0.01 -t wav -o in/jobs", "A4:0.01 -o in/last.wav"};
    for (size_t i = 0; i < 2; i++) {
        set_up(lines[i]);
        assert_int_equal(mkdir("in", 0755), 0);
        ending e = run_swapped("", swaps[i]);
        if (e.status != 1 || !strstr(e.err, "another file than when it was checked")) {
            fail_msg("%s: status %d, \"%s\"", lines[i], e.status, e.err);
        }
        forget(&e);
        assert_nothing_else_was_done(lines[i]);
        assert_int_equal(unlink("in"), 0);
    }
    ending e = run_shell("rm -rf root outside");
    forget(&e);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_done_that_was_not_checked),
        cmocka_unit_test(what_was_swapped_spoils_no_other_job),
        cmocka_unit_test(no_swapped_folder_leads_over_the_batch),
    };
    return cmocka_run_group_tests_name("swapped", tests, enter_folder, leave_folder);
}
