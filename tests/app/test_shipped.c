// The tables that ship: what they are, that they stay so to the byte, and how they are found.
#include <jansson.h>
#include <math.h>

#include "core/tables/spectrum.h"
#include "folder.h"
#include "io/table/table_in.h"
#include "program.h"
#include "table_file.h"

// One line of shipped_tables.txt a table: name, cycles, length, hash of the file's bytes.
typedef struct {
    char name[32];
    unsigned cycles, length;
    unsigned long long hash;
    wt_table_file table;
} shipped;

enum { MOST = 100, FEWEST = 24, N_HARMONICS = 128, N_PLACES = 9 };

static shipped all[MOST];
static int n_all;
static char tables[4096]; // the folder in the build tree

static int read_all(void **state) {
    char path[4200];
    snprintf(tables, sizeof tables, "%s", WT_PROGRAM);
    strcpy(strrchr(tables, '/'), "/tables");
    FILE *const pins = fopen(WT_SOURCE_DIR "/tests/app/shipped_tables.txt", "r");
    assert_non_null(pins);
    while (n_all < MOST && fscanf(pins, "%31s %u %u %llx", all[n_all].name, &all[n_all].cycles,
                                  &all[n_all].length, &all[n_all].hash) == 4) {
        shipped *const s = &all[n_all++];
        wt_message message = {""};
        snprintf(path, sizeof path, "%s/%s.wav", tables, s->name);
        if (read_table(&s->table, path, 0, NULL, &message) != WT_OK) {
            fail_msg("%s: %s", path, message.text);
        }
    }
    fclose(pins);
    unsetenv("WAVETABLE_TABLES");
    return enter_folder(state);
}

static int free_all(void **state) {
    for (int i = 0; i < n_all; ++i) {
        wt_table_file_free(&all[i].table);
    }
    ending e = run_shell("rm -rf 'pre fix' moved"); // where a test failed
    forget(&e);
    return leave_folder(state);
}

// FNV-1a.
static unsigned long long hash_of(const char *path) {
    FILE *const file = fopen(path, "rb");
    assert_non_null(file);
    uint64_t hash = 14695981039346656037u;
    for (int c; (c = fgetc(file)) != EOF;) {
        hash = (hash ^ (uint64_t)c) * 1099511628211u;
    }
    fclose(file);
    return hash;
}

static void every_table_is_the_same_to_the_byte(void **state) {
    (void)state;
    assert_true(n_all >= FEWEST);
    for (int i = 0; i < n_all; ++i) {
        char path[4200];
        snprintf(path, sizeof path, "%s/%.31s.wav", tables, all[i].name);
        const unsigned long long hash = hash_of(path);
        if (hash != all[i].hash || all[i].table.n_cycles != all[i].cycles ||
            all[i].table.length != all[i].length) {
            fail_msg("the line of shipped_tables.txt is now: %s %u %u %016llx", all[i].name,
                     all[i].table.n_cycles, all[i].table.length, hash);
        }
    }
}

static void every_recipe_is_pinned_and_says_whose_it_is(void **state) {
    (void)state;
    ending e = run_shell("cd '%s/tables' && ls *.recipe | wc -l && grep -L '^title  *.' *.recipe; "
                         "grep -L '^rights CC0' *.recipe; grep -L '^about  *.' *.recipe; true",
                         WT_SOURCE_DIR);
    assert_int_equal(atoi((const char *)e.out), n_all);
    assert_int_equal(n_lines((const char *)e.out), 1); // none lacks them
    forget(&e);
}

// In the middle of each step the table has the sign of the register's last bit, which the two last
// bits feed: 1 to begin with.
static void chip_noise_is_the_shift_register_of_the_consoles(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int bits;
    } registers[] = {{"lfsr-long", 15}, {"lfsr-short", 7}};
    int n_found = 0;
    for (int i = 0; i < 2 * n_all; ++i) {
        const wt_table_file *const t = &all[i / 2].table;
        const int bits = registers[i % 2].bits;
        const unsigned n_steps = (1u << bits) - 1;
        unsigned held = 1;
        if (strcmp(all[i / 2].name, registers[i % 2].name) != 0) {
            continue;
        }
        for (unsigned k = 0; k < n_steps; ++k) {
            const float sample = t->samples[(size_t)((k + 0.5) * t->length / n_steps)];
            if ((sample > 0.0f) != (held & 1)) {
                fail_msg("%s: step %u is %g", all[i / 2].name, k, (double)sample);
            }
            held = held >> 1 | ((held ^ held >> 1) & 1) << (bits - 1);
        }
        assert_int_equal(held, 1); // no shorter turn than all its states
        ++n_found;
    }
    assert_int_equal(n_found, 2);
}

