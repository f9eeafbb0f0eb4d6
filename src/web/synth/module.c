// The library as a module of WebAssembly: one synth, in memory that the module brings.
//
// It is for instruments in pages: 16 voices through up to 8 dimensions of up to 256 cycles,
// built-in shapes or samples of any length, band-limited by levels that it builds, read by cubics;
// an ADSR, and positions, crossfades, pitch, pan and loudness by the block or the frame. The rest
// of the library (integers, --fm, turns, noise, other reads and envelopes) is left out, as is what
// only makes it faster (core/plain.h); what is played has the bytes of the library.
//
// Numbers go in as arguments, arrays and sound through `shared`. Nothing is imported.
// web/engine.js wraps it.
#include "wavetable/wavetable.h"

#include "core/voice/voice.h"

enum {
    VOICES = 16,
    FRAMES = 128,
    MOST_CYCLES = 256,
    MOST_LENGTH = 2048,
    STORE = 48 << 20,
    SYNTH = 128 << 10,
};

#define EXPORT(name) __attribute__((export_name(name)))

static char store_room[STORE] __attribute__((aligned(64)));
static char synth_room[SYNTH] __attribute__((aligned(64)));
static float samples[MOST_CYCLES][MOST_LENGTH];
static struct { // the layout is known to engine.js
    float output[2][FRAMES];
    float controls[WT_N_DESTINATIONS][WT_MAX_DIMENSIONS][FRAMES];
    float input[MOST_LENGTH];
} shared;
static wt_cycle_ref cycles[MOST_CYCLES];
static uint32_t n_cycles;
static wt_env_term live[WT_N_DESTINATIONS][WT_MAX_DIMENSIONS]; // wt_patch_set_live has them as data
static wt_patch patch;
static wt_store *store;
static wt_synth *synth;

static void be_live(wt_mod_destination to, uint32_t dimension) {
    wt_env_term *term = &live[to][dimension];
    term->kind = WT_ENV_LIVE;
    term->destination = to;
    term->dimension = dimension;
    patch.env[to][dimension] = (wt_env){term, 1};
}

// Begin a patch of `rate` frames a second, without cycles.
EXPORT("reset") int reset(double rate) {
    n_cycles = 0;
    wt_patch_init(&patch, rate);
    patch.n_dimensions = 0;
    return wt_store_init(&store, store_room, STORE);
}

// Add a dimension, to which the next cycles belong; its position and crossfade are live.
EXPORT("add_dimension") int add_dimension(void) {
    const uint32_t d = patch.n_dimensions;
    if (d == WT_MAX_DIMENSIONS) {
        return WT_LIMIT;
    }
    patch.dimensions[d] = (wt_dimension){cycles + n_cycles, 0};
    patch.n_dimensions = d + 1;
    be_live(WT_TO_MIX, d);
    be_live(WT_TO_CROSS, d);
    return WT_OK;
}

static int add(const wt_cycle *cycle) {
    if (n_cycles == MOST_CYCLES || patch.n_dimensions == 0) {
        return WT_LIMIT;
    }
    const wt_status status = wt_store_add(store, cycle, &cycles[n_cycles]);
    if (status == WT_OK) {
        ++n_cycles;
        ++patch.dimensions[patch.n_dimensions - 1].n_cycles;
    }
    return status;
}

// Add a built-in shape, as wt_cycle_kind; `width` is that of a pulse.
EXPORT("add_shape") int add_shape(int kind, double width) {
    const bool is_shape =
        kind == WT_CYCLE_PULSE ? width > 0.0 && width < 1.0 : (unsigned)kind < WT_CYCLE_PULSE;
    return is_shape ? add(&(wt_cycle){.kind = (wt_cycle_kind)kind, .width = width}) : WT_BAD_RANGE;
}

// Add the first 2 <= `length` <= 2048 samples of `input` as a cycle.
EXPORT("add_samples") int add_samples(uint32_t length) {
    if (length < 2 || length > MOST_LENGTH || n_cycles == MOST_CYCLES) {
        return WT_LIMIT;
    }
    float *kept = samples[n_cycles];
    for (uint32_t i = 0; i < length; ++i) {
        kept[i] = shared.input[i];
    }
    return add(&(wt_cycle){.kind = WT_CYCLE_SAMPLES, .samples = kept, .length = length});
}

// Let a destination, as wt_mod_destination, be live.
EXPORT("set_live") void set_live(int to) {
    be_live((wt_mod_destination)to, 0);
}

EXPORT("set_adsr")
void set_adsr(double attack_s, double decay_s, double sustain, double release_s) {
    patch.adsr = (wt_adsr){attack_s, decay_s, sustain, release_s};
}

// Build all levels of low_hz..high_hz, and the synth.
EXPORT("prepare") int prepare(double low_hz, double high_hz) {
    const wt_status status = wt_store_prepare(store, &patch, low_hz, high_hz);
    return status == WT_OK ? wt_synth_init(&synth, synth_room, SYNTH, &patch, store, VOICES, FRAMES)
                           : status;
}

EXPORT("on") void on(uint32_t at, uint32_t id, double hz, double velocity) {
    wt_synth_on(synth, at, id, hz, velocity);
}

EXPORT("off") void off(uint32_t at, uint32_t id) {
    wt_synth_off(synth, at, id);
}

// The first n values of a control for the next block, or the one at its end.
EXPORT("set") void set(int to, uint32_t dimension, uint32_t n) {
    wt_synth_set(synth, (wt_mod_destination)to, dimension, shared.controls[to][dimension], n);
}

// n <= 128 frames to `output`, left in its first half, right, unless `mono`, in its second.
EXPORT("pull") void pull(uint32_t n, int mono) {
    wt_synth_pull(synth, shared.output[0], mono ? NULL : shared.output[1], n);
}

EXPORT("shared") void *shared_at(void) {
    return &shared;
}
