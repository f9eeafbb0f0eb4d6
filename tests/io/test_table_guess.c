// Tables of which no chunk says how long their cycles are: what is found, and that what is not sure
// is told so. A collection is made of every length and number of cycles that people use, and of
// every kind of wave that makes it easy or hard to see.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "io/table/table_in.h"
#include "table_bytes.h"
#include "table_file.h"

static const double pi = 3.14159265358979323846;

typedef struct {
    bool guessed;   // a note tells of a guess
    bool left_out;  // a note tells of samples that are left out
    char text[512]; // of the guess
} notes;

static void take_note(void *context, const char *text) {
    notes *const seen = context;
    if (strncmp(text, "does not say how long its cycles are", 36) == 0) {
        seen->guessed = true;
        snprintf(seen->text, sizeof seen->text, "%s", text);
    }
    seen->left_out = seen->left_out || strstr(text, "left out");
}

static uint32_t state_of_noise = 1;

static double noise(void) {
    state_of_noise = state_of_noise * 1664525u + 1013904223u;
    return (double)(state_of_noise >> 8) / (1 << 23) - 1.0;
}

static bytes wav_of(const float *samples, size_t n, bool is_float) {
    bytes data = {NULL, 0};
    for (size_t i = 0; i < n; i++) {
        put_sample(&data, samples[i], is_float, is_float ? 32 : 16);
    }
    bytes b = {NULL, 0};
    put(&b, "RIFF\0\0\0\0WAVE", 12);
    put_fmt(&b, is_float ? 3 : 1, 1, false, is_float ? 32 : 16);
    put_chunk(&b, "data", data.at, data.n);
    free(data.at);
    end_riff(&b);
    return b;
}

// One cycle of a table: `u` is 0 for the first cycle and 1 for the last.
typedef void shape(float *out, size_t length, double u, size_t cycle);

static void sines(float *out, size_t length, double u, size_t cycle) {
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        const double t = 2.0 * pi * (double)i / (double)length;
        out[i] = (float)(0.5 * (1.0 - 0.5 * u) * sin(t) + 0.3 * u * sin(2.0 * t) +
                         0.15 * u * u * sin(5.0 * t + 1.0));
    }
}

// Every cycle other harmonics at other phases, as a resynthesised sound has.
static void harmonics(float *out, size_t length, double u, size_t cycle) {
    (void)u;
    (void)cycle;
    enum { N = 12 };
    double amplitude[N];
    double phase[N];
    for (int h = 0; h < N; h++) {
        amplitude[h] = 0.4 * (0.3 + fabs(noise())) / (h + 1);
        phase[h] = pi * noise();
    }
    for (size_t i = 0; i < length; i++) {
        double sum = 0.0;
        for (int h = 0; h < N; h++) {
            sum += amplitude[h] * sin(2.0 * pi * (h + 1) * (double)i / (double)length + phase[h]);
        }
        out[i] = (float)(0.6 * sum);
    }
}

// From a triangle to a saw that steps at the seam.
static void saws(float *out, size_t length, double u, size_t cycle) {
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        const double t = (double)i / (double)length;
        const double triangle = t < 0.5 ? 4.0 * t - 1.0 : 3.0 - 4.0 * t;
        out[i] = (float)(0.9 * ((1.0 - u) * triangle + u * (2.0 * t - 1.0)));
    }
}

static void pulses(float *out, size_t length, double u, size_t cycle) {
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        out[i] = (double)i < (0.5 - 0.4 * u) * (double)length ? -0.8f : 0.8f;
    }
}

// A cycle of noise, that changes little from one to the next.
static void rough(float *out, size_t length, double u, size_t cycle) {
    const uint32_t before = state_of_noise;
    state_of_noise = 77;
    for (size_t i = 0; i < length; i++) {
        const double still = noise();
        out[i] = (float)(0.5 * ((1.0 - 0.3 * u) * still + 0.3 * u * sin(0.1 * (double)i)));
    }
    state_of_noise = before + (uint32_t)cycle;
}

// Noise, each cycle its own: nobody can know.
static void noises(float *out, size_t length, double u, size_t cycle) {
    (void)u;
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        out[i] = (float)(0.8 * noise());
    }
}

// A few waves, the other cycles silent.
static void flats(float *out, size_t length, double u, size_t cycle) {
    memset(out, 0, length * sizeof *out);
    if (cycle < 4) {
        harmonics(out, length, u, cycle);
    }
}

// The kinds below came after the rules, which were not changed for them.

