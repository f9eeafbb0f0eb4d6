// What a type can hold is known before anything is written, and WAV headers are exact.
#include "failing_malloc.h"
#include "folder.h"
#include "io/sound/aiff_head.h"
#include "io/sound/wav_head.h"
#include "sound_maker.h"
#include "sound_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void types_are_known_by_name_and_suffix(void **state) {
    (void)state;
    static const struct {
        const char *path;
        int type;
    } cases[] = {
        {"a.wav", WT_TYPE_WAV},
        {"a.WAV", WT_TYPE_WAV},
        {"a.b/c.aif", WT_TYPE_AIFF},
        {"a.flac", WT_TYPE_FLAC},
        {"x.ogg", WT_TYPE_OGG},
        {"x.opus", WT_TYPE_OPUS},
        {"x.raw", WT_TYPE_RAW},
        {"x.w64", WT_TYPE_W64},
        {"x.rf64", WT_TYPE_RF64},
        {"x.au", WT_TYPE_AU},
        {"x.snd", WT_TYPE_AU},
        {"x.caf", WT_TYPE_CAF},
        {"x.tar.wav", WT_TYPE_WAV},
        {"wav", -1},
        {".wav", -1},
        {"a.wav/b", -1},
        {"a/.wav", -1},
        {"a.", -1},
        {"a.mp3", -1},
        {"", -1},
        {"a.wavx", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(wt_type_by_suffix(cases[i].path), cases[i].type);
    }
    for (int type = 0; type < N_TYPES; type++) {
        assert_int_equal(wt_type_by_name(wt_type_name((wt_type)type)), type);
    }
    assert_int_equal(wt_type_by_name("mp3"), -1);
}

