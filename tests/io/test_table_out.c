// Tables that are written read back the same.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <unistd.h>

#include "folder.h"
#include "io/table/formats.h"
#include "io/table/table_in.h"
#include "table_bytes.h"
#include "table_file.h"

// A table of samples(i), to be freed.
static wt_table_file make_table(uint32_t length, uint32_t n_cycles, float (*sample)(size_t i)) {
    wt_table_file table = {.length = length, .n_cycles = n_cycles};
    const size_t n = (size_t)length * n_cycles;
    table.samples = malloc(n * sizeof *table.samples);
    for (size_t i = 0; i < n; i++) {
        table.samples[i] = sample(i);
    }
    return table;
}

static const char *path_of(const char *type) {
    static char path[96];
    snprintf(path, sizeof path, "%s/a.%s", folder, type);
    return path;
}

static wt_status write_table(const wt_table_file *table, const char *type, int bits,
                             uint64_t *n_clipped, wt_message *message) {
    wt_output *output;
    assert_int_equal(wt_output_open(&output, path_of(type), WT_SYNC_NONE, message), WT_OK);
    wt_table_writing how = {.bits = bits, .name = "a \"quoted\" name"};
    const wt_table_format *const format = wt_table_format_named(type, strlen(type));
    const wt_status status = format->write(output, table, &how, message);
    if (n_clipped) {
        *n_clipped = how.n_clipped;
    }
    if (status != WT_OK) {
        wt_output_abandon(output);
        return status;
    }
    return wt_output_commit(output, NULL, message);
}

static void fail_on_warning(void *context, const char *text) {
    (void)context;
    fail_msg("warning: %s", text);
}

static float fine(size_t i) { // not exact in 16 bits
    return (float)sin((double)i * 0.37) * 1.25f;
}

static const struct {
    const char *type;
    int bits;
    uint32_t length, n_cycles;
} shapes[] = {
    {"wav", 32, 2048, 4},
    {"wav", 16, 2048, 4},
    {"wav", 32, 2, 1},
    {"wav", 32, 600, 3},
    {"wav", 32, 65536, 2},
    {"wav", 16, 2, 4096},
    {"wav", 16, 1470, 7},
    {"wav", 32, 256, 64},
    {"wt", 32, 2048, 4},
    {"wt", 16, 2048, 4},
    {"wt", 32, 4096, 2},
    {"wt", 32, 2, 512},
    {"wt", 16, 2, 1},
    {"wt", 16, 1024, 512},
    {"vitaltable", 32, 2048, 1},
    {"vitaltable", 32, 2048, 5},
    {"vitaltable", 32, 2048, 257},
};

static void what_is_written_reads_back_to_the_same_samples(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        wt_table_file table =
            make_table(shapes[i].length, shapes[i].n_cycles, shapes[i].bits == 32 ? fine : ramp);
        wt_message message = {""};
        uint64_t n_clipped = 99;
        if (write_table(&table, shapes[i].type, shapes[i].bits, &n_clipped, &message) != WT_OK) {
            fail_msg("%zu: %s", i, message.text);
        }
        assert_int_equal(n_clipped, 0);
        const wt_warner warner = {fail_on_warning, NULL};
        wt_table_file back;
        if (read_table(&back, path_of(shapes[i].type), 0, &warner, &message) != WT_OK) {
            fail_msg("%zu: %s", i, message.text);
        }
        assert_int_equal(back.length, table.length);
        assert_int_equal(back.n_cycles, table.n_cycles);
        assert_string_equal(back.format,
                            strcmp(shapes[i].type, "wav") == 0 ? "WAV" : shapes[i].type);
        assert_memory_equal(back.samples, table.samples,
                            sizeof(float) * table.length * table.n_cycles);
        wt_table_file_free(&back);
        wt_table_file_free(&table);
        unlink(path_of(shapes[i].type));
    }
}

static size_t read_bytes(uint8_t *out, size_t room, const char *type) {
    FILE *const file = fopen(path_of(type), "rb");
    assert_non_null(file);
    const size_t n = fread(out, 1, room, file);
    fclose(file);
    unlink(path_of(type));
    return n;
}

static void wav_has_the_header_that_synthesizers_read(void **state) {
    (void)state;
    static const char expected[] = "RIFF\x72\x00\x00\x00WAVE"
                                   "fmt \x12\x00\x00\x00\x03\x00\x01\x00\x44\xAC\x00\x00"
                                   "\x10\xB1\x02\x00\x04\x00\x20\x00\x00\x00"
                                   "fact\x04\x00\x00\x00\x02\x00\x00\x00"
                                   "clm \x30\x00\x00\x00"
                                   "<!>2    10000000 wavetable                      "
                                   "data\x08\x00\x00\x00\x00\x00\x48\xBF\x00\x00\x46\xBF";
    wt_table_file table = make_table(2, 1, ramp);
    assert_int_equal(write_table(&table, "wav", 32, NULL, NULL), WT_OK);
    uint8_t got[256];
    assert_int_equal(read_bytes(got, sizeof got, "wav"), sizeof expected - 1);
    assert_memory_equal(got, expected, sizeof expected - 1);
    wt_table_file_free(&table);
}

