// Odd standard descriptors and tight limits: the right status, clean sound.
#include "folder.h"
#include "program.h"

#include <sys/ioctl.h>
#include <sys/resource.h>

static const char note[] = "render -t raw -g -9 C4,E4:0.3";

static void close_as(int which) {
    for (int fd = 0; fd <= 2; fd++) {
        if (which >> fd & 1) {
            close(fd);
        }
    }
}

static int closed;

static void close_some(void) {
    close_as(closed);
}

static void descriptors_that_were_closed_never_carry_sound_elsewhere(void **state) {
    (void)state;
    ending whole = run("%s", note);
    assert_done(&whole, note);
    for (closed = 1; closed < 8; closed++) {
        const circumstances how = {.prepare = close_some};
        ending e = run_how(&how, "render -t raw -g -9 C4,E4:0.3 -o a.raw");
        assert_int_equal(e.status, 0);
        assert_int_equal(e.n_out + e.n_err, 0);
        assert_true(file_is("a.raw", whole.out, whole.n_out));
        forget(&e);
        e = run_how(&how, "render H4 -o b.raw");
        assert_int_equal(e.status, 2);
        assert_int_equal(e.n_out, 0);
        assert_int_equal(e.n_err > 0, (closed & 4) == 0);
        forget(&e);
        e = run_how(&how, note);
        assert_int_equal(e.status, closed & 2 ? 5 : 0);
        assert_int_equal(e.n_out, closed & 2 ? 0 : whole.n_out);
        assert_int_equal(e.n_err > 0, closed & 2 && !(closed & 4));
        forget(&e);
        assert_int_equal(n_files(), 1);
        empty_folder();
    }
    forget(&whole);
}

static void a_closed_input_is_not_an_empty_one(void **state) {
    (void)state;
    closed = 1;
    const circumstances how = {.prepare = close_some};
    static const char *const lines[] = {"batch", "batch -", "render -s - -o a.wav",
                                        "render @- -o a.wav"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        ending e = run_how(&how, lines[i]);
        assert_refused(&e, 3, "standard input", lines[i]);
        forget(&e);
        assert_int_equal(n_files(), 0);
    }
}

// What is opened first takes the lowest number: a log in place of stderr would get the meter.
static void a_log_never_takes_the_place_of_a_closed_stderr(void **state) {
    (void)state;
    for (closed = 1; closed < 8; closed++) {
        static const char jobs[] = "-g -9 C4:0.1 -o a.wav\n-g -9 E4:0.1 -o b.wav\n";
        make_file("jobs", jobs, sizeof jobs - 1);
        const circumstances how = {.prepare = close_some};
        ending e = run_how(&how, "batch jobs -v --progress always --log log");
        assert_int_equal(e.status, 0);
        assert_int_equal(e.n_out, 0);
        size_t n;
        unsigned char *const log = file_bytes("log", &n);
        assert_non_null(log);
        assert_int_equal(n_lines((const char *)log), 2);
        for (const char *line = (const char *)log; *line; line = strchr(line, '\n') + 1) {
            assert_int_equal(*line, '{');
        }
        free(log);
        forget(&e);
        empty_folder();
    }
}

static void a_full_stderr_changes_nothing_else(void **state) {
    (void)state;
    ending whole = run("%s", note);
    ending e = run_shell("\"$WT\" %s --progress always -v 2>/dev/full", note);
    assert_int_equal(e.status, 0);
    assert_int_equal(e.n_out, whole.n_out);
    assert_memory_equal(e.out, whole.out, whole.n_out);
    forget(&e);
    e = run_shell("\"$WT\" render H4 2>/dev/full");
    assert_int_equal(e.status, 2);
    assert_int_equal(e.n_out, 0);
    forget(&e);
    forget(&whole);
}

// Read what the program writes to a pipe that refuses to wait, `step` bytes at a time.
static void read_slowly(const ending *whole, const char *const *argv, size_t step) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETPIPE_SZ, 4096);
    const pid_t child = launch(argv, NULL, ends[1], STDERR_FILENO);
    close(ends[1]);
    size_t n = 0;
    unsigned char bytes[4096];
    for (ssize_t got; (got = read(ends[0], bytes, step)) > 0; n += (size_t)got) {
        assert_true(n + (size_t)got <= whole->n_out);
        assert_memory_equal(bytes, whole->out + n, (size_t)got);
    }
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status_of(status), 0);
    assert_int_equal(n, whole->n_out);
}

static void a_pipe_that_will_not_wait_and_a_slow_reader_get_the_same_bytes(void **state) {
    (void)state;
    static const char *const types[] = {"raw", "wav", "flac", "au"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const char *const argv[] = {WT_PROGRAM, "render", "-t", types[i], "C4:0.3", NULL};
        ending whole = run_argv(argv, NULL);
        assert_done(&whole, types[i]);
        read_slowly(&whole, argv, 1);
        read_slowly(&whole, argv, 1000);
        forget(&whole);
    }
}

