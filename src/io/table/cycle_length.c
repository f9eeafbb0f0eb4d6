// How long a cycle is: by what the file says, else by how its samples look.
#include "io/table/evidence.h"
#include "io/table/large_block.h"
#include "io/table/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_LOOPED_CYCLE = 8192,
    MANY_SAMPLES = 1 << 22 // 16 MB of floats
};

static const struct {
    const char *name;   // for programs
    const char *people; // for people
} by_names[WT_N_BY] = {
    [WT_BY_FRAME] = {"--frame", "--frame"},    [WT_BY_CLM] = {"clm", "clm chunk"},
    [WT_BY_SRGE] = {"srge", "srge chunk"},     [WT_BY_UHWT] = {"uhWT", "uhWT chunk"},
    [WT_BY_CUE] = {"cue", "cue chunk"},        [WT_BY_SMPL] = {"smpl", "smpl chunk"},
    [WT_BY_FORMAT] = {"format", "the header"},
};

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
        parts->narrow = wt_large_block((size_t)n * sizeof *parts->narrow);
    } else {
        parts->samples = wt_large_block((size_t)n * sizeof *parts->samples);
    }
    if (!parts->samples && !parts->narrow) {
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

// Lengths that people use, and the whole, that divide `n`: advice, in rising order.
static void advise(char *text, size_t size, uint64_t n) {
    static const uint32_t usual[] = {64, 128, 256, 512, 600, 1024, 2048, 4096, 8192};
    uint64_t good[sizeof usual / sizeof *usual + 1];
    size_t n_good = 0;
    if (n < WT_MIN_CYCLE_LENGTH) {
        snprintf(text, size, "a cycle has %d samples or more", WT_MIN_CYCLE_LENGTH);
        return;
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (n % usual[i] == 0 && n / usual[i] <= WT_MAX_CYCLES && usual[i] < n) {
            good[n_good++] = usual[i];
        }
    }
    if (n <= WT_MAX_CYCLE_LENGTH) {
        good[n_good++] = n;
    }
    if (n_good == 0) {
        snprintf(text, size, "say --frame N: the whole cycles of N samples are then used");
        return;
    }
    int used = snprintf(text, size, "say --frame N with N such as %" PRIu64, good[0]);
    for (size_t i = 1; i < n_good; i++) {
        used += snprintf(text + used, size - (size_t)used, "%s%" PRIu64,
                         i == n_good - 1 ? " or " : ", ", good[i]);
    }
    if (good[n_good - 1] == n) {
        snprintf(text + used, size - (size_t)used, ", the whole");
    }
}

static wt_status refuse(const char *by, const char *what, uint64_t n, wt_message *message) {
    char advice[160];
    advise(advice, sizeof advice, n);
    wt_message_set(message, "%s%s%s (%s)", by, *by ? ": " : "", what, advice);
    return WT_BAD_FORMAT;
}

// What is wrong with a length, or empty.
static void fault_length(char *what, size_t size, uint64_t length, uint64_t n) {
    what[0] = '\0';
    if (length < WT_MIN_CYCLE_LENGTH || length > WT_MAX_CYCLE_LENGTH) {
        snprintf(what, size, "a cycle of %" PRIu64 " samples; cycles have %d to %d", length,
                 WT_MIN_CYCLE_LENGTH, WT_MAX_CYCLE_LENGTH);
    } else if (n < length) {
        snprintf(what, size,
                 "cycles of %" PRIu64 " samples, more than the %" PRIu64 " samples there", length,
                 n);
    }
}

// Points where one cycle ends and the next begins, some of them at the ends of the file.
static bool lie_between(const wt_cycle_hint *hint, uint64_t n) {
    const uint64_t last = hint->first + (hint->count - 1) * hint->length;
    return hint->count > 2 && hint->length <= LONGEST_LOOPED_CYCLE && n % hint->length == 0 &&
           hint->first % hint->length == 0 && hint->first <= hint->length && last <= n &&
           n - last <= hint->length;
}

// A marker counts only where it speaks of cycles.
static bool speaks_of_cycles(wt_cycle_hint *hint, int by, uint64_t n, const wt_warner *warner) {
    if (*hint->fault) {
        return true;
    }
    if (by == WT_BY_CUE && lie_between(hint, n)) {
        return true;
    }
    if (by == WT_BY_CUE) { // points that do not cover the file mark something else
        return hint->first < hint->length && hint->length <= LONGEST_LOOPED_CYCLE &&
               (uint64_t)hint->count * hint->length <= n &&
               n - (uint64_t)hint->count * hint->length < 2 * hint->length &&
               (hint->count > 2 || (uint64_t)hint->count * hint->length == n) &&
               !(hint->count == 2 && n > LONGEST_LOOPED_CYCLE);
    }
    if (by != WT_BY_SMPL) {
        return true;
    }
    const uint64_t without = hint->length - 1;
    if (n % hint->length != 0 && without >= WT_MIN_CYCLE_LENGTH && n % without == 0) {
        wt_warn(warner, "its loop of %" PRIu64 " samples ends one too late: taken as %" PRIu64,
                hint->length, without);
        hint->length = without;
    }
    return hint->length < n && hint->length <= LONGEST_LOOPED_CYCLE;
}

// Tell of every statement that is faulty, or that `winner` overrules.
static void warn_of_others(const wt_table_parts *parts, int winner, const wt_warner *warner) {
    for (int by = WT_BY_CLM; by < WT_N_BY; by++) {
        const wt_cycle_hint *const hint = &parts->hints[by];
        if (hint->given && *hint->fault) {
            wt_warn(warner, "the %s is ignored: %s", by_names[by].people, hint->fault);
        } else if (hint->given && by > winner && hint->length != parts->hints[winner].length) {
            wt_warn(warner,
                    "%s says cycles of %" PRIu64 " samples, %s %" PRIu64 "; taking %" PRIu64,
                    by_names[winner].people, parts->hints[winner].length, by_names[by].people,
                    hint->length, parts->hints[winner].length);
        }
    }
}

// A loop inside a long file is a sampler's.
static bool is_sample(const wt_table_parts *parts) {
    const wt_cycle_hint *const loop = &parts->hints[WT_BY_SMPL];
    return loop->length > LONGEST_LOOPED_CYCLE && loop->first > 0 && loop->length < parts->n;
}

static wt_status refuse_guess(const wt_table_parts *parts, wt_message *message) {
    char what[128];
    if (is_sample(parts)) {
        const wt_cycle_hint *const loop = &parts->hints[WT_BY_SMPL];
        snprintf(what, sizeof what,
                 "a sample with a loop from %" PRIu32 " to %" PRIu64 ", no table of cycles",
                 loop->first, loop->first + loop->length - 1);
    } else {
        snprintf(what, sizeof what, "nothing says how long a cycle of the %" PRIu64 " samples is",
                 parts->n);
    }
    return refuse("", what, parts->n, message);
}

static void tell_guess(const wt_table_parts *parts, const wt_length_guess *guess,
                       const wt_warner *warner) {
    char other[96] = "--frame N says otherwise";
    if (guess->runner_up > 0) {
        snprintf(other, sizeof other, "or %" PRIu64 " of %" PRIu32 ": --frame %" PRIu32,
                 parts->n / guess->runner_up, guess->runner_up, guess->runner_up);
    }
    wt_warn(warner,
            "does not say how long its cycles are: %s %" PRIu64 " of %" PRIu32 " samples, %s (%s)",
            guess->is_sure ? "taken as" : "not surely", parts->n / guess->length, guess->length,
            guess->reason, other);
}

static wt_status guess(wt_table_file *table, const wt_table_parts *parts, const wt_warner *warner,
                       wt_message *message) {
    const wt_length_guess found =
        is_sample(parts) ? (wt_length_guess){.length = 0} : wt_guess_length(parts);
    if (found.length == 0) {
        return refuse_guess(parts, message);
    }
    table->length = found.length;
    const wt_cycle_hint *const loop = &parts->hints[WT_BY_SMPL];
    if (loop->given && !*loop->fault && loop->length == found.length) { // of the one whole cycle
        snprintf(table->known_by, sizeof table->known_by, "%s", by_names[WT_BY_SMPL].name);
        snprintf(table->reason, sizeof table->reason, "%s", by_names[WT_BY_SMPL].people);
        return WT_OK;
    }
    table->is_guess = true;
    table->runner_up = found.runner_up;
    table->is_sure = found.is_sure;
    snprintf(table->known_by, sizeof table->known_by, "guess");
    const int used = snprintf(table->reason, sizeof table->reason, "a guess%s, %s",
                              found.is_sure ? "" : ", not sure", found.reason);
    if (found.runner_up > 0) {
        snprintf(table->reason + used, sizeof table->reason - (size_t)used,
                 "; or %" PRIu64 " of %" PRIu32 ": --frame %" PRIu32, parts->n / found.runner_up,
                 found.runner_up, found.runner_up);
    }
    tell_guess(parts, &found, warner);
    return WT_OK;
}

// Take what the first sound statement says. Of the user's own, a fault is one; of a file's, the
// next statement is asked.
static wt_status decide(wt_table_file *table, wt_table_parts *parts, const wt_warner *warner,
                        wt_message *message) {
    for (int by = 0; by < WT_N_BY; by++) {
        wt_cycle_hint *const hint = &parts->hints[by];
        if (hint->given && !speaks_of_cycles(hint, by, parts->n, warner)) {
            hint->given = by == WT_BY_SMPL && hint->length == parts->n;
            continue;
        }
        if (hint->given && !*hint->fault) {
            fault_length(hint->fault, sizeof hint->fault, hint->length, parts->n);
        }
        if (hint->given && *hint->fault && by == WT_BY_FRAME) {
            return refuse(by_names[by].people, hint->fault, parts->n, message);
        }
        if (!hint->given || *hint->fault) {
            continue;
        }
        table->length = (uint32_t)hint->length;
        snprintf(table->known_by, sizeof table->known_by, "%s", by_names[by].name);
        snprintf(table->reason, sizeof table->reason, "%s", by_names[by].people);
        warn_of_others(parts, by, warner);
        return WT_OK;
    }
    warn_of_others(parts, WT_N_BY, warner);
    return guess(table, parts, warner, message);
}

static void warn_of_rest(const wt_table_file *table, uint64_t n, const wt_warner *warner) {
    const uint64_t n_whole = n / table->length;
    if (n_whole > WT_MAX_CYCLES) {
        wt_warn(warner, "has %" PRIu64 " cycles of %" PRIu32 " samples: the first %d are used",
                n_whole, table->length, WT_MAX_CYCLES);
    } else if (n % table->length != 0) {
        wt_warn(warner,
                "the last %" PRIu64 " of its %" PRIu64 " samples are no whole cycle of %" PRIu32
                ": left out",
                n % table->length, n, table->length);
    }
}

wt_status wt_table_cycle(wt_table_file *table, wt_table_parts *parts, const wt_warner *warner,
                         wt_message *message) {
    wt_table_file made = {.samples = NULL};
    const wt_status status = decide(&made, parts, warner, message);
    if (status != WT_OK) {
        return status;
    }
    warn_of_rest(&made, parts->n, warner);
    const uint64_t n_whole = parts->n / made.length;
    made.n_cycles = n_whole < WT_MAX_CYCLES ? (uint32_t)n_whole : WT_MAX_CYCLES;
    made.samples = parts->samples;
    made.narrow = parts->narrow;
    snprintf(made.format, sizeof made.format, "%s", parts->format);
    snprintf(made.title, sizeof made.title, "%s", parts->title);
    snprintf(made.parts, sizeof made.parts, "%s", parts->part_names);
    parts->samples = NULL;
    parts->narrow = NULL;
    *table = made;
    return WT_OK;
}
