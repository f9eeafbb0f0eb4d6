// Every system call that writes fails once: status 5, one line, the old file, no leftover.
#include "folder.h"
#include "program.h"

static const char old_file[] = "the old file";

// The program under strace, which makes call number `when` of `call` fail, or sends a signal there.
// `hit` receives whether there was such a call to fail.
static ending injected(const char *call, const char *inject, int when, const char *type,
                       bool *hit) {
    ending e = run_shell("ASAN_OPTIONS=\"$ASAN_OPTIONS:detect_leaks=0\" strace -f -qq -o trace "
                         "-e trace=%s -e inject=%s:%s:when=%d \"$WT\" render -t %s --sync file "
                         "C4:0.5 -o old.wav",
                         call, call, inject, when, type);
    ending found = run_shell("grep -c INJECTED trace");
    *hit = found.out && atoi((const char *)found.out) > 0;
    forget(&found);
    unlink("trace");
    return e;
}

static void need_strace(void) {
    ending e = run_shell("ASAN_OPTIONS=\"$ASAN_OPTIONS:detect_leaks=0\" strace -f -qq -o trace "
                         "-e trace=write -e "
                         "inject=write:error=ENOSPC:when=1 \"$WT\" --version");
    const bool works = e.status == 5;
    unlink("trace");
    forget(&e);
    if (!works) {
        print_message("strace is missing, or may not trace here\n");
        skip();
    }
}

static void assert_old_file_alone(const char *what) {
    if (!file_is("old.wav", old_file, sizeof old_file - 1) || n_files() != 1) {
        ending e = run_shell("ls -la");
        fail_msg("%s: %s", what, (const char *)e.out);
    }
}

static void every_call_that_fails_is_told_and_leaves_the_old_file(void **state) {
    (void)state;
    need_strace();
    static const struct {
        const char *call, *error;
    } faults[] = {
        {"write", "ENOSPC"},  {"write", "EIO"},     {"write", "EDQUOT"}, {"pwrite64", "ENOSPC"},
        {"fsync", "EIO"},     {"lseek", "EIO"},     {"rename", "EIO"},   {"renameat", "EACCES"},
        {"renameat2", "EIO"}, {"writev", "ENOSPC"},
    };
    static const char *const types[] = {"wav", "flac"};
    int n_hits = 0;
    for (size_t t = 0; t < 2; t++) {
        for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
            char inject[64];
            snprintf(inject, sizeof inject, "error=%s", faults[i].error);
            bool hit = true;
            for (int when = 1; hit && when < 40; when += when < 4 ? 1 : 7) {
                char what[100];
                snprintf(what, sizeof what, "%s, %s %d: %s", types[t], faults[i].call, when,
                         faults[i].error);
                make_file("old.wav", old_file, sizeof old_file - 1);
                ending e = injected(faults[i].call, inject, when, types[t], &hit);
                n_hits += hit;
                // Without lseek the file is one that cannot seek: whole all the same.
                const bool is_whole = e.status == 0 && strcmp(faults[i].call, "lseek") == 0;
                if (hit && !is_whole) {
                    assert_refused(&e, 5, "old.wav", what);
                    assert_old_file_alone(what);
                }
                forget(&e);
            }
        }
    }
    assert_true(n_hits >= 10);
}

static void a_disk_that_lays_out_nothing_ahead_is_no_failure(void **state) {
    (void)state;
    need_strace();
    ending e =
        run_shell("ASAN_OPTIONS=\"$ASAN_OPTIONS:detect_leaks=0\" strace -f -qq -o trace "
                  "-e trace=fallocate -e inject=fallocate:error=ENOSPC \"$WT\" render "
                  "C4:12 --adsr 0,0,1,0 -o old.wav && grep -c INJECTED trace && "
                  "rm trace && \"$WT\" render C4:12 --adsr 0,0,1,0 -o - -t wav | cmp - old.wav");
    assert_int_equal(e.status, 0);
    forget(&e);
}

