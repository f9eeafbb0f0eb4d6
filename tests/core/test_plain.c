// Without a band limit a cycle is read as it is: every sample against a direct read, bit by bit.
#include "tone.h"

#include "core/tables/cycle.h"

enum { N = 40000 };

// Samples, or the built-in shape as it is played.
static const struct {
    const char *name;
    wt_cycle_kind kind;
    uint32_t length;
} cycles[] = {
    {"saw", WT_CYCLE_SAW, 4096},
    {"square", WT_CYCLE_SQUARE, 4096},
    {"2 samples", WT_CYCLE_SAMPLES, 2},
    {"3 samples", WT_CYCLE_SAMPLES, 3},
    {"600 samples", WT_CYCLE_SAMPLES, 600},
    {"1470 samples", WT_CYCLE_SAMPLES, 1470},
    {"2048 samples", WT_CYCLE_SAMPLES, 2048},
    {"65521 samples", WT_CYCLE_SAMPLES, 65521},
    {"65536 samples", WT_CYCLE_SAMPLES, 65536},
};

static const double pitches[] = {0.1, 27.5, 440.0, 4186.0, 23999.0};

static double shape_at(wt_cycle_kind kind, const float *samples, uint32_t i) {
    switch (kind) {
    case WT_CYCLE_SAW:
        return 2.0 * i / 4096.0 - 1.0;
    case WT_CYCLE_SQUARE:
        return i < 2048 ? -1.0 : 1.0;
    default:
        return (double)samples[i];
    }
}

// Where a phase falls: the sample at or before it, and 2^32ths of the way to the next.
typedef struct {
    uint32_t i;
    uint32_t fraction;
} place;

static place place_of(uint32_t phase, uint32_t length) {
    const uint64_t position = (uint64_t)phase * length;
    return (place){(uint32_t)(position >> 32), (uint32_t)position};
}

static uint32_t nearest(place p, uint32_t length) {
    return (p.i + (p.fraction >> 31)) % length;
}

// Four samples around a phase, and Catmull-Rom through them as a polynomial in z = x - 1/2:
// p(x) = b + x (c - a) / 2 + x^2 (a - 5 b / 2 + 2 c - d / 2) + x^3 (3 (b - c) + d - a) / 2.
static void polynomial(const double *t, uint32_t length, uint32_t i, double *c) {
    const double a = t[(i + length - 1) % length], b = t[i];
    const double d = t[(i + 1) % length], e = t[(i + 2) % length];
    c[0] = (9.0 * (b + d) - (a + e)) / 16.0;
    c[1] = (11.0 * (d - b) - (e - a)) / 8.0;
    c[2] = ((a + e) - (b + d)) / 4.0;
    c[3] = ((e - a) - 3.0 * (d - b)) / 2.0;
}

static float read_float(const double *t, uint32_t length, wt_interp interp, uint32_t phase) {
    const place p = place_of(phase, length);
    const float x = (float)(p.fraction >> 8) * 0x1p-24f;
    const float a = (float)t[p.i];
    const float b = (float)t[(p.i + 1) % length];
    double c[4];
    switch (interp) {
    case WT_INTERP_NONE:
        return a;
    case WT_INTERP_NEAREST:
        return (float)t[nearest(p, length)];
    case WT_INTERP_LINEAR:
        return a + (b - a) * x;
    default:
        polynomial(t, length, p.i, c);
        const float z = x - 0.5f;
        return (((float)c[3] * z + (float)c[2]) * z + (float)c[1]) * z + (float)c[0];
    }
}

static int64_t fixed(double x, int bits, double least, double most) {
    return (int64_t)fmin(fmax(nearbyint(ldexp(x, bits)), least), most);
}

static int64_t q15(double x) {
    return fixed(x, 15, -32768.0, 32767.0);
}

static int64_t q28(double x) {
    return fixed(x, 28, -1073741823.0, 1073741823.0);
}

static int64_t down(int64_t x, int bits) {
    return x >= 0 ? x >> bits : -((-x + (1LL << bits) - 1) >> bits);
}

// The cubic of both integer engines: coefficients Q3.28, z Q31, each product rounded down.
static int64_t cubic(const double *t, uint32_t length, place p) {
    double c[4];
    polynomial(t, length, p.i, c);
    const int64_t z = (int64_t)(p.fraction >> 1) - (1 << 30);
    int64_t y = down(q28(c[3]) * z, 31);
    y = down((y + q28(c[2])) * z, 31);
    return down((y + q28(c[1])) * z, 31) + q28(c[0]);
}