static void stopped_and_continued_it_writes_the_same_bytes(void **state) {
    (void)state;
    const char *const argv[] = {WT_PROGRAM, "render", "-t", "raw", "C4:4", NULL};
    ending whole = run_argv(argv, NULL);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const pid_t child = launch(argv, NULL, ends[1], STDERR_FILENO);
    close(ends[1]);
    unsigned char bytes[4096];
    size_t n = 0;
    for (ssize_t got = 1; got > 0; n += (size_t)got) {
        if (n % 32768 == 0 && whole.n_out - n > 131072) { // more than the pipe holds: it still runs
            kill(child, SIGSTOP);
            waitpid(child, NULL, WUNTRACED);
            kill(child, SIGCONT);
        }
        got = read(ends[0], bytes, sizeof bytes);
        assert_in_range(got, 0, whole.n_out - n);
        assert_memory_equal(bytes, whole.out + n, (size_t)got);
    }
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status_of(status), 0);
    assert_int_equal(n, whole.n_out);
    forget(&whole);
}

// What a shell's > opens can be written, and not read.
static void each_type_has_the_same_bytes_through_a_redirection_as_under_its_name(void **state) {
    (void)state;
    static const char *const types[] = {"raw",  "wav", "aiff", "au",  "caf",
                                        "flac", "ogg", "opus", "w64", "rf64"};
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i) {
        ending e =
            run_shell("\"$WT\" render -t %s A4:0.1 >a && \"$WT\" render -t %s A4:0.1 -o b && "
                      "printf before >c && \"$WT\" render -t %s A4:0.1 >>c && "
                      "cmp a b && tail -c +7 c | cmp - b",
                      types[i], types[i], types[i]);
        assert_done(&e, types[i]);
        forget(&e);
    }
    empty_folder();
}

// A terminal of our own as stdout.
static ending on_a_terminal(const char *const *argv) {
    ending e = {.status = -1};
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
        return e;
    }
    const int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    if (terminal >= 0) {
        const circumstances how = {.out_path = ptsname(master)};
        const char *words[9] = {NULL};
        for (int i = 0; argv[i]; i++) {
            words[i] = strcmp(argv[i], "TERMINAL") == 0 ? ptsname(master) : argv[i];
        }
        e = run_argv(words, &how);
        int n = 0;
        ioctl(master, FIONREAD, &n);
        e.n_out = (size_t)n;
        close(terminal);
    }
    close(master);
    return e;
}

static void sound_on_a_terminal_is_refused_with_the_command_that_plays_it(void **state) {
    (void)state;
    static const struct {
        const char *argv[9], *part;
    } cases[] = {
        {{WT_PROGRAM, "render", "C4", NULL}, "play -t raw -r 48000 -e signed -b 16 -c 1 -"},
        {{WT_PROGRAM, "render", "-e", "float", "-c", "2", "C4", NULL},
         "play -t raw -r 48000 -e float -b 32 -c 2 -"},
        {{WT_PROGRAM, "render", "-t", "wav", "C4", "-o", "-", NULL}, "play -t wav -"},
        {{WT_PROGRAM, "render", "C4", "-o", "/dev/stdout", NULL}, "play -t raw"},
        {{WT_PROGRAM, "render", "C4", "-o", "TERMINAL", NULL}, "play -t raw"},
        {{WT_PROGRAM, "batch", "jobs", "--to", "-", NULL}, "shows no sound"},
        {{WT_PROGRAM, "table", "make", "saw", "-o", "-", NULL}, "shows no table"},
    };
    make_file("jobs", "C4:0.1 -o a.wav\n", 16);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = on_a_terminal(cases[i].argv);
        if (e.status < 0) {
            print_message("no terminal can be opened here\n");
            skip();
        }
        assert_refused(&e, 2, cases[i].part, cases[i].part);
        assert_int_equal(e.n_out, 0);
        forget(&e);
    }
    remove("jobs");
}

static void limit(int resource, rlim_t most) {
    const struct rlimit both = {most, most};
    setrlimit(resource, &both);
}

static void limit_files(void) {
    limit(RLIMIT_FSIZE, 20000);
}

static rlim_t n_descriptors;

static void limit_descriptors(void) {
    limit(RLIMIT_NOFILE, n_descriptors);
}

static void limit_stack(void) {
    limit(RLIMIT_STACK, 65536);
}

static void a_file_past_the_limit_on_sizes_fails_and_the_old_one_stays(void **state) {
    (void)state;
    make_file("old.wav", "the old file", 12);
    const circumstances how = {.prepare = limit_files};
    ending e = run_how(&how, "render C4:3 -o old.wav");
    assert_refused(&e, 5, "old.wav", "ulimit -f");
    assert_true(file_is("old.wav", "the old file", 12));
    assert_int_equal(n_files(), 1);
    forget(&e);
    empty_folder();
}

static void without_a_descriptor_left_it_fails_with_a_reason(void **state) {
    (void)state;
    const circumstances how = {.prepare = limit_descriptors};
    if (is_sanitized) {
        print_message("a sanitizer needs descriptors of its own\n");
        skip();
    }
    n_descriptors = 4;
    ending e = run_how(&how, "render C4 -o a.wav");
    assert_refused(&e, 4, "Too many open files", "4 descriptors");
    assert_int_equal(n_files(), 0);
    forget(&e);
    n_descriptors = 5; // the file and its folder
    e = run_how(&how, "render C4 -o a.wav");
    assert_done(&e, "5 descriptors");
    forget(&e);
    empty_folder();
}

