// Scores of text lines: when their notes sound, how high and how loud, to the frame.
#include "folder.h"
#include "sine_score.h"

enum { MOST_NOTES = 8 };

typedef struct {
    const char *options, *text;
    double rate;
    struct {
        double start_s, duration_s, key, velocity;
    } notes[MOST_NOTES];
} piece;

static const piece pieces[] = {
    {"", "0 A4\n", 48000, {{0, 1, 69, 127}}},
    {"", "0 C4:0.5\n0.5 E4:0.5\n", 48000, {{0, 0.5, 60, 127}, {0.5, 0.5, 64, 127}}},
    {"",
     "0 C4:2\n0.5 E4:0.25@100\n1 G4@64\n",
     48000,
     {{0, 2, 60, 127}, {0.5, 0.25, 64, 100}, {1, 1, 67, 64}}},
    {"", "1 A3:250ms\n0.1s A4:0.2s\n", 48000, {{1, 0.25, 57, 127}, {0.1, 0.2, 69, 127}}},
    {"",
     "0.5 C4,E4,G4:0.5@90\n",
     44100,
     {{0.5, 0.5, 60, 90}, {0.5, 0.5, 64, 90}, {0.5, 0.5, 67, 90}}},
    {"-T 90",
     "0 A4:1/4\n1/4 B4:1/8\n3/8 C5:1/8@1\n",
     44100,
     {{0, 2.0 / 3, 69, 127}, {2.0 / 3, 1.0 / 3, 71, 127}, {1, 1.0 / 3, 72, 1}}},
    {"-d 1/8", "1/3 A4\n2/3 A2\n", 11025, {{2.0 / 3, 0.25, 69, 127}, {4.0 / 3, 0.25, 45, 127}}},
    {"",
     "\n# a tune\n  0\tA4:0.1 # first\n\n0.3   A5:0.1\t#second\r\n#\n",
     48000,
     {{0, 0.1, 69, 127}, {0.3, 0.1, 81, 127}}},
    {"",
     "\xef\xbb\xbf"
     "0 A4:0.1\r\n0.25 60.5:0.1\r\n0.5 880Hz:0.1@33",
     22050,
     {{0, 0.1, 69, 127}, {0.25, 0.1, 60.5, 127}, {0.5, 0.1, 81, 33}}},
    {"",
     "0 A4:0.5\n0 A4:0.5\n0.25 A4:0.5@50\n",
     48000,
     {{0, 0.5, 69, 127}, {0, 0.5, 69, 127}, {0.25, 0.5, 69, 50}}},
    {"",
     "0 A4:0.25 C5:0.5@64 _:0.25 E5\n",
     48000,
     {{0, 0.25, 69, 127}, {0.25, 0.5, 72, 64}, {1, 1, 76, 127}}},
    {"",
     "1 A4:0.25\n+0.5 B4:0.25\n+1/4 C5:0.25\n",
     48000,
     {{1, 0.25, 69, 127}, {1.5, 0.25, 71, 127}, {2, 0.25, 72, 127}}},
    {"",
     "0.5 A4:0.25 B4:0.25\n> C5:0.5\n>\tD5:0.5\n",
     48000,
     {{0.5, 0.25, 69, 127}, {0.75, 0.25, 71, 127}, {1, 0.5, 72, 127}, {1.5, 0.5, 74, 127}}},
    {"",
     "part a -a 0.5\npart b -p 12\n0 a: A4:0.5\n1 b: A3:0.5\n> a: C5:0.25\n> b: C4:0.25\n",
     48000,
     {{0, 0.5, 69, 63.5}, {1, 0.5, 69, 127}, {0.5, 0.25, 72, 63.5}, {1.5, 0.25, 72, 127}}},
    {"-T 30",
     "tempo 60\n0 A4:1/4\n1/4 B4:1/4\ntempo 120 at 1/4\n> C5:1/4\n",
     48000,
     {{0, 1, 69, 127}, {1, 0.5, 71, 127}, {1.5, 0.5, 72, 127}}},
    {"", "tempo 60\ntempo 240 at 0.5\n0 A4:1/4\n", 48000, {{0, 0.625, 69, 127}}},
    {"", "part ch\303\266re\n0 ch\303\266re: A4:0.5\n", 48000, {{0, 0.5, 69, 127}}},
    {"-T 200%", "tempo 60\n0 A4:1/4 B4:1/4\n", 48000, {{0, 0.5, 69, 127}, {0.5, 0.5, 71, 127}}},
    {"", "0.1 A4:0.1\n1 _:0.5\n", 48000, {{0.1, 0.1, 69, 127}, {1, 0.5, 69, 0}}},
    {"",
     "0.1000104 A4+50c:0.1\n0.3333333 C#5-12.5c:0.2\n",
     48000,
     {{0.1000104, 0.1, 69.5, 127}, {0.3333333, 0.2, 72.875, 127}}},
    {"--tuning 432", "0 A4:0.1\n", 48000, {{0, 0.1, 69.0 - 0.31766653633429414, 127}}},
};

