// How long a cycle is: by what the file says, else by the number of samples.
#include "io/table/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    USUAL_LENGTH = 2048,
    WAVEEDIT_LENGTH = 256,
    WAVEEDIT_SAMPLES = 16384,
    LONGEST_SINGLE = 8192,
    MANY_SAMPLES = 1 << 22 // 16 MB of floats
};

static const char *const by_names[WT_N_BY] = {
    [WT_BY_FRAME] = "--frame",    [WT_BY_CLM] = "clm chunk", [WT_BY_SRGE] = "srge chunk",
    [WT_BY_UHWT] = "uhWT chunk",  [WT_BY_CUE] = "cue chunk", [WT_BY_SMPL] = "smpl chunk",
    [WT_BY_HEADER] = "the header"};

static wt_status allocate(wt_table_parts *parts, uint64_t n, bool narrow, wt_message *message) {
    if (n == 0) {
        wt_message_set(message, "holds no samples");
        return WT_BAD_FORMAT;
    }
    if (n > WT_MAX_TABLE_SAMPLES) {
        wt_message_set(message, "holds %" PRIu64 " samples; a table has at most %d", n,
                       WT_MAX_TABLE_SAMPLES);
        return WT_LIMIT;
    }
    parts->n = n;
    if (narrow) {
        parts->narrow = malloc((size_t)n * sizeof *parts->narrow);
    } else {
        parts->samples = malloc((size_t)n * sizeof *parts->samples);
    }
    if (!parts->samples && !parts->narrow) {
        wt_message_set(message, "not enough memory for its %" PRIu64 " samples", n);
        return WT_NO_MEMORY;
    }
    return WT_OK;
}

wt_status wt_table_allocate(wt_table_parts *parts, uint64_t n, wt_message *message) {
    return allocate(parts, n, false, message);
}

wt_status wt_table_allocate_small(wt_table_parts *parts, uint64_t n, wt_message *message) {
    return allocate(parts, n, parts->may_be_narrow && n > MANY_SAMPLES, message);
}

static bool fits(uint64_t length, uint64_t n) {
    return length >= WT_MIN_CYCLE_LENGTH && length <= WT_MAX_CYCLE_LENGTH && n % length == 0 &&
           n / length <= WT_MAX_CYCLES;
}

// How far from what people use: powers of two first, then near to 2048.
static double oddness(uint32_t length) {
    const double usual = USUAL_LENGTH;
    const double ratio = length < usual ? usual / length : length / usual;
    return (length & (length - 1)) == 0 ? ratio : 1e6 + ratio;
}

// Write advice on cycle lengths that would fit, in rising order, to `text`.
static void advise(char *text, size_t size, uint64_t n) {
    enum { MOST = 6 };
    uint32_t best[MOST];
    int n_best = 0;
    for (uint32_t length = WT_MIN_CYCLE_LENGTH; length <= WT_MAX_CYCLE_LENGTH; length++) {
        if (!fits(length, n)) {
            continue;
        }
        if (n_best == MOST) {
            int worst = 0;
            for (int i = 1; i < MOST; i++) {
                worst = oddness(best[i]) > oddness(best[worst]) ? i : worst;
            }
            if (oddness(best[worst]) <= oddness(length)) {
                continue;
            }
            memmove(best + worst, best + worst + 1, (size_t)(MOST - 1 - worst) * sizeof *best);
            n_best--;
        }
        best[n_best++] = length;
    }
    if (n_best == 0) {
        snprintf(text, size, "no length divides it: cut it to a multiple of %d", USUAL_LENGTH);
        return;
    }
    int used = snprintf(text, size, "say --frame N with N such as %" PRIu32, best[0]);
    for (int i = 1; i < n_best; i++) {
        used += snprintf(text + used, size - (size_t)used, "%s%" PRIu32,
                         i == n_best - 1 ? " or " : ", ", best[i]);
    }
}

static wt_status refuse(const char *by, const char *what, uint64_t n, wt_message *message) {
    char advice[160];
    advise(advice, sizeof advice, n);
    wt_message_set(message, "%s%s%s (%s)", by, *by ? ": " : "", what, advice);
    return WT_BAD_FORMAT;
}