static void what_is_not_given_is_what_the_type_wants(void **state) {
    (void)state;
    static const struct {
        wt_type type;
        int bits_given;     // 0: none
        int encoding_given; // -1: none
        int bits;
        wt_encoding encoding;
    } cases[] = {
        {WT_TYPE_WAV, 0, -1, 16, WT_SIGNED},
        {WT_TYPE_RAW, 0, -1, 16, WT_SIGNED},
        {WT_TYPE_WAV, 8, -1, 8, WT_UNSIGNED},
        {WT_TYPE_W64, 8, -1, 8, WT_UNSIGNED},
        {WT_TYPE_RAW, 8, -1, 8, WT_SIGNED},
        {WT_TYPE_FLAC, 8, -1, 8, WT_SIGNED},
        {WT_TYPE_WAV, 24, -1, 24, WT_SIGNED},
        {WT_TYPE_WAV, 32, -1, 32, WT_SIGNED},
        {WT_TYPE_WAV, 64, -1, 64, WT_FLOATING},
        {WT_TYPE_WAV, 0, WT_FLOATING, 32, WT_FLOATING},
        {WT_TYPE_WAV, 0, WT_UNSIGNED, 8, WT_UNSIGNED},
        {WT_TYPE_RAW, 0, WT_UNSIGNED, 16, WT_UNSIGNED},
        {WT_TYPE_WAV, 8, WT_SIGNED, 8, WT_SIGNED},
        {WT_TYPE_OGG, 0, -1, 16, WT_SIGNED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_sound_format format = plain_format(WT_TYPE_RAW, 0);
        format.type = cases[i].type;
        format.bits = cases[i].bits_given;
        format.encoding = (wt_encoding)cases[i].encoding_given;
        wt_sound_format_default(&format);
        assert_int_equal(format.bits, cases[i].bits);
        assert_int_equal(format.encoding, cases[i].encoding);
    }
}

static void what_a_type_cannot_hold_is_refused_with_what_it_can(void **state) {
    (void)state;
    static const struct {
        wt_sound_format format;
        wt_status status;
        const char *message;
    } cases[] = {
        {{.type = WT_TYPE_WAV, .bits = 8, .channels = 1, .rate = RATE},
         WT_UNSUPPORTED,
         "wav cannot hold signed 8-bit samples, only signed 16 24 32, unsigned 8, float 32 64 "
         "(see -b, -e and -t)"},
        {{.type = WT_TYPE_FLAC, .bits = 32, .encoding = WT_FLOATING, .channels = 1, .rate = RATE},
         WT_UNSUPPORTED,
         "flac cannot hold float 32-bit samples, only signed 8 16 24 (see -b, -e and -t)"},
        {{.type = WT_TYPE_RAW, .bits = 12, .channels = 1, .rate = RATE},
         WT_UNSUPPORTED,
         "raw cannot hold signed 12-bit samples, only signed 8 16 24 32, unsigned 8 16 24 32, "
         "float 32 64 (see -b, -e and -t)"},
        {{.type = WT_TYPE_RAW, .bits = 16, .encoding = WT_FLOATING, .channels = 1, .rate = RATE},
         WT_UNSUPPORTED,
         NULL},
        {{.type = WT_TYPE_RAW, .bits = -8, .channels = 1, .rate = RATE}, WT_UNSUPPORTED, NULL},
        {{.type = WT_TYPE_RAW, .bits = 1 << 30, .channels = 1, .rate = RATE}, WT_UNSUPPORTED, NULL},
        {{.type = WT_TYPE_OPUS, .bits = 16, .channels = 1, .rate = 44100},
         WT_UNSUPPORTED,
         "opus has the rates 8000, 12000, 16000, 24000 and 48000 Hz, not 44100 (use -r 48000)"},
        {{.type = WT_TYPE_FLAC, .bits = 16, .channels = 1, .rate = 655351},
         WT_UNSUPPORTED,
         "flac has rates up to 655350 Hz, not 655351 (see -r and -t)"},
        {{.type = WT_TYPE_FLAC, .bits = 16, .channels = 1, .rate = 65537},
         WT_UNSUPPORTED,
         "flac has rates above 65535 Hz only in tens, not 65537 (see -r and -t)"},
        {{.type = WT_TYPE_OGG, .bits = 16, .channels = 1, .rate = 200001}, WT_UNSUPPORTED, NULL},
        {{.type = WT_TYPE_WAV, .bits = 16, .channels = 1, .rate = 999}, WT_BAD_RANGE, NULL},
        {{.type = WT_TYPE_WAV, .bits = 16, .channels = 1, .rate = 768001}, WT_BAD_RANGE, NULL},
        {{.type = WT_TYPE_WAV, .bits = 16, .channels = 0, .rate = RATE}, WT_BAD_RANGE, NULL},
        {{.type = WT_TYPE_WAV, .bits = 16, .channels = 3, .rate = RATE}, WT_BAD_RANGE, NULL},
        {{.type = WT_TYPE_RAW, .bits = 16, .channels = 1, .rate = RATE, .frames = UINT64_MAX},
         WT_LIMIT,
         NULL},
        {{.type = WT_TYPE_AIFF, .bits = 16, .channels = 1, .rate = RATE, .frames = 1u << 31},
         WT_UNSUPPORTED,
         "too long for aiff (use -t rf64, w64 or caf)"},
        {{.type = WT_TYPE_FLAC, .bits = 16, .channels = 1, .rate = RATE, .frames = 1ull << 36},
         WT_UNSUPPORTED,
         NULL},
        {{.type = WT_TYPE_WAV,
          .bits = 16,
          .channels = 1,
          .rate = RATE,
          .has_root = true,
          .root_key = 128.0},
         WT_BAD_RANGE,
         NULL},
        {{.type = WT_TYPE_WAV,
          .bits = 16,
          .channels = 1,
          .rate = RATE,
          .has_root = true,
          .root_key = NAN},
         WT_BAD_RANGE,
         NULL},
        {{.type = WT_TYPE_WAV,
          .bits = 16,
          .channels = 1,
          .rate = RATE,
          .frames = 10,
          .has_loop = true,
          .loop = {0, 10}},
         WT_BAD_RANGE,
         NULL},
        {{.type = WT_TYPE_WAV,
          .bits = 16,
          .channels = 1,
          .rate = RATE,
          .frames = 10,
          .has_loop = true,
          .loop = {5, 4}},
         WT_BAD_RANGE,
         NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_sound_format format = cases[i].format;
        wt_message message = {""};
        if (wt_sound_format_check(&format, NULL, &message) != cases[i].status) {
            fail_msg("case %zu: %s", i, message.text);
        }
        assert_true(message.text[0] != '\0');
        if (cases[i].message) {
            assert_string_equal(message.text, cases[i].message);
        }
    }
}

static void every_rate_that_passes_the_check_can_be_written(void **state) {
    (void)state;
    static const int rates[] = {1000,   1001,   8000,   11025,  12000,  16000, 22050,
                                24000,  44100,  48000,  65535,  65537,  65540, 96000,
                                100001, 192000, 200000, 384000, 655350, 768000};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        for (int step = 0; step < N_TYPES * 2; step++) {
            wt_sound_format format = plain_format((wt_type)(step / 2), 3000);
            format.channels = step % 2 + 1;
            format.rate = rates[i];
            if (wt_sound_format_check(&format, NULL, NULL) != WT_OK) {
                continue;
            }
            void *const samples = make_samples(&format);
            wt_message message = {""};
            if (write_sound("sound", &format, samples, 3000, WT_SYNC_NONE, &message) != WT_OK) {
                fail_msg("%s at %d Hz: %s", wt_type_name(format.type), rates[i], message.text);
            }
            free(samples);
            if (format.type == WT_TYPE_RAW) {
                continue;
            }
            size_t n;
            unsigned char *const bytes = file_bytes("sound", &n);
            memory_file memory = {bytes, (sf_count_t)n, 0};
            SF_INFO info;
            SNDFILE *const file = open_memory(&memory, &info);
            if (!file || info.samplerate != rates[i] || info.frames != 3000) {
                fail_msg("%s at %d Hz: read as %d Hz, %d frames", wt_type_name(format.type),
                         rates[i], info.samplerate, (int)info.frames);
            }
            wt_sndfile_load(NULL)->close(file);
            free(bytes);
        }
    }
    empty_folder();
}

static uint64_t little(const uint8_t *bytes, int n) {
    uint64_t number = 0;
    for (int i = 0; i < n; i++) {
        number |= (uint64_t)bytes[i] << (8 * i);
    }
    return number;
}

static void wav_headers_are_these_bytes(void **state) {
    (void)state;
    static const uint8_t pcm[44] = "RIFF\x2a\0\0\0WAVEfmt \x10\0\0\0\1\0\2\0\x80\xbb\0\0\0\x65\4\0"
                                   "\6\0\x18\0data\6\0\0";
    static const uint8_t floats[58] =
        "RIFF\x3a\0\0\0WAVEfmt \x12\0\0\0\3\0\1\0\x80\xbb\0\0\0\xdc\5\0\x08\0\x40\0\0\0"
        "fact\4\0\0\0\1\0\0\0data\x08\0\0";
    uint8_t head[WT_WAV_HEAD_SIZE];
    wt_sound_format format = plain_format(WT_TYPE_WAV, 1);
    format.bits = 24;
    format.channels = 2;
    assert_int_equal(wt_wav_head(head, &format), 44);
    assert_memory_equal(head, pcm, 44);
    format = (wt_sound_format){.type = WT_TYPE_WAV,
                               .bits = 64,
                               .encoding = WT_FLOATING,
                               .channels = 1,
                               .rate = RATE,
                               .frames = 1};
    assert_int_equal(wt_wav_head(head, &format), 58);
    assert_memory_equal(head, floats, 58);
}

static void wav_past_4_gib_becomes_rf64_with_true_sizes(void **state) {
    (void)state;
    static const struct {
        uint64_t frames;
        int bits;
        wt_encoding encoding;
        bool is_64;
    } cases[] = {
        {(UINT32_MAX - 37) / 2, 16, WT_SIGNED, false},
        {(UINT32_MAX - 37) / 2 + 1, 16, WT_SIGNED, true},
        {UINT32_MAX - 37, 8, WT_UNSIGNED, false},
        {UINT32_MAX - 36, 8, WT_UNSIGNED, true},
        {(UINT32_MAX - 51) / 4, 32, WT_FLOATING, false},
        {(UINT32_MAX - 51) / 4 + 1, 32, WT_FLOATING, true},
        {UINT64_C(1) << 40, 64, WT_FLOATING, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_sound_format format = {.type = WT_TYPE_WAV,
                                  .bits = cases[i].bits,
                                  .encoding = cases[i].encoding,
                                  .channels = 1,
                                  .rate = RATE,
                                  .frames = cases[i].frames};
        assert_int_equal(wt_sound_format_check(&format, NULL, NULL), WT_OK);
        assert_int_equal(format.type, cases[i].is_64 ? WT_TYPE_RF64 : WT_TYPE_WAV);
        uint8_t head[WT_WAV_HEAD_SIZE];
        const size_t n = wt_wav_head(head, &format);
        const uint64_t size = format.frames * (uint64_t)format.bits / 8;
        const uint64_t whole = n + size + size % 2 - 8;
        if (!cases[i].is_64) {
            assert_memory_equal(head, "RIFF", 4);
            assert_true(little(head + 4, 4) == whole && whole < UINT32_MAX);
            assert_true(little(head + n - 4, 4) == size);
            continue;
        }
        assert_int_equal(n, format.encoding == WT_FLOATING ? 94 : 80);
        assert_memory_equal(head, "RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0", 20);
        assert_true(little(head + 20, 8) == whole);
        assert_true(little(head + 28, 8) == size);
        assert_true(little(head + 36, 8) == format.frames);
        assert_int_equal(little(head + 44, 4), 0);
        assert_memory_equal(head + n - 8, "data\xff\xff\xff\xff", 8);
    }
}

static void count_warning(void *count, const char *text) {
    assert_true(text[0] != '\0');
    ++*(int *)count;
}

static void what_is_changed_or_left_out_is_warned_of(void **state) {
    (void)state;
    int n_warnings = 0;
    const wt_warner warner = {count_warning, &n_warnings};
    wt_sound_format format = plain_format(WT_TYPE_WAV, UINT32_MAX);
    format.type = WT_TYPE_WAV;
    assert_int_equal(wt_sound_format_check(&format, &warner, NULL), WT_OK);
    assert_int_equal(n_warnings, 1);
    format = plain_format(WT_TYPE_FLAC, 10);
    format.has_root = format.has_loop = true;
    assert_int_equal(wt_sound_format_check(&format, &warner, NULL), WT_OK);
    assert_int_equal(n_warnings, 2);
    assert_false(format.has_root || format.has_loop);
}

static void a_root_key_and_loop_stand_in_a_smpl_chunk(void **state) {
    (void)state;
    static const struct {
        double root;
        uint32_t key, fraction;
    } cases[] = {{60.0, 60, 0},
                 {69.5, 69, 0x80000000u},
                 {0.25, 0, 0x40000000u},
                 {127.999999999999, 127, 0xffffffffu}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_sound_format format = plain_format(WT_TYPE_WAV, 101);
        format.bits = 8;
        format.encoding = WT_UNSIGNED;
        format.has_root = true;
        format.root_key = cases[i].root;
        format.has_loop = i % 2 == 0;
        format.loop = (wt_loop){20, 100};
        void *const samples = make_samples(&format);
        assert_int_equal(write_sound("sound", &format, samples, 101, WT_SYNC_NONE, NULL), WT_OK);
        free(samples);
        size_t n;
        unsigned char *const bytes = file_bytes("sound", &n);
        const size_t smpl_size = format.has_loop ? 60 : 36;
        assert_int_equal(n, 44 + 102 + 8 + smpl_size);
        assert_int_equal(little(bytes + 4, 4), n - 8);
        assert_int_equal(little(bytes + 40, 4), 101);
        const uint8_t *const smpl = bytes + 146;
        assert_memory_equal(smpl, "smpl", 4);
        assert_int_equal(little(smpl + 4, 4), smpl_size);
        assert_int_equal(little(smpl + 16, 4), 20833);
        assert_int_equal(little(smpl + 20, 4), cases[i].key);
        assert_int_equal(little(smpl + 24, 4), cases[i].fraction);
        assert_int_equal(little(smpl + 36, 4), format.has_loop);
        if (format.has_loop) {
            assert_int_equal(little(smpl + 52, 4), 20);
            assert_int_equal(little(smpl + 56, 4), 100);
        }
        memory_file memory = {bytes, (sf_count_t)n, 0};
        SF_INFO info;
        SNDFILE *const file = open_memory(&memory, &info);
        assert_non_null(file);
        assert_int_equal(info.frames, 101);
        SF_INSTRUMENT instrument;
        const wt_sndfile *const library = wt_sndfile_load(NULL);
        assert_int_equal(library->command(file, SFC_GET_INSTRUMENT, &instrument, sizeof instrument),
                         SF_TRUE);
        assert_int_equal(instrument.basenote, cases[i].key);
        assert_int_equal(instrument.loop_count, format.has_loop);
        library->close(file);
        free(bytes);
    }
    empty_folder();
}

static void aiff_headers_are_as_long_as_they_say(void **state) {
    (void)state;
    wt_sound_format format = plain_format(WT_TYPE_AIFF, 3);
    uint8_t head[WT_AIFF_HEAD_SIZE];
    assert_int_equal(wt_aiff_head(head, &format), 54);
    static const uint8_t expected[54] =
        "FORM\0\0\0\x34"
        "AIFFCOMM\0\0\0\x12\0\1\0\0\0\3\0\x10\x40\x0e\xbb\x80\0\0\0\0\0\0"
        "SSND\0\0\0\x0e\0\0\0\0\0\0\0";
    assert_memory_equal(head, expected, 54);
    format.bits = 8;
    wt_aiff_head(head, &format); // the padding counts for the file, not for its chunk
    assert_int_equal(head[7], 54 - 8 + 4);
    assert_int_equal(head[45], 8 + 3);
    format.bits = 64;
    format.encoding = WT_FLOATING;
    assert_int_equal(wt_aiff_head(head, &format), 72);
}

static void every_allocation_that_fails_is_told(void **state) {
    (void)state;
    for (int type = 0; type < N_TYPES; type++) {
        wt_sound_format format = plain_format((wt_type)type, 100);
        void *const samples = make_samples(&format);
        wt_message message = {""};
        wt_sndfile_load(NULL);
        for (int n = 0;; n++) {
            fail_after_allocations(n);
            const wt_status status =
                write_sound("sound", &format, samples, 100, WT_SYNC_NONE, &message);
            const bool refused = allocations_refused > 0;
            fail_after_allocations(-1);
            assert_int_equal(status, refused ? WT_NO_MEMORY : WT_OK);
            assert_int_equal(n_files(), refused ? 0 : 1);
            if (!refused) {
                assert_true(n >= 2);
                break;
            }
        }
        free(samples);
        empty_folder();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_known_by_name_and_suffix),
        cmocka_unit_test(what_is_not_given_is_what_the_type_wants),
        cmocka_unit_test(what_a_type_cannot_hold_is_refused_with_what_it_can),
        cmocka_unit_test(every_rate_that_passes_the_check_can_be_written),
        cmocka_unit_test(wav_headers_are_these_bytes),
        cmocka_unit_test(wav_past_4_gib_becomes_rf64_with_true_sizes),
        cmocka_unit_test(what_is_changed_or_left_out_is_warned_of),
        cmocka_unit_test(a_root_key_and_loop_stand_in_a_smpl_chunk),
        cmocka_unit_test(aiff_headers_are_as_long_as_they_say),
        cmocka_unit_test(every_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests_name("sound_format", tests, enter_folder, leave_folder);
}
