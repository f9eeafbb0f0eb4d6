// Outputs tell their first failure, whichever call it was, and keep the old file.
#include "failing_calls.h"
#include "folder.h"
#include "store.h"

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

enum { SKIPPED = 77 };

static void every_system_call_that_fails_is_told_and_leaves_the_old_file(void **state) {
    (void)state;
    static const char *const steps[N_CALLS] = {
        [CALL_WRITE] = "cannot write",    [CALL_FSYNC] = "cannot sync",
        [CALL_CLOSE] = "cannot close",    [CALL_RENAME] = "cannot rename",
        [CALL_SEEK] = "cannot seek",      [CALL_OPEN] = "cannot",
        [CALL_READ] = "cannot read back",
    };
    static const int errors[] = {EIO, ENOSPC, EDQUOT, EFBIG};
    for (int kind = 0; kind < 4; kind++) {
        const int old_exists = kind % 2;
        failing.names_all = kind / 2;
        for (int i = 0; i < N_CALLS * 8; i++) {
            const failing_call call = (failing_call)(i / 8);
            const int error_wanted = errors[i / 2 % 4];
            const bool for_ever = i % 2;
            for (int at = 1;; at++) {
                empty_folder();
                if (old_exists) {
                    make_file("a", old_text, OLD_SIZE);
                }
                int error = 0;
                wt_message message = {""};
                // The directory's descriptor is only closed: nothing is lost with it.
                fail_at(call, at, error_wanted, for_ever);
                const wt_status status = store("a", &error, &message);
                const bool has_failed = failing.has_failed;
                fail_no_more();
                const bool lost_nothing =
                    (call == CALL_CLOSE && at >= 2) || (call == CALL_SEEK && at == 1);
                if (!has_failed || lost_nothing) {
                    assert_true(at > 1 || call == CALL_SEEK || call == CALL_READ);
                    if (!has_failed) {
                        break;
                    }
                    continue;
                }
                if (status != WT_SYSTEM || error != error_wanted ||
                    !strstr(message.text, steps[call]) ||
                    !strstr(message.text, strerror(error_wanted))) {
                    fail_msg("%s %d: status %d, errno %d, %s", call_names[call], at, status, error,
                             message.text);
                }
                assert_int_equal(n_files(), old_exists);
                assert_true(!old_exists || file_is("a", old_text, OLD_SIZE));
            }
        }
    }
    failing.names_all = false;
    empty_folder();
}

static void short_and_interrupted_writes_change_nothing(void **state) {
    (void)state;
    static const int errors[] = {0, EINTR, EAGAIN};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        for (int at = 1; at < 24; at++) {
            fail_at(CALL_WRITE, errors[i] ? at : 0, errors[i], false);
            failing.write_step = 1;
            assert_stored("a");
            fail_no_more();
            assert_true(file_is("a", new_text, NEW_SIZE));
        }
    }
    static const failing_call others[] = {CALL_FSYNC, CALL_OPEN, CALL_CLOSE};
    for (int i = 0; i < 3; i++) {
        fail_at(others[i], 1, EINTR, false);
        assert_stored("a");
        fail_no_more();
        assert_true(file_is("a", new_text, NEW_SIZE));
    }
    empty_folder();
}

static void what_cannot_be_synced_is_no_failure(void **state) {
    (void)state;
    fail_at(CALL_FSYNC, 1, EINVAL, true);
    assert_stored("a");
    assert_true(failing.has_failed);
    fail_no_more();
    fail_at(CALL_FSYNC, 1, EIO, true);
    wt_output *output;
    assert_int_equal(wt_output_open(&output, "b", WT_SYNC_NONE, NULL), WT_OK);
    assert_int_equal(wt_output_commit(output, NULL, NULL), WT_OK);
    fail_no_more();
    empty_folder();
}

static void where_names_cannot_be_exchanged_they_are_renamed(void **state) {
    (void)state;
    static const int errors[] = {EINVAL, ENOSYS};
    for (int i = 0; i < 2; i++) {
        make_file("a", old_text, OLD_SIZE);
        failing.names_all = true; // so that the first is not linkat
        fail_at(CALL_RENAME, 1, errors[i], false);
        assert_stored("a");
        assert_true(failing.has_failed);
        fail_no_more();
        failing.names_all = false;
        assert_true(file_is("a", new_text, NEW_SIZE));
        assert_int_equal(n_files(), 1);
    }
    empty_folder();
}

