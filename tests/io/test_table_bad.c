// Bad table files are refused, each with one line that says why, whatever their bytes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failing_malloc.h"
#include "folder.h"
#include "io/file/source.h"
#include "io/table/table_in.h"
#include "sndfile_bytes.h"
#include "table_bytes.h"
#include "table_file.h"

static const char *in_directory(const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void expect_message(const char *what, const wt_message *message, const char *part) {
    if (!strstr(message->text, part) || strchr(message->text, '\n')) {
        fail_msg("%s: the message does not say \"%s\": %s", what, part, message->text);
    }
}

// Parse and free `file`, which must be refused.
static void expect_refused(const char *what, bytes file, uint32_t frame, wt_status expected,
                           const char *part) {
    wt_table_file table;
    wt_message message = {""};
    const wt_table_wish wish = {.frame_length = frame};
    const wt_status status = parse_table(&table, file.at, file.n, &wish, NULL, &message);
    free(file.at);
    if (status != expected) {
        fail_msg("%s: %s, not %s: %s", what, wt_strerror(status), wt_strerror(expected),
                 message.text);
    }
    assert_null(table.samples);
    expect_message(what, &message, part);
}

static void expect_path_refused(const char *path, wt_status expected, int error, const char *part) {
    wt_table_file table;
    wt_message message = {""};
    errno = 0;
    const wt_status status = read_table(&table, path, 0, NULL, &message);
    if (status != expected || (error && errno != error)) {
        fail_msg("%.100s: %s, errno %d: %s", path, wt_strerror(status), errno, message.text);
    }
    expect_message(path, &message, part);
}

static void what_cannot_be_opened_is_named_in_the_words_of_the_system(void **state) {
    (void)state;
    expect_path_refused(in_directory("missing.wav"), WT_SYSTEM, ENOENT, "No such file");
    expect_path_refused(in_directory("missing/a.wav"), WT_SYSTEM, ENOENT, "No such file");
    expect_path_refused(folder, WT_SYSTEM, EISDIR, "Is a directory");
    expect_path_refused("", WT_SYSTEM, ENOENT, "No such file");
    expect_path_refused("/dev/null", WT_SYSTEM, 0, "is a character device");
    expect_path_refused("/dev/null/a", WT_SYSTEM, ENOTDIR, "Not a directory");
    assert_int_equal(symlink("loop", in_directory("loop")), 0);
    expect_path_refused(in_directory("loop"), WT_SYSTEM, ELOOP, "symbolic links");
    unlink(in_directory("loop"));
    char path[6000];
    memset(path, 'a', sizeof path);
    path[sizeof path - 1] = '\0';
    expect_path_refused(path, WT_SYSTEM, ENAMETOOLONG, "too long");
}

static void a_fifo_is_refused_without_waiting_for_its_other_end(void **state) {
    (void)state;
    const char *const path = in_directory("fifo");
    assert_int_equal(mkfifo(path, 0600), 0);
    alarm(5); // ends the test should it wait
    expect_path_refused(path, WT_SYSTEM, 0, "is a FIFO");
    alarm(0);
    unlink(path);
}

static void an_unreadable_file_is_refused(void **state) {
    (void)state;
    const char *const path = in_directory("unreadable");
    close(open(path, O_CREAT | O_WRONLY, 0000));
    chmod(folder, 0755);
    const bool is_root = geteuid() == 0;
    if (is_root && seteuid(65534) != 0) {
        unlink(path);
        print_message("skipped: root reads everything and cannot become nobody\n");
        skip();
    }
    wt_table_file table;
    wt_message message = {""};
    const wt_status status = read_table(&table, path, 0, NULL, &message);
    const bool is_back = !is_root || seteuid(0) == 0;
    unlink(path);
    assert_true(is_back);
    assert_int_equal(status, WT_SYSTEM);
    expect_message(path, &message, "Permission denied");
}

static void a_file_that_shrinks_while_it_is_read_is_refused(void **state) {
    (void)state;
    const char *const path = in_directory("shrinks");
    for (off_t left = 0; left < 20000; left += 4999) {
        const int fd = open(path, O_CREAT | O_RDWR | O_TRUNC, 0600);
        assert_int_equal(ftruncate(fd, 20000), 0);
        wt_source source;
        assert_int_equal(wt_source_open(&source, path, NULL), WT_OK);
        assert_int_equal(ftruncate(fd, left), 0);
        uint8_t block[20000];
        wt_message message = {""};
        assert_int_equal(wt_source_read(&source, 0, block, sizeof block, &message), WT_BAD_FORMAT);
        expect_message(path, &message, "became shorter");
        assert_int_equal(wt_source_read(&source, 19990, block, 10, NULL), WT_BAD_FORMAT);
        wt_source_close(&source);
        close(fd);
    }
    unlink(path);
}

static void files_past_the_limits_are_refused_before_their_data_are_read(void **state) {
    (void)state;
    static const struct {
        const char *recipe;
        off_t size; // sparse
        uint32_t data_size;
        const char *part;
    } cases[] = {
        {"", ((off_t)1 << 30) + 1, 0, "at most 1073741824"},
        {"data", 44 + 2 * (((off_t)1 << 26) + 1), 2 * ((1u << 26) + 1), "at most 67108864"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const path = in_directory("large.wav");
        bytes b = make_wav(cases[i].recipe, 0);
        if (cases[i].data_size) {
            set_le(&b, 40, cases[i].data_size, 4);
        }
        const int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
        assert_int_equal(write(fd, b.at, b.n), b.n);
        free(b.at);
        assert_int_equal(ftruncate(fd, cases[i].size), 0);
        close(fd);
        expect_path_refused(path, WT_LIMIT, 0, cases[i].part);
        unlink(path);
    }
}

static void the_shortest_files_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        const char *part;
    } cases[] = {{"", 0, "is empty"},
                 {"R", 1, "is no wavetable"},
                 {"RIFF", 4, "cut off inside the RIFF header"},
                 {"RIFF\0\0\0\0WAV", 11, "cut off inside the RIFF header"},
                 {"RIFF\4\0\0\0WAVE", 12, "no fmt chunk"},
                 {"RIFF\4\0\0\0AVI ", 12, "not WAVE"},
                 {"vawt", 4, "ends at byte 4"},
                 {"{", 1, "bad JSON"},
                 {"\xEF\xBB\xBF{", 4, "bad JSON"},
                 {"FORM", 4, "is no wavetable"},
                 {"fLaC", 4, "is no wavetable"},
                 {"OggS", 4, "ends at byte 4"},
                 {"hello, world", 12, "is no wavetable"},
                 {"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16, "is no wavetable"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {NULL, 0};
        put(&b, cases[i].text, cases[i].n);
        expect_refused(cases[i].text, b, 0, WT_BAD_FORMAT, cases[i].part);
    }
}

static void formats_that_are_not_supported_are_refused_by_name(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        const char *part;
    } cases[] = {{"ID3\3\0\0\0\0\0\0", 10, "MP3"},
                 {"\xFF\xFB\x90\x64", 4, "MP3"},
                 {"\xFF\xFE{\0\"\0", 6, "UTF-16"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {NULL, 0};
        put(&b, cases[i].text, cases[i].n);
        expect_refused(cases[i].part, b, 0, WT_UNSUPPORTED, cases[i].part);
    }
    static const struct {
        int tag;
        const char *part;
    } tags[] = {{2, "ADPCM"},  {0x11, "IMA ADPCM"}, {0x55, "MP3"},     {0x50, "MPEG"},
                {6, "A-law"},  {7, "mu-law"},       {0x31, "GSM"},     {0x1234, "0x1234"},
                {0, "0x0000"}, {0xF1AC, "FLAC"},    {0x674F, "Vorbis"}};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        bytes b = make_wav("data", 64);
        set_le(&b, 20, (uint64_t)tags[i].tag, 2);
        expect_refused(tags[i].part, b, 0, WT_UNSUPPORTED, tags[i].part);
    }
    for (size_t at = 44; at < 60; at++) { // of the GUID; its first two bytes are the tag
        bytes b = {NULL, 0};
        put(&b, "RIFF\0\0\0\0WAVE", 12);
        put_fmt(&b, 1, 1, true, 16);
        put_recipe(&b, "data", 64);
        b.at[at] ^= 0x80;
        expect_refused("GUID", b, 0, WT_UNSUPPORTED, at < 46 ? "format tag 0x" : "GUID");
    }
}

