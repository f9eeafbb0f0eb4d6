// Outputs appear whole or not at all, and tell their first failure.
#include "failing_calls.h"
#include "folder.h"
#include "io/output.h"
#include "io/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include <cmocka.h>

enum { SKIPPED = 77 };

static const char old_text[] = "the old file";
static const char new_text[] = "HEAD and the new file";
enum { OLD_SIZE = sizeof old_text - 1, NEW_SIZE = sizeof new_text - 1 };

// Write new_text to `path` as a sound file is written: in pieces, and the head once more.
static wt_status store(const char *path, int *error, wt_message *message) {
    wt_output *output;
    wt_status status = wt_output_open(&output, path, WT_SYNC_FILE, message);
    if (status != WT_OK) {
        *error = errno;
        return status;
    }
    wt_output_write(output, "head", 4);
    wt_output_write(output, new_text + 4, 7);
    wt_output_write(output, new_text + 11, NEW_SIZE - 11);
    if (wt_output_seekable(output)) {
        wt_output_seek(output, 0, SEEK_SET, NULL);
        wt_output_write(output, "HEAD", 4);
    }
    return wt_output_commit(output, error, message);
}

static void assert_stored(const char *path) {
    wt_message message = {""};
    int error = 0;
    if (store(path, &error, &message) != WT_OK) {
        fail_msg("%s: %s", path, message.text);
    }
    assert_int_equal(error, 0);
}

static void a_file_appears_under_its_name_only_when_it_is_committed(void **state) {
    (void)state;
    wt_output *output;
    assert_int_equal(wt_output_open(&output, "a", WT_SYNC_FILE, NULL), WT_OK);
    assert_true(wt_output_seekable(output));
    assert_int_equal(wt_output_write(output, "abc", 3), WT_OK);
    assert_int_equal(access("a", F_OK), -1);
    assert_int_equal(n_files(), 1);
    assert_int_equal(wt_output_commit(output, NULL, NULL), WT_OK);
    assert_true(file_is("a", "abc", 3));
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static void an_abandoned_output_leaves_the_old_file_and_nothing_else(void **state) {
    (void)state;
    make_file("a", old_text, OLD_SIZE);
    wt_output *output;
    assert_int_equal(wt_output_open(&output, "a", WT_SYNC_FILE, NULL), WT_OK);
    wt_output_write(output, new_text, NEW_SIZE);
    wt_output_abandon(output);
    wt_output_abandon(NULL);
    assert_true(file_is("a", old_text, OLD_SIZE));
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static mode_t mode_of(const char *name) {
    struct stat found;
    return stat(name, &found) == 0 ? found.st_mode & 07777 : 0;
}

static void a_new_file_obeys_umask_and_a_replaced_one_keeps_its_mode(void **state) {
    (void)state;
    static const mode_t masks[] = {0, 022, 077, 0777};
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        const mode_t before = umask(masks[i]);
        assert_stored("a");
        assert_int_equal(mode_of("a"), 0666 & ~masks[i]);
        empty_folder();
        umask(before);
    }
    static const mode_t modes[] = {0600, 0640, 0755, 0666};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        make_file("a", old_text, OLD_SIZE);
        assert_int_equal(chmod("a", modes[i]), 0);
        assert_stored("a");
        assert_int_equal(mode_of("a"), modes[i]);
        assert_true(file_is("a", new_text, NEW_SIZE));
    }
    empty_folder();
}

