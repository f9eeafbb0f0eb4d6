// Every allocation of whole commands fails, and every call that finds, opens, reads, maps or links
// a file, alone and with all that follow: nothing wrong is left.
//
// The libraries' allocations are among them; some die of it, and are forgiven where nothing is
// left. A few allocations of each command by default; all of them where WT_WHOLE_GRID is 1, which
// takes ten minutes; every thirteenth where it is 13, as in `bootstrap test all`.
#include "cycle_file.h"
#include "folder.h"
#include "program.h"

#include <dirent.h>
#include <sys/stat.h>

static const char *const commands[] = {
    "render -d 0.02 A4 -o out/x.wav",
    "render -d 0.02 -w sine A4",
    "render -d 0.02 -E q15 A4 -o out/x.raw",
    "render -d 0.02 -E q31 -b 24 A4 -o out/x.aiff",
    "render -d 0.02 A4 -o out/x.flac",
    "render -d 0.02 A4 -o out/x.ogg",
    "render -d 0.02 A4 -o out/x.opus",
    "render -d 0.02 A4 -o out/x.au",
    "render -d 0.02 A4 -o out/x.caf",
    "render -d 0.02 A4 -o out/x.w64",
    "render -d 0.02 A4 -o out/x.rf64",
    "render -d 0.02 -t flac A4",
    "render -d 0.02 -w a.wav -m 0:0,1:1 A4 -o out/x.wav",
    "render -d 0.02 -w b.wt A4 -o out/x.wav",
    "render -d 0.02 -w sine,saw -w square -x 0.5 A4 -o out/x.wav",
    "render -d 0.02 --fm 2:a.wav --index lfo:sine:5Hz:0:1 A4 -o out/x.wav",
    "render -d 0.02 -a file:env.wav A4 -o out/x.wav",
    "render -d 0.02 --unison 3,20,1 -c 2 C4,E4 -o out/x.wav",
    "render -d 0.02 --normalize C4,E4 -o out/x.wav",
    "render --scale s.scl -d 0.02 60 -o out/x.wav",
    "render -s score.txt -o out/x.wav",
    "render @p.preset A4 -o out/x.wav",
    "render -d 0.02 --each C4..E4 -j 1 -o out/{note}.wav",
    "render -d 0.3 --loop A4 -o out/x.wav",
    "render -d 0.02 --scan cycle -w a.wav A4 -o out/x.wav",
    "render -d 0.02 -w noise A4 -o out/x.wav",
    "batch -j 1 jobs",
    "batch -j 1 jobs --log out/x.log",
    "batch -j 1 jobs --log out/x.log --sync file",
    "batch -j 1 jobs --to out/x.tar",
    "batch -j 1 jobs --to out/x.npy",
    "batch --dry-run jobs",
    "table info a.wav",
    "table info a.wav saw --json",
    "table info r.recipe",
    "table make saw,sine --length 64 -o out/x.wav",
    "table make saw,sine --length 64 -o out/x.wt",
    "table convert b.wt -o out/x.wav",
    "table list",
    "table list --json",
    "score info score.txt",
    "score info score.txt --json",
    "plot -w a.wav -o out/x.svg",
    "plot -w a.wav -o out/x.png",
    "plot --env 0:0,1:1 -t txt -o -",
    "plot --spectrum -d 0.2 A4 -o out/x.csv",
    "plot --wave-out -d 0.02 A4 -o - -t csv",
    "help",
    "help render",
    "help --man",
    "help --completion bash",
    "help --completion zsh",
    "help --completion fish",
    "help recipe",
};

enum { N_COMMANDS = sizeof commands / sizeof *commands, MOST_FILES = 16, OLD = 3 };

static const char old_bytes[] = "old";

typedef struct {
    char name[64];
    unsigned char *bytes;
    size_t n;
} left_file;

typedef struct {
    int n;
    left_file files[MOST_FILES];
    ending end;
} outcome;

static void clear_out(void) {
    DIR *const listing = opendir("out");
    for (const struct dirent *entry; listing && (entry = readdir(listing));) {
        unlinkat(dirfd(listing), entry->d_name, 0);
    }
    closedir(listing);
}

