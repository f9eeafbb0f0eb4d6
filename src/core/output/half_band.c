// The taps of the half-band filters.
//
// Equiripple, found by the Remez exchange as P. Vaidyanathan and T. Nguyen do ("A trick for the
// design of FIR half-band filters", IEEE Trans. Circuits and Systems 34, 1987), for these pass
// bands, as a share of the lower rate, and with these stop bands:
//     near_half     20 / 44.1, the last stage at 44.1 kHz and below    -114 dB
//     near_24_khz   20 / 48, the last stage at 48 kHz and above        -118
//     second        half of 20 / 44.1                                  -116
//     first         a quarter                                          -130
#include "core/output/half_band.h"

static const float near_half[] = {
    0x1.45a934p-2f,   -0x1.af2652p-4f,  0x1.fe1848p-5f,   -0x1.64ac68p-5f,  0x1.0da076p-5f,
    -0x1.a9bd88p-6f,  0x1.5916d4p-6f,   -0x1.1c64acp-6f,  0x1.d9ad5ap-7f,   -0x1.8cfbccp-7f,
    0x1.4dd89ep-7f,   -0x1.191880p-7f,  0x1.d92352p-8f,   -0x1.8d7542p-8f,  0x1.4ce2ecp-8f,
    -0x1.15b250p-8f,  0x1.cd0f80p-9f,   -0x1.7c935cp-9f,  0x1.381c48p-9f,   -0x1.fc393ap-10f,
    0x1.9a7856p-10f,  -0x1.48998ep-10f, 0x1.0484e8p-10f,  -0x1.98b7f2p-11f, 0x1.3ce4e2p-11f,
    -0x1.e52318p-12f, 0x1.6e2150p-12f,  -0x1.100170p-12f, 0x1.8d1c0ep-13f,  -0x1.1c2c56p-13f,
    0x1.8d9338p-14f,  -0x1.0ee01cp-14f, 0x1.65c0d2p-15f,  -0x1.c6e3fcp-16f, 0x1.13b280p-16f,
    -0x1.39abf2p-17f, 0x1.45f114p-18f,  -0x1.55fac6p-19f};

static const float near_24_khz[] = {
    0x1.450dcap-2f,   -0x1.a7f60cp-4f, 0x1.e6c336p-5f,   -0x1.454990p-5f,  0x1.cebba6p-6f,
    -0x1.523d72p-6f,  0x1.f33e20p-7f,  -0x1.7015a2p-7f,  0x1.0d31fap-7f,   -0x1.847a24p-8f,
    0x1.13502ap-8f,   -0x1.7db054p-9f, 0x1.01b6e2p-9f,   -0x1.5171f2p-10f, 0x1.aa2ba6p-11f,
    -0x1.01e2eep-11f, 0x1.2890bap-12f, -0x1.4048a8p-13f, 0x1.3f3892p-14f,  -0x1.1d5758p-15f,
    0x1.b14ca0p-17f,  -0x1.f6a32ap-19f};

static const float second[] = {0x1.3c21e8p-2f,  -0x1.49018ep-4f, 0x1.d87d8ep-6f,
                               -0x1.285336p-7f, 0x1.0d8a90p-9f,  -0x1.083b86p-12f};

static const float first[] = {0x1.33a00ap-2f, -0x1.fe38cep-5f, 0x1.b6e62ap-7f, -0x1.902c56p-10f};

#define FILTER(taps)                                                                               \
    { taps, sizeof(taps) / sizeof *(taps) }

wt_half_band wt_half_band_of(double rate, unsigned stage) {
    static const wt_half_band filters[] = {FILTER(near_half), FILTER(second), FILTER(first)};
    static const wt_half_band wide = FILTER(near_24_khz);
    return stage == 0 && rate >= 48000.0 ? wide : filters[stage < 2 ? stage : 2];
}

size_t wt_half_band_reach(const wt_half_band *filter) {
    return 2 * filter->n - 1;
}
