// The functions of formulas, and evaluation: the same bits on every machine.
#include "text/recipe/formula_parts.h"

#include "base/math.h"

#include <math.h> // NAN, HUGE_VAL; no function of it
#include <string.h>

// From here on every double is a whole number, and wt_floor has nothing to do.
static const double always_whole = 2251799813685248.0; // 2^51

static double whole_below(double x) {
    return x > -always_whole && x < always_whole ? wt_floor(x) : x;
}

static double magnitude(double x) {
    return x < 0.0 ? -x : x;
}

static double add(const double *a, int n) {
    (void)n;
    return a[0] + a[1];
}

static double subtract(const double *a, int n) {
    (void)n;
    return a[0] - a[1];
}

static double multiply(const double *a, int n) {
    (void)n;
    return a[0] * a[1];
}

static double divide(const double *a, int n) {
    (void)n;
    return a[1] != 0.0 ? a[0] / a[1] : NAN;
}

static double negate(const double *a, int n) {
    (void)n;
    return -a[0];
}

static double power(const double *a, int n) {
    (void)n;
    return wt_pow(a[0], a[1]);
}

static double less(const double *a, int n) {
    (void)n;
    return a[0] < a[1];
}

static double at_most(const double *a, int n) {
    (void)n;
    return a[0] <= a[1];
}

static double more(const double *a, int n) {
    (void)n;
    return a[0] > a[1];
}

static double at_least(const double *a, int n) {
    (void)n;
    return a[0] >= a[1];
}

static double equal(const double *a, int n) {
    (void)n;
    return a[0] == a[1];
}

static double unequal(const double *a, int n) {
    (void)n;
    return a[0] != a[1];
}

static double sine(const double *a, int n) {
    (void)n;
    return magnitude(a[0]) < always_whole ? wt_sin(a[0]) : NAN;
}

static double cosine(const double *a, int n) {
    (void)n;
    return magnitude(a[0]) < always_whole ? wt_cos(a[0]) : NAN;
}

static double exponential(const double *a, int n) {
    (void)n;
    return wt_exp2(a[0] * 1.44269504088896340736);
}

static double logarithm(const double *a, int n) {
    (void)n;
    return a[0] > 0.0 && a[0] < HUGE_VAL ? wt_log2(a[0]) * 0.693147180559945309417 : NAN;
}

static double root(const double *a, int n) {
    (void)n;
    return wt_sqrt(a[0]);
}

static double absolute(const double *a, int n) {
    (void)n;
    return magnitude(a[0]);
}

static double floor_of(const double *a, int n) {
    (void)n;
    return whole_below(a[0]);
}

static double sign(const double *a, int n) {
    (void)n;
    return (double)((a[0] > 0.0) - (a[0] < 0.0));
}

static double hyperbolic_tangent(const double *a, int n) {
    (void)n;
    if (magnitude(a[0]) > 20.0) {
        return a[0] < 0.0 ? -1.0 : 1.0;
    }
    const double e = wt_exp2(2.0 * a[0] * 1.44269504088896340736);
    return (e - 1.0) / (e + 1.0);
}

static double least(const double *a, int n) {
    double found = a[0];
    for (int i = 1; i < n; ++i) {
        found = a[i] < found ? a[i] : found;
    }
    return found;
}

static double most(const double *a, int n) {
    double found = a[0];
    for (int i = 1; i < n; ++i) {
        found = a[i] > found ? a[i] : found;
    }
    return found;
}

static double modulo(const double *a, int n) {
    (void)n;
    return a[1] != 0.0 ? a[0] - a[1] * whole_below(a[0] / a[1]) : NAN;
}

static double clamp(const double *a, int n) {
    (void)n;
    return a[0] < a[1] ? a[1] : a[0] > a[2] ? a[2] : a[0];
}

static double wrap(const double *a, int n) {
    (void)n;
    return a[0] - 2.0 * whole_below(0.5 * (a[0] + 1.0));
}

static double fold(const double *a, int n) {
    (void)n;
    const double y = a[0] + 1.0 - 4.0 * whole_below(0.25 * (a[0] + 1.0));
    return y < 2.0 ? y - 1.0 : 3.0 - y;
}

static double step(const double *a, int n) {
    (void)n;
    return a[1] >= a[0];
}

static double choose(const double *a, int n) {
    (void)n;
    return a[0] != 0.0 ? a[1] : a[2];
}

static double mix(const double *a, int n) {
    (void)n;
    return a[0] + (a[1] - a[0]) * a[2];
}

static double bell(const double *a, int n) {
    (void)n;
    if (a[2] == 0.0) {
        return NAN;
    }
    const double u = (a[0] - a[1]) / a[2];
    return wt_exp2(-0.5 * 1.44269504088896340736 * u * u);
}

