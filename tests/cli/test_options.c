// No option does nothing: each, of each command, changes what comes out, or what is asked of the
// system.
#include "folder.h"
#include "program.h"

#include "app/request/options.h"

// What is run without the option, and with it. Both run in a folder of their own, below which lie
// saw.wav, two.wav (two cycles of 64 samples), bp.scl, white.kbm, tune.score and jobs.
typedef struct {
    int command;
    const char *name;
    const char *without, *with;
} option_case;

#define ODE "'" WT_SOURCE_DIR "/tables/examples/ode.mid'"
#define SOUND(name, without, with)                                                                 \
    { WT_FOR_RENDER, name, without, with }

static const option_case cases[] = {
    SOUND("duration", "A4", "-d 0.1 A4"),
    SOUND("tempo", "A4:1/16", "-T 60 A4:1/16"),
    SOUND("tuning", "A4:0.1", "--tuning 442 A4:0.1"),
    SOUND("scale", "A4:0.1 E4:0.1", "--scale ../bp.scl A4:0.1 E4:0.1"),
    SOUND("keymap", "--scale ../bp.scl A4:0.1", "--scale ../bp.scl --keymap ../white.kbm A4:0.1"),
    SOUND("score", "A4:0.1", "-s ../tune.score"),
    SOUND("middle-c", "A4:0.1", "--middle-c C3 A4:0.1"),
    SOUND("glide", "A4:0.1 A5:0.1", "--glide 50ms A4:0.1 A5:0.1"),
    SOUND("legato", "A4:0.1 A5:0.1", "--legato A4:0.1 A5:0.1"),
    SOUND("map", "--each A4:0.1 -o '{midi}.wav'", "--each A4:0.1 -o '{midi}.wav' --map x.sfz"),
    SOUND("parents", "A4:0.1 -o new/a.wav", "--parents A4:0.1 -o new/a.wav"),
    SOUND("log", "A4:0.1 -o a.wav", "--log log A4:0.1 -o a.wav"),
    SOUND("part", "--length 0.5 -w saw -s " ODE, "--length 0.5 -w saw --part 1=off -s " ODE),
    SOUND("only", "--length 0.5 -w saw -s " ODE, "--length 0.5 -w saw --only 1 -s " ODE),
    SOUND("length", "A4:0.1", "--length 0.05 A4:0.1"),
    SOUND("each", "A4:0.1 -o '{midi}.wav'", "--each A4:0.1 -o '{midi}.wav'"),
    SOUND("wave", "A4:0.1", "-w sine A4:0.1"),
    SOUND("frame", "-w ../two.wav A4:0.1", "-w ../two.wav --frame 128 A4:0.1"),
    SOUND("mix", "-w sine,saw A4:0.1", "-w sine,saw -m 0.5 A4:0.1"),
    SOUND("position", "-w sine,saw A4:0.1", "-w sine,saw --position 0.5 A4:0.1"),
    SOUND("cross", "-w sine -w saw A4:0.1", "-w sine -w saw -x 0.5 A4:0.1"),
    SOUND("scan", "-w sine,saw A4:0.1", "-w sine,saw --scan cycle A4:0.1"),
    SOUND("engine", "A4:0.1", "-E q15 A4:0.1"),
    SOUND("interp", "-b 32 -e float A4:0.1", "-b 32 -e float -i linear A4:0.1"),
    SOUND("bandlimit", "A4:0.1", "-B off A4:0.1"),
    SOUND("phase", "A4:0.1", "--phase 0.25 A4:0.1"),
    SOUND("amp", "A4:0.1", "-a 0.5 A4:0.1"),
    SOUND("adsr", "A4:0.1", "--adsr 50ms,0,1,10ms A4:0.1"),
    SOUND("pitch", "A4:0.1", "-p 1 A4:0.1"),
    SOUND("fm", "A4:0.1", "--fm 2 A4:0.1"),
    SOUND("index", "--fm 2 A4:0.1", "--fm 2 --index 3 A4:0.1"),
    SOUND("pan", "-c 2 A4:0.1", "-c 2 --pan -1 A4:0.1"),
    SOUND("unison", "A4:0.1", "--unison 3,20 A4:0.1"),
    SOUND("gain", "A4:0.1", "-g -20 A4:0.1"),
    SOUND("normalize", "A4:0.1", "--normalize A4:0.1"),
    SOUND("seed", "A4:0.1", "--seed 7 A4:0.1"),
    SOUND("output", "A4:0.1", "A4:0.1 -o a.wav"),
    SOUND("type", "A4:0.1", "-t wav A4:0.1"),
    SOUND("loop", "A4:0.5 -o a.wav", "--loop A4:0.5 -o a.wav"),
    SOUND("rate", "A4:0.1", "-r 44100 A4:0.1"),
    SOUND("bits", "A4:0.1", "-b 24 A4:0.1"),
    SOUND("encoding", "A4:0.1", "-e float A4:0.1"),
    SOUND("channels", "A4:0.1", "-c 2 A4:0.1"),
    SOUND("dither", "A4:0.1", "--dither none A4:0.1"),
    SOUND("strict", "-g 20 A4:0.1", "-g 20 --strict A4:0.1"),
    SOUND("quiet", "-g 20 A4:0.1", "-g 20 -q A4:0.1"),
    SOUND("verbose", "A4:0.1 -o a.wav", "-v A4:0.1 -o a.wav"),
    SOUND("progress", "A4:0.1 -o a.wav", "--progress always A4:0.1 -o a.wav"),
    SOUND("help", "A4:0.1", "--help A4:0.1"),
    SOUND("version", "A4:0.1", "--version A4:0.1"),

    {WT_FOR_BATCH, "keep-going", "../bad-jobs", "-k ../bad-jobs"},
    {WT_FOR_BATCH, "shard", "../jobs", "--shard 1/2 ../jobs"},
    {WT_FOR_BATCH, "log", "../jobs", "--log log ../jobs"},
    {WT_FOR_BATCH, "resume", "-v ../jobs", "-v --resume ../jobs"}, // without a log it is refused
    {WT_FOR_BATCH, "parents", "../deep-jobs", "--parents ../deep-jobs"},
    {WT_FOR_BATCH, "items", "../field-jobs", "--items 2 ../field-jobs"},
    {WT_FOR_BATCH, "only-item", "--items 3 ../field-jobs", "--items 3 --only-item 2 ../field-jobs"},
    {WT_FOR_BATCH, "to", "../jobs", "--to set.tar ../jobs"},
    {WT_FOR_BATCH, "seed", "../field-jobs", "--seed 3 ../field-jobs"},
    {WT_FOR_BATCH, "root", "../jobs", "--root .. ../far-jobs"},
    {WT_FOR_BATCH, "dry-run", "../jobs", "--dry-run ../jobs"},
    {WT_FOR_BATCH, "quiet", "../loud-jobs", "-q ../loud-jobs"},
    {WT_FOR_BATCH, "verbose", "../jobs", "-v --dry-run ../jobs"},
    {WT_FOR_BATCH, "progress", "../jobs", "--progress always ../jobs"},
    {WT_FOR_BATCH, "help", "../jobs", "--help"},
    {WT_FOR_BATCH, "version", "../jobs", "--version"},

    {WT_FOR_TABLE, "output", "make saw", "make saw -o t.wav"},
    {WT_FOR_TABLE, "type", "make saw -o t.wav", "make saw -t wt -o t.wav"},
    {WT_FOR_TABLE, "bits", "make saw -o t.wav", "make saw -b 16 -o t.wav"},
    {WT_FOR_TABLE, "frame", "info ../two.wav", "info --frame 128 ../two.wav"},
    {WT_FOR_TABLE, "length", "make saw -o t.wav", "make saw --length 512 -o t.wav"},
    {WT_FOR_TABLE, "cycles", "make saw,sine -o t.wav", "make saw,sine --cycles 5 -o t.wav"},
    {WT_FOR_TABLE, "raw", "convert ../numbers --frame 64 -o t.wav",
     "convert --raw s16 ../numbers --frame 64 -o t.wav"},
    {WT_FOR_TABLE, "normalize", "make sine,harm:0.5 -o t.wav",
     "make --normalize=cycle sine,harm:0.5 -o t.wav"},
    {WT_FOR_TABLE, "remove-dc", "convert --raw u8 ../numbers --frame 64 -o t.wav",
     "convert --remove-dc --raw u8 ../numbers --frame 64 -o t.wav"},
    {WT_FOR_TABLE, "align", "make saw -o t.wav", "make --align saw -o t.wav"},
    {WT_FOR_TABLE, "reverse", "make saw,sine -o t.wav", "make --reverse saw,sine -o t.wav"},
    {WT_FOR_TABLE, "json", "info saw", "info saw --json"},
    {WT_FOR_TABLE, "presets", "list", "list --presets"},
    {WT_FOR_TABLE, "quiet", "make harm:2 -b 16 -o t.wav", "make -q harm:2 -b 16 -o t.wav"},
    {WT_FOR_TABLE, "verbose", "make harm:2 -o t.wav", "make -v harm:2 -o t.wav"},
    {WT_FOR_TABLE, "help", "info saw", "--help"},
    {WT_FOR_TABLE, "version", "info saw", "--version"},

    {WT_FOR_PLOT, "spectrum", "--wave-out A4", "--spectrum A4"},
    {WT_FOR_PLOT, "spectrogram", "--wave-out A4", "--spectrogram A4"},
    {WT_FOR_PLOT, "wave-out", "--spectrum A4", "--wave-out A4"},
    {WT_FOR_PLOT, "env", "-w saw", "--env 0:0,1:1"},
    {WT_FOR_PLOT, "output", "-w saw", "-w saw -o a.txt"},
    {WT_FOR_PLOT, "type", "-w saw", "-w saw -t csv"},
    {WT_FOR_PLOT, "wave", "--wave-out A4", "-w sine --wave-out A4"},
    {WT_FOR_PLOT, "frame", "-w ../two.wav", "-w ../two.wav --frame 128"},
    {WT_FOR_PLOT, "quiet", "-w ../guess_512.wav", "-q -w ../guess_512.wav"},
    {WT_FOR_PLOT, "verbose", "-w saw -o a.txt", "-v -w saw -o a.txt"},
    {WT_FOR_PLOT, "help", "-w saw", "--help"},
    {WT_FOR_PLOT, "version", "-w saw", "--version"},
    {WT_FOR_SCORE, "middle-c", "info " ODE, "info --middle-c C3 " ODE},
    {WT_FOR_SCORE, "json", "info " ODE, "info --json " ODE},
    {WT_FOR_SCORE, "quiet", "info ../cut.mid", "info -q ../cut.mid"},
    {WT_FOR_SCORE, "verbose", "info " ODE, "info -v " ODE},
    {WT_FOR_SCORE, "help", "info " ODE, "--help"},
    {WT_FOR_SCORE, "version", "info " ODE, "--version"},
};

