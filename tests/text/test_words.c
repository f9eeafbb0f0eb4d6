// Words, split as a shell does, with the places they came from.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing_malloc.h"
#include "text/words.h"

// Write every word as <word>line:column to `out`.
static void describe(const wt_words *words, char *out, size_t size) {
    size_t n = 0;
    out[0] = 0;
    for (size_t i = 0; i < words->count && n < size; ++i) {
        n += (size_t)snprintf(out + n, size - n, "<%s>%d:%d", words->words[i],
                              words->places[i].line, words->places[i].column);
    }
}

static void text_is_split_as_a_shell_splits_it(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *meaning;
    } cases[] = {
        {"", ""},
        {" \t\n\r\n", ""},
        {"a", "<a>1:1"},
        {"a b", "<a>1:1<b>1:3"},
        {"  a\tb  \n", "<a>1:3<b>1:5"},
        {"a\nb\n\nc", "<a>1:1<b>2:1<c>4:1"},
        {"a\r\nb\r\n", "<a>1:1<b>2:1"},
        {"a\r", "<a>1:1"},
        {"\xEF\xBB\xBF"
         "a b",
         "<a>1:1<b>1:3"},
        {"\xEF\xBB\xBF", ""},
        {"a \xEF\xBB\xBF", "<a>1:1<\xEF\xBB\xBF>1:3"},
        {"'a b' c", "<a b>1:1<c>1:7"},
        {"'a\nb' c", "<a\nb>1:1<c>2:4"},
        {"\"a b\"'c d'e", "<a bc de>1:1"},
        {"'' \"\"", "<>1:1<>1:4"},
        {"'\\' \"'\" '\"'", "<\\>1:1<'>1:5<\">1:9"},
        {"\"\\$\\`\\\"\\\\\\a\"", "<$`\"\\\\a>1:1"},
        {"$HOME `x` *", "<$HOME>1:1<`x`>1:7<*>1:11"},
        {"a\\ b \\'", "<a b>1:1<'>1:6"},
        {"a\\\nb c", "<ab>1:1<c>2:3"},
        {"a \\\n b", "<a>1:1<b>2:2"},
        {"a \\\r\nb", "<a>1:1<b>2:1"},
        {"\"a\\\r\nb\" 'c\\\nd'", "<ab>1:1<c\\\nd>2:4"},
        {"# all\na # rest\nb", "<a>2:1<b>3:1"},
        {"a#b '#' \\# F#3", "<a#b>1:1<#>1:5<#>1:9<F#3>1:12"},
        {"#", ""},
        {"a#", "<a#>1:1"},
        {"a # 'open\nb", "<a>1:1<b>2:1"},
        {"# c\r\nb", "<b>2:1"},
        {"file:a\\\\+b", "<file:a\\+b>1:1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        // A copy that ends where the text ends, so that reading on would be noticed.
        const size_t n = strlen(cases[i].text);
        char *text = malloc(n + 1);
        char *exact = n ? realloc(text, n) : text;
        memcpy(exact, cases[i].text, n);
        wt_words words = {0};
        wt_location where;
        const wt_parse parse = wt_words_split(&words, "preset", 1, exact, n, &where);
        free(exact);
        assert_int_equal(parse.status, WT_OK);
        assert_int_equal(parse.at, n);
        char meaning[200];
        describe(&words, meaning, sizeof meaning);
        assert_string_equal(meaning, cases[i].meaning);
        assert_null(words.words[words.count]);
        wt_words_free(&words);
    }
}

