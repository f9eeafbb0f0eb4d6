// JSON is written whole, or said not to be.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "app/batch/log_line.h"
#include "app/json_string.h"
#include "failing_malloc.h"
#include "io/json/json_memory.h"
#include "io/json/json_text.h"

static void what_finds_no_memory_is_missed_after_json_was_read_too(void **state) {
    (void)state;
    wt_json_watch_memory();
    for (int reads = 0; reads < 2; ++reads) {
        json_t *const object = json_object();
        wt_message message = {""};
        json_t *read = NULL;
        if (reads) {
            assert_int_equal(wt_json_load(&read, "[1]", 3, &message), WT_OK);
        }
        fail_after_allocations(0);
        json_object_set_new(object, "at", json_integer(1));
        fail_after_allocations(-1);
        assert_null(wt_json_text(object, 0));
        json_decref(object);
        json_decref(read);
    }
}

static void reading_json_forgets_nothing_that_is_missed(void **state) {
    (void)state;
    json_t *const object = json_object();
    wt_message message = {""};
    json_t *read;
    fail_after_allocations(0);
    json_object_set_new(object, "at", json_integer(1));
    fail_after_allocations(-1);
    assert_int_equal(wt_json_load(&read, "[1]", 3, &message), WT_OK);
    assert_null(wt_json_text(object, 0));
    json_decref(object);
    json_decref(read);
}

// As "%.17g" writes them: a double is known again by 17 digits.
static void a_line_of_the_log_holds_numbers_to_the_bit(void **state) {
    (void)state;
    const wt_words words = {0};
    const wt_fault fault = {0};
    double x = 0.01;
    for (int i = 0; i < 10000; ++i) {
        const wt_result result = {.peak = x, .rms = i / 7.0};
        const wt_log_entry entry = {
            .output = "", .words = &words, .fault = &fault, .result = &result};
        char expected[80];
        size_t n;
        char *const line = wt_log_line(&entry, &n);
        assert_non_null(line);
        line[n - 1] = '\0';
        snprintf(expected, sizeof expected, "\"peak\":%.17g,\"rms\":%.17g", x, result.rms);
        if (!strstr(line, expected)) {
            fail_msg("no %s in %s", expected, line);
        }
        free(line);
        x = i % 2 == 0 ? x * 1.0009 + 0x1p-50 : (double)(float)x;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_finds_no_memory_is_missed_after_json_was_read_too),
        cmocka_unit_test(reading_json_forgets_nothing_that_is_missed),
        cmocka_unit_test(a_line_of_the_log_holds_numbers_to_the_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
