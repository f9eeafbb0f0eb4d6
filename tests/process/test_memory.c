// Memory does not grow with the length of the sound, nor past a limit with the size of a table.
#include "cycle_file.h"
#include "folder.h"
#include "program.h"

#include <math.h>

static long peak_of(const char *words) {
    ending e = run("render %s -t raw -o /dev/null", words);
    assert_done(&e, words);
    const long peak = e.peak_kb;
    forget(&e);
    return peak;
}

static void an_hour_takes_no_more_than_a_minute(void **state) {
    (void)state;
    if (is_sanitized) {
        print_message("the sanitizer's own memory hides the program's\n");
        skip();
    }
    // As many threads for both, as each has a page of 2 MB, or more.
    static const char *const sounds[] = {"-j 1",
                                         "-j 1 -w saw,square -m lfo:sine:1Hz:0:1 -p 0:0,1:1",
                                         "-j 1 -E q15", "-j 2 -c 2 -b 24"};
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; ++i) {
        char minute[200], hour[200];
        snprintf(minute, sizeof minute, "%s A4:60", sounds[i]);
        snprintf(hour, sizeof hour, "%s A4:3600", sounds[i]);
        const long less = peak_of(minute);
        const long more = peak_of(hour);
        print_message("%s: a minute peaks at %ld KB, an hour at %ld KB\n", sounds[i], less, more);
        assert_true(more - less < 3 * 1024);
        assert_true(more < 32 * 1024);
    }
}

enum { CYCLES = 256, LENGTH = 2048 };

static uint32_t seed = 1;

static uint32_t random_bits(void) {
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

// Harmonics 1 .. 1023 at 1/k, phases at random.
static void fill_bright(float *x, const double *sine) {
    double sum[LENGTH] = {0.0};
    for (uint32_t h = 1; h < LENGTH / 2; h++) {
        const uint32_t phase = random_bits();
        for (uint32_t i = 0; i < LENGTH; i++) {
            sum[i] += 0.25 / h * sine[(h * i + phase) % LENGTH];
        }
    }
    for (int i = 0; i < LENGTH; i++) {
        x[i] = (float)sum[i];
    }
}

// Noise: all harmonics as loud. No table asks for longer levels.
static void fill_white(float *x) {
    for (int i = 0; i < LENGTH; i++) {
        x[i] = (float)(random_bits() / 16777216.0 - 0.5);
    }
}

static void write_table(const char *name, bool bright) {
    double sine[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
        sine[i] = sin(2.0 * 3.14159265358979 * i / LENGTH);
    }
    float *x = malloc((size_t)CYCLES * LENGTH * sizeof *x);
    assert_non_null(x);
    for (size_t c = 0; c < CYCLES; c++) {
        if (bright) {
            fill_bright(x + c * LENGTH, sine);
        } else {
            fill_white(x + c * LENGTH);
        }
    }
    bytes samples = {NULL, 0};
    for (size_t i = 0; i < (size_t)CYCLES * LENGTH; i++) {
        put_float(&samples, x[i]);
    }
    make_table_file(name, &samples, LENGTH, true);
    free(samples.at);
    free(x);
}

// Every note sweeps through all cycles, in each level. Were all kept, they would be 0.7 to 2 GB.
static void big_tables_over_all_keys_stay_within_128_megabytes(void **state) {
    (void)state;
    if (is_sanitized) {
        print_message("the sanitizer's own memory hides the program's\n");
        skip();
    }
    write_table("white.wav", false);
    write_table("bright.wav", true);
    FILE *keys = fopen("keys", "w");
    for (int key = 21; key <= 108; key += 3) {
        fprintf(keys, "%d\n", key);
    }
    fclose(keys);
    static const char *const sweeps[] = {
        "-w ./bright.wav -m 0:0,100%:1 -d 0.1 @keys",
        "-w ./bright.wav -m 0:0,100%:1 -d 0.1 @keys -i linear",
        "-w ./bright.wav -m 0:0,100%:1 -d 0.1 @keys -E q15",
        "-w ./bright.wav -m 0:0,100%:1 -d 0.1 27 50 70 90 -E q31",
        "-w ./bright.wav -m lfo:saw:6Hz:0:1 -d 2 A0 -j 2",
        "-w ./white.wav -m 0:0,100%:1 -d 0.1 @keys",
        "-w ./white.wav -m lfo:saw:6Hz:0:1 -d 2 A0 -j 2",
        "-w ./white.wav -m 0:0,100%:1 -d 0.1 22 -i linear",
    };
    for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++) {
        const long peak = peak_of(sweeps[i]);
        print_message("%s: %ld KB\n", sweeps[i], peak);
        assert_true(peak <= 128 * 1024);
    }
}

