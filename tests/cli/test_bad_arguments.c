// Bad arguments: status 2, the place, nothing on stdout, nothing written.
#include "folder.h"
#include "program.h"

static void every_bad_argument_is_refused_with_its_place(void **state) {
    (void)state;
    static const struct {
        const char *words, *part;
    } cases[] = {
        {"rendr A4", "did you mean render?"},
        {"xyzzy A4", "see wavetable help"},
        {"render -w vowel A4", "did you mean vowels?"},
        {"render --frob A4", "--frob"},
        {"render --rtae 3 A4", "did you mean --rate"},
        {"render -Z A4", "-Z"},
        {"render A4 --rate", "--rate"},
        {"render --strict=1 A4", "--strict"},
        {"render -r 0 A4", "--rate"},
        {"render -r -1 A4", "--rate"},
        {"render -r 1e99 A4", "--rate"},
        {"render -r nan A4", "--rate"},
        {"render -r 4294967297 A4", "--rate"},
        {"render -r 48000x A4", "--rate"},
        {"render 0Hz", "NOTE"},
        {"render -- -5Hz", "NOTE"},
        {"render infHz", "NOTE"},
        {"render 24000Hz", "24000"},
        {"render -r 8000 A8", "half the rate"},
        {"render 440x", "NOTE"},
        {"render -g 4,4 A4", "--gain"},
        {"render -g nan A4", "--gain"},
        {"render -d -1 A4", "--duration"},
        {"render -T 0 A4", "--tempo"},
        {"render --tuning 0 A4", "--tuning"},
        {"render ''", "NOTE"},
        {"render H4", "NOTE"},
        {"render C", "octave"},
        {"render C99", "NOTE"},
        {"render 130", "NOTE"},
        {"render C4@200", "velocity"},
        {"render C4:", "NOTE"},
        {"render A0..C8", "--each"},
        {"render -m lfo( A4", "--mix"},
        {"render -m 0:0,2:1,1:0 A4", "--mix"},
        {"render -m 9=0 A4", "--mix"},
        {"render -m 1=0 A4", "dimension 1"},
        {"render -x 0=1 A4", "--cross"},
        {"render -w pulse:2 A4", "--wave"},
        {"render -w nosuch A4", "nosuch"},
        {"render --frame 64 A4", "--frame"},
        {"render -E q16 A4", "--engine"},
        {"render -i quintic A4", "--interp"},
        {"render -B yes A4", "--bandlimit"},
        {"render --adsr 1,2 A4", "--adsr"},
        {"render --fm 1e7Hz A4", "at most 1MHz"},
        {"render --fm x A4", "--fm"},
        {"render --index 1 A4", "--index"},
        {"render --log - A4 -o a.wav", "--log: expected a file"},
        {"render -c 1 --pan 0 A4", "--pan"},
        {"render --unison 0 A4", "--unison"},
        {"render --seed -1 A4", "--seed"},
        {"render -b 12 A4", "--bits"},
        {"render -b 64 -e signed A4 -o a.wav", "64"},
        {"render -e mulaw A4", "--encoding"},
        {"render -c 3 A4", "--channels"},
        {"render -t mp9 A4", "--type"},
        {"render -j 0 A4", "--jobs"},
        {"render A4 -o a.xyz", "--output"},
        {"render A4 -o ''", "--output"},
        {"render A4 -t wav -o .", "directory"},
        {"render", "NOTE"},
        {"rander A4", "command"},
        {"help frob", "frob"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("%s", cases[i].words);
        assert_refused(&e, 2, cases[i].part, cases[i].words);
        assert_int_equal(e.n_out, 0);
        forget(&e);
        assert_int_equal(n_files(), 0);
    }
}

static void a_file_that_is_not_there_is_told_with_its_neighbour(void **state) {
    (void)state;
    static const struct {
        const char *words, *part;
    } cases[] = {
        {"render -w ./saw.wv A4", "./saw.wv: cannot open: No such file or directory (did you mean "
                                  "./saw.wav?)"},
        {"render -w sub/Saw.wavv#3 A4", "(did you mean sub/saw.wav?)"},
        {"render -s son.mid", "(did you mean song.mid?)"},
        {"render @leed.preset A4", "(did you mean lead.preset?)"},
        {"render --scale jsut.scl A4", "(did you mean just.scl?)"},
        {"render -a file:saw.wave A4", "(did you mean saw.wav?)"},
        {"table info sub/saw.wv", "(did you mean sub/saw.wav?)"},
        {"plot --spectrum saw.wv", "(did you mean saw.wav?)"},
        {"score info sonng.mid", "(did you mean song.mid?)"},
        {"batch job.txt", "(did you mean jobs.txt?)"},
        {"batch jobs.txt", "jobs.txt:1:1: ./saw.wv: cannot open: No such file or directory (did "
                           "you mean ./saw.wav?)"},
        {"table info elsewhere.wav", "elsewhere.wav: cannot open: No such file or directory\n"},
        {"table info nowhere/saw.wav", "nowhere/saw.wav: cannot open: No such file or directory\n"},
    };
    static const char *const files[] = {"saw.wav",     "sub/saw.wav", "song.mid",
                                        "lead.preset", "just.scl",    ".jobs.txt"};
    assert_int_equal(mkdir("sub", 0777), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; ++i) {
        make_file(files[i], "", 0);
    }
    make_file("jobs.txt", "A4 -w ./saw.wv -o a.wav", 23);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("%s", cases[i].words);
        assert_refused(&e, 3, cases[i].part, cases[i].words);
        forget(&e);
    }
    unlink("sub/saw.wav");
    rmdir("sub");
    empty_folder();
}

