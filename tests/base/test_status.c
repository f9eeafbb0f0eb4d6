// Every status has words.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/status.h"

static void every_status_has_its_own_words(void **state) {
    (void)state;
    for (int a = WT_OK; a <= WT_SYSTEM; ++a) {
        assert_string_not_equal(wt_strerror((wt_status)a), "unknown status");
        for (int b = WT_OK; b < a; ++b) {
            assert_string_not_equal(wt_strerror((wt_status)a), wt_strerror((wt_status)b));
        }
    }
    assert_string_equal(wt_strerror((wt_status)99), "unknown status");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_own_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
