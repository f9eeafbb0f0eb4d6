// Whole command lines, batches, scores and presets, in process: made by a grammar, now and then
// spoilt, and each held against what the README promises of any of them.
//
// A status that is documented, and 0 only without a line of fault; one line for each failure;
// nothing on stdout but what was asked for; no NaN; no control character on its way to a terminal;
// no temporary left; the same bytes again, with one thread and with two.
#include "app/render/plan.h"
#include "fuzz/command/grammar.h"
#include "fuzz/command/stage.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int wt_program(int argc, char **argv); // main of the program
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static char line_now[GRAMMAR_MOST]; // for whoever looks at a crash

#define CHECK(condition, ...)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "\nnot so: %s\n  ", #condition);                                       \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fprintf(stderr, "\n  wavetable %s\n  (seed %s)\n", line_now, getenv("WT_FUZZ_SEED"));  \
            stage_show();                                                                          \
            fflush(stderr);                                                                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

// Split at blanks; U+00A0, here a lone 0xA0, stands for a blank in a word.
static int split(char *line, char **words, int most) {
    int n = 0;
    static char name[] = "wavetable";
    words[n++] = name;
    for (char *word = strtok(line, " "); word && n < most - 1; word = strtok(NULL, " ")) {
        for (char *c = word; *c; c++) {
            *c = (unsigned char)*c == 0xA0 ? ' ' : *c;
        }
        words[n++] = strcmp(word, "''") == 0 ? word + 2 : word;
    }
    words[n] = NULL;
    return n;
}

static int run_line(const char *line) {
    static char text[GRAMMAR_MOST + 8];
    static char *words[512];
    snprintf(text, sizeof text, "%s", line);
    const int n = split(text, words, 512);
    stage_begin();
    const int n_open = stage_descriptors();
    const int status = wt_program(n, words);
    const int n_left = stage_descriptors() - n_open;
    stage_end();
    CHECK(n_left == 0, "%d descriptors left open", n_left);
    return status;
}

typedef struct {
    int faults, others; // lines that tell a fault, and lines of any other kind
} lines;

// "wavetable: WHERE: WHAT" is a fault, "wavetable: WHERE: note: WHAT" none; an excerpt and its
// caret are indented.
static lines lines_of(const char *err, size_t n) {
    lines found = {0, 0};
    for (size_t at = 0; at < n;) {
        const char *const end = memchr(err + at, '\n', n - at);
        const size_t length = end ? (size_t)(end - err) - at : n - at;
        const bool is_ours = length >= 11 && memcmp(err + at, "wavetable: ", 11) == 0;
        const bool is_note = is_ours && memmem(err + at, length, ": note: ", 8) != NULL;
        found.faults += is_ours && !is_note;
        found.others += !is_ours && !(length >= 2 && err[at] == ' ' && err[at + 1] == ' ');
        at += length + 1;
    }
    return found;
}

static bool has_control(const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)text[i];
        if ((c < 0x20 && c != '\n') || c == 0x7f ||
            (c == 0xc2 && i + 1 < n && ((unsigned char)text[i + 1] & 0xe0) == 0x80)) {
            return true;
        }
    }
    return false;
}

static bool has_word(const char *line, const char *word) {
    const char *const at = strstr(line, word);
    return at && (at == line || at[-1] == ' ') && (at[strlen(word)] == ' ' || !at[strlen(word)]);
}

static bool starts_with(const char *line, const char *word) {
    return strncmp(line, word, strlen(word)) == 0 &&
           (line[strlen(word)] == ' ' || !line[strlen(word)]);
}

static void check_messages(const char *line, int status) {
    size_t n;
    const char *const err = stage_err(&n);
    const lines found = lines_of(err, n);
    const bool is_many = starts_with(line, "batch") || starts_with(line, "table");
    CHECK(status >= 0 && status <= 5, "status %d", status);
    CHECK(status == 0 || found.faults > 0, "status %d without a line", status);
    CHECK(status != 0 || found.faults == 0, "status 0 with a line of fault");
    CHECK(is_many || found.faults <= 1, "%d lines for one failure", found.faults);
    CHECK(!has_control(err, n), "a control character in a message");
    CHECK(memchr(err, 0, n) == NULL, "a NUL in a message");
}

// -h may stand behind other letters, as in -qh; --h is enough of --help.
static bool asks_for_text(const char *line) {
    for (const char *at = strstr(line, " -"); at; at = strstr(at + 1, " -")) {
        const bool is_long = at[2] == '-';
        if (is_long ? at[3] == 'h' || at[3] == 'v' : !!memchr(at, 'h', 1 + strcspn(at + 1, " "))) {
            return true;
        }
    }
    return false;
}

static void check_stdout(const char *line, int status) {
    size_t n;
    const unsigned char *const out = stage_out(&n);
    const bool is_sound = starts_with(line, "render");
    const bool is_list = starts_with(line, "table"); // it may have told of some when one fails
    CHECK(status < 2 || n == 0 || is_list, "status %d and %zu bytes on stdout", status, n);
    if (starts_with(line, "batch")) {
        CHECK(n == 0 || asks_for_text(line) || strstr(line, "--to") || strchr(line, '@'),
              "a batch wrote to stdout");
    }
    if (is_sound && grammar_is_float32(line)) {
        for (size_t i = 0; i + 4 <= n; i += 4) {
            float x;
            memcpy(&x, out + i, 4);
            CHECK(isfinite(x), "sample %zu is not finite", i / 4);
        }
    }
}

