// Many renders from one file of lines.
#include <sys/stat.h>

#include <jansson.h>

#include "folder.h"
#include "program.h"

static void put(const char *name, const char *text) {
    make_file(name, text, strlen(text));
}

static void write_jobs(const char *name, int n, const char *options) {
    FILE *f = fopen(name, "w");
    for (int i = 0; i < n; ++i) {
        fprintf(f, "-w saw,square -m 0:0,0.05:1 %s %d:0.05 -o n%d.wav\n", options, 30 + i % 60, i);
    }
    fclose(f);
}

// One number for all the WAV files here: their names and bytes.
static char *tree(void) {
    ending e = run_shell("cksum *.wav | cksum");
    char *sum = strdup((const char *)e.out);
    forget(&e);
    return sum;
}

static int n_wav(void) {
    ending e = run_shell("ls | grep -c 'wav$'");
    const int n = atoi((const char *)e.out);
    forget(&e);
    return n;
}

static void the_bytes_do_not_depend_on_threads_shards_or_the_command(void **state) {
    (void)state;
    write_jobs("jobs", 40, "");
    ending e = run("batch jobs -j 1 --sync none");
    assert_done(&e, "one thread");
    forget(&e);
    assert_int_equal(n_wav(), 40);
    char *alone = tree();
    ending single = run("render -w saw,square -m 0:0,0.05:1 37:0.05 -t wav");
    ending same = run_shell("cat n7.wav");
    assert_int_equal(single.n_out, same.n_out);
    assert_memory_equal(single.out, same.out, same.n_out);
    forget(&single);
    forget(&same);
    static const char *const ways[] = {
        "\"$WT\" batch jobs -j 2 --sync none",
        "\"$WT\" batch jobs -j 64 --sync none",
        "\"$WT\" batch - -j 3 --sync none < jobs",
        "for k in 1 2 3; do \"$WT\" batch jobs --shard $k/3 --sync none || exit 1; done",
        "tac jobs > back; \"$WT\" batch back --sync none",
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; ++i) {
        e = run_shell("rm -f *.wav; %s", ways[i]);
        assert_done(&e, ways[i]);
        forget(&e);
        char *sum = tree();
        assert_string_equal(sum, alone);
        free(sum);
    }
    free(alone);
    empty_folder();
}

static void every_shard_takes_its_share(void **state) {
    (void)state;
    write_jobs("jobs", 10, "");
    ending e = run("batch jobs --shard 2/3 --sync none");
    assert_done(&e, "shard");
    forget(&e);
    assert_int_equal(n_wav(), 3);
    assert_int_equal(access("n1.wav", F_OK), 0);
    assert_int_equal(access("n4.wav", F_OK), 0);
    put("jobs", "C4:0.1 -o {n}.wav\nC4:2 -o b{n}.wav\n");
    e = run("batch jobs --items 3 --shard 1/6 --log log -v");
    assert_string_equal(e.err, "1.wav: 5280 frames, 0.11 s, peak -1.65 dBFS\n");
    forget(&e);
    e = run("batch jobs --items 3 --shard 1/3 --log log --resume --dry-run");
    assert_string_equal(
        e.err, "wavetable: jobs: note: 1 job, 96480 frames, 2.01 s, 192960 bytes of samples\n");
    forget(&e);
    empty_folder();
}

static void lines_may_be_pasted_from_a_shell(void **state) {
    (void)state;
    put("jobs", "wavetable render C4:0.01 -o a.raw\n./build/wavetable render C4:0.01 -o b.raw\n");
    ending e = run("batch jobs");
    assert_done(&e, "pasted");
    forget(&e);
    e = run("render C4:0.01");
    assert_true(file_is("a.raw", e.out, e.n_out) && file_is("b.raw", e.out, e.n_out));
    forget(&e);
    put("jobs", "wavetable render\n"); // that is no job
    e = run("batch jobs");
    assert_refused(&e, 3, "jobs:1:1: NOTE", "nothing behind it");
    forget(&e);
    empty_folder();
}

static void slips_in_lines_are_told_once_with_their_line(void **state) {
    (void)state;
    put("jobs", "A4:0.01@0.5 -o a.raw\n"
                "-w sine,saw A4:0.01 -o b.raw\n"
                "C4:0.01 2 -d 0.01 -o c.raw\n"
                "-q A4:0.01@0.5 -o e.raw\n"
                "A4:0.01 -a 0 -o f.raw\n");
    static const char told[] =
        "wavetable: jobs:1:1: NOTE: note: A4:0.01@0.5: a velocity goes from 0 to 127 (@64 is as "
        "loud a part)\n"
        "wavetable: jobs:2:1: --wave: note: of sine,saw only the first is heard (--mix moves "
        "through them: -m 0:0,1:1)\n"
        "wavetable: jobs:3:1: NOTE: note: 2 is played as MIDI note 2 (a duration is written C4:2, "
        "for all notes -d 2)\n";
    ending e = run("batch jobs --dry-run");
    assert_int_equal(e.status, 0);
    assert_int_equal(strncmp(e.err, told, sizeof told - 1), 0);
    forget(&e);
    e = run("batch jobs --items 1");
    assert_int_equal(e.status, 0);
    assert_int_equal(strncmp(e.err, told, sizeof told - 1), 0);
    assert_string_equal(e.err + sizeof told - 1,
                        "wavetable: jobs: note: 1 sound is silent (in a log: \"silent\")\n");
    forget(&e);
    e = run_shell("seq 100 | sed 's/.*/A4:0.01@0.5 -o &.raw/' >jobs; \"$WT\" batch jobs --dry-run");
    assert_int_equal(n_lines(e.err), 20 + 1);
    forget(&e);
    e = run_shell("printf '%%s\\n' 'A4:0.01@0 -o y.raw' 'A4:0.01@0 -o z.raw' | \"$WT\" batch");
    assert_string_equal(
        e.err, "wavetable: standard input: note: 2 sounds are silent (in a log: \"silent\")\n");
    forget(&e);
    empty_folder();
}

