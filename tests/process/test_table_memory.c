// Large tables: how much memory they take, and that they are what small ones are.
#include "folder.h"
#include "program.h"
#include "table_bytes.h"

enum { MOST_KB = 256 * 1024, CYCLE = 16384 };

static uint8_t noise_at(size_t i) {
    return (uint8_t)((uint32_t)i * 2654435761u >> 24);
}

// A WAV of `n` frames of noise, of which all bytes are noise but for what precedes them.
static void make_noise(const char *name, size_t n, int channels, int bits) {
    bytes b = {NULL, 0};
    const size_t n_bytes = n * (size_t)(channels * bits / 8);
    put(&b, "RIFF\0\0\0\0WAVE", 12);
    put_fmt(&b, 1, channels, false, bits);
    put_chunk(&b, "clm ", "<!>16384 00000000 noise ", 24);
    put_text(&b, "data");
    put_le(&b, n_bytes, 4);
    set_le(&b, 4, b.n - 8 + n_bytes, 4);
    FILE *const file = fopen(name, "wb");
    assert_non_null(file);
    fwrite(b.at, 1, b.n, file);
    for (size_t i = 0; i < n_bytes;) {
        uint8_t block[4096];
        size_t used = 0;
        while (used < sizeof block && i < n_bytes) {
            block[used++] = noise_at(i++);
        }
        fwrite(block, 1, used, file);
    }
    assert_int_equal(fclose(file), 0);
    free(b.at);
}

static void sixty_four_megabytes_take_less_than_256(void **state) {
    (void)state;
    static const int bits[] = {8, 16, 24, 32};
    if (is_sanitized) {
        print_message("the sanitizer's own memory hides the program's\n");
        skip();
    }
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        const size_t n = ((size_t)1 << 26) / (size_t)(bits[i] / 8) / CYCLE * CYCLE;
        make_noise("large.wav", n, 1, bits[i]);
        ending looked = run("table info ./large.wav");
        assert_int_equal(looked.status, 0);
        ending played = run("render -w ./large.wav -m 0:0,0.5:0.01 C2:0.5");
        assert_int_equal(played.status, 0);
        print_message("64 MB of %d bits: info %ld KB, render %ld KB\n", bits[i], looked.peak_kb,
                      played.peak_kb);
        assert_true(looked.peak_kb < MOST_KB);
        assert_true(played.peak_kb < MOST_KB);
        forget(&looked);
        forget(&played);
        unlink("large.wav");
    }
}

// 257 cycles: just past what is kept as floats.
static void a_large_table_has_the_samples_of_its_file(void **state) {
    (void)state;
    static const struct {
        int channels, bits;
    } cases[] = {{1, 8}, {2, 8}, {1, 16}, {2, 16}, {1, 24}};
    enum { N = 257 * CYCLE };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const size_t stride = (size_t)(cases[k].channels * cases[k].bits / 8);
        make_noise("noise.wav", N, cases[k].channels, cases[k].bits);
        ending e = run("table convert -q ./noise.wav -o out.wav");
        assert_done(&e, "convert");
        size_t n;
        unsigned char *const out = file_bytes("out.wav", &n);
        assert_non_null(out);
        assert_true(n > 4 * (size_t)N);
        const unsigned char *const data = out + n - 4 * (size_t)N;
        for (size_t i = 0; i < N; i++) {
            uint32_t word = 0;
            for (int b = 0; b < cases[k].bits / 8; b++) {
                word = word >> 8 | (uint32_t)noise_at(i * stride + (size_t)b) << 24;
            }
            word ^= cases[k].bits == 8 ? 0x80000000u : 0;
            float x;
            memcpy(&x, data + 4 * i, 4);
            if (!((double)x == (double)(int32_t)word / 2147483648.0)) {
                fail_msg("%d bits, sample %zu: %g", cases[k].bits, i, (double)x);
            }
        }
        free(out);
        forget(&e);
    }
}

static void a_cycle_of_a_large_table_sounds_as_it_does_alone(void **state) {
    (void)state;
    static const char *const options[] = {"", "-B off", "-B off -E q15", "-E q31"};
    make_noise("large.wav", 257 * CYCLE, 1, 8);
    make_noise("small.wav", 2 * CYCLE, 1, 8);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        ending large = run("render %s -e float -w ./large.wav#1 A2:0.2", options[i]);
        ending small = run("render %s -e float -w ./small.wav#1 A2:0.2", options[i]);
        assert_done(&large, options[i]);
        assert_int_equal(large.n_out, small.n_out);
        assert_memory_equal(large.out, small.out, small.n_out);
        forget(&large);
        forget(&small);
    }
}

// Whatever shows or changes cycles meets tables that are kept as 16 bits.
static void every_command_takes_a_large_table_of_16_bits(void **state) {
    (void)state;
    static const char *const commands[] = {
        "plot -w ./large.wav#250-256 -o p.csv",
        "plot -w ./large.wav#256 -o q.csv",
        "plot -w ./large.wav -o p.svg",
        "table info -q ./large.wav#3-9",
        "table convert -q large.wav#256-250 -o r.wav",
        "table make -q large.wav,saw -o m.wav",
        "table convert -q large.wav --align --reverse --remove-dc --cycles 3 -o a.wav",
        "render -E q15 -w ./large.wav#256-0 -m 0:0,0.1:1 C2:0.1 -o s.wav"};
    make_noise("large.wav", 257 * CYCLE, 1, 16);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        ending e = run("%s", commands[i]);
        assert_done(&e, commands[i]);
        forget(&e);
    }
    ending e = run_shell("tail -n 1 p.csv | cut -d, -f1,2 >p; tail -n 1 q.csv | cmp - p");
    assert_done(&e, "the last sample");
    forget(&e);
    empty_folder();
}

// A curve is floats, however long.
static void a_long_envelope_of_8_bits_is_what_its_file_says(void **state) {
    (void)state;
    make_noise("large.wav", 257 * CYCLE, 1, 8);
    make_noise("small.wav", 2 * CYCLE, 1, 8);
    ending large = run("render --dither none -w sine -a file:./large.wav A2:0.2");
    ending small = run("render --dither none -w sine -a file:./small.wav A2:0.2");
    assert_done(&large, "curve");
    assert_int_equal(large.n_out, small.n_out);
    assert_memory_equal(large.out, small.out, small.n_out);
    forget(&large);
    forget(&small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_four_megabytes_take_less_than_256),
        cmocka_unit_test(a_large_table_has_the_samples_of_its_file),
        cmocka_unit_test(a_cycle_of_a_large_table_sounds_as_it_does_alone),
        cmocka_unit_test(every_command_takes_a_large_table_of_16_bits),
        cmocka_unit_test(a_long_envelope_of_8_bits_is_what_its_file_says),
    };
    return cmocka_run_group_tests_name("table memory", tests, enter_folder, leave_folder);
}
