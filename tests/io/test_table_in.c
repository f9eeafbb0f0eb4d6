// Files made to the letter of their formats load with the cycles that they promise.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "io/table/table_in.h"
#include "sndfile_bytes.h"
#include "table_bytes.h"
#include "table_file.h"

typedef struct {
    int n;
    char last[512];
} warnings;

static void count_warning(void *context, const char *text) {
    warnings *const w = context;
    if (strncmp(text, "does not say how long its cycles are", 36) == 0) {
        return; // test_table_guess.c has those
    }
    w->n++;
    snprintf(w->last, sizeof w->last, "%s", text);
}

// Parse and free the file.
static wt_table_file parse(const char *what, bytes file, uint32_t frame, warnings *seen) {
    wt_table_file table;
    wt_message message = {""};
    const wt_warner warner = {count_warning, seen};
    const wt_table_wish wish = {.frame_length = frame};
    const wt_status status = parse_table(&table, file.at, file.n, &wish, &warner, &message);
    free(file.at);
    if (status != WT_OK) {
        fail_msg("%s: %s: %s", what, wt_strerror(status), message.text);
    }
    return table;
}

static void expect_ramp(const char *what, const wt_table_file *table) {
    for (size_t i = 0; i < (size_t)table->length * table->n_cycles; i++) {
        if (table->samples[i] != ramp(i)) {
            fail_msg("%s: sample %zu is %.9g, not %.9g", what, i, (double)table->samples[i],
                     (double)ramp(i));
        }
    }
}