static void forget_outcome(outcome *o) {
    for (int i = 0; i < o->n; i++) {
        free(o->files[i].bytes);
    }
    forget(&o->end);
}

// What the command does where the call that `fail` names fails, of those in the library `calls`.
static outcome try(const char *command, const char *calls, const char *fail) {
    outcome o = {0};
    clear_out();
    if (strstr(command, "out/x.") && !strstr(command, "--log")) {
        char name[64];
        snprintf(name, sizeof name, "%s", strstr(command, "out/x."));
        name[strcspn(name, " ")] = '\0';
        make_file(name, old_bytes, OLD);
    }
    setenv("LD_PRELOAD", calls, 1);
    setenv("WT_FAIL_CALL", fail, 1);
    o.end = run("%s", command);
    unsetenv("LD_PRELOAD");
    unsetenv("WT_FAIL_CALL");
    DIR *const listing = opendir("out");
    for (const struct dirent *entry; listing && (entry = readdir(listing));) {
        char path[300];
        snprintf(path, sizeof path, "out/%s", entry->d_name);
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2) {
            assert_true(o.n < MOST_FILES);
            left_file *const f = &o.files[o.n++];
            snprintf(f->name, sizeof f->name, "%.60s", entry->d_name);
            f->bytes = file_bytes(path, &f->n);
        }
    }
    closedir(listing);
    return o;
}

static const left_file *file_of(const outcome *o, const char *name) {
    for (int i = 0; i < o->n; i++) {
        if (strcmp(o->files[i].name, name) == 0) {
            return &o->files[i];
        }
    }
    return NULL;
}

// Where the sound of a file begins: in the third page of Opus, whose library may lose the padding
// of the second.
static size_t sound_at(const left_file *f) {
    size_t at = 0;
    for (size_t i = 4, pages = 1; strstr(f->name, ".opus") && i + 4 < f->n && pages < 3; i++) {
        const bool is_page = memcmp(f->bytes + i, "OggS", 4) == 0;
        pages += is_page;
        at = is_page ? i : at;
    }
    return at;
}

static bool same_bytes(const left_file *a, const left_file *b) {
    if (!a || !b) {
        return false;
    }
    const size_t skip = sound_at(a);
    const size_t from = sound_at(b);
    return a->n - skip == b->n - from && memcmp(a->bytes + skip, b->bytes + from, a->n - skip) == 0;
}

// What grows while the command runs: a log, and a stream that is not whole yet.
static bool is_growing(const char *name) {
    return strstr(name, ".log") != NULL || strstr(name, ".part") != NULL;
}

// Null, or what is wrong.
static const char *wrong(const char *command, const outcome *whole, const outcome *o) {
    const bool may_die = strstr(command, "ogg") || strstr(command, "opus") ||
                         strstr(command, "flac") || strstr(command, "caf") ||
                         strstr(command, "au") || strstr(command, "w64");
    if (o->end.status >= 128 && !may_die) {
        return "it died";
    }
    if (o->end.status > 5 && o->end.status < 128) {
        return "a status that there is not";
    }
    if (o->end.status != 0 && o->end.status < 128 && strncmp(o->end.err, "wavetable: ", 11) != 0) {
        return "a status without a line";
    }
    for (int i = 0; i < o->n; i++) {
        const left_file *const f = &o->files[i];
        const bool is_old = f->n == OLD && memcmp(f->bytes, old_bytes, OLD) == 0;
        if (!is_growing(f->name) && !same_bytes(f, file_of(whole, f->name)) &&
            !(is_old && o->end.status != 0)) {
            return "a file that is neither old nor whole";
        }
    }
    // A list goes on without a table that cannot be read, and says so.
    const bool is_told = strstr(command, "table list") && strstr(o->end.err, "passing it over");
    if (o->end.status == 0 && !is_told &&
        (o->n != whole->n || o->end.n_out != whole->end.n_out ||
         memcmp(o->end.out, whole->end.out, o->end.n_out) != 0)) {
        return "other output with status 0";
    }
    return NULL;
}

