// A voice: phases, then the chain of cycles, then gain and pan onto the bus.
#include "core/voice/voice.h"
#include "base/memory.h"

#include "base/math.h"
#include "core/pitch/pitch.h"
#include "core/tables/mip_spacing.h"
#include "core/voice/block.h"

enum { ARRAYS = 19, LINE = 64 }; // of the cache

static size_t array_size(size_t most) {
    return (most * sizeof(float) + LINE - 1) / LINE * LINE;
}

size_t wt_scratch_size(size_t most) {
    const size_t head = (sizeof(wt_scratch) + LINE - 1) / LINE * LINE;
    return head + ARRAYS * array_size(most);
}

wt_scratch *wt_scratch_make(void *room, size_t most) {
    const size_t size = array_size(most);
    wt_scratch *s = room;
    char *next = (char *)room + (wt_scratch_size(most) - ARRAYS * size);
    void *arrays[ARRAYS];
    for (int i = 0; i < ARRAYS; ++i) {
        arrays[i] = next + (size_t)i * size;
    }
    *s = (wt_scratch){.most = most,
                      .phase = arrays[0],
                      .chain = arrays[1],
                      .dimension = arrays[2],
                      .cycle = arrays[3],
                      .level = arrays[4],
                      .gain = arrays[5],
                      .pan = arrays[6],
                      .position = {arrays[7], arrays[8]},
                      .cross = {arrays[9], arrays[10]},
                      .pitch = arrays[11],
                      .mip = arrays[12],
                      .index = arrays[13],
                      .control = arrays[14],
                      .turn = arrays[15],
                      .noise = {arrays[16], arrays[17], arrays[18]}};
    return s;
}

// A note is steady where its pitch, and what widens its spectrum, are the same at every frame.
static bool is_steady(const wt_patch *patch, const wt_note *note) {
    return wt_env_is_constant(&patch->env[WT_TO_PITCH][0]) && !note->bend &&
           (!patch->fm.on || wt_env_is_constant(&patch->env[WT_TO_INDEX][0]));
}

// Phase modulation of index I at ratio r sweeps the pitch up to 1 + I r times its own.
static double widest_pitch(const wt_patch *patch, double hz, const wt_note_context *context) {
    if (!patch->fm.on) {
        return hz;
    }
    const double modulator = patch->fm.hz > 0.0 ? patch->fm.hz : hz * patch->fm.ratio;
    const double index = wt_env_at(&patch->env[WT_TO_INDEX][0], context, 0);
    return hz + (index < 0.0 ? -index : index) * modulator;
}

void wt_voice_start(wt_voice *voice, const wt_patch *patch, const wt_note *note) {
    const wt_note_context context = wt_note_context_of(patch, note);
    const wt_mip_spacing mips = wt_mip_spacing_of(patch->rate);
    const uint32_t phase = patch->phase + note->phase;
    *voice = (wt_voice){.note = note,
                        .phase = phase,
                        .modulator = phase,
                        .gate = note->gate - note->start,
                        .end = note->end - note->start,
                        .cut = UINT64_MAX};
    voice->top_hz = mips.top_hz;
    voice->spacing = mips.spacing;
    voice->steady = is_steady(patch, note);
    if (!voice->steady) {
        return;
    }
    const double semitones = wt_env_at(&patch->env[WT_TO_PITCH][0], &context, 0);
    const double hz = note->hz * wt_exp2(semitones / 12.0);
    const double heard = hz < patch->rate ? hz : patch->rate;
    voice->increment = heard < patch->rate ? wt_increment(heard, patch->rate) : 0;
    const double mip = wt_mip_spacing_level(&mips, widest_pitch(patch, heard, &context));
    const double below = wt_floor(mip);
    voice->harmonics =
        wt_mip_spacing_harmonics(&mips, (int32_t)(below < mip ? below + 1.0 : below));
    if (voice->harmonics == 0 && heard < mips.top_hz) {
        voice->harmonics = 1;
    }
}

void wt_voice_release(wt_voice *voice, uint64_t frame, uint64_t end) {
    voice->gate = frame;
    voice->end = end;
}

