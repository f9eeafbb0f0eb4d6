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
    assert_refused(&e, status, "another", line);
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
        "render -d 0.01 -w saw,sine -m lfo:mine:5Hz:0:1 A4 -o ./mine.wav",
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
    put_lines("q.preset", "-q\n");
    assert_spared("q.preset", 2, "table make @q.preset saw -t wav -o q.preset");
    assert_spared("q.preset", 2, "table convert @q.preset mine -t wav -o q.preset");
    assert_spared("q.preset", 2, "plot @q.preset -w saw -t csv -o q.preset");
    unsetenv("WAVETABLE_TABLES");
    empty_folder();
}

// What the parts of a score are made of is read as well.
static void what_parts_are_made_of_is_spared(void **state) {
    (void)state;
    static const struct {
        const char *file, *line;
    } cases[] = {
        {"p.preset", "render -q -t raw --score song.txt --part lead=@p.preset -o p.preset"},
        {"p.preset", "render -q -t raw --score song.txt --part lead=@p.preset -o link"},
        {"q.preset", "render -q -t raw --score parts.txt -o q.preset"},
        {"mine.wav", "render -q --score parts.txt -o mine.wav"},
        {"mine.wav", "render -q --score song.txt --part lead=@q.preset -o ./mine.wav"},
        {"mine.wav", "render -q --score parts.txt -o out.wav --log mine.wav"},
        {"parts.txt", "render -q --score parts.txt -t raw -o parts.txt"},
    };
    const float cycle[16] = {0.0f, 0.5f, -0.5f};
    make_cycle_f32("mine.wav", cycle, 16);
    put_lines("p.preset", "-w sine\n");
    put_lines("q.preset", "-w ./mine.wav\n");
    put_lines("song.txt", "0 0.1 C4\npart lead\n0 0.1 E4\n");
    put_lines("parts.txt", "part lead @q.preset\n0 0.1 E4\n");
    assert_int_equal(symlink("p.preset", "link"), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_spared(cases[i].file, 2, cases[i].line);
    }
    empty_folder();
}

static void a_log_is_neither_sound_nor_map(void **state) {
    (void)state;
    static const char *const lines[] = {
        "render -d 0.01 A4 -o new.wav --log ./new.wav",
        "render -d 0.01 --each A4 -o {note}.wav --log A4.wav",
        "render -d 0.01 --each A4 -o {note}.wav --map m.sfz --log m.sfz",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ending e = run("%s", lines[i]);
        assert_refused(&e, 2, "--log", lines[i]);
        forget(&e);
    }
    empty_folder();
}

// Which of two jobs comes first is nobody's wish: neither may read what the other makes.
static void what_another_line_reads_is_spared(void **state) {
    (void)state;
    static const struct {
        const char *file, *read;
    } cases[] = {
        {"mine.wav", "-w mine A4"},
        {"mine.wav", "-w ./mine.wav A4"},
        {"mine.wav", "--fm 2:mine A4"},
        {"mine.wav", "-a lfo:mine:5Hz:0:1 A4"},
        {"mine.wav", "-a file:mine.wav A4"},
        {"mine.wav", "@q.preset A4"},
        {"q.preset", "@q.preset A4"},
        {"song.txt", "--score song.txt"},
        {"mine.wav", "--score song.txt --part lead=@q.preset"},
        {"scale.scl", "--scale scale.scl C4"},
    };
    const float cycle[16] = {0.0f, 0.5f, -0.5f};
    make_cycle_f32("mine.wav", cycle, 16);
    put_lines("q.preset", "-w ./mine.wav\n");
    put_lines("song.txt", "part lead\n0 0.1 E4\n");
    put_lines("scale.scl", "! scale.scl\n!\ntwo\n1\n!\n2/1\n");
    setenv("WAVETABLE_TABLES", folder, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int reads_first = 0; reads_first < 2; reads_first++) {
            char lines[400], read[200], write[200];
            snprintf(read, sizeof read, "-d 0.01 %s -o out.wav\n", cases[i].read);
            snprintf(write, sizeof write, "-d 0.01 -t raw A4 -o ./%s\n", cases[i].file);
            snprintf(lines, sizeof lines, "%s%s", reads_first ? read : write,
                     reads_first ? write : read);
            put_lines("lines", lines);
            assert_spared(cases[i].file, 3, "batch lines");
        }
    }
    put_lines("lines", "-d 0.01 @q.preset A4 -o out.wav\n");
    assert_spared("q.preset", 3, "batch lines --log q.preset");
    assert_spared("mine.wav", 3, "batch lines --log mine.wav");
    put_lines("k.tar.part", "-q\n");
    put_lines("plain", "-d 0.01 A4 -t raw -o k.tar.part\n");
    assert_spared("k.tar.part", 3, "batch @k.tar.part plain");
    assert_spared("k.tar.part", 2, "batch @k.tar.part plain --log k.tar.part");
    assert_spared("k.tar.part", 2, "batch @k.tar.part plain --to k.tar");
    unsetenv("WAVETABLE_TABLES");
    empty_folder();
}

