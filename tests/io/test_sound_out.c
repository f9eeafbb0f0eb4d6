// Sounds arrive in files and pipes sample for sample, and every lost byte is told.
#include "failing_calls.h"
#include "folder.h"
#include "sound_maker.h"
#include "sound_reader.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_written(const char *path, const wt_sound_format *format, const void *samples,
                           size_t n_at_once) {
    wt_message message = {""};
    if (write_sound(path, format, samples, n_at_once, WT_SYNC_NONE, &message) != WT_OK) {
        fail_msg("%s %d bits: %s", wt_type_name(format->type), format->bits, message.text);
    }
}

static bool is_lossy(const wt_sound_format *format) {
    return format->type == WT_TYPE_OGG || format->type == WT_TYPE_OPUS;
}

static uint64_t number_at(const unsigned char *bytes, int n) {
    uint64_t number = 0;
    for (int i = 0; i < n; i++) {
        number |= (uint64_t)bytes[i] << (8 * i);
    }
    return number;
}

// Spelled out apart from the code under test: a raw sample is its number, little-endian.
static void assert_raw(const unsigned char *bytes, size_t n, const wt_sound_format *format,
                       const unsigned char *samples) {
    const int size = format->bits / 8;
    assert_int_equal(n, format->frames * (uint64_t)(format->channels * size));
    for (size_t i = 0; i < n / (size_t)size; i++) {
        uint64_t expected = 0;
        if (format->encoding == WT_FLOATING) {
            memcpy(&expected, samples + i * (size_t)size, (size_t)size);
        } else {
            const int64_t number = sample_at(i, format->bits) / (INT64_C(1) << (32 - format->bits));
            const int64_t middle = INT64_C(1) << (format->bits - 1);
            expected = (uint64_t)(format->encoding == WT_UNSIGNED ? number + middle : number);
        }
        const uint64_t mask = size == 8 ? UINT64_MAX : (UINT64_C(1) << format->bits) - 1;
        assert_true(number_at(bytes + i * (size_t)size, size) == (expected & mask));
    }
}

static double ratio_db(const float *heard, const void *samples, size_t n) {
    double signal = 0.0;
    double noise = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double meant = (double)((const float *)samples)[i];
        signal += meant * meant;
        noise += (heard[i] - meant) * (heard[i] - meant);
    }
    return 10.0 * log10((signal + 1e-30) / (noise + 1e-30));
}

static void assert_samples(SNDFILE *file, const wt_sound_format *format, const void *samples) {
    const wt_sndfile *const library = wt_sndfile_load(NULL);
    const size_t n = (size_t)format->frames * (size_t)format->channels;
    const sf_count_t n_frames = (sf_count_t)format->frames;
    double *const room = malloc((n + 1) * sizeof *room);
    assert_non_null(room);
    if (is_lossy(format)) {
        assert_int_equal(library->readf_float(file, (float *)room, n_frames), n_frames);
        // The codecs' own noise; anything cut, delayed or swapped is far below.
        assert_true(n < 10000 || ratio_db((float *)room, samples, n) > 20.0);
    } else if (format->encoding != WT_FLOATING) {
        assert_int_equal(library->readf_int(file, (int *)room, n_frames), n_frames);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(((int *)room)[i], sample_at(i, format->bits));
        }
    } else if (format->bits == 32) {
        assert_int_equal(library->readf_float(file, (float *)room, n_frames), n_frames);
        assert_memory_equal(room, samples, n * sizeof(float));
    } else {
        assert_int_equal(library->readf_double(file, room, n_frames), n_frames);
        assert_memory_equal(room, samples, n * sizeof(double));
    }
    free(room);
}

static void assert_reads_back(const char *path, const wt_sound_format *format,
                              const void *samples) {
    size_t n;
    unsigned char *const bytes = file_bytes(path, &n);
    assert_non_null(bytes);
    if (format->type == WT_TYPE_RAW) {
        assert_raw(bytes, n, format, samples);
    } else {
        memory_file memory = {bytes, (sf_count_t)n, 0};
        SF_INFO info;
        SNDFILE *const file = open_memory(&memory, &info);
        if (!file) {
            fail_msg("%s %d bits %d frames: %s", wt_type_name(format->type), format->bits,
                     (int)format->frames, wt_sndfile_load(NULL)->strerror(NULL));
        }
        // No frames and an unknown number of them are the same to FLAC.
        const bool is_unknown = format->type == WT_TYPE_FLAC && format->frames == 0;
        if (info.frames != (sf_count_t)format->frames && !is_unknown) {
            fail_msg("%s %d bits %d channels: %d frames for %d", wt_type_name(format->type),
                     format->bits, format->channels, (int)info.frames, (int)format->frames);
        }
        assert_int_equal(info.channels, format->channels);
        assert_int_equal(info.samplerate, format->rate);
        assert_samples(file, format, samples);
        wt_sndfile_load(NULL)->close(file);
    }
    free(bytes);
}

