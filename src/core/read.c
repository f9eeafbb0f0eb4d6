// Cycles at their levels: the one that the pitch asks for, or two while it moves between them.
#include "core/block.h"

#include "wavetable/comb.h"

#include "core/grid.h"
#include "wavetable/math.h"

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

// How many words may a tooth have? A comb is to win back what it costs, about 64 frames a word, and
// to stay in the second-level cache together with those of other voices: 2^14 words of 16 teeth are
// 1 MB. Cycles that take turns are not read for long.
static size_t room_for_comb(const wt_block *block) {
    enum { SHARED_WORDS = 20000, FRAMES_A_WORD = 64 };
    const wt_patch *patch = block->patch;
    const bool one = patch->dimensions[0].n_cycles == 1;
    const bool rests = patch->n_dimensions == 1 && patch->scan == WT_SCAN_MIX &&
                       (one || wt_env_is_constant(&patch->mix[0]));
    const size_t share = SHARED_WORDS / (1 + block->others) / (one ? 1 : 2);
    const uint64_t worth = (block->voice->note->end - block->voice->note->start) / FRAMES_A_WORD;
    return !rests || !block->straight ? 0 : worth < share ? (size_t)worth : share;
}

static const wt_comb *get_comb(wt_block *block, const wt_cycle_ref *ref, uint32_t harmonics) {
    const wt_level_source *source = block->source;
    const size_t most = source->get_combed ? room_for_comb(block) : 0;
    return most == 0
               ? NULL
               : source->get_combed(source->context, ref->id, block->patch->form,
                                    harmonics_of(ref, harmonics), block->voice->increment, most);
}

static void read_at(wt_block *block, const wt_cycle_ref *ref, uint32_t harmonics, wt_sample *out,
                    size_t first, size_t n) {
    const wt_comb *comb = get_comb(block, ref, harmonics);
    if (comb) {
        comb->run(comb, wt_block_phase_at(block, first), out + first, n);
        return;
    }
    const wt_level *level = get_level(block, ref, harmonics);
    if (level && block->straight) {
        block->kernels->run[block->patch->form.interp](level, wt_block_phase_at(block, first),
                                                       block->voice->increment, out + first, n);
    } else if (level) {
        block->kernels->read[block->patch->form.interp](level, block->scratch->phase + first,
                                                        out + first, n);
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
    const wt_grid grid = {block->voice->top_hz, block->voice->spacing};
    const double low = wt_floor((double)s->place[first]);
    const uint32_t more = wt_grid_harmonics(&grid, (int32_t)low + 1);
    const uint32_t fewer = wt_grid_harmonics(&grid, (int32_t)low + 2);
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

bool wt_block_combs(wt_block *block, const wt_cycle_ref refs[2]) {
    const uint32_t most = steady_harmonics(block);
    return get_comb(block, &refs[0], most) && get_comb(block, &refs[1], most);
}

const wt_level *wt_block_woven(wt_block *block, const wt_cycle_ref *const *refs, int n) {
    const uint32_t most = steady_harmonics(block);
    const wt_level_source *source = block->source;
    uint32_t cycles[4], harmonics[4];
    for (int k = 0; k < n; ++k) {
        cycles[k] = refs[k]->id;
        harmonics[k] = harmonics_of(refs[k], most);
    }
    return source->get_woven
               ? source->get_woven(source->context, cycles, harmonics, n, block->patch->form)
               : NULL;
}
