// What sox says of our sound.
#include <math.h>

#include "folder.h"
#include "program.h"
#include "sound_reader.h"

static void need_sox(void) {
    if (!has_command("sox") || !has_command("soxi")) {
        print_message("sox is not installed\n");
        skip();
    }
}

static void raw_and_wav_pipe_into_sox_without_a_warning(void **state) {
    (void)state;
    need_sox();
    static const char *const lines[] = {
        "\"$WT\" render C4 | sox -t raw -r 48000 -e signed -b 16 -c 1 - -n stat",
        "\"$WT\" render C4 -t wav | sox -t wav - -n stat",
        "\"$WT\" render C4 -t wav -b 24 -c 2 | sox -t wav - -n stat",
        "\"$WT\" render C4 -t wav -b 32 -e float | sox -t wav - -n stat",
        "\"$WT\" render C4 -t aiff | sox -t aiff - -n stat",
        "\"$WT\" render C4 -t flac | sox -t flac - -n stat",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        ending e = run_shell("%s", lines[i]);
        assert_int_equal(e.status, 0);
        assert_null(strstr(e.err, "WARN"));
        assert_null(strstr(e.err, "FAIL"));
        assert_non_null(strstr(e.err, strstr(lines[i], "-c 2")
                                          ? "Samples read:             96960"
                                          : "Samples read:             48480"));
        forget(&e);
    }
}

static long soxi(const char *flag, const char *path) {
    ending e = run_shell("soxi %s %s", flag, path);
    assert_int_equal(e.status, 0); // of AU it says that 24 bytes are a small header
    const long number = strtol((const char *)e.out, NULL, 10);
    forget(&e);
    return number;
}

static void soxi_agrees_with_what_was_asked(void **state) {
    (void)state;
    need_sox();
    static const struct {
        const char *name, *options;
        int bits, rate, channels;
    } cases[] = {
        {"a.wav", "", 16, 48000, 1},
        {"b.wav", "-b 8", 8, 48000, 1},
        {"c.wav", "-b 24 -r 44100 -c 2", 24, 44100, 2},
        {"d.wav", "-b 32", 32, 96000, 1},
        {"e.aiff", "-b 24 -c 2", 24, 48000, 2},
        {"f.au", "-b 16", 16, 22050, 1},
        {"g.caf", "-b 24", 24, 48000, 1},
        {"h.flac", "-b 24 -c 2", 24, 48000, 2},
        {"i.flac", "-b 8", 8, 48000, 1},
        {"j.w64", "-b 16", 16, 48000, 1},
        {"k.ogg", "-c 2", 0, 44100, 2},
        {"l.wav", "-b 32 -e float", 25, 48000, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("render C4 -r %d %s -o %s", cases[i].rate, cases[i].options, cases[i].name);
        assert_done(&e, cases[i].name);
        forget(&e);
        assert_int_equal(soxi("-r", cases[i].name), cases[i].rate);
        assert_int_equal(soxi("-c", cases[i].name), cases[i].channels);
        assert_int_equal(soxi("-s", cases[i].name), lrint(1.01 * cases[i].rate));
        if (cases[i].bits > 0) {
            assert_int_equal(soxi("-p", cases[i].name), cases[i].bits); // floats have 25
        }
    }
}

// sox here may lack Opus, and asks its user's patience for RF64.
static void libsndfile_agrees_where_sox_cannot_look(void **state) {
    (void)state;
    static const struct {
        const char *type;
        int rate, channels;
    } cases[] = {{"opus", 48000, 2}, {"opus", 24000, 1}, {"ogg", 44100, 1}, {"rf64", 44100, 2},
                 {"caf", 96000, 1},  {"w64", 22050, 2},  {"au", 11025, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e =
            run("render C4 -q -t %s -r %d -c %d", cases[i].type, cases[i].rate, cases[i].channels);
        assert_done(&e, cases[i].type);
        memory_file file = {e.out, (sf_count_t)e.n_out, 0};
        SF_INFO info;
        SNDFILE *const sound = open_memory(&file, &info);
        if (!sound) {
            fail_msg("%s cannot be opened", cases[i].type);
        }
        assert_int_equal(info.samplerate, cases[i].rate);
        assert_int_equal(info.channels, cases[i].channels);
        assert_int_equal(info.frames, lrint(1.01 * cases[i].rate));
        wt_sndfile_load(NULL)->close(sound);
        forget(&e);
    }
}

// Others' readers find the samples that ours finds.
static void tables_are_sound_files_to_others(void **state) {
    (void)state;
    static const struct {
        const char *options;
        int bits;
        const char *raw; // as sox calls it
    } cases[] = {{"", 32, "-e float -b 32"}, {"-b 16 --normalize", 16, "-e signed -b 16"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("table make vowels %s -o t.wav", cases[i].options);
        assert_done(&e, "make");
        forget(&e);
        size_t n;
        unsigned char *const bytes = file_bytes("t.wav", &n);
        memory_file file = {bytes, (sf_count_t)n, 0};
        SF_INFO info = {0};
        SNDFILE *const sound = open_memory(&file, &info);
        assert_non_null(sound);
        assert_int_equal(info.frames, 65 * 2048);
        assert_int_equal(info.channels, 1);
        float *const samples = malloc(65 * 2048 * sizeof *samples);
        assert_int_equal(wt_sndfile_load(NULL)->readf_float(sound, samples, 65 * 2048), 65 * 2048);
        const unsigned char *const data = bytes + n - 65 * 2048 * (size_t)cases[i].bits / 8;
        for (size_t k = 0; k < 65 * 2048; ++k) {
            float x;
            if (cases[i].bits == 32) {
                memcpy(&x, data + 4 * k, 4);
            } else {
                x = (float)(int16_t)(data[2 * k] | data[2 * k + 1] << 8) / 32768.0f;
            }
            assert_true(!(x < samples[k]) && !(x > samples[k]));
        }
        wt_sndfile_load(NULL)->close(sound);
        free(samples);
        free(bytes);
        if (has_command("sox") && cases[i].bits == 16) { // floats it takes through 32 bits
            e = run_shell("tail -c %d t.wav >t.raw; "
                          "sox t.wav -t raw %s - | cmp - t.raw",
                          65 * 2048 * cases[i].bits / 8, cases[i].raw);
            assert_int_equal(e.status, 0);
            assert_null(strstr(e.err, "WARN"));
            forget(&e);
        }
        if (has_command("sndfile-info")) {
            e = run_shell("sndfile-info t.wav | grep -q 'Frames *: 133120'");
            assert_int_equal(e.status, 0);
            forget(&e);
        }
    }
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_sound_files_to_others),
        cmocka_unit_test(raw_and_wav_pipe_into_sox_without_a_warning),
        cmocka_unit_test(soxi_agrees_with_what_was_asked),
        cmocka_unit_test(libsndfile_agrees_where_sox_cannot_look),
    };
    return cmocka_run_group_tests_name("sox", tests, enter_folder, leave_folder);
}