static void all_bad_lines_are_told_up_to_twenty(void **state) {
    (void)state;
    ending e = run_shell("seq 15 | sed 's/.*/C& -o &.wav/' >jobs; \"$WT\" batch jobs");
    assert_int_equal(e.status, 3); // C10 and above are none
    assert_int_equal(n_lines(e.err), 6 * 3);
    assert_non_null(strstr(e.err, "jobs:10:"));
    assert_non_null(strstr(e.err, "jobs:15:"));
    assert_int_equal(n_files(), 1);
    forget(&e);
    e = run_shell("seq 100 | sed 's/.*/H& -o &.wav/' >jobs; \"$WT\" batch jobs");
    assert_int_equal(e.status, 3);
    assert_int_equal(n_lines(e.err), 20 * 3);
    forget(&e);
    empty_folder();
}

static void a_bad_batch_is_refused_before_anything_is_rendered(void **state) {
    (void)state;
    static const struct {
        const char *lines, *part, *options;
    } cases[] = {
        {"C4 -o a.wav\nH4 -o b.wav\n", "batch:2:1", ""},
        {"C4 -o a.wav\n  -w saw -r 7 C4 -o b.wav\n", "batch:2:13", ""},
        {"C4\n", "standard output", ""},
        {"C4 -o -\n", "standard output", ""},
        {"C4 -w ./none.wav -o a.wav\n", "none.wav", ""},
        {"'C4 -o a.wav\n", "batch:1:1", ""},
        {"--help\n", "batch:1:1", ""},
        {"A0..C8 --each -o '{n}.wav'\n", "--each", ""},
        {"30000Hz -o a.wav\n", "half the rate", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        put("batch", cases[i].lines);
        ending e = run_shell("\"$WT\" batch batch %s", cases[i].options);
        assert_refused(&e, 3, cases[i].part, cases[i].lines);
        forget(&e);
        assert_int_equal(n_files(), 1);
    }
    empty_folder();
}

static void nul_bytes_and_a_line_of_a_megabyte_are_refused(void **state) {
    (void)state;
    make_file("batch", "C4 -o a.wav\nC5\0 -o b.wav\n", 25);
    ending e = run("batch batch");
    assert_refused(&e, 3, "batch:2:3", "a NUL byte");
    forget(&e);
    FILE *f = fopen("batch", "w");
    for (int i = 0; i < 1000000; ++i) {
        fputc('A', f);
    }
    fclose(f);
    e = run("batch batch");
    assert_refused(&e, 3, "batch:1:1", "a line of a megabyte");
    forget(&e);
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static void two_jobs_with_one_output_are_told_by_both_lines(void **state) {
    (void)state;
    static const char *const cases[] = {"a.wav", "./a.wav", ".//a.wav", "$PWD/a.wav"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e =
            run_shell("printf '%%s\\n' 'C4 -o b.wav' '' 'C4 -o a.wav' \"C5 -o '%s'\" > jobs; "
                      "\"$WT\" batch jobs",
                      cases[i]);
        assert_refused(&e, 3, "jobs:4:1", cases[i]);
        assert_non_null(strstr(e.err, "output of line 3"));
        forget(&e);
        assert_int_equal(n_files(), 1);
    }
    empty_folder();
}

static void outputs_outside_the_root_are_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"../a.wav",  "/tmp/a.wav", "in/../../a.wav",
                                      "out/a.wav", "link.wav",   "in/../../root2/a.wav"};
    ending e = run_shell("mkdir -p root/in root2 && ln -s ../root2 root/out && "
                         "ln -s ../root2/a.wav root/link.wav");
    forget(&e);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
        e = run_shell("cd root && echo 'C4 -o %s' | \"$WT\" batch - --root .", bad[i]);
        assert_refused(&e, 3, "outside --root", bad[i]);
        forget(&e);
    }
    static const char *const missing[] = {"nowhere/../a.wav", "new/a.wav", "new/a.wav --parents"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; ++i) {
        e = run_shell("cd root && echo 'C4 -o %s' | \"$WT\" batch - --parents --root .",
                      missing[i]);
        assert_refused(&e, 3, "No such file or directory (make it first: under --root not even",
                       missing[i]);
        forget(&e);
    }
    e = run_shell("cd root && echo 'C4:0.1' | \"$WT\" batch - --root . --to x.tar && rm x.tar");
    assert_non_null(strstr(e.err, "--root: note: it does nothing: with --to"));
    forget(&e);
    e = run_shell("cd root && printf '%%s\\n' 'C4:0.1 -o a.wav' 'C4:0.1 -o in/a.wav' "
                  "\"C4:0.1 -o '$PWD/in/b.wav'\" | \"$WT\" batch - --root . --sync none && "
                  "ls a.wav in/a.wav in/b.wav && ls -A ../root2");
    assert_done(&e, "inside");
    assert_string_equal((const char *)e.out, "a.wav\nin/a.wav\nin/b.wav\n");
    forget(&e);
    e = run("batch jobs --root nowhere");
    assert_refused(&e, 2, "--root", "no root");
    forget(&e);
    e = run_shell("rm -r root root2");
    forget(&e);
}

