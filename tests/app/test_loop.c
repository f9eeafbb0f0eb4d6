// Notes that end on a loop of their sustain.
#include <math.h>

#include "folder.h"
#include "line_spectrum.h"
#include "program.h"
#include "sound_reader.h"
#include "tone.h"

enum { GUARD = 64, N = 1 << 19 };

// A looped sound as libsndfile reads it, its left channel, and what its smpl chunk says.
typedef struct {
    double *x;
    size_t n, begin, end; // end: the last frame of the loop
    int root, loops, mode;
    unsigned times;
} looped;

static looped read_looped(const char *name) {
    size_t n_bytes;
    unsigned char *const bytes = file_bytes(name, &n_bytes);
    memory_file file = {bytes, (sf_count_t)n_bytes, 0};
    SF_INFO info;
    SF_INSTRUMENT instrument;
    SNDFILE *const sound = open_memory(&file, &info);
    assert_non_null(sound);
    const wt_sndfile *const library = wt_sndfile_load(NULL);
    looped l = {.n = (size_t)info.frames};
    double *const frames = calloc((size_t)(info.frames * info.channels) + 1, sizeof *frames);
    assert_int_equal(library->readf_double(sound, frames, info.frames), info.frames);
    for (size_t i = 0; i < l.n; i++) {
        frames[i] = frames[i * (size_t)info.channels];
    }
    l.x = frames;
    if (library->command(sound, SFC_GET_INSTRUMENT, &instrument, sizeof instrument) == SF_TRUE) {
        l.root = (unsigned char)instrument.basenote;
        l.loops = instrument.loop_count;
        l.mode = instrument.loops[0].mode;
        l.begin = instrument.loops[0].start;
        l.end = instrument.loops[0].end - 1; // libsndfile counts the frame after the last
        l.times = instrument.loops[0].count;
    }
    library->close(sound);
    free(bytes);
    return l;
}

// One loop, for ever and forwards, at the end of the file but for the frames that repeat its start.
static void check_points(const looped *l, const char *what) {
    if (l->loops != 1 || l->mode != SF_LOOP_FORWARD || l->times != 0 || l->begin >= l->end ||
        l->end + 1 + GUARD != l->n) {
        fail_msg("%s: %d loops, from %zu to %zu of %zu frames", what, l->loops, l->begin, l->end,
                 l->n);
    }
    const size_t length = l->end + 1 - l->begin;
    for (size_t i = 0; i < GUARD; i++) {
        if (l->x[l->end + 1 + i] != l->x[l->begin + i % length]) {
            fail_msg("%s: frame %zu after the loop is not the one at its start", what, i);
        }
    }
}

// The frequency to which the loop is tuned: whole cycles.
static double loop_hz(const looped *l, double hz, double rate, const char *what) {
    const double length = (double)(l->end + 1 - l->begin);
    const double tuned = round(hz * length / rate) * rate / length;
    const double cents = 1200.0 * log2(tuned / hz);
    if (!(fabs(cents) <= 0.1)) {
        fail_msg("%s: the loop of %g frames is %.4f cents off %g Hz", what, length, cents, hz);
    }
    return tuned;
}

// Blackman and Harris with seven terms: side lobes below -180 dB, a main lobe of +-7 bins
// (H. Albrecht, "A family of cosine-sum windows", ICASSP 2001).
static double window_at(size_t i) {
    static const double a[] = {0.27105140069342, 0.43329793923448, 0.21812299954311,
                               0.06592544638803, 0.01081174209837, 0.00077658482522,
                               0.00001388721735};
    double w = 0.0;
    for (int k = 0; k < 7; k++) {
        w += (k % 2 ? -a[k] : a[k]) * cos(2.0 * M_PI * k * (double)i / N);
    }
    return w;
}