// A hard-synchronised saw: its slave runs 1 to 4 times as fast.
static void synced(float *out, size_t length, double u, size_t cycle) {
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        const double t = (1.0 + 3.0 * u) * (double)i / (double)length;
        out[i] = (float)(1.6 * (t - floor(t)) - 0.8);
    }
}

// A sine that is folded over.
static void folded(float *out, size_t length, double u, size_t cycle) {
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        const double t = 2.0 * pi * (double)i / (double)length;
        out[i] = (float)(0.9 * sin((1.0 + 6.0 * u) * sin(t)));
    }
}

// A burst at a formant that rises, in each half of a cycle: its half looks like a cycle.
static void halves(float *out, size_t length, double u, size_t cycle) {
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        const double t = 2.0 * (double)i / (double)length;
        const double half = t - floor(t);
        const double loud = i < length / 2 ? 0.8 : 0.6;
        out[i] = (float)(loud * exp(-5.0 * half) * sin(2.0 * pi * (2.0 + floor(9.0 * u)) * half));
    }
}

// A cycle that begins anywhere, in steps of 8 bits, as old samplers hold it.
static void coarse(float *out, size_t length, double u, size_t cycle) {
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        const double t = 2.0 * pi * ((double)i / (double)length + 0.37);
        const double x = 0.5 * sin(t) + 0.3 * u * sin(3.0 * t) + 0.2 * (1.0 - u) * sin(2.0 * t);
        out[i] = (float)(floor(127.0 * x) / 128.0);
    }
}

// Frequency modulation of a depth that grows, with some noise over it.
static void modulated(float *out, size_t length, double u, size_t cycle) {
    (void)cycle;
    for (size_t i = 0; i < length; i++) {
        const double t = 2.0 * pi * (double)i / (double)length;
        out[i] = (float)(0.8 * sin(t + 5.0 * u * sin(2.0 * t)) + 0.01 * noise());
    }
}

typedef enum { FOUND, NEXT, UNSURE, REFUSED, MISLED, SILENT, N_OUTCOMES } outcome;
static const char *const outcomes[] = {"found",   "runner-up", "told as not sure",
                                       "refused", "misled",    "wrong in silence"};

static outcome judge(const float *samples, size_t n, uint32_t length, bool is_float) {
    notes seen = {0};
    const wt_warner warner = {take_note, &seen};
    wt_message message = {""};
    wt_table_file table;
    bytes b = wav_of(samples, n, is_float);
    const wt_status status = parse_table(&table, b.at, b.n, NULL, &warner, &message);
    free(b.at);
    if (status != WT_OK) {
        assert_non_null(strstr(message.text, "--frame N"));
        return REFUSED;
    }
    assert_string_equal(table.known_by, "guess");
    const outcome found = table.length == length      ? FOUND
                          : !seen.guessed             ? SILENT
                          : table.runner_up == length ? NEXT
                          : !table.is_sure            ? UNSURE
                                                      : MISLED;
    wt_table_file_free(&table);
    return found;
}

static void a_collection_without_chunks_is_found_or_told(void **state) {
    (void)state;
    static const struct {
        const char *name;
        shape *draw;
        double least_found; // of all: measured, with some room
    } kinds[] = {
        {"sines", sines, 0.9},   {"harmonics", harmonics, 0.9}, {"saws", saws, 0.75},
        {"pulses", pulses, 0.6}, {"rough", rough, 0.7},         {"noises", noises, 0.0},
        {"flats", flats, 0.6},   {"synced", synced, 0.0},       {"folded", folded, 0.0},
        {"halves", halves, 0.0}, {"coarse", coarse, 0.0},       {"modulated", modulated, 0.0}};
    static const uint32_t lengths[] = {64, 128, 256, 512, 600, 1024, 2048, 4096};
    static const size_t counts[] = {1, 2, 4, 8, 16, 32, 64, 100, 128, 256};
    size_t sums[N_OUTCOMES] = {0};
    size_t n_all = 0;
    float *const samples = malloc(4096 * 256 * sizeof *samples);
    state_of_noise = getenv("WT_SEED") ? (uint32_t)atoi(getenv("WT_SEED")) : 1;
    print_message("%-10s %5s %6s %10s %9s %8s %7s %7s\n", "waves", "of", "found", "runner-up",
                  "not sure", "refused", "misled", "silent");
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t counted[N_OUTCOMES] = {0};
        size_t n_kind = 0;
        for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
            for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
                const size_t n = lengths[l] * counts[c];
                for (size_t i = 0; i < counts[c]; i++) {
                    const double u = counts[c] > 1 ? (double)i / (double)(counts[c] - 1) : 0.3;
                    kinds[k].draw(samples + i * lengths[l], lengths[l], u, i);
                }
                counted[judge(samples, n, lengths[l], (l + c) % 2)]++;
                n_kind++;
            }
        }
        print_message("%-10s %5zu %6zu %10zu %9zu %8zu %7zu %7zu\n", kinds[k].name, n_kind,
                      counted[FOUND], counted[NEXT], counted[UNSURE], counted[REFUSED],
                      counted[MISLED], counted[SILENT]);
        if ((double)counted[FOUND] < kinds[k].least_found * (double)n_kind) {
            fail_msg("%s: only %zu of %zu found", kinds[k].name, counted[FOUND], n_kind);
        }
        for (int o = 0; o < N_OUTCOMES; o++) {
            sums[o] += counted[o];
        }
        n_all += n_kind;
    }
    for (int o = 0; o < N_OUTCOMES; o++) {
        print_message("%s %zu%s", outcomes[o], sums[o], o + 1 < N_OUTCOMES ? ", " : "");
    }
    print_message(" of %zu\n", n_all);
    assert_true(n_all >= 500);
    assert_int_equal(sums[SILENT], 0);
    assert_true(sums[MISLED] * 40 < n_all);
    free(samples);
}

