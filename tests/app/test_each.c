// One file per note.
#include "folder.h"
#include "program.h"

static void a_range_makes_one_file_per_key(void **state) {
    (void)state;
    ending e = run("render -w saw --each -d 0.05 --sync none -o {midi}-{note}.wav A0..C8");
    assert_done(&e, "88 keys");
    forget(&e);
    assert_int_equal(n_files(), 88);
    assert_int_equal(access("21-A0.wav", F_OK), 0);
    assert_int_equal(access("61-C#4.wav", F_OK), 0);
    assert_int_equal(access("108-C8.wav", F_OK), 0);
    empty_folder();
    e = run("render --each -d 0.05 --sync none -o {n}-{hz}-{vel}.wav C4..C3/6@64 440Hz");
    assert_done(&e, "steps");
    forget(&e);
    assert_int_equal(n_files(), 4);
    assert_int_equal(access("1-261.63-64.wav", F_OK), 0);
    assert_int_equal(access("4-440.00-127.wav", F_OK), 0);
    empty_folder();
    make_file("s.scl", "fifths\n2\n700.\n2/1\n", 18); // key 61 is G4
    e = run("render --each -d 0.05 --sync none --scale s.scl -o {hz}.wav 61");
    assert_done(&e, "a scale");
    forget(&e);
    assert_int_equal(access("392.00.wav", F_OK), 0);
    empty_folder();
}

// The audio is that of a plain render; a smpl chunk with the key follows it.
static void each_file_is_its_note_and_says_its_root(void **state) {
    (void)state;
    ending e = run("render -w square --each -j 3 --sync none -d 0.1 -o {midi}.wav 60..62 A4+50c");
    assert_done(&e, "each");
    forget(&e);
    ending plain = run("render -w square 61:0.1");
    ending each = run_shell("cat 61.wav");
    assert_memory_equal(plain.out, each.out + 44, plain.n_out);
    const unsigned char *smpl = each.out + 44 + plain.n_out;
    assert_memory_equal(smpl, "smpl", 4);
    assert_int_equal(smpl[8 + 12], 61);
    forget(&plain);
    forget(&each);
    each = run_shell("cat 69.5.wav");
    smpl = each.out + 44 + 2 * 5280;
    assert_int_equal(smpl[8 + 12], 69);
    assert_int_equal(smpl[8 + 19], 0x80); // half a semitone
    forget(&each);
    empty_folder();
}

static void bad_templates_are_refused_before_any_work(void **state) {
    (void)state;
    static const struct {
        const char *words, *part;
    } cases[] = {
        {"--each A0..C8", "template"},
        {"--each -o - A0..C8", "template"},
        {"--each -o a.wav A0..C8", "both"},
        {"--each -o {pitch}.wav A0..C8", "{note}"},
        {"--each -o {note.wav A0..C8", "{note}"},
        {"--each -o {vel}-{note}.wav C4 C4", "both"},
        {"--each -o {note}.wav C4 _ C5", "rest"},
        {"--each -o {note}.wav C4..", "NOTE"},
        {"--each -o {note}.wav C4..C5/0", "NOTE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("render %s", cases[i].words);
        assert_refused(&e, 2, cases[i].part, cases[i].words);
        forget(&e);
        assert_int_equal(n_files(), 0);
    }
}

static void a_missing_folder_is_an_output_that_failed(void **state) {
    (void)state;
    ending e = run("render --each -j 1 -o pack/{note}.wav C4 C5");
    assert_refused(&e, 5, "pack", "no folder");
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_makes_one_file_per_key),
        cmocka_unit_test(each_file_is_its_note_and_says_its_root),
        cmocka_unit_test(bad_templates_are_refused_before_any_work),
        cmocka_unit_test(a_missing_folder_is_an_output_that_failed),
    };
    return cmocka_run_group_tests_name("each", tests, enter_folder, leave_folder);
}