// The strongest line between 20 Hz and 20 kHz (20/44.1 of low rates) that is no harmonic, of the
// loop repeated 10 times and more, in dB of full scale.
static double strongest_other(const looped *l, double hz, double rate) {
    static double window[N], x[N];
    const size_t length = l->end + 1 - l->begin;
    double sum = 0.0;
    for (size_t i = 0; i < N; i++) {
        window[i] = window[i] > 0.0 ? window[i] : window_at(i);
        sum += window[i];
        x[i] = l->x[l->begin + i % length] * window[i];
    }
    const spectra s = transform(x, NULL, N);
    const double width = rate / N;
    double worst = 0.0;
    for (size_t bin = (size_t)ceil(20.0 / width); (double)bin * width <= band_top(rate); bin++) {
        const double harmonic = round((double)bin * width / hz) * hz / width;
        double p[2];
        bin_pair(&s, 0, bin, p);
        if (fabs((double)bin - harmonic) > 8.0) {
            worst = fmax(worst, p[0] * p[0] + p[1] * p[1]);
        }
    }
    free(s.z);
    return power_db(worst) + 20.0 * log10((double)N / sum);
}

static void the_loop_of_every_key_sounds_on_without_a_click(void **state) {
    (void)state;
    ending e = run("render --loop -e float --sync none --each -o {midi}.wav %d..%d/%d", LOWEST_KEY,
                   HIGHEST_KEY, KEY_STEP);
    assert_done(&e, "all keys");
    forget(&e);
    double worst = -300.0;
    for (int key = LOWEST_KEY; key <= HIGHEST_KEY; key += KEY_STEP) {
        char name[32];
        snprintf(name, sizeof name, "%d.wav", key);
        const looped l = read_looped(name);
        check_points(&l, name);
        assert_int_equal(l.root, key);
        const double hz = loop_hz(&l, key_hz(key), 48000, name);
        const double other = strongest_other(&l, hz, 48000);
        if (!(other <= -138.0)) {
            fail_msg("key %d: a line of %.1f dB", key, other);
        }
        worst = fmax(worst, other);
        free(l.x);
    }
    print_message("the strongest line that is no harmonic: %.1f dB\n", worst);
    empty_folder();
}

// The limit is the noise of the format or engine as a line: a loop that does not meet its start is
// heard at -60 dB and above.
static void loops_of_every_kind_have_no_line_but_the_harmonics(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double hz, rate, line_db;
    } cases[] = {
        {"-b 16 A4", 440, 48000, -115},
        {"-b 16 A0", 27.5, 48000, -115},
        {"-b 16 -r 44100 C8", 4186.009044809578, 44100, -115},
        {"-b 16 --dither none -w sine A4", 440, 48000, -100},
        {"-b 24 -r 44100 C4", 261.6255653005986, 44100, -140},
        {"-b 24 -r 96000 A4-12.5c", 436.83446685, 96000, -140},
        {"-b 32 -r 192000 1kHz", 1000, 192000, -140},
        {"-b 8 -r 22050 A4", 440, 22050, -68},
        {"-b 16 -r 8000 A2", 110, 8000, -110},
        {"-e float -r 48000 -w square A1:3", 55, 48000, -140},
        {"-e float -w pulse:0.1 C6:0.2", 1046.5022612023945, 48000, -140},
        {"-e float -w saw,square -m 0:0,0.3:0.5 A3", 220, 48000, -140},
        {"-e float -p 0:-7,0.2:0 A3", 220, 48000, -140},
        {"-e float --adsr 10ms,300ms,0.3,1s -a 0:0,0.4:0.7 A3", 220, 48000, -140},
        {"-e float --unison 3,0 A3", 220, 48000, -140},
        {"-e float -c 2 --pan 0:-1,50%:0.4 A3", 220, 48000, -140},
        {"-e float -w sine --fm 1.5 --index 3 A3", 110, 48000, -120}, // of half the pitch
        {"-e float -w sine --fm 100Hz A4", 20, 48000, -120},
        {"-E q31 -b 24 A4", 440, 48000, -120},
        {"-E q31 -b 32 -i cubic A1", 55, 48000, -140},
        {"-E q15 -b 16 A4", 440, 48000, -85},
        {"-E q15 -b 16 -i none -w sine A3", 220, 48000, -65},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("render --loop --sync none -o x.wav %s", cases[i].words);
        assert_done(&e, cases[i].words);
        forget(&e);
        const looped l = read_looped("x.wav");
        check_points(&l, cases[i].words);
        const double hz = loop_hz(&l, cases[i].hz, cases[i].rate, cases[i].words);
        const double other = strongest_other(&l, hz, cases[i].rate);
        if (!(other <= cases[i].line_db)) {
            fail_msg("%s: a line of %.1f dB", cases[i].words, other);
        }
        free(l.x);
    }
    empty_folder();
}