static void the_readme_names_them_all(void **state) {
    (void)state;
    for (int i = 0; i < n_all; ++i) {
        ending e = run_shell("grep -q '`%s`' '%s/README.md'", all[i].name, WT_SOURCE_DIR);
        assert_done(&e, all[i].name);
        forget(&e);
    }
}

// Level by ear leaves peaks of 1 and below: test_shipped_loudness.c.
static void no_cycle_passes_full_scale_or_has_dc(void **state) {
    (void)state;
    for (int i = 0; i < n_all; ++i) {
        const wt_table_file *const t = &all[i].table;
        for (uint32_t c = 0; c < t->n_cycles; ++c) {
            double sum = 0.0;
            double peak = 0.0;
            for (uint32_t k = 0; k < t->length; ++k) {
                const double x = (double)t->samples[(size_t)c * t->length + k];
                sum += x;
                peak = fmax(peak, fabs(x));
                assert_true(isfinite(x));
            }
            if (peak > 1.0 || peak < 0.1 || fabs(sum / t->length) > 1e-7) {
                fail_msg("%s#%u: peak %g, DC %g", all[i].name, c, peak, sum / t->length);
            }
        }
    }
}

static double product(const float *a, const float *b, uint32_t n) {
    double sum = 0.0;
    for (uint32_t i = 0; i < n; ++i) {
        sum += (double)a[i] * (double)b[i];
    }
    return sum;
}

// Blending two cycles loses what they do not share; below 0.75 the middle is 0.6 dB weaker than
// its ends and begins to sound hollow. Walsh functions share nothing: they are a set.
static void cycles_flow_into_each_other(void **state) {
    (void)state;
    for (int i = 0; i < n_all; ++i) {
        const wt_table_file *const t = &all[i].table;
        for (uint32_t c = 1; c < t->n_cycles && strcmp(all[i].name, "walsh") != 0; ++c) {
            const float *const a = t->samples + (size_t)(c - 1) * t->length;
            const float *const b = a + t->length;
            const double alike = product(a, b, t->length) /
                                 sqrt(product(a, a, t->length) * product(b, b, t->length));
            if (alike < 0.75) {
                fail_msg("%s: cycles %u and %u are alike by %.3f", all[i].name, c - 1, c, alike);
            }
        }
    }
}

// The levels of harmonics at places along a table, square roots so that weak ones count, of
// length 1.
static void look(const wt_table_file *t, double (*places)[N_HARMONICS]) {
    double *const pairs = malloc((t->length + 2) * sizeof *pairs);
    double *const work = malloc(wt_spectrum_work(t->length) * sizeof *work);
    assert_true(pairs && work);
    for (int p = 0; p < N_PLACES; ++p) {
        const size_t c = (size_t)lround((double)p * (t->n_cycles - 1) / (N_PLACES - 1));
        double sum = 0.0;
        wt_spectrum(t->samples + c * t->length, t->length, pairs, work);
        for (int h = 0; h < N_HARMONICS; ++h) {
            const double level = hypot(pairs[2 * h + 2], pairs[2 * h + 3]);
            places[p][h] = sqrt(level);
            sum += level;
        }
        for (int h = 0; h < N_HARMONICS; ++h) {
            places[p][h] /= sqrt(sum);
        }
    }
    free(pairs);
    free(work);
}

// The mean, over the places of `a`, of how near the nearest place of `b` comes.
static double likeness(double (*a)[N_HARMONICS], double (*b)[N_HARMONICS]) {
    double sum = 0.0;
    for (int i = 0; i < N_PLACES; ++i) {
        double best = 0.0;
        for (int k = 0; k < N_PLACES; ++k) {
            double dot = 0.0;
            for (int h = 0; h < N_HARMONICS; ++h) {
                dot += a[i][h] * b[k][h];
            }
            best = fmax(best, dot);
        }
        sum += best;
    }
    return sum / N_PLACES;
}

static void no_two_tables_sound_nearly_alike(void **state) {
    (void)state;
    static double places[MOST][N_PLACES][N_HARMONICS];
    for (int i = 0; i < n_all; ++i) {
        look(&all[i].table, places[i]);
        for (int k = 0; k < i; ++k) {
            const double alike =
                0.5 * (likeness(places[i], places[k]) + likeness(places[k], places[i]));
            if (alike > 0.96) {
                fail_msg("%s and %s are alike by %.3f", all[i].name, all[k].name, alike);
            }
        }
    }
}