static long count_of(void) {
    size_t n;
    unsigned char *const text = file_bytes("count", &n);
    const long count = text ? strtol((char *)text, NULL, 10) : 0;
    free(text);
    return count;
}

static long n_tried;

static int sweep(const char *command, const char *calls) {
    outcome whole = try(command, calls, "0");
    const long count = count_of();
    int n_wrong = 0;
    if (whole.end.status != 0 || count < 1) {
        fail_msg("%s: status %d, %ld calls: %s", command, whole.end.status, count, whole.end.err);
    }
    const char *const stride = getenv("WT_WHOLE_GRID");
    const long step = stride ? atol(stride) : count / 4 + 1;
    assert_true(step > 0);
    for (long i = 1; i <= count; i += step) {
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            char fail[32];
            snprintf(fail, sizeof fail, "%ld%s", i, for_ever ? "+" : "");
            outcome o = try(command, calls, fail);
            const char *const what = wrong(command, &whole, &o);
            n_tried++;
            if (what) {
                print_error("%s, call %s of %ld: %s (status %d, \"%.200s\")\n", command, fail,
                            count, what, o.end.status, o.end.err);
                n_wrong++;
            }
            forget_outcome(&o);
        }
    }
    forget_outcome(&whole);
    return n_wrong;
}

static void put_lines(const char *name, const char *text) {
    make_file(name, text, strlen(text));
}

static void set_up(void) {
    const float cycles[64] = {0.0f, 0.5f, -0.5f};
    bytes samples = {NULL, 0};
    for (int i = 0; i < 64; i++) {
        put_float(&samples, cycles[i]);
    }
    make_table_file("a.wav", &samples, 32, true);
    free(samples.at);
    put_lines("s.scl", "! s.scl\n!\ns\n 3\n!\n 9/8\n 3/2\n 2/1\n");
    put_lines("score.txt", "tempo 120\n0 A4:0.02 C4:0.02\n");
    put_lines("p.preset", "-w sine -d 0.02\n");
    put_lines("jobs", "-d 0.01 -w sine A4 -o out/a.wav\n-d 0.01 -w a.wav C4 -o out/b.aiff\n");
    put_lines("r.recipe", "wavetable recipe\ncycles 2\nlength 64\n\namplitude = exp(-k / 3)\n");
    assert_int_equal(mkdir("out", 0755), 0);
    assert_int_equal(mkdir("tables", 0755), 0);
    make_cycle_f32("tables/mine.wav", cycles, 64);
    setenv("WAVETABLE_TABLES", "tables", 1);
    setenv("WT_COUNT_CALLS", "count", 1);
    ending e = run("table convert a.wav -o b.wt");
    forget(&e);
    e = run("render -d 0.01 A4 -o env.wav");
    forget(&e);
}

static void no_call_leaves_anything_wrong(const char *calls) {
    if (is_sanitized) {
        skip(); // they have an allocator of their own
    }
    int n_wrong = 0;
    n_tried = 0;
    set_up();
    for (int i = 0; i < N_COMMANDS; i++) {
        n_wrong += sweep(commands[i], calls);
    }
    print_message("%d commands, %ld failures\n", N_COMMANDS, n_tried);
    clear_out();
    rmdir("out");
    unlink("tables/mine.wav");
    rmdir("tables");
    empty_folder();
    assert_int_equal(n_wrong, 0);
}

static void no_allocation_that_fails_leaves_anything_wrong(void **state) {
    (void)state;
    no_call_leaves_anything_wrong(WT_FAILING_ALLOC);
}

static void nothing_that_cannot_be_read_leaves_anything_wrong(void **state) {
    (void)state;
    no_call_leaves_anything_wrong(WT_FAILING_READS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_allocation_that_fails_leaves_anything_wrong),
        cmocka_unit_test(nothing_that_cannot_be_read_leaves_anything_wrong),
    };
    return cmocka_run_group_tests_name("failing memory", tests, enter_folder, leave_folder);
}