// Sample by sample, the loop repeated is the same note held longer.
static void the_loop_goes_on_as_the_note_would(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double hz;
    } cases[] = {
        {"", 440},
        {"", 27.5},
        {"-w sine --fm 2 --index 3", 440},
        {"--fm 1.5:triangle --index 0:8,0.2:1", 110},
        {"--fm 1.41", 440},
        {"--fm 100Hz", 440},
        {"--fm 3 -p 0:2,0.3:0 --index 0:5,0.5:0.5", 220},
        {"-p 0:12,0.3:-5~2", 300},
        {"-p 7", 220},
        {"-E q31 --fm 2", 220},
        {"-B off -i none -w pulse:0.3", 441},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const words = cases[i].words;
        ending e = run("render --loop --sync none -e float -o x.wav %s %s%.17gHz", words,
                       words[0] ? "" : "-w saw ", cases[i].hz);
        assert_done(&e, words);
        forget(&e);
        const looped l = read_looped("x.wav");
        check_points(&l, words);
        // What --pitch adds is no part of the words' pitch.
        const double ratio = strncmp(words, "-p 7", 4) == 0      ? exp2(7.0 / 12.0)
                             : strncmp(words, "-p 0:12", 7) == 0 ? exp2(-5.0 / 12.0)
                                                                 : 1.0;
        const double hz = loop_hz(&l, cases[i].hz * ratio, 48000, words) / ratio;
        e = run("render -e float -t raw %s %s%.17gHz:2.5", words, words[0] ? "" : "-w saw ", hz);
        assert_done(&e, words);
        const size_t length = l.end + 1 - l.begin;
        double sum = 0.0;
        for (size_t j = 0; j < 110000; j++) {
            const size_t at = j <= l.end ? j : l.begin + (j - l.begin) % length;
            sum += pow(l.x[at] - (double)f32_at(&e, j), 2.0);
        }
        // It drifts by 1e-5 of a turn at most; a pitch that has moved by 6e-8 of itself beside.
        if (!(power_db(sum / 110000) < (strstr(words, "-p 0:") ? -65.0 : -85.0))) {
            fail_msg("'%s' %g Hz: off by %.1f dB", words, cases[i].hz, power_db(sum / 110000));
        }
        forget(&e);
        free(l.x);
    }
    empty_folder();
}

// What `n` frames before the loop and those before its end differ by, against the power of the
// loop.
static double seam_db(const looped *l, size_t n) {
    const size_t length = l->end + 1 - l->begin;
    double sum = 0.0, all = 0.0;
    for (size_t j = 1; j <= n; j++) {
        sum += pow(l->x[l->begin - j] - l->x[l->end + 1 - j], 2.0);
    }
    for (size_t j = 0; j < length; j++) {
        all += pow(l->x[l->begin + j], 2.0);
    }
    return power_db(sum / (double)n / (all / (double)length) + 1e-30);
}