static void names_are_found_wherever_a_wave_stands(void **state) {
    (void)state;
    static const char *const lines[] = {
        "render -w vowels C3 -o a.wav",
        "render -w vowels#3,saw,bell#0 -m 0:0,1:1 C3 -o a.wav",
        "render -w saw -w vowels -x 0.5 C3 -o a.wav",
        "render -m lfo:drift:2Hz:0:1 -w sine,saw C3 -o a.wav",
        "render --fm 2:organ C3 -o a.wav",
        "table info vowels",
        "table make vowels,organ -o a.wav",
        "table make vowels --length 256 --cycles 8 -o a.wav",
        "table convert vowels -o a.wt",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        ending e = run("%s", lines[i]);
        assert_done(&e, lines[i]);
        forget(&e);
        empty_folder();
    }
    ending e = run_shell("\"$WT\" table convert vowels -o a.wav && cmp a.wav '%s/vowels.wav' && "
                         "\"$WT\" render --dither none -w vowels C3 -o b.wav && \"$WT\" render "
                         "--dither none -w ./a.wav C3 -o "
                         "c.wav && cmp b.wav c.wav && \"$WT\" render -w saw C3 -o d.wav && ! cmp "
                         "-s b.wav d.wav",
                         tables);
    assert_done(&e, "the same as its file");
    forget(&e);
    empty_folder();
}

// --frame, and what a pick says beside cycles.
static void a_name_is_read_as_its_file_is(void **state) {
    (void)state;
    static const char *const words[] = {"", " --frame 64", " --frame 300", "#3-9 --frame 512"};
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        ending e = run_shell("play() { \"$WT\" render -q -e float -m 0:0,1:1 C3:1 \"$@\"; }\n"
                             "play -o b.raw -w vowels%s && play -o c.raw -w '%s'/vowels.wav%s && "
                             "cmp b.raw c.raw",
                             words[i], tables, words[i]);
        assert_done(&e, words[i]);
        forget(&e);
    }
    empty_folder();
}

static void jobs_share_the_tables_of_their_names(void **state) {
    (void)state;
    ending e = run_shell(
        "for n in 1 2 3 4 5 6 7 8; do echo \"-q -w vowels,organ -p lfo:drift:3Hz:0:1 --fm 2:bell "
        "C$n -o b$n.wav\"; done >jobs && \"$WT\" batch jobs -q -j 4 && for n in 1 2 3 4 5 6 7 8; "
        "do "
        "\"$WT\" render -q -w vowels,organ -p lfo:drift:3Hz:0:1 --fm 2:bell C$n -o r.wav && cmp "
        "r.wav "
        "b$n.wav || exit 1; done");
    assert_done(&e, "batch");
    forget(&e);
    empty_folder();
}

static void names_that_are_not_there_are_told_with_the_nearest(void **state) {
    (void)state;
    static const struct {
        const char *words, *where, *part;
        int caret;
    } cases[] = {
        {"render -w vowls C4", "--wave: ", "did you mean vowels?", 2},
        {"render -m 1 -w saw,BRAS C4", "--wave: ", "did you mean brass?", 6},
        {"render -w sinus C4", "--wave: ", "did you mean sine?", 2},
        {"render -w xylophone C4", "--wave: ", "table list", 2},
        {"render --fm 2:orgna C4", "--fm: ", "did you mean organ?", 4},
        {"render -w sine,saw -m lfo:drfit:2Hz:0:1 C4", "--mix: ", "did you mean drift?", 6},
        {"render -w organ#33 C4", "--wave: ", "it has 33, counted from 0", 2},
        {"table info vowls", "SPEC: ", "did you mean vowels?", 2},
        {"table make saw,vowls -o a.wav", "SPEC: ", "did you mean vowels?", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("%s", cases[i].words);
        assert_refused(&e, 2, cases[i].part, cases[i].words);
        assert_non_null(strstr(e.err, cases[i].where));
        const char *const last = strrchr(e.err, ' ');
        assert_int_equal(strcspn(last, "^"), 1);
        assert_int_equal(last - strstr(strchr(e.err, '\n') + 1, "\n"), cases[i].caret);
        forget(&e);
    }
    assert_int_equal(n_files(), 0);
}

static void the_list_has_every_table_in_order(void **state) {
    (void)state;
    ending e = run("table list --json");
    assert_done(&e, "list --json");
    json_t *const list = json_loads((const char *)e.out, 0, NULL);
    forget(&e);
    assert_int_equal(json_array_size(list), n_all);
    for (int i = 0; i < n_all; ++i) {
        const json_t *const row = json_array_get(list, (size_t)i);
        assert_string_equal(json_string_value(json_object_get(row, "name")), all[i].name);
        assert_int_equal(json_integer_value(json_object_get(row, "cycles")), all[i].cycles);
        assert_int_equal(json_integer_value(json_object_get(row, "length")), all[i].length);
        assert_true(json_string_length(json_object_get(row, "title")) > 0);
        assert_true(i == 0 || strcmp(all[i - 1].name, all[i].name) < 0);
    }
    json_decref(list);
    e = run("table list");
    assert_done(&e, "list");
    assert_int_equal(n_lines((const char *)e.out), n_all); // no head into a pipe
    assert_non_null(strstr((const char *)e.out, "\nvowels         65   2048  Vowels: "));
    forget(&e);
    e = run("table list all");
    assert_refused(&e, 2, "expected nothing after list", "a word more");
    forget(&e);
}

static void a_folder_of_ones_own_comes_first(void **state) {
    (void)state;
    ending e = run_shell(
        "\"$WT\" table make saw -o vowels.wav && cp vowels.wav mine.wav && "
        "export WAVETABLE_TABLES=\"$PWD\" && \"$WT\" table info vowels && \"$WT\" render -w "
        "mine,organ -m 0:0,1:1 C4 -o c4.wav && \"$WT\" table list -q | grep -c '^mine *1 '");
    assert_done(&e, "own folder");
    assert_non_null(strstr((const char *)e.out, "1 of 2048 samples"));
    forget(&e);
    e = run_shell("WAVETABLE_TABLES=. \"$WT\" table list | grep -c '^vowels *1 '");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "./c4.wav: note: nothing says how long a cycle"));
    forget(&e);
    e = run_shell("WAVETABLE_TABLES=/nowhere \"$WT\" table info vowels");
    assert_done(&e, "no folder");
    forget(&e);
    e = run_shell("echo no >bad.wav; WAVETABLE_TABLES=. \"$WT\" render -w bad C4");
    assert_refused(&e, 3, "bad.wav", "a broken table is a bad file");
    forget(&e);
    empty_folder();
}