// Folders made one after the other have numbers that differ in few bits.
static void like_names_in_neighbouring_folders_are_other_files(void **state) {
    (void)state;
    ending e = run_shell("for i in $(seq 64); do mkdir d$i; "
                         "for n in a b c d e f g h 1 2 3 4; do echo C4:0.01 -o d$i/$n.wav; done; "
                         "done > many; \"$WT\" batch many --dry-run && rm -r d* many");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "768 jobs, 737280 frames, 15.36 s, 1474560 bytes"));
    forget(&e);
}

static void line_ends_boms_comments_and_empty_files_work(void **state) {
    (void)state;
    static const struct {
        const char *lines;
        int files;
    } cases[] = {
        {"", 0},
        {"\n# nothing\n   \n", 0},
        {"C4:0.1 -o a.wav\r\nC5:0.1 -o b.wav\r\n", 2},
        {"\xEF\xBB\xBF"
         "C4:0.1 -o a.wav\nC5:0.1 -o b.wav",
         2},
        {"C4:0.1 -o 'with space.wav' # a comment\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        put("batch", cases[i].lines);
        ending e = run("batch batch --sync none");
        assert_done(&e, cases[i].lines);
        forget(&e);
        assert_int_equal(n_wav(), cases[i].files);
        empty_folder();
    }
    ending missing = run("batch nosuch");
    assert_refused(&missing, 3, "nosuch", "missing");
    forget(&missing);
}

static void one_bad_line_of_a_thousand_spoils_all_or_only_itself(void **state) {
    (void)state;
    FILE *f = fopen("jobs", "w");
    for (int i = 1; i <= 1000; ++i) {
        fprintf(f, i == 500 ? "H4:0.01 -o n%d.wav\n" : "C4:0.01 -o n%d.wav\n", i);
    }
    fclose(f);
    ending e = run("batch jobs --sync none");
    assert_refused(&e, 3, "jobs:500:1", "all");
    forget(&e);
    assert_int_equal(n_wav(), 0);
    e = run("batch jobs -k --sync none");
    assert_refused(&e, 1, "jobs:500:1", "-k");
    forget(&e);
    assert_int_equal(n_wav(), 999);
    empty_folder();
}

static void a_job_that_fails_stops_the_rest_unless_told_otherwise(void **state) {
    (void)state;
    put("jobs", "C4:0.1 -t wav -o /dev/full\nC5:0.1 -o b.wav\n");
    ending e = run("batch jobs -j 1 --sync none");
    assert_refused(&e, 1, "/dev/full", "stop");
    forget(&e);
    assert_int_equal(n_wav(), 0);
    e = run("batch jobs -j 1 -k --sync none");
    assert_refused(&e, 1, "/dev/full", "go on");
    forget(&e);
    assert_int_equal(n_wav(), 1);
    empty_folder();
}

static void lines_that_were_refused_are_never_rendered(void **state) {
    (void)state;
    static const struct {
        const char *bad, *part, *options;
    } cases[] = {
        {"C5:0.02 -o ../escaped.wav\n", "outside --root", "--root ."},
        {"C5:0.02 -o a.wav\n", "output of line 1", ""},
        {"C5:0.02 -o ./a.wav\n", "output of line 1", ""},
        {"C5:0.02\n", "standard output", "--log log"},
    };
    ending e = run("render C4:0.01 -o ref --sync none -t wav");
    forget(&e);
    size_t n;
    unsigned char *const wanted = file_bytes("ref", &n);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        char lines[200];
        snprintf(lines, sizeof lines, "C4:0.01 -o a.wav\n%s", cases[i].bad);
        put("batch", lines);
        e = run_shell("\"$WT\" batch batch -k -j 1 --sync none %s", cases[i].options);
        assert_refused(&e, 1, cases[i].part, cases[i].bad);
        assert_int_equal(e.n_out, 0);
        forget(&e);
        assert_true(file_is("a.wav", wanted, n));
        assert_int_equal(n_wav(), 1);
        assert_int_equal(access("../escaped.wav", F_OK), -1);
    }
    free(wanted);
    empty_folder();
}

