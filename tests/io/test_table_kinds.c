// Files as the world writes them, row by row: each is made here as some program or some accident
// makes it, and what it comes to is stated. To add a kind is one row, and what makes it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "io/table/table_in.h"
#include "table_bytes.h"
#include "table_file.h"

// What is made: cycles of a sine that becomes a saw, in a WAV of some form.
typedef struct {
    size_t length, n_cycles;
    size_t extra; // samples behind them
    int tag, bits, channels;
    bool is_extensible;
    const char *first, *last; // chunks before and behind the data, as put_recipe writes them
    enum {
        UNHARMED,
        TURNED,
        WAVE64,
        SIZE_0,
        SIZE_ALL,
        CUT,
        ODD,
        ALIGN_0,
        RIFF_SIZE_0,
        NAN_INSIDE,
        TWO_DATA,
        BROKEN_TAIL,
        ZEROS_BEHIND,
        FMT_LAST,
        LEFT_SILENT,
        LOUD,
        VALID_24,
        PADDED_24
    } accident;
} form;

static double value(const form *f, size_t i) {
    const double u = f->n_cycles > 1 ? (double)(i / f->length) / (double)(f->n_cycles - 1) : 0.0;
    const double t = (double)(i % f->length) / (double)f->length;
    const double saw = 2.0 * t - 1.0;
    const double peak = f->accident == LOUD ? 3.6 : 0.9;
    return i < f->length * f->n_cycles
               ? peak * ((1.0 - u) * sin(2.0 * 3.14159265358979323846 * t) + u * saw)
               : 0.5;
}

static bytes samples_of(const form *f) {
    bytes data = {NULL, 0};
    for (size_t i = 0; i < f->length * f->n_cycles + f->extra; i++) {
        for (int c = 0; c < f->channels; c++) {
            const bool silent = f->accident == LEFT_SILENT && c == 0;
            put_sample(&data, silent ? 0.0f : (float)value(f, i), f->tag == 3, f->bits);
        }
    }
    for (size_t i = 0; f->accident == PADDED_24 && i < data.n; i += 4) {
        ((uint8_t *)data.at)[i] = 0;
    }
    if (f->accident == NAN_INSIDE) {
        set_le(&data, data.n / 2 / 4 * 4, 0x7FC00000, 4);
    }
    return data;
}

// Numbers of a RIFF file turned round: fmt, the data, and every size.
static void turn(bytes *b, size_t at, size_t n) {
    for (size_t i = 0; i < n / 2; i++) {
        const uint8_t byte = b->at[at + i];
        b->at[at + i] = b->at[at + n - 1 - i];
        b->at[at + n - 1 - i] = byte;
    }
}

static bytes make_rifx(const form *f) {
    form plain = *f;
    bytes data = samples_of(&plain);
    bytes b = {NULL, 0};
    put(&b, "RIFX\0\0\0\0WAVE", 12);
    put_fmt(&b, f->tag, f->channels, f->is_extensible, f->bits);
    const size_t data_at = b.n;
    put_chunk(&b, "data", data.at, data.n);
    set_le(&b, 4, b.n - 8, 4);
    turn(&b, 4, 4);
    turn(&b, 16, 4);
    // the last three are those of a GUID
    static const size_t fields[][2] = {{20, 2}, {22, 2}, {24, 4}, {28, 4}, {32, 2}, {34, 2},
                                       {36, 2}, {38, 2}, {40, 4}, {44, 4}, {48, 2}, {50, 2}};
    for (size_t i = 0; i < (f->is_extensible ? 12 : 6); i++) {
        turn(&b, fields[i][0], fields[i][1]);
    }
    turn(&b, data_at + 4, 4);
    for (size_t i = 0; i < data.n; i += (size_t)f->bits / 8) {
        turn(&b, data_at + 8 + i, (size_t)f->bits / 8);
    }
    free(data.at);
    return b;
}

