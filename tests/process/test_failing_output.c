// When the output fails: the status, one line, the old file, and nothing left behind.
#include <signal.h>
#include <sys/mount.h>

#include "folder.h"
#include "program.h"

static void put_old_file(const char *name) {
    make_file(name, "the old file", 12);
}

static bool is_old_file(const char *name) {
    char bytes[32] = "";
    FILE *f = fopen(name, "rb");
    const size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (f) {
        fclose(f);
    }
    return n == 12 && memcmp(bytes, "the old file", 12) == 0;
}

// Go to a new file system within the folder. False: this user may not mount.
static bool enter_disk(const char *options, unsigned long flags) {
    if (mkdir("disk", 0755) != 0 || mount("tmpfs", "disk", "tmpfs", 0, options) != 0) {
        rmdir("disk");
        print_message("this user may not mount a disk\n");
        return false;
    }
    put_old_file("disk/old.wav");
    if (flags) {
        mount("tmpfs", "disk", "tmpfs", MS_REMOUNT | flags, options);
    }
    return true;
}

static void leave_disk(void) {
    umount("disk");
    rmdir("disk");
}

static int n_in_disk(void) {
    ending e = run_shell("ls -A disk | wc -l");
    const int n = atoi((const char *)e.out);
    forget(&e);
    return n;
}

static void a_full_disk_leaves_the_old_file(void **state) {
    (void)state;
    if (!enter_disk("size=64k", 0)) {
        skip();
    }
    static const char *const types[] = {"wav -b 24", "flac -b 24", "aiff -b 24", "au -b 24",
                                        "caf -b 24", "ogg",        "raw -b 24",  "w64 -b 24"};
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i) {
        ending e = run("render -c 2 C4,E4:20 -t %s -o disk/old.wav", types[i]);
        assert_refused(&e, 5, "No space left", types[i]);
        forget(&e);
        assert_true(is_old_file("disk/old.wav"));
        assert_int_equal(n_in_disk(), 1);
    }
    leave_disk();
}

static void a_read_only_disk_is_told_at_once(void **state) {
    (void)state;
    if (!enter_disk("size=64k", MS_RDONLY)) {
        skip();
    }
    ending e = run("render C4 -o disk/old.wav");
    assert_refused(&e, 5, "disk/old.wav", "read-only");
    forget(&e);
    assert_true(is_old_file("disk/old.wav"));
    leave_disk();
}

static void the_full_device_and_missing_folders_fail(void **state) {
    (void)state;
    static const struct {
        const char *words, *part;
    } cases[] = {
        {"render C4 -t wav -o /dev/full", "/dev/full"},
        {"render C4 -t raw -o /dev/full", "/dev/full"},
        {"render C4 -o nowhere/a.wav", "nowhere"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("%s", cases[i].words);
        assert_refused(&e, 5, cases[i].part, cases[i].words);
        forget(&e);
    }
    const circumstances full = {.out_path = "/dev/full"};
    static const char *const lines[] = {"render C4",
                                        "render C4 -t wav",
                                        "--help",
                                        "--version",
                                        "render --help",
                                        "table info saw",
                                        "table info saw --json",
                                        "table list",
                                        "score info tune.score",
                                        "score info tune.score --json",
                                        "plot -w saw"};
    make_file("tune.score", "0 C4\n", 5);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        ending e = run_how(&full, lines[i]);
        assert_refused(&e, 5, "standard output", lines[i]);
        forget(&e);
    }
    empty_folder();
}

static void a_reader_that_leaves_ends_it_quietly(void **state) {
    (void)state;
    ending e =
        run_shell("exec 3>&1; { \"$WT\" render C4:600; echo $? >&3; } | head -c 1000 >/dev/null");
    assert_string_equal(e.out, "141\n");
    assert_int_equal(e.n_err, 0);
    forget(&e);
}

static void texts_without_a_reader_end_quietly_too(void **state) {
    (void)state;
    static const char *const words[] = {"help", "table list", "table info saw", "help render",
                                        "score info tune.score"};
    make_file("tune.score", "0 C4\n", 5);
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        ending e = run_shell("exec 3>&1; { sleep 0.1; \"$WT\" %s; echo $? >&3; } | true", words[i]);
        assert_string_equal(e.out, "141\n");
        assert_int_equal(e.n_err, 0);
        forget(&e);
    }
    empty_folder();
}