void wt_voice_cut(wt_voice *voice, uint64_t frame) {
    if (frame < voice->cut && frame + WT_CUT < voice->end) {
        voice->cut = frame;
        voice->end = frame + WT_CUT;
    }
}

static size_t sounding(const wt_voice *voice, size_t n) {
    const uint64_t left = voice->frame < voice->end ? voice->end - voice->frame : 0;
    return left < n ? (size_t)left : n;
}

static wt_block block_of(wt_voice *voice, const wt_patch *patch, wt_scratch *scratch, size_t n) {
    return (wt_block){.patch = patch,
                      .scratch = scratch,
                      .voice = voice,
                      .context = wt_note_context_of(patch, voice->note),
                      .frame = voice->frame,
                      .n = sounding(voice, n),
                      .ok = true};
}

static void add_to_bus(wt_block *block, wt_bus bus, const float *gain, bool constant) {
    if (constant) {
        block->kernels->add_constant(bus, block->chain, gain[0], block->n);
    } else {
        block->kernels->add(bus, block->chain, gain, block->n);
    }
}

// The first voice on a bus whose samples are as wide as the engine's is rendered in place.
static bool render_in_place(wt_block *block, wt_bus bus) {
    const float gain = block->scratch->gain[0];
    block->chain = (wt_sample *)(void *)bus.f;
    wt_block_chain(block);
    if (block->ok && gain != 1.0f) {
        block->kernels->scale_constant(block->chain, gain, block->n);
    }
    return block->ok;
}

static void clear(wt_block *block, wt_bus bus, size_t n) {
    memset(bus.f, 0, n * (block->patch->form.engine == WT_ENGINE_Q31 ? 8 : 4));
}

static bool render_and_add(wt_block *block, const wt_voice_output *output, bool constant) {
    const wt_scratch *scratch = block->scratch;
    if (constant && scratch->gain[0] == 0.0f && (!output->stereo || scratch->pan[0] == 0.0f)) {
        return block->ok;
    }
    wt_block_chain(block);
    if (block->ok) {
        add_to_bus(block, output->left, scratch->gain, constant);
        if (output->stereo) {
            add_to_bus(block, output->right, scratch->pan, constant);
        }
    }
    return block->ok;
}

static bool render_fresh(wt_block *block, const wt_voice_output *output, bool constant, size_t n) {
    const bool narrow = block->patch->form.engine != WT_ENGINE_Q31;
    if (constant && !output->stereo && narrow && block->n == n && block->scratch->gain[0] != 0.0f) {
        return render_in_place(block, output->left);
    }
    clear(block, output->left, n);
    if (output->stereo) {
        clear(block, output->right, n);
    }
    return render_and_add(block, output, constant);
}

bool wt_voice_render(wt_voice *voice, const wt_patch *patch, const wt_kernels *kernels,
                     const wt_level_source *source, wt_scratch *scratch,
                     const wt_voice_output *output, size_t n) {
    wt_block block = block_of(voice, patch, scratch, n);
    block.kernels = kernels;
    block.source = source;
    block.context.live = output->live;
    block.context.live_start = voice->frame - output->at;
    block.chain = scratch->chain;
    wt_block_phases(&block);
    wt_block_noise(&block);
    const bool constant = wt_block_gains(&block, output->stereo);
    const bool ok = output->fresh ? render_fresh(&block, output, constant, n)
                                  : render_and_add(&block, output, constant);
    voice->frame += block.n;
    return ok;
}

void wt_voice_skip(wt_voice *voice, const wt_patch *patch, const wt_kernels *kernels,
                   wt_scratch *scratch, uint64_t n) {
    if (voice->steady && !patch->fm.on && !wt_noise_is_coloured(&patch->noise)) {
        voice->phase += (uint64_t)voice->increment * n;
        voice->frame += n;
        return;
    }
    while (n > 0) {
        const size_t step = n < scratch->most ? (size_t)n : scratch->most;
        wt_block block = block_of(voice, patch, scratch, step);
        if (block.n == 0) {
            return;
        }
        block.kernels = kernels;
        wt_block_phases(&block);
        wt_block_noise(&block);
        voice->frame += block.n;
        n -= block.n;
    }
}