static void put_guid(bytes *b, const char *id) {
    static const uint8_t rest[12] = {0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1,
                                     0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A};
    put(b, id, 4);
    put(b, rest, sizeof rest);
}

static bytes make_wave64(const form *f) {
    bytes data = samples_of(f);
    bytes fmt = {NULL, 0};
    bytes b = {NULL, 0};
    put_fmt(&fmt, f->tag, f->channels, false, f->bits);
    put(&b, "riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\x00\x00", 16);
    put_le(&b, 40 + 24 + 16 + 24 + data.n, 8);
    put_guid(&b, "wave");
    put_guid(&b, "fmt ");
    put_le(&b, 24 + 16, 8);
    put(&b, fmt.at + 8, 16);
    put_guid(&b, "data");
    put_le(&b, 24 + data.n, 8);
    put(&b, data.at, data.n);
    free(fmt.at);
    free(data.at);
    return b;
}

static bytes make(const form *f) {
    if (f->accident == TURNED || f->accident == WAVE64) {
        return f->accident == WAVE64 ? make_wave64(f) : make_rifx(f);
    }
    bytes data = samples_of(f);
    bytes b = {NULL, 0};
    put(&b, "RIFF\0\0\0\0WAVE", 12);
    if (f->first && strcmp(f->first, "odd!") == 0) { // before fmt, not padded
        put_recipe(&b, f->first, 0);
    }
    const size_t fmt_at = b.n;
    if (f->accident != FMT_LAST) {
        put_fmt(&b, f->tag, f->channels, f->is_extensible, f->bits);
    }
    if (f->first && strcmp(f->first, "odd!") != 0) {
        put_recipe(&b, f->first, f->length * f->n_cycles);
    }
    const size_t data_at = b.n;
    data.n += f->accident == ODD ? 1 : 0; // of what lies behind
    data.at = realloc(data.at, data.n + 1);
    put_chunk(&b, "data", data.at, data.n);
    if (f->accident == TWO_DATA) {
        put_chunk(&b, "data", data.at, data.n);
    }
    if (f->accident == FMT_LAST) {
        put_fmt(&b, f->tag, f->channels, f->is_extensible, f->bits);
    }
    for (const char *word = f->last; word && *word;
         word += strcspn(word, " "), word += *word == ' ') {
        char chunk[64];
        snprintf(chunk, sizeof chunk, "%.*s", (int)strcspn(word, " "), word);
        put_recipe(&b, chunk, f->length * f->n_cycles);
    }
    end_riff(&b);
    if (f->accident == SIZE_0 || f->accident == SIZE_ALL) {
        set_le(&b, data_at + 4, f->accident == SIZE_0 ? 0 : 0xFFFFFFFF, 4);
    } else if (f->accident == CUT) {
        b.n -= data.n / 8 + 1;
    } else if (f->accident == ALIGN_0) {
        set_le(&b, fmt_at + 8 + 12, 0, 2);
    } else if (f->accident == PADDED_24) {
        set_le(&b, fmt_at + 8 + 14, 24, 2);
    } else if (f->accident == VALID_24) {
        set_le(&b, fmt_at + 8 + 18, 24, 2);
    } else if (f->accident == RIFF_SIZE_0) {
        set_le(&b, 4, 0, 4);
    } else if (f->accident == BROKEN_TAIL) {
        put_text(&b, "LIST\xFF\xFF\x00\x00cut");
    } else if (f->accident == ZEROS_BEHIND) {
        const uint8_t zeros[512] = {0};
        put(&b, zeros, sizeof zeros);
    }
    free(data.at);
    return b;
}

// All notes, one behind the other.
static void take_note(void *context, const char *text) {
    char *const all = context;
    const size_t n = strlen(all);
    snprintf(all + n, 2048 - n, "%s; ", text);
}

