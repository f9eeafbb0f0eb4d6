// The manual page, --help and the options that are read are one table.
#include "folder.h"
#include "program.h"

#include <ctype.h>

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

static const char *const topics[] = {"tour",  "notes",   "waves",  "envelopes", "scores",
                                     "parts", "presets", "recipe", "fields",    "streams",
                                     "log",   "loop",    "maps",   "formats"};
enum { N_TOPICS = sizeof topics / sizeof *topics };

// The longest line of a text, in columns.
static size_t widest(const char *text) {
    size_t most = 0;
    while (*text) {
        const size_t n = strcspn(text, "\n");
        most = n > most ? n : most;
        text += n + (text[n] == '\n');
    }
    return most;
}

static void no_page_of_help_is_wider_than_80_columns(void **state) {
    (void)state;
    ending e = run("help");
    assert_true(widest((const char *)e.out) <= 80);
    forget(&e);
    for (size_t i = 0; i < 4 + N_TOPICS; ++i) {
        const char *name = i < 4 ? commands[i] : topics[i - 4];
        e = run("help %s", name);
        assert_done(&e, name);
        if (widest((const char *)e.out) > 80) {
            fail_msg("help %s: a line of %zu columns", name, widest((const char *)e.out));
        }
        forget(&e);
    }
}

static void each_topic_is_in_the_list_of_help_and_a_section_of_the_manual(void **state) {
    (void)state;
    ending help = run("help");
    ending man = run("help --man");
    for (size_t i = 0; i < N_TOPICS; ++i) {
        char line[64];
        char section[64];
        snprintf(line, sizeof line, "wavetable help %s ", topics[i]);
        assert_non_null(strstr((const char *)help.out, line));
        const int n = snprintf(section, sizeof section, ".SH %s\n", topics[i]);
        for (int k = 4; k < n; ++k) {
            section[k] = (char)toupper((unsigned char)section[k]);
        }
        assert_non_null(strstr((const char *)man.out, section));
    }
    forget(&help);
    forget(&man);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_of_the_help_is_in_the_manual),
        cmocka_unit_test(roff_has_nothing_to_complain_about),
        cmocka_unit_test(no_page_of_help_is_wider_than_80_columns),
        cmocka_unit_test(each_topic_is_in_the_list_of_help_and_a_section_of_the_manual),
    };
    return cmocka_run_group_tests_name("manual", tests, enter_folder, leave_folder);
}