// A drum: 0.1 s of it, dying away.
static void hit(float *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const double t = (double)i / 44100.0;
        out[i] = (float)(exp(-60.0 * t) * (0.7 * sin(2.0 * pi * 180.0 * t) + 0.2 * noise()));
    }
}

// A note of an instrument, that has a period no length is a multiple of.
static void note(float *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const double t = 2.0 * pi * (double)i / 168.37;
        out[i] = (float)(0.4 * sin(t) + 0.2 * sin(2.01 * t) + 0.1 * sin(3.02 * t));
    }
}

static void one_smooth_cycle(float *out, size_t n) {
    sines(out, n, 0.8, 0);
}

static void one_saw(float *out, size_t n) {
    saws(out, n, 1.0, 0);
}

static void eight(float *out, size_t n) {
    for (size_t c = 0; c < 8; c++) {
        harmonics(out + c * (n / 8), n / 8, 0.0, c);
    }
}

// Basic shapes of 256, and nothing in the rest of a bank.
static void four_shapes(float *out, size_t n) {
    enum { LENGTH = 256 };
    memset(out, 0, n * sizeof *out);
    for (size_t i = 0; i < LENGTH; i++) {
        const double t = (double)i / LENGTH;
        out[i] = (float)(0.9 * sin(2.0 * pi * t));
        out[LENGTH + i] = (float)(0.9 * (4.0 * fabs(t - 0.5) - 1.0));
        out[2 * LENGTH + i] = (float)(0.9 * (1.0 - 2.0 * t));
        out[3 * LENGTH + i] = t < 0.5 ? 0.9f : -0.9f;
    }
}

static void eight_and_a_rest(float *out, size_t n) {
    eight(out, n - n % 8);
    memset(out + (n - n % 8), 0, n % 8 * sizeof *out);
}

// The first sample once more.
static void guarded(float *out, size_t n) {
    sines(out, n - 1, 0.8, 0);
    out[n - 1] = out[0];
}

static void silence(float *out, size_t n) {
    memset(out, 0, n * sizeof *out);
}

static void what_is_no_table_is_refused_and_single_cycles_are_not(void **state) {
    (void)state;
    static const struct {
        const char *what;
        void (*draw)(float *out, size_t n);
        size_t n;
        uint32_t length; // 0: refused
        bool left_out;
    } cases[] = {
        {"a hit", hit, 5000, 0, false},
        {"a hit", hit, 4410, 0, false},
        {"a hit", hit, 12345, 0, false},
        {"a note", note, 44100, 0, false},
        {"a note", note, 7001, 0, false},
        {"a cycle", one_smooth_cycle, 600, 600, false},
        {"a cycle", one_smooth_cycle, 337, 337, false},
        {"a cycle", one_smooth_cycle, 1470, 1470, false},
        {"a cycle", one_smooth_cycle, 5000, 5000, false},
        {"a cycle at 96 kHz", one_smooth_cycle, 9600, 9600, false},
        {"a cycle at 192 kHz", one_smooth_cycle, 19200, 19200, false},
        {"a saw", one_saw, 600, 600, false},
        {"a saw", one_saw, 337, 337, false},
        {"eight cycles", eight, 8 * 600, 600, false},
        {"the Deluge's size", eight, 8192, 1024, false},
        {"three samples behind", eight_and_a_rest, 8 * 256 + 3, 256, true},
        {"a guard sample", guarded, 257, 256, true},
        {"a guard sample", guarded, 2049, 2048, true},
        {"a guard sample", guarded, 601, 600, true},
        {"four shapes of 64", four_shapes, 64 * 256, 256, false},
        {"silence", silence, 8 * 2048, 2048, false},
        {"two samples", one_saw, 2, 2, false},
    };
    float *const samples = malloc(44100 * sizeof *samples);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        notes seen = {0};
        const wt_warner warner = {take_note, &seen};
        wt_table_file table;
        wt_message message = {""};
        cases[i].draw(samples, cases[i].n);
        bytes b = wav_of(samples, cases[i].n, true);
        parse_table(&table, b.at, b.n, NULL, &warner, &message);
        free(b.at);
        if (table.length != cases[i].length || seen.left_out != cases[i].left_out ||
            (cases[i].length == 0) == seen.guessed) {
            fail_msg("%s of %zu: %u of %u, %s%s", cases[i].what, cases[i].n, table.n_cycles,
                     table.length, seen.text, message.text);
        }
        wt_table_file_free(&table);
    }
    free(samples);
}