static void every_format_reads_back_sample_for_sample(void **state) {
    (void)state;
    static const uint64_t lengths[] = {0, 1, 5, 30001};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        wt_sound_format format;
        for (int step = 0; next_format(&format, &step, lengths[i]);) {
            void *const samples = make_samples(&format);
            assert_written("sound", &format, samples, 30001);
            assert_reads_back("sound", &format, samples);
            free(samples);
        }
    }
    empty_folder();
}

// Among these types are ones whose libraries write the time of day or a random number.
static void the_same_sound_is_the_same_file_however_it_is_cut(void **state) {
    (void)state;
    static const size_t cuts[] = {30001, 1, 7, 1023, 4096};
    wt_sound_format format;
    for (int step = 0; next_format(&format, &step, 30001);) {
        void *const samples = make_samples(&format);
        size_t n = 0;
        unsigned char *first = NULL;
        for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
            if (cuts[i] == 1 && format.type == WT_TYPE_RAW) {
                continue; // 30,001 system calls that show nothing
            }
            assert_written("sound", &format, samples, cuts[i]);
            if (!first) {
                first = file_bytes("sound", &n);
            }
            if (!file_is("sound", first, n)) {
                fail_msg("%s, %d bits, in %zu frames at once", wt_type_name(format.type),
                         format.bits, cuts[i]);
            }
        }
        assert_null(memmem(first, n, "PEAK", 4)); // it would hold the time of day
        assert_null(memmem(first, n, "peak", 4));
        free(first);
        free(samples);
    }
    empty_folder();
}

typedef struct {
    int fd;
    unsigned char *bytes;
    size_t n;
} pipe_reader;

static void *read_all(void *arg) {
    pipe_reader *const reader = arg;
    enum { ROOM = 1 << 20 };
    reader->bytes = malloc(ROOM);
    for (ssize_t n; (n = read(reader->fd, reader->bytes + reader->n, ROOM - reader->n)) > 0;) {
        reader->n += (size_t)n;
    }
    return NULL;
}

static void a_pipe_gets_the_bytes_that_a_file_does(void **state) {
    (void)state;
    static const uint64_t lengths[] = {0, 1, 9999};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        wt_sound_format format;
        for (int step = 0; next_format(&format, &step, lengths[i]);) {
            void *const samples = make_samples(&format);
            assert_written("sound", &format, samples, 5000);
            int ends[2];
            assert_int_equal(pipe(ends), 0);
            pipe_reader reader = {.fd = ends[0]};
            pthread_t thread;
            assert_int_equal(pthread_create(&thread, NULL, read_all, &reader), 0);
            char path[40];
            snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
            assert_written(path, &format, samples, 5000);
            close(ends[1]);
            pthread_join(thread, NULL);
            close(ends[0]);
            if (!file_is("sound", reader.bytes, reader.n)) {
                fail_msg("%s, %d bits", wt_type_name(format.type), format.bits);
            }
            free(reader.bytes);
            free(samples);
        }
    }
    empty_folder();
}

static void soxi_agrees(void **state) {
    (void)state;
    if (system("command -v soxi >/dev/null 2>&1") != 0) {
        print_message("skipped: soxi is not installed\n");
        skip();
    }
    wt_sound_format format;
    for (int step = 0; next_format(&format, &step, 1001);) {
        if (format.type == WT_TYPE_RAW || format.type == WT_TYPE_RF64 ||
            format.type == WT_TYPE_OPUS) {
            continue; // sox knows no RF64, and not always Opus
        }
        char name[20];
        char command[200];
        snprintf(name, sizeof name, "s.%s", wt_type_name(format.type));
        void *const samples = make_samples(&format);
        assert_written(name, &format, samples, 1001);
        free(samples);
        snprintf(command, sizeof command,
                 "test \"$(soxi -V1 -s %s) $(soxi -V1 -c %s) $(soxi -V1 -r %s)\" = '1001 %d 48000'",
                 name, name, name, format.channels);
        if (system(command) != 0) {
            fail_msg("%s, %d bits", command, format.bits);
        }
        empty_folder();
    }
}

// What stands under the name after a failure, and how the failure must be told.
static void assert_failure_is_told(const wt_sound_format *format, const void *samples,
                                   failing_call call, int at, bool for_ever, bool *has_failed) {
    make_file("sound", "old", 3);
    wt_message message = {""};
    fail_at(call, at, ENOSPC, for_ever);
    const wt_status status = write_sound("sound", format, samples, 4000, WT_SYNC_FILE, &message);
    *has_failed = failing.has_failed;
    fail_no_more();
    // A directory that fails to close loses nothing; the first lseek asks where a file begins.
    const bool lost_nothing = (call == CALL_CLOSE && at >= 2) || (call == CALL_SEEK && at == 1);
    if (!*has_failed || lost_nothing) {
        return;
    }
    if (status != WT_SYSTEM || !strstr(message.text, "No space left on device")) {
        fail_msg("%s: %s %d: status %d, %s", wt_type_name(format->type), call_names[call], at,
                 status, message.text);
    }
    assert_true(file_is("sound", "old", 3));
    assert_int_equal(n_files(), 1);
}

