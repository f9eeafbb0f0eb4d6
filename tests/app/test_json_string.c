// JSON is written whole, or said not to be.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_finds_no_memory_is_missed_after_json_was_read_too),
        cmocka_unit_test(reading_json_forgets_nothing_that_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