static void the_first_statement_of_a_wav_about_its_cycles_wins(void **state) {
    (void)state;
    static const struct {
        const char *chunks;
        size_t n;
        uint32_t frame, length;
        const char *reason;
        int n_warnings;
    } cases[] = {
        // one statement
        {"clm=<!>2048_01000000_wavetable_(www.xferrecords.com) data", 4096, 0, 2048, "clm chunk",
         0},
        {"clm=<!>2048_20000000_wavetable_(vital.audio) data", 8192, 0, 2048, "clm chunk", 0},
        {"clm=<!>256__10000000_wavetable data", 1024, 0, 256, "clm chunk", 0},
        {"clm=<!>__64_10000000_wavetable data", 1024, 0, 64, "clm chunk", 0},
        {"clm=<!>512,1 data", 1024, 0, 512, "clm chunk", 0},
        {"clm=<!>512 data", 1024, 0, 512, "clm chunk", 0},
        {"clm=<!>300_00000000 data", 900, 0, 300, "clm chunk", 0}, // no power of two
        {"data clm=<!>128_00000000_w", 1024, 0, 128, "clm chunk", 0},
        {"srge=1024 data", 4096, 0, 1024, "srge chunk", 0},
        {"data srgo=512", 4096, 0, 512, "srge chunk", 0},
        {"uhWT=1024 data", 4096, 0, 1024, "uhWT chunk", 0},
        {"uhWT=0 data", 4096, 0, 2048, "uhWT chunk", 0},
        {"uhWT=4000000000 data", 4096, 0, 2048, "uhWT chunk", 0},
        {"uhWT=1000 data", 4096, 0, 2048, "uhWT chunk", 0},
        {"data cue=1024x4", 4096, 0, 1024, "cue chunk", 0},
        {"data cue=2048x2", 4096, 0, 2048, "cue chunk", 0},
        {"data cue=1000x4", 4100, 0, 1000, "cue chunk", 1}, // the last 100 are left out
        {"data cue+600x7", 4800, 0, 600, "cue chunk", 0},   // between cycles
        {"data cue+600x8", 4800, 0, 600, "cue chunk", 0},   // and at the end
        {"data cue=600x9", 4800, 0, 600, "cue chunk", 0},   // at both ends
        {"smpl=0-599 data", 1200, 0, 600, "smpl chunk", 0},
        {"data smpl=100-227", 1280, 0, 128, "smpl chunk", 0},
        {"data", 4096, 1024, 1024, "--frame", 0},
        // two that agree, two that do not
        {"clm=<!>2048_0 srge=2048 data cue=2048x2", 4096, 0, 2048, "clm chunk", 0},
        {"clm=<!>2048_0 data", 4096, 1024, 1024, "--frame", 1},
        {"srge=512 clm=<!>2048_0 data", 4096, 0, 2048, "clm chunk", 1},
        {"uhWT=512 srge=1024 data", 4096, 0, 1024, "srge chunk", 1},
        {"cue=512x8 uhWT=1024 data", 4096, 0, 1024, "uhWT chunk", 1},
        {"smpl=0-511 cue=1024x4 data", 4096, 0, 1024, "cue chunk", 1},
        {"smpl=0-511 cue=1024x4 srge=256 clm=<!>128 data", 4096, 2048, 2048, "--frame", 4},
        // a malformed one is no hindrance where a better one is there
        {"clm=nonsense data", 4096, 1024, 1024, "--frame", 1},
        // chunks of odd size, padded or not
        {"odd clm=<!>64_00000000_odd data odd", 128, 0, 64, "clm chunk", 0},
        {"odd! clm=<!>64_00000000_even data odd!", 128, 0, 64, "clm chunk", 0},
        {"odd! clm=<!>2048_01000000_wavetable_(www.xferrecords.com) data", 4096, 0, 2048,
         "clm chunk", 0}, // its size is a printable character
        {"odd! data odd! srge=64", 128, 0, 64, "srge chunk", 0},
        {"odd! smpl=0-63 data", 128, 0, 64, "smpl chunk", 0}, // "mpl<" is a chunk of no bytes
        {"odd! data smpl=0-63", 128, 0, 64, "smpl chunk", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        warnings seen = {0, ""};
        char what[256];
        snprintf(what, sizeof what, "%s (%zu samples)", cases[i].chunks, cases[i].n);
        wt_table_file table =
            parse(what, make_wav(cases[i].chunks, cases[i].n), cases[i].frame, &seen);
        if (table.length != cases[i].length || table.n_cycles != cases[i].n / cases[i].length ||
            strcmp(table.reason, cases[i].reason) != 0 || seen.n != cases[i].n_warnings) {
            fail_msg("%s: %u cycles of %u by %s, %d warnings, the last: %s", what, table.n_cycles,
                     table.length, table.reason, seen.n, seen.last);
        }
        assert_string_equal(table.format, "WAV");
        expect_ramp(what, &table);
        wt_table_file_free(&table);
        wt_table_file_free(&table);
    }
}

static void every_pcm_and_float_wav_gives_its_first_channel_exactly(void **state) {
    (void)state;
    static const struct {
        int tag, bits, channels;
        bool is_extensible;
    } cases[] = {
        {1, 8, 1, false},  {1, 16, 1, false}, {1, 24, 1, false}, {1, 32, 1, false},
        {1, 12, 1, false}, {1, 20, 1, false}, {3, 32, 1, false}, {3, 64, 1, false},
        {1, 8, 2, true},   {1, 16, 2, true},  {1, 24, 2, true},  {1, 32, 2, true},
        {3, 32, 2, true},  {3, 64, 2, true},  {1, 24, 6, true},  {3, 64, 1024, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {NULL, 0};
        put(&b, "RIFF\0\0\0\0WAVE", 12);
        put_fmt(&b, cases[i].tag, cases[i].channels, cases[i].is_extensible, cases[i].bits);
        bytes data = {NULL, 0};
        for (size_t k = 0; k < 256; k++) {
            for (int c = 0; c < cases[i].channels; c++) {
                put_sample(&data, c == 0 ? ramp(k) : 0.25f, cases[i].tag == 3, cases[i].bits);
            }
        }
        put_chunk(&b, "data", data.at, data.n);
        free(data.at);
        end_riff(&b);
        char what[64];
        snprintf(what, sizeof what, "tag %d, %d bits, %d channels", cases[i].tag, cases[i].bits,
                 cases[i].channels);
        warnings seen = {0, ""};
        wt_table_file table = parse(what, b, 0, &seen);
        assert_int_equal(table.length, 256);
        assert_int_equal(seen.n, cases[i].channels > 1);
        expect_ramp(what, &table);
        wt_table_file_free(&table);
    }
}

static void the_extremes_of_every_width_are_full_scale(void **state) {
    (void)state;
    static const struct {
        int bits;
        const char *low_high; // two samples
        float low, high;
    } cases[] = {
        {8, "\x00\xFF", -1.0f, 127.0f / 128.0f},
        {16, "\x00\x80\xFF\x7F", -1.0f, 32767.0f / 32768.0f},
        {24, "\x00\x00\x80\xFF\xFF\x7F", -1.0f, 8388607.0f / 8388608.0f},
        {32, "\x00\x00\x00\x80\xFF\xFF\xFF\x7F", -1.0f, 1.0f}, // rounded to float
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {NULL, 0};
        put(&b, "RIFF\0\0\0\0WAVE", 12);
        put_fmt(&b, 1, 1, false, cases[i].bits);
        put_chunk(&b, "data", cases[i].low_high, (size_t)cases[i].bits / 4);
        end_riff(&b);
        warnings seen = {0, ""};
        wt_table_file table = parse("extremes", b, 0, &seen);
        assert_true(table.samples[0] == cases[i].low && table.samples[1] == cases[i].high);
        wt_table_file_free(&table);
    }
}

// With the pad byte 'a', "aclm" could be a chunk of 12,320 bytes as well.
static void a_pad_byte_that_is_not_zero_is_a_pad_byte_still(void **state) {
    (void)state;
    bytes b = make_wav("odd clm=<!>512__10000000_wavetable______________________ data", 8192);
    const size_t pad = 12 + 24 + 8 + 7;
    assert_int_equal(b.at[pad], 0);
    assert_memory_equal(b.at + pad + 1, "clm \x30", 5);
    b.at[pad] = 'a';
    warnings seen = {0, ""};
    wt_table_file table = parse("pad", b, 0, &seen);
    assert_int_equal(table.length, 512);
    wt_table_file_free(&table);
}

// As Surge's: wrong byte rate, block align and RIFF size. As Hive's: byte rate 0.
static void wrong_sizes_that_synthesizers_write_are_no_hindrance(void **state) {
    (void)state;
    static const struct {
        size_t at;
        uint32_t value;
        int n_bytes;
    } cases[] = {{4, 2, 4},   {4, 0, 4},  {4, 0x7FFFFFF0, 4},  {28, 0, 4},   {28, 123456789, 4},
                 {32, 16, 2}, {24, 0, 4}, {24, 0xFFFFFFFF, 4}, {4, 5000, 4}, {4, 0xFFFFFFFF, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = make_wav("clm=<!>128_0 data srge=128", 1024);
        set_le(&b, cases[i].at, cases[i].value, cases[i].n_bytes);
        warnings seen = {0, ""};
        wt_table_file table = parse("wrong sizes", b, 0, &seen);
        assert_int_equal(table.length, 128);
        assert_int_equal(seen.n, 0);
        wt_table_file_free(&table);
    }
}

static void junk_behind_a_whole_wav_is_ignored_with_a_warning(void **state) {
    (void)state;
    static const char *const junk[] = {"TAGtitle of an ID3v1 tag", "abc", "\x01\x02\x03\x04more "};
    for (size_t i = 0; i < sizeof junk / sizeof *junk; i++) {
        bytes b = make_wav("data", 64);
        put_text(&b, junk[i]);
        warnings seen = {0, ""};
        wt_table_file table = parse(junk[i], b, 0, &seen);
        assert_int_equal(table.length, 64);
        assert_int_equal(seen.n, 1);
        wt_table_file_free(&table);
    }
}

// 0 in a file whose writer never came to its end.
static void rf64_takes_its_size_from_ds64(void **state) {
    (void)state;
    static const int sizes[] = {128, 0};
    for (size_t i = 0; i < 2; i++) {
        bytes b = {NULL, 0};
        put(&b, "RF64\xFF\xFF\xFF\xFFWAVE", 12);
        put_text(&b, "ds64");
        put_le(&b, 28, 4);
        put_le(&b, 0, 8);
        put_le(&b, (uint64_t)sizes[i], 8);
        put_le(&b, 64, 8);
        put_le(&b, 0, 4);
        put_fmt(&b, 1, 1, false, 16);
        put_recipe(&b, sizes[i] > 0 ? "JUNK" : "srge=32", 64);
        const size_t at = b.n;
        put_recipe(&b, "data", 64);
        set_le(&b, at + 4, 0xFFFFFFFF, 4);
        if (sizes[i] > 0) {
            put_recipe(&b, "srge=32", 64);
        }
        warnings seen = {0, ""};
        wt_table_file table = parse("RF64", b, 0, &seen);
        assert_int_equal(table.n_cycles, 2);
        assert_int_equal(seen.n, sizes[i] == 0);
        expect_ramp("RF64", &table);
        wt_table_file_free(&table);
    }
}

static void wt_files_of_every_kind_load(void **state) {
    (void)state;
    static const struct {
        uint32_t length;
        uint16_t n_cycles, flags;
    } cases[] = {{2, 1, 0},        {2048, 4, 0},  {4096, 512, 4}, {1024, 8, 4},
                 {256, 16, 4 | 8}, {64, 2, 1},    {64, 2, 2},     {64, 2, 3},
                 {64, 2, 0x10},    {64, 2, 0x1F}, {128, 512, 12}, {16, 3, 8}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char what[64];
        snprintf(what, sizeof what, "%u x %u, flags %u", cases[i].n_cycles, cases[i].length,
                 cases[i].flags);
        warnings seen = {0, ""};
        wt_table_file table =
            parse(what, make_wt(cases[i].length, cases[i].n_cycles, cases[i].flags), 0, &seen);
        assert_int_equal(table.length, cases[i].length);
        assert_int_equal(table.n_cycles, cases[i].n_cycles);
        assert_int_equal(seen.n, cases[i].flags & 1); // it says that it is a sample
        assert_string_equal(table.format, "wt");
        expect_ramp(what, &table);
        wt_table_file_free(&table);
    }
}

static void frame_overrules_the_header_of_wt_with_a_warning(void **state) {
    (void)state;
    warnings seen = {0, ""};
    wt_table_file table = parse("wt", make_wt(64, 4, 0), 32, &seen);
    assert_int_equal(table.n_cycles, 8);
    assert_int_equal(seen.n, 1);
    wt_table_file_free(&table);
}

static void one_keyframe_of_vital_is_one_cycle(void **state) {
    (void)state;
    warnings seen = {0, ""};
    wt_table_file table = parse("vital", make_vital(1, 1, (int[]){17}, (float[]){0.5f}), 0, &seen);
    assert_int_equal(table.n_cycles, 1);
    assert_int_equal(table.length, 2048);
    assert_string_equal(table.format, "vitaltable");
    assert_true(table.samples[0] == 0.25f && table.samples[1] == 0.5f &&
                table.samples[2047] == 0.5f);
    wt_table_file_free(&table);
}

// Keyframes at 0, 64, 128 and 224, levels 0, 1, 0.5, -1; what stands at a position.
static void keyframes_of_vital_expand_by_their_style(void **state) {
    (void)state;
    static const struct {
        int style, position;
        double level;
    } cases[] = {
        {0, 0, 0.0},
        {0, 63, 0.0},
        {0, 64, 1.0},
        {0, 127, 1.0},
        {0, 223, 0.5},
        {0, 224, -1.0},
        {1, 0, 0.0},
        {1, 16, 0.25},
        {1, 64, 1.0},
        {1, 96, 0.75},
        {1, 176, -0.25},
        {1, 224, -1.0},
        {2, 0, 0.0},
        {2, 64, 1.0},
        {2, 128, 0.5},
        {2, 224, -1.0},
        // Hermite at the middle: (a + b) / 2 + (slope_a - slope_b) / 8, slopes per segment:
        {2, 32, 0.5 + (0.0 - 0.25) / 8.0},    // level at the end; (0.5 - 0) * 64/128
        {2, 96, 0.75 + (0.25 - -0.8) / 8.0},  // and (-1 - 1) * 64/160
        {2, 176, -0.25 + (-1.2 - 0.0) / 8.0}, // (-1 - 1) * 96/160
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        warnings seen = {0, ""};
        wt_table_file table = parse("vital",
                                    make_vital(cases[i].style, 4, (int[]){0, 128, 64, 224},
                                               (float[]){0.0f, 0.5f, 1.0f, -1.0f}),
                                    0, &seen);
        assert_int_equal(table.n_cycles, 225);
        const double got = (double)table.samples[cases[i].position * 2048 + 5];
        if (fabs(got - cases[i].level) > 1e-7) {
            fail_msg("style %d at %d: %g, not %g", cases[i].style, cases[i].position, got,
                     cases[i].level);
        }
        assert_float_equal(table.samples[cases[i].position * 2048],
                           table.samples[cases[i].position * 2048 + 5] / 2.0f, 1e-7);
        wt_table_file_free(&table);
    }
}

static void vital_tables_may_begin_with_space_or_a_byte_order_mark(void **state) {
    (void)state;
    static const char *const heads[] = {" \n\t", "\xEF\xBB\xBF", "\xEF\xBB\xBF\r\n"};
    for (size_t i = 0; i < 3; i++) {
        bytes b = {NULL, 0};
        put_text(&b, heads[i]);
        bytes file = make_vital(1, 1, (int[]){0}, (float[]){0.5f});
        put(&b, file.at, file.n);
        free(file.at);
        warnings seen = {0, ""};
        wt_table_file table = parse("vital", b, 0, &seen);
        wt_table_file_free(&table);
    }
}

static void aiff_and_au_load(void **state) {
    (void)state;
    const struct {
        bytes file;
        const char *format;
        uint32_t length;
    } cases[] = {{make_aiff(4096, false), "AIFF", 2048},
                 {make_aiff(600, false), "AIFF", 600},
                 {make_aiff(4096, true), "AIFF", 2048},
                 {make_au(600), "au", 600}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        warnings seen = {0, ""};
        wt_table_file table = parse(cases[i].format, cases[i].file, cases[i].length, &seen);
        assert_string_equal(table.format, cases[i].format);
        assert_int_equal(table.length, cases[i].length);
        assert_int_equal(seen.n, 0);
        expect_ramp(cases[i].format, &table);
        wt_table_file_free(&table);
    }
}

static void what_libsndfile_writes_loads(void **state) {
    (void)state;
    static const struct {
        int format;
        const char *name;
        int n_warnings;
        bool is_exact;
    } cases[] = {
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, "FLAC", 0, true},
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_24, "FLAC", 0, true},
        {SF_FORMAT_CAF | SF_FORMAT_FLOAT, "CAF", 0, true},
        {SF_FORMAT_CAF | SF_FORMAT_PCM_24, "CAF", 0, true},
        {SF_FORMAT_AU | SF_FORMAT_FLOAT, "au", 0, true},
        {SF_FORMAT_AIFF | SF_FORMAT_PCM_24, "AIFF", 0, true},
        {SF_FORMAT_AIFF | SF_FORMAT_DOUBLE, "AIFF", 0, true},
        {SF_FORMAT_OGG | SF_FORMAT_VORBIS, "Ogg", 0, false},
        {SF_FORMAT_RF64 | SF_FORMAT_PCM_16, "WAV", 0, true},
        {SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, "WAV", 0, true},
        {SF_FORMAT_WAV | SF_FORMAT_DOUBLE, "WAV", 0, true},
        {SF_FORMAT_IRCAM | SF_FORMAT_FLOAT, "IRCAM", 1, true},
        {SF_FORMAT_NIST | SF_FORMAT_PCM_16, "NIST", 1, true},
        {SF_FORMAT_MAT4 | SF_FORMAT_DOUBLE, "Matlab 4", 0, true},
        {SF_FORMAT_SVX | SF_FORMAT_PCM_16, "IFF 8SVX", 1, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes file = make_sound(cases[i].format, 4096);
        if (file.n == 0) {
            print_message("skipped: this libsndfile does not write %s\n", cases[i].name);
            continue;
        }
        warnings seen = {0, ""};
        wt_table_file table = parse(cases[i].name, file, 2048, &seen);
        assert_string_equal(table.format, cases[i].name);
        assert_int_equal(table.length, 2048);
        assert_int_equal(table.n_cycles, 2);
        assert_int_equal(seen.n, cases[i].n_warnings);
        if (cases[i].is_exact) {
            expect_ramp(cases[i].name, &table);
        }
        wt_table_file_free(&table);
    }
}

static void the_content_decides_and_not_the_suffix(void **state) {
    (void)state;
    char directory[] = "/tmp/wt-table-XXXXXX";
    assert_non_null(mkdtemp(directory));
    const struct {
        const char *name;
        bytes file;
        const char *format;
    } cases[] = {{"a.wav", make_wt(64, 2, 0), "wt"},
                 {"b.wt", make_wav("data", 64), "WAV"},
                 {"c.flac", make_aiff(64, false), "AIFF"},
                 {"d", make_vital(1, 1, (int[]){0}, (float[]){0.5f}), "vitaltable"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", directory, cases[i].name);
        FILE *const out = fopen(path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(cases[i].file.at, 1, cases[i].file.n, out), cases[i].file.n);
        fclose(out);
        free(cases[i].file.at);
        wt_table_file table;
        wt_message message = {""};
        if (read_table(&table, path, 0, NULL, &message) != WT_OK) {
            fail_msg("%s: %s", cases[i].name, message.text);
        }
        assert_string_equal(table.format, cases[i].format);
        wt_table_file_free(&table);
        remove(path);
    }
    remove(directory);
}

static void silence_dc_and_denormals_load_as_they_are(void **state) {
    (void)state;
    static const float levels[] = {0.0f, 1.0f, -0.25f, 1e-42f, 1.5f, -1e6f};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        bytes data = {NULL, 0};
        for (int k = 0; k < 2048; k++) {
            put_float(&data, levels[i]);
        }
        bytes b = {NULL, 0};
        put(&b, "RIFF\0\0\0\0WAVE", 12);
        put_fmt(&b, 3, 1, false, 32);
        put_chunk(&b, "data", data.at, data.n);
        free(data.at);
        end_riff(&b);
        warnings seen = {0, ""};
        wt_table_file table = parse("level", b, 0, &seen);
        assert_memory_equal(&table.samples[2047], &levels[i], sizeof(float));
        wt_table_file_free(&table);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_statement_of_a_wav_about_its_cycles_wins),
        cmocka_unit_test(every_pcm_and_float_wav_gives_its_first_channel_exactly),
        cmocka_unit_test(the_extremes_of_every_width_are_full_scale),
        cmocka_unit_test(a_pad_byte_that_is_not_zero_is_a_pad_byte_still),
        cmocka_unit_test(wrong_sizes_that_synthesizers_write_are_no_hindrance),
        cmocka_unit_test(junk_behind_a_whole_wav_is_ignored_with_a_warning),
        cmocka_unit_test(rf64_takes_its_size_from_ds64),
        cmocka_unit_test(wt_files_of_every_kind_load),
        cmocka_unit_test(frame_overrules_the_header_of_wt_with_a_warning),
        cmocka_unit_test(one_keyframe_of_vital_is_one_cycle),
        cmocka_unit_test(keyframes_of_vital_expand_by_their_style),
        cmocka_unit_test(vital_tables_may_begin_with_space_or_a_byte_order_mark),
        cmocka_unit_test(aiff_and_au_load),
        cmocka_unit_test(what_libsndfile_writes_loads),
        cmocka_unit_test(the_content_decides_and_not_the_suffix),
        cmocka_unit_test(silence_dc_and_denormals_load_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