static void what_a_file_cannot_hold_or_be_is_found_before_any_work(void **state) {
    (void)state;
    static const struct {
        const char *bad, *part;
        int status;
    } cases[] = {
        {"C4 -r 44100 -t opus -o b\n", "48000", 3},     {"C4 -b 64 -o b.flac\n", "flac", 3},
        {"C4 -r 768000 -o b.flac\n", "rate", 3},        {"C4 -o nowhere/b.wav\n", "nowhere", 5},
        {"C4 -t wav -o jobs/b.wav\n", "jobs/b.wav", 5}, // no folder
        {"C4 -t wav -o .\n", "directory", 3},           {"C4 -t wav -o jobs\n", "own file", 3},
        {"C4 -t wav -o ././log\n", "--log", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        char lines[200];
        snprintf(lines, sizeof lines, "C4:0.1 -o a.wav\n%s", cases[i].bad);
        put("jobs", lines);
        ending e = run("batch jobs --log log --sync none");
        assert_refused(&e, cases[i].status, cases[i].part, cases[i].bad);
        assert_non_null(strstr(e.err, "jobs:2:1"));
        forget(&e);
        assert_int_equal(n_files(), 1);
        e = run("batch jobs --log log --sync none -k");
        assert_refused(&e, 1, cases[i].part, cases[i].bad);
        forget(&e);
        assert_int_equal(n_wav(), 1);
        empty_folder();
    }
    put("jobs", "C4 -o a.wav\n");
    ending e = run("batch jobs --log jobs");
    assert_refused(&e, 2, "--log", "the batch as its log");
    forget(&e);
    empty_folder();
}

// Words and lines of a batch, and what is said to them.
static void what_a_batch_cannot_do_is_told_before_any_work(void **state) {
    (void)state;
    static const struct {
        const char *words, *lines;
        int status;
        const char *part;
    } cases[] = {
        {"", "C4:0.01 -o a.raw --log own.log\n", 3, "jobs:1:1: --log: a line keeps no log"},
        {"--items 2", "C4:0.01 -o a.raw\n", 3, "'a.raw' is the output of two items (tell them"},
        {"--only-item 2", "C4:0.01 -o {n}.raw\n", 2, "--only-item: there is no item 2"},
        {"--items 3 --only-item 4", "C4:0.01 -o {n}.raw\n", 2, "there is no item 4"},
        {"--items 3 --only-item 2:1", "C4:0.01 -o {n}.raw\n", 2, "there is no job on line 2"},
        {"--to a.npy", "C4:0.01 -b 24\n", 3, "NumPy has no samples of 24 bits"},
        {"--to a.tar", "C4:0.01 -t wav -o a.json\n", 3, "'a.json' is the name of its label"},
        {"--to a.tar", "C4:0.01 -o a.wav\nC4:0.01 -o a.raw\n", 3,
         "'a.json' is also a member of line 1"},
        {"--to a.tar --items 2", "C4:0.01 -o a.wav\n", 3, "(name another: {n} counts"},
        {"--to a.tar",
         "C4:0.01 -o 0123456789012345678901234567890123456789012345678901234567890123456789"
         "01234567890123456789012345.wav\n",
         3, "a tar cannot hold '0123"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        put("jobs", cases[i].lines);
        ending e = run("batch%s%s jobs", *cases[i].words ? " " : "", cases[i].words);
        assert_refused(&e, cases[i].status, cases[i].part, cases[i].words);
        forget(&e);
        e = run_shell("ls -A");
        assert_string_equal(e.out, "jobs\n");
        forget(&e);
    }
    put("jobs", "C4:0.01 -o {n}.raw\n"); // another shard may have the line
    ending e = run("batch --items 2 --only-item 1:1 --shard 2/2 jobs");
    assert_done(&e, "the item of another shard");
    forget(&e);
    empty_folder();
}

static void one_file_under_two_names_is_one_output(void **state) {
    (void)state;
    static const char *const cases[] = {
        "C4:0.1 -o a.wav\nC5:0.1 -o link.wav\n",
        "C4:0.1 -o link.wav\nC5:0.1 -o a.wav\n",
        "C4:0.1 -o one/a.wav\nC5:0.1 -o two/a.wav\n",
        "C4:0.1 -o two/a.wav\nC5:0.1 -o ./one/../one/a.wav\n",
        "C4:0.1 -o one/back.wav\nC5:0.1 -o a.wav\n",
    };
    ending e = run_shell("mkdir one && ln -s one two && ln -s a.wav link.wav && "
                         "ln -s ../a.wav one/back.wav");
    forget(&e);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        put("jobs", cases[i]);
        e = run("batch jobs --sync none");
        assert_refused(&e, 3, "jobs:2:1", cases[i]);
        assert_non_null(strstr(e.err, "output of line 1"));
        forget(&e);
        assert_int_equal(access("a.wav", F_OK), -1);
        assert_int_equal(access("one/a.wav", F_OK), -1);
    }
    e = run_shell("rm -r one two");
    forget(&e);
    empty_folder();
}

static void standard_input_is_the_batch_and_no_job_s(void **state) {
    (void)state;
    static const char *const lines[] = {"-s - -o a.wav", "@- -o a.wav", "@p -o a.wav",
                                        "--scale - C4 -o a.wav"};
    put("p", "-w saw @-\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        ending e = run_shell("echo '%s' | \"$WT\" batch -", lines[i]);
        assert_refused(&e, 3, "standard input", lines[i]);
        forget(&e);
        e = run_shell("echo '%s' > jobs; echo C4 | \"$WT\" batch jobs", lines[i]);
        assert_refused(&e, 3, "standard input", lines[i]);
        forget(&e);
        assert_int_equal(n_wav(), 0);
    }
    empty_folder();
}

static void a_batch_that_cannot_be_read_is_no_short_one(void **state) {
    (void)state;
    ending e = run_shell("\"$WT\" batch - < .");
    assert_refused(&e, 3, "standard input", "a directory as stdin");
    forget(&e);
    e = run_shell("\"$WT\" batch - <&-");
    assert_int_equal(e.status == 0 || e.status == 3, 1);
    forget(&e);
    e = run("batch .");
    assert_refused(&e, 3, "regular file", "a directory");
    forget(&e);
}

static void a_comment_behind_a_bom_is_no_job(void **state) {
    (void)state;
    put("jobs", "\xEF\xBB\xBF# two jobs\nC4:0.1 -o a.wav\n  # more\nC5:0.1 -o b.wav\n");
    ending e = run("batch jobs --shard 1/2 --sync none");
    assert_done(&e, "the first half");
    forget(&e);
    assert_int_equal(n_wav(), 1);
    assert_int_equal(access("a.wav", F_OK), 0);
    empty_folder();
}