// What is asked of the system is all that these change.
static const struct {
    option_case option;
    const char *calls;
} system_cases[] = {
    {SOUND("sync", "--sync none A4:0.1 -o a.wav", "--sync file A4:0.1 -o a.wav"), "fsync"},
    {SOUND("jobs", "-j 1 A4:8 -o a.wav", "-j 2 A4:8 -o a.wav"), "clone,clone3"},
    {{WT_FOR_BATCH, "sync", "--sync none ../jobs", "--sync file ../jobs"}, "fsync"},
    {{WT_FOR_BATCH, "jobs", "-j 1 ../jobs", "-j 2 ../jobs"}, "clone,clone3"},
};

static void make_inputs(void) {
    static const char scale[] = "! bp.scl\nBohlen-Pierce\n13\n133.238\n301.847\n435.084\n582.512\n"
                                "736.931\n884.359\n1017.596\n1165.024\n1319.443\n1466.871\n"
                                "1600.108\n1768.717\n3/1\n";
    static const char keymap[] = "0\n0\n127\n60\n69\n442.0\n0\n";
    static const char score[] = "0 C4:0.1\n0.1 E4:0.1\n";
    static const char jobs[] = "C4:0.1 -o c.wav\nE4:0.1 -o e.wav\n";
    static const char bad[] = "C4:0.1 -o c.wav\nH4 -o h.wav\n";
    static const char far[] = "C4:0.1 -o /tmp/c.wav\n";
    static const char loud[] = "C4:0.1 -g 20 -o c.wav\n";
    make_file("bp.scl", scale, sizeof scale - 1);
    make_file("white.kbm", keymap, sizeof keymap - 1);
    make_file("tune.score", score, sizeof score - 1);
    make_file("jobs", jobs, sizeof jobs - 1);
    make_file("bad-jobs", bad, sizeof bad - 1);
    make_file("far-jobs", far, sizeof far - 1);
    static const char deep[] = "C4:0.1 -o new/c.wav\n";
    make_file("deep-jobs", deep, sizeof deep - 1);
    static const char field[] = "{key=36..84}:0.1 -o f{n}.wav\n";
    make_file("field-jobs", field, sizeof field - 1);
    make_file("loud-jobs", loud, sizeof loud - 1);
    static unsigned char numbers[4096];
    for (size_t i = 0; i < sizeof numbers; ++i) {
        numbers[i] = (unsigned char)(i * 7 % 251);
    }
    make_file("numbers", numbers, sizeof numbers);
    ending e = run_shell("\"$WT\" table make sine,saw --length 64 -o two.wav && "
                         "\"$WT\" render -w saw 93.75Hz:24576fr --adsr 0,0,1,0 -o guess_512.wav && "
                         "head -c 400 " ODE " >cut.mid");
    assert_done(&e, "inputs");
    forget(&e);
}

