// Tables of Vital as real packs have them, against what the program is known to do: the values here
// are worked out from the description in each case, not taken from our reader.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "failing_malloc.h"
#include "io/table/table_in.h"
#include "table_bytes.h"
#include "table_file.h"

static const double pi = 3.14159265358979323846;

enum { LENGTH = 2048 };

#define assert_near(got, wanted, most) assert_true(fabs((double)(got) - (double)(wanted)) <= (most))

typedef struct {
    int n;
    char last[512];
} notes;

static void take_note(void *context, const char *text) {
    notes *const seen = context;
    seen->n++;
    snprintf(seen->last, sizeof seen->last, "%s", text);
}

__attribute__((format(printf, 2, 3))) static void put_format(bytes *b, const char *format, ...) {
    char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    put_text(b, text);
}

// Amplitudes of the sines of a cycle, and what is added to it.
typedef struct {
    int position;
    double fundamental, second, dc;
} cycle;

static double value_of(const cycle *c, double i) {
    return c->dc + c->fundamental * sin(2.0 * pi * i / LENGTH) +
           c->second * sin(4.0 * pi * i / LENGTH);
}

static void put_wave_source(bytes *b, int interpolation, int style, const cycle *cycles, size_t n) {
    put_format(b,
               "{\"type\":\"Wave Source\",\"interpolation\":%d,\"interpolation_style\":%d,"
               "\"keyframes\":[",
               interpolation, style);
    for (size_t k = 0; k < n; k++) {
        bytes wave = {NULL, 0};
        for (int i = 0; i < LENGTH; i++) {
            put_float(&wave, (float)value_of(&cycles[k], i));
        }
        put_format(b, "%s{\"position\":%d,\"wave_data\":\"", k ? "," : "", cycles[k].position);
        put_base64(b, wave.at, wave.n);
        put_text(b, "\"}");
        free(wave.at);
    }
    put_text(b, "]}");
}

static bytes begin(const char *flags) {
    bytes b = {NULL, 0};
    put_format(&b, "{\"name\":\"t\",\"version\":\"1.0.7\",%s\"groups\":[{\"components\":[", flags);
    return b;
}

static void end(bytes *b) {
    put_text(b, "]}]}");
}

static wt_table_file load(const char *what, bytes b, const wt_table_wish *wish, notes *seen) {
    wt_table_file table;
    wt_message message = {""};
    const wt_warner warner = {take_note, seen};
    const wt_status status = parse_table(&table, b.at, b.n, wish, &warner, &message);
    free(b.at);
    if (status != WT_OK) {
        fail_msg("%s: %s", what, message.text);
    }
    return table;
}

static double at(const wt_table_file *table, int position, int i) {
    return (double)wt_table_sample(table, (size_t)position * LENGTH + (size_t)i);
}

// The amplitude of harmonic h at a position.
static double amplitude(const wt_table_file *table, int position, int h) {
    double a = 0.0;
    double b = 0.0;
    for (int i = 0; i < LENGTH; i++) {
        a += at(table, position, i) * cos(2.0 * pi * h * i / LENGTH) / (LENGTH / 2);
        b += at(table, position, i) * sin(2.0 * pi * h * i / LENGTH) / (LENGTH / 2);
    }
    return hypot(a, b);
}

// In lines, and by the letters of URLs; with a letter of neither it is refused.
static void base64_of_other_writers_is_read(void **state) {
    (void)state;
    const cycle sine = {0, 0.0, 1.0, 0.25};
    notes seen = {0};
    bytes plain = begin("");
    put_wave_source(&plain, 1, 1, &sine, 1);
    end(&plain);
    bytes other = {NULL, 0};
    for (size_t i = 0, in_line = 0; i < plain.n; i++) {
        const char c = (char)plain.at[i];
        put(&other, c == '+' ? "-" : c == '/' ? "_" : &c, 1);
        in_line = c == '"' ? 0 : in_line + 1;
        if (in_line == 76) {
            put_text(&other, "\\n");
            in_line = 0;
        }
    }
    assert_true(other.n > plain.n && memchr(other.at, '_', other.n));
    bytes bad = {NULL, 0};
    put(&bad, other.at, other.n);
    ((char *)bad.at)[bad.n / 2] = '*';
    wt_table_file a = load("plain", plain, NULL, &seen);
    wt_table_file b = load("in lines", other, NULL, &seen);
    for (int i = 0; i < LENGTH; i++) {
        assert_true(at(&a, 0, i) - at(&b, 0, i) == 0.0);
    }
    wt_table_file_free(&a);
    wt_table_file_free(&b);
    wt_message message = {""};
    assert_int_equal(parse_table(&b, bad.at, bad.n, NULL, NULL, &message), WT_BAD_FORMAT);
    free(bad.at);
}