// What moves comes round: the frames before the loop are those before its end, and what they differ
// by is what a seam would step by. The pitch of the note in the middle of its voices, or of its
// swing, is the one asked for, to a cent; a loop is whole periods of what swings.
static void what_swings_and_beats_comes_round(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double seam_db, swings_hz; // as asked for
    } cases[] = {
        {"-p lfo:sine:5Hz:-0.3:0.3 A4:2", -100, 5},
        {"-p lfo:triangle:6.1Hz:-1:1*0:0,0.4:1 -w square C3:2", -100, 6.1},
        {"-a lfo:sine:5Hz:0.3:1 C4:2", -100, 5},
        {"-a lfo:square:1/8:0.3:1 -T 130 C4:2", -100, 130 / 30.0},
        {"-c 2 --pan lfo:sine:1Hz:-1:1 C4:3", -100, 1},
        {"-w sine,saw -m lfo:saw:3Hz:0:1 -w square -x lfo:sine:0.5Hz:0:1 A2:5", -100, 0.5},
        {"-w sine --fm 1.5 --index lfo:sine:4Hz:0:3 A3:2", -100, 4},
        {"--fm 2 -p lfo:sine:5.3Hz:-0.3:0.3 A2:3", -100, 5.3},
        {"--unison 3,7 A4:4", -100, 0},
        {"--unison 7,15,1 -c 2 -w pulse:0.2 C5:4", -100, 0},
        {"--unison 7,15,1 -c 2 -p lfo:sine:5.3Hz:-0.3:0.3 A2:5", -100, 5.3},
        {"--unison 2,10 -a lfo:sine:1.5Hz:0.2:1 -w saw C4:6", -100, 1.5},
        {"-w sine,square,saw --scan cycle A4:2", -100, 0},
        {"-w sine,saw --scan cycle --unison 2,10 A4:8", -100, 0},
        {"-E q31 -p lfo:sine:5Hz:-0.3:0.3 A4:2", -100, 5},
        {"-E q15 --unison 3,7 A4:4", -85, 0},
        {"-r 44100 --unison 3,7 A4:4", -100, 0},
        {"-r 22050 -p lfo:sine:5Hz:-0.3:0.3 A4:2", -100, 5},
    };
    double worst_db = -300.0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const words = cases[i].words;
        const char *const rate_word = strstr(words, "-r ");
        const double rate = rate_word ? atof(rate_word + 3) : 48000.0;
        ending e = run("render --loop --sync none -q -e float -o x.wav %s", words);
        assert_done(&e, words);
        forget(&e);
        const looped l = read_looped("x.wav");
        check_points(&l, words);
        enum { BEFORE = 4096 };
        assert_true(l.begin > BEFORE + (size_t)(0.45 * rate) || l.begin > BEFORE + 1000);
        const double db = seam_db(&l, BEFORE);
        const double swings = cases[i].swings_hz * (double)(l.end + 1 - l.begin) / rate;
        if (!(db <= cases[i].seam_db) || fabs(swings - round(swings)) > 0.03 * swings) {
            fail_msg("%s: a seam of %.1f dB, %g swings", words, db, swings);
        }
        print_message("%-75s %7.1f dB\n", words, db);
        worst_db = strstr(words, "q15") ? worst_db : fmax(worst_db, db);
        free(l.x);
    }
    print_message("the widest seam but for q15: %.1f dB\n", worst_db);
    empty_folder();
}

// A loop may begin right behind the attack of 240 frames.
static void every_loop_of_a_pack_with_layers_comes_round(void **state) {
    (void)state;
    static const int layers[] = {32, 64, 96, 127};
    double worst_db = -300.0;
    ending e = run("render -q --each --sync none -e float -w vowels -m lfo:sine:1Hz:0:1 -d 2 "
                   "--adsr 5ms,0,1,200ms --loop -o {midi}-{vel}.wav 21..108@32,64,96,127");
    assert_done(&e, "a pack");
    forget(&e);
    for (int i = 0; i < 88 * 4; i++) {
        char name[32];
        snprintf(name, sizeof name, "%d-%d.wav", 21 + i / 4, layers[i % 4]);
        const looped l = read_looped(name);
        check_points(&l, name);
        assert_true(l.begin > 240);
        const double db = seam_db(&l, l.begin - 240 < 4096 ? l.begin - 240 : 4096);
        if (!(db <= -100.0)) {
            fail_msg("%s: a seam of %.1f dB", name, db);
        }
        worst_db = fmax(worst_db, db);
        free(l.x);
    }
    print_message("the widest seam of 88 keys by 4 layers: %.1f dB\n", worst_db);
    empty_folder();
}