static const char *name_of(int command) {
    size_t i = 0;
    while (wt_option_commands[i].bit != command) {
        assert_true(++i < wt_n_option_commands);
    }
    return wt_option_commands[i].name;
}

// Everything that a run leaves: status, messages, stdout, files.
static ending outcome(int command, const char *words) {
    return run_shell("rm -rf here; mkdir here; cd here; \"$WT\" %s %s >out 2>err </dev/null; "
                     "echo $?; ls -R; cat -- * 2>&1",
                     name_of(command), words);
}

static bool same(const ending *a, const ending *b) {
    return a->n_out == b->n_out && memcmp(a->out, b->out, a->n_out) == 0;
}

// What the cases start from is mostly the same few words.
static struct {
    int command;
    char words[256];
    ending end;
} kept[64];
static size_t n_kept;

static const ending *outcome_without(int command, const char *words) {
    for (size_t i = 0; i < n_kept; ++i) {
        if (kept[i].command == command && strcmp(kept[i].words, words) == 0) {
            return &kept[i].end;
        }
    }
    assert_true(n_kept < sizeof kept / sizeof *kept && strlen(words) < sizeof kept->words);
    kept[n_kept].command = command;
    strcpy(kept[n_kept].words, words);
    kept[n_kept].end = outcome(command, words);
    return &kept[n_kept++].end;
}