static void an_open_quote_or_a_nul_byte_is_pointed_at(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t n; // 0: strlen
        size_t at;
        int line, column;
        const char *expected;
    } cases[] = {
        {"'", 0, 0, 7, 1, "a closing '"},
        {"a 'b", 0, 2, 7, 3, "a closing '"},
        {"a\nb \"c\nd", 0, 4, 8, 3, "a closing \""},
        {"a\n\nb'c\n", 0, 4, 9, 2, "a closing '"},
        {"\"a\\\"", 0, 0, 7, 1, "a closing \""},
        {"\"a\\", 0, 0, 7, 1, "a closing \""},
        {"'a' \"b\"\"", 0, 7, 7, 8, "a closing \""},
        {"a\\", 0, 1, 7, 2, "after the backslash"},
        {"a \\", 0, 2, 7, 3, "after the backslash"},
        {"a -o b\rc\r", 9, 6, 7, 7, "CR alone"},
        {"# a\rb", 5, 3, 7, 4, "CR alone"},
        {"a\0b", 3, 1, 7, 2, "NUL"},
        {"a\n'\0'", 5, 3, 8, 2, "NUL"},
        {"#\0", 2, 1, 7, 2, "NUL"},
        {"\0", 1, 0, 7, 1, "NUL"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const size_t n = cases[i].n ? cases[i].n : strlen(cases[i].text);
        wt_words words = {0};
        assert_int_equal(wt_words_add(&words, "before"), WT_OK);
        wt_location where = {0};
        const wt_parse parse = wt_words_split(&words, "jobs.txt", 7, cases[i].text, n, &where);
        if (parse.status != WT_BAD_SYNTAX || parse.at != cases[i].at ||
            where.line != cases[i].line || where.column != cases[i].column ||
            !strstr(parse.expected, cases[i].expected)) {
            fail_msg("%s: status %d at %zu, %d:%d, expected %s", cases[i].text, parse.status,
                     parse.at, where.line, where.column, parse.expected);
        }
        assert_string_equal(where.file, "jobs.txt");
        assert_int_equal(words.count, 1);
        assert_string_equal(words.words[0], "before");
        assert_null(words.words[1]);
        wt_words_free(&words);
    }
}

static void words_of_files_and_of_the_command_line_follow_one_another(void **state) {
    (void)state;
    wt_words words = {0};
    assert_int_equal(wt_words_add(&words, "render"), WT_OK);
    assert_int_equal(wt_words_split(&words, "a.preset", 1, "-w saw", 6, NULL).status, WT_OK);
    assert_int_equal(wt_words_add(&words, "it's \\raw"), WT_OK);
    assert_int_equal(wt_words_split(&words, "b.preset", 1, "", 0, NULL).status, WT_OK);
    assert_int_equal(wt_words_split(&words, "b.preset", 5, "C4", 2, NULL).status, WT_OK);
    // Only a first line can begin with a BOM.
    const char bom[] = "\xEF\xBB\xBF";
    assert_int_equal(wt_words_split(&words, "b.preset", 6, bom, 3, NULL).status, WT_OK);
    char meaning[200];
    describe(&words, meaning, sizeof meaning);
    assert_string_equal(meaning,
                        "<render>0:1<-w>1:1<saw>1:4<it's \\raw>0:1<C4>5:1<\xEF\xBB\xBF>6:1");
    assert_null(words.places[0].file);
    assert_string_equal(words.places[1].file, "a.preset");
    assert_null(words.places[3].file);
    assert_string_equal(words.places[4].file, "b.preset");
    assert_null(words.words[6]);
    wt_words_free(&words);
    assert_null(words.words);
    wt_words_free(&words);
}

