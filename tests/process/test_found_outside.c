// Kinds of loss that were found by attacks from outside, each by the example that found it.
#include "cycle_file.h"
#include "folder.h"
#include "program.h"

#include <sys/stat.h>

static void put_lines(const char *name, const char *text) {
    make_file(name, text, strlen(text));
}

static void limit(int resource, rlim_t most) {
    const struct rlimit both = {most, most};
    setrlimit(resource, &both);
}

static void little_memory(void) {
    limit(RLIMIT_AS, 200u << 20);
}

// getline() has no memory for it, and says -1 as at an end.
static void a_line_too_long_for_memory_is_no_end_of_a_batch(void **state) {
    (void)state;
    if (is_sanitized) {
        skip(); // they take all of the address space
    }
    const char first[] = "-d 0.01 A4 -o first.wav\n# ";
    FILE *const jobs = fopen("jobs", "wb");
    assert_non_null(jobs);
    fputs(first, jobs);
    assert_int_equal(ftruncate(fileno(jobs), 300 << 20), 0); // zeros that take no room
    fseek(jobs, 0, SEEK_END);
    fputs("\n-d 0.01 A4 -o last.wav\n", jobs);
    fclose(jobs);
    const circumstances how = {.prepare = little_memory};
    ending e = run_how(&how, "batch jobs -k");
    assert_refused(&e, 4, "jobs", "a batch");
    assert_int_equal(access("last.wav", F_OK), -1);
    forget(&e);
    e = run_how(&how, "batch --resume --log jobs -");
    assert_true(e.status == 4 || e.status == 2);
    assert_true(e.n_err > 0);
    forget(&e);
    assert_int_equal(rename("jobs", "log"), 0);
    put_lines("jobs", "-d 0.01 A4 -o last.wav\n");
    e = run_how(&how, "batch jobs --resume --log log");
    assert_refused(&e, 4, "log", "a log");
    forget(&e);
    empty_folder();
}

// A status other than 0 never comes without a line.
static void no_status_comes_without_a_line(void **state) {
    (void)state;
    static const char *const lines[] = {
        "table info saw missing.wav",
        "table info missing.wav saw",
        "table info saw missing.wav --json",
        "table list more",
        "help nothing",
        "help --completion",
        "help --completion tcsh",
        "plot",
        "plot --env",
        "batch missing",
        "render",
        "render @missing",
        "''",
        "render --each A4",
        "table",
        "table make",
        "table convert",
        "table info",
    };
    put_lines("bad", "not a batch\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ending e = run("%s", lines[i]);
        if (e.status == 0 || e.n_err == 0 || strncmp(e.err, "wavetable: ", 11) != 0) {
            fail_msg("%s: status %d, \"%s\"", lines[i], e.status, e.err);
        }
        forget(&e);
    }
    empty_folder();
}

static void a_log_without_an_end_is_refused(void **state) {
    (void)state;
    put_lines("jobs", "-d 0.01 A4 -o a.wav\n");
    assert_int_equal(mkfifo("fifo", 0666), 0);
    static const char *const logs[] = {"/dev/zero", "fifo", "/dev/null", "."};
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        ending e = run_shell("timeout 20 \"$WT\" batch jobs --resume --log %s", logs[i]);
        assert_refused(&e, 3, logs[i], logs[i]);
        assert_int_equal(access("a.wav", F_OK), -1);
        forget(&e);
    }
    empty_folder();
}

static const char *const hostile[] = {"\x1b[31m",
                                      "\xc2\x9b"
                                      "31m",
                                      "\xff\xfe",
                                      "\xe2\x80\xae",
                                      "a\nb",
                                      "\x7f"};

static void assert_tame(const char *what, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)text[i];
        const unsigned char after = i + 1 < n ? (unsigned char)text[i + 1] : 0;
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || c == 0xff || c == 0xfe ||
            (c == 0xc2 && after < 0xa0) ||
            (c == 0xe2 && after == 0x80 && text[i + 2] == (char)0xae)) {
            fail_msg("%s: byte %02x in \"%s\"", what, c, text);
        }
    }
}

// A title in a WAV's INFO chunk, and a name of a file, that would write on a terminal.
static void hostile_names_and_titles_are_spelt_out(void **state) {
    (void)state;
    static const char *const commands[] = {
        "table info './%s.wav'",
        "table info './%s.wav' --json",
        "table info './%s' --json",
        "render -w './%s.wav#99' A4",
        "render -w './%s' A4",
        "render '%s'",
        "render -d 0.01 A4 -v -o 'out%s.wav'",
        "plot -w './%s.wav' -o - -t svg",
        "plot -w './%s.wav' -o - -t csv",
        "plot -w './%s.wav' -t txt -o -",
        "batch '%s'",
        "table list",
        "table list --json",
        "help '%s'",
        "--%s",
        "render --no='%s' A4",
    };
    setenv("WAVETABLE_TABLES", folder, 1);
    for (size_t k = 0; k < sizeof hostile / sizeof *hostile; k++) {
        char name[64];
        snprintf(name, sizeof name, "%s.wav", hostile[k]);
        const float cycle[16] = {0.0f, 0.5f, -0.5f};
        make_cycle_f32(name, cycle, 16);
        for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
            char line[200] = "\"$WT\" ";
            snprintf(line + 6, sizeof line - 6, commands[i], hostile[k]);
            ending e = run_shell("%s", line);
            assert_tame(commands[i], e.err, e.n_err);
            if (strncmp(commands[i], "render", 6) != 0) {
                assert_tame(commands[i], (char *)e.out, e.n_out);
            }
            forget(&e);
        }
    }
    unsetenv("WAVETABLE_TABLES");
    empty_folder();
}

