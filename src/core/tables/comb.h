/// @file
/// Combs: a level laid out anew for one increment.
///
/// While the increment is steady, the samples of a vector lie at the same distances along the
/// cycle, to a row. So beside row i, from which the first of them is read, a comb keeps those from
/// which the others are read, its teeth: row i + c[j] of the level is tooth j of row i of the comb,
/// c[j] the whole rows in j increments. What takes a gather then takes a load. Where the fractions
/// of the first sample and of j increments add up to a whole row, tooth j of the next row is taken.
///
/// A comb is as many times as large as the level as it has teeth: it pays for long notes, as long
/// as it stays in the second-level cache.
#ifndef WT_CORE_TABLES_COMB_H
#define WT_CORE_TABLES_COMB_H

#include "core/engine/kernels.h"
#include "core/tables/level.h"

enum { WT_MOST_TEETH = 16 };

typedef struct wt_comb wt_comb; ///< A comb to read

/// Read `n` samples at the phases start + i increment: the same bits as the kernels' `run` reads
/// from the level. Never fails. Real-time safe.
typedef void (*wt_comb_run)(const wt_comb *comb, uint32_t start, wt_sample *out, size_t n);

struct wt_comb {
    const void *rows; ///< length + 2 of them, aligned to 64 bytes
    uint32_t increment;
    uint8_t log2_length; ///< Of the level
    wt_comb_run run;
};

/// What reads combs of `teeth` teeth; 0 and null where nothing does.
typedef struct {
    int teeth;
    wt_comb_run run;
} wt_comb_reader;

/// Return what reads combs of 4, 8 (AVX2) or 16 teeth (AVX-512); null where the processor lacks it,
/// and for samples that are held: there is nothing to win.
wt_comb_run wt_comb_run_of_width(wt_form form, int teeth);

/// Return the fastest on this processor, if it is faster than reading the level.
wt_comb_reader wt_comb_best(wt_form form);

/// Return whether a level can be combed: without taps, its length a power of two from 4 on.
bool wt_comb_is_possible(const wt_level *level);

/// Return how many 32-bit words a tooth has, in all rows of a comb.
size_t wt_comb_words(wt_form form, uint32_t length);

/// Return the size of the rows of a comb in bytes.
size_t wt_comb_size(wt_form form, uint32_t length, int teeth);

/// Fill `rows`, wt_comb_size bytes, from a level that can be combed. A row holds `teeth` words for
/// each of its columns:
///   linear   float, q31: one, the sample; q15: one, the sample below the one after it
///   cubic    four, the coefficients
void wt_comb_fill(wt_form form, const wt_level *level, uint32_t increment, int teeth, void *rows);

#endif
