// Noise: a counter's hash, coloured by filters that fall along their slope.
//
// Pink: poles and zeros in turn, evenly on the logarithm of frequency, fall by 3 dB an octave
// within 0.21 dB from 20 Hz to 20 kHz. Brown: a sum that leaks below 4 Hz falls by 6 dB, within
// 0.36 dB. Both lean on a zero near Nyquist that makes good what sampling adds to the top octave.
#include "core/voice/noise.h"

#include "base/math.h"

static const float lean = 0.09f;
static const double loudness = 0.2; // RMS of the coloured: peaks of 14 dB fit

// exp(-2 pi f / rate)
static double pole_at(double hz, double rate) {
    return wt_exp2(-9.0647202836543876 * hz / rate); // 2 pi / ln 2
}

void wt_noise_init(wt_noise *noise, double rate) {
    const double apart = 6.0; // poles
    const double zero_above = 2.449489742783178;
    const double lowest_hz = 2.0;
    const double leak_hz = 4.0;
    *noise = (wt_noise){.n_sections = 0};
    double hz = lowest_hz;
    while (hz < 2.0 * rate && noise->n_sections < WT_NOISE_SECTIONS) {
        noise->pole[noise->n_sections] = (float)pole_at(hz, rate);
        noise->zero[noise->n_sections++] = (float)pole_at(hz * zero_above, rate);
        hz *= apart;
    }
    // RMS without a gain: 1.15 from 44.1 to 192 kHz, and as that of a leaking sum.
    noise->pink_gain = (float)(loudness / 1.15);
    noise->leak = (float)pole_at(leak_hz, rate);
    noise->brown_gain = (float)(loudness / (0.0967 * wt_sqrt(rate)));
}

// The finaliser of SplitMix64 (G. Steele et al., "Fast splittable pseudorandom number generators",
// 2014) over a counter: -1..1, uniform.
static inline float white_at(uint64_t key, uint64_t frame) {
    uint64_t z = key + frame * 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (float)(int32_t)(z >> 32) * 0x1p-31f;
}

static inline float limited(float x) {
    return x < -1.0f ? -1.0f : x > 1.0f ? 1.0f : x;
}

static float pink_next(const wt_noise *noise, float *s, float x) {
    for (int k = 0; k < noise->n_sections; ++k) { // y = x - zero x' + pole y'
        const float y = x - noise->zero[k] * s[k] + noise->pole[k] * s[k + 1];
        s[k] = x;
        x = y;
    }
    float *const last = &s[noise->n_sections];
    const float y = x + lean * *last;
    *last = x;
    return y;
}

static float brown_next(const wt_noise *noise, float *s, float x) {
    const float sum = x + noise->leak * s[0];
    const float once = sum + lean * s[0];
    const float twice = once + lean * s[1];
    s[0] = sum;
    s[1] = once;
    return twice;
}

void wt_noise_render(const wt_noise *noise, wt_noise_state *state, uint32_t seed, uint32_t note,
                     uint64_t frame, float *const out[WT_NOISES], size_t n) {
    const uint64_t key = ((uint64_t)seed << 32 | note) * 0xD1342543DE82EF95u + 0x632BE59BD9B4E019u;
    for (size_t i = 0; i < n; ++i) {
        const float x = white_at(key, frame + i);
        if (noise->used[WT_WHITE]) {
            out[WT_WHITE][i] = x;
        }
        if (noise->used[WT_PINK]) {
            out[WT_PINK][i] = limited(pink_next(noise, state->pink, x) * noise->pink_gain);
        }
        if (noise->used[WT_BROWN]) {
            out[WT_BROWN][i] = limited(brown_next(noise, state->brown, x) * noise->brown_gain);
        }
    }
}