static void check_difference(int command, const char *name, const char *without, const char *with) {
    const ending *const before = outcome_without(command, without);
    ending after = outcome(command, with);
    if (same(before, &after)) {
        fail_msg("%s --%s does nothing: %s", name_of(command), name, with);
    }
    forget(&after);
}

// Else what the others see would be no difference of the option.
static void the_same_words_leave_the_same(void **state) {
    (void)state;
    make_inputs();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i += 7) {
        if (strcmp(cases[i].name, "progress") == 0) {
            continue; // a meter shows the time
        }
        ending before = outcome(cases[i].command, cases[i].with);
        ending after = outcome(cases[i].command, cases[i].with);
        if (!same(&before, &after)) {
            fail_msg("%s %s: not the same twice", name_of(cases[i].command), cases[i].with);
        }
        forget(&before);
        forget(&after);
    }
}

static void an_option_changes_something(void **state) {
    (void)state;
    make_inputs();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const option_case *c = &cases[i];
        check_difference(c->command, c->name, c->without, c->with);
    }
}

// Of the options that only pictures of sounds take; those of all pictures have cases above.
static bool is_of_plotted_sound(const char *name) {
    for (size_t g = 0; g < wt_n_option_groups; ++g) {
        for (size_t k = 0; k < wt_option_groups[g].n_options; ++k) {
            const wt_option *o = &wt_option_groups[g].options[k];
            const bool of_sound = (o->commands & WT_OF_SOUND) && !(o->commands & WT_OF_CYCLES);
            if (strcmp(o->name, name) == 0 && (o->commands & WT_FOR_PLOT) && of_sound) {
                return true;
            }
        }
    }
    return false;
}

