// Samples at a bounded number of places, however long the table.
#include "io/table/scene.h"

#include "base/math.h"

enum {
    MOST_CYCLES = 256, // that are looked at for one length
    PROBES = 32,       // samples that are looked at in one cycle
    TRIALS = 128,      // random places, to see what chance would do
    LONG_RUN = 4096,
};

static double x(const wt_scene *s, uint64_t i) {
    return wt_table_parts_sample(s->parts, i);
}

static double size_of(double value) {
    return value < 0.0 ? -value : value;
}

static bool is_apart(double a, double b) {
    return a < b || a > b;
}

// One of 0..below - 1: always the same for the same file.
static uint64_t draw(wt_scene *s, uint64_t below) {
    s->random = s->random * 1664525u + 1013904223u;
    return (uint64_t)s->random * below >> 32;
}

// The `k`th of places that are spread over 0..length - 1 (Weyl's, by the golden ratio).
static uint64_t spread(uint64_t k, uint64_t length) {
    return (uint64_t)(uint32_t)(k * 2654435769u) * length >> 32;
}

// How far two samples of a stretch are from each other, on average.
static double deviation(const wt_scene *s, uint64_t from, uint64_t length) {
    double sum = 0.0;
    for (uint64_t k = 0; k < PROBES; k++) {
        const uint64_t a = spread(k, length);
        const uint64_t b = spread(7 * k + 3, length);
        sum += size_of(x(s, from + a) - x(s, from + b));
    }
    return sum / PROBES;
}

static double bend(double before, double here, double after) {
    return size_of(before - 2.0 * here + after);
}

// How much a stretch bends from sample to sample, on average.
static double roughness(const wt_scene *s, uint64_t from, uint64_t length) {
    const uint64_t n = length - 2 < PROBES ? length - 2 : PROBES;
    double sum = 0.0;
    for (uint64_t k = 0; k < n; k++) {
        const uint64_t i = from + 1 + k * (length - 2) / n;
        sum += bend(x(s, i - 1), x(s, i), x(s, i + 1));
    }
    return sum / (double)n;
}

static bool is_flat(const wt_scene *s, double local) {
    return local <= 1e-4 * s->deviation;
}

// Whether a stretch, repeated, goes on over its seam as it goes on inside: in value and in slope,
// as a sine that is cut at half its period keeps the value alone. Else -1: it is flat.
static int closes(const wt_scene *s, uint64_t from, uint64_t length) {
    const double local = deviation(s, from, length);
    if (is_flat(s, local)) {
        return -1;
    }
    const uint64_t last = from + length - 1;
    const double first_bend = bend(x(s, last), x(s, from), x(s, from + 1));
    const double last_bend = bend(x(s, last - 1), x(s, last), x(s, from));
    const double most = first_bend > last_bend ? first_bend : last_bend;
    return most <= 6.0 * roughness(s, from, length) + 1e-6 * local;
}

// How far a stretch is from what follows `lag` later, on average.
static double distance(const wt_scene *s, uint64_t from, uint64_t length, uint64_t lag) {
    double sum = 0.0;
    int n = 0;
    for (uint64_t k = 0; k < PROBES; k++) {
        const uint64_t i = from + k * length / PROBES;
        if (i + lag < s->n) {
            sum += size_of(x(s, i) - x(s, i + lag));
            n++;
        }
    }
    return n > 0 ? sum / n : 0.0;
}

// Whether a stretch and the next of its length are alike, and not much more so a little earlier or
// later: an instrument's note is like itself at lags that are no length of anything. -1: one of
// them is flat.
static int is_like_next(const wt_scene *s, uint64_t from, uint64_t length) {
    const double local = deviation(s, from, 2 * length);
    if (is_flat(s, deviation(s, from, length)) || is_flat(s, deviation(s, from + length, length))) {
        return -1;
    }
    const uint64_t step = length / 64 + 1;
    const double here = distance(s, from, length, length);
    return here <= 0.45 * local && here <= 1.5 * distance(s, from, length, length - step) &&
           here <= 1.5 * distance(s, from, length, length + step);
}

typedef int judge(const wt_scene *s, uint64_t from, uint64_t length);

// True of lengths that a table of `length` may show too: near it, its half and its one and a half.
static bool is_related(uint64_t other, uint32_t length) {
    const uint64_t off = (other + length / 32) % (length / 2 + (length < 2));
    return off <= length / 16;
}