// What a stream is until it is whole, NAME.part, is written in place: over nothing that is read,
// nor over the log.
static void the_part_of_a_stream_is_nothing_else(void **state) {
    (void)state;
    static const struct {
        const char *file, *words;
        int status;
        const char *told;
    } cases[] = {
        {"lines", "batch lines --to link.tar", 2, "is the batch itself"},
        {"part.tar.part", "batch part.tar.part --to part.tar", 2, "is the batch itself"},
        {"lines.tar", "batch lines.tar --to lines.tar", 2, "is the batch itself"},
        {"x.tar.part", "batch lines --to x.tar", 3, "also what is read"},
        {"p.tar.part", "batch lines --to p.tar", 3, "also what is read"},
        {"p.tar.part", "batch lines --to way.tar", 3, "also what is read"},
        {"lines", "batch lines --to hard.tar", 3, "also what is read"},
        {"log", "batch plain --to log.tar --log log.tar.part", 2, "is also the log"},
        {"log", "batch plain --to a.tar --log a.tar", 2, "is also the log"},
        {"other", "batch plain --to other.tar", 5, "cannot open its .part"},
        {"other", "batch plain --to twice.tar", 5, "another name"},
    };
    const float cycle[16] = {0.0f, 0.5f, -0.5f};
    make_cycle_f32("x.tar.part", cycle, 16);
    put_lines("p.tar.part", "-w sine\n");
    put_lines("plain", "-d 0.01 A4 -o a.wav\n");
    put_lines("lines", "@p.tar.part -d 0.01 -w ./x.tar.part A4 -o a.wav\n");
    put_lines("part.tar.part", "-d 0.01 A4 -o a.wav\n");
    put_lines("lines.tar", "-d 0.01 A4 -o a.wav\n");
    put_lines("log", "");
    put_lines("other", "other\n");
    assert_int_equal(symlink("lines", "link.tar.part"), 0);
    assert_int_equal(symlink("p.tar", "way.tar"), 0);
    assert_int_equal(symlink("other", "other.tar.part"), 0);
    assert_int_equal(link("lines", "hard.tar.part"), 0);
    assert_int_equal(link("other", "twice.tar.part"), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        unsigned char *const before = file_bytes(cases[i].file, &n);
        assert_non_null(before);
        ending e = run("%s", cases[i].words);
        assert_refused(&e, cases[i].status, cases[i].told, cases[i].words);
        if (!file_is(cases[i].file, before, n)) {
            fail_msg("%s: %s is no more what it was", cases[i].words, cases[i].file);
        }
        free(before);
        forget(&e);
    }
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_input_by_any_name_is_spared),
        cmocka_unit_test(what_parts_are_made_of_is_spared),
        cmocka_unit_test(a_log_is_neither_sound_nor_map),
        cmocka_unit_test(what_another_line_reads_is_spared),
        cmocka_unit_test(the_part_of_a_stream_is_nothing_else),
    };
    return cmocka_run_group_tests_name("inputs", tests, enter_folder, leave_folder);
}
