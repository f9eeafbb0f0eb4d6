// A process that is ended leaves whole files and no temporaries.
#include "folder.h"
#include "io/file/temporary.h"
#include "store.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>

static int unlink_all_and_try_again(void) {
    wt_output *outputs[3];
    static const char *const names[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++) {
        if (wt_output_open(&outputs[i], names[i], WT_SYNC_FILE, NULL) != WT_OK) {
            return 1;
        }
    }
    if (wt_output_commit(outputs[0], NULL, NULL) != WT_OK || chdir("/") != 0) {
        return 2;
    }
    wt_output_unlink_all();
    wt_output *late;
    const bool refused =
        wt_output_open(&late, "/tmp/wavetable-too-late", WT_SYNC_FILE, NULL) == WT_SYSTEM;
    const bool interrupted = refused && errno == EINTR;
    wt_output_abandon(outputs[2]);
    return interrupted && wt_output_commit(outputs[1], NULL, NULL) == WT_SYSTEM ? 0 : 3;
}

static void unlinking_all_leaves_finished_files_and_no_temporary(void **state) {
    (void)state;
    make_file("b", old_text, OLD_SIZE);
    assert_int_equal(in_child(unlink_all_and_try_again), 0);
    assert_true(file_is("a", "", 0));
    assert_true(file_is("b", old_text, OLD_SIZE));
    assert_int_equal(n_files(), 2);
    empty_folder();
}

static int hold_as_many_as_possible(void) {
    wt_temporary *held[WT_MAX_TEMPORARIES];
    for (int i = 0; i < WT_MAX_TEMPORARIES; i++) {
        held[i] = wt_temporary_add(-1, "x");
        if (!held[i]) {
            return 1;
        }
    }
    const bool is_full = !wt_temporary_add(-1, "x") && errno == EMFILE;
    wt_temporary_release(held[7]);
    return is_full && wt_temporary_add(-1, "y") == held[7] ? 0 : 2;
}

static void more_temporaries_than_slots_are_refused(void **state) {
    (void)state;
    assert_int_equal(in_child(hold_as_many_as_possible), 0);
}

static void end_now(int signal_number) {
    wt_output_unlink_all();
    _exit(128 + signal_number);
}

static int write_for_ever(void) {
    signal(SIGTERM, end_now);
    for (;;) {
        int error;
        if (store("a", &error, NULL) != WT_OK || store("b", &error, NULL) != WT_OK) {
            return 1;
        }
    }
}

static void a_signal_at_any_moment_leaves_whole_files_only(void **state) {
    (void)state;
    for (int i = 0; i < 60; i++) {
        make_file("a", old_text, OLD_SIZE);
        const pid_t child = fork();
        if (child == 0) {
            _exit(write_for_ever());
        }
        while (access("b", F_OK) != 0) { // the handler stands once a first file is there
            sched_yield();
        }
        poll(NULL, 0, i % 7);
        kill(child, SIGTERM);
        int status;
        waitpid(child, &status, 0);
        assert_int_equal(WEXITSTATUS(status), 128 + SIGTERM);
        assert_true(file_is("a", new_text, NEW_SIZE) || file_is("a", old_text, OLD_SIZE));
        assert_true(file_is("b", new_text, NEW_SIZE));
        assert_int_equal(n_files(), 2);
        empty_folder();
    }
}

static int write_ever_new_names(void) {
    for (int i = 0;; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        int error;
        if (store(name, &error, NULL) != WT_OK) {
            return 1;
        }
    }
}

static bool files_need_no_name(void) {
#ifdef O_TMPFILE
    const int fd = open(".", O_RDWR | O_TMPFILE, 0600);
    return fd >= 0 && close(fd) == 0;
#else
    return false;
#endif
}

// KILL gives nobody the time to clean up: there must be nothing to clean.
static void a_kill_at_any_moment_leaves_whole_files_only(void **state) {
    (void)state;
    if (!files_need_no_name()) {
        print_message("this file system knows no files without a name (O_TMPFILE)\n");
        skip();
    }
    for (int i = 0; i < 60; i++) {
        const pid_t child = fork();
        if (child == 0) {
            _exit(write_ever_new_names());
        }
        while (access("n0", F_OK) != 0) {
            sched_yield();
        }
        poll(NULL, 0, i % 5);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        const int n = n_files();
        for (int k = 0; k < n; k++) {
            char name[16];
            snprintf(name, sizeof name, "n%d", k);
            assert_true(file_is(name, new_text, NEW_SIZE));
        }
        empty_folder();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unlinking_all_leaves_finished_files_and_no_temporary),
        cmocka_unit_test(more_temporaries_than_slots_are_refused),
        cmocka_unit_test(a_signal_at_any_moment_leaves_whole_files_only),
        cmocka_unit_test(a_kill_at_any_moment_leaves_whole_files_only),
    };
    return cmocka_run_group_tests_name("output_signals", tests, enter_folder, leave_folder);
}