static size_t notes_of(const piece *p, sine_note *notes) {
    size_t n = 0;
    for (; n < MOST_NOTES && p->notes[n].duration_s > 0.0; n++) {
        notes[n] = (sine_note){p->notes[n].start_s,
                               p->notes[n].duration_s,
                               midi_hz(p->notes[n].key),
                               p->notes[n].velocity / 127.0,
                               0.0,
                               0.0};
    }
    return n;
}

static void every_line_sounds_when_and_as_it_says(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const piece *const p = &pieces[i];
        sine_note notes[MOST_NOTES];
        const size_t n = notes_of(p, notes);
        make_file("score.txt", p->text, strlen(p->text));
        ending e = run("render " AS_SINES " -r %g -s score.txt%s%s", p->rate,
                       *p->options ? " " : "", p->options);
        assert_done(&e, p->text);
        assert_sounds_as(&e, p->text, notes, n, p->rate);
        forget(&e);
        const circumstances piped = {.in_path = "score.txt"};
        char words[256];
        snprintf(words, sizeof words, "render " AS_SINES " -r %g -s -%s%s", p->rate,
                 *p->options ? " " : "", p->options);
        e = run_how(&piped, words);
        assert_done(&e, "standard input");
        assert_sounds_as(&e, p->text, notes, n, p->rate);
        forget(&e);
    }
}

static void a_score_of_nothing_is_an_empty_sound(void **state) {
    (void)state;
    static const char *const texts[] = {"", "\n\n", "# rest\n", "0 A4:0\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        make_file("score.txt", texts[i], strlen(texts[i]));
        ending e = run("render -s score.txt");
        assert_int_equal(e.status, 0);
        assert_true(i == 3 || strstr(e.err, "nothing to play"));
        assert_int_equal(e.n_out, 0);
        forget(&e);
    }
}