bool __real_wt_plan_make(wt_plan *plan, const wt_request *request, const wt_job *job,
                         wt_wave_store *store, const wt_listener *listener, wt_fault *fault);
bool __wrap_wt_plan_make(wt_plan *plan, const wt_request *request, const wt_job *job,
                         wt_wave_store *store, const wt_listener *listener, wt_fault *fault);

// Long sounds are no different from short ones, but for the time that they take.
bool __wrap_wt_plan_make(wt_plan *plan, const wt_request *request, const wt_job *job,
                         wt_wave_store *store, const wt_listener *listener, wt_fault *fault) {
    enum { MOST_FRAMES = 24000 };
    if (!__real_wt_plan_make(plan, request, job, store, listener, fault)) {
        return false;
    }
    if (plan->file.frames > MOST_FRAMES) {
        wt_plan_free(plan);
        wt_fault_set(fault, WT_FAULT_RESOURCE, "render", "it is too long to be tried often");
        return false;
    }
    return true;
}

// Less is remembered of each block than by default: what matters is how many lines are run.
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "malloc_context_size=4:quarantine_size_mb=8:thread_local_quarantine_size_kb=64:"
           "detect_leaks=1";
}

// Lines that make a great many sounds are long and no different from those that make a few.
static bool is_endless(const char *line) {
    const char *const items = strstr(line, "--it");
    for (const char *at = items; at; at = strstr(at + 1, "--it")) {
        const char *const number = at + strcspn(at, " =");
        if (strtod(*number ? number + 1 : number, NULL) > 20.0) {
            return true;
        }
    }
    return false;
}

void __sanitizer_set_death_callback(void (*told)(void)) __attribute__((weak));

static void tell_line(void) {
    fprintf(stderr, "\n  wavetable %s\n  (seed %s)\n", line_now, getenv("WT_FUZZ_SEED"));
    stage_show();
    fflush(stderr);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    stage_set_up();
    if (__sanitizer_set_death_callback) {
        __sanitizer_set_death_callback(tell_line);
    }
    static const char *const makes[] = {
        "table make saw,sine --cycles 3 --length 64 -o in/a.wav -q",
        "table make sine,square --cycles 2 --length 32 -o in/b.wt -q",
        "table make ./in/r.recipe -o in/t.wav -q",
        "render -d 0.005 A4 -o in/env.wav -q",
        "render -d 0.005 A4 -o in/env.flac -q",
    };
    for (size_t i = 0; i < sizeof makes / sizeof *makes; i++) {
        snprintf(line_now, sizeof line_now, "%s", makes[i]);
        const int status = run_line(makes[i]);
        CHECK(status == 0, "the stage cannot be set: status %d", status);
    }
    stage_keep();
    return 0;
}

static const struct {
    const char *rule, *name;
} given[] = {{"jobs", "jobs.txt"}, {"score", "score.txt"}, {"preset", "p.preset"}};

enum { N_GIVEN = sizeof given / sizeof *given };

static char given_texts[N_GIVEN][GRAMMAR_MOST];

static void set_the_stage(void) {
    stage_clear();
    for (int i = 0; i < N_GIVEN; i++) {
        stage_file(given[i].name, given_texts[i]);
    }
}

// Whether a preset ends the options, also for what follows it on the command line.
static bool preset_ends_options(void) {
    static char words[GRAMMAR_MOST];
    snprintf(words, sizeof words, "%s", given_texts[N_GIVEN - 1]);
    for (const char *word = strtok(words, " \t\r\n"); word; word = strtok(NULL, " \t\r\n")) {
        if (strpbrk(word, "'\"\\") || strcmp(word, "--") == 0) {
            return true; // or may do so, quoted
        }
    }
    return false;
}

// Once more, with two threads where there were other than two.
static void check_again(const char *line, int status, uint64_t before) {
    static char again[GRAMMAR_MOST + 8];
    const bool has_threads = starts_with(line, "render") || starts_with(line, "batch");
    const bool takes_more =
        has_threads && !has_word(line, "--") && !(strchr(line, '@') && preset_ends_options());
    snprintf(again, sizeof again, "%s%s", line, takes_more ? " -j 2" : "");
    set_the_stage();
    const int status_again = run_line(again);
    if (takes_more && status != 0) {
        return; // the option may have taken the place of a word that was missing
    }
    CHECK(status_again == status, "status %d, then %d", status, status_again);
    CHECK(status != 0 || stage_hash() == before, "other bytes with -j 2");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static char line[GRAMMAR_MOST];
    grammar g;
    if (n < 4) {
        return 0;
    }
    grammar_begin(&g, data, n);
    grammar_line(&g, line, sizeof line);
    for (int i = 0; i < N_GIVEN; i++) {
        grammar_text(&g, given[i].rule, given_texts[i], GRAMMAR_MOST);
    }
    if (is_endless(line)) {
        return 0;
    }
    set_the_stage();
    snprintf(line_now, sizeof line_now, "%s", line);
    const int status = run_line(line);
    check_messages(line, status);
    check_stdout(line, status);
    CHECK(!stage_has_temporary(), "a temporary is left");
    const bool is_fresh = !has_word(line, "--resume") && !strstr(line, "--log");
    if (is_fresh && grammar_once_more(&g)) {
        check_again(line, status, stage_hash());
    }
    return 0;
}
