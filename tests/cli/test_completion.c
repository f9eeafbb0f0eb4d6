// Completion in the real shells, and that it knows every option.
#include "folder.h"
#include "program.h"

static const char *const shells[] = {"bash", "zsh", "fish"};

static void make_scripts(void) {
    ending e = run_shell("\"$WT\" help --completion bash >wavetable.bash && "
                         "\"$WT\" help --completion=zsh >_wavetable && "
                         "\"$WT\" help --completion fish >wavetable.fish");
    assert_done(&e, "scripts");
    forget(&e);
}

static void need_shell(const char *name) {
    if (!has_command(name)) {
        print_message("%s is not installed\n", name);
        skip();
    }
}

// How a script of `shell` begins to name an option.
static const char *mark_of(const char *shell) {
    return strcmp(shell, "fish") == 0 ? " -l " : "--";
}

static void assert_names(const char *shell, const char *script, const char *name, size_t n) {
    char wanted[64];
    const size_t mark =
        (size_t)snprintf(wanted, sizeof wanted, "%s%.*s", mark_of(shell), (int)n, name);
    for (const char *at = script; (at = strstr(at, wanted)); ++at) {
        if (!strchr("abcdefghijklmnopqrstuvwxyz-", at[mark]) || at[mark] == '\0') {
            return;
        }
    }
    fail_msg("%s does not know --%.*s", shell, (int)n, name);
}

static void assert_names_all(const char *shell, const char *script, const char *command) {
    ending help = run("help %s", command);
    assert_done(&help, command);
    int n = 0;
    for (const char *at = (const char *)help.out; (at = strstr(at, "--")); ++n) {
        const size_t length = strspn(at += 2, "abcdefghijklmnopqrstuvwxyz-");
        assert_names(shell, script, at, length);
    }
    assert_true(n > 5);
    forget(&help);
}

static void every_option_of_the_help_is_in_every_script(void **state) {
    (void)state;
    for (size_t s = 0; s < 3; ++s) {
        ending script = run("help --completion %s", shells[s]);
        ending commands =
            run_shell("\"$WT\" help | sed -n 's/^  wavetable \\([a-z]*\\) .*/\\1/p' | "
                      "grep -vx help");
        assert_done(&script, shells[s]);
        assert_true(n_lines((const char *)commands.out) >= 3);
        char *rest;
        for (const char *command = strtok_r((char *)commands.out, "\n", &rest); command;
             command = strtok_r(NULL, "\n", &rest)) {
            assert_names_all(shells[s], (const char *)script.out, command);
        }
        forget(&commands);
        forget(&script);
    }
}

static const struct {
    const char *words; // the last is completed
    const char *replies;
} bash_cases[] = {
    {"re", "render"},
    {"render --en", "--engine --encoding"},
    {"render --engine ", "float q15 q31"},
    {"render -E q", "q15 q31"},
    {"render --engine=q3", "q31"},
    {"render --engine=", "float q15 q31"},
    {"render --type f", "flac"},
    {"table --type ", "wav wt vitaltable h"},
    {"table --output b", "bank one.wav"},
    {"render --phase ", "random"}, // and not TURNS, which stands for a number
    {"render --middle-c C", "C3 C4 C5"},
    {"render -w noise:p", "pink"}, // bash replaces what stands behind the colon
    {"render --fm 2:sq", "square"},
    {"render --fm 2", ""},
    {"render --part 10=", "@ off"},
    {"render --part 10=@drum-ki", "drum-kick"},
    {"render -w sine,sq", "sine,square"},
    {"render -w saw,ban", "saw,bank one.wav"},
    {"render -w sine,vo", "sine,vosim sine,vowels"}, // tables that ship
    {"render --duration ", ""},
    {"render C4 ", ""},
    {"render @ban", "bank one.wav"},
    {"render @organ-r", "organ-reed organ-rock"}, // presets that ship
    {"render C4 -B ", "off on"},
    {"table m", "make"},
    {"score i", "info"},
    {"table info b", "bank one.wav bell brass"}, // tables, too
    {"table convert sine,vo", "sine,vosim sine,vowels"},
    {"plot -w vo", "vosim vowels"},
    {"batch b", "bank one.wav"},
    {"batch --root ", "sub"},
    {"help t", "table tour"},
    {"help en", "envelopes"},
    {"help --completion z", "zsh"},
};