static void the_first_failure_is_the_one_remembered(void **state) {
    (void)state;
    wt_output *output;
    assert_int_equal(wt_output_open(&output, "a", WT_SYNC_FILE, NULL), WT_OK);
    int error = -1;
    assert_int_equal(wt_output_status(output, &error, NULL), WT_OK);
    assert_int_equal(error, 0);
    fail_at(CALL_WRITE, 1, EDQUOT, false);
    assert_int_equal(wt_output_write(output, "abc", 3), WT_SYSTEM);
    fail_at(CALL_WRITE, 1, EIO, true);
    assert_int_equal(wt_output_write(output, "abc", 3), WT_SYSTEM);
    fail_at(CALL_CLOSE, 1, EIO, true);
    wt_message message = {""};
    assert_int_equal(wt_output_commit(output, &error, &message), WT_SYSTEM);
    fail_no_more();
    assert_int_equal(error, EDQUOT);
    assert_string_equal(message.text, "cannot write: Disk quota exceeded");
    assert_int_equal(n_files(), 0);
}

// A small disk that only this process sees.
static bool mount_over_folder(unsigned long flags) {
    return unshare(CLONE_NEWNS) == 0 && mount("none", "/", "none", MS_REC | MS_PRIVATE, "") == 0 &&
           mount("none", folder, "tmpfs", 0, "size=64k") == 0 && chdir(folder) == 0 &&
           (flags == 0 || mount("none", folder, "tmpfs", MS_REMOUNT | flags, "") == 0);
}

static int fill_small_disk(void) {
    if (!mount_over_folder(0)) {
        return SKIPPED;
    }
    make_file("a", old_text, OLD_SIZE);
    static char bytes[1000];
    for (int n = 1; n <= 100; n += 3) { // the disk holds fewer than 64 of these
        wt_output *output;
        if (wt_output_open(&output, "a", WT_SYNC_FILE, NULL) != WT_OK) {
            return 1;
        }
        for (int i = 0; i < n; i++) {
            wt_output_write(output, bytes, sizeof bytes);
        }
        int error = 0;
        const wt_status status = wt_output_commit(output, &error, NULL);
        struct stat found;
        if (stat("a", &found) != 0 || n_files() != 1) {
            return 2;
        }
        const bool is_new = found.st_size == (off_t)((size_t)n * sizeof bytes);
        const bool is_old = file_is("a", old_text, OLD_SIZE);
        if (status == WT_OK ? !is_new || n > 64 : !is_old || n < 50 || error != ENOSPC) {
            return 3;
        }
        make_file("a", old_text, OLD_SIZE);
    }
    return 0;
}

static int write_to_read_only_disk(void) {
    if (!mount_over_folder(MS_RDONLY)) {
        return SKIPPED;
    }
    int error = 0;
    return store("a", &error, NULL) == WT_SYSTEM && error == EROFS ? 0 : 1;
}

static int write_past_the_file_size_limit(void) {
    const struct rlimit limit = {10, 10};
    signal(SIGXFSZ, SIG_IGN);
    int error = 0;
    return setrlimit(RLIMIT_FSIZE, &limit) == 0 && store("a", &error, NULL) == WT_SYSTEM &&
                   error == EFBIG
               ? 0
               : 1;
}

static void a_limit_on_file_size_is_told(void **state) {
    (void)state;
    assert_int_equal(in_child(write_past_the_file_size_limit), 0);
    assert_int_equal(n_files(), 0);
}

static void run_on_small_disk(int (*run)(void)) {
    const int status = in_child(run);
    if (status == SKIPPED) {
        print_message("skipped: mount is not permitted\n");
        skip();
    }
    assert_int_equal(status, 0);
    assert_int_equal(n_files(), 0);
}

static void a_full_disk_is_told_and_leaves_the_old_file(void **state) {
    (void)state;
    run_on_small_disk(fill_small_disk);
}

static void a_read_only_disk_is_told(void **state) {
    (void)state;
    run_on_small_disk(write_to_read_only_disk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_system_call_that_fails_is_told_and_leaves_the_old_file),
        cmocka_unit_test(short_and_interrupted_writes_change_nothing),
        cmocka_unit_test(what_cannot_be_synced_is_no_failure),
        cmocka_unit_test(where_names_cannot_be_exchanged_they_are_renamed),
        cmocka_unit_test(the_first_failure_is_the_one_remembered),
        cmocka_unit_test(a_limit_on_file_size_is_told),
        cmocka_unit_test(a_full_disk_is_told_and_leaves_the_old_file),
        cmocka_unit_test(a_read_only_disk_is_told),
    };
    return cmocka_run_group_tests_name("output_faults", tests, enter_folder, leave_folder);
}