static void an_option_of_the_sound_changes_its_picture_too(void **state) {
    (void)state;
    make_inputs();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const option_case *c = &cases[i];
        if (c->command == WT_FOR_RENDER && is_of_plotted_sound(c->name)) {
            char without[256];
            char with[256];
            snprintf(without, sizeof without, "--wave-out -t csv -b 16 %s", c->without);
            snprintf(with, sizeof with, "--wave-out -t csv -b 16 %s", c->with);
            check_difference(WT_FOR_PLOT, c->name, without, with);
        }
    }
}

static size_t n_calls(int command, const char *words, const char *calls) {
    ending e = run_shell("rm -rf here; mkdir here; cd here; strace -f -qq -o ../calls -e trace=%s "
                         "\"$WT\" %s %s && wc -l <../calls",
                         calls, name_of(command), words);
    assert_int_equal(e.status, 0);
    const size_t n = (size_t)atol((const char *)e.out);
    forget(&e);
    return n;
}

static void an_option_of_the_work_changes_what_the_system_is_asked(void **state) {
    (void)state;
    if (is_sanitized || !has_command("strace")) { // LeakSanitizer does not work under ptrace
        print_message("strace is not installed, or the program is sanitized\n");
        skip();
    }
    make_inputs();
    for (size_t i = 0; i < sizeof system_cases / sizeof *system_cases; ++i) {
        const option_case *c = &system_cases[i].option;
        const size_t without = n_calls(c->command, c->without, system_cases[i].calls);
        const size_t with = n_calls(c->command, c->with, system_cases[i].calls);
        if (with <= without) {
            fail_msg("%s --%s: %zu calls, then %zu", name_of(c->command), c->name, without, with);
        }
    }
}

static bool is_tried(const wt_option *o, int command) {
    const bool of_plot = command == WT_FOR_PLOT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        if (strcmp(cases[i].name, o->name) == 0 &&
            (cases[i].command == command || (of_plot && cases[i].command == WT_FOR_RENDER))) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof system_cases / sizeof *system_cases; ++i) {
        const option_case *c = &system_cases[i].option;
        if (strcmp(c->name, o->name) == 0 && c->command == command) {
            return true;
        }
    }
    return false;
}

static void every_option_of_every_command_has_its_case(void **state) {
    (void)state;
    for (size_t k = 0; k < wt_n_option_commands; ++k) {
        const wt_option_command *command = &wt_option_commands[k];
        for (size_t g = 0; g < wt_n_option_groups; ++g) {
            for (size_t i = 0; i < wt_option_groups[g].n_options; ++i) {
                const wt_option *o = &wt_option_groups[g].options[i];
                const bool taken = o->commands & command->bit;
                if (taken && !is_tried(o, command->bit)) {
                    fail_msg("%s --%s has no case here", command->name, o->name);
                }
            }
        }
    }
}

static int leave(void **state) {
    for (size_t i = 0; i < n_kept; ++i) {
        forget(&kept[i].end);
    }
    ending e = run_shell("rm -rf here");
    forget(&e);
    return leave_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_of_every_command_has_its_case),
        cmocka_unit_test(the_same_words_leave_the_same),
        cmocka_unit_test(an_option_changes_something),
        cmocka_unit_test(an_option_of_the_sound_changes_its_picture_too),
        cmocka_unit_test(an_option_of_the_work_changes_what_the_system_is_asked),
    };
    return cmocka_run_group_tests_name("options", tests, enter_folder, leave);
}