static void bash_completes(void **state) {
    (void)state;
    need_shell("bash");
    make_scripts();
    make_file("bank one.wav", "", 0);
    assert_int_equal(mkdir("sub", 0777), 0);
    for (size_t i = 0; i < sizeof bash_cases / sizeof *bash_cases; ++i) {
        ending e = run_shell("bash -c '. ./wavetable.bash && complete -p wavetable >/dev/null; "
                             "COMP_LINE=\"wavetable $1\" COMP_POINT=${#COMP_LINE}; "
                             "COMP_WORDS=($(sed \"s/[@:=]\\{1,\\}/ & /g\" <<<\"$COMP_LINE\")); "
                             "[[ $1 != *\" \" ]] || COMP_WORDS+=(\"\"); " // as bash parts it
                             "COMP_WORDBREAKS=@:= COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                             "_wavetable; printf %%s \"${COMPREPLY[*]}\"' bash '%s'",
                             bash_cases[i].words);
        assert_done(&e, bash_cases[i].words);
        if (strcmp(e.out ? (const char *)e.out : "", bash_cases[i].replies) != 0) {
            fail_msg("'%s' completes to '%s'", bash_cases[i].words, (const char *)e.out);
        }
        forget(&e);
    }
    rmdir("sub");
    empty_folder();
}

static const struct {
    const char *line;
    const char *replies[3];
} fish_cases[] = {
    {"wavetable re", {"render\t"}},
    {"wavetable render --en", {"--engine\tarithmetic\n", "--encoding\t"}},
    {"wavetable render --engine ", {"float\t", "q15\t", "q31\t"}},
    {"wavetable table --type ", {"wav\t", "wt\t"}},
    {"wavetable table ", {"info\n", "make\n", "bank one.wav\n"}},
    {"wavetable render -w saw,sq", {"saw,square\t"}},
    {"wavetable render -w saw,v", {"saw,vosim\t", "saw,vowels\t"}},
    {"wavetable batch --log ", {"bank one.wav\n"}},
    {"wavetable help --completion ", {"fish\t"}},
    {"wavetable help wav", {"waves\t"}},
    {"wavetable table info vo", {"vosim\n", "vowels\n"}},
    {"wavetable render @organ-r", {"@organ-reed\tOrgan", "@organ-rock\tOrgan"}},
    {"wavetable render --fm 2:sq", {"2:square\t"}},
    {"wavetable render --part 10=@drum-ki", {"10=@drum-kick\tDrum"}},
    {"wavetable render --part 10=o", {"10=off\t"}},
    {"wavetable table --output ba", {"bank one.wav"}},
};

static void assert_offers(const char *line, const char *shown, const char *reply) {
    if (!strstr(shown, reply)) {
        fail_msg("'%s' completes to '%s', without %s", line, shown, reply);
    }
}

static void fish_completes(void **state) {
    (void)state;
    need_shell("fish");
    make_scripts();
    make_file("bank one.wav", "", 0);
    for (size_t i = 0; i < sizeof fish_cases / sizeof *fish_cases; ++i) {
        ending e = run_shell("HOME=$PWD XDG_CONFIG_HOME=$PWD/x XDG_DATA_HOME=$PWD/x fish --private "
                             "--no-config -c 'source wavetable.fish; complete -C \"%s\"'; rm -rf x",
                             fish_cases[i].line);
        assert_done(&e, fish_cases[i].line);
        for (size_t r = 0; r < 3 && fish_cases[i].replies[r]; ++r) {
            assert_offers(fish_cases[i].line, (const char *)e.out, fish_cases[i].replies[r]);
        }
        forget(&e);
    }
    empty_folder();
}

