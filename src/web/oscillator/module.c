// One oscillator as a module of WebAssembly: cycles from outside, read by straight lines as they
// are, through up to 8 dimensions whose positions, crossfades and pitch are set for every frame.
//
// Arrays are written and read in the module's memory. Nothing is imported. oscillator.js wraps it.
#include "core/pitch/pitch.h"
#include "core/voice/block.h"

enum { FRAMES = 128, MOST_CYCLES = 256, MOST_SAMPLES = 1 << 20, SCRATCH = 40 << 10 };

#define EXPORT(name) __attribute__((export_name(name)))

static char scratch_room[SCRATCH] __attribute__((aligned(64)));
static float samples[MOST_SAMPLES];
static float controls[WT_N_DESTINATIONS][WT_MAX_DIMENSIONS][FRAMES];
static wt_sample output[FRAMES];
static wt_live_value live[WT_N_DESTINATIONS][WT_MAX_DIMENSIONS];
static wt_env_term terms[WT_N_DESTINATIONS][WT_MAX_DIMENSIONS];
static wt_level levels[MOST_CYCLES];
static wt_cycle_ref cycles[MOST_CYCLES];
static uint32_t n_cycles, length;
static wt_patch patch;
static wt_note note;
static wt_voice voice;
static wt_scratch *scratch;

static const wt_level *level_of(void *context, uint32_t id, wt_form form, uint32_t harmonics) {
    (void)context, (void)form, (void)harmonics;
    return &levels[id];
}

static const wt_level_source source = {.get = level_of};

static void be_live(wt_mod_destination to, uint32_t d) {
    terms[to][d] = (wt_env_term){.kind = WT_ENV_LIVE, .destination = to, .dimension = d};
    live[to][d] = (wt_live_value){.values = controls[to][d], .n = FRAMES};
    patch.env[to][d] = (wt_env){&terms[to][d], 1};
}

// Begin anew, with cycles of so many samples, 2..65536.
EXPORT("reset") void reset(double rate, uint32_t samples_a_cycle) {
    patch.rate = rate;
    patch.n_dimensions = 0;
    n_cycles = 0;
    length = samples_a_cycle;
    scratch = wt_scratch_make(scratch_room, FRAMES);
    be_live(WT_TO_PITCH, 0);
}

// Add a dimension of the next n cycles in `samples`, each of which has its first sample once more
// behind it. Return 0, or 1 where there is no room.
EXPORT("add_dimension") int add_dimension(uint32_t n) {
    const uint32_t d = patch.n_dimensions;
    if (d == WT_MAX_DIMENSIONS || n == 0 || n > MOST_CYCLES - n_cycles ||
        (uint64_t)(n_cycles + n) * (length + 1) > MOST_SAMPLES) {
        return 1;
    }
    patch.dimensions[d] = (wt_dimension){cycles + n_cycles, n};
    patch.n_dimensions = d + 1;
    be_live(WT_TO_MIX, d);
    be_live(WT_TO_CROSS, d);
    for (const uint32_t end = n_cycles + n; n_cycles < end; ++n_cycles) {
        cycles[n_cycles].id = n_cycles;
        levels[n_cycles] =
            (wt_level){.rows = samples + (size_t)n_cycles * (length + 1), .length = length};
    }
    return 0;
}

// Begin at phase 0. Where it glides, its pitch is `hz` and the semitones of its control.
EXPORT("start") void start(double hz, int glides) {
    note.hz = hz;
    voice = (wt_voice){.note = &note,
                       .steady = !glides,
                       .increment = wt_increment(hz, patch.rate),
                       .mips = wt_mip_spacing_of(patch.rate)};
    wt_voice_know(&voice, &patch);
    voice.known.context.live = live[0];
}

// n <= 128 frames to `output`.
EXPORT("pull") void pull(uint32_t n) {
    wt_block block = {.patch = &patch,
                      .kernels = wt_kernels_best(WT_ENGINE_FLOAT),
                      .source = &source,
                      .scratch = scratch,
                      .voice = &voice,
                      .context = &voice.known.context,
                      .n = n,
                      .chain = output,
                      .ok = true};
    wt_scratch_forget(scratch);
    wt_block_phases(&block);
    wt_block_chain(&block);
}

EXPORT("samples") float *samples_at(void) {
    return samples;
}

// By destination, as wt_mod_destination, and dimension, 8 of them, 128 values each.
EXPORT("controls") float *controls_at(void) {
    return controls[0][0];
}

EXPORT("output") wt_sample *output_at(void) {
    return output;
}