static void names_that_are_no_utf_8_stand_in_the_log_and_are_resumed(void **state) {
    (void)state;
    put("jobs", "C4:0.1 -o 'a\xff\xc3(.wav'\nC5:0.1 -o \xc3\xa9.wav\n");
    ending e = run("batch jobs -j 1 --log log --sync none");
    assert_done(&e, "bytes");
    forget(&e);
    assert_int_equal(access("a\xff\xc3(.wav", F_OK), 0);
    json_error_t error;
    FILE *f = fopen("log", "r");
    json_t *odd = json_loadf(f, JSON_DISABLE_EOF_CHECK, &error);
    assert_non_null(odd);
    assert_string_equal(json_string_value(json_object_get(odd, "output")),
                        "a\xef\xbf\xbd\xef\xbf\xbd(.wav");
    assert_string_equal(json_string_value(json_object_get(odd, "output_hex")), "61ffc3282e776176");
    json_t *plain = json_loadf(f, JSON_DISABLE_EOF_CHECK, &error);
    assert_string_equal(json_string_value(json_object_get(plain, "output")), "\xc3\xa9.wav");
    assert_null(json_object_get(plain, "output_hex"));
    json_decref(odd);
    json_decref(plain);
    fclose(f);
    e = run("batch jobs --log log --resume --sync none");
    assert_done(&e, "again");
    forget(&e);
    e = run_shell("wc -l < log");
    assert_int_equal(atoi((const char *)e.out), 2);
    forget(&e);
    empty_folder();
}

static void the_log_is_one_json_object_a_job(void **state) {
    (void)state;
    write_jobs("jobs", 20, "");
    ending e = run("batch jobs --log log --sync none");
    assert_done(&e, "log");
    forget(&e);
    FILE *f = fopen("log", "r");
    char line[1000];
    int n = 0;
    while (fgets(line, sizeof line, f)) {
        json_t *object = json_loads(line, 0, NULL);
        assert_non_null(object);
        assert_int_equal(json_integer_value(json_object_get(object, "status")), 0);
        assert_int_equal(json_integer_value(json_object_get(object, "frames")), 2880);
        assert_true(json_real_value(json_object_get(object, "peak")) > 0.5);
        assert_true(json_is_string(json_object_get(object, "output")));
        json_decref(object);
        ++n;
    }
    fclose(f);
    assert_int_equal(n, 20);
    empty_folder();
}

// Control characters, quotes, DEL and what lies beyond 16 bits; numbers with a point or an
// exponent.
static void the_log_is_ascii(void **state) {
    (void)state;
    const char lines[] = "C4:0.01 -r 8000 -a 0 -g {a=-6..-6} -p {b=1e-7..1e-7} -w {c=sine} "
                         "-o 'q\"\\\t\033\x7f\xc2\x85\xe2\x82\xac\xf0\x9f\x98\x80\xff.wav'\n";
    static const char *const parts[] = {
        "\"output\":\"q\\\"\\\\\\t\\u001B\\u007f\\u0085\\u20AC\\uD83D\\uDE00\\uFFFD.wav\","
        "\"output_hex\":\"71225c091b7fc285e282acf09f9880ff2e776176\",\"status\":0,\"notes\":[\"C4:"
        "0.01\"],",
        "\"frames\":160,\"rate\":8000,\"seconds\":0.02,\"peak\":0.0,\"rms\":0.0,\"clipped\":0,"
        "\"silent\":true,\"draw\":{\"a\":-6.0,\"b\":9.9999999999999995e-8,\"c\":\"sine\"}}\n",
    };
    make_file("jobs", lines, strlen(lines));
    ending e = run("batch jobs -q --log log --sync none");
    assert_done(&e, "log");
    forget(&e);
    e = run_shell("cat log");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; ++i) {
        if (!strstr((const char *)e.out, parts[i])) {
            fail_msg("no %s in %s", parts[i], (const char *)e.out);
        }
    }
    forget(&e);
    empty_folder();
}

static void resume_does_only_what_is_missing(void **state) {
    (void)state;
    write_jobs("jobs", 20, "");
    ending e = run("batch jobs --log log --sync none");
    forget(&e);
    char *whole = tree();
    e = run_shell("rm n3.wav n9.wav; printf '{\"line\": 1, \"tor' >> log; \"$WT\" batch jobs --log "
                  "log --resume "
                  "--sync none && wc -l < log");
    assert_done(&e, "resume");
    assert_int_equal(atoi((const char *)e.out), 23); // 20, the torn one, 2
    forget(&e);
    char *again = tree();
    assert_string_equal(whole, again);
    free(whole);
    free(again);
    e = run("batch jobs --resume");
    assert_refused(&e, 2, "--log", "no log");
    forget(&e);
    empty_folder();
}

static void forbid_longer_files(void) {
    const struct rlimit limit = {512, 512};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        _exit(99);
    }
}

// A line that was torn is ended first, which may fail before any job has.
static void a_log_that_cannot_grow_is_told(void **state) {
    (void)state;
    write_jobs("jobs", 3, "");
    char torn[512];
    memset(torn, 'x', sizeof torn);
    make_file("log", torn, sizeof torn);
    const circumstances how = {.prepare = forbid_longer_files};
    ending e = run_how(&how, "batch jobs --log log --sync none");
    assert_refused(&e, 5, "log: cannot write the log", "a full disk");
    forget(&e);
    assert_int_equal(n_wav(), 0);
    empty_folder();
}

static void an_input_is_no_place_for_the_log_or_an_output(void **state) {
    (void)state;
    ending e = run("table make saw -q -o table.wav");
    assert_done(&e, "make");
    forget(&e);
    char *before = tree();
    put("jobs", "-w ./table.wav 60:0.1 -o a.wav\n");
    e = run("batch jobs --log table.wav");
    assert_refused(&e, 3, "jobs:1:1: --log", "a table as the log");
    forget(&e);
    put("preset", "60:0.1 -t wav\n");
    put("jobs", "@preset -o preset\n");
    e = run("batch jobs");
    assert_refused(&e, 3, "jobs:1:1: --output", "a preset as the output");
    forget(&e);
    char *after = tree();
    assert_string_equal(before, after);
    free(before);
    free(after);
    empty_folder();
}