static void every_system_call_that_fails_is_told_for_every_type(void **state) {
    (void)state;
    wt_sound_format format;
    for (int step = 0; next_format(&format, &step, 9001);) {
        const bool is_usual = format.channels == 1 && (format.bits == 16 || format.bits == 32);
        if (!is_usual) {
            continue;
        }
        void *const samples = make_samples(&format);
        for (int i = 0; i < N_CALLS * 2; i++) {
            bool has_failed = true;
            int at = 1;
            for (; has_failed; at++) {
                assert_failure_is_told(&format, samples, (failing_call)(i / 2), at, i % 2,
                                       &has_failed);
            }
            assert_true(at > 2 || i / 2 == CALL_SEEK || i / 2 == CALL_READ);
        }
        free(samples);
    }
    empty_folder();
}

static void what_is_lost_on_the_way_to_a_pipe_is_told(void **state) {
    (void)state;
    for (int type = 0; type < N_TYPES; type++) {
        wt_sound_format format = plain_format((wt_type)type, 9001);
        void *const samples = make_samples(&format);
        bool has_failed = true;
        for (int at = 1; has_failed; at++) {
            int ends[2];
            assert_int_equal(pipe(ends), 0);
            pipe_reader reader = {.fd = ends[0]};
            pthread_t thread;
            assert_int_equal(pthread_create(&thread, NULL, read_all, &reader), 0);
            char path[40];
            snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
            wt_message message = {""};
            fail_at(CALL_WRITE, at, EIO, false);
            const wt_status status =
                write_sound(path, &format, samples, 4000, WT_SYNC_FILE, &message);
            has_failed = failing.has_failed;
            fail_no_more();
            close(ends[1]);
            pthread_join(thread, NULL);
            close(ends[0]);
            free(reader.bytes);
            if (status != (has_failed ? WT_SYSTEM : WT_OK)) {
                fail_msg("%s: write %d: %s", wt_type_name(format.type), at, message.text);
            }
        }
        free(samples);
    }
}

static void a_missing_folder_for_temporary_files_is_told(void **state) {
    (void)state;
    const wt_sound_format format = plain_format(WT_TYPE_CAF, 1);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    char path[40];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    wt_message message = {""};
    setenv("TMPDIR", "/nowhere/at/all", 1);
    assert_int_equal(write_sound(path, &format, "ab", 1, WT_SYNC_NONE, &message), WT_SYSTEM);
    unsetenv("TMPDIR");
    assert_non_null(strstr(message.text, "/nowhere/at/all: No such file or directory"));
    close(ends[0]);
    close(ends[1]);
}

static void frames_that_were_not_promised_or_did_not_come_are_told(void **state) {
    (void)state;
    for (int type = 0; type < N_TYPES; type++) {
        wt_sound_format format = plain_format((wt_type)type, 100);
        float samples[102] = {0};
        for (int n = 98; n <= 102; n++) {
            wt_output *output;
            wt_sound_out *sound;
            assert_int_equal(wt_output_open(&output, "sound", WT_SYNC_NONE, NULL), WT_OK);
            assert_int_equal(wt_sound_out_open(&sound, output, &format, NULL), WT_OK);
            wt_sound_out_write(sound, samples, 50);
            wt_sound_out_write(sound, samples, (size_t)n - 50);
            wt_message message = {""};
            assert_int_equal(wt_sound_out_close(sound, &message), n == 100 ? WT_OK : WT_BAD_RANGE);
            assert_true(n == 100 || strstr(message.text, "promised"));
            wt_output_abandon(output);
        }
    }
    assert_int_equal(n_files(), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_reads_back_sample_for_sample),
        cmocka_unit_test(the_same_sound_is_the_same_file_however_it_is_cut),
        cmocka_unit_test(a_pipe_gets_the_bytes_that_a_file_does),
        cmocka_unit_test(soxi_agrees),
        cmocka_unit_test(every_system_call_that_fails_is_told_for_every_type),
        cmocka_unit_test(what_is_lost_on_the_way_to_a_pipe_is_told),
        cmocka_unit_test(a_missing_folder_for_temporary_files_is_told),
        cmocka_unit_test(frames_that_were_not_promised_or_did_not_come_are_told),
    };
    return cmocka_run_group_tests_name("sound_out", tests, enter_folder, leave_folder);
}