// And the user is told by how much.
// What comes before the loop's end is what comes before its start, to -100 dB.
static void coloured_noise_comes_round(void **state) {
    (void)state;
    static const char *const sounds[] = {
        "-w noise:pink",
        "-w noise:brown",
        "-w noise:pink,noise:brown -m 0.5",
        "-w sine,noise:pink -m 0.3 -a lfo:sine:5Hz:0.5:1",
        "-w noise:brown -c 2 --unison 3,0,1",
    };
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
        ending e = run("render --loop -e float -g 0 %s C4:2 -o x.wav", sounds[i]);
        assert_int_equal(e.status, 0);
        forget(&e);
        looped l = read_looped("x.wav");
        check_points(&l, sounds[i]);
        double worst = 0.0;
        for (size_t k = 1; k <= 64; k++) {
            worst = fmax(worst, fabs(l.x[l.begin - k] - l.x[l.end + 1 - k]));
        }
        print_message("%s: meets itself within %.1f dB\n", sounds[i], 20.0 * log10(worst));
        assert_true(worst <= 1e-5);
        free(l.x);
    }
    empty_folder();
}

// As presets have it; without a wheel it does nothing.
static void a_vibrato_by_a_wheel_at_rest_is_none(void **state) {
    (void)state;
    ending e = run("render --loop -e float -p lfo:sine:5.5Hz:-0.5:0.5*cc:1:0:1 C4:1 -o x.wav");
    assert_int_equal(e.status, 0);
    assert_null(strstr(e.err, "moved"));
    forget(&e);
    e = run("render --loop -e float C4:1 -o y.wav");
    assert_done(&e, "without");
    size_t n_x, n_y;
    unsigned char *const x = file_bytes("x.wav", &n_x);
    unsigned char *const y = file_bytes("y.wav", &n_y);
    assert_int_equal(n_x, n_y);
    assert_memory_equal(x, y, n_y);
    free(x);
    free(y);
    empty_folder();
}

static void what_is_moved_is_told(void **state) {
    (void)state;
    ending e = run("render --loop --sync none -o x.wav --unison 3,7 A4:4");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "pitches are moved by up to 0."));
    forget(&e);
    e = run("render --loop --sync none -o x.wav -a lfo:sine:5Hz:0.3:1 C4");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "rates of LFOs are moved by up to 0."));
    forget(&e);
    e = run("render --loop --sync none -o x.wav C4");
    assert_done(&e, "a note");
    assert_int_equal(strlen(e.err), 0);
    forget(&e);
    empty_folder();
}

static void threads_each_and_batch_make_the_same_bytes(void **state) {
    (void)state;
    ending e = run_shell(
        "\"$WT\" render --loop --sync none -j 1 --seed 3 A4:4 -o one.wav && "
        "\"$WT\" render --loop --sync none -j 7 --seed 3 A4:4 -o seven.wav && "
        "\"$WT\" render --loop --sync none -j 2 --each --seed 3 A4:4 C4:4 -o '{note}.wav' && "
        "echo '--loop --seed 3 A4:4 -o batch.wav' | \"$WT\" batch --sync none && "
        "\"$WT\" render --loop --seed 3 A4:4 -t wav > pipe.wav && "
        "for f in seven A4 batch pipe; do cmp one.wav $f.wav || exit 1; done");
    assert_done(&e, "all ways");
    assert_int_equal(e.n_out, 0);
    forget(&e);
    empty_folder();
}