// The first job lasts until the reader has gone.
static void a_log_that_nobody_reads_is_told(void **state) {
    (void)state;
    put("jobs", "60:200 -o a.raw\n60:0.1 -o b.raw\n");
    ending e =
        run_shell("mkfifo log; true < log & trap '' PIPE; \"$WT\" batch jobs -j 1 --sync none "
                  "--log log; s=$?; wait; exit $s");
    assert_refused(&e, 5, "log: cannot write the log", "a pipe without a reader");
    forget(&e);
    e = run_shell("head -c 9 log >got & trap '' PIPE; printf '60:0.01 -o {n}.wav\\n' | "
                  "\"$WT\" batch - --items 400 --to a.tar --log log; s=$?; wait; exit $s");
    assert_refused(&e, 5, "log: cannot write the log: Broken pipe", "a reader that leaves");
    forget(&e);
    e = run_shell("cat log > got & \"$WT\" batch jobs -j 1 --sync none --log log; wait; cat got");
    assert_done(&e, "a pipe");
    assert_int_equal(n_lines((const char *)e.out), 2);
    forget(&e);
    empty_folder();
}

static void files_are_the_same_however_they_are_synced(void **state) {
    (void)state;
    write_jobs("jobs", 20, "");
    ending e = run("batch jobs --sync none");
    assert_done(&e, "none");
    forget(&e);
    char *whole = tree();
    static const char *const ways[] = {"--sync file", "--sync end", "--sync end --log log",
                                       "--sync end --log log -j 1 --shard 1/1"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; ++i) {
        e = run_shell("rm -f *.wav log; \"$WT\" batch jobs %s && { test ! -e log || wc -l < log; }",
                      ways[i]);
        assert_done(&e, ways[i]);
        assert_true(!strstr(ways[i], "log") || atoi((const char *)e.out) == 20);
        forget(&e);
        char *again = tree();
        assert_string_equal(whole, again);
        free(again);
    }
    free(whole);
    e = run_shell("\"$WT\" render C4:0.1 --sync end -o x.wav && "
                  "\"$WT\" render --each C4:0.1 C5:0.1 --sync end -o e{n}.wav && "
                  "\"$WT\" render --each C4:0.1 C5:0.1 --sync none -o n{n}.wav && "
                  "cmp e1.wav n1.wav && cmp e2.wav n2.wav");
    assert_done(&e, "render");
    forget(&e);
    e = run("batch jobs --sync now");
    assert_refused(&e, 2, "file, end", "--sync now");
    forget(&e);
    empty_folder();
}

// WAVETABLE_KILLS=20 WAVETABLE_JOBS=10000 for the long version.
static void a_batch_killed_and_resumed_ends_as_an_undisturbed_one(void **state) {
    (void)state;
    const char *kills = getenv("WAVETABLE_KILLS");
    const char *jobs = getenv("WAVETABLE_JOBS");
    const int n_kills = kills ? atoi(kills) : 4;
    const int n_jobs = jobs ? atoi(jobs) : 1500;
    write_jobs("jobs", n_jobs, "");
    ending e = run("batch jobs --sync none");
    forget(&e);
    char *whole = tree();
    e = run_shell("rm -f *.wav");
    forget(&e);
    for (int i = 0; i < n_kills; ++i) {
        e = run_shell("\"$WT\" batch jobs --log log --resume --sync %s & p=$!; sleep 0.0%d; kill "
                      "-%s $p; wait $p",
                      i / 2 % 2 ? "end" : "none", 2 + i * 7 % 7, i % 2 ? "KILL" : "TERM");
        forget(&e);
    }
    e = run_shell("\"$WT\" batch jobs --log log --resume --sync none");
    assert_done(&e, "the rest");
    forget(&e);
    assert_int_equal(n_wav(), n_jobs);
    char *again = tree();
    assert_string_equal(whole, again);
    free(whole);
    free(again);
    empty_folder();
}

// Two processes, the same batch, the same folder: whole files whoever was last.
static void two_batches_at_once_damage_nothing(void **state) {
    (void)state;
    write_jobs("jobs", 200, "");
    ending e = run("batch jobs --sync none");
    assert_done(&e, "alone");
    forget(&e);
    char *whole = tree();
    for (int i = 0; i < 3; ++i) {
        e = run_shell(
            "rm -f *.wav; \"$WT\" batch jobs --log log --sync none & one=$!; "
            "\"$WT\" batch jobs --log log --sync %s || exit 1; wait $one && wc -l < log && "
            "rm log && ls -A | wc -l",
            i ? "end" : "none");
        assert_done(&e, "together");
        assert_string_equal((const char *)e.out, "400\n201\n");
        forget(&e);
        char *again = tree();
        assert_string_equal(whole, again);
        free(again);
    }
    free(whole);
    empty_folder();
}

// Each file that is there is whole, and there is nothing else.
static void check_what_is_left(const unsigned char *wanted, size_t n, const char *what) {
    DIR *const listing = opendir(".");
    for (const struct dirent *entry; (entry = readdir(listing));) {
        const char *name = entry->d_name;
        if (name[0] == 'n' && !file_is(name, wanted, n)) {
            fail_msg("%s: %s is not whole", what, name);
        } else if (strstr(name, ".tmp")) {
            fail_msg("%s: %s is left", what, name);
        }
    }
    closedir(listing);
}

