// No output may take the place of what it is made from, by whatever name that goes.
#include "cycle_file.h"
#include "folder.h"
#include "program.h"

static void put_lines(const char *name, const char *text) {
    make_file(name, text, strlen(text));
}

// `line` would write over `file`: refused, and the file is as it was.
static void assert_spared(const char *file, int status, const char *line) {
    size_t n;
    unsigned char *const before = file_bytes(file, &n);
    assert_non_null(before);
    ending e = run("%s", line);
    if (!file_is(file, before, n)) {
        fail_msg("%s: %s is no more what it was", line, file);
    }
    assert_refused(&e, status, "--", line);
    free(before);
    forget(&e);
}

static void an_input_by_any_name_is_spared(void **state) {
    (void)state;
    static const char *const lines[] = {
        "render -d 0.01 -w mine A4 -o mine.wav",
        "render -d 0.01 -q -w saw,mine#0 A4 -o mine.wav",
        "render -d 0.01 --fm 2:mine A4 -o mine.wav",
        "render -d 0.01 --fm 2:./mine.wav A4 -o mine.wav",
        "render -d 0.01 -a lfo:mine:5Hz:0:1 A4 -o mine.wav",
        "render -d 0.01 -m lfo:mine:5Hz:0:1 A4 -o ./mine.wav",
        "render -d 0.01 -w mine A4 -o link.wav",
        "render -d 0.01 -a file:mine.wav A4 -o mine.wav",
        "table make mine,saw -o mine.wav",
        "table convert mine -o mine.wav",
        "plot -w mine -o mine.wav -t svg",
    };
    const float cycle[16] = {0.0f, 0.5f, -0.5f};
    make_cycle_f32("mine.wav", cycle, 16);
    assert_int_equal(symlink("mine.wav", "link.wav"), 0);
    setenv("WAVETABLE_TABLES", folder, 1);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_spared("mine.wav", 2, lines[i]);
    }
    put_lines("p.preset", "-w sine -d 0.01\n");
    assert_spared("p.preset", 2, "render @p.preset A4 -t raw -o p.preset");
    unsetenv("WAVETABLE_TABLES");
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_input_by_any_name_is_spared),
    };
    return cmocka_run_group_tests_name("inputs", tests, enter_folder, leave_folder);
}