// How often the answer is yes at random places, for lengths like this one, but not related to it.
static double by_chance(wt_scene *s, judge *ask, uint64_t span, uint32_t length) {
    const uint64_t least = length / 2 + 1;
    uint64_t most = (s->n - 2) / span;
    most = most < 2 * (uint64_t)length ? most : 2 * (uint64_t)length;
    int yes = 0;
    int asked = 0;
    for (int i = 0; i < TRIALS && most >= least + 8; i++) {
        const uint64_t other = least + draw(s, most - least + 1);
        const uint64_t from = draw(s, s->n - span * other);
        const int answer = is_related(other, length) ? -1 : ask(s, from, other);
        asked += answer >= 0;
        yes += answer > 0;
    }
    const double share = (yes + 0.5) / (asked + 1.0);
    return share < 0.01 ? 0.01 : share > 0.95 ? 0.95 : share;
}

// Bits that the answers of all cycles give, where `likely` of a true table's are yes.
static double bits_of(wt_scene *s, judge *ask, uint64_t span, uint32_t length, double likely) {
    const uint64_t n_cycles = s->n / length;
    double bits = 0.0;
    if (n_cycles < span || length < 8) {
        return 0.0;
    }
    const double chance = by_chance(s, ask, span, length);
    const uint64_t last = n_cycles - span;
    const uint64_t n = last < MOST_CYCLES ? last + 1 : MOST_CYCLES;
    for (uint64_t k = 0; k < n; k++) {
        const uint64_t cycle = n > 1 ? k * last / (n - 1) : 0;
        const int answer = ask(s, cycle * length, length);
        bits += answer > 0    ? wt_log2(likely / chance)
                : answer == 0 ? wt_log2((1.0 - likely) / (1.0 - chance))
                              : 0.0;
    }
    return bits;
}

static void add_edge(wt_scene *s, uint64_t at) {
    if (at > 0 && at < s->n && s->n_edges < WT_SCENE_EDGES) {
        s->edges[s->n_edges++] = at;
    }
}

// From one sample in LONG_RUN / 2 on, backwards and forwards: a run that is long holds one.
static void find_runs(wt_scene *s) {
    uint64_t end = 0;
    for (uint64_t at = LONG_RUN / 2; at < s->n; at += LONG_RUN / 2) {
        uint64_t from = at;
        const double value = x(s, at);
        if (at < end || is_apart(x(s, at - 1), value)) {
            continue;
        }
        while (from > end && !is_apart(x(s, from - 1), value)) {
            from--;
        }
        for (end = at + 1; end < s->n && !is_apart(x(s, end), value);) {
            end++;
        }
        if (end - from >= LONG_RUN) {
            add_edge(s, from);
            add_edge(s, end);
        }
    }
}

// A run of one value that is longer than any cycle begins and ends where cycles do.
double wt_scene_runs(const wt_scene *s, uint32_t length) {
    double bits = 0.0;
    for (int i = 0; i < s->n_edges; i++) {
        const uint64_t off = (s->edges[i] + 1) % length; // a value may be met a sample early
        bits += off <= 2 ? 4.0 : -4.0;
    }
    return bits;
}

// The share of harmonic h in the energy around the mean (Goertzel, 1958).
static double share_of_harmonic(const wt_scene *s, uint32_t h, double mean, double energy) {
    const double turn = 2.0 * wt_cos((double)h / (double)s->n);
    double one = 0.0;
    double two = 0.0;
    for (uint64_t i = 0; i < s->n; i++) {
        const double zero = x(s, i) - mean + turn * one - two;
        two = one;
        one = zero;
    }
    return 2.0 * (one * one + two * two - turn * one * two) / ((double)s->n * energy);
}

// A hit dies away, or has no period as long as the whole: a cycle has one, and goes on.
bool wt_scene_may_be_cycle(const wt_scene *s) {
    double sum = 0.0;
    double squares = 0.0;
    double tail = 0.0;
    for (uint64_t i = 0; i < s->n; i++) {
        sum += x(s, i);
        squares += x(s, i) * x(s, i);
        tail += i >= s->n - s->n / 8 ? x(s, i) * x(s, i) : 0.0;
    }
    const double mean = sum / (double)s->n;
    const double energy = squares - sum * mean;
    if (s->n <= 64 || energy <= 1e-9 * (double)s->n) {
        return true;
    }
    double low = 0.0;
    for (uint32_t h = 1; h <= 4; h++) {
        low += share_of_harmonic(s, h, mean, energy);
    }
    return low > 0.02 && tail > 0.0004 / 8.0 * squares;
}

double wt_scene_seams(wt_scene *s, uint32_t length) {
    return bits_of(s, closes, 1, length, 0.85);
}

double wt_scene_likeness(wt_scene *s, uint32_t length) {
    return bits_of(s, is_like_next, 2, length, 0.75);
}

wt_scene wt_scene_look(const wt_table_parts *parts, uint64_t n) {
    wt_scene s = {.parts = parts, .n = n, .random = 1};
    for (int k = 0; k < 16; k++) {
        s.deviation += deviation(&s, (uint64_t)k * (s.n / 16), s.n - (uint64_t)k * (s.n / 16)) / 16;
    }
    find_runs(&s);
    return s;
}