static void a_link_stays_and_the_file_that_it_leads_to_is_replaced(void **state) {
    (void)state;
    static const struct {
        const char *target;
        bool exists;
    } cases[] = {{"real", true}, {"real", false}, {"./../%s/real", true}, {"%s", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char target[200];
        char absolute[100];
        snprintf(absolute, sizeof absolute, "%s/real", folder);
        snprintf(target, sizeof target, cases[i].target,
                 cases[i].target[0] == '.' ? strrchr(folder, '/') + 1 : absolute);
        if (cases[i].exists) {
            make_file("real", old_text, OLD_SIZE);
        }
        assert_int_equal(symlink(target, "second"), 0);
        assert_int_equal(symlink("second", "first"), 0);
        assert_stored("first");
        struct stat found;
        assert_int_equal(lstat("first", &found), 0);
        assert_true(S_ISLNK(found.st_mode));
        assert_int_equal(lstat("real", &found), 0);
        assert_true(S_ISREG(found.st_mode));
        assert_true(file_is("real", new_text, NEW_SIZE));
        assert_int_equal(n_files(), 3);
        empty_folder();
    }
}

static void what_cannot_be_a_destination_is_refused_with_a_reason(void **state) {
    (void)state;
    assert_int_equal(symlink("loop", "loop"), 0);
    make_file("plain", old_text, OLD_SIZE);
    char too_long[300];
    memset(too_long, 'n', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    static char long_path[6000];
    memset(long_path, '/', sizeof long_path - 1);
    const struct {
        const char *path;
        int error;
    } cases[] = {
        {"", ENOENT},
        {".", EISDIR},
        {"/", EISDIR},
        {"./", EISDIR},
        {"new/", EISDIR},
        {"missing/a", ENOENT},
        {"plain/a", ENOTDIR},
        {"loop", ELOOP},
        {too_long, ENAMETOOLONG},
        {long_path, ENAMETOOLONG},
        {"/dev/fd/900", EBADF},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_message message = {""};
        wt_output *output = NULL;
        errno = 0;
        assert_int_equal(wt_output_open(&output, cases[i].path, WT_SYNC_FILE, &message), WT_SYSTEM);
        if (errno != cases[i].error) {
            fail_msg("%.20s: errno %d, %s", cases[i].path, errno, message.text);
        }
        assert_null(output);
        assert_non_null(strstr(message.text, strerror(cases[i].error)));
        assert_int_equal(n_files(), 2);
    }
    empty_folder();
}

static void a_name_may_be_as_long_as_the_disk_allows(void **state) {
    (void)state;
    char name[256];
    for (int i = 0; i < 255; i += 3) {
        memcpy(name + i, "\xe2\x99\xaa", 3);
    }
    name[255] = '\0';
    assert_stored(name);
    assert_true(file_is(name, new_text, NEW_SIZE));
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static void changing_the_directory_between_open_and_commit_does_not_matter(void **state) {
    (void)state;
    for (int commits = 0; commits < 2; commits++) {
        wt_output *output;
        assert_int_equal(wt_output_open(&output, "a", WT_SYNC_FILE, NULL), WT_OK);
        assert_int_equal(chdir("/"), 0);
        wt_output_write(output, "abc", 3);
        if (commits) {
            assert_int_equal(wt_output_commit(output, NULL, NULL), WT_OK);
        } else {
            wt_output_abandon(output);
        }
        assert_int_equal(chdir(folder), 0);
        assert_int_equal(n_files(), commits);
    }
    assert_true(file_is("a", "abc", 3));
    empty_folder();
}

static void every_system_call_that_fails_is_told_and_leaves_the_old_file(void **state) {
    (void)state;
    static const char *const steps[N_CALLS] = {
        [CALL_WRITE] = "cannot write", [CALL_FSYNC] = "cannot sync",
        [CALL_CLOSE] = "cannot close", [CALL_RENAME] = "cannot rename",
        [CALL_SEEK] = "cannot seek",   [CALL_OPEN] = "cannot",
    };
    static const int errors[] = {EIO, ENOSPC, EDQUOT, EFBIG};
    for (int old_exists = 0; old_exists < 2; old_exists++) {
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
                    assert_true(at > 1 || call == CALL_SEEK);
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
        fail_at(CALL_RENAME, 1, errors[i], false);
        assert_stored("a");
        assert_true(failing.has_failed);
        fail_no_more();
        assert_true(file_is("a", new_text, NEW_SIZE));
        assert_int_equal(n_files(), 1);
    }
    empty_folder();
}

// A device node of our own: a mistake must not replace the machine's.
static bool make_device(const char *name, unsigned minor_number) {
    return mknod(name, S_IFCHR | 0666, makedev(1, minor_number)) == 0;
}

static void devices_are_written_in_place(void **state) {
    (void)state;
    if (!make_device("null", 3) || !make_device("full", 7)) {
        print_message("skipped: mknod is not permitted\n");
        skip();
    }
    assert_int_equal(symlink("null", "link"), 0);
    int error = 0;
    wt_message message = {""};
    const wt_status status = store("null", &error, &message);
    if (status == WT_SYSTEM && error == EACCES) {
        empty_folder();
        print_message("skipped: device nodes do not work below %s\n", folder);
        skip();
    }
    assert_int_equal(status, WT_OK);
    assert_stored("link");
    assert_int_equal(store("full", &error, &message), WT_SYSTEM);
    assert_int_equal(error, ENOSPC);
    assert_string_equal(message.text, "cannot write: No space left on device");
    struct stat found;
    assert_true(stat("null", &found) == 0 && S_ISCHR(found.st_mode));
    assert_true(stat("full", &found) == 0 && S_ISCHR(found.st_mode));
    assert_int_equal(n_files(), 3);
    empty_folder();
}

static void *write_to_fifo(void *status) {
    int error;
    *(wt_status *)status = store("fifo", &error, NULL);
    return NULL;
}

static void a_fifo_is_written_in_place(void **state) {
    (void)state;
    assert_int_equal(mkfifo("fifo", 0600), 0);
    pthread_t writer;
    wt_status status = WT_LIMIT;
    assert_int_equal(pthread_create(&writer, NULL, write_to_fifo, &status), 0);
    char bytes[100];
    size_t n = 0;
    const int fd = open("fifo", O_RDONLY);
    for (ssize_t got; (got = read(fd, bytes + n, sizeof bytes - n)) > 0; n += (size_t)got) {
    }
    close(fd);
    pthread_join(writer, NULL);
    assert_int_equal(status, WT_OK);
    assert_int_equal(n, NEW_SIZE);
    assert_memory_equal(bytes, "head", 4); // no seeking back in a pipe
    assert_memory_equal(bytes + 4, new_text + 4, NEW_SIZE - 4);
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static void an_open_descriptor_is_written_where_it_stands(void **state) {
    (void)state;
    static const struct {
        int flags;
        const char *expected;
        bool seekable;
    } cases[] = {
        {O_WRONLY, "ab HEAD and the new file!", true},
        {O_WRONLY | O_APPEND, "ab head and the new file!", false},
    };
    for (int i = 0; i < 2; i++) {
        make_file("a", "ab ", 3);
        const int fd = open("a", cases[i].flags);
        assert_int_equal(lseek(fd, 0, SEEK_END), 3);
        char path[40];
        snprintf(path, sizeof path, "/dev/fd/%d", fd);
        assert_stored(path);
        assert_int_equal(write(fd, "!", 1), 1);
        close(fd);
        assert_true(file_is("a", cases[i].expected, strlen(cases[i].expected)));
        assert_int_equal(n_files(), 1);
    }
    empty_folder();
}

static void *read_slowly(void *from) {
    const int fd = *(int *)from;
    static size_t n_read;
    n_read = 0;
    unsigned char bytes[1000];
    for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) > 0; n_read += (size_t)n) {
        for (ssize_t i = 0; i < n; i++) {
            if (bytes[i] != (unsigned char)((n_read + (size_t)i) % 251)) {
                return NULL;
            }
        }
        sched_yield();
    }
    return &n_read;
}

static void a_pipe_that_does_not_block_gets_every_byte(void **state) {
    (void)state;
    enum { SIZE = 1 << 20 };
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    unsigned char *const bytes = malloc(SIZE);
    assert_non_null(bytes);
    for (size_t i = 0; i < SIZE; i++) {
        bytes[i] = (unsigned char)(i % 251);
    }
    pthread_t reader;
    assert_int_equal(pthread_create(&reader, NULL, read_slowly, &ends[0]), 0);
    char path[40];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    wt_output *output;
    assert_int_equal(wt_output_open(&output, path, WT_SYNC_FILE, NULL), WT_OK);
    assert_false(wt_output_seekable(output));
    assert_int_equal(wt_output_seek(output, 5, SEEK_SET, NULL), WT_UNSUPPORTED);
    assert_int_equal(wt_output_write(output, bytes, SIZE), WT_OK);
    assert_int_equal(wt_output_commit(output, NULL, NULL), WT_OK);
    close(ends[1]);
    void *n_read;
    pthread_join(reader, &n_read);
    close(ends[0]);
    free(bytes);
    assert_non_null(n_read);
    assert_int_equal(*(size_t *)n_read, SIZE);
}

static void a_reader_that_leaves_is_told_as_epipe(void **state) {
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    char path[40];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    close(ends[0]);
    int error = 0;
    assert_int_equal(store(path, &error, NULL), WT_SYSTEM);
    assert_int_equal(error, EPIPE);
    close(ends[1]);
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

static void what_was_written_can_be_read_back_and_overwritten(void **state) {
    (void)state;
    for (int spools = 0; spools < 2; spools++) {
        wt_output *output;
        assert_int_equal(spools ? wt_output_open_spool(&output, NULL)
                                : wt_output_open(&output, "a", WT_SYNC_NONE, NULL),
                         WT_OK);
        wt_output_write(output, "0123456789", 10);
        int64_t position = -1;
        assert_int_equal(wt_output_seek(output, -4, SEEK_END, &position), WT_OK);
        assert_int_equal(position, 6);
        assert_int_equal(wt_output_seek(output, -7, SEEK_CUR, NULL), WT_BAD_RANGE);
        wt_output_write(output, "xy", 2);
        char bytes[20];
        size_t n;
        assert_int_equal(wt_output_read(output, bytes, sizeof bytes, &n), WT_OK);
        assert_int_equal(n, 2);
        assert_memory_equal(bytes, "89", 2);
        wt_output_seek(output, 1, SEEK_SET, NULL);
        assert_int_equal(wt_output_read(output, bytes, 7, &n), WT_OK);
        assert_memory_equal(bytes, "12345xy", 7);
        assert_int_equal(wt_output_size(output), 10);
        wt_output_abandon(output);
        assert_int_equal(n_files(), 0);
    }
}

// Run in a process of its own and return its exit status.
static int in_child(int (*run)(void)) {
    const pid_t child = fork();
    if (child == 0) {
        _exit(run());
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int write_with_standard_descriptors_closed(void) {
    close(0);
    close(1);
    close(2);
    int error;
    const bool refused = store("-", &error, NULL) == WT_SYSTEM && error == EBADF;
    wt_output *output;
    if (!refused || wt_output_open(&output, "a", WT_SYNC_FILE, NULL) != WT_OK) {
        return 1;
    }
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) != -1) {
            return 2;
        }
    }
    return wt_output_commit(output, NULL, NULL) == WT_OK ? 0 : 3;
}

static void no_file_takes_the_place_of_a_closed_standard_descriptor(void **state) {
    (void)state;
    assert_int_equal(in_child(write_with_standard_descriptors_closed), 0);
    empty_folder();
}

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
    return refused && errno == EINTR && wt_output_commit(outputs[1], NULL, NULL) == WT_SYSTEM ? 0
                                                                                              : 3;
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

enum { N_WRITERS = 8, N_ROUNDS = 40, BIG = 20000 };

static void *write_own_letter(void *letter) {
    char bytes[BIG];
    memset(bytes, *(char *)letter, BIG);
    for (int i = 0; i < N_ROUNDS; i++) {
        wt_output *output;
        if (wt_output_open(&output, "shared", WT_SYNC_NONE, NULL) != WT_OK) {
            return letter;
        }
        wt_output_write(output, bytes, BIG / 2);
        wt_output_write(output, bytes, BIG / 2);
        if (wt_output_commit(output, NULL, NULL) != WT_OK) {
            return letter;
        }
    }
    return NULL;
}

static void many_writers_to_one_name_leave_one_whole_file(void **state) {
    (void)state;
    pthread_t writers[N_WRITERS];
    char letters[N_WRITERS];
    for (int i = 0; i < N_WRITERS; i++) {
        letters[i] = (char)('a' + i);
        assert_int_equal(pthread_create(&writers[i], NULL, write_own_letter, &letters[i]), 0);
    }
    for (int i = 0; i < N_WRITERS; i++) {
        void *failed;
        pthread_join(writers[i], &failed);
        assert_null(failed);
    }
    size_t n;
    unsigned char *const bytes = file_bytes("shared", &n);
    assert_non_null(bytes);
    assert_int_equal(n, BIG);
    for (size_t i = 1; i < n; i++) {
        assert_int_equal(bytes[i], bytes[0]);
    }
    free(bytes);
    assert_int_equal(n_files(), 1);
    empty_folder();
}

// A small disk that only this process sees.
static bool mount_over_folder(const char *options, unsigned long flags) {
    return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("none", folder, "tmpfs", 0, "size=64k") == 0 && chdir(folder) == 0 &&
           (flags == 0 || mount("none", folder, NULL, MS_REMOUNT | flags, options) == 0);
}

static int fill_small_disk(void) {
    if (!mount_over_folder("", 0)) {
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
    if (!mount_over_folder("", MS_RDONLY)) {
        return SKIPPED;
    }
    int error = 0;
    return store("a", &error, NULL) == WT_SYSTEM && error == EROFS ? 0 : 1;
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
        cmocka_unit_test(a_file_appears_under_its_name_only_when_it_is_committed),
        cmocka_unit_test(an_abandoned_output_leaves_the_old_file_and_nothing_else),
        cmocka_unit_test(a_new_file_obeys_umask_and_a_replaced_one_keeps_its_mode),
        cmocka_unit_test(a_link_stays_and_the_file_that_it_leads_to_is_replaced),
        cmocka_unit_test(what_cannot_be_a_destination_is_refused_with_a_reason),
        cmocka_unit_test(a_name_may_be_as_long_as_the_disk_allows),
        cmocka_unit_test(changing_the_directory_between_open_and_commit_does_not_matter),
        cmocka_unit_test(every_system_call_that_fails_is_told_and_leaves_the_old_file),
        cmocka_unit_test(short_and_interrupted_writes_change_nothing),
        cmocka_unit_test(what_cannot_be_synced_is_no_failure),
        cmocka_unit_test(where_names_cannot_be_exchanged_they_are_renamed),
        cmocka_unit_test(devices_are_written_in_place),
        cmocka_unit_test(a_fifo_is_written_in_place),
        cmocka_unit_test(an_open_descriptor_is_written_where_it_stands),
        cmocka_unit_test(a_pipe_that_does_not_block_gets_every_byte),
        cmocka_unit_test(a_reader_that_leaves_is_told_as_epipe),
        cmocka_unit_test(the_first_failure_is_the_one_remembered),
        cmocka_unit_test(what_was_written_can_be_read_back_and_overwritten),
        cmocka_unit_test(no_file_takes_the_place_of_a_closed_standard_descriptor),
        cmocka_unit_test(unlinking_all_leaves_finished_files_and_no_temporary),
        cmocka_unit_test(more_temporaries_than_slots_are_refused),
        cmocka_unit_test(a_signal_at_any_moment_leaves_whole_files_only),
        cmocka_unit_test(many_writers_to_one_name_leave_one_whole_file),
        cmocka_unit_test(a_full_disk_is_told_and_leaves_the_old_file),
        cmocka_unit_test(a_read_only_disk_is_told),
    };
    return cmocka_run_group_tests_name("output", tests, enter_folder, leave_folder);
}
