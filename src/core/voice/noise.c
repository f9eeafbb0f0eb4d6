// Noise: a counter's hash, coloured by filters that fall along their slope.
//
// Pink: poles and zeros in turn, evenly on the logarithm of frequency, fall by 3 dB an octave
// within 0.21 dB from 20 Hz to 20 kHz. Brown: a sum that leaks below 4 Hz falls by 6 dB, within
// 0.36 dB. Both lean on a zero near Nyquist that makes good what sampling adds to the top octave.
#include "core/voice/noise.h"

#include "base/math.h"
#include "base/memory.h"
#include "core/voice/block.h"

static const float lean = 0.09f;
static const double loudness = 0.2; // RMS of the coloured: peaks of 14 dB fit

// exp(-2 pi f / rate)
static double pole_at(double hz, double rate) {
    return wt_exp2(-9.0647202836543876 * hz / rate); // 2 pi / ln 2
}

// The share that the decay of pole k has of prod (1 - zero q) / (1 - pole q), q a frame's delay.
static double share_of(const double *pole, const double *zero, int n, int k) {
    double share = 1.0;
    for (int i = 0; i < n; ++i) {
        share *= 1.0 - zero[i] / pole[k];
        share /= i == k ? 1.0 : 1.0 - pole[i] / pole[k];
    }
    return share;
}

// Take in a decay, of which `share` pole^m comes m frames after a white one; both leaned on the
// zero near Nyquist.
static void add_decay(wt_noise *noise, int k, double pole, double share, double *impulse) {
    double power = 1.0; // pole^m
    for (int m = 0; m < WT_NOISE_RUN; ++m) {
        noise->intake[WT_NOISE_RUN - 1 - m][k] = (float)power;
        noise->outlet[k][m] = (float)(share * power * (pole + lean));
        impulse[m] += share * power + (m > 0 ? lean * share * power / pole : 0.0);
        power *= pole;
    }
    noise->decay[k] = (float)power;
}

static void init_pink(wt_noise *noise, double rate) {
    const double apart = 6.0; // poles
    const double zero_above = 2.449489742783178;
    const double gain = loudness / 1.15; // the RMS without it, from 44.1 to 192 kHz
    double pole[WT_NOISE_POLES], zero[WT_NOISE_POLES], impulse[WT_NOISE_RUN] = {0.0};
    int n = 0;
    double hz = 2.0;
    while (hz < 2.0 * rate && n < WT_NOISE_POLES) {
        pole[n] = pole_at(hz, rate);
        zero[n++] = pole_at(hz * zero_above, rate);
        hz *= apart;
    }
    zero[n - 1] = 0.0; // beyond Nyquist, it did 0.05 dB; so decays are all that there is
    for (int k = 0; k < n; ++k) {
        add_decay(noise, k, pole[k], gain * share_of(pole, zero, n, k), impulse);
    }
    for (int i = 0; i < WT_NOISE_RUN; ++i) {
        for (int j = i; j < WT_NOISE_RUN; ++j) {
            noise->impulse[i][j] = (float)impulse[j - i];
        }
    }
}

void wt_noise_init(wt_noise *noise, double rate) {
    const double leak_hz = 4.0;
    *noise = (wt_noise){.leak = (float)pole_at(leak_hz, rate)};
    init_pink(noise, rate);
    noise->brown_gain = (float)(loudness / (0.0967 * wt_sqrt(rate))); // as of a leaking sum
}

static void make_white(const wt_noise *noise, const wt_kernels *kernels, uint64_t key,
                       uint64_t frame, float *x, size_t n) {
    const uint64_t period = noise->period > 0 ? noise->period : UINT64_MAX;
    while (n > 0) {
        const uint64_t at = frame % period;
        const size_t run = period - at < n ? (size_t)(period - at) : n;
        kernels->white(key, at, x, run);
        frame += run;
        x += run;
        n -= run;
    }
}

// The next n frames of one run, of which the white ones before are drawn again; zeros stand for
// those that come later, as no frame hears them, and the state is kept until the run is whole.
static void begin_run(const wt_noise *noise, const wt_kernels *kernels, float *state, uint64_t key,
                      uint64_t frame, float *x, size_t n) {
    const size_t before = (size_t)(frame % WT_NOISE_RUN);
    float run[WT_NOISE_RUN] = {0.0f}, after[WT_NOISE_POLES];
    make_white(noise, kernels, key, frame - before, run, before);
    memcpy(run + before, x, n * sizeof *x);
    memcpy(after, state, sizeof after);
    kernels->pink(noise, after, run, true, 1);
    memcpy(x, run + before, n * sizeof *x);
    if (before + n == WT_NOISE_RUN) {
        memcpy(state, after, sizeof after);
    }
}

// White to pink, in place. Runs lie on the voice's frames, so that blocks never show.
static void make_pink(const wt_noise *noise, const wt_kernels *kernels, float *state, uint64_t key,
                      uint64_t frame, float *x, bool heard, size_t n) {
    const size_t odd = (size_t)((WT_NOISE_RUN - frame % WT_NOISE_RUN) % WT_NOISE_RUN);
    const size_t first = odd < n ? odd : n;
    if (first > 0) {
        begin_run(noise, kernels, state, key, frame, x, first);
    }
    const size_t n_runs = (n - first) / WT_NOISE_RUN;
    kernels->pink(noise, state, x + first, heard, n_runs);
    const size_t done = first + n_runs * WT_NOISE_RUN;
    if (done < n) {
        begin_run(noise, kernels, state, key, frame + done, x + done, n - done);
    }
}

// White to brown, in place.
static void make_brown(const wt_noise *noise, float *state, float *x, size_t n) {
    float before = state[0];
    float once_before = state[1];
    for (size_t i = 0; i < n; ++i) {
        const float sum = x[i] + noise->leak * before;
        const float once = sum + lean * before;
        x[i] = wt_clamp((once + lean * once_before) * noise->brown_gain, -1.0f, 1.0f);
        before = sum;
        once_before = once;
    }
    state[0] = before;
    state[1] = once_before;
}

void wt_noise_render(const wt_noise *noise, const wt_kernels *kernels, float *memory, uint32_t seed,
                     uint32_t note, uint64_t frame, float *const out[WT_NOISES], bool heard,
                     size_t n) {
    const uint64_t key = ((uint64_t)seed << 32 | note) * 0xD1342543DE82EF95u + 0x632BE59BD9B4E019u;
    for (int color = 0; color < WT_NOISES; ++color) {
        const bool drawn = noise->used[color] && (heard || color != WT_WHITE);
        make_white(noise, kernels, key, frame, out[color], drawn ? n : 0);
    }
    if (noise->used[WT_PINK]) {
        make_pink(noise, kernels, memory, key, frame, out[WT_PINK], heard, n);
    }
    if (noise->used[WT_BROWN]) {
        make_brown(noise, memory + WT_NOISE_POLES, out[WT_BROWN], n);
    }
}

void wt_stage_noise(wt_block *block) {
    float *const *noise = block->scratch->noise;
    float *const out[WT_NOISES] = {noise[WT_WHITE], noise[WT_PINK], noise[WT_BROWN]};
    if (block->source || wt_noise_is_coloured(&block->patch->noise)) {
        wt_noise_render(&block->patch->noise, block->kernels, &block->voice->memory[WT_AT_noise],
                        block->patch->seed, block->voice->note->number, block->frame, out,
                        block->source, block->n);
    }
}
