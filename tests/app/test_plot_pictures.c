// Plots as pictures: well-formed SVG, decodable PNG, braille as wide as it may be.
#include <png.h>

#include "folder.h"
#include "program.h"

// Whether `text` is well-formed XML, as far as our documents go: one root, elements closed in
// their order, attributes quoted, no bare & or <. Returns what is wrong, or null.
static const char *xml_fault(const char *text) {
    char open_names[16][16];
    int depth = 0;
    bool had_root = false;
    for (const char *at = text; *at;) {
        if ((unsigned char)*at < 0x20 && *at != '\n') {
            return "a control character";
        }
        if (*at == '&' && strncmp(at, "&#", 2) != 0) {
            return "a bare &";
        }
        if (*at != '<') {
            ++at;
            continue;
        }
        const bool closes = at[1] == '/';
        const char *name = at + 1 + closes;
        const size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz");
        const char *end = name + n;
        for (bool quoted = false; *end && (quoted || *end != '>'); ++end) {
            quoted ^= *end == '"';
            if (*end == '<') {
                return "a bare <";
            }
        }
        if (n == 0 || n > 15 || *end != '>') {
            return "a broken element";
        }
        if (closes) {
            if (depth == 0 || strncmp(open_names[--depth], name, n) != 0 ||
                open_names[depth][n] != '\0') {
                return "an element closed out of order";
            }
        } else if (end[-1] != '/') {
            if ((depth == 0 && had_root) || depth == 16) {
                return "a second root";
            }
            had_root = true;
            memcpy(open_names[depth], name, n);
            open_names[depth++][n] = '\0';
        }
        at = end + 1;
    }
    return depth == 0 && had_root ? NULL : "an open end";
}

static const char *const pictures[] = {
    "-w sine",
    "-w sine,triangle,saw,square",
    "--spectrum C7",
    "--spectrum -B off C7",
    "--spectrum -b 16 -c 2 A0",
    "--spectrum -w sine -a 0 A4",
    "--wave-out C4:0.02",
    "--wave-out -c 2 --unison 3,10,1 C4",
    "--wave-out C4:30",
    "--wave-out C4:0",
    "--wave-out _",
    "--env 0:0,0.5:1,2:0.2",
    "--env 0",
    "--env lfo:saw:3Hz:-1:1",
    "--env -7",
};

static void every_svg_is_well_formed_and_says_what_it_is(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; ++i) {
        ending e = run("plot %s -o - -t svg", pictures[i]);
        assert_done(&e, pictures[i]);
        const char *svg = (const char *)e.out;
        const char *fault = xml_fault(svg);
        if (fault) {
            fail_msg("%s: %s", pictures[i], fault);
        }
        assert_non_null(strstr(svg, "<title id=\"title\">"));
        assert_non_null(strstr(svg, "@media (prefers-color-scheme:dark)"));
        assert_null(strstr(svg, "nan"));
        assert_null(strstr(svg, "inf"));
        forget(&e);
    }
}

static void axes_name_their_units(void **state) {
    (void)state;
    static const struct {
        const char *words, *x, *y, *tick;
    } cases[] = {
        {"-w saw", ">phase (turns)<", ">amplitude<", ">0.25<"},
        {"-w saw,sine", ">phase (turns)<", ">cycle<", ">1<"},
        {"--spectrum C7", ">frequency (kHz)<", ">level (dBFS)<", ">-120<"},
        {"--spectrum C2", ">frequency (Hz)<", ">level (dBFS)<", ">10k<"},
        {"--wave-out C4:0.01", ">time (ms)<", ">amplitude<", ">-1.0<"},
        {"--wave-out C4:3", ">time (s)<", ">amplitude<", ">2.5<"},
        {"--env 0:0,2:1", ">time (s)<", ">value<", ">1.0<"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("plot %s -o - -t svg", cases[i].words);
        assert_done(&e, cases[i].words);
        const char *const parts[] = {cases[i].x, cases[i].y, cases[i].tick};
        for (size_t k = 0; k < 3; ++k) {
            if (!strstr((const char *)e.out, parts[k])) {
                fail_msg("%s lacks %s", cases[i].words, parts[k]);
            }
        }
        forget(&e);
    }
}

static void what_a_name_holds_does_not_break_the_picture(void **state) {
    (void)state;
    ending e = run("table make saw -o t.wav");
    forget(&e);
    static const char *const names[] = {"a&b<c>\"d.wav", "\xff\xfe.wav", "\xc3\xa9\xe2\x99\xaa.wav",
                                        "a\tb\x1b[31m.wav", "\xed\xa0\x80.wav"};
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        assert_int_equal(link("t.wav", names[i]), 0);
        static const char *const types[] = {"svg", "png", "txt", "csv"};
        for (size_t t = 0; t < 4; ++t) {
            const char *const argv[] = {WT_PROGRAM, "plot", "-w",     names[i], "-o",
                                        "-",        "-t",   types[t], NULL};
            ending made = run_argv(argv, NULL);
            assert_done(&made, names[i]);
            assert_true(t != 0 || !xml_fault((const char *)made.out));
            assert_true(t != 2 || !memchr(made.out, 0x1b, made.n_out));
            forget(&made);
        }
    }
    empty_folder();
}