static void a_megabyte_and_a_hundred_thousand_words_are_split(void **state) {
    (void)state;
    enum { N = 1000000 };
    char *text = malloc(N);
    static const struct {
        const char *unit;
        size_t count;
    } cases[] = {
        {"a", 1},  {"a ", N / 2},    {"C4:1/4@100", 1}, {"note C4\n#\n", N / 5},
        {"''", 1}, {"' '\n", N / 4}, {"\\\n", 0},       {"#", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const size_t length = strlen(cases[i].unit);
        for (size_t at = 0; at < N; ++at) {
            text[at] = cases[i].unit[at % length];
        }
        wt_words words = {0};
        assert_int_equal(wt_words_split(&words, "f", 1, text, N, NULL).status, WT_OK);
        assert_int_equal(words.count, cases[i].count);
        wt_words_free(&words);
    }
    free(text);
    wt_words words = {0};
    for (int i = 0; i < 100000; ++i) {
        assert_int_equal(wt_words_add(&words, "C4"), WT_OK);
    }
    assert_int_equal(words.count, 100000);
    wt_words_free(&words);
}

// Write the words that /bin/sh finds in `text`, each as <word>, to `out`.
static void ask_the_shell(const char *text, char *out, size_t size) {
    char script[200];
    snprintf(script, sizeof script,
             "words() { for w; do printf '<%%s>' \"$w\"; done; }\nwords %s\n", text);
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(fds[1], STDOUT_FILENO);
        execl("/bin/sh", "sh", "-c", script, (char *)NULL);
        _exit(127);
    }
    close(fds[1]);
    size_t n = 0;
    ssize_t got;
    while ((got = read(fds[0], out + n, size - 1 - n)) > 0) {
        n += (size_t)got;
    }
    out[n] = 0;
    close(fds[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

// Random texts that end in a word of line 1: to a shell, a later line is another command.
static void the_shell_agrees(void **state) {
    (void)state;
    if (access("/bin/sh", X_OK) != 0) {
        print_message("skipped: there is no /bin/sh\n");
        skip();
    }
    static const char alphabet[] = "12'\"\\ \n#\t";
    uint32_t seed = 1;
    int n_compared = 0;
    for (int round = 0; round < 2000; ++round) {
        char text[10] = "";
        for (size_t i = 0; i < sizeof text - 1; ++i) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        wt_words words = {0};
        const wt_parse parse = wt_words_split(&words, "f", 1, text, strlen(text), NULL);
        if (parse.status == WT_OK && words.count && words.places[words.count - 1].line == 1) {
            char ours[100] = "";
            for (size_t i = 0; i < words.count; ++i) {
                strcat(strcat(strcat(ours, "<"), words.words[i]), ">");
            }
            char theirs[100];
            ask_the_shell(text, theirs, sizeof theirs);
            assert_string_equal(ours, theirs);
            ++n_compared;
        }
        wt_words_free(&words);
    }
    assert_true(n_compared > 100);
}

static void words_without_memory_are_refused_and_those_before_stay(void **state) {
    (void)state;
    static const char text[] = "aaaaaaaaaaaa bbbbbbbbbbbb cccccccccccc dddddddddddd eeeeeeeeeeee "
                               "ffffffffffff gggggggggggg hhhhhhhhhhhh iiiiiiiiiiii jjjjjjjjjjjj "
                               "kkkkkkkkkkkk llllllllllll mmmmmmmmmmmm nnnnnnnnnnnn oooooooooooo "
                               "pppppppppppp qqqqqqqqqqqq rrrrrrrrrrrr ssssssssssss tttttttttttt ";
    int n = 0;
    for (;; ++n) {
        wt_words words = {0};
        fail_after_allocations(n);
        const wt_status first = wt_words_add(&words, "first");
        wt_location where;
        const wt_parse parse = wt_words_split(&words, "f", 1, text, sizeof text - 1, &where);
        const wt_status last = wt_words_add(&words, "last");
        const int refused = allocations_refused;
        fail_after_allocations(-1);
        const size_t count =
            (first == WT_OK) + (parse.status == WT_OK ? 20u : 0u) + (last == WT_OK);
        assert_int_equal(words.count, count);
        assert_true(count == 22 || refused > 0);
        for (size_t i = 0; i < words.count; ++i) {
            assert_non_null(words.words[i]);
        }
        wt_words_free(&words);
        if (!refused) {
            break;
        }
    }
    assert_true(n >= 7);
}

static void text_without_words_is_blanks_and_comments(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line;
        bool none;
    } cases[] = {
        {"", 1, true},
        {" \t\r\n", 1, true},
        {"# a", 7, true},
        {"  # a\n", 7, true},
        {"\\\n", 7, true},
        {"\xEF\xBB\xBF# a\n", 1, true},
        {"\xEF\xBB\xBF", 1, true},
        {"\xEF\xBB\xBF# a\n", 2, false},
        {"a", 1, false},
        {"''", 1, false},
        {"\r#", 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_words words = {0};
        const size_t n = strlen(cases[i].text);
        assert_int_equal(wt_words_none(cases[i].line, cases[i].text, n), cases[i].none);
        const bool ok =
            wt_words_split(&words, NULL, cases[i].line, cases[i].text, n, NULL).status == WT_OK;
        assert_int_equal(ok && words.count == 0, cases[i].none);
        wt_words_free(&words);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_split_as_a_shell_splits_it),
        cmocka_unit_test(an_open_quote_or_a_nul_byte_is_pointed_at),
        cmocka_unit_test(words_of_files_and_of_the_command_line_follow_one_another),
        cmocka_unit_test(a_megabyte_and_a_hundred_thousand_words_are_split),
        cmocka_unit_test(the_shell_agrees),
        cmocka_unit_test(words_without_memory_are_refused_and_those_before_stay),
        cmocka_unit_test(text_without_words_is_blanks_and_comments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
