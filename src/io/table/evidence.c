// Weighs cycle lengths: log2 of how likely each makes what is seen, added up.
#include "io/table/evidence.h"

#include "base/math.h"

#include <string.h>

enum {
    MOST_CYCLES = 256, // that are looked at for one length
    PROBES = 32,       // samples that are looked at in one cycle
    TRIALS = 128,      // random places, to see what chance would do
    LONG_RUN = 4096,
    MOST_EDGES = 16,
    LONGEST_CYCLE = 8192, // of what is taken for one cycle without more evidence
};

// Of the lengths that people use, how likely each is before anything is seen, in bits.
static const struct {
    uint32_t length;
    double bits;
} usual[] = {{2048, 0.0},  {256, -1.5}, {600, -1.0}, {1024, -2.0}, {512, -2.0},  {128, -2.5},
             {4096, -3.0}, {64, -3.5},  {32, -6.0},  {8192, -5.0}, {16384, -9.0}};
enum { N_USUAL = sizeof usual / sizeof *usual };

typedef struct {
    const wt_table_parts *parts;
    uint64_t n;                 // samples that are divided: without a guard sample
    double deviation;           // of two samples anywhere, on average
    uint64_t edges[MOST_EDGES]; // where long runs of one value begin and end
    int n_edges;
    uint32_t random;
} scene;

typedef struct {
    uint32_t length;
    double seams;    // bits that the seams give
    double evidence; // bits that the samples give in all
    double prior;    // bits that size and habit give
    double name;
} candidate;

static double x(const scene *s, uint64_t i) {
    return wt_table_parts_sample(s->parts, i);
}

static double size_of(double value) {
    return value < 0.0 ? -value : value;
}

static bool is_apart(double a, double b) {
    return a < b || a > b;
}

// One of 0..below - 1: always the same for the same file.
static uint64_t draw(scene *s, uint64_t below) {
    s->random = s->random * 1664525u + 1013904223u;
    return (uint64_t)s->random * below >> 32;
}

// The `k`th of places that are spread over 0..length - 1 (Weyl's, by the golden ratio).
static uint64_t spread(uint64_t k, uint64_t length) {
    return (uint64_t)(uint32_t)(k * 2654435769u) * length >> 32;
}