static void a_signal_at_any_write_removes_what_was_begun(void **state) {
    (void)state;
    need_strace();
    static const struct {
        const char *name;
        int number;
    } signals[] = {{"INT", SIGINT}, {"TERM", SIGTERM}, {"HUP", SIGHUP}};
    static const char *const calls[] = {"writev", "fsync"};
    for (size_t i = 0; i < 3; i++) {
        for (size_t c = 0; c < 2; c++) {
            int n_ended = 0;
            for (bool ended = true; ended && n_ended < 8;) {
                char inject[64];
                bool hit;
                snprintf(inject, sizeof inject, "signal=%s", signals[i].name);
                make_file("old.wav", old_file, sizeof old_file - 1);
                ending e = injected(calls[c], inject, n_ended + 1, "wav", &hit);
                ended = e.status == 128 + signals[i].number;
                n_ended += ended;
                if (n_files() != 1 || !(ended || e.status == 0)) {
                    fail_msg("%s at %s %d: status %d, %d files", signals[i].name, calls[c], n_ended,
                             e.status, n_files());
                }
                forget(&e);
            }
            assert_true(n_ended > 0);
        }
    }
}

// The log never says done of a file that is not on the disk.
static void a_batch_that_cannot_be_synced_says_so_and_logs_nothing_done(void **state) {
    (void)state;
    need_strace();
    static const char jobs[] = "C4:0.05 -o a.wav\nC5:0.05 -o b.wav\nC6:0.05 -o c.wav\n";
    static const char *const words[] = {"batch jobs --log log --sync end",
                                        "render --each -o {n}.wav --sync end C4:0.05 C5:0.05"};
    for (size_t i = 0; i < 2; i++) {
        make_file("jobs", jobs, sizeof jobs - 1);
        make_file("log", "", 0);
        ending e = run_shell("ASAN_OPTIONS=\"$ASAN_OPTIONS:detect_leaks=0\" strace -f -qq -o trace "
                             "-e trace=syncfs -e inject=syncfs:error=EIO \"$WT\" %s",
                             words[i]);
        assert_refused(&e, 5, "cannot sync the outputs", words[i]);
        forget(&e);
        assert_true(file_is("log", "", 0));
        empty_folder();
    }
}

// What is logged was synced before: no line is written between a rename and the next syncfs.
static void a_batch_logs_its_jobs_when_they_are_on_the_disk(void **state) {
    (void)state;
    need_strace();
    FILE *f = fopen("jobs", "w");
    for (int i = 0; i < 1500; i++) { // more than are held back at once
        fprintf(f, "-r 8000 C4:0.01 -o n%d.wav\n", i);
    }
    fclose(f);
    ending e =
        run_shell("ASAN_OPTIONS=\"$ASAN_OPTIONS:detect_leaks=0\" strace -qq -f -y -o trace "
                  "-e trace=syncfs,write,fsync \"$WT\" batch jobs -j 1 --log log --sync end");
    assert_done(&e, "traced");
    forget(&e);
    e = run_shell("wc -l < log; grep -c fsync trace; grep -E 'syncfs|write.*/log>' trace | "
                  "sed 's/.*\\(syncfs\\|write\\).*/\\1/'");
    unsigned lines = 0, fsyncs = 0;
    int n = 0;
    sscanf((const char *)e.out, "%u %u %n", &lines, &fsyncs, &n);
    assert_int_equal(lines, 1500);
    assert_int_equal(fsyncs, 0);
    const char *order = (const char *)e.out + n;
    for (int i = 0; i < 2; i++) {
        assert_memory_equal(order, "syncfs\nwrite\n", 13);
        order += 13;
    }
    forget(&e);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_that_fails_is_told_and_leaves_the_old_file),
        cmocka_unit_test(a_disk_that_lays_out_nothing_ahead_is_no_failure),
        cmocka_unit_test(a_signal_at_any_write_removes_what_was_begun),
        cmocka_unit_test(a_batch_that_cannot_be_synced_says_so_and_logs_nothing_done),
        cmocka_unit_test(a_batch_logs_its_jobs_when_they_are_on_the_disk),
    };
    return cmocka_run_group_tests_name("injected faults", tests, enter_folder, leave_folder);
}
