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

// n sections, the state of a known number of which stays in registers.
static inline __attribute__((always_inline)) void render_pink(const wt_noise *noise, float *state,
                                                              int n_sections, float *x, size_t n) {
    float zero[WT_NOISE_SECTIONS], pole[WT_NOISE_SECTIONS], s[WT_NOISE_SECTIONS + 1];
    for (int k = 0; k < n_sections; ++k) {
        zero[k] = noise->zero[k];
        pole[k] = noise->pole[k];
    }
    for (int k = 0; k <= n_sections; ++k) {
        s[k] = state[k];
    }
    for (size_t i = 0; i < n; ++i) {
        float y = x[i];
        for (int k = 0; k < n_sections; ++k) { // y = x - zero x' + pole y'
            const float next = y - zero[k] * s[k] + pole[k] * s[k + 1];
            s[k] = y;
            y = next;
        }
        x[i] = limited((y + lean * s[n_sections]) * noise->pink_gain);
        s[n_sections] = y;
    }
    for (int k = 0; k <= n_sections; ++k) {
        state[k] = s[k];
    }
}

// White to pink, in place.
static void make_pink(const wt_noise *noise, float *state, float *x, size_t n) {
    switch (noise->n_sections) {
    case 6: // of 44.1 and 48 kHz
        render_pink(noise, state, 6, x, n);
        break;
    case 7: // of 96 kHz
        render_pink(noise, state, 7, x, n);
        break;
    default:
        render_pink(noise, state, noise->n_sections, x, n);
    }
}

// White to brown, in place.
static void make_brown(const wt_noise *noise, float *state, float *x, size_t n) {
    float before = state[0];
    float once_before = state[1];
    for (size_t i = 0; i < n; ++i) {
        const float sum = x[i] + noise->leak * before;
        const float once = sum + lean * before;
        x[i] = limited((once + lean * once_before) * noise->brown_gain);
        before = sum;
        once_before = once;
    }
    state[0] = before;
    state[1] = once_before;
}

void wt_noise_render(const wt_noise *noise, wt_noise_state *state, uint32_t seed, uint32_t note,
                     uint64_t frame, float *const out[WT_NOISES], size_t n) {
    const uint64_t key = ((uint64_t)seed << 32 | note) * 0xD1342543DE82EF95u + 0x632BE59BD9B4E019u;
    for (int color = 0; color < WT_NOISES; ++color) {
        for (size_t i = 0; noise->used[color] && i < n; ++i) {
            out[color][i] = white_at(key, frame + i);
        }
    }
    if (noise->used[WT_PINK]) {
        make_pink(noise, state->pink, out[WT_PINK], n);
    }
    if (noise->used[WT_BROWN]) {
        make_brown(noise, state->brown, out[WT_BROWN], n);
    }
}