// Number fields of a WAV with 64 samples of 16 bits.
static void wav_headers_that_cannot_be_are_refused(void **state) {
    (void)state;
    static const struct {
        size_t at;
        uint32_t value;
        int n_bytes;
        const char *part;
    } cases[] = {
        {22, 0, 2, "0 channels"},
        {22, 65535, 2, "65535 channels"},
        {34, 0, 2, "0 bits"},
        {34, 1, 2, "1 bits"},
        {34, 7, 2, "7 bits"},
        {34, 33, 2, "33 bits"},
        {34, 65535, 2, "65535 bits"},
        {16, 15, 4, "fmt chunk"},
        {16, 0, 4, "fmt chunk"},
        {16, 0xFFFFFFFF, 4, "states 4294967295 bytes"},
        {12, 0x01020304, 4, "no chunk identifier at byte 12"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = make_wav("data", 64);
        set_le(&b, cases[i].at, cases[i].value, cases[i].n_bytes);
        char what[64];
        snprintf(what, sizeof what, "byte %zu = %u", cases[i].at, cases[i].value);
        expect_refused(what, b, 0, WT_BAD_FORMAT, cases[i].part);
    }
    for (int bits = 0; bits < 100; bits++) {
        if (bits != 32 && bits != 64) {
            bytes b = make_wav("data", 64);
            set_le(&b, 20, 3, 2);
            set_le(&b, 34, (uint64_t)bits, 2);
            expect_refused("float bits", b, 0, WT_BAD_FORMAT, "float has 32 or 64");
        }
    }
}

static void wav_files_need_fmt_and_data(void **state) {
    (void)state;
    bytes fmt = {NULL, 0};
    put_fmt(&fmt, 1, 1, false, 16);
    bytes data = {NULL, 0};
    put_recipe(&data, "data", 64);
    const struct {
        const char *order, *part;
    } cases[] = {{"", "no fmt"}, {"f", "no data"}, {"d", "no fmt"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {NULL, 0};
        put(&b, "RIFF\0\0\0\0WAVE", 12);
        for (const char *c = cases[i].order; *c; c++) {
            put(&b, *c == 'f' ? fmt.at : data.at, *c == 'f' ? fmt.n : data.n);
        }
        end_riff(&b);
        expect_refused(cases[i].order, b, 0, WT_BAD_FORMAT, cases[i].part);
    }
    free(fmt.at);
    free(data.at);
}

static void an_extensible_fmt_that_is_too_short_is_refused(void **state) {
    (void)state;
    bytes b = make_wav("data", 64);
    set_le(&b, 20, 0xFFFE, 2);
    expect_refused("extensible", b, 0, WT_BAD_FORMAT, "extensible kind has 40");
}

static void cycle_lengths_that_cannot_be_are_refused_with_advice(void **state) {
    (void)state;
    static const struct {
        const char *chunks;
        size_t n;
        uint32_t frame;
        const char *part;
    } cases[] = {
        {"data", 4096, 1, "--frame: a cycle of 1"},
        {"data", 4096, 65537, "--frame: a cycle of 65537"},
        {"data", 4096, 5000, "--frame N with N such as 64, 128, 256, 512, 1024, 2048 or 4096"},
        {"data", 1, 0, "of the 1 samples"},
        {"smpl=200-30000 data", 40001, 0, "--frame N with N such as 40001, the whole"},
        {"data", 0, 0, "holds no samples"},
        {"smpl=200-30000 data", 65537, 0, "the whole cycles of N samples"}, // a prime
        {"smpl=200-30000 data", 40000, 0, "a sample with a loop from 200 to 30000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char what[128];
        snprintf(what, sizeof what, "%s (%zu samples)", cases[i].chunks, cases[i].n);
        expect_refused(what, make_wav(cases[i].chunks, cases[i].n), cases[i].frame, WT_BAD_FORMAT,
                       cases[i].part);
    }
}

static void advice_names_lengths_that_work(void **state) {
    (void)state;
    wt_table_file table;
    wt_message message = {""};
    bytes b = make_wav("smpl=200-30000 data", 57600);
    assert_int_equal(parse_table(&table, b.at, b.n, 0, NULL, &message), WT_BAD_FORMAT);
    const char *at = strstr(message.text, "such as ");
    assert_non_null(at);
    int n_lengths = 0;
    for (at += strlen("such as "); *at; at++) {
        char *end;
        const unsigned long length = strtoul(at, &end, 10);
        if (end > at) {
            n_lengths++;
            const wt_table_wish wish = {.frame_length = (uint32_t)length};
            assert_int_equal(parse_table(&table, b.at, b.n, &wish, NULL, NULL), WT_OK);
            assert_int_equal(table.length, length);
            wt_table_file_free(&table);
            at = end;
        }
    }
    assert_true(n_lengths >= 4);
    free(b.at);
}

static void a_million_empty_chunks_are_walked_and_more_refused(void **state) {
    (void)state;
    for (size_t n = 1000000; n < 1200000; n += 100000) {
        bytes b = make_wav("", 0);
        for (size_t i = 0; i < n; i++) {
            put(&b, "junk\0\0\0\0", 8);
        }
        put_recipe(&b, "data", 64);
        end_riff(&b);
        if (n > 1 << 20) {
            expect_refused("chunks", b, 0, WT_BAD_FORMAT, "more than 1048576 chunks");
            continue;
        }
        wt_table_file table;
        assert_int_equal(parse_table(&table, b.at, b.n, 0, NULL, NULL), WT_OK);
        wt_table_file_free(&table);
        free(b.at);
    }
}

static void samples_that_are_no_sound_are_refused_and_named(void **state) {
    (void)state;
    static const double values[] = {
        (double)NAN, (double)INFINITY, -(double)INFINITY, 1e30, -1e30, 1000001.0, -1e300};
    static const char *const said[] = {"nan", "inf", "-inf", "1e+30", "-1e+30", "1e+06", "-"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        for (int bits = 32; bits <= 64; bits += 32) {
            bytes data = {NULL, 0};
            for (int k = 0; k < 5000; k++) {
                uint64_t word;
                const double x = k >= 4321 ? values[i] : 0.5;
                memcpy(&word, &x, sizeof word);
                if (bits == 64) {
                    put_le(&data, word, 8);
                } else {
                    put_float(&data, fabs(x) > 1e38 ? (float)copysign(INFINITY, x) : (float)x);
                }
            }
            bytes b = {NULL, 0};
            put(&b, "RIFF\0\0\0\0WAVE", 12);
            put_fmt(&b, 3, 1, false, bits);
            put_chunk(&b, "data", data.at, data.n);
            free(data.at);
            end_riff(&b);
            char text[64];
            snprintf(text, sizeof text, "sample 4321 is %s", said[i]);
            expect_refused(bits == 64 ? "no sound, 64 bits" : "no sound", b, 0, WT_BAD_FORMAT,
                           text);
        }
    }
    bytes wt = make_wt(64, 2, 0);
    set_le(&wt, 12 + 4 * 65, 0x7FC00000, 4);
    expect_refused("NaN in .wt", wt, 0, WT_BAD_FORMAT, "sample 65 is ");
    expect_refused("inf in .vitaltable",
                   make_vital(1, 2, (int[]){0, 9}, (float[]){0.0f, (float)INFINITY}), 0,
                   WT_BAD_FORMAT, "keyframe at 9");
    bytes aiff = make_aiff(64, true);
    set_le(&aiff, aiff.n - 4, 0x0000807F, 4);
    expect_refused("inf in AIFC", aiff, 0, WT_BAD_FORMAT, "sample 63 is inf");
}

static void wt_headers_that_cannot_be_are_refused(void **state) {
    (void)state;
    static const struct {
        size_t at;
        uint32_t value;
        int n_bytes;
        wt_status status;
        const char *part;
    } cases[] = {
        {0, 0x77617674, 4, WT_BAD_FORMAT, "is no wavetable"}, // "tvaw"
        {4, 0, 4, WT_BAD_FORMAT, "cycles of 0 samples"},
        {4, 1, 4, WT_BAD_FORMAT, "cycles of 1 samples"},
        {4, 1024, 4, WT_BAD_FORMAT, "not one whole cycle of 1024"},
        {4, 0x80000000, 4, WT_BAD_FORMAT, "cycles of 2147483648 samples"},
        {4, 0xFFFFFFFF, 4, WT_BAD_FORMAT, "cycles of 4294967295 samples"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = make_wt(64, 4, 0);
        set_le(&b, cases[i].at, cases[i].value, cases[i].n_bytes);
        char what[64];
        snprintf(what, sizeof what, "byte %zu = %u", cases[i].at, cases[i].value);
        expect_refused(what, b, 0, cases[i].status, cases[i].part);
    }
}

static void json_that_is_no_table_of_vital_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        wt_status status;
        const char *part;
    } cases[] = {
        {"{}", WT_BAD_FORMAT, "no groups"},
        {"{\"groups\":[]}", WT_BAD_FORMAT, "no groups"},
        {"{\"groups\":7}", WT_BAD_FORMAT, "no groups"},
        {"{\"groups\":[1]}", WT_BAD_FORMAT, "no components"},
        {"{\"groups\":[{},{}]}", WT_BAD_FORMAT, "no components"},
        {"{\"groups\":[{\"components\":[]}]}", WT_BAD_FORMAT, "no components"},
        {"{\"groups\":[{\"components\":[{}]}]}", WT_BAD_FORMAT, "no type"},
        {"{\"groups\":[{\"components\":[{\"type\":\"Wave Warp\"}]}]}", WT_UNSUPPORTED,
         "\"Wave Warp\""},
        {"{\"groups\":[{\"components\":[{\"type\":\"Phase\\nShift\\u001b\"}]}]}", WT_BAD_FORMAT,
         "\"Phase?Shift?\""}, // the message stays one line
        {"{\"groups\":[{\"components\":[{\"type\":\"Phase Shift\"},{\"type\":\"Wave Source\"}]}]}",
         WT_UNSUPPORTED, "\"Phase Shift\""},
        {"{\"settings\":{\"wavetables\":[]}}", WT_BAD_FORMAT, "no wavetables"},
        {"{\"groups\":[{\"components\":[{\"type\":\"Wave Source\"}]}]}", WT_BAD_FORMAT,
         "no keyframes"},
        {"{\"groups\":[{\"components\":[{\"type\":\"Wave Source\",\"keyframes\":[3]}]}]}",
         WT_BAD_FORMAT, "position"},
        {"{\"groups\":[{\"components\":[{\"type\":\"Wave Source\",\"keyframes\":[{\"position\":0}]"
         "}]}]}",
         WT_BAD_FORMAT, "2048 floats"},
        {"{\"groups\":[{\"components\":[{\"type\":\"Wave Source\",\"keyframes\":[{\"position\":0,"
         "\"wave_data\":\"AAAA\"}]}]}]}",
         WT_BAD_FORMAT, "2048 floats"},
        {"{\"groups\":[{\"components\":[{\"type\":\"Wave Source\",\"keyframes\":[{\"position\":0,"
         "\"wave_data\":\"A-_A\"}]}]}]}",
         WT_BAD_FORMAT, "2048 floats"},
        {"{\"groups\":[{\"components\":[{\"type\":\"Wave Source\",\"interpolation_style\":3,"
         "\"keyframes\":[{}]}]}]}",
         WT_BAD_FORMAT, "interpolation_style"},
        {"{\"groups\":1e999}", WT_BAD_FORMAT, "bad JSON"},
        {"{\"groups\":[]} x", WT_BAD_FORMAT, "bad JSON"},
        {"{\"a\":\"\xFF\"}", WT_BAD_FORMAT, "bad JSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {NULL, 0};
        put_text(&b, cases[i].text);
        expect_refused(cases[i].text, b, 0, cases[i].status, cases[i].part);
    }
    expect_refused("position -1", make_vital(1, 1, (int[]){-1}, (float[]){0.0f}), 0, WT_BAD_FORMAT,
                   "position");
    expect_refused("position 257", make_vital(1, 1, (int[]){257}, (float[]){0.0f}), 0,
                   WT_BAD_FORMAT, "position");
}

static void json_bombs_are_refused_before_they_are_parsed(void **state) {
    (void)state;
    static const struct {
        const char *unit;
        size_t n;
        const char *part;
    } cases[] = {{"[", 100, "more than 32 levels"},
                 {"[", 1000000, "more than 32 levels"},
                 {"{\"a\":", 100, "more than 32 levels"},
                 {"0,", 100000, "more than 65536 values"},
                 {"[],", 100000, "more than 65536 values"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = {NULL, 0};
        put_text(&b, "{\"groups\":[");
        for (size_t k = 0; k < cases[i].n; k++) {
            put_text(&b, cases[i].unit);
        }
        expect_refused(cases[i].unit, b, 0, WT_BAD_FORMAT, cases[i].part);
    }
}

static void note_loss(void *context, const char *text) {
    bool *const told = context;
    *told = *told || strstr(text, "cut off") || strstr(text, "missing") || strstr(text, "states") ||
            strstr(text, "how long it is");
}

// What is read of a broken file are samples of the whole one, up to a place, and it is told so.
// Return how many there are; 0: it is refused.
static size_t salvaged(const char *what, bytes broken, const wt_table_file *whole) {
    wt_table_file table;
    wt_message message = {""};
    bool told = false;
    const wt_warner warner = {note_loss, &told};
    const wt_table_wish wish = {.frame_length = 64};
    const wt_status status = parse_table(&table, broken.at, broken.n, &wish, &warner, &message);
    free(broken.at);
    if (status != WT_OK) {
        assert_true(message.text[0] != '\0');
        return 0;
    }
    const size_t n = (size_t)table.length * table.n_cycles;
    const bool is_start = n <= (size_t)whole->length * whole->n_cycles &&
                          memcmp(table.samples, whole->samples, n * sizeof(float)) == 0;
    wt_table_file_free(&table);
    if (!is_start || !told) {
        fail_msg("%s: %zu samples, %s, %s", what, n, is_start ? "right" : "other ones",
                 told ? "told" : "in silence");
    }
    return n;
}

static bytes first_bytes(bytes file, size_t n) {
    bytes cut = {NULL, 0};
    put(&cut, file.at, n);
    return cut;
}

static void compressed_sound_that_is_cut_off_or_damaged_is_used_up_to_there(void **state) {
    (void)state;
    static const struct {
        int format;
        const char *name;
        double least; // of the samples, where the half of the bytes is there: by its blocks
    } cases[] = {{SF_FORMAT_FLAC | SF_FORMAT_PCM_16, "FLAC, 16 bits", 0.35},
                 {SF_FORMAT_FLAC | SF_FORMAT_PCM_24, "FLAC, 24 bits", 0.35},
                 {SF_FORMAT_OGG | SF_FORMAT_VORBIS, "Vorbis", 0.1},
                 {SF_FORMAT_OGG | SF_FORMAT_OPUS, "Opus", 0.1}};
    enum { DAMAGE = 64 };
    const bool everywhere = getenv("WT_WHOLE_GRID") != NULL; // at each byte, which takes minutes
    const size_t n_samples = everywhere ? 1 << 14 : 1 << 18;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes file = make_sound(cases[i].format, n_samples);
        if (file.n == 0) {
            print_message("skipped: this libsndfile does not write %s\n", cases[i].name);
            continue;
        }
        wt_table_file whole;
        const wt_table_wish wish = {.frame_length = 64};
        assert_int_equal(parse_table(&whole, file.at, file.n, &wish, NULL, NULL), WT_OK);
        const size_t pieces = everywhere ? file.n : 16;
        size_t before = 0;
        for (size_t piece = 1; piece < pieces; piece++) {
            const size_t at = file.n * piece / pieces;
            const size_t damage = at < DAMAGE ? at : DAMAGE;
            const size_t n = salvaged(cases[i].name, first_bytes(file, at), &whole);
            bytes damaged = first_bytes(file, file.n);
            memset(damaged.at + at - damage, 0x55, damage);
            const size_t n_damaged = salvaged(cases[i].name, damaged, &whole);
            if (n < before || n_damaged > n ||
                (piece == pieces / 2 && !everywhere &&
                 (double)n_damaged < cases[i].least * (double)n_samples)) {
                fail_msg("%s, %zu of %zu: %zu samples, %zu of the damaged file", cases[i].name,
                         piece, pieces, n, n_damaged);
            }
            before = n;
        }
        wt_table_file_free(&whole);
        free(file.at);
    }
}

// Of what is not compressed all whole cycles before the cut are there.
static void plain_sound_that_is_cut_off_is_used_up_to_there(void **state) {
    (void)state;
    static const struct {
        int format;
        const char *name;
        size_t sample; // bytes
    } cases[] = {{SF_FORMAT_AIFF | SF_FORMAT_PCM_16, "AIFF, 16 bits", 2},
                 {SF_FORMAT_AU | SF_FORMAT_PCM_24, "au, 24 bits", 3},
                 {SF_FORMAT_CAF | SF_FORMAT_PCM_16, "CAF, 16 bits", 2},
                 {SF_FORMAT_CAF | SF_FORMAT_FLOAT, "CAF, float", 4}};
    enum { SAMPLES = 1 << 14, PIECES = 16, CYCLE = 64, MOST_HEAD = 4096 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes file = make_sound(cases[i].format, SAMPLES);
        wt_table_file whole;
        const wt_table_wish wish = {.frame_length = CYCLE};
        assert_int_equal(parse_table(&whole, file.at, file.n, &wish, NULL, NULL), WT_OK);
        for (size_t piece = 1; piece < PIECES; piece++) {
            const size_t at = file.n * piece / PIECES;
            const size_t n = salvaged(cases[i].name, first_bytes(file, at), &whole);
            const size_t most = at / cases[i].sample;
            if (n > most || n + MOST_HEAD / cases[i].sample + CYCLE < most) {
                fail_msg("%s, %zu of %zu bytes: %zu samples", cases[i].name, at, file.n, n);
            }
        }
        wt_table_file_free(&whole);
        free(file.at);
    }
}

// As FLAC that was written to a pipe: 36 bits of STREAMINFO are 0.
static void flac_that_states_no_length_is_all_that_is_there(void **state) {
    (void)state;
    enum { SAMPLES = 4096 + 256 + 8 };
    bytes file = make_sound(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SAMPLES);
    if (file.n == 0) {
        print_message("skipped: this libsndfile does not write FLAC\n");
        skip();
    }
    file.at[21] &= 0xF0;
    memset(file.at + 22, 0, 4);
    wt_table_file table;
    wt_message message = {""};
    bool told = false;
    const wt_warner warner = {note_loss, &told};
    const wt_table_wish wish = {.frame_length = SAMPLES};
    assert_int_equal(parse_table(&table, file.at, file.n, &wish, &warner, &message), WT_OK);
    assert_true(told);
    assert_int_equal(table.n_cycles, 1);
    for (size_t i = 0; i < SAMPLES; i++) {
        assert_true(fabs((double)table.samples[i] - (double)ramp(i)) < 1e-4);
    }
    wt_table_file_free(&table);
    free(file.at);
}

static void flac_without_one_whole_block_is_refused(void **state) {
    (void)state;
    const bytes file = make_sound(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 4096);
    if (file.n == 0) {
        print_message("skipped: this libsndfile does not write FLAC\n");
        skip();
    }
    expect_refused("FLAC without its end", first_bytes(file, file.n - 8), 0, WT_BAD_FORMAT,
                   "only 0 of its 4096 frames");
    free(file.at);
}

static void ogg_without_one_whole_page_of_sound_is_refused(void **state) {
    (void)state;
    const bytes file = make_sound(SF_FORMAT_OGG | SF_FORMAT_VORBIS, 512);
    if (file.n == 0) {
        print_message("skipped: this libsndfile does not write Ogg\n");
        skip();
    }
    size_t last_page = 0;
    for (size_t at = 0; at + 4 <= file.n; at++) {
        last_page = memcmp(file.at + at, "OggS", 4) == 0 ? at : last_page;
    }
    assert_true(last_page > 0);
    expect_refused("Ogg without its end", first_bytes(file, last_page), 0, WT_BAD_FORMAT,
                   "without one whole page of sound");
    for (size_t back = 1; back < 20; back += 3) {
        bytes damaged = first_bytes(file, file.n);
        damaged.at[file.n - back] ^= 1;
        expect_refused("damaged Ogg", damaged, 0, WT_BAD_FORMAT, "damaged Ogg page");
    }
    free(file.at);
}

// A file cut off at any byte is refused, or all its samples are there, or it is told what is not.
// Of a long one every 13th byte is tried, and all near its ends.
static void expect_truncations_told(const char *what, bytes file, bool may_be_whole) {
    wt_table_file whole;
    wt_message message = {""};
    if (parse_table(&whole, file.at, file.n, 0, NULL, &message) != WT_OK) {
        fail_msg("%s: %s", what, message.text);
    }
    const size_t n_samples = (size_t)whole.length * whole.n_cycles;
    const bool everywhere = getenv("WT_WHOLE_GRID") != NULL;
    for (size_t n = 0; n < file.n; n += n < 2048 || n + 256 > file.n || everywhere ? 1 : 13) {
        // In a block of its own size: a sanitizer sees a read behind it.
        uint8_t *const cut = malloc(n > 0 ? n : 1);
        memcpy(cut, file.at, n);
        wt_table_file table;
        message.text[0] = '\0';
        bool told = false;
        const wt_warner warner = {note_loss, &told};
        const wt_status status = parse_table(&table, cut, n, 0, &warner, &message);
        const size_t n_there = status == WT_OK ? (size_t)table.length * table.n_cycles : 0;
        const bool is_start =
            n_there <= n_samples &&
            (n_there == 0 || memcmp(table.samples, whole.samples, n_there * sizeof(float)) == 0);
        if (status == WT_OK && (!is_start || (!told && (!may_be_whole || n_there != n_samples)))) {
            fail_msg("%s: %zu of its %zu bytes are taken for whole", what, n, file.n);
        }
        if (status != WT_OK && message.text[0] == '\0') {
            fail_msg("%s: no message for %zu bytes", what, n);
        }
        wt_table_file_free(&table);
        free(cut);
    }
    wt_table_file_free(&whole);
    free(file.at);
}

static void a_file_cut_off_at_any_byte_is_never_taken_for_whole_in_silence(void **state) {
    (void)state;
    expect_truncations_told("WAV with clm", make_wav("clm=<!>128_01000000_w data", 512), false);
    expect_truncations_told("WAV with cue behind", make_wav("data cue=128x4", 512), true);
    expect_truncations_told("WAV, odd", make_wav("odd data odd!", 512), true);
    expect_truncations_told(".wt", make_wt(128, 4, 0), false);
    expect_truncations_told(".wt, 16 bits, metadata", make_wt(128, 4, 0x1C), true);
    expect_truncations_told("AIFF", make_aiff(512, false), false);
    expect_truncations_told("AIFC", make_aiff(512, true), false);
    expect_truncations_told("au", make_au(512), false);
    expect_truncations_told(".vitaltable", make_vital(1, 2, (int[]){0, 255}, (float[]){0.0f, 1.0f}),
                            false);
}

static void a_file_of_libsndfile_cut_off_at_any_byte_is_never_taken_for_whole(void **state) {
    (void)state;
    static const struct {
        int format;
        const char *name;
        bool may_be_whole; // bytes that are no samples end it
    } cases[] = {
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, "FLAC", false},
        {SF_FORMAT_OGG | SF_FORMAT_VORBIS, "Ogg Vorbis", false},
        {SF_FORMAT_CAF | SF_FORMAT_PCM_16, "CAF", false},
        {SF_FORMAT_AIFF | SF_FORMAT_PCM_24, "AIFF", true},
        {SF_FORMAT_RF64 | SF_FORMAT_PCM_16, "RF64", true},
        {SF_FORMAT_MAT4 | SF_FORMAT_PCM_16, "Matlab 4", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes file = make_sound(cases[i].format, 512);
        if (file.n == 0) {
            print_message("skipped: this libsndfile does not write %s\n", cases[i].name);
            continue;
        }
        expect_truncations_told(cases[i].name, file, cases[i].may_be_whole);
    }
}

static void formats_whose_readers_print_are_refused_by_name(void **state) {
    (void)state;
    static const struct {
        int format;
        const char *part;
    } cases[] = {{SF_FORMAT_SDS | SF_FORMAT_PCM_16, "MIDI Sample Dump"},
                 {SF_FORMAT_CAF | SF_FORMAT_ALAC_16, "CAF with ALAC"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes file = make_sound(cases[i].format, 512);
        if (file.n == 0) {
            print_message("skipped: this libsndfile does not write %s\n", cases[i].part);
            continue;
        }
        expect_refused(cases[i].part, file, 0, WT_UNSUPPORTED, cases[i].part);
    }
}

static void aiff_that_states_more_than_it_holds_is_refused(void **state) {
    (void)state;
    static const struct {
        size_t at;
        uint8_t value;
        const char *part;
    } cases[] = {{19, 17, "COMM chunk has 17"},                           // its size
                 {25, 65, "states 130 bytes of sound, but has only 128"}, // frames
                 {22, 1, "states 33554560 bytes"},                        // frames
                 {27, 17, "states 192 bytes"},                            // bits
                 {44, 1, "states 392 bytes, but only 136 follow"},        // size of SSND
                 {49, 1, "has only 127"}};                                // its offset
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes b = make_aiff(64, false);
        b.at[cases[i].at] = cases[i].value;
        expect_refused(cases[i].part, b, 0, WT_BAD_FORMAT, cases[i].part);
    }
}

// Take every allocation away in turn; the last run has all it needs.
static void expect_survives_no_memory(const char *what, bytes file) {
    for (int n = 0;; n++) {
        wt_table_file table;
        wt_message message = {""};
        fail_after_allocations(n);
        const wt_status status = parse_table(&table, file.at, file.n, 0, NULL, &message);
        const int refused = allocations_refused;
        fail_after_allocations(-1);
        if (status == WT_OK) {
            wt_table_file_free(&table);
            assert_int_equal(refused, 0);
            assert_true(n > 0);
            break;
        }
        if (status != WT_NO_MEMORY) {
            fail_msg("%s: allocation %d: %s: %s", what, n, wt_strerror(status), message.text);
        }
    }
    free(file.at);
}

static void every_allocation_that_fails_is_reported(void **state) {
    (void)state;
    expect_survives_no_memory("WAV", make_wav("clm=<!>128_0 data", 512));
    expect_survives_no_memory(".wt", make_wt(64, 4, 0x14));
    expect_survives_no_memory(".vitaltable",
                              make_vital(2, 2, (int[]){0, 255}, (float[]){0.0f, 1.0f}));
    expect_survives_no_memory("AIFF", make_aiff(512, false));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_opened_is_named_in_the_words_of_the_system),
        cmocka_unit_test(a_fifo_is_refused_without_waiting_for_its_other_end),
        cmocka_unit_test(an_unreadable_file_is_refused),
        cmocka_unit_test(a_file_that_shrinks_while_it_is_read_is_refused),
        cmocka_unit_test(files_past_the_limits_are_refused_before_their_data_are_read),
        cmocka_unit_test(the_shortest_files_are_refused),
        cmocka_unit_test(formats_that_are_not_supported_are_refused_by_name),
        cmocka_unit_test(wav_headers_that_cannot_be_are_refused),
        cmocka_unit_test(wav_files_need_fmt_and_data),
        cmocka_unit_test(an_extensible_fmt_that_is_too_short_is_refused),
        cmocka_unit_test(cycle_lengths_that_cannot_be_are_refused_with_advice),
        cmocka_unit_test(advice_names_lengths_that_work),
        cmocka_unit_test(a_million_empty_chunks_are_walked_and_more_refused),
        cmocka_unit_test(samples_that_are_no_sound_are_refused_and_named),
        cmocka_unit_test(wt_headers_that_cannot_be_are_refused),
        cmocka_unit_test(json_that_is_no_table_of_vital_is_refused),
        cmocka_unit_test(json_bombs_are_refused_before_they_are_parsed),
        cmocka_unit_test(compressed_sound_that_is_cut_off_or_damaged_is_used_up_to_there),
        cmocka_unit_test(plain_sound_that_is_cut_off_is_used_up_to_there),
        cmocka_unit_test(flac_that_states_no_length_is_all_that_is_there),
        cmocka_unit_test(flac_without_one_whole_block_is_refused),
        cmocka_unit_test(ogg_without_one_whole_page_of_sound_is_refused),
        cmocka_unit_test(a_file_cut_off_at_any_byte_is_never_taken_for_whole_in_silence),
        cmocka_unit_test(a_file_of_libsndfile_cut_off_at_any_byte_is_never_taken_for_whole),
        cmocka_unit_test(formats_whose_readers_print_are_refused_by_name),
        cmocka_unit_test(aiff_that_states_more_than_it_holds_is_refused),
        cmocka_unit_test(every_allocation_that_fails_is_reported),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
