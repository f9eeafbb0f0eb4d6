// Cycles at their levels: the one that the pitch asks for, or two while it moves between them.
#include "core/voice/block.h"

#include "core/tables/comb.h"
#include "core/tables/weave.h"

#include "base/math.h"
#include "core/tables/mip_spacing.h"

static uint32_t harmonics_of(const wt_cycle_ref *ref, uint32_t harmonics) {
    return harmonics == WT_AS_IS || harmonics < ref->harmonics ? harmonics : ref->harmonics;
}

static const wt_level *get_level(wt_block *block, const wt_cycle_ref *ref, uint32_t harmonics) {
    const wt_level *level = block->source->get(block->source->context, ref->id, block->patch->form,
                                               harmonics_of(ref, harmonics));
    block->ok = block->ok && level;
    return level;
}

static uint32_t steady_harmonics(const wt_block *block) {
    return block->patch->bandlimit ? block->voice->harmonics : WT_AS_IS;
}

// Whether a level is combed for the rest of this note. To make a comb costs what up to 128 frames
// for each of its words win back: so many are read first, since a note may be cut, and twice as
// many are to come. It is to stay in the second-level cache, together with those of other voices:
// 2^14 words of 16 teeth are 1 MB. Cycles that take turns are not read for long.
static bool is_combed(const wt_block *block, const wt_level *level) {
    enum { FRAMES_A_WORD = 128 };
    const wt_patch *patch = block->patch;
    const wt_note *note = block->voice->note;
    const int cycles = patch->dimensions[0].n_cycles == 1 ? 1 : 2;
    const bool rests = patch->n_dimensions == 1 && patch->scan == WT_SCAN_MIX &&
                       (cycles == 1 || wt_env_is_constant(&patch->mix[0]));
    if (!block->source->get_combed || !block->straight || !rests || !wt_comb_is_possible(level)) {
        return false;
    }
    const int teeth = wt_comb_best(patch->form).teeth;
    const size_t words = wt_comb_words(patch->form, level->length);
    const size_t room = (teeth == WT_MOST_TEETH ? 20000 : 10000) / (1 + block->others);
    const uint64_t enough = (uint64_t)words * (unsigned)cycles * FRAMES_A_WORD;
    return teeth > 0 && words * (unsigned)cycles <= room && block->frame >= enough &&
           note->end - note->start >= 3 * enough;
}

static const wt_comb *get_comb(wt_block *block, const wt_cycle_ref *ref, uint32_t harmonics,
                               const wt_level *level) {
    const wt_level_source *source = block->source;
    return !is_combed(block, level)
               ? NULL
               : source->get_combed(source->context, ref->id, block->patch->form,
                                    harmonics_of(ref, harmonics), block->voice->increment);
}

static void read_at(wt_block *block, const wt_cycle_ref *ref, uint32_t harmonics, wt_sample *out,
                    size_t first, size_t n) {
    const wt_interp interp = block->patch->form.interp;
    const wt_level *level = get_level(block, ref, harmonics);
    const wt_comb *comb = level ? get_comb(block, ref, harmonics, level) : NULL;
    if (comb) {
        comb->run(comb, wt_block_phase_at(block, first), out + first, n);
    } else if (level && block->straight) {
        block->kernels->run[interp](level, wt_block_phase_at(block, first), block->voice->increment,
                                    out + first, n);
    } else if (level) {
        block->kernels->read[interp](level, block->scratch->phase + first, out + first, n);
    }
}

// Frames that lie between the same two levels of the grid.
static size_t run_of_places(const float *place, size_t n) {
    enum { STEP = 64 };
    const float low = (float)wt_floor((double)place[0]);
    const float high = low + 1.0f;
    for (size_t i = 0; i < n;) {
        const size_t step = n - i < STEP ? n - i : STEP;
        int outside = 0;
        for (size_t j = 0; j < step; ++j) { // without a branch, so that it can be widened
            outside |= (place[i + j] < low) | (place[i + j] >= high);
        }
        for (size_t j = 0; outside && j < step; ++j) {
            if (i + j > 0 && !(place[i + j] >= low && place[i + j] < high)) {
                return i + j;
            }
        }
        i += step;
    }
    return n;
}

// Blend from the level that is safe to the next sparser one as the pitch rises through the grid.
static void read_between(wt_block *block, const wt_cycle_ref *ref, wt_sample *out, size_t first,
                         size_t n) {
    wt_scratch *s = block->scratch;
    const wt_mip_spacing grid = {block->voice->top_hz, block->voice->spacing};
    const double low = wt_floor((double)s->place[first]);
    const uint32_t more = wt_mip_spacing_harmonics(&grid, (int32_t)low + 1);
    const uint32_t fewer = wt_mip_spacing_harmonics(&grid, (int32_t)low + 2);
    read_at(block, ref, more, out, first, n);
    if (fewer == more || fewer >= ref->harmonics) {
        return;
    }
    read_at(block, ref, fewer, s->level, first, n);
    for (size_t i = first; i < first + n; ++i) {
        s->control[i] = s->place[i] - (float)low;
    }
    block->kernels->blend(out + first, s->level + first, s->control + first, n);
}

void wt_block_read(wt_block *block, const wt_cycle_ref *ref, wt_sample *out, size_t first,
                   size_t n) {
    if (!block->patch->bandlimit) {
        read_at(block, ref, WT_AS_IS, out, first, n);
    } else if (block->voice->steady) {
        read_at(block, ref, block->voice->harmonics, out, first, n);
    } else {
        for (size_t end = first + n; first < end && block->ok;) {
            const size_t run = run_of_places(block->scratch->place + first, end - first);
            read_between(block, ref, out, first, run);
            first += run;
        }
    }
}

const wt_level *wt_block_level(wt_block *block, const wt_cycle_ref *ref) {
    return get_level(block, ref, steady_harmonics(block));
}

bool wt_block_are_combed(wt_block *block, const wt_cycle_ref refs[2]) {
    const wt_level *a = wt_block_level(block, &refs[0]);
    const wt_level *b = wt_block_level(block, &refs[1]);
    return a && b && is_combed(block, a) && is_combed(block, b);
}

const wt_level *wt_block_woven(wt_block *block, const wt_cycle_ref *const *refs, int n) {
    const uint32_t most = steady_harmonics(block);
    const wt_level_source *source = block->source;
    uint32_t cycles[WT_MOST_WOVEN], harmonics[WT_MOST_WOVEN];
    for (int k = 0; k < n; ++k) {
        cycles[k] = refs[k]->id;
        harmonics[k] = harmonics_of(refs[k], most);
    }
    return source->get_woven
               ? source->get_woven(source->context, cycles, harmonics, n, block->patch->form)
               : NULL;
}