static void an_input_is_never_overwritten(void **state) {
    (void)state;
    ending e = run("render -w sine 375Hz -d 0.08 --adsr 0,0,1,0 -o in.wav");
    assert_done(&e, "input");
    forget(&e);
    assert_int_equal(symlink("in.wav", "link.wav"), 0);
    static const char *const lines[] = {
        "render -w ./in.wav --frame 128 A4 -o in.wav",
        "render -w ./in.wav --frame 128 A4 -o link.wav",
        "render -a file:in.wav A4 -o ./in.wav",
        "render @preset -t wav -o preset",
        "render @outer -t wav -o link.preset",
        "plot @preset --spectrum -t svg -o preset",
        "table make ./in.wav --frame 128 -o in.wav",
        "table make saw,./in.wav#0 --frame 128 -o link.wav",
        "table convert in.wav --frame 128 -o link.wav",
        "table make ./a.recipe -t wav -o a.recipe",
    };
    static const char recipe[] = "wavetable recipe\namplitude = 1 / k\n";
    make_file("a.recipe", recipe, sizeof recipe - 1);
    make_file("preset", "A4", 2);
    make_file("outer", "@preset", 7);
    assert_int_equal(symlink("preset", "link.preset"), 0);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        e = run("%s", lines[i]);
        assert_refused(&e, 2, "--output", lines[i]);
        forget(&e);
    }
    empty_folder();
}

// Names may come from files of others.
static void a_message_is_one_line_that_steers_no_terminal(void **state) {
    (void)state;
    static const char strange[] = "./a\033]0;b\nc\177.wav";
    static const char *const argvs[][6] = {
        {WT_PROGRAM, "render", "A4", "-w", strange},
        {WT_PROGRAM, "render", "A4", "-o", strange, "-twrong"},
        {WT_PROGRAM, "render", "-v", "A4:0.01", "-o", strange},
        {WT_PROGRAM, "render", "A4", "--\033c"},
        {WT_PROGRAM, "batch", strange},
    };
    for (size_t i = 0; i < sizeof argvs / sizeof *argvs; ++i) {
        const char *argv[7] = {0};
        memcpy(argv, argvs[i], sizeof argvs[i]);
        ending e = run_argv(argv, NULL);
        assert_true(e.n_err > 0);
        assert_null(strpbrk(e.err, "\033\177"));
        const bool is_batch = strcmp(argv[1], "batch") == 0; // which tells all its bad lines
        if (n_lines(e.err) != 1 && e.err[e.n_err - 2] != '^' && !is_batch) {
            fail_msg("%s", e.err);
        }
        forget(&e);
    }
    empty_folder();
}

static void what_would_last_for_ages_is_refused_before_anything_is_opened(void **state) {
    (void)state;
    ending e = run("render C4:1e12 -o nowhere/a.wav");
    assert_refused(&e, 4, "duration", "1e12 s");
    forget(&e);
    e = run("render C4 --length 1e12");
    assert_refused(&e, 4, "duration", "--length 1e12");
    forget(&e);
}