static wt_status check_length(const char *by, uint64_t length, uint64_t n, wt_message *message) {
    char what[128];
    if (length < WT_MIN_CYCLE_LENGTH || length > WT_MAX_CYCLE_LENGTH) {
        snprintf(what, sizeof what, "a cycle of %" PRIu64 " samples; cycles have %d to %d", length,
                 WT_MIN_CYCLE_LENGTH, WT_MAX_CYCLE_LENGTH);
    } else if (n % length != 0) {
        snprintf(what, sizeof what,
                 "cycles of %" PRIu64 " samples, which do not divide the %" PRIu64 " samples there",
                 length, n);
    } else if (n / length > WT_MAX_CYCLES) {
        snprintf(what, sizeof what,
                 "cycles of %" PRIu64 " samples make %" PRIu64 " cycles; a table has at most %d",
                 length, n / length, WT_MAX_CYCLES);
    } else {
        return WT_OK;
    }
    return refuse(by, what, n, message);
}

// Tell of every statement that `winner` overrules.
static void warn_of_others(const wt_table_parts *parts, int winner, const wt_warner *warner) {
    for (int by = winner + 1; by < WT_N_BY; by++) {
        const wt_cycle_hint *const hint = &parts->hints[by];
        if (hint->given && *hint->fault) {
            wt_warn(warner, "the %s is ignored: %s", by_names[by], hint->fault);
        } else if (hint->given && hint->length != parts->hints[winner].length) {
            wt_warn(warner,
                    "%s says cycles of %" PRIu64 " samples, %s %" PRIu64 "; taking %" PRIu64,
                    by_names[winner], parts->hints[winner].length, by_names[by], hint->length,
                    parts->hints[winner].length);
        }
    }
}

// True where the first 2048 samples repeat every 256: where, their mean apart, most of their
// energy lies at every 8th harmonic. That share is the energy of the mean of the eight parts,
// eightfold, over the whole.
static bool repeats_by_256(const float *samples) {
    double mean = 0.0;
    for (int i = 0; i < USUAL_LENGTH; i++) {
        mean += (double)samples[i] / USUAL_LENGTH;
    }
    const int n_parts = USUAL_LENGTH / WAVEEDIT_LENGTH;
    double whole = 0.0;
    double repeating = 0.0;
    for (int i = 0; i < WAVEEDIT_LENGTH; i++) {
        double sum = 0.0;
        for (int part = 0; part < n_parts; part++) {
            const double x = (double)samples[part * WAVEEDIT_LENGTH + i] - mean;
            sum += x;
            whole += x * x;
        }
        repeating += sum * sum / n_parts;
    }
    return repeating > 0.5 * whole;
}

static wt_status guess(const wt_table_parts *parts, uint64_t *length, const char **reason,
                       wt_message *message) {
    const uint64_t n = parts->n;
    if (n == WAVEEDIT_SAMPLES && repeats_by_256(parts->samples)) {
        *length = WAVEEDIT_LENGTH;
        *reason = "64 cycles of 256, as WaveEdit's";
    } else if (n % USUAL_LENGTH == 0) {
        *length = USUAL_LENGTH;
        *reason = "a multiple of 2048";
    } else if (n <= LONGEST_SINGLE) {
        *length = n;
        *reason = "a single cycle";
    } else {
        char what[96];
        snprintf(what, sizeof what, "nothing says how long a cycle of the %" PRIu64 " samples is",
                 n);
        return refuse("", what, n, message);
    }
    return check_length(*reason, *length, n, message);
}

wt_status wt_table_cycle(wt_table_file *table, wt_table_parts *parts, const wt_warner *warner,
                         wt_message *message) {
    int by = 0;
    while (by < WT_N_BY && !parts->hints[by].given) {
        by++;
    }
    uint64_t length = 0;
    const char *reason = by < WT_N_BY ? by_names[by] : "";
    wt_status status;
    if (by == WT_N_BY) {
        status = guess(parts, &length, &reason, message);
    } else if (*parts->hints[by].fault) {
        status = refuse(reason, parts->hints[by].fault, parts->n, message);
    } else {
        length = parts->hints[by].length;
        status = check_length(reason, length, parts->n, message);
    }
    if (status != WT_OK) {
        return status;
    }
    warn_of_others(parts, by, warner);
    *table = (wt_table_file){.samples = parts->samples,
                             .narrow = parts->narrow,
                             .length = (uint32_t)length,
                             .n_cycles = (uint32_t)(parts->n / length)};
    snprintf(table->format, sizeof table->format, "%s", parts->format);
    snprintf(table->reason, sizeof table->reason, "%s", reason);
    snprintf(table->title, sizeof table->title, "%s", parts->title);
    parts->samples = NULL;
    parts->narrow = NULL;
    return WT_OK;
}
