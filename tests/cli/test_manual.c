// The manual page, --help and the options that are read are one table.
#include "folder.h"
#include "program.h"

static const char *const commands[] = {"render", "batch", "table", "plot"};

static void every_option_of_the_help_is_in_the_manual(void **state) {
    (void)state;
    ending man = run("help --man");
    assert_done(&man, "man");
    for (size_t c = 0; c < 4; ++c) {
        ending help = run("help %s", commands[c]);
        assert_done(&help, commands[c]);
        int n = 0;
        const char *at = (const char *)help.out;
        while ((at = strstr(at, "--"))) {
            char name[64] = "\\-\\-";
            size_t k = 4;
            for (at += 2; (*at >= 'a' && *at <= 'z') || *at == '-'; ++at) {
                if (*at == '-') {
                    name[k++] = '\\';
                }
                name[k++] = *at;
            }
            name[k] = '\0';
            assert_non_null(strstr((const char *)man.out, name));
            ++n;
        }
        assert_true(n > 5);
        forget(&help);
    }
    forget(&man);
}

static void roff_has_nothing_to_complain_about(void **state) {
    (void)state;
    if (!has_command("groff")) {
        print_message("groff is not installed\n");
        skip();
    }
    ending e = run_shell("\"$WT\" help --man | groff -man -ww -Tascii 2>&1 >/dev/null");
    assert_int_equal(e.status, 0);
    assert_int_equal(e.n_out, 0);
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_of_the_help_is_in_the_manual),
        cmocka_unit_test(roff_has_nothing_to_complain_about),
    };
    return cmocka_run_group_tests_name("manual", tests, enter_folder, leave_folder);
}