// Pixels of a PNG in memory, 3 bytes each, to be freed.
static unsigned char *decode(const ending *e, png_image *image) {
    *image = (png_image){.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(image, e->out, e->n_out) != 0);
    image->format = PNG_FORMAT_RGB;
    unsigned char *pixels = malloc(PNG_IMAGE_SIZE(*image));
    assert_non_null(pixels);
    assert_true(png_image_finish_read(image, NULL, pixels, 0, NULL) != 0);
    return pixels;
}

static size_t n_pixels_of(const unsigned char *pixels, const png_image *image, int red, int green,
                          int blue) {
    size_t n = 0;
    for (size_t i = 0; i < (size_t)image->width * image->height; ++i) {
        const unsigned char *p = pixels + 3 * i;
        n += p[0] == red && p[1] == green && p[2] == blue;
    }
    return n;
}

static void what_is_left_out_is_told(void **state) {
    (void)state;
    setenv("COLUMNS", "80", 1);
    ending e = run("plot -w sync");
    assert_done(&e, "sync");
    assert_non_null(strstr((const char *)e.out, "128 cycles of 2048 samples; 8 of them are drawn"));
    forget(&e);
    e = run("plot -w sync -o - -t svg");
    assert_non_null(strstr((const char *)e.out, "; 64 of them are drawn<"));
    forget(&e);
    e = run("plot -w fold -o - -t svg");
    assert_null(strstr((const char *)e.out, "of them are drawn"));
    forget(&e);
    unsetenv("COLUMNS");
}

