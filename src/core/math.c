// Exponential, logarithm and sine by short polynomials in double.
#include "wavetable/math.h"

#include <stdint.h>
#include <string.h>

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
double wt_exp2(double x) {
    if (!(x >= -1022.0)) {
        return x < -1022.0 ? 0.0 : x;
    }
    if (x > 1023.99) {
        return power_of_two(1024);
    }
    const double whole = wt_round(x);
    const double y = (x - whole) * 0.693147180559945309417;
    double sum = 1.0 / 87178291200.0;
    static const double factorials[] = {6227020800.0, 479001600.0, 39916800.0, 3628800.0, 362880.0,
                                        40320.0,      5040.0,      720.0,      120.0,     24.0,
                                        6.0,          2.0,         1.0,        1.0};
    for (int i = 0; i < 14; ++i) {
        sum = sum * y + 1.0 / factorials[i];
    }
    return sum * power_of_two((int64_t)whole);
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
    for (int k = 21; k >= 1; k -= 2) {
        sum = sum * q + 1.0 / k;
    }
    return (double)exponent + sum * s * (2.0 / 0.693147180559945309417);
}

// Taylor series on an eighth of a turn: |x| <= pi/4, rest < 1e-18.
static double sin_eighth(double x) {
    const double q = x * x;
    double sum = 0.0;
    for (int k = 17; k >= 3; k -= 2) {
        sum = (1.0 - sum) * q / (double)(k * (k - 1));
    }
    return x * (1.0 - sum);
}

static double cos_eighth(double x) {
    const double q = x * x;
    double sum = 0.0;
    for (int k = 18; k >= 2; k -= 2) {
        sum = (1.0 - sum) * q / (double)(k * (k - 1));
    }
    return 1.0 - sum;
}

static double sine_of_quarters(double quarters, int64_t shift) {
    const double nearest = wt_round(quarters);
    const double x = (quarters - nearest) * (WT_PI / 2.0);
    switch (((int64_t)nearest + shift) & 3) {
    case 0:
        return sin_eighth(x);
    case 1:
        return cos_eighth(x);
    case 2:
        return -sin_eighth(x);
    default:
        return -cos_eighth(x);
    }
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