static void a_reader_that_leaves_is_an_error_where_sigpipe_is_ignored(void **state) {
    (void)state;
    ending e =
        run_shell("trap '' PIPE; exec 3>&1; { \"$WT\" render C4:600; echo $? >&3; } | head -c "
                  "1000 >/dev/null");
    assert_string_equal(e.out, "5\n");
    assert_int_equal(n_lines(e.err), 1);
    forget(&e);
}

// Whether the process has a file of the test's folder open, be it one without a name.
static bool writes_here(pid_t child) {
    char fds[64], here[512], found[512];
    snprintf(fds, sizeof fds, "/proc/%ld/fd", (long)child);
    DIR *const listing = opendir(fds);
    bool writes = false;
    for (const struct dirent *entry; listing && (entry = readdir(listing));) {
        const ssize_t n = readlinkat(dirfd(listing), entry->d_name, found, sizeof found);
        const size_t n_here = strlen(getcwd(here, sizeof here));
        writes = writes || (n > (ssize_t)n_here + 1 && memcmp(found, here, n_here) == 0);
    }
    if (listing) {
        closedir(listing);
    }
    return writes;
}

// Start a long render of a small file, wait until it writes, and send the signal, once or twice.
static int status_after(int number, int times) {
    const char *const argv[] = {WT_PROGRAM, "render",   "C4:18000", "-r", "8000",     "-b",
                                "8",        "--unison", "16",       "-o", "kept.wav", NULL};
    const pid_t child = launch(argv, NULL, STDOUT_FILENO, STDERR_FILENO);
    for (int i = 0; i < 1000 && !writes_here(child); ++i) {
        usleep(5000);
    }
    for (int i = 0; i < times; ++i) {
        kill(child, number);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status_of(status);
}

static void a_signal_removes_what_was_begun(void **state) {
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < 3; ++i) {
        for (int times = 1; times <= 2; ++times) {
            put_old_file("kept.wav");
            assert_int_equal(status_after(signals[i], times), 128 + signals[i]);
            assert_true(is_old_file("kept.wav"));
            assert_int_equal(n_files(), 1);
            empty_folder();
        }
    }
}

static void clipping_is_counted_and_strict_makes_it_fail(void **state) {
    (void)state;
    ending e = run("render -g 6 -w square C4 -o loud.wav");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "clipped (-g -"));
    forget(&e);
    e = run("render --strict -g 6 -w square C4 -o strict.wav");
    assert_refused(&e, 1, "clipped", "strict");
    forget(&e);
    assert_int_equal(access("strict.wav", F_OK), 0);
    e = run("render -g 6 -w square C4 -q -o quiet.wav");
    assert_done(&e, "quiet");
    forget(&e);
}

static void a_folder_that_is_not_ours_to_write_is_told(void **state) {
    (void)state;
    if (geteuid() != 0 || !has_command("setpriv")) {
        print_message("only root with setpriv can be someone else\n");
        skip();
    }
    ending e = run_shell("mkdir -m 755 closed && chmod 755 . && printf 'the old file' "
                         ">closed/old.wav && setpriv --reuid 65534 --clear-groups \"$WT\" "
                         "--version");
    const bool reachable = e.status == 0; // the program may lie where others cannot go
    forget(&e);
    if (reachable) {
        static const char *const names[] = {"closed/old.wav", "closed/new.wav"};
        for (size_t i = 0; i < 2; ++i) {
            e = run_shell("setpriv --reuid 65534 --clear-groups \"$WT\" render C4 -o %s", names[i]);
            assert_refused(&e, 5, names[i], names[i]);
            forget(&e);
        }
        assert_true(is_old_file("closed/old.wav"));
        assert_int_equal(access("closed/new.wav", F_OK), -1);
    }
    unlink("closed/old.wav");
    assert_int_equal(rmdir("closed"), 0);
    if (!reachable) {
        print_message("others may not run the program here\n");
        skip();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_leaves_the_old_file),
        cmocka_unit_test(a_read_only_disk_is_told_at_once),
        cmocka_unit_test(a_folder_that_is_not_ours_to_write_is_told),
        cmocka_unit_test(the_full_device_and_missing_folders_fail),
        cmocka_unit_test(a_reader_that_leaves_ends_it_quietly),
        cmocka_unit_test(texts_without_a_reader_end_quietly_too),
        cmocka_unit_test(a_reader_that_leaves_is_an_error_where_sigpipe_is_ignored),
        cmocka_unit_test(a_signal_removes_what_was_begun),
        cmocka_unit_test(clipping_is_counted_and_strict_makes_it_fail),
    };
    return cmocka_run_group_tests_name("failing output", tests, enter_folder, leave_folder);
}