static void the_note_up_to_the_loop_is_the_note_without(void **state) {
    (void)state;
    ending e = run("render --loop --dither none --sync none -r 48000 -w saw 480Hz:0.5 -o x.wav");
    assert_done(&e, "loop");
    forget(&e);
    const looped l = read_looped("x.wav");
    assert_int_equal(l.end, 23999); // the gate's last frame: the release is the sampler's
    const double hz = loop_hz(&l, 480, 48000, "480 Hz");
    e = run("render --dither none -w saw %.17gHz:0.5", hz);
    for (size_t i = 0; i < 24000; i++) {
        assert_true(l.x[i] * 32768.0 == i16_at(&e, i));
    }
    forget(&e);
    free(l.x);
    empty_folder();
}

static void what_does_not_come_round_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *words, *part;
    } cases[] = {
        {"C4,E4", "chord"},
        {"C4 E4", "one note"},
        {"_", "one note"},
        {"--unison 3,7 C4", "beat"},
        {"-p lfo:sine:0.5Hz:-0.3:0.3 C4", "--pitch"},
        {"-a lfo:sine:0.3Hz:0.3:1 C4", "LFOs"},
        {"--unison 3,7 --fm 1.5 C4:4", "--fm"},
        {"-w sync,vowels --scan cycle C2", "--scan"},
        {"-m 0:0,2:1 -w sine,saw C4", "--mix"},
        {"-m 0:0,100%:1 -w sine,saw C4", "--mix"},
        {"-w sine -w saw -x 0:0,1:1 C4", "--cross"},
        {"-c 2 --pan 0:-1,3:1 C4", "--pan"},
        {"--fm 2 --index 0:1,2:0 C4", "--index"},
        {"--fm 1.41421 C4", "modulator"},
        {"--scan random -w sine,saw C4", "--scan"},
        {"-w sine,noise:pink -m 0.1 C4:0.5", "pink and brown noise"},
        {"--adsr 1ms,1s,0.5,1ms C4", "attack and decay"},
        {"--adsr 1ms,10ms,0,1ms C4", "silent"},
        {"-a 0:1,0.1:0 C4", "silent"},
        {"--length 1 C4", "--length"},
        {"C4:0", "longer"},
        {"A0:0.02", "longer"},
        {"0.7Hz", "longer"},
        {"-t flac C4", "flac"},
        {"-t raw C4", "raw"},
        {"-t aiff C4", "aiff"},
        {"--each C4 C5 -a 0:0,2:1", "--amp"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("render --loop -q -o x{n}.wav %s", cases[i].words);
        assert_refused(&e, 2, cases[i].part, cases[i].words);
        forget(&e);
        assert_int_equal(n_files(), 0);
    }
    ending e = run("render --loop C4");
    assert_refused(&e, 2, "raw", "to stdout");
    assert_int_equal(e.n_out, 0);
    forget(&e);
    e = run("render --loop --each -o {n}.wav C4 C5 A0:0.02");
    assert_refused(&e, 2, "longer", "the last of a pack");
    forget(&e);
    assert_int_equal(n_files(), 0);
    make_file("jobs", "C4 -o a.wav\n--loop C4,E4 -o b.wav\n", 34);
    e = run("batch jobs");
    assert_refused(&e, 3, "jobs:2:1", "a line");
    forget(&e);
    assert_int_equal(n_files(), 1);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_loop_of_every_key_sounds_on_without_a_click),
        cmocka_unit_test(loops_of_every_kind_have_no_line_but_the_harmonics),
        cmocka_unit_test(the_loop_goes_on_as_the_note_would),
        cmocka_unit_test(what_swings_and_beats_comes_round),
        cmocka_unit_test(every_loop_of_a_pack_with_layers_comes_round),
        cmocka_unit_test(coloured_noise_comes_round),
        cmocka_unit_test(a_vibrato_by_a_wheel_at_rest_is_none),
        cmocka_unit_test(what_is_moved_is_told),
        cmocka_unit_test(threads_each_and_batch_make_the_same_bytes),
        cmocka_unit_test(the_note_up_to_the_loop_is_the_note_without),
        cmocka_unit_test(what_does_not_come_round_is_refused),
    };
    return cmocka_run_group_tests_name("loop", tests, enter_folder, leave_folder);
}