static void a_png_has_its_size_and_the_colours_of_what_it_shows(void **state) {
    (void)state;
    static const struct {
        const char *words;
        bool first, second;
    } cases[] = {
        {"--spectrum -B off C7", true, true},
        {"--spectrum C7", true, false},
        {"--wave-out C4", true, false},
        {"--env 0:0,1:1", true, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("plot %s -o - -t png", cases[i].words);
        assert_done(&e, cases[i].words);
        png_image image;
        unsigned char *pixels = decode(&e, &image);
        assert_int_equal(image.width, 1920);
        assert_int_equal(image.height, 1200);
        assert_true((n_pixels_of(pixels, &image, 9, 105, 218) > 500) == cases[i].first);
        assert_true((n_pixels_of(pixels, &image, 217, 62, 40) > 500) == cases[i].second);
        assert_true(n_pixels_of(pixels, &image, 255, 255, 255) > 1000000);
        free(pixels);
        forget(&e);
    }
}

static void the_suffix_says_what_is_written(void **state) {
    (void)state;
    static const struct {
        const char *words, *start;
    } cases[] = {{"-o a.svg", "<svg xmlns"},       {"-o a.png", "\x89PNG\r\n"},
                 {"-o a.csv", "phase (turns),"},   {"-o a.txt", "saw\n1 cycle of 4096 samples\n"},
                 {"-o a.SVG", "<svg xmlns"},       {"-o b.svg -t csv", "phase (turns),"},
                 {"-o b.dat -t svg", "<svg xmlns"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("plot -w saw %s", cases[i].words);
        assert_done(&e, cases[i].words);
        assert_int_equal(e.n_out, 0);
        forget(&e);
        char name[8];
        sscanf(cases[i].words, "-o %7s", name);
        size_t n;
        unsigned char *bytes = file_bytes(name, &n);
        assert_non_null(bytes);
        assert_memory_equal(bytes, cases[i].start, strlen(cases[i].start));
        free(bytes);
        empty_folder();
    }
}

// To make them anew: build/wavetable plot -w fold -o tables/fold.svg, and in the terminal
// COLUMNS=76 build/wavetable plot -w sine,triangle,saw,square
static void the_pictures_of_the_readme_are_what_is_drawn(void **state) {
    (void)state;
    ending e = run("plot -w fold -o fold.svg");
    assert_done(&e, "fold");
    forget(&e);
    size_t n;
    unsigned char *drawn = file_bytes("fold.svg", &n);
    assert_true(file_is(WT_SOURCE_DIR "/tables/fold.svg", drawn, n));
    free(drawn);
    setenv("COLUMNS", "76", 1);
    e = run("plot -w sine,triangle,saw,square");
    assert_done(&e, "shapes");
    unsigned char *readme = file_bytes(WT_SOURCE_DIR "/README.md", &n);
    assert_non_null(strstr((const char *)readme, (const char *)e.out));
    free(readme);
    forget(&e);
    unsetenv("COLUMNS");
    empty_folder();
}

// Characters of a line: bytes that do not continue one.
static size_t width_of(const char *line, size_t n) {
    size_t width = 0;
    for (size_t i = 0; i < n; ++i) {
        width += ((unsigned char)line[i] & 0xc0) != 0x80;
    }
    return width;
}

static size_t widest_line(const char *text) {
    size_t widest = 0;
    while (*text) {
        const size_t n = strcspn(text, "\n");
        const size_t width = width_of(text, n);
        widest = width > widest ? width : widest;
        text += n + (text[n] == '\n');
    }
    return widest;
}

static void the_last_number_on_an_axis_is_whole(void **state) {
    (void)state;
    setenv("COLUMNS", "80", 1);
    ending e = run("plot --env 0:0,1:1 -t txt");
    assert_done(&e, "an envelope");
    assert_non_null(memmem(e.out, e.n_out, " 1.0\n   ", 8));
    forget(&e);
}

static void braille_is_as_wide_as_columns_say(void **state) {
    (void)state;
    static const struct {
        const char *columns;
        size_t most, least;
    } cases[] = {{"60", 60, 58},   {"132", 132, 130},
                 {"80", 80, 78},   {"20", 20, 17},
                 {"1", 20, 15},    {"9999", 500, 490},
                 {"", 80, 78},     {"-5", 80, 78},
                 {"junk", 80, 78}, {"99999999999999999999", 80, 78}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        for (size_t k = 0; k < sizeof pictures / sizeof *pictures; ++k) {
            setenv("COLUMNS", cases[i].columns, 1);
            ending e = run("plot %s", pictures[k]);
            assert_done(&e, pictures[k]);
            const size_t widest = widest_line((const char *)e.out);
            if (widest > cases[i].most || (k == 2 && widest < cases[i].least)) {
                fail_msg("%s in %s columns: %zu", pictures[k], cases[i].columns, widest);
            }
            assert_null(memchr(e.out, 0x1b, e.n_out)); // no colours into a pipe
            forget(&e);
        }
    }
    unsetenv("COLUMNS");
}

static bool is_braille(const char *at) {
    return (unsigned char)at[0] == 0xe2 && (unsigned char)at[1] >= 0xa0 &&
           (unsigned char)at[1] <= 0xa3;
}

// Where the topmost and the lowest dots of the curve stand, in characters.
static void a_sine_peaks_in_the_cell_of_a_quarter_turn(void **state) {
    (void)state;
    setenv("COLUMNS", "90", 1);
    ending e = run("plot -w sine");
    assert_done(&e, "sine");
    const char *line = (const char *)e.out;
    size_t top_middle = 0, left = 0, right = 0;
    for (; *line; line += strcspn(line, "\n") + 1) {
        size_t column = 0, first = 0, last = 0, n = 0;
        for (const char *at = line; *at && *at != '\n'; ++at) {
            if (((unsigned char)*at & 0xc0) == 0x80) {
                continue;
            }
            if (is_braille(at)) {
                if (n == 1) {
                    first = column; // the first is the axis
                }
                last = column;
                left = n == 0 ? column : left;
                ++n;
            }
            ++column;
        }
        if (n > 2 && top_middle == 0) {
            top_middle = (first + last) / 2;
        }
        right = last > right ? last : right;
    }
    const double width = (double)(right - left);
    const double at = ((double)top_middle - (double)left) / width;
    print_message("peak at %.3f of the axis, %zu..%zu\n", at, left, right);
    assert_true(at > 0.23 && at < 0.27);
    forget(&e);
    unsetenv("COLUMNS");
}

static void a_terminal_gives_width_and_colours(void **state) {
    (void)state;
    if (!has_command("script")) {
        print_message("script(1) is not here\n");
        skip();
    }
    unsetenv("COLUMNS");
    ending e = run_shell("TERM=xterm script -qec 'stty cols 100 rows 30; \"$WT\" plot --spectrum "
                         "-B off C7' /dev/null </dev/null");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr((const char *)e.out, "\033[36m"));
    assert_non_null(strstr((const char *)e.out, "\033[91m"));
    assert_true(n_lines((const char *)e.out) <= 30);
    forget(&e);
    e = run_shell("TERM=xterm NO_COLOR=1 script -qec 'stty cols 100 rows 30; \"$WT\" plot "
                  "-w saw' /dev/null </dev/null");
    assert_null(strstr((const char *)e.out, "\033[36m"));
    const size_t widest = widest_line((const char *)e.out);
    assert_true(widest <= 102 && widest >= 96);
    forget(&e);
    e = run_shell("script -qec '\"$WT\" plot -w saw -t png' /dev/null </dev/null");
    assert_non_null(strstr((const char *)e.out, "shows no PNG"));
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_svg_is_well_formed_and_says_what_it_is),
        cmocka_unit_test(axes_name_their_units),
        cmocka_unit_test(what_a_name_holds_does_not_break_the_picture),
        cmocka_unit_test(what_is_left_out_is_told),
        cmocka_unit_test(a_png_has_its_size_and_the_colours_of_what_it_shows),
        cmocka_unit_test(the_suffix_says_what_is_written),
        cmocka_unit_test(the_pictures_of_the_readme_are_what_is_drawn),
        cmocka_unit_test(the_last_number_on_an_axis_is_whole),
        cmocka_unit_test(braille_is_as_wide_as_columns_say),
        cmocka_unit_test(a_sine_peaks_in_the_cell_of_a_quarter_turn),
        cmocka_unit_test(a_terminal_gives_width_and_colours),
    };
    return cmocka_run_group_tests_name("plot pictures", tests, enter_folder, leave_folder);
}