static void whatever_runs_out_of_descriptors_ends_with_4(void **state) {
    (void)state;
    static const char *const lines[] = {
        "render -w saw A4:0.01 -o a.wav --log log",
        "render @p.preset A4:0.01 -o a.wav",
        "render --each C4:0.01 E4:0.01 -j 1 -o {n}.wav",
        "render A4:0.01 --parents -o x/a.wav",
        "batch jobs -j 1 --to a.tar",
        "table list",
        "table info brass",
        "table make saw,sine -o a.wav",
        "table convert brass -o a.wt",
        "plot -w brass -o a.svg",
        "plot -w saw -o a.png",
    };
    const circumstances how = {.prepare = limit_descriptors};
    if (is_sanitized) {
        skip();
    }
    int n_short = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        for (n_descriptors = 4; n_descriptors < 9; n_descriptors++) {
            make_file("p.preset", "-w sine\n", 8);
            make_file("jobs", "-d 0.01 A4 -o a.wav\n", 20);
            ending e = run_how(&how, lines[i]);
            if (e.status != 0) {
                assert_refused(&e, 4, "oo many open files", lines[i]);
                n_short++;
            }
            forget(&e);
            unlink("x/a.wav");
            rmdir("x");
            empty_folder();
        }
    }
    assert_true(n_short >= 6);
}

static void a_stack_of_64_kilobytes_is_enough(void **state) {
    (void)state;
    if (is_sanitized) {
        print_message("a sanitizer takes more stack than the program\n");
        skip();
    }
    const circumstances how = {.prepare = limit_stack};
    ending whole = run("render -g -12 -w saw,square -m 0:0,1:1 -c 2 --fm 2 C4,E4:0.5");
    ending e = run_how(&how, "render -g -12 -w saw,square -m 0:0,1:1 -c 2 --fm 2 C4,E4:0.5");
    assert_done(&e, "64 KB of stack");
    assert_int_equal(e.n_out, whole.n_out);
    assert_memory_equal(e.out, whole.out, whole.n_out);
    forget(&e);
    forget(&whole);
}

static bool memory_is_limited(void) {
    const pid_t child = fork();
    if (child == 0) {
        limit(RLIMIT_AS, (rlim_t)64 << 20);
        void *const block = malloc((size_t)256 << 20);
        _exit(block != NULL);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return status_of(status) == 0;
}

static rlim_t n_bytes;

static void limit_memory(void) {
    limit(RLIMIT_AS, n_bytes);
}

static void where_memory_is_short_it_works_or_says_so(void **state) {
    (void)state;
    if (is_sanitized) {
        print_message("a sanitizer takes more memory than the limit\n");
        skip();
    }
    if (!memory_is_limited()) {
        print_message("memory cannot be limited here\n");
        skip();
    }
    const circumstances how = {.prepare = limit_memory};
    for (n_bytes = (rlim_t)4 << 20; n_bytes <= (rlim_t)24 << 20; n_bytes += (rlim_t)1 << 19) {
        ending e = run_how(&how, "render -w saw,square -m 0:0,1:1 C4 -o a.wav");
        const bool is_loader = e.status == 127 || strstr(e.err, "shared libraries");
        if (e.status == 4) {
            assert_refused(&e, 4, "memory", "little memory");
        } else if (e.status != 0 && !is_loader && n_bytes > (rlim_t)8 << 20) {
            fail_msg("%lu bytes: status %d, %s", (unsigned long)n_bytes, e.status, e.err);
        }
        assert_int_equal(n_files(), e.status == 0);
        forget(&e);
        empty_folder();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(descriptors_that_were_closed_never_carry_sound_elsewhere),
        cmocka_unit_test(a_closed_input_is_not_an_empty_one),
        cmocka_unit_test(a_log_never_takes_the_place_of_a_closed_stderr),
        cmocka_unit_test(a_full_stderr_changes_nothing_else),
        cmocka_unit_test(a_pipe_that_will_not_wait_and_a_slow_reader_get_the_same_bytes),
        cmocka_unit_test(each_type_has_the_same_bytes_through_a_redirection_as_under_its_name),
        cmocka_unit_test(stopped_and_continued_it_writes_the_same_bytes),
        cmocka_unit_test(sound_on_a_terminal_is_refused_with_the_command_that_plays_it),
        cmocka_unit_test(a_file_past_the_limit_on_sizes_fails_and_the_old_one_stays),
        cmocka_unit_test(without_a_descriptor_left_it_fails_with_a_reason),
        cmocka_unit_test(whatever_runs_out_of_descriptors_ends_with_4),
        cmocka_unit_test(a_stack_of_64_kilobytes_is_enough),
        cmocka_unit_test(where_memory_is_short_it_works_or_says_so),
    };
    return cmocka_run_group_tests_name("descriptors", tests, enter_folder, leave_folder);
}