static int64_t read_integer(const double *t, uint32_t length, wt_form form, uint32_t phase) {
    const place p = place_of(phase, length);
    const bool narrow = form.engine == WT_ENGINE_Q15;
    int64_t (*const sample)(double x) = narrow ? q15 : q28;
    const int64_t a = sample(t[p.i]);
    const int64_t b = sample(t[(p.i + 1) % length]);
    switch (form.interp) {
    case WT_INTERP_NONE:
        return a;
    case WT_INTERP_NEAREST:
        return sample(t[nearest(p, length)]);
    case WT_INTERP_LINEAR:
        return narrow ? a + down((b - a) * p.fraction, 32)
                      : a + down((b - a) * (p.fraction >> 1), 31);
    default:
        break;
    }
    const int64_t y = cubic(t, length, p);
    if (!narrow) {
        return y;
    }
    const int64_t rounded = down(y + 4096, 13);
    return rounded > 32767 ? 32767 : rounded < -32768 ? -32768 : rounded;
}

static bool same_bits(float a, float b) {
    return memcmp(&a, &b, sizeof a) == 0 || (a == 0.0f && b == 0.0f);
}

static size_t differences(const void *bus, const double *t, uint32_t length, wt_form form,
                          uint32_t increment) {
    size_t n = 0;
    uint32_t phase = 0;
    for (size_t i = 0; i < N; i++, phase += increment) {
        switch (form.engine) {
        case WT_ENGINE_FLOAT:
            n += !same_bits(((const float *)bus)[i], read_float(t, length, form.interp, phase));
            break;
        case WT_ENGINE_Q15:
            n += ((const int32_t *)bus)[i] != read_integer(t, length, form, phase);
            break;
        case WT_ENGINE_Q31:
            n += ((const int64_t *)bus)[i] != read_integer(t, length, form, phase);
            break;
        }
    }
    return n;
}

static float *random_samples(uint32_t length) {
    float *x = malloc(length * sizeof *x);
    assert_non_null(x);
    uint32_t seed = length;
    for (uint32_t i = 0; i < length; i++) {
        seed = seed * 1664525u + 1013904223u;
        x[i] = (float)((double)seed / 2147483648.0 - 1.0);
    }
    return x;
}

static void check_cycle(size_t c, void *bus) {
    float *samples = random_samples(cycles[c].length);
    double *t = malloc(cycles[c].length * sizeof *t);
    for (uint32_t i = 0; i < cycles[c].length; i++) {
        t[i] = shape_at(cycles[c].kind, samples, i);
    }
    studio s;
    open_studio(&s, (size_t)96 << 20);
    const wt_cycle cycle = {.kind = cycles[c].kind, .samples = samples, .length = cycles[c].length};
    const wt_cycle_ref ref = add_cycle(&s, &cycle);
    for (int engine = WT_ENGINE_FLOAT; engine <= WT_ENGINE_Q31; engine++) {
        for (int interp = WT_INTERP_NONE; interp <= WT_INTERP_CUBIC; interp++) {
            for (size_t i = 0; i < sizeof pitches / sizeof *pitches; i++) {
                const tone note = {.rate = 48000.0,
                                   .hz = pitches[i],
                                   .form = {(wt_engine)engine, (wt_interp)interp},
                                   .plain = true,
                                   .cycles = &ref,
                                   .n_cycles = 1};
                render_bus(&s, &note, (wt_bus){.f = bus}, N);
                const uint32_t increment = (uint32_t)llround(pitches[i] / 48000.0 * 0x1p32);
                const size_t n = differences(bus, t, cycles[c].length, note.form, increment);
                if (n > 0) {
                    fail_msg("%s, engine %d, interpolation %d, %g Hz: %zu samples of %d differ",
                             cycles[c].name, engine, interp, pitches[i], n, N);
                }
            }
        }
    }
    close_studio(&s);
    free(samples);
    free(t);
}

static void a_cycle_without_a_band_limit_is_the_plain_table_to_the_bit(void **state) {
    (void)state;
    int64_t *bus = malloc(N * sizeof *bus);
    for (size_t c = 0; c < sizeof cycles / sizeof *cycles; c++) {
        check_cycle(c, bus);
    }
    free(bus);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cycle_without_a_band_limit_is_the_plain_table_to_the_bit),
    };
    return cmocka_run_group_tests_name("plain", tests, NULL, NULL);
}
