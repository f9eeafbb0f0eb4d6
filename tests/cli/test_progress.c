// The meter: on terminals and where asked for, gone at the end, and never in the sound.
#include "folder.h"
#include "program.h"

#include <sys/ioctl.h>
#include <time.h>

static const char note[] = "render -t raw A4:10"; // many pipes full, and several chunks

// A terminal that the program's stderr may be.
typedef struct {
    int master, slave;
} terminal;

static terminal open_terminal(unsigned short columns) {
    terminal t = {posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC), -1};
    if (t.master < 0 || grantpt(t.master) != 0 || unlockpt(t.master) != 0) {
        print_message("there are no pseudo terminals here\n");
        skip();
    }
    t.slave = open(ptsname(t.master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(t.slave >= 0);
    const struct winsize size = {24, columns, 0, 0};
    assert_int_equal(ioctl(t.master, TIOCSWINSZ, &size), 0);
    return t;
}

// What was shown, to be freed; the terminal is gone then.
static char *shown_on(terminal *t) {
    enum { MOST = 65536 };
    char *const text = calloc(1, MOST);
    assert_non_null(text);
    size_t n = 0;
    for (ssize_t got; (got = read(t->master, text + n, MOST - 1 - n)) > 0;) {
        n += (size_t)got;
    }
    close(t->slave);
    close(t->master);
    return text;
}

static pid_t launch_line(const char *line, int out, int err) {
    char *const text = strdup(line);
    const char *argv[MOST_WORDS] = {WT_PROGRAM};
    size_t n = 1;
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
        argv[n++] = word;
    }
    const pid_t child = launch(argv, NULL, out, err);
    free(text);
    return child;
}

// Run a line of whose stdout nothing is read for `delay_ms` after its first bytes, stderr being a
// terminal. The sound goes to `e`, what was shown to its err.
static ending run_on_terminal(const char *line, long delay_ms, unsigned short columns) {
    int sound[2];
    terminal t = open_terminal(columns);
    assert_int_equal(pipe(sound), 0);
    const pid_t child = launch_line(line, sound[1], t.slave);
    close(sound[1]);
    ending e = {0};
    size_t room = 0;
    bool more = drain(sound[0], &e.out, &e.n_out, &room); // it has begun, however busy the machine
    nanosleep(&(struct timespec){delay_ms / 1000, delay_ms % 1000 * 1000000}, NULL);
    while (more) {
        more = drain(sound[0], &e.out, &e.n_out, &room);
    }
    close(sound[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    e.status = status_of(status);
    e.err = shown_on(&t);
    e.n_err = strlen(e.err);
    return e;
}

// The last thing is a line of blanks as long as the meter was.
static void assert_cleared(const ending *e, const char *what) {
    char *const end = strrchr(e->err, '\r');
    if (!end || end[1]) {
        fail_msg("%s: the meter is left on the line: \"%s\"", what, e->err);
    }
    *end = '\0';
    const char *const blanks = strrchr(e->err, '\r') + 1;
    *strrchr(e->err, '\r') = '\0';
    const char *const meter = strrchr(e->err, '\r') ? strrchr(e->err, '\r') + 1 : e->err;
    assert_int_equal(strspn(blanks, " "), strlen(blanks));
    assert_int_equal(strlen(blanks), strlen(meter));
}

static void terminals_show_a_meter_where_the_work_is_long(void **state) {
    (void)state;
    static const struct {
        const char *options;
        long delay_ms;
        const char *shown; // null: nothing
    } cases[] = {
        {"", 1200, "/10 s  "},
        {"-j 2", 1200, " x real time  "},
        {"--progress auto", 1200, " left  standard output"},
        {"", 0, NULL},
        {"--progress never", 1200, NULL},
        {"-q", 1200, NULL},
        {"-q --progress always", 0, NULL},
        {"--progress always", 0, "10/10 s"},
        {"--normalize=-3 --progress always", 0, "measuring "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        char line[200];
        snprintf(line, sizeof line, "%s%s%s", note, *cases[i].options ? " " : "", cases[i].options);
        ending plain = run("%s --progress never", line);
        ending e = run_on_terminal(line, cases[i].delay_ms, 100);
        assert_int_equal(e.status, 0);
        assert_int_equal(e.n_out, plain.n_out);
        assert_memory_equal(e.out, plain.out, plain.n_out);
        if (!cases[i].shown) {
            assert_string_equal(e.err, "");
        } else if (!strstr(e.err, cases[i].shown)) {
            fail_msg("'%s' showed \"%s\"", cases[i].options, e.err);
        } else {
            assert_cleared(&e, cases[i].options);
        }
        forget(&plain);
        forget(&e);
    }
}

static void what_is_no_terminal_gets_a_meter_only_when_asked(void **state) {
    (void)state;
    ending plain = run("%s", note);
    assert_done(&plain, "auto, into a pipe");
    ending asked = run("%s --progress always", note);
    assert_int_equal(asked.status, 0);
    assert_non_null(strstr(asked.err, "10/10 s"));
    assert_int_equal(asked.n_out, plain.n_out);
    assert_memory_equal(asked.out, plain.out, plain.n_out);
    forget(&asked);
    asked = run_shell("\"$WT\" %s | (sleep 1.2; cat) | wc -c", note); // stderr is a pipe
    assert_done(&asked, "long, into a pipe");
    forget(&asked);
    forget(&plain);
}

static void the_meter_keeps_to_its_line(void **state) {
    (void)state;
    ending e = run_on_terminal("render -w sine --progress always -o "
                               "an\033[2Jodd\nname-that-goes-on-past-the-end-of-the-line.wav A4:10",
                               0, 60);
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "an\\x1B[2J"));
    assert_null(strchr(e.err, '\033'));
    assert_null(strchr(e.err, '\n'));
    for (const char *line = strtok(e.err, "\r"); line; line = strtok(NULL, "\r")) {
        assert_true(strlen(line) < 60);
    }
    forget(&e);
    empty_folder();
}

static void batches_and_each_count_their_files(void **state) {
    (void)state;
    ending e = run("render --each -d 0.1 --progress always -o {midi}.wav C4..G4");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "8/8"));
    assert_null(strstr(e.err, "real time"));
    forget(&e);
    static const char jobs[] = "C4:0.1 -o 1.wav\nC4:0.1 -o 2.wav\nC4:0.1 -o 3.wav\n"
                               "C4:0.1 -o 4.wav\nC4:0.1 -o 5.wav\n";
    make_file("jobs", jobs, sizeof jobs - 1);
    e = run("batch jobs --progress always --log log --shard 1/2"); // lines 1, 3, 5
    assert_non_null(strstr(e.err, "3/3"));
    forget(&e);
    e = run("batch jobs --progress always --log log --resume"); // lines 2, 4
    assert_non_null(strstr(e.err, "2/2"));
    forget(&e);
    e = run("batch jobs --progress always -q");
    assert_done(&e, "quiet");
    forget(&e);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terminals_show_a_meter_where_the_work_is_long),
        cmocka_unit_test(what_is_no_terminal_gets_a_meter_only_when_asked),
        cmocka_unit_test(the_meter_keeps_to_its_line),
        cmocka_unit_test(batches_and_each_count_their_files),
    };
    return cmocka_run_group_tests_name("progress", tests, enter_folder, leave_folder);
}