// How far two samples of a stretch are from each other, on average.
static double deviation(const scene *s, uint64_t from, uint64_t length) {
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
static double roughness(const scene *s, uint64_t from, uint64_t length) {
    const uint64_t n = length - 2 < PROBES ? length - 2 : PROBES;
    double sum = 0.0;
    for (uint64_t k = 0; k < n; k++) {
        const uint64_t i = from + 1 + k * (length - 2) / n;
        sum += bend(x(s, i - 1), x(s, i), x(s, i + 1));
    }
    return sum / (double)n;
}

static bool is_flat(const scene *s, double local) {
    return local <= 1e-4 * s->deviation;
}

// Whether a stretch, repeated, goes on over its seam as it goes on inside: in value and in slope,
// as a sine that is cut at half its period keeps the value alone. Else -1: it is flat.
static int closes(const scene *s, uint64_t from, uint64_t length) {
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
static double distance(const scene *s, uint64_t from, uint64_t length, uint64_t lag) {
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
static int is_like_next(const scene *s, uint64_t from, uint64_t length) {
    const double local = deviation(s, from, 2 * length);
    if (is_flat(s, deviation(s, from, length)) || is_flat(s, deviation(s, from + length, length))) {
        return -1;
    }
    const uint64_t step = length / 64 + 1;
    const double here = distance(s, from, length, length);
    return here <= 0.45 * local && here <= 1.5 * distance(s, from, length, length - step) &&
           here <= 1.5 * distance(s, from, length, length + step);
}

typedef int judge(const scene *s, uint64_t from, uint64_t length);

// True of lengths that a table of `length` may show too: near it, its half and its one and a half.
static bool is_related(uint64_t other, uint32_t length) {
    const uint64_t off = (other + length / 32) % (length / 2 + (length < 2));
    return off <= length / 16;
}

// How often the answer is yes at random places, for lengths like this one, but not related to it.
static double by_chance(scene *s, judge *ask, uint64_t span, uint32_t length) {
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

// log2 of (weight 2^bits + 1 - weight): what a sign is worth that only `weight` of tables show.
static double tempered(double bits, double weight) {
    return bits > 60.0 ? bits + wt_log2(weight)
                       : wt_log2(weight * wt_exp2(bits > -60.0 ? bits : -60.0) + 1.0 - weight);
}

// Bits that the answers of all cycles give, where `likely` of a true table's are yes.
static double bits_of(scene *s, judge *ask, uint64_t span, uint32_t length, double likely) {
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

static void add_edge(scene *s, uint64_t at) {
    if (at > 0 && at < s->n && s->n_edges < MOST_EDGES) {
        s->edges[s->n_edges++] = at;
    }
}

// From one sample in LONG_RUN / 2 on, backwards and forwards: a run that is long holds one.
static void find_runs(scene *s) {
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
static double bits_of_runs(const scene *s, uint32_t length) {
    double bits = 0.0;
    for (int i = 0; i < s->n_edges; i++) {
        const uint64_t off = (s->edges[i] + 1) % length; // a value may be met a sample early
        bits += off <= 2 ? 4.0 : -4.0;
    }
    return bits;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "_256", "-600", ".wt2048" and " 64x256" speak of cycles, "loop_128bpm" and "take2048" do not.
static double bits_of_name(const scene *s, uint32_t length) {
    const char *const name = s->parts->name ? s->parts->name : "";
    double bits = 0.0;
    uint64_t before = 0; // the number before an x
    for (size_t at = 0; name[at];) {
        if (!is_digit(name[at])) {
            at++;
            continue;
        }
        const size_t from = at;
        uint64_t number = 0;
        for (; is_digit(name[at]); at++) {
            number = number < 1000000 ? number * 10 + (uint64_t)(name[at] - '0') : number;
        }
        const char next = name[at];
        const bool is_pair = (next == 'x' || next == 'X') && is_digit(name[at + 1]);
        const bool has_wt =
            from >= 2 && (name[from - 2] | 32) == 'w' && (name[from - 1] | 32) == 't';
        const bool stands_free = from == 0 || !is_letter(name[from - 1]) || has_wt;
        if (before > 0 && number == length && before * number == s->n) {
            bits += 40.0;
        } else if (stands_free && number == length && !is_pair && !is_letter(next)) {
            bits += 8.0;
        }
        before = is_pair ? number : 0;
        at += is_pair;
    }
    return bits;
}

// Devices whose files are always of as many samples, in cycles of 256; 8 of 2048 are as many, too.
enum { DELUGE_BANK = 32 * 256, WAVEEDIT_BANK = 64 * 256 };

static bool is_bank_of_256(uint64_t n) {
    return n == DELUGE_BANK || n == WAVEEDIT_BANK;
}

static double habit(const scene *s, uint32_t length) {
    double bits = length <= 2048 ? -2.0 : length <= LONGEST_CYCLE ? -4.0 : -8.0; // the whole
    for (int i = 0; i < N_USUAL; i++) {
        bits = usual[i].length == length ? usual[i].bits : bits;
    }
    if (length == s->n) {
        const wt_cycle_hint *const loop = &s->parts->hints[WT_BY_SMPL];
        bits += 1.0 + (loop->length >= s->n && s->n <= LONGEST_CYCLE ? 3.0 : 0.0);
    }
    if (length == 256 && is_bank_of_256(s->n)) {
        bits = s->n == DELUGE_BANK ? 1.0 : -0.5;
    }
    return bits - (s->n % length != 0 ? 12.0 : 0.0);
}

static bool is_usual(uint64_t length) {
    for (int i = 0; i < N_USUAL; i++) {
        if (usual[i].length == length) {
            return true;
        }
    }
    return false;
}

static candidate weigh(scene *s, uint32_t length) {
    const double seams = bits_of(s, closes, 1, length, 0.85);
    const double likeness = bits_of(s, is_like_next, 2, length, 0.75);
    return (candidate){.length = length,
                       .seams = seams,
                       .evidence =
                           tempered(seams, 0.8) + tempered(likeness, 0.6) + bits_of_runs(s, length),
                       .prior = habit(s, length),
                       .name = bits_of_name(s, length)};
}

// By how much another must be behind: the answers of many cycles are not all news.
static double doubt(const candidate *best) {
    return 5.0 + 0.05 * best->evidence;
}

static double bits_in_all(const candidate *c) {
    return c->evidence + c->prior + c->name;
}

// The share of harmonic h in the energy around the mean (Goertzel, 1958).
static double share_of_harmonic(const scene *s, uint32_t h, double mean, double energy) {
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
static bool may_be_one_cycle(const scene *s) {
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

// Whether a length may be taken at all: where nothing speaks, nothing is.
static bool is_acceptable(const scene *s, const candidate *c) {
    if (c->length == s->n) {
        return (is_usual(s->n) && s->n <= LONGEST_CYCLE) ||
               ((s->n <= LONGEST_CYCLE || c->evidence > 2.0) && may_be_one_cycle(s));
    }
    if (s->n % c->length != 0) {
        return c->seams > 8.0 || c->name > 12.0; // a note is like itself at many lags
    }
    return c->length == 2048 || (c->length == 256 && is_bank_of_256(s->n)) ||
           c->evidence + c->name > 4.0;
}

static const char *reason_of(const scene *s, const candidate *c) {
    return c->name > 0.0                              ? "by its name"
           : c->evidence > 3.0                        ? "by its seams"
           : c->length == s->n                        ? "as one cycle"
           : c->length == 256 && is_bank_of_256(s->n) ? "by its size"
                                                      : "as most tables are";
}

// A sample more than people use, that is the first again: for readers that look one ahead.
static bool has_guard(const wt_table_parts *parts) {
    const uint64_t n = parts->n - 1;
    if (n < 64 || !is_usual(n)) {
        return false;
    }
    const double gap = wt_table_parts_sample(parts, 0) - wt_table_parts_sample(parts, n);
    return size_of(gap) < 1e-3;
}

static scene look(const wt_table_parts *parts) {
    scene s = {.parts = parts, .n = parts->n - has_guard(parts), .random = 1};
    for (int k = 0; k < 16; k++) {
        s.deviation += deviation(&s, (uint64_t)k * (s.n / 16), s.n - (uint64_t)k * (s.n / 16)) / 16;
    }
    find_runs(&s);
    return s;
}

// What has been weighed.
typedef struct {
    candidate all[N_USUAL + 1];
    size_t n;
} weighed;

static void weigh_usual(weighed *w, scene *s, bool dividing) {
    for (int i = 0; i < N_USUAL; i++) {
        const uint32_t length = usual[i].length;
        if (length <= s->n && s->n / length <= WT_MAX_CYCLES && (s->n % length == 0) == dividing) {
            w->all[w->n++] = weigh(s, length);
        }
    }
}

static const candidate *best_of(const weighed *w, const scene *s) {
    const candidate *best = NULL;
    for (size_t i = 0; i < w->n; i++) {
        const candidate *const c = &w->all[i];
        if ((!best || bits_in_all(c) > bits_in_all(best)) && is_acceptable(s, c)) {
            best = c;
        }
    }
    return best;
}

// What shows at a length shows at its double too: of two that are as likely, the single one.
static const candidate *undoubled(const weighed *w, const candidate *best) {
    for (size_t i = 0; i < w->n; i++) {
        const candidate *const c = &w->all[i];
        if (2 * c->length == best->length && c->evidence > 20.0 &&
            bits_in_all(c) > bits_in_all(best) - doubt(best)) {
            return c;
        }
    }
    return best;
}

// The best but one, of those that leave nothing out.
static const candidate *next_of(const weighed *w, const scene *s, const candidate *best) {
    const candidate *next = NULL;
    for (size_t i = 0; i < w->n; i++) {
        const candidate *const c = &w->all[i];
        if (c != best && s->n % c->length == 0 && (!next || bits_in_all(c) > bits_in_all(next))) {
            next = c;
        }
    }
    return next;
}

wt_length_guess wt_guess_length(const wt_table_parts *parts) {
    scene s = look(parts);
    weighed w = {.n = 0};
    weigh_usual(&w, &s, true);
    if (!is_usual(s.n) && s.n <= WT_MAX_CYCLE_LENGTH && s.n >= WT_MIN_CYCLE_LENGTH) {
        w.all[w.n++] = weigh(&s, (uint32_t)s.n);
    }
    const candidate *best = best_of(&w, &s);
    if (!best || best->evidence + best->name < 4.0) { // perhaps something stands behind the cycles
        weigh_usual(&w, &s, false);
        best = best_of(&w, &s);
    }
    if (!best) {
        return (wt_length_guess){.length = 0};
    }
    best = undoubled(&w, best);
    const candidate *const next = next_of(&w, &s, best);
    const double lead = next ? bits_in_all(best) - bits_in_all(next) : 99.0;
    return (wt_length_guess){.length = best->length,
                             .runner_up = next ? next->length : 0,
                             .is_sure = lead > doubt(best),
                             .reason = reason_of(&s, best)};
}
