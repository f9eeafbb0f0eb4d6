// Exponential, logarithm and sine by short polynomials in double.
#include "base/math.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Adding and subtracting 1.5 * 2^52 leaves the nearest whole number, ties to even.
#define ROUNDER 6755399441055744.0

double wt_round(double x) {
    return (x + ROUNDER) - ROUNDER;
}

double wt_floor(double x) {
    const double nearest = wt_round(x);
    return nearest > x ? nearest - 1.0 : nearest;
}

static double power_of_two(int64_t exponent) {
    const uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

// 2^r = e^(r ln 2) for |r| <= 1/2 by the Taylor series to the 14th power: rest < 2e-19.
static const double series_of_e[] = {1.0 / 87178291200.0,
                                     1.0 / 6227020800.0,
                                     1.0 / 479001600.0,
                                     1.0 / 39916800.0,
                                     1.0 / 3628800.0,
                                     1.0 / 362880.0,
                                     1.0 / 40320.0,
                                     1.0 / 5040.0,
                                     1.0 / 720.0,
                                     1.0 / 120.0,
                                     1.0 / 24.0,
                                     1.0 / 6.0,
                                     1.0 / 2.0,
                                     1.0,
                                     1.0};

enum { TERMS_OF_E = sizeof series_of_e / sizeof *series_of_e };

double wt_exp2(double x) {
    if (!(x >= -1022.0)) {
        return x < -1022.0 ? 0.0 : x;
    }
    if (x > 1023.99) {
        return power_of_two(1024);
    }
    const double whole = wt_round(x);
    const double y = (x - whole) * 0.693147180559945309417;
    double sum = 0.0;
    for (size_t i = 0; i < TERMS_OF_E; ++i) {
        sum = sum * y + series_of_e[i];
    }
    return sum * power_of_two((int64_t)whole);
}

// Side by side, as compilers widen it. A rounded number's whole part is in the last bits of its sum
// with the rounder.
void wt_exp2_of_8(double *x) {
    enum { N = 8 };
    double y[N], sums[N], powers[N];
    uint64_t bits[N];
    for (int k = 0; k < N; ++k) {
        const double low = x[k] > -1022.0 ? x[k] : -1022.0;
        const double held = low < 1023.0 ? low : 1023.0;
        const double raised = held + ROUNDER;
        memcpy(&bits[k], &raised, sizeof raised);
        y[k] = (held - (raised - ROUNDER)) * 0.693147180559945309417;
        sums[k] = 0.0;
    }
    for (size_t i = 0; i < TERMS_OF_E; ++i) {
        for (int k = 0; k < N; ++k) {
            sums[k] = sums[k] * y[k] + series_of_e[i];
        }
    }
    for (int k = 0; k < N; ++k) {
        bits[k] = (bits[k] + 1023) << 52;
        memcpy(&powers[k], &bits[k], sizeof *bits);
        x[k] = sums[k] * powers[k];
    }
}

// log2(m 2^e) = e + 2 atanh(s) / ln 2, s = (m - 1) / (m + 1), m in [sqrt(1/2), sqrt(2)]:
// |s| < 0.1716, and s^23 / 23 < 2e-19.
double wt_log2(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int64_t exponent = (int64_t)(bits >> 52) - 1023;
    bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.41421356237309504880) {
        m *= 0.5;
        ++exponent;
    }
    const double s = (m - 1.0) / (m + 1.0);
    const double q = s * s;
    double sum = 0.0;
    for (int k = 21; k > 0; k -= 2) {
        sum = sum * q + 1.0 / k;
    }
    return (double)exponent + sum * s * (2.0 / 0.693147180559945309417);
}

// One step of Newton's doubles the 50 good bits of 2^(log2(x) / 2).
double wt_sqrt(double x) {
    if (!(x > 0.0) || x > 1.7976931348623157e308) {
        return x < 0.0 ? __builtin_nan("") : x;
    }
    if (x < 0x1p-600) {
        return wt_sqrt(x * 0x1p+600) * 0x1p-300;
    }
    const double root = wt_exp2(0.5 * wt_log2(x));
    return 0.5 * (root + x / root);
}

// By squaring, so that squares and cubes are as good as products.
static double whole_power(double x, int n) {
    double power = 1.0;
    for (; n > 0; n >>= 1) {
        power = n & 1 ? power * x : power;
        x *= x;
    }
    return power;
}

static double positive_power(double x, double y) {
    if (x < 0x1p-1022 || x > 1.7976931348623157e308) {
        return (x < 1.0) == (y > 0.0) ? 0.0 : __builtin_huge_val();
    }
    return wt_exp2(y * wt_log2(x));
}

double wt_pow(double x, double y) {
    if (y == 0.0 || x != x || y != y) {
        return y == 0.0 ? 1.0 : x + y;
    }
    const bool small = y >= -32.0 && y <= 32.0;
    const bool whole = y >= 0x1p51 || y <= -0x1p51 || wt_floor(y) == y;
    if (small && whole && x != 0.0) {
        return y > 0.0 ? whole_power(x, (int)y) : 1.0 / whole_power(x, (int)-y);
    }
    if (x >= 0.0) {
        return positive_power(x, y);
    }
    if (!whole) {
        return __builtin_nan("");
    }
    const double half = 0.5 * y;
    const bool odd = y < 0x1p51 && y > -0x1p51 && wt_floor(half) != half;
    return odd ? -positive_power(-x, y) : positive_power(-x, y);
}

// Taylor series of the sine to the 17th power and of the cosine to the 18th, on an eighth of a
// turn: |x| <= pi/4, rest < 1e-18. Each step is sum = (1 - sum) q / (k (k - 1)), innermost first.
static double alternating(double q, int k) {
    double sum = 0.0;
    for (; k > 1; k -= 2) {
        sum = (1.0 - sum) * q * (1.0 / (k * (k - 1)));
    }
    return 1.0 - sum;
}

static double sine_of_quarters(double quarters, int64_t shift) {
    const double nearest = wt_round(quarters);
    const double x = (quarters - nearest) * (WT_PI / 2.0);
    const int64_t quarter = (int64_t)nearest + shift;
    const double sine = quarter & 1 ? alternating(x * x, 18) : x * alternating(x * x, 17);
    return quarter & 2 ? -sine : sine;
}

double wt_sin(double turns) {
    return sine_of_quarters((turns - wt_round(turns)) * 4.0, 0);
}

double wt_cos(double turns) {
    return sine_of_quarters((turns - wt_round(turns)) * 4.0, 1);
}

double wt_db_gain(double db) {
    return wt_exp2(db * (3.32192809488736234787 / 20.0));
}

// From a guess within a degree, Newton's steps on the sine of what is missing.
double wt_angle(double x, double y) {
    const double size = wt_sqrt(x * x + y * y);
    if (!(size > 0.0)) {
        return 0.0;
    }
    const double steep = y < 0.0 ? -y : y;
    const double flat = x < 0.0 ? -x : x;
    const double slope = steep > flat ? flat / steep : steep / flat;
    double turns = slope * (0.1591549 - 0.0341549 * slope);
    turns = steep > flat ? 0.25 - turns : turns;
    turns = x < 0.0 ? 0.5 - turns : turns;
    turns = y < 0.0 ? -turns : turns;
    for (int i = 0; i < 2; i++) {
        const double off = (y * wt_cos(turns) - x * wt_sin(turns)) / size;
        turns += off * (1.0 + off * off / 6.0) / (2.0 * WT_PI);
    }
    return turns;
}