static double path(const double *a, int n) {
    const int n_lines = n - 2;
    const double u = a[0] > 0.0 ? (a[0] < 1.0 ? a[0] : 1.0) * n_lines : 0.0;
    const int line = u < n_lines ? (int)u : n_lines - 1;
    return a[1 + line] + (a[2 + line] - a[1 + line]) * (u - line);
}

// The finaliser of splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
// generators", 2014).
static uint64_t scatter(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

// Zeros have one sign here, and machines differ in the signs of what is no number.
static uint64_t bits_of(double x) {
    const double positive_zero = x == x ? x + 0.0 : (double)NAN;
    uint64_t bits;
    memcpy(&bits, &positive_zero, sizeof bits);
    return bits;
}

static double noise(const double *a, int n) {
    (void)n;
    const uint64_t h = scatter(scatter(bits_of(a[0])) ^ bits_of(a[1]));
    return (double)(h >> 11) * 0x1p-52 - 1.0;
}

static double drift(const double *a, int n) {
    const double low = whole_below(a[1]);
    const double u = a[1] - low;
    const double from = noise((double[]){a[0], low}, n);
    const double to = noise((double[]){a[0], low + 1.0}, n);
    return from + (to - from) * (u * u * (3.0 - 2.0 * u));
}

// The product of two polynomials over bits, modulo x^n + x + 1.
static uint32_t multiply_bits(uint32_t a, uint32_t b, int n) {
    uint32_t product = 0;
    for (int i = n - 1; i >= 0; --i) {
        product = product << 1 ^ (b >> i & 1 ? a : 0);
        product ^= product >> n & 1 ? (1u << n | 3u) : 0;
    }
    return product;
}

// What a register of `bits` holds at its end after `floor(a)` shifts, where its two last bits feed
// it: the noise of the Game Boy and, of 15 bits, of the NES. That is the lowest of x^a.
static double shift_register(const double *a, int n) {
    (void)n;
    const int bits = a[0] == 7.0 ? 7 : a[0] == 15.0 ? 15 : 0;
    if (bits == 0 || !(magnitude(a[1]) < always_whole)) {
        return NAN;
    }
    const double turn = (1 << bits) - 1;
    uint32_t shifts = (uint32_t)modulo((double[]){whole_below(a[1]), turn}, 2);
    uint32_t state = 1;
    for (uint32_t power = 2; shifts > 0; shifts >>= 1) {
        state = shifts & 1 ? multiply_bits(state, power, bits) : state;
        power = multiply_bits(power, power, bits);
    }
    return state & 1 ? 1.0 : -1.0;
}

const wt_function wt_functions[] = {
    {"+", 2, 2, add},
    {"-", 2, 2, subtract},
    {"*", 2, 2, multiply},
    {"/", 2, 2, divide},
    {"^", 2, 2, power},
    {"--", 1, 1, negate},
    {"<", 2, 2, less},
    {"<=", 2, 2, at_most},
    {">", 2, 2, more},
    {">=", 2, 2, at_least},
    {"==", 2, 2, equal},
    {"!=", 2, 2, unequal},
    {"sin", 1, 1, sine},
    {"cos", 1, 1, cosine},
    {"exp", 1, 1, exponential},
    {"log", 1, 1, logarithm},
    {"sqrt", 1, 1, root},
    {"abs", 1, 1, absolute},
    {"floor", 1, 1, floor_of},
    {"sign", 1, 1, sign},
    {"tanh", 1, 1, hyperbolic_tangent},
    {"min", 2, 64, least},
    {"max", 2, 64, most},
    {"mod", 2, 2, modulo},
    {"clamp", 3, 3, clamp},
    {"wrap", 1, 1, wrap},
    {"fold", 1, 1, fold},
    {"step", 2, 2, step},
    {"if", 3, 3, choose},
    {"mix", 3, 3, mix},
    {"bell", 3, 3, bell},
    {"path", 3, 64, path},
    {"noise", 2, 2, noise},
    {"drift", 2, 2, drift},
    {"lfsr", 2, 2, shift_register},
    {NULL, 0, 0, NULL},
};

int wt_function_place(const char *name, size_t length) {
    for (int i = 0; wt_functions[i].name; ++i) {
        if (strlen(wt_functions[i].name) == length &&
            memcmp(wt_functions[i].name, name, length) == 0) {
            return i;
        }
    }
    return -1;
}

// The reader saw to it that the stack has room and never runs empty.
double wt_formula_value(const wt_formulas *all, const wt_definition *definition,
                        const double *values) {
    double stack[WT_MAX_STACK];
    int top = 0;
    stack[0] = 0.0;
    for (uint32_t i = definition->begin; i < definition->end; ++i) {
        const wt_step *s = &all->steps[i];
        if (s->kind == WT_STEP_CALL) {
            top -= s->n_arguments;
            stack[top] = wt_functions[s->place].call(stack + top, s->n_arguments);
        } else {
            stack[top] = s->kind == WT_STEP_NUMBER ? s->number : values[s->place];
        }
        ++top;
    }
    return stack[0];
}