static void wt_has_the_header_that_surge_reads(void **state) {
    (void)state;
    static const char expected[] = "vawt\x02\x00\x00\x00\x01\x00\x0C\x00\x00\x9C\xC0\x9C";
    wt_table_file table = make_table(2, 1, ramp);
    table.samples[1] = ramp(0) + 192.0f / 32768.0f;
    assert_int_equal(write_table(&table, "wt", 16, NULL, NULL), WT_OK);
    uint8_t got[256];
    assert_int_equal(read_bytes(got, sizeof got, "wt"), sizeof expected - 1);
    assert_memory_equal(got, expected, sizeof expected - 1);
    wt_table_file_free(&table);
}

static void sixteen_bits_round_to_nearest_even_and_saturate(void **state) {
    (void)state;
    static const struct {
        double steps; // of 1 / 32768
        int expected;
        bool is_clipped;
    } cases[] = {{0.0, 0, false},        {0.5, 0, false},           {1.5, 2, false},
                 {-0.5, 0, false},       {-1.5, -2, false},         {0.4999, 0, false},
                 {2.5, 2, false},        {32767.0, 32767, false},   {32767.4, 32767, false},
                 {32768.0, 32767, true}, {-32768.0, -32768, false}, {-32769.0, -32768, true},
                 {65536.0, 32767, true}, {1e9, 32767, true},        {-1e9, -32768, true},
                 {-0.0, 0, false}};
    const size_t n = sizeof cases / sizeof *cases;
    wt_table_file table = make_table((uint32_t)n, 1, ramp);
    uint64_t expected_clipped = 0;
    for (size_t i = 0; i < n; i++) {
        table.samples[i] = (float)(cases[i].steps / 32768.0);
        expected_clipped += cases[i].is_clipped;
    }
    uint64_t n_clipped;
    assert_int_equal(write_table(&table, "wav", 16, &n_clipped, NULL), WT_OK);
    assert_int_equal(n_clipped, expected_clipped);
    wt_table_file back;
    assert_int_equal(read_table(&back, path_of("wav"), 0, NULL, NULL), WT_OK);
    for (size_t i = 0; i < n; i++) {
        if (back.samples[i] * 32768.0f != (float)cases[i].expected) {
            fail_msg("%g became %g", cases[i].steps, (double)back.samples[i] * 32768.0);
        }
    }
    unlink(path_of("wav"));
    wt_table_file_free(&back);
    wt_table_file_free(&table);
}

static void what_a_format_cannot_hold_is_refused_before_anything_is_written(void **state) {
    (void)state;
    static const struct {
        const char *type;
        int bits;
        uint32_t length, n_cycles;
        const char *part;
    } cases[] = {{"wt", 32, 600, 1, "not of 600"},
                 {"wt", 32, 8192, 1, "not of 8192"},
                 {"wt", 32, 2, 513, "not 513"},
                 {"vitaltable", 32, 600, 1, "not 1 of 600"},
                 {"vitaltable", 32, 2048, 258, "not 258 of 2048"},
                 {"vitaltable", 16, 2048, 1, "floats"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_table_file table = make_table(cases[i].length, cases[i].n_cycles, ramp);
        wt_message message = {""};
        assert_int_equal(write_table(&table, cases[i].type, cases[i].bits, NULL, &message),
                         WT_UNSUPPORTED);
        if (!strstr(message.text, cases[i].part)) {
            fail_msg("%s", message.text);
        }
        assert_int_not_equal(access(path_of(cases[i].type), F_OK), 0);
        wt_table_file_free(&table);
    }
}

static void a_full_disk_is_reported(void **state) {
    (void)state;
    if (access("/dev/full", W_OK) != 0) {
        print_message("skipped: no /dev/full\n");
        skip();
    }
    wt_table_file table = make_table(2048, 4, ramp);
    wt_output *output;
    wt_message message = {""};
    assert_int_equal(wt_output_open(&output, "/dev/full", WT_SYNC_NONE, NULL), WT_OK);
    wt_table_writing how = {.bits = 32, .name = "full"};
    wt_status status = wt_table_formats[0]->write(output, &table, &how, &message);
    const wt_status at_end = wt_output_commit(output, NULL, &message);
    status = status == WT_OK ? at_end : status;
    assert_int_equal(status, WT_SYSTEM);
    assert_non_null(strstr(message.text, "No space left"));
    wt_table_file_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back_to_the_same_samples),
        cmocka_unit_test(wav_has_the_header_that_synthesizers_read),
        cmocka_unit_test(wt_has_the_header_that_surge_reads),
        cmocka_unit_test(sixteen_bits_round_to_nearest_even_and_saturate),
        cmocka_unit_test(what_a_format_cannot_hold_is_refused_before_anything_is_written),
        cmocka_unit_test(a_full_disk_is_reported),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