static void nothing_is_looked_for_without_a_name(void **state) {
    (void)state;
    if (!has_command("strace") || is_sanitized) {
        print_message("strace is missing, or a sanitizer opens files of its own\n");
        skip();
    }
    ending e = run_shell("strace -f -qq -e trace=file -o log \"$WT\" render -w saw,./a.wav C4 -o "
                         "b.wav 2>/dev/null; grep -c 'tables\\|self/exe' log; strace -f -qq -e "
                         "trace=file -o log \"$WT\" render -w organ C4 -o b.wav; grep -c "
                         "tables/organ.wav log; grep -c 'tables.*O_DIRECTORY' log; true");
    assert_int_equal(e.out[0], '0');
    assert_true(atoi((const char *)e.out + 2) > 0); // strace works, and shows what it should
    assert_int_equal(e.out[e.n_out - 2], '0');
    forget(&e);
    empty_folder();
}

// The copy knows its own folder; what is missing there is not taken from the build tree.
static void an_installed_program_finds_installed_tables(void **state) {
    (void)state;
    if (!has_command("cmake")) {
        print_message("cmake is missing\n");
        skip();
    }
    ending e = run_shell("cmake --install \"$(dirname \"$WT\")\" --prefix 'pre fix' >log 2>&1 || "
                         "{ cat log >&2; exit 1; }");
    assert_done(&e, "install");
    forget(&e);
    e = run_shell("cd / && '%s/pre fix/bin/wavetable' render -w vowels C3 -o '%s/i.wav' && "
                  "\"$WT\" render -w vowels C3 -o '%s/b.wav' && cmp '%s/i.wav' '%s/b.wav'",
                  folder, folder, folder, folder, folder);
    assert_done(&e, "installed");
    forget(&e);
    e = run_shell("mv 'pre fix' moved && rm moved/share/wavetable/tables/vowels.wav && "
                  "moved/bin/wavetable table info organ && moved/bin/wavetable table info vowels");
    assert_refused(&e, 2, "there is no wave of this name", "taken away");
    forget(&e);
    e = run_shell("rm -rf 'pre fix' moved");
    forget(&e);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_is_the_same_to_the_byte),
        cmocka_unit_test(every_recipe_is_pinned_and_says_whose_it_is),
        cmocka_unit_test(chip_noise_is_the_shift_register_of_the_consoles),
        cmocka_unit_test(the_readme_names_them_all),
        cmocka_unit_test(no_cycle_passes_full_scale_or_has_dc),
        cmocka_unit_test(cycles_flow_into_each_other),
        cmocka_unit_test(no_two_tables_sound_nearly_alike),
        cmocka_unit_test(names_are_found_wherever_a_wave_stands),
        cmocka_unit_test(a_name_is_read_as_its_file_is),
        cmocka_unit_test(jobs_share_the_tables_of_their_names),
        cmocka_unit_test(names_that_are_not_there_are_told_with_the_nearest),
        cmocka_unit_test(the_list_has_every_table_in_order),
        cmocka_unit_test(a_folder_of_ones_own_comes_first),
        cmocka_unit_test(nothing_is_looked_for_without_a_name),
        cmocka_unit_test(an_installed_program_finds_installed_tables),
    };
    return cmocka_run_group_tests_name("shipped tables", tests, read_all, free_all);
}