static void write_equal_jobs(int n) {
    FILE *f = fopen("jobs", "w");
    for (int i = 0; i < n; ++i) {
        fprintf(f, "C4:1 -o n%d.wav\n", i);
    }
    fclose(f);
}

static void take_signals(void) {
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (int i = 0; i < 3; ++i) {
        signal(numbers[i], SIG_DFL);
    }
}

// Begin the batch, and wait until it has made some files.
static pid_t begin_batch(void) {
    static const char *const argv[] = {WT_PROGRAM, "batch",  "jobs", "-j",
                                       "3",        "--sync", "none", NULL};
    const circumstances how = {.prepare = take_signals};
    const int nowhere = open("/dev/null", O_WRONLY);
    const pid_t child = launch(argv, &how, nowhere, nowhere);
    close(nowhere);
    while (n_files() < 8) {
        usleep(1000);
    }
    return child;
}

static int ended(pid_t child) {
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status_of(status);
}

static void signals_end_a_batch_with_whole_files_and_no_others(void **state) {
    (void)state;
    static const struct {
        int first, second, statuses[2];
    } cases[] = {{SIGINT, 0, {130, 130}},
                 {SIGTERM, 0, {143, 143}},
                 {SIGHUP, 0, {129, 129}},
                 {SIGTERM, SIGINT, {143, 130}},
                 {SIGINT, SIGINT, {130, 130}}};
    write_equal_jobs(8000); // more than there is time for
    ending e = run("render C4:1 -o reference -t wav --sync none");
    forget(&e);
    size_t n;
    unsigned char *const wanted = file_bytes("reference", &n);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        for (useconds_t after = 0; after < 3; ++after) {
            const pid_t child = begin_batch();
            usleep(after * 3100);
            kill(child, cases[i].first);
            if (cases[i].second) {
                kill(child, cases[i].second);
            }
            const int status = ended(child);
            assert_true(status == cases[i].statuses[0] || status == cases[i].statuses[1]);
            check_what_is_left(wanted, n, "a signal");
            e = run_shell("rm -f n*.wav");
            forget(&e);
        }
    }
    free(wanted);
    empty_folder();
}

static void a_batch_that_is_stopped_goes_on(void **state) {
    (void)state;
    write_equal_jobs(300);
    ending e = run("render C4:1 -o reference -t wav --sync none");
    forget(&e);
    size_t n;
    unsigned char *const wanted = file_bytes("reference", &n);
    const pid_t child = begin_batch();
    for (int i = 0; i < 5; ++i) {
        kill(child, SIGSTOP);
        usleep(3000);
        kill(child, SIGCONT);
        usleep(3000);
    }
    assert_int_equal(ended(child), 0);
    assert_int_equal(n_wav(), 300);
    check_what_is_left(wanted, n, "STOP and CONT");
    free(wanted);
    empty_folder();
}

static void lines_that_come_after_the_check_are_not_rendered(void **state) {
    (void)state;
    write_equal_jobs(2000);
    pid_t child = begin_batch();
    FILE *f = fopen("jobs", "a");
    fputs("C4 -o ../late.wav\nC4 -o late.wav\n", f);
    fclose(f);
    assert_int_equal(ended(child), 0);
    assert_int_equal(n_wav(), 2000);
    ending e = run_shell("rm -f n*.wav");
    forget(&e);
    const int n_jobs = is_sanitized ? 5000 : 20000;
    write_equal_jobs(n_jobs);
    child = begin_batch();
    assert_int_equal(truncate("jobs", 4096), 0);
    assert_int_equal(ended(child), 3);
    assert_true(n_wav() < n_jobs);
    empty_folder();
}

// A limit of the system is an exit status, and what is there is whole.
static void limits_end_a_batch_with_whole_files(void **state) {
    (void)state;
    static const struct {
        const char *limit;
        int statuses[3];
        bool reserves; // more than sanitizers leave
    } cases[] = {
        {"ulimit -n 24", {0, 0, 0}, false},   {"ulimit -n 9", {0, 1, 4}, false},
        {"ulimit -s 64", {0, 0, 0}, true},    {"ulimit -v 100000", {0, 1, 4}, true},
        {"ulimit -v 20000", {0, 1, 4}, true}, {"ulimit -f 8", {1, 1, 1}, false},
    };
    ending e = run("render C4:1 -o reference -t wav --sync none");
    forget(&e);
    size_t n;
    unsigned char *const wanted = file_bytes("reference", &n);
    write_equal_jobs(40);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        if (is_sanitized && cases[i].reserves) {
            continue;
        }
        e = run_shell("%s; exec \"$WT\" batch jobs -j 4 -k --sync none", cases[i].limit);
        const int *may = cases[i].statuses;
        if (e.status != may[0] && e.status != may[1] && e.status != may[2]) {
            fail_msg("%s: status %d, \"%s\"", cases[i].limit, e.status, e.err);
        }
        assert_true((e.status == 0) == (e.n_err == 0));
        assert_true(e.status != 0 || n_wav() == 40);
        forget(&e);
        check_what_is_left(wanted, n, cases[i].limit);
        e = run_shell("rm -f n*.wav");
        forget(&e);
    }
    free(wanted);
    empty_folder();
}

static void a_log_that_cannot_be_written_is_an_output_that_failed(void **state) {
    (void)state;
    put("jobs", "C4:0.1 -o a.wav\nC5:0.1 -o b.wav\n");
    static const char *const words[] = {"--log /dev/full", "--log /dev/full --sync end",
                                        "--log nowhere/log", "--log ."};
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        ending e = run("batch jobs -j 1 --sync none %s", words[i]);
        assert_refused(&e, 5, i < 2 ? "/dev/full" : "cannot open", words[i]);
        forget(&e);
    }
    empty_folder();
}