// Which samples sound: those of the form, cycle by cycle.
static void check_samples(const char *what, const form *f, const wt_table_file *table) {
    for (size_t i = 0; i < (size_t)table->length * table->n_cycles; i += 13) {
        if (fabs((double)wt_table_sample(table, i) - value(f, i)) > 1.0 / 64) {
            fail_msg("%s: sample %zu is %g, not %g", what, i, (double)wt_table_sample(table, i),
                     value(f, i));
        }
    }
}

static const char clm2048[] = "clm=<!>2048_01000000_wavetable_(www.xferrecords.com)";

static void every_kind_comes_to_what_is_stated(void **state) {
    (void)state;
    static const struct {
        const char *what;
        form made;
        uint32_t n_cycles, length; // 0: refused
        const char *known_by;
        const char *note; // part of the notes, or of the message; null: not one note
    } rows[] = {
        {"32 x 256, no chunk",
         {256, 32, 0, 1, 16, 1, .accident = UNHARMED},
         32,
         256,
         "guess",
         "--frame"},
        {"8 x 256, no chunk",
         {256, 8, 0, 1, 16, 1, .accident = UNHARMED},
         8,
         256,
         "guess",
         "--frame"},
        {"8 x 600, no chunk",
         {600, 8, 0, 1, 16, 1, .accident = UNHARMED},
         8,
         600,
         "guess",
         "--frame"},
        {"256 x 256, no chunk",
         {256, 256, 0, 1, 16, 1, .accident = UNHARMED},
         256,
         256,
         "guess",
         "--frame"},
        {"64 x 256 floats",
         {256, 64, 0, 3, 32, 1, .accident = UNHARMED},
         64,
         256,
         "guess",
         "--frame"},
        {"8 x 2048, no chunk",
         {2048, 8, 0, 1, 16, 1, .accident = UNHARMED},
         8,
         2048,
         "guess",
         "--frame"},
        {"clm 64", {64, 8, 0, 1, 16, 1, .first = "clm=<!>64_0"}, 8, 64, "clm", NULL},
        {"clm 600", {600, 8, 0, 1, 16, 1, .first = "clm=<!>600_0"}, 8, 600, "clm", NULL},
        {"clm, 3 samples more",
         {2048, 4, 3, 1, 16, 1, .first = clm2048},
         4,
         2048,
         "clm",
         "the last 3"},
        {"clm behind an odd chunk",
         {2048, 4, 0, 3, 32, 1, .last = "odd! clm=<!>2048_01000000_w"},
         4,
         2048,
         "clm",
         NULL},
        {"clm behind a padded chunk",
         {2048, 4, 0, 3, 32, 1, .last = "odd clm=<!>2048_01000000_w"},
         4,
         2048,
         "clm",
         NULL},
        {"an odd chunk before fmt",
         {1024, 8, 0, 1, 16, 1, .first = "odd!", .last = "clm=<!>1024_0"},
         8,
         1024,
         "clm",
         NULL},
        {"a short clm", {1024, 8, 0, 1, 16, 1, .first = "clm=<!>1024"}, 8, 1024, "clm", NULL},
        {"clm without its mark",
         {1024, 8, 0, 1, 16, 1, .first = "clm=1024_01000000_x"},
         8,
         1024,
         "clm",
         NULL},
        {"clm 2048 of cycles of 256",
         {256, 32, 0, 1, 16, 1, .first = clm2048},
         4,
         2048,
         "clm",
         NULL},
        {"extensible, 24 bits",
         {2048, 4, 0, 1, 24, 1, true, .first = clm2048},
         4,
         2048,
         "clm",
         NULL},
        {"extensible, float", {2048, 4, 0, 3, 32, 1, true, .first = clm2048}, 4, 2048, "clm", NULL},
        {"64 bits", {2048, 4, 0, 3, 64, 1, .first = clm2048}, 4, 2048, "clm", NULL},
        {"8 bits", {2048, 4, 0, 1, 8, 1, .first = clm2048}, 4, 2048, "clm", NULL},
        {"stereo", {2048, 4, 0, 1, 16, 2, .first = clm2048}, 4, 2048, "clm", "the first is used"},
        {"stereo, left silent",
         {2048, 4, 0, 1, 16, 2, false, clm2048, NULL, LEFT_SILENT},
         4,
         2048,
         "clm",
         "channel 2 is used"},
        {"data size 0",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, SIZE_0},
         4,
         2048,
         "clm",
         "how long its data are"},
        {"data size 2^32-1",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, SIZE_ALL},
         4,
         2048,
         "clm",
         "how long its data are"},
        {"cut off",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, CUT},
         3,
         2048,
         "clm",
         "is cut off"},
        {"an odd byte",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, ODD},
         4,
         2048,
         "clm",
         "left out"},
        {"block align 0",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, ALIGN_0},
         4,
         2048,
         "clm",
         NULL},
        {"RIFF size 0",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, RIFF_SIZE_0},
         4,
         2048,
         "clm",
         NULL},
        {"a NaN", {2048, 4, 0, 3, 32, 1, false, clm2048, NULL, NAN_INSIDE}, 0, 0, NULL, "is nan"},
        {"two data chunks",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, TWO_DATA},
         4,
         2048,
         "clm",
         "second data chunk"},
        {"a broken chunk behind",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, BROKEN_TAIL},
         4,
         2048,
         "clm",
         "ignored"},
        {"zeros behind",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, ZEROS_BEHIND},
         4,
         2048,
         "clm",
         "ignored"},
        {"fmt behind the data",
         {2048, 4, 0, 1, 16, 1, false, clm2048, NULL, FMT_LAST},
         4,
         2048,
         "clm",
         NULL},
        {"RIFX", {2048, 4, 0, 1, 16, 1, .accident = TURNED}, 4, 2048, "guess", "--frame"},
        {"RIFX, 24 bits", {2048, 4, 0, 1, 24, 1, .accident = TURNED}, 4, 2048, "guess", "--frame"},
        {"RIFX, extensible",
         {2048, 4, 0, 1, 24, 1, true, .accident = TURNED},
         4,
         2048,
         "guess",
         "--frame"},
        {"RIFX, float", {2048, 4, 0, 3, 32, 1, .accident = TURNED}, 4, 2048, "guess", "--frame"},
        {"Wave64", {2048, 4, 0, 1, 16, 1, .accident = WAVE64}, 4, 2048, "guess", "--frame"},
        {"a cue point each", {600, 8, 0, 1, 16, 1, .last = "cue=600x8"}, 8, 600, "cue", NULL},
        {"two beats", {2048, 8, 0, 1, 16, 1, .last = "cue=8192x2"}, 8, 2048, "guess", "--frame"},
        {"smpl, one too many",
         {256, 16, 0, 1, 16, 1, .last = "smpl=0-256"},
         16,
         256,
         "smpl",
         "one too late"},
        {"smpl", {256, 16, 0, 1, 16, 1, .last = "smpl=0-255"}, 16, 256, "smpl", NULL},
        {"smpl, of a single cycle",
         {600, 1, 0, 1, 16, 1, .last = "smpl=0-599"},
         1,
         600,
         "smpl",
         NULL},
        {"smpl, of the whole file",
         {2048, 8, 0, 1, 16, 1, .last = "smpl=0-16383"},
         8,
         2048,
         "guess",
         "--frame"},
        {"smpl, of a sample",
         {168, 179, 0, 1, 16, 1, .last = "smpl=11000-29999"},
         0,
         0,
         NULL,
         "no table of cycles"},
        {"srge", {256, 32, 0, 1, 16, 1, .last = "srge=256"}, 32, 256, "srge", NULL},
        {"CLM in capitals",
         {1024, 8, 0, 1, 16, 1, .last = "CLM=<!>1024_01000000"},
         8,
         1024,
         "clm",
         NULL},
        {"chunks of other programs",
         {2048, 4, 0, 3, 32, 1, .first = "PEAK", .last = "bext LIST JUNK clm=<!>2048_0"},
         4,
         2048,
         "clm",
         NULL},
        {"24 bits in 32, of no extensible kind",
         {2048, 4, 0, 1, 32, 1, false, clm2048, NULL, PADDED_24},
         4,
         2048,
         "clm",
         NULL},
        {"extensible, 24 bits of 32",
         {2048, 4, 0, 1, 32, 1, true, clm2048, NULL, VALID_24},
         4,
         2048,
         "clm",
         NULL},
        {"floats beyond full scale",
         {2048, 4, 0, 3, 32, 1, false, clm2048, NULL, LOUD},
         4,
         2048,
         "clm",
         NULL},
        {"cue points by position alone",
         {600, 8, 0, 1, 16, 1, .last = "cue@600x8"},
         8,
         600,
         "cue",
         NULL},
        {"smpl, a loop each", {256, 16, 0, 1, 16, 1, .last = "smpl=256x16"}, 16, 256, "smpl", NULL},
        {"5000 cycles",
         {64, 5000, 0, 1, 16, 1, .first = "clm=<!>64_0"},
         4096,
         64,
         "clm",
         "the first 4096"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char notes[2048] = "";
        const wt_warner warner = {take_note, notes};
        wt_message message = {""};
        wt_table_file table;
        bytes b = make(&rows[i].made);
        const wt_status status = parse_table(&table, b.at, b.n, NULL, &warner, &message);
        free(b.at);
        const char *const said = status == WT_OK ? notes : message.text;
        const bool right_note = rows[i].note ? strstr(said, rows[i].note) != NULL : !notes[0];
        if (table.length != rows[i].length || table.n_cycles != rows[i].n_cycles || !right_note ||
            (status == WT_OK) != (rows[i].length > 0) ||
            (rows[i].known_by && strcmp(table.known_by, rows[i].known_by) != 0)) {
            fail_msg("%s: %u of %u by \"%s\": %s", rows[i].what, table.n_cycles, table.length,
                     table.known_by, said);
        }
        if (status == WT_OK) {
            check_samples(rows[i].what, &rows[i].made, &table);
        }
        wt_table_file_free(&table);
    }
}

