// A voice at 2 to 32 times the rate, for --fm that would fold: see fm_plan.h.
//
// A block is rendered as blocks of frames that are as much shorter, from the reach of the filters
// before it to their reach behind it, and made slower again. What is before and behind is rendered
// anew for each block, so that a voice stays a function of the frame. Before its note begins a
// voice is as at its first frame. Its state lies that reach before the next frame.
#include "core/voice/block.h"

unsigned wt_oversampling_most(double rate) {
    return rate < 44100.0 ? 5 : 3;
}

size_t wt_oversampling_reach(double rate, unsigned raised) {
    size_t reach = 0;
    for (unsigned stage = 0; stage < raised; ++stage) {
        const wt_halving filter = wt_halving_of(rate, stage);
        reach = 2 * reach + wt_halving_reach(&filter);
    }
    return reach;
}

// Short frames `done` .. of all that the block takes, until the frame from which the note sounds.
static wt_block piece_of(const wt_block *block, size_t done, size_t n) {
    const uint64_t reach = block->voice->reach;
    const uint64_t at = (block->frame << block->voice->raised) + done;
    wt_block piece = *block;
    piece.before = at < reach;
    piece.frame = piece.before ? 0 : at - reach;
    piece.n = n < block->scratch->most ? n : block->scratch->most;
    if (piece.before && piece.n > reach - at) {
        piece.n = (size_t)(reach - at);
    }
    return piece;
}

// Frames `done` .. end - 1, to scratch->raised; their phases alone where there is no source.
static void render_raised(wt_block *block, size_t done, size_t end) {
    wt_note_context context = *block->context;
    context.raised = block->voice->raised;
    while (done < end && block->ok) {
        wt_block piece = piece_of(block, done, end - done);
        piece.context = &context;
        piece.chain = block->scratch->raised + done;
        wt_block_phases(&piece);
        if (piece.source) {
            wt_block_chain(&piece);
        }
        block->ok = piece.ok;
        done += piece.n;
    }
}

static void decimate(wt_block *block, size_t n_in) {
    wt_sample *x = block->scratch->raised;
    size_t n = n_in;
    for (unsigned stage = block->voice->raised; stage-- > 0;) {
        const wt_halving filter = wt_halving_of(block->patch->rate, stage);
        n = n / 2 - wt_halving_reach(&filter);
        block->kernels->halve(&filter, x, stage > 0 ? x : block->chain, n);
    }
}

// The frames of a block that there is room for.
static void oversample(wt_block *block) {
    wt_voice *voice = block->voice;
    const size_t own = block->n << voice->raised;
    const size_t all = own + 2 * voice->reach;
    render_raised(block, 0, own);
    const uint64_t phase = voice->phase;
    const uint64_t modulator = voice->modulator;
    render_raised(block, own, all);
    voice->phase = phase;
    voice->modulator = modulator;
    if (block->ok) {
        decimate(block, all);
    }
}

void wt_block_oversample(wt_block *block) {
    const wt_voice *voice = block->voice;
    const size_t room = WT_RAISED_ROOM(block->scratch->most) - 2 * voice->reach;
    const size_t most = room >> voice->raised;
    for (size_t first = 0; first < block->n && block->ok; first += most) {
        wt_block part = *block;
        part.frame += first;
        part.n = block->n - first < most ? block->n - first : most;
        part.chain += first;
        oversample(&part);
        block->ok = part.ok;
    }
}

void wt_block_pass(wt_block *block) {
    block->source = NULL;
    render_raised(block, 0, block->n << block->voice->raised);
}