static void closed_descriptors_are_no_reason_to_fail(void **state) {
    (void)state;
    put("jobs", "C4:0.1 -o a.wav\nC5:0.1 -o b.wav\n");
    ending e = run_shell("\"$WT\" batch jobs --sync none --log log <&- >&- 2>&-; cmp a.wav a.wav; "
                         "\"$WT\" render C4:0.1 | tail -c 100 > a; tail -c 100 a.wav | cmp - a");
    assert_done(&e, "closed");
    forget(&e);
    e = run_shell("echo 'H4 -o x.wav' | \"$WT\" batch - 2>&-");
    assert_int_equal(e.status, 3);
    forget(&e);
    empty_folder();
}

// 200,000 by default, as a million take 20 s.
static void a_million_jobs_are_checked_in_little_memory(void **state) {
    (void)state;
    const int n = getenv("WT_WHOLE_GRID") ? 1000000 : 200000;
    if (is_sanitized) {
        print_message("the sanitizer's own memory hides the program's\n");
        skip();
    }
    FILE *f = fopen("jobs", "w");
    for (int i = 0; i < n; ++i) {
        fprintf(f, "C4:0.1 -o n%d.wav\n", i);
    }
    fclose(f);
    ending e = run("batch jobs --dry-run");
    assert_int_equal(e.status, 0);
    char told[32];
    snprintf(told, sizeof told, "%d jobs, ", n);
    assert_non_null(strstr(e.err, told));
    print_message("%d jobs checked with %ld KB\n", n, e.peak_kb);
    assert_true(e.peak_kb < 14 * 1024 + n / 20); // 50 bytes a job
    assert_int_equal(n_files(), 1);
    forget(&e);
    empty_folder();
}

static void progress_is_shown_only_when_asked_for(void **state) {
    (void)state;
    write_jobs("jobs", 5, "");
    ending e = run("batch jobs --progress always --sync none");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "5/5"));
    assert_int_equal(e.n_out, 0);
    forget(&e);
    e = run("batch jobs --sync none"); // stderr is a pipe
    assert_done(&e, "auto");
    forget(&e);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_do_not_depend_on_threads_shards_or_the_command),
        cmocka_unit_test(every_shard_takes_its_share),
        cmocka_unit_test(lines_may_be_pasted_from_a_shell),
        cmocka_unit_test(slips_in_lines_are_told_once_with_their_line),
        cmocka_unit_test(all_bad_lines_are_told_up_to_twenty),
        cmocka_unit_test(a_bad_batch_is_refused_before_anything_is_rendered),
        cmocka_unit_test(nul_bytes_and_a_line_of_a_megabyte_are_refused),
        cmocka_unit_test(two_jobs_with_one_output_are_told_by_both_lines),
        cmocka_unit_test(outputs_outside_the_root_are_refused),
        cmocka_unit_test(like_names_in_neighbouring_folders_are_other_files),
        cmocka_unit_test(line_ends_boms_comments_and_empty_files_work),
        cmocka_unit_test(one_bad_line_of_a_thousand_spoils_all_or_only_itself),
        cmocka_unit_test(a_job_that_fails_stops_the_rest_unless_told_otherwise),
        cmocka_unit_test(lines_that_were_refused_are_never_rendered),
        cmocka_unit_test(what_a_file_cannot_hold_or_be_is_found_before_any_work),
        cmocka_unit_test(what_a_batch_cannot_do_is_told_before_any_work),
        cmocka_unit_test(one_file_under_two_names_is_one_output),
        cmocka_unit_test(standard_input_is_the_batch_and_no_job_s),
        cmocka_unit_test(a_batch_that_cannot_be_read_is_no_short_one),
        cmocka_unit_test(a_comment_behind_a_bom_is_no_job),
        cmocka_unit_test(names_that_are_no_utf_8_stand_in_the_log_and_are_resumed),
        cmocka_unit_test(the_log_is_one_json_object_a_job),
        cmocka_unit_test(the_log_is_ascii),
        cmocka_unit_test(resume_does_only_what_is_missing),
        cmocka_unit_test(a_log_that_cannot_grow_is_told),
        cmocka_unit_test(a_log_that_nobody_reads_is_told),
        cmocka_unit_test(an_input_is_no_place_for_the_log_or_an_output),
        cmocka_unit_test(files_are_the_same_however_they_are_synced),
        cmocka_unit_test(a_batch_killed_and_resumed_ends_as_an_undisturbed_one),
        cmocka_unit_test(two_batches_at_once_damage_nothing),
        cmocka_unit_test(signals_end_a_batch_with_whole_files_and_no_others),
        cmocka_unit_test(a_batch_that_is_stopped_goes_on),
        cmocka_unit_test(lines_that_come_after_the_check_are_not_rendered),
        cmocka_unit_test(limits_end_a_batch_with_whole_files),
        cmocka_unit_test(a_log_that_cannot_be_written_is_an_output_that_failed),
        cmocka_unit_test(closed_descriptors_are_no_reason_to_fail),
        cmocka_unit_test(a_million_jobs_are_checked_in_little_memory),
        cmocka_unit_test(progress_is_shown_only_when_asked_for),
    };
    if (getenv("WT_WHOLE_GRID")) {
        cmocka_set_test_filter("a_million_*"); // the others have no grid
    }
    return cmocka_run_group_tests_name("batch", tests, enter_folder, leave_folder);
}
