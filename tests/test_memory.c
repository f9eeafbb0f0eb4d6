// Memory does not grow with the length of the sound.
#include "folder.h"
#include "program.h"

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
    static const char *const sounds[] = {"", "-w saw,square -m lfo:sine:1Hz:0:1 -p 0:0,1:1",
                                         "-E q15", "-j 2 -c 2 -b 24"};
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; ++i) {
        char minute[200], hour[200];
        snprintf(minute, sizeof minute, "%s A4:60", sounds[i]);
        snprintf(hour, sizeof hour, "%s A4:3600", sounds[i]);
        const long less = peak_of(minute);
        const long more = peak_of(hour);
        print_message("%s: a minute peaks at %ld KB, an hour at %ld KB\n", sounds[i], less, more);
        assert_true(more - less < 1024);
        assert_true(more < 32 * 1024);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_hour_takes_no_more_than_a_minute),
    };
    return cmocka_run_group_tests_name("memory", tests, enter_folder, leave_folder);
}