static void names_speak_of_cycles(void **state) {
    (void)state;
    static const struct {
        const char *name;
        uint32_t length;
    } cases[] = {{"noise_256.wav", 256},      {"noise-128.wav", 128}, {"noise.wt1024.wav", 1024},
                 {"noise 32x512.wav", 512},   {"512x32.wav", 32},     {"loop_128bpm.wav", 2048},
                 {"take2048_1024.wav", 1024}, {"noise.wav", 2048},    {"256", 256},
                 {"noise_333.wav", 2048},     {"64x256.wav", 256},    {"noise 7x300.wav", 300},
                 {"noise_16.wav", 2048}};
    char directory[] = "/tmp/wt-guess-XXXXXX";
    assert_non_null(mkdtemp(directory));
    float samples[16384];
    noises(samples, 16384, 0.0, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", directory, cases[i].name);
        bytes b = wav_of(samples, cases[i].length == 300 ? 2100 : 16384, false);
        FILE *const out = fopen(path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(b.at, 1, b.n, out), b.n);
        fclose(out);
        free(b.at);
        wt_table_file table;
        wt_message message = {""};
        if (read_table(&table, path, NULL, NULL, &message) != WT_OK ||
            table.length != cases[i].length) {
            fail_msg("%s: %u, %s", cases[i].name, table.length, message.text);
        }
        wt_table_file_free(&table);
        remove(path);
    }
    remove(directory);
}

// Of 8 smooth cycles of 2048.
static void markers_count_only_where_they_speak_of_cycles(void **state) {
    (void)state;
    static const struct {
        const char *chunk;
        uint32_t length;
        const char *known_by;
    } cases[] = {
        {"cue=8192x2", 2048, "guess"},      // two beats
        {"cue=2048x8", 2048, "cue"},        // every cycle
        {"cue=1000x3", 2048, "guess"},      // somewhere
        {"smpl=0-16383", 2048, "guess"},    // the whole file
        {"smpl=0-2047", 2048, "smpl"},      // the first cycle
        {"smpl=0-2048", 2048, "smpl"},      // the same, one too many
        {"smpl=4096-4351", 256, "smpl"},    // a loop is as long as it is
        {"clm=<!>1024", 1024, "clm"},       // and so is what a chunk says
        {"clm=1024_01000000", 1024, "clm"}, // without its mark
        {"clm=nonsense", 2048, "guess"},    // broken ones are told and passed over
        {"clm=<!>40000", 2048, "guess"},    {"srge=0", 2048, "guess"}, {"smpl=9-3", 2048, "guess"},
    };
    float samples[16384];
    eight(samples, 16384);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = wav_of(samples, 16384, false);
        put_recipe(&b, cases[i].chunk, 16384);
        end_riff(&b);
        wt_table_file table;
        wt_message message = {""};
        parse_table(&table, b.at, b.n, NULL, NULL, &message);
        free(b.at);
        if (table.length != cases[i].length || strcmp(table.known_by, cases[i].known_by) != 0) {
            fail_msg("%s: %u by %s, %s", cases[i].chunk, table.length, table.known_by,
                     message.text);
        }
        wt_table_file_free(&table);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_collection_without_chunks_is_found_or_told),
        cmocka_unit_test(what_is_no_table_is_refused_and_single_cycles_are_not),
        cmocka_unit_test(names_speak_of_cycles),
        cmocka_unit_test(markers_count_only_where_they_speak_of_cycles),
    };
    return cmocka_run_group_tests_name("table guess", tests, NULL, NULL);
}