static void files_of_words_say_where_they_are_wrong(void **state) {
    (void)state;
    static const struct {
        const char *content;
        int status;
        const char *part;
    } cases[] = {
        {"@words", 2, "words:1:1"},
        {"-w saw\n  -r 12 A4", 2, "words:2:6"},
        {"# fine\n\nA4 'open", 2, "words:3"},
        {"\xEF\xBB\xBF-r 5\r\nA4\r\n", 2, "words:1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        make_file("words", cases[i].content, strlen(cases[i].content));
        ending e = run("render @words");
        assert_refused(&e, cases[i].status, cases[i].part, cases[i].content);
        forget(&e);
    }
    make_file("words", "-w sine # a comment\r\n'A4:0.5'\r\n", 31);
    ending e = run("render @words");
    assert_done(&e, "words");
    assert_int_equal(e.n_out / 2, 24480);
    forget(&e);
    e = run("render @nosuch");
    assert_refused(&e, 2, "@nosuch", "missing");
    forget(&e);
}

static void a_hundred_thousand_notes_and_a_word_of_a_megabyte_work(void **state) {
    (void)state;
    FILE *f = fopen("many", "w");
    for (int i = 0; i < 100000; ++i) {
        fputs("A4:0.001\n", f);
    }
    fclose(f);
    ending e = run("render --adsr 0,0,1,0 -t raw -o many.raw @many");
    assert_done(&e, "100,000 notes");
    forget(&e);
    struct stat s;
    assert_int_equal(stat("many.raw", &s), 0);
    assert_int_equal(s.st_size, 9600000);
    f = fopen("long", "w");
    fputs("-m 0:0", f);
    for (int i = 0; i < 90000; ++i) {
        fprintf(f, ",%d.%03d:0.5", i / 1000, i % 1000);
    }
    fputs(" A4:0.1", f);
    fclose(f);
    e = run("render -w saw,sine @long");
    assert_done(&e, "1 MB");
    forget(&e);
    f = fopen("long", "w");
    for (int i = 0; i < 1000000; ++i) {
        fputc('A', f);
    }
    fclose(f);
    e = run("render @long");
    assert_refused(&e, 2, "long:1:1", "a megabyte of A");
    forget(&e);
}

static void the_same_command_gives_the_same_bytes_anywhere(void **state) {
    (void)state;
    ending plain = run("render -w saw,square -m 0:0,0.5:1 C4 -t wav");
    assert_done(&plain, "plain");
    static const char *const lines[] = {
        "LC_ALL=de_DE.UTF-8 \"$WT\" render -w saw,square -m 0:0,0.5:1 C4 -t wav",
        "umask 777; \"$WT\" render -w saw,square -m 0:0,0.5:1 C4 -t wav",
        "env -i \"$WT\" render -w saw,square -m 0:0,0.5:1 C4 -t wav -j 7",
        "\"$WT\" render -w saw,square -m 0:0,0.5:1 C4 -t wav </dev/null 2>/dev/null",
    };
    for (size_t i = 0; i < 4; ++i) {
        ending e = run_shell("%s", lines[i]);
        assert_int_equal(e.n_out, plain.n_out);
        assert_memory_equal(e.out, plain.out, plain.n_out);
        forget(&e);
    }
    forget(&plain);
}

// Run the program without any word at all, its name included.
static int status_without_a_name(const char *out_path) {
    const pid_t child = fork();
    if (child == 0) {
        char *const none[] = {NULL};
        stand_in(STDOUT_FILENO, out_path, O_WRONLY | O_CREAT | O_TRUNC);
        stand_in(STDERR_FILENO, "/dev/null", O_WRONLY);
        execv(WT_PROGRAM, none);
        _exit(127);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status_of(status);
}

static void a_program_without_a_name_asks_for_words(void **state) {
    (void)state;
    assert_int_equal(status_without_a_name("out"), 2);
    assert_true(file_is("out", "", 0));
    empty_folder();
    const char *const argv[] = {WT_PROGRAM, NULL};
    ending e = run_argv(argv, NULL);
    assert_int_equal(e.status, 2);
    assert_non_null(strstr(e.err, "wavetable: command: none is given"));
    assert_non_null(strstr(e.err, "\n  wavetable render -w saw A4 -o a4.wav "));
    assert_int_equal(e.n_out, 0);
    forget(&e);
}

// Files hold no clock and no name of their own, and the umask is theirs to obey.
static void files_made_at_different_times_are_the_same(void **state) {
    (void)state;
    static const char *const types[] = {"wav", "aiff", "au", "caf", "flac", "ogg", "w64", "rf64"};
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i) {
        ending e = run_shell("\"$WT\" render -t %s C4:0.1 -o first; umask 077; TZ=Asia/Tokyo "
                             "HOME=/nowhere \"$WT\" render -t %s -j 3 C4:0.1 -o ./second; cmp "
                             "first second",
                             types[i], types[i]);
        assert_done(&e, types[i]);
        forget(&e);
    }
    sleep(1);
    ending e = run_shell("\"$WT\" render -t rf64 C4:0.1 -o first; cmp first second");
    assert_done(&e, "a second later");
    forget(&e);
    empty_folder();
}

static void files_of_words_nest_eight_deep_and_no_deeper(void **state) {
    (void)state;
    for (int i = 0; i < 9; ++i) {
        char name[16];
        char words[16];
        snprintf(name, sizeof name, "w%d", i);
        snprintf(words, sizeof words, i == 8 ? "A4:0.1" : "@w%d", i + 1);
        make_file(name, words, strlen(words));
    }
    ending e = run("render @w1");
    assert_done(&e, "8 deep");
    forget(&e);
    e = run("render @w0");
    assert_refused(&e, 2, "8 deep", "9 deep");
    forget(&e);
    make_file("w8", "@w3", 3);
    e = run("render @w1");
    assert_refused(&e, 2, "includes itself", "a ring");
    forget(&e);
    empty_folder();
}

// 30 times 30 times 30 times ... the words of one file.
static void files_of_words_do_not_multiply_without_end(void **state) {
    (void)state;
    for (int i = 0; i < 8; ++i) {
        char name[16];
        snprintf(name, sizeof name, "w%d", i);
        FILE *f = fopen(name, "w");
        assert_non_null(f);
        for (int k = 0; k < 30; ++k) {
            fprintf(f, i == 7 ? "C4 " : "@w%d ", i + 1);
        }
        fclose(f);
    }
    ending e = run("render @w0");
    assert_refused(&e, 2, "more than 10000 files", "a bomb");
    assert_true(is_sanitized || e.peak_kb < 40960); // 32 MB are used, in pages of up to 2 MB
    forget(&e);
    empty_folder();
}

static void harmonics_of_the_longest_amplitudes_are_heard(void **state) {
    (void)state;
    enum { MOST = 12000 };
    FILE *f = fopen("words", "w");
    assert_non_null(f);
    fprintf(f, "-w harm:1");
    for (int i = 1; i < MOST; ++i) {
        fprintf(f, ":-1.3e-305");
    }
    fclose(f);
    ending e = run("render A4:0.01 @words");
    assert_done(&e, "long amplitudes");
    forget(&e);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_words_do_not_multiply_without_end),
        cmocka_unit_test(harmonics_of_the_longest_amplitudes_are_heard),
        cmocka_unit_test(every_bad_argument_is_refused_with_its_place),
        cmocka_unit_test(a_file_that_is_not_there_is_told_with_its_neighbour),
        cmocka_unit_test(an_input_is_never_overwritten),
        cmocka_unit_test(a_message_is_one_line_that_steers_no_terminal),
        cmocka_unit_test(what_would_last_for_ages_is_refused_before_anything_is_opened),
        cmocka_unit_test(files_of_words_say_where_they_are_wrong),
        cmocka_unit_test(a_hundred_thousand_notes_and_a_word_of_a_megabyte_work),
        cmocka_unit_test(the_same_command_gives_the_same_bytes_anywhere),
        cmocka_unit_test(a_program_without_a_name_asks_for_words),
        cmocka_unit_test(files_made_at_different_times_are_the_same),
        cmocka_unit_test(files_of_words_nest_eight_deep_and_no_deeper),
    };
    return cmocka_run_group_tests_name("bad arguments", tests, enter_folder, leave_folder);
}