// A pipe that is full and does not wait, and a reader that comes late.
static void texts_wait_for_a_pipe_as_sound_does(void **state) {
    (void)state;
    static const char *const commands[] = {"help --man", "help render", "help --completion bash",
                                           "table list --json"};
    if (!has_command("python3")) {
        skip();
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        ending e = run_shell("for n in 1 2 3 4 5 6; do \"$WT\" %s; done >whole; "
                             "python3 -c 'import os,subprocess,sys,time,fcntl\n"
                             "r,w=os.pipe()\n"
                             "fcntl.fcntl(w,1031,4096)\n"
                             "os.set_blocking(w,False)\n"
                             "p=subprocess.Popen([\"sh\",\"-c\",\"for n in 1 2 3 4 5 6; do "
                             "\\\"$WT\\\" %s || exit 9; done\"],stdout=w)\n"
                             "os.close(w)\n"
                             "time.sleep(0.3)\n"
                             "data=b\"\"\n"
                             "while True:\n"
                             "  b=os.read(r,1000)\n"
                             "  if not b: break\n"
                             "  data+=b\n"
                             "sys.exit(p.wait() or data!=open(\"whole\",\"rb\").read())'",
                             commands[i], commands[i]);
        if (e.status != 0) {
            fail_msg("%s: status %d, %s", commands[i], e.status, e.err);
        }
        forget(&e);
    }
    empty_folder();
}

static void a_reader_that_leaves_a_table_is_nobody_s_fault(void **state) {
    (void)state;
    ending e = run_shell("{ \"$WT\" table make saw,sine --cycles 64 -o - -t wav; echo $? >status; "
                         "} | head -c 10 >/dev/null");
    size_t n;
    unsigned char *const status = file_bytes("status", &n);
    assert_non_null(status);
    assert_string_equal((char *)status, "141\n");
    assert_int_equal(e.n_err, 0);
    free(status);
    forget(&e);
    empty_folder();
}

static void little_stack(void) {
    limit(RLIMIT_STACK, 64 << 10);
}

static void a_small_stack_is_enough_for_a_batch_of_every_type(void **state) {
    (void)state;
    if (is_sanitized) {
        skip();
    }
    static const char *const types[] = {"wav", "ogg", "opus", "flac", "aiff", "caf"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char jobs[400];
        snprintf(jobs, sizeof jobs, "-d 0.1 A4 -o a.%s\n-d 0.1 -w sine C3,E3 -o b.%s\n", types[i],
                 types[i]);
        put_lines("jobs", jobs);
        const circumstances how = {.prepare = little_stack};
        ending e = run_how(&how, "batch jobs -j 2");
        if (e.status != 0) {
            fail_msg("%s: status %d, %s", types[i], e.status, e.err);
        }
        forget(&e);
    }
    empty_folder();
}

static void a_full_folder_of_temporaries_is_named(void **state) {
    (void)state;
    ending e = run_shell(
        "unshare -m sh -c 'mkdir small && mount -t tmpfs -o size=16k none small && echo mounted && "
        "TMPDIR=\"$PWD/small\" \"$WT\" render -d 2 A4 -t flac 2>&1 >/dev/null; echo $?; "
        "yes -- \"-d 0.01 A4 -o x.wav\" | head -n 10000 | TMPDIR=\"$PWD/small\" \"$WT\" "
        "batch - 2>&1; echo $?'; "
        "rmdir small");
    if (!strstr((char *)e.out, "mounted")) {
        forget(&e);
        skip(); // no right to mount
    }
    const char *const first = strstr((char *)e.out, "small");
    assert_true(strstr((char *)e.out, "\n5\n") != NULL);
    assert_true(first != NULL && strstr(first + 1, "small") != NULL);
    assert_true(strstr((char *)e.out, "\n4\n") != NULL);
    forget(&e);
    empty_folder();
}

static void the_null_device_may_be_the_output_of_many_lines(void **state) {
    (void)state;
    put_lines("jobs", "-d 0.01 A4 -t raw -o /dev/null\n-d 0.01 C4 -o /dev/null\n");
    ending e = run("batch jobs");
    assert_done(&e, "batch");
    forget(&e);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_too_long_for_memory_is_no_end_of_a_batch),
        cmocka_unit_test(no_status_comes_without_a_line),
        cmocka_unit_test(a_log_without_an_end_is_refused),
        cmocka_unit_test(hostile_names_and_titles_are_spelt_out),
        cmocka_unit_test(texts_wait_for_a_pipe_as_sound_does),
        cmocka_unit_test(a_reader_that_leaves_a_table_is_nobody_s_fault),
        cmocka_unit_test(a_small_stack_is_enough_for_a_batch_of_every_type),
        cmocka_unit_test(a_full_folder_of_temporaries_is_named),
        cmocka_unit_test(the_null_device_may_be_the_output_of_many_lines),
    };
    return cmocka_run_group_tests_name("found outside", tests, enter_folder, leave_folder);
}