static const struct {
    const char *words, *expected;
} zsh_cases[] = {
    {"wavetable ren", "<wavetable render >"},
    {"wavetable render --eng", "<wavetable render --engine=>"},
    {"wavetable render --sca", "Scala tuning"},
    {"wavetable render --engine=", "q31"},
    {"wavetable render -w saw,squ", "saw,square>"},
    {"wavetable render -w saw,vow", "saw,vowels>"},
    {"wavetable table ", "convert"},
    {"wavetable table info vow", "vowels>"},
    {"wavetable plot -w vow", "vowels>"},
    {"wavetable render @organ-ree", "@organ-reed >"},
    {"wavetable render --fm 2:squ", "2:square>"},
    {"wavetable render --part 10=@drum-ki", "10=@drum-kick >"},
    {"wavetable render --part 10=of", "10=off>"},
    {"wavetable plot --spectrum @organ-ree", "@organ-reed >"},
    {"wavetable batch --lo", " --log=>"},
    {"wavetable batch ba", "bank\\ one.wav >"},
    {"wavetable help --completion ", "fish"},
};

static void zsh_completes(void **state) {
    (void)state;
    char typed[4096] = "";
    size_t n = 0;
    for (size_t i = 0; i < sizeof zsh_cases / sizeof *zsh_cases; ++i) {
        n += (size_t)snprintf(typed + n, sizeof typed - n, " '%s' '%s'", zsh_cases[i].words,
                              zsh_cases[i].expected);
        assert_true(n < sizeof typed);
    }
    need_shell("zsh");
    make_scripts();
    make_file("bank one.wav", "", 0);
    ending e =
        run_shell("ZDOTDIR=$PWD zsh -f '" WT_SOURCE_DIR "/tests/cli/keys.zsh' \"$PWD\"%s", typed);
    if (strstr(e.err, "zpty")) {
        print_message("zsh here has no zpty: %s\n", e.err);
        forget(&e);
        skip();
    }
    if (e.status != 0) {
        fail_msg("%s%s", e.out ? (const char *)e.out : "", e.err);
    }
    forget(&e);
    empty_folder();
}

static void the_scripts_are_good_syntax(void **state) {
    (void)state;
    static const char *const checks[] = {"bash -n wavetable.bash", "zsh -n _wavetable",
                                         "fish --no-execute wavetable.fish"};
    int n = 0;
    make_scripts();
    for (size_t s = 0; s < 3; ++s) {
        if (has_command(shells[s])) {
            ending e = run_shell("%s", checks[s]);
            assert_done(&e, checks[s]);
            forget(&e);
            ++n;
        }
    }
    empty_folder();
    if (n == 0) {
        print_message("neither bash nor zsh nor fish is installed\n");
        skip();
    }
}

static void other_shells_are_refused(void **state) {
    (void)state;
    static const char *const words[] = {"help --completion csh", "help --completion=ksh",
                                        "help --completion"};
    for (size_t i = 0; i < 3; ++i) {
        ending e = run("%s", words[i]);
        assert_refused(&e, 2, "expected bash, zsh or fish", words[i]);
        assert_int_equal(e.n_out, 0);
        forget(&e);
    }
}

// The scripts ask the program, which they find by its name.
static int enter(void **state) {
    char path[8192];
    const char *const slash = strrchr(WT_PROGRAM, '/');
    snprintf(path, sizeof path, "%.*s:%s", (int)(slash - WT_PROGRAM), WT_PROGRAM, getenv("PATH"));
    return setenv("PATH", path, 1) == 0 ? enter_folder(state) : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_of_the_help_is_in_every_script),
        cmocka_unit_test(the_scripts_are_good_syntax),
        cmocka_unit_test(bash_completes),
        cmocka_unit_test(zsh_completes),
        cmocka_unit_test(fish_completes),
        cmocka_unit_test(other_shells_are_refused),
    };
    return cmocka_run_group_tests_name("completion", tests, enter, leave_folder);
}
