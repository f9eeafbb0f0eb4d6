// Weighs cycle lengths: log2 of how likely each makes what is seen, added up.
#include "io/table/evidence.h"

#include "base/math.h"
#include "io/table/scene.h"

#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789";

enum { A_PAIR = 40 }; // bits of a name that gives cycles and their length

enum { LONGEST_CYCLE = 8192 }; // of what is taken for one cycle without more evidence

// Of the lengths that people use, how likely each is before anything is seen, in bits.
static const struct {
    uint32_t length;
    double bits;
} usual[] = {{2048, 0.0},  {256, -1.5}, {600, -1.0}, {1024, -2.0}, {512, -2.0},  {128, -2.5},
             {4096, -3.0}, {64, -3.5},  {32, -6.0},  {8192, -5.0}, {16384, -9.0}};
enum { N_USUAL = sizeof usual / sizeof *usual };

typedef struct {
    uint32_t length;
    double seams;    // bits that the seams give
    double evidence; // bits that the samples give in all
    double prior;    // bits that size and habit give
    double name;
} candidate;

// log2 of (weight 2^bits + 1 - weight): what a sign is worth that only `weight` of tables show.
static double tempered(double bits, double weight) {
    return bits > 60.0 ? bits + wt_log2(weight)
                       : wt_log2(weight * wt_exp2(bits > -60.0 ? bits : -60.0) + 1.0 - weight);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "_256", "-600", ".wt2048" and " 64x256" speak of cycles, "loop_128bpm" and "take2048" do not.
static double bits_of_name(const wt_scene *s, uint32_t length) {
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
            bits += A_PAIR;
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

static double habit(const wt_scene *s, uint32_t length) {
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

static candidate weigh(wt_scene *s, uint32_t length) {
    const double seams = wt_scene_seams(s, length);
    const double likeness = wt_scene_likeness(s, length);
    return (candidate){.length = length,
                       .seams = seams,
                       .evidence = tempered(seams, 0.8) + tempered(likeness, 0.6) +
                                   wt_scene_runs(s, length),
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

// Whether a length may be taken at all: where nothing speaks, nothing is.
static bool is_acceptable(const wt_scene *s, const candidate *c) {
    if (c->length == s->n) {
        return (is_usual(s->n) && s->n <= LONGEST_CYCLE) ||
               ((s->n <= LONGEST_CYCLE || c->evidence > 2.0) && wt_scene_may_be_cycle(s));
    }
    if (s->n % c->length != 0) {
        return c->seams > 8.0 || c->name > 12.0; // a note is like itself at many lags
    }
    return c->length == 2048 || (c->length == 256 && is_bank_of_256(s->n)) ||
           c->evidence + c->name > 4.0;
}

static const char *reason_of(const wt_scene *s, const candidate *c) {
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
    return gap < 1e-3 && gap > -1e-3;
}

enum { MOST_NAMED = 3 };

// What has been weighed.
typedef struct {
    candidate all[N_USUAL + 1 + MOST_NAMED];
    size_t n;
} weighed;

static void weigh_usual(weighed *w, wt_scene *s, bool dividing) {
    for (int i = 0; i < N_USUAL; i++) {
        const uint32_t length = usual[i].length;
        if (length <= s->n && s->n / length <= WT_MAX_CYCLES && (s->n % length == 0) == dividing) {
            w->all[w->n++] = weigh(s, length);
        }
    }
}

static bool is_weighed(const weighed *w, uint64_t length) {
    for (size_t i = 0; i < w->n; i++) {
        if (w->all[i].length == length) {
            return true;
        }
    }
    return false;
}

// Lengths that the name speaks of and nobody uses: as a pair, or where the samples speak too, as
// "kick_12" is a sample.
static void weigh_named(weighed *w, wt_scene *s) {
    const char *at = s->parts->name ? s->parts->name : "";
    for (int left = MOST_NAMED; left > 0 && *(at += strcspn(at, digits));) {
        const unsigned long long n = strtoull(at, NULL, 10);
        if (n >= WT_MIN_CYCLE_LENGTH && n <= WT_MAX_CYCLE_LENGTH && s->n % n == 0 &&
            s->n / n <= WT_MAX_CYCLES && !is_weighed(w, n) && bits_of_name(s, (uint32_t)n) > 0.0) {
            const candidate named = weigh(s, (uint32_t)n);
            if (named.name >= A_PAIR || named.evidence > 4.0) {
                w->all[w->n++] = named;
            }
            --left;
        }
        at += strspn(at, digits);
    }
}

static const candidate *best_of(const weighed *w, const wt_scene *s) {
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
static const candidate *next_of(const weighed *w, const wt_scene *s, const candidate *best) {
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
    wt_scene s = wt_scene_look(parts, parts->n - has_guard(parts));
    weighed w = {.n = 0};
    weigh_usual(&w, &s, true);
    if (!is_usual(s.n) && s.n <= WT_MAX_CYCLE_LENGTH && s.n >= WT_MIN_CYCLE_LENGTH) {
        w.all[w.n++] = weigh(&s, (uint32_t)s.n);
    }
    weigh_named(&w, &s);
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