// Each line has a table and a shape of its own; a table is 128 KB, and has levels besides.
static long peak_of_lines(int n) {
    FILE *const jobs = fopen("jobs", "w");
    assert_non_null(jobs);
    for (int i = 0; i < n; i++) {
        char name[32];
        snprintf(name, sizeof name, "t%d.wav", i);
        (void)!symlink("base.wav", name);
        fprintf(
            jobs,
            "-d 0.005 -w ./%s -w pulse:%.6f,harm:1:%.6f -m 1=0.5 -x 0.5 %d -t raw -o /dev/null\n",
            name, 0.1 + 0.8 * i / n, (double)i / n, 40 + i % 40);
    }
    fclose(jobs);
    ending e = run("batch jobs -j 2");
    assert_done(&e, "batch");
    const long peak = e.peak_kb;
    forget(&e);
    return peak;
}

static void thousands_of_waves_take_no_more_than_hundreds(void **state) {
    (void)state;
    if (is_sanitized) {
        print_message("the sanitizer's own memory hides the program's\n");
        skip();
    }
    empty_folder();
    ending e = run("table make saw,sine --cycles 16 --length 2048 -o base.wav -q");
    assert_done(&e, "make");
    forget(&e);
    const long less = peak_of_lines(1000);
    const long more = peak_of_lines(4000);
    print_message("1000 waves peak at %ld KB, 4000 at %ld KB\n", less, more);
    assert_true(more - less < 64 * 1024); // tables alone would be 384 MB more
    assert_true(more < 256 * 1024);
    empty_folder();
}

// A level is 4 MB, and a turn of each of 24 voices is 12 blocks. Pages of what is built again count
// each time: 45,000 where the levels of one block push out those of the block before.
static void voices_that_turn_slowly_keep_their_levels(void **state) {
    (void)state;
    if (is_sanitized) {
        print_message("the sanitizer's own memory hides the program's\n");
        skip();
    }
    ending e = run("render -j 1 -E q31 -w square,saw --scan cycle --unison 24,1200 1Hz:0.3 -t raw "
                   "-o /dev/null");
    assert_done(&e, "slow");
    print_message("%ld page faults\n", e.page_faults);
    assert_true(e.page_faults < 25000);
    forget(&e);
}

static long peak_of_items(int n) {
    FILE *const jobs = fopen("jobs", "w");
    assert_non_null(jobs);
    fprintf(jobs, "-d 0.01 C4 -o {n}.wav\n");
    fclose(jobs);
    ending e = run("batch jobs --items %d --to set.tar --dry-run -q", n);
    assert_done(&e, "batch");
    const long peak = e.peak_kb;
    forget(&e);
    return peak;
}

// A hash and a number for each, in a table that doubles.
static void a_member_of_a_stream_takes_less_than_50_bytes(void **state) {
    (void)state;
    if (is_sanitized) {
        print_message("the sanitizer's own memory hides the program's\n");
        skip();
    }
    enum { FEW = 1000, MANY = 128000 };
    const long few = peak_of_items(FEW);
    const long many = peak_of_items(MANY);
    print_message("%d members peak at %ld KB, %d at %ld KB\n", FEW, few, MANY, many);
    assert_true((many - few) * 1024 < 50L * (MANY - FEW));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_hour_takes_no_more_than_a_minute),
        cmocka_unit_test(big_tables_over_all_keys_stay_within_128_megabytes),
        cmocka_unit_test(thousands_of_waves_take_no_more_than_hundreds),
        cmocka_unit_test(voices_that_turn_slowly_keep_their_levels),
        cmocka_unit_test(a_member_of_a_stream_takes_less_than_50_bytes),
    };
    return cmocka_run_group_tests_name("memory", tests, enter_folder, leave_folder);
}
