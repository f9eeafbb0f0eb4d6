// The taps of the filters that halve a rate.
//
// Half-band filters where what is between the band and half the rate is not heard: equiripple,
// found by the Remez exchange as P. Vaidyanathan and T. Nguyen do ("A trick for the design of FIR
// half-band filters", IEEE Trans. Circuits and Systems 34, 1987), for these pass bands, as a share
// of the lower rate, and with these stop bands:
//     near_half     20 / 44.1, the last stage at 44.1 kHz              -114 dB
//     near_24_khz   20 / 48, the last stage at 48 kHz and above        -118
//     second        half of 20 / 44.1                                  -116
//     first         a quarter                                          -130
// Below 44.1 kHz all up to half the rate is heard, so nothing may fold onto it:
//     to_half       20 / 44.1 passes within 0.01 dB; from 1 / 2 on     -119 dB
//     second_half   a quarter                                          -120
//     first_half    an eighth                                          -123
// to_half falls off between 20 / 44.1 and 1 / 2 instead of around 1 / 2, so it is no half-band and
// takes three times as many taps, found by the Remez exchange too (T. Parks and J. McClellan,
// 1972). It needs them: what --fm has above half the rate is up to 11 dB louder than what is heard,
// and 187 taps, 108 dB down, leave -97 dB of it. Adding takes its time, two floats a pair of taps.
#include "core/output/halving.h"

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

static const float to_half[] = {
    0x1.448518p-2f,   -0x1.a191cep-4f,  0x1.d19186p-5f,   -0x1.27dd96p-5f,  0x1.8401ccp-6f,
    -0x1.f0eb22p-7f,  0x1.23d3b4p-7f,   -0x1.0f7ac4p-8f,  0x1.f18c42p-12f,  0x1.3198c0p-9f,
    -0x1.221982p-8f,  0x1.83e5c4p-8f,   -0x1.c3cc98p-8f,  0x1.e69f10p-8f,   -0x1.f0c05ep-8f,
    0x1.e6530ep-8f,   -0x1.cb4b14p-8f,  0x1.a36fb8p-8f,   -0x1.725470p-8f,  0x1.3b4d6ep-8f,
    -0x1.016288p-8f,  0x1.8e856cp-9f,   -0x1.1e73c8p-9f,  0x1.6ca718p-10f,  -0x1.643100p-11f,
    0x1.154bbcp-14f,  0x1.ccc4acp-12f,  -0x1.b51d1cp-11f, 0x1.25368cp-10f,  -0x1.54c61cp-10f,
    0x1.6bcaacp-10f,  -0x1.6d843ap-10f, 0x1.5da6f2p-10f,  -0x1.402068p-10f, 0x1.18e01ap-10f,
    -0x1.d74c88p-11f, 0x1.77ba52p-11f,  -0x1.18f5a4p-11f, 0x1.7fae5cp-12f,  -0x1.c045fap-13f,
    0x1.616d50p-14f,  0x1.4d9cf0p-16f,  -0x1.9add42p-14f, 0x1.3c6922p-13f,  -0x1.7b7b52p-13f,
    0x1.91a6aap-13f,  -0x1.874c60p-13f, 0x1.65b582p-13f,  -0x1.36626cp-13f, 0x1.01f442p-13f,
    -0x1.9f16b2p-14f, 0x1.310224p-14f,  -0x1.95b468p-15f, -0x1.e6bc76p-13f, -0x1.3fcdd4p-16f,
    0x1.e225d6p-18f};

static const float to_half_between[] = {
    0x1.d5abdep-6f,   -0x1.cc724ap-6f,  0x1.bd5b70p-6f,   -0x1.a8d226p-6f,  0x1.8f6660p-6f,
    -0x1.71c7eap-6f,  0x1.50c00ap-6f,   -0x1.2d2a3ap-6f,  0x1.07ec6ep-6f,   -0x1.c3de50p-7f,
    0x1.782b4ap-7f,   -0x1.2e6d14p-7f,  0x1.d05534p-8f,   -0x1.4d7246p-8f,  0x1.accddcp-9f,
    -0x1.b39d7ep-10f, 0x1.21f7dcp-12f,  0x1.ca735ap-11f,  -0x1.d515e6p-10f, 0x1.444a94p-9f,
    -0x1.817984p-9f,  0x1.a4726cp-9f,   -0x1.b02688p-9f,  0x1.a7f446p-9f,   -0x1.8f7c78p-9f,
    0x1.6a78ccp-9f,   -0x1.3c94fap-9f,  0x1.094b7cp-9f,   -0x1.a7906ep-10f, 0x1.3da330p-10f,
    -0x1.b2dfa0p-11f, 0x1.fa5ec0p-12f,  -0x1.7dc090p-13f, -0x1.190104p-14f, 0x1.123b20p-12f,
    -0x1.a58db6p-12f, 0x1.01bbfep-11f,  -0x1.18b490p-11f, 0x1.1b2e7ep-11f,  -0x1.0d220ap-11f,
    0x1.e57626p-12f,  -0x1.a02522p-12f, 0x1.51ee58p-12f,  -0x1.018d02p-12f, 0x1.691e26p-13f,
    -0x1.bca1e0p-14f, 0x1.a15ca4p-15f,  -0x1.36ce48p-18f, -0x1.f55346p-16f, 0x1.d7e652p-15f,
    -0x1.54f266p-14f, 0x1.ccb982p-14f,  -0x1.cb280cp-13f, -0x1.fc5d5cp-14f, 0x1.cd132ep-17f};

static const float second_half[] = {0x1.3e14dep-2f,  -0x1.5c2774p-4f, 0x1.16955ap-5f,
                                    -0x1.a4bb1ep-7f, 0x1.057a18p-8f,  -0x1.d474dcp-11f,
                                    0x1.c9e9a0p-14f};

static const float first_half[] = {0x1.33eb12p-2f, -0x1.01521ap-4f, 0x1.c1af14p-7f,
                                   -0x1.a419c4p-10f};

#define HALF_BAND(odd)                                                                             \
    { .taps = (odd), .n = sizeof(odd) / sizeof *(odd), .middle = 0.5f }

static const wt_halving half_bands[] = {HALF_BAND(near_half), HALF_BAND(second), HALF_BAND(first)};
static const wt_halving wide = HALF_BAND(near_24_khz);
static const wt_halving up_to_half[] = {
    {.taps = to_half,
     .n = sizeof to_half / sizeof *to_half,
     .between = to_half_between,
     .n_between = sizeof to_half_between / sizeof *to_half_between,
     .middle = 0x1.e27398p-2f},
    HALF_BAND(second_half),
    HALF_BAND(first_half)};

wt_halving wt_halving_of(double rate, unsigned stage) {
    const unsigned which = stage < 2 ? stage : 2;
    if (rate < 44100.0) {
        return up_to_half[which];
    }
    return stage == 0 && rate >= 48000.0 ? wide : half_bands[which];
}

size_t wt_halving_reach(const wt_halving *filter) {
    return 2 * filter->n - 1;
}
