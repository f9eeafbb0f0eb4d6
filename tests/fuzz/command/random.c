// Drives a fuzzer without libFuzzer: inputs of random bytes, the same for the same seed.
//
//     commands SEED RUNS
//
// tells how many runs it did and, should one fail, its seed, which alone brings it back.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);

// SplitMix64, S. Vigna.
static uint64_t next(uint64_t *state) {
    uint64_t x = *state += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

int main(int argc, char **argv) {
    enum { MOST = 400 };
    const uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    const uint64_t runs = argc > 2 ? strtoull(argv[2], NULL, 10) : 1000;
    LLVMFuzzerInitialize(&argc, &argv);
    for (uint64_t i = 0; i < runs; i++) {
        uint64_t state = seed + i;
        uint8_t bytes[MOST];
        const size_t n = 40 + next(&state) % (MOST - 40);
        for (size_t k = 0; k < n; k++) {
            bytes[k] = (uint8_t)next(&state);
        }
        if (i > 0 && i % 10000 == 0) {
            fprintf(stderr, "%llu runs\n", (unsigned long long)i);
        }
        char text[32];
        snprintf(text, sizeof text, "%llu", (unsigned long long)(seed + i));
        setenv("WT_FUZZ_SEED", text, 1); // told where a run fails
        LLVMFuzzerTestOneInput(bytes, n);
    }
    printf("%llu runs\n", (unsigned long long)runs);
    return 0;
}