static void every_kind_of_wt_comes_to_what_is_stated(void **state) {
    (void)state;
    static const struct {
        const char *what;
        uint32_t length;
        uint16_t n_cycles, flags;
        int stated; // cycles that the header says, where not n_cycles
        int extra;  // bytes behind; below 0: that are not there
        uint32_t found;
        const char *note;
    } rows[] = {
        {"a count too small", 256, 8, 0, 7, 0, 8, "has 8"},
        {"a count too large", 256, 8, 0, 9, 0, 8, "has 8"},
        {"a count of 0", 256, 8, 0, 0, 0, 8, "has 8"},
        {"bytes behind", 256, 8, 0, -1, 10, 8, "10 bytes after"},
        {"integers", 256, 8, 4, -1, 0, 8, NULL},
        {"integers of full range", 256, 8, 12, -1, 0, 8, NULL},
        {"metadata", 256, 8, 0x10, -1, 0, 8, NULL},
        {"metadata by flag alone", 256, 8, 0x10, -1, -10, 8, NULL},
        {"a sample", 1024, 9, 13, -1, 0, 9, "it is a sample"},
        {"no power of two", 600, 8, 0, -1, 0, 8, "600 samples"},
        {"600 cycles", 64, 600, 12, -1, 0, 600, "600 cycles"},
        {"an unknown flag", 256, 8, 0x20, -1, 0, 8, "0x0020"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char notes[2048] = "";
        const wt_warner warner = {take_note, notes};
        wt_message message = {""};
        wt_table_file table;
        bytes b = make_wt(rows[i].length, rows[i].n_cycles, rows[i].flags);
        if (rows[i].stated >= 0) {
            set_le(&b, 8, (uint64_t)rows[i].stated, 2);
        }
        for (int k = 0; k < rows[i].extra; k++) {
            put_le(&b, 0xFF, 1);
        }
        b.n -= rows[i].extra < 0 ? (size_t)-rows[i].extra : 0;
        const wt_status status = parse_table(&table, b.at, b.n, NULL, &warner, &message);
        free(b.at);
        if (status != WT_OK || table.n_cycles != rows[i].found || table.length != rows[i].length ||
            strcmp(table.known_by, "format") != 0 ||
            (rows[i].note ? !strstr(notes, rows[i].note) : notes[0] != '\0')) {
            fail_msg("%s: %u of %u: %s%s", rows[i].what, table.n_cycles, table.length, notes,
                     message.text);
        }
        assert_true(fabs((double)wt_table_sample(&table, 130) - (double)ramp(130)) < 1e-4);
        wt_table_file_free(&table);
    }
}

static void headerless_samples_load_as_told(void **state) {
    (void)state;
    static const struct {
        wt_raw raw;
        bool is_float;
        int bits;
    } rows[] = {{WT_RAW_U8, false, 8},   {WT_RAW_S8, false, 8},   {WT_RAW_S16, false, 16},
                {WT_RAW_S24, false, 24}, {WT_RAW_S32, false, 32}, {WT_RAW_F32, true, 32}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bytes b = {NULL, 0};
        for (size_t k = 0; k < 1024; k++) {
            put_sample(&b, ramp(k), rows[i].is_float, rows[i].bits);
        }
        for (size_t k = 0; rows[i].raw == WT_RAW_S8 && k < b.n; k++) {
            b.at[k] ^= 0x80;
        }
        const wt_table_wish wish = {.frame_length = 256, .raw = rows[i].raw};
        wt_message message = {""};
        wt_table_file table;
        assert_int_equal(parse_table(&table, b.at, b.n, &wish, NULL, &message), WT_OK);
        assert_int_equal(table.n_cycles, 4);
        for (size_t k = 0; k < 1024; k++) {
            assert_true(fabs((double)table.samples[k] - (double)ramp(k)) < 1e-7);
        }
        wt_table_file_free(&table);
        if (rows[i].raw == WT_RAW_S16) {
            assert_int_not_equal(parse_table(&table, b.at, b.n, NULL, NULL, &message), WT_OK);
            assert_non_null(strstr(message.text, "--raw s16 --frame"));
        }
        free(b.at);
    }
}

// Of a file that is cut off at any byte, what is there sounds, and the loss is told.
static void cut_off_anywhere_they_are_refused_or_told(void **state) {
    (void)state;
    static const form forms[] = {{64, 4, 0, 1, 16, 1, .accident = TURNED},
                                 {64, 4, 0, 3, 32, 1, .accident = TURNED},
                                 {64, 4, 0, 1, 16, 1, .accident = WAVE64},
                                 {64, 4, 0, 1, 24, 2, .accident = WAVE64}};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        bytes whole = make(&forms[k]);
        for (size_t n = 0; n < whole.n; n++) {
            uint8_t *const cut = malloc(n > 0 ? n : 1); // a sanitizer sees a read behind it
            memcpy(cut, whole.at, n);
            char notes[2048] = "";
            const wt_warner warner = {take_note, notes};
            const wt_table_wish wish = {.frame_length = 64};
            wt_message message = {""};
            wt_table_file table;
            const wt_status status = parse_table(&table, cut, n, &wish, &warner, &message);
            assert_true(status == WT_OK ? strstr(notes, "is cut off") != NULL
                                        : message.text[0] != '\0');
            assert_true(table.n_cycles <= 3);
            wt_table_file_free(&table);
            free(cut);
        }
        free(whole.at);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_comes_to_what_is_stated),
        cmocka_unit_test(every_kind_of_wt_comes_to_what_is_stated),
        cmocka_unit_test(headerless_samples_load_as_told),
        cmocka_unit_test(cut_off_anywhere_they_are_refused_or_told),
    };
    return cmocka_run_group_tests_name("table kinds", tests, NULL, NULL);
}
