// Recipes as tables: what is made of them, where they may stand, and what is wrong with some.
#include <jansson.h>
#include <math.h>

#include "folder.h"
#include "io/table/table_in.h"
#include "program.h"
#include "table_file.h"

static void put(const char *name, const char *text, size_t n) {
    FILE *const file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, n, file), n);
    fclose(file);
}

static void put_recipe(const char *lines) {
    char text[4000];
    const int n = snprintf(text, sizeof text, "wavetable recipe\n%s", lines);
    put("r.recipe", text, (size_t)n);
}

static wt_table_file make(const char *lines) {
    wt_table_file table;
    wt_message message = {""};
    put_recipe(lines);
    ending e = run("table make ./r.recipe -o r.wav");
    assert_done(&e, lines);
    forget(&e);
    if (read_table(&table, "r.wav", 0, NULL, &message) != WT_OK) {
        fail_msg("%s: %s", lines, message.text);
    }
    return table;
}

static double ideal_saw(double x) {
    double sum = 0.0;
    for (int k = 1; k < 32; ++k) {
        sum += sin(6.283185307179586 * k * x) / k;
    }
    return sum;
}

static double hump(double x) {
    return exp(-0.5 * pow((x - 0.5) / 0.1, 2.0));
}

// Their samples up to a factor and DC, as libm has them.
static void cycles_are_what_the_formulas_say(void **state) {
    (void)state;
    static const struct {
        const char *lines;
        double (*exact)(double x);
        int cycle;
    } cases[] = {
        {"length 64\namplitude = 1 / k", ideal_saw, 0},
        {"length 64\ncycles 3\namplitude = if(c == 1, 1 / k, k == 1)", ideal_saw, 1},
        {"length 256\nsample = bell(x, 0.5, 0.1)", hump, 0},
        {"length 100\nsample = 7 * bell(x, 0.5, 0.1) - 3", hump, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_table_file t = make(cases[i].lines);
        const float *const x = t.samples + (size_t)cases[i].cycle * t.length;
        double mean = 0.0;
        for (uint32_t k = 0; k < t.length; ++k) {
            mean += cases[i].exact((double)k / t.length) / t.length;
        }
        double peak = 0.0;
        for (uint32_t k = 0; k < t.length; ++k) {
            peak = fmax(peak, fabs(cases[i].exact((double)k / t.length) - mean));
        }
        for (uint32_t k = 0; k < t.length; ++k) {
            const double wanted = (cases[i].exact((double)k / t.length) - mean) / peak;
            if (fabs((double)x[k] - wanted) > 2e-6) {
                fail_msg("%s: sample %u is %g, not %g", cases[i].lines, k, (double)x[k], wanted);
            }
        }
        wt_table_file_free(&t);
    }
    empty_folder();
}

static double peak_of(const wt_table_file *t, uint32_t cycle) {
    double peak = 0.0;
    for (uint32_t i = 0; i < t->length; ++i) {
        peak = fmax(peak, fabs((double)t->samples[(size_t)cycle * t->length + i]));
    }
    return peak;
}

static void cycles_are_levelled_each_or_together(void **state) {
    (void)state;
    wt_table_file t = make("cycles 4\namplitude = (k == 1) * c");
    assert_true(peak_of(&t, 0) == 0.0 && peak_of(&t, 1) == 1.0 && peak_of(&t, 3) == 1.0);
    wt_table_file_free(&t);
    t = make("cycles 4\nlevel table\namplitude = (k == 1) * c");
    assert_true(fabs(peak_of(&t, 1) - 1.0 / 3.0) < 1e-6 && peak_of(&t, 3) == 1.0);
    wt_table_file_free(&t);
    empty_folder();
}

// A list of waves is what `table make --cycles` makes of it, made as loud as can be.
static void waves_are_blended_over_the_cycles(void **state) {
    (void)state;
    wt_table_file t = make("cycles 9\nlevel table\nwaves sine,saw,harm:0.5:0.25");
    wt_table_file plain;
    ending e = run("table make sine,saw,harm:0.5:0.25 --cycles 9 -o plain.wav");
    assert_done(&e, "plain");
    forget(&e);
    assert_int_equal(read_table(&plain, "plain.wav", 0, NULL, NULL), WT_OK);
    double peak = 0.0;
    for (uint32_t c = 0; c < 9; ++c) {
        peak = fmax(peak, peak_of(&plain, c));
    }
    assert_int_equal(t.n_cycles, 9);
    for (size_t i = 0; i < (size_t)9 * 2048; ++i) {
        assert_true(fabs((double)t.samples[i] - (double)plain.samples[i] / peak) < 1e-6);
    }
    wt_table_file_free(&t);
    wt_table_file_free(&plain);
    empty_folder();
}

static void recipes_stand_wherever_files_may(void **state) {
    (void)state;
    put_recipe("title  One to eight\ncycles 8\namplitude = k == c + 1\n");
    ending e = run_shell(
        "\"$WT\" table make ./r.recipe -o r.wav && \"$WT\" table convert r.recipe -o c.wav && cmp "
        "r.wav c.wav && \"$WT\" render --dither none -w ./r.recipe,saw -m 0:0,1:1 C3 -o a.wav && "
        "\"$WT\" render "
        "--dither none -w ./r.wav,saw -m 0:0,1:1 C3 -o b.wav && cmp a.wav b.wav && \"$WT\" render "
        "-w r.recipe#7 "
        "C3 -o d.wav && \"$WT\" render --fm 2:./r.recipe C3 -o d.wav && cp r.recipe odd.wav && "
        "\"$WT\" table info ./odd.wav");
    assert_done(&e, "everywhere");
    assert_non_null(strstr((const char *)e.out, "title      One to eight\n"));
    assert_non_null(strstr((const char *)e.out, "8 of 2048 samples (the recipe)"));
    forget(&e);
    e = run("table info ./r.wav");
    assert_non_null(strstr((const char *)e.out, "title      One to eight\n"));
    forget(&e);
    e = run("table info --json --frame 1024 r.recipe");
    assert_done(&e, "--frame");
    assert_non_null(strstr((const char *)e.out, "\"cycles\": 16"));
    forget(&e);
    empty_folder();
}

static void mistakes_are_told_with_their_place(void **state) {
    (void)state;
    static const struct {
        const char *lines, *where, *part;
    } cases[] = {
        {"amplitude = 1 / kk\n", "r.recipe:2:17: ", "expected a variable"},
        {"cycles 4\n\nsample = sin(x\n  + y)\n", "r.recipe:5:5: ", "expected a variable"},
        {"cycles 4", "r.recipe:2:9: ", "one of amplitude"},
        {"title \r\n", "r.recipe:2:7: ", "a title of"},
        {"sample = 1 / x\n", "r.recipe: ", "sample is no number within 1e15 in cycle 0 at x = 0"},
        {"cycles 3\namplitude = log(2 - c)\n", "r.recipe: ", "in cycle 2 at k = 1"},
        {"amplitude = 1\nphase = 1e20\n", "r.recipe: ", "phase is no number"},
        {"sample = 3\n", "r.recipe: ", "silent"},
        {"waves harm:0\n", "r.recipe: ", "silent"},
        {"waves harm:1e300\n", "r.recipe:2:12", "-1e6 to 1e6"},
        {"cycles 256\nlength 65535\namplitude = 1\n", "r.recipe: ", "too long"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        put_recipe(cases[i].lines);
        ending e = run("render -w r.recipe C4");
        assert_refused(&e, 3, cases[i].part, cases[i].lines);
        assert_non_null(strstr(e.err, cases[i].where));
        forget(&e);
    }
    put("r.recipe", "wavetable recipe\nsample = x\n\0x", 30);
    ending e = run("render -w r.recipe C4");
    assert_refused(&e, 3, "r.recipe:3:1: expected text, not a zero byte", "NUL");
    forget(&e);
    empty_folder();
}

// Every kind at its largest is made or refused within seconds.
static void the_largest_recipes_end(void **state) {
    (void)state;
    static const char *const kinds[] = {"amplitude = drift(1, k * 3.1 + c)",
                                        "sample = (x + 0.1)^(1.1 + p) * drift(1, x * 9)",
                                        "waves sine,saw,pulse:0.3"};
    static const char *const sizes[] = {"cycles 256\nlength 2048", "cycles 256\nlength 65536",
                                        "cycles 256\nlength 600", "cycles 1\nlength 65521"};
    for (size_t k = 0; k < 3 && !is_sanitized; ++k) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
            char lines[200];
            snprintf(lines, sizeof lines, "%s\n%s\n", sizes[i], kinds[k]);
            put_recipe(lines);
            ending e = run_shell("timeout 60 \"$WT\" table make ./r.recipe -o r.wav");
            if (e.status != 0) {
                assert_refused(&e, 3, "too long", lines);
            }
            forget(&e);
        }
    }
    empty_folder();
}

static void recipes_cut_anywhere_are_told_or_whole(void **state) {
    (void)state;
    static const char text[] = "wavetable recipe\ntitle A\ncycles 3\nlength 16\n"
                               "a = path(p, 1, 2)\nsample = sin(x * a) # end\n";
    for (size_t n = 0; n < sizeof text - 1; ++n) {
        put("r.recipe", text, n);
        ending e = run("table make ./r.recipe -o r.wav");
        const bool is_whole = n >= strlen(text) - strlen(" # end\n");
        assert_int_equal(e.status, is_whole ? 0 : 3);
        assert_true(n_files() == (is_whole ? 2 : 1));
        forget(&e);
        empty_folder();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cycles_are_what_the_formulas_say),
        cmocka_unit_test(cycles_are_levelled_each_or_together),
        cmocka_unit_test(waves_are_blended_over_the_cycles),
        cmocka_unit_test(recipes_stand_wherever_files_may),
        cmocka_unit_test(mistakes_are_told_with_their_place),
        cmocka_unit_test(the_largest_recipes_end),
        cmocka_unit_test(recipes_cut_anywhere_are_told_or_whole),
    };
    return cmocka_run_group_tests_name("recipes", tests, enter_folder, leave_folder);
}