static void a_keyframe_at_256_sounds(void **state) {
    (void)state;
    static const cycle cycles[] = {{0, 0.5, 0.0, 0.0}, {256, 0.0, 0.25, 0.0}};
    bytes b = begin("\"remove_all_dc\":true,\"full_normalize\":false,");
    put_wave_source(&b, 0, 0, cycles, 2);
    end(&b);
    notes seen = {0};
    wt_table_file table = load("256", b, NULL, &seen);
    assert_int_equal(table.n_cycles, 257);
    assert_string_equal(table.title, "t");
    assert_near(amplitude(&table, 255, 1), 0.5, 1e-6);
    assert_near(amplitude(&table, 256, 1), 0.0, 1e-6);
    assert_near(amplitude(&table, 256, 2), 0.25, 1e-6);
    assert_int_equal(seen.n, 0);
    wt_table_file_free(&table);
}

// The height of the highest cycle becomes 2, DC counted; then DC is gone.
static void dc_is_removed_and_the_whole_normalised_as_the_file_says(void **state) {
    (void)state;
    static const struct {
        const char *flags;
        double dc, scale; // of cycles of amplitude 0.2, DC 0.5, and 0.4 and none
    } cases[] = {
        {"\"remove_all_dc\":false,\"full_normalize\":false,", 0.5, 1.0},
        {"\"remove_all_dc\":true,\"full_normalize\":false,", 0.0, 1.0},
        {"\"remove_all_dc\":true,\"full_normalize\":true,", 0.0, 2.0 / 0.8},
        {"\"remove_all_dc\":false,\"full_normalize\":true,", 0.5 * 2.0 / 0.8, 2.0 / 0.8},
        {"", 0.0, 1.0},
    };
    static const cycle cycles[] = {{0, 0.2, 0.0, 0.5}, {1, 0.4, 0.0, 0.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = begin(cases[i].flags);
        put_wave_source(&b, 0, 1, cycles, 2);
        end(&b);
        notes seen = {0};
        wt_table_file table = load(cases[i].flags, b, NULL, &seen);
        assert_near(at(&table, 0, 0), cases[i].dc, 1e-5);
        assert_near(amplitude(&table, 0, 1), 0.2 * cases[i].scale, 1e-5);
        assert_near(amplitude(&table, 1, 1), 0.4 * cases[i].scale, 1e-5);
        wt_table_file_free(&table);
    }
}

// Roots of magnitudes are mixed, and angles the shorter way.
static void spectra_are_mixed_by_magnitude_and_phase(void **state) {
    (void)state;
    static const cycle opposite[] = {{0, 0.5, 0.0, 0.0}, {256, -0.5, 0.0, 0.0}};
    static const cycle other[] = {{0, 0.64, 0.0, 0.2}, {128, 0.16, 0.36, 0.4}};
    static const char *const flags = "\"remove_all_dc\":false,";
    for (int style = 1; style <= 2; style++) {
        bytes b = begin(flags);
        put_wave_source(&b, 1, style, opposite, 2);
        end(&b);
        notes seen = {0};
        wt_table_file table = load("opposite", b, NULL, &seen);
        assert_near(amplitude(&table, 128, 1), 0.5, 1e-5);
        assert_near(fabs(at(&table, 128, 0)), 0.5, 1e-5); // a quarter of a turn away
        wt_table_file_free(&table);
        b = begin(flags);
        put_wave_source(&b, 1, style, other, 2);
        end(&b);
        table = load("other", b, NULL, &seen);
        // halfway both styles are the mean: (0.8 + 0.4) / 2 squared, (0 + 0.6) / 2 squared
        assert_near(amplitude(&table, 64, 1), 0.36, 1e-5);
        assert_near(amplitude(&table, 64, 2), 0.09, 1e-5);
        double mean = 0.0;
        for (int i = 0; i < LENGTH; i++) {
            mean += at(&table, 64, i) / LENGTH;
        }
        assert_near(mean, 0.3, 1e-5);
        wt_table_file_free(&table);
    }
}

static void groups_are_averaged_and_components_follow_one_another(void **state) {
    (void)state;
    static const cycle first = {0, 0.8, 0.0, 0.0};
    static const cycle second = {3, 0.0, 0.4, 0.0};
    bytes b = begin("");
    put_wave_source(&b, 0, 1, &first, 1);
    put_text(&b, "]},{\"components\":[");
    put_wave_source(&b, 0, 1, &first, 1); // what the next one writes over
    put_text(&b, ",");
    put_wave_source(&b, 0, 1, &second, 1);
    end(&b);
    notes seen = {0};
    wt_table_file table = load("groups", b, NULL, &seen);
    assert_int_equal(table.n_cycles, 1);
    assert_near(amplitude(&table, 0, 1), 0.4, 1e-6);
    assert_near(amplitude(&table, 0, 2), 0.2, 1e-6);
    wt_table_file_free(&table);
}

static double sound_at(double i) {
    return 0.5 * sin(2.0 * pi * i / 500.0) + 0.25 * sin(2.0 * pi * i / 333.3);
}

static bytes audio_source(int fade, int phase, double window, const char *more, double start,
                          double stop) {
    bytes b = begin("\"remove_all_dc\":false,");
    bytes sound = {NULL, 0};
    for (int i = 0; i < 12000; i++) {
        put_le(&sound, (uint64_t)(int64_t)lrint(sound_at(i) * 32767.0), 2);
    }
    put_format(&b,
               "{\"type\":\"Audio File Source\",\"interpolation_style\":1,\"fade_style\":%d,"
               "\"phase_style\":%d,\"window_size\":%.17g,\"random_seed\":5,%s\"keyframes\":["
               "{\"position\":0,\"start_position\":%.17g,\"window_fade\":1.0,\"window_size\":2048},"
               "{\"position\":100,\"start_position\":%.17g,\"window_fade\":1.0,"
               "\"window_size\":2048}],\"audio_file\":\"",
               fade, phase, window, more, start, stop);
    put_base64(&b, sound.at, sound.n);
    put_text(&b, "\"}");
    end(&b);
    free(sound.at);
    return b;
}

static const char *const as_it_is = "\"normalize_gain\":false,\"normalize_mult\":false,";

static void a_sound_without_fades_is_cut_into_windows(void **state) {
    (void)state;
    notes seen = {0};
    wt_table_file table =
        load("none", audio_source(1, 0, 2048.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    assert_int_equal(table.n_cycles, 101);
    for (int position = 0; position <= 100; position++) {
        const int window = position * 6144 / 100 / 2048;
        for (int i = 0; i < LENGTH; i += 97) {
            assert_near(at(&table, position, i), sound_at(window * 2048 + i), 2e-5);
        }
    }
    wt_table_file_free(&table);
    // half as long: every second sample lies between two, on a cubic
    table = load("half", audio_source(1, 0, 1024.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    for (int i = 0; i < LENGTH; i += 97) {
        assert_near(at(&table, 50, i), sound_at(3 * 1024 + i / 2.0), 5e-5);
    }
    wt_table_file_free(&table);
    assert_int_equal(seen.n, 0);
}

static void windows_fade_in_time_or_as_spectra(void **state) {
    (void)state;
    notes seen = {0};
    // position 50 stands at 3072 of the sound: halfway between windows 1 and 2
    wt_table_file table =
        load("time", audio_source(2, 0, 2048.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    for (int i = 0; i < LENGTH; i += 97) {
        assert_near(at(&table, 50, i), 0.5 * (sound_at(2048 + i) + sound_at(4096 + i)), 2e-5);
    }
    wt_table_file_free(&table);
    wt_table_file none =
        load("none", audio_source(1, 0, 2048.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    table = load("spectrum", audio_source(3, 0, 2048.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    for (int h = 1; h < 12; h++) {
        const double root = 0.5 * (sqrt(amplitude(&none, 40, h)) + sqrt(amplitude(&none, 80, h)));
        assert_near(amplitude(&table, 50, h), root * root, 2e-5);
    }
    wt_table_file_free(&none);
    wt_table_file_free(&table);
}

// The begin of the window is faded in over what follows its end, so the cycle closes; and it stands
// where a sound that goes on has its phase.
static void a_blended_window_closes(void **state) {
    (void)state;
    notes seen = {0};
    wt_table_file table =
        load("blend", audio_source(0, 0, 2048.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    for (int position = 0; position <= 100; position += 10) {
        const double start = position * 61.44;
        const int first = (int)(start + 1024 + 1024) % LENGTH;
        for (int i = 0; i < LENGTH; i += 97) {
            const double t = i / 2047.0;
            const double share = 0.5 + 0.5 * cos(pi * t);
            const double here = sound_at(start + i);
            const double next = sound_at(start + 2048 + t * 2048);
            assert_near(at(&table, position, (first + i) % LENGTH), here + (next - here) * share,
                        2e-4);
        }
    }
    wt_table_file_free(&table);
}

static void phases_are_cleared_or_drawn_by_the_seed(void **state) {
    (void)state;
    notes seen = {0};
    wt_table_file none =
        load("none", audio_source(1, 0, 2048.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    wt_table_file clear =
        load("clear", audio_source(1, 1, 2048.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    wt_table_file vocode =
        load("vocode", audio_source(1, 2, 2048.0, as_it_is, 0.0, 6144.0), NULL, &seen);
    for (int h = 1; h < 20; h++) {
        assert_near(amplitude(&clear, 10, h), amplitude(&none, 10, h), 1e-5);
        assert_near(amplitude(&vocode, 10, h), amplitude(&none, 10, h), 1e-5);
    }
    assert_near(at(&clear, 10, 0), 0.0, 1e-5); // sines alone
    assert_true(fabs(at(&vocode, 10, 0)) > 1e-3);
    // Even harmonics as they are, odd ones upside down.
    for (int h = 3; h < 7; h++) {
        double sine = 0.0;
        for (int i = 0; i < LENGTH; i++) {
            sine += at(&clear, 10, i) * sin(2.0 * pi * h * i / LENGTH) / (LENGTH / 2);
        }
        assert_near(sine, (h % 2 ? -1.0 : 1.0) * amplitude(&none, 10, h), 1e-5);
    }
    wt_table_file_free(&none);
    wt_table_file_free(&clear);
    wt_table_file_free(&vocode);
}

static void windows_are_normalised_one_by_one_where_asked(void **state) {
    (void)state;
    static const struct {
        const char *flags;
        double peak; // of a sound of 0.75
    } cases[] = {{"\"normalize_gain\":false,\"normalize_mult\":false,", 0.75},
                 {"\"normalize_gain\":false,\"normalize_mult\":true,", 0.75},
                 {"\"normalize_gain\":true,\"normalize_mult\":true,", 1.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        notes seen = {0};
        wt_table_file table =
            load("normal", audio_source(1, 0, 2048.0, cases[i].flags, 0.0, 6144.0), NULL, &seen);
        double peak = 0.0;
        for (int k = 0; k < LENGTH; k++) {
            peak = fmax(peak, fabs(at(&table, 50, k)));
        }
        assert_near(peak, cases[i].peak, i == 2 ? 1e-6 : 0.06); // both sines seldom peak at once
        wt_table_file_free(&table);
    }
}

// y grows downwards: from the top to the bottom and back is a triangle.
static void lines_are_drawn_through_their_points(void **state) {
    (void)state;
    bytes b = begin("\"remove_all_dc\":false,");
    put_text(&b,
             "{\"type\":\"Line Source\",\"num_points\":3,\"interpolation_style\":1,\"keyframes\":["
             "{\"position\":0,\"pull_power\":0,\"line\":{\"num_points\":3,\"smooth\":false,"
             "\"points\":[0,1,0.5,0,1,1],\"powers\":[0,0,0]}},"
             "{\"position\":10,\"line\":{\"num_points\":3,"
             "\"points\":[0,0.5,0.5,0.5,1,0.5],\"powers\":[0,0,0]}}]}");
    end(&b);
    notes seen = {0};
    wt_table_file table = load("line", b, NULL, &seen);
    assert_int_equal(table.n_cycles, 11);
    for (int i = 0; i < LENGTH; i++) {
        const double x = i / 2047.0;
        const double triangle = x < 0.5 ? 4.0 * x - 1.0 : 3.0 - 4.0 * x;
        assert_near(at(&table, 0, i), triangle, 0.003);
        assert_near(at(&table, 5, i), triangle / 2.0, 0.003);
        assert_near(at(&table, 10, i), 0.0, 1e-6);
    }
    wt_table_file_free(&table);
}

static void what_is_not_done_is_named_and_left_out_only_where_asked(void **state) {
    (void)state;
    static const char *const names[] = {"Phase Shift",  "Wave Window", "Frequency Filter",
                                        "Slew Limiter", "Wave Folder", "Wave Warp"};
    static const cycle one = {0, 0.5, 0.0, 0.0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        for (int approx = 0; approx < 2; approx++) {
            bytes b = begin("");
            put_wave_source(&b, 0, 1, &one, 1);
            put_format(&b, ",{\"type\":\"%s\",\"keyframes\":[{\"position\":0}]}", names[i]);
            end(&b);
            const wt_table_wish wish = {.is_approx = approx};
            notes seen = {0};
            const wt_warner warner = {take_note, &seen};
            wt_message message = {""};
            wt_table_file table;
            const wt_status status = parse_table(&table, b.at, b.n, &wish, &warner, &message);
            free(b.at);
            assert_int_equal(status, approx ? WT_OK : WT_UNSUPPORTED);
            assert_non_null(strstr(approx ? seen.last : message.text, names[i]));
            wt_table_file_free(&table);
        }
    }
}

static bytes preset(int n) {
    bytes b = {NULL, 0};
    put_text(&b, "{\"preset_name\":\"p\",\"settings\":{\"volume\":1,\"wavetables\":[");
    for (int i = 0; i < n; i++) {
        const cycle one = {0, 0.1 * (i + 1), 0.0, 0.0};
        put_format(&b, "%s{\"name\":\"w%d\",\"groups\":[{\"components\":[", i ? "," : "", i);
        put_wave_source(&b, 0, 1, &one, 1);
        put_text(&b, "]}]}");
    }
    put_text(&b, "]}}");
    return b;
}

static void a_preset_names_its_tables_and_plays_them_by_number(void **state) {
    (void)state;
    for (uint32_t part = 0; part < 3; part++) {
        notes seen = {0};
        const wt_table_wish wish = {.has_part = true, .part = part};
        wt_table_file table = load("preset", preset(3), &wish, &seen);
        assert_near(amplitude(&table, 0, 1), 0.1 * (part + 1), 1e-6);
        assert_string_equal(table.parts, "#0: w0, #1: w1, #2: w2");
        assert_string_equal(table.format, "vital");
        assert_int_equal(seen.n, 0);
        wt_table_file_free(&table);
    }
    notes seen = {0};
    wt_table_file table = load("preset", preset(3), NULL, &seen);
    assert_near(amplitude(&table, 0, 1), 0.1, 1e-6);
    assert_int_equal(seen.n, 1);
    assert_non_null(strstr(seen.last, "#1: w1"));
    wt_table_file_free(&table);
    const wt_table_wish wish = {.has_part = true, .part = 3};
    wt_message message = {""};
    bytes b = preset(3);
    assert_int_equal(parse_table(&table, b.at, b.n, &wish, NULL, &message), WT_BAD_FORMAT);
    assert_non_null(strstr(message.text, "no table 3"));
    free(b.at);
}

static bytes named_sine(const char *name) {
    static const cycle sine = {0, 0.5, 0.0, 0.0};
    bytes b = {NULL, 0};
    put_format(&b, "{\"name\":\"%s\",\"groups\":[{\"components\":[", name);
    put_wave_source(&b, 0, 0, &sine, 1);
    end(&b);
    return b;
}

static void strings_are_read_as_json_has_them(void **state) {
    (void)state;
    static const struct {
        const char *name, *title;
    } cases[] = {{"a \\n b", "a ? b"}, {"\\u0041 b", "A b"}, {"30 \\u001a", "30 ?"}, {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        notes seen = {0};
        wt_table_file table = load(cases[i].name, named_sine(cases[i].name), NULL, &seen);
        assert_string_equal(table.title, cases[i].title);
        assert_near(amplitude(&table, 0, 1), 0.5, 1e-6);
        wt_table_file_free(&table);
    }
}

static void samples_may_have_escaped_letters(void **state) {
    (void)state;
    bytes plain = named_sine("t");
    bytes escaped = {NULL, 0};
    for (size_t i = 0; i < plain.n; i++) {
        put_format(&escaped, plain.at[i] == '/' ? "\\/" : "%c", plain.at[i]);
    }
    assert_true(escaped.n > plain.n);
    free(plain.at);
    notes seen = {0};
    wt_table_file table = load("\\/", escaped, NULL, &seen);
    assert_near(amplitude(&table, 0, 1), 0.5, 1e-6);
    wt_table_file_free(&table);
}

// As the reader marks what it leaves out.
static void no_string_passes_for_another_one(void **state) {
    (void)state;
    static const char *const names[] = {"\\u001a30 40", "\\u001A99999999 9"};
    for (size_t i = 0; i < 2; i++) {
        bytes b = named_sine(names[i]);
        wt_table_file table;
        wt_message message = {""};
        const wt_status status = parse_table(&table, b.at, b.n, NULL, NULL, &message);
        assert_int_equal(status, WT_BAD_FORMAT);
        assert_non_null(strstr(message.text, "begins with a control character"));
        free(b.at);
    }
}

static void a_fault_of_json_is_told_in_its_place(void **state) {
    (void)state;
    static const cycle sine = {0, 0.5, 0.0, 0.0};
    bytes b = begin("");
    put_wave_source(&b, 0, 0, &sine, 1);
    put_text(&b, ";");
    const size_t column = b.n;
    char place[64];
    snprintf(place, sizeof place, "line 1, column %zu", column);
    wt_table_file table;
    wt_message message = {""};
    assert_int_equal(parse_table(&table, b.at, b.n, NULL, NULL, &message), WT_BAD_FORMAT);
    assert_non_null(strstr(message.text, place));
    free(b.at);
}

static void what_is_cut_off_anywhere_is_refused(void **state) {
    (void)state;
    const bytes files[] = {audio_source(3, 1, 700.0, as_it_is, 0.0, 6144.0), preset(2)};
    for (size_t k = 0; k < 2; k++) {
        for (size_t n = 0; n < files[k].n; n += n < 600 || n + 100 > files[k].n ? 1 : 53) {
            wt_table_file table;
            wt_message message = {""};
            assert_int_not_equal(parse_table(&table, files[k].at, n, NULL, NULL, &message), WT_OK);
            assert_true(message.text[0] != '\0');
        }
        free(files[k].at);
    }
}

static void every_allocation_that_fails_is_reported(void **state) {
    (void)state;
    bytes b = audio_source(3, 2, 2048.0, as_it_is, 0.0, 6144.0);
    for (int n = 0;; n++) {
        wt_table_file table;
        wt_message message = {""};
        fail_after_allocations(n);
        const wt_status status = parse_table(&table, b.at, b.n, NULL, NULL, &message);
        fail_after_allocations(-1);
        wt_table_file_free(&table);
        if (status == WT_OK) {
            assert_true(n > 8);
            break;
        }
        assert_int_equal(status, WT_NO_MEMORY);
    }
    free(b.at);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_of_other_writers_is_read),
        cmocka_unit_test(a_keyframe_at_256_sounds),
        cmocka_unit_test(dc_is_removed_and_the_whole_normalised_as_the_file_says),
        cmocka_unit_test(spectra_are_mixed_by_magnitude_and_phase),
        cmocka_unit_test(groups_are_averaged_and_components_follow_one_another),
        cmocka_unit_test(a_sound_without_fades_is_cut_into_windows),
        cmocka_unit_test(windows_fade_in_time_or_as_spectra),
        cmocka_unit_test(a_blended_window_closes),
        cmocka_unit_test(phases_are_cleared_or_drawn_by_the_seed),
        cmocka_unit_test(windows_are_normalised_one_by_one_where_asked),
        cmocka_unit_test(lines_are_drawn_through_their_points),
        cmocka_unit_test(what_is_not_done_is_named_and_left_out_only_where_asked),
        cmocka_unit_test(a_preset_names_its_tables_and_plays_them_by_number),
        cmocka_unit_test(strings_are_read_as_json_has_them),
        cmocka_unit_test(samples_may_have_escaped_letters),
        cmocka_unit_test(no_string_passes_for_another_one),
        cmocka_unit_test(a_fault_of_json_is_told_in_its_place),
        cmocka_unit_test(what_is_cut_off_anywhere_is_refused),
        cmocka_unit_test(every_allocation_that_fails_is_reported),
    };
    return cmocka_run_group_tests_name("table vital", tests, NULL, NULL);
}