// `line` and `column` from 1; the message's second line is that line, its third a caret below.
static void a_bad_line_is_shown_with_a_caret(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line, column;
        const char *shown, *part;
    } cases[] = {
        {"0 A4\n1 H4\n", 2, 3, "1 H4", "NOTE"},
        {"0 A4\n  x A4\n", 2, 3, "  x A4", "START"},
        {"0 A4\n0.5\n", 2, 4, "0.5", "a note after the time"},
        {"# one\n\n0 A4 lead: B4\n", 3, 6, "0 A4 lead: B4", "NOTE"},
        {"0 lead: A4\n", 1, 3, "0 lead: A4", "no such part"},
        {"part lead -w saw\n0 laed: A4\n", 2, 3, "0 laed: A4", "did you mean lead?"},

        {"part lead --rate 8000\n", 1, 11, NULL, "rate"},
        {"part lead C4\n", 1, 11, NULL, "options of the sound"},
        {"part lead -w saw\n  part lead -w sine\n", 2, 8, "  part lead -w sine", "already"},
        {"part a/b -w saw\n", 1, 6, "part a/b -w saw", "name of a part"},
        {"part a -w 'saw\n", 1, 11, "part a -w 'saw", "expected"},
        {"tempo\n", 1, 6, "tempo", "quarter notes"},
        {"tempo 120 in 3\n", 1, 11, "tempo 120 in 3", "'at'"},
        {"tempo 120 at x\n", 1, 14, "tempo 120 at x", "expected"},
        {"tempo 60 at 2/1\ntempo 120 at 1/1\n", 2, 1, "tempo 120 at 1/1", "before the one above"},
        {"+ A4\n", 1, 2, "+ A4", "START"},
        {"> \n", 1, 3, "> ", "a note after the time"},
        {"0 A4:\n", 1, 6, "0 A4:", "NOTE"},
        {"0 A4@128\n", 1, 6, "0 A4@128", "NOTE"},
        {"0 A4:1/0\n", 1, 8, "0 A4:1/0", "NOTE"},
        {"-1 A4\n", 1, 1, "-1 A4", "START"},
        {"1/ A4\n", 1, 3, "1/ A4", "START"},
        {"0 A4\r\n1A4\r\n", 2, 2, "1A4", "START"},
        {"0 A4x\n", 1, 5, "0 A4x", "NOTE"},
        {"0 30000Hz\n", 1, 3, "0 30000Hz", "half the rate"},
        {"0 C4..C5\n", 1, 5, "0 C4..C5", "NOTE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_file("score.txt", cases[i].text, strlen(cases[i].text));
        ending e = run("render -s score.txt -o out.wav");
        assert_refused(&e, 3, cases[i].part, cases[i].text);
        char wanted[128];
        snprintf(wanted, sizeof wanted, "score.txt:%d:%d: ", cases[i].line, cases[i].column);
        if (!strstr(e.err, wanted)) {
            fail_msg("%s: not %s: %s", cases[i].text, wanted, e.err);
        }
        snprintf(wanted, sizeof wanted, "\n  %s\n  %*s^\n", cases[i].shown ? cases[i].shown : "",
                 cases[i].column - 1, "");
        if (cases[i].shown && !strstr(e.err, wanted)) {
            fail_msg("%s: no caret at %d: %s", cases[i].text, cases[i].column, e.err);
        }
        assert_int_equal(access("out.wav", F_OK), -1);
        forget(&e);
    }
}

// Until its last 5 ms a cut score is the whole one; then a straight line leads to silence.
static void length_cuts_a_score_with_a_fade_or_pads_it(void **state) {
    (void)state;
    static const char text[] = "0 A4:1\n0.5 C5:1\n1.4 E5:0.2\n";
    enum { RATE = 48000, CUT = RATE * 3 / 4, FADE = RATE * 5 / 1000, LONG = 3 * RATE };
    make_file("score.txt", text, sizeof text - 1);
    ending whole = run("render " AS_SINES " -s score.txt");
    ending cut = run("render " AS_SINES " -s score.txt --length 0.75");
    ending padded = run("render " AS_SINES " -s score.txt --length 3");
    assert_done(&cut, "cut");
    assert_done(&padded, "padded");
    assert_int_equal(cut.n_out, 4 * CUT);
    assert_memory_equal(cut.out, whole.out, 4 * (CUT - FADE));
    for (size_t i = CUT - FADE; i < CUT; i++) {
        const double gain = (double)(CUT - i) / FADE;
        assert_true(fabs((double)f32_at(&cut, i) - gain * (double)f32_at(&whole, i)) <= 1e-6);
    }
    assert_int_equal(whole.n_out, 4 * RATE * 16 / 10);
    assert_int_equal(padded.n_out, 4 * LONG);
    assert_memory_equal(padded.out, whole.out, whole.n_out);
    for (size_t i = whole.n_out; i < padded.n_out; i++) {
        assert_int_equal(padded.out[i], 0);
    }
    forget(&whole);
    forget(&cut);
    forget(&padded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_sounds_when_and_as_it_says),
        cmocka_unit_test(a_score_of_nothing_is_an_empty_sound),
        cmocka_unit_test(a_bad_line_is_shown_with_a_caret),
        cmocka_unit_test(length_cuts_a_score_with_a_fade_or_pads_it),
    };
    return cmocka_run_group_tests_name("score", tests, enter_folder, leave_folder);
}
