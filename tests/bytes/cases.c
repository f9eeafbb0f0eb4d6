// Patches whose bytes must be the same everywhere: a hash for each, of half a second of three
// notes.
#include "cases.h"

#include "wavetable/wavetable.h"

enum { FRAMES = 12000, BLOCK = 100, STORE = 128 << 20, SYNTH = 1 << 18, LENGTH = 600 };

static char store_room[STORE];
static char synth_room[SYNTH];
static float left[BLOCK], right[BLOCK], samples[LENGTH], control[BLOCK];

static const double amplitudes[] = {1.0, 0.0, 0.5, 0.25, 0.0, 0.125};

static const wt_breakpoint sweep[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                      {{0.1, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0},
                                      {{0.2, WT_SECONDS}, {0.3, WT_VELOCITY}, -3.0}};
static const wt_breakpoint bend[] = {{{0.0, WT_SECONDS}, {-5.0, WT_PLAIN}, 0.0},
                                     {{0.2, WT_SECONDS}, {19.0, WT_PLAIN}, 2.0}};
static const wt_breakpoint index_points[] = {{{0.0, WT_SECONDS}, {3.0, WT_PLAIN}, 0.0},
                                             {{0.2, WT_SECONDS}, {0.1, WT_PLAIN}, -4.0}};
static const wt_breakpoint third[] = {{{0.0, WT_SECONDS}, {0.3125, WT_PLAIN}, 0.0}};
static const float triangle[] = {0.0f, 1.0f, 0.0f, -1.0f, 0.0f};

static const wt_env_term sweep_term = {.kind = WT_ENV_POINTS, .points = sweep, .n_points = 3};
static const wt_env_term third_term = {.kind = WT_ENV_POINTS, .points = third, .n_points = 1};
static const wt_env_term index_term = {
    .kind = WT_ENV_POINTS, .points = index_points, .n_points = 2};
static const wt_env_term bend_terms[] = {{.kind = WT_ENV_POINTS, .points = bend, .n_points = 2},
                                         {.kind = WT_ENV_LFO,
                                          .samples = triangle,
                                          .n_samples = 4,
                                          .rate = 6.0,
                                          .low = {-0.5, WT_PLAIN},
                                          .high = {0.5, WT_PLAIN}}};
static const wt_env_term wobble = {.kind = WT_ENV_LFO,
                                   .samples = triangle,
                                   .n_samples = 4,
                                   .rate = 11.0,
                                   .low = {-1.0, WT_PLAIN},
                                   .high = {1.0, WT_PLAIN}};

enum {
    STILL = 0,
    MOVING = 1,
    GLIDE = 2,
    PAN = 4,
    FM = 8,
    FM_MOVING = 16,
    LIVE = 32,
    TWO = 64,
    PLAIN = 128,
    CYCLES = 256
};

typedef struct {
    wt_engine engine;
    wt_interp interp;
    int rate;
    int what;
} test_case;

#define F WT_ENGINE_FLOAT
#define Q WT_ENGINE_Q15
#define L WT_ENGINE_Q31
#define FOUR(engine, rate, what)                                                                   \
    {engine, WT_INTERP_NONE, rate, what}, {engine, WT_INTERP_NEAREST, rate, what},                 \
        {engine, WT_INTERP_LINEAR, rate, what}, {                                                  \
        engine, WT_INTERP_CUBIC, rate, what                                                        \
    }

static const test_case cases[] = {
    FOUR(F, 48000, STILL),
    FOUR(Q, 48000, STILL),
    FOUR(L, 48000, STILL),
    FOUR(F, 44100, MOVING | TWO),
    FOUR(Q, 44100, MOVING | TWO | PAN),
    FOUR(L, 22050, MOVING | GLIDE),
    FOUR(F, 96000, GLIDE | PAN),
    FOUR(F, 48000, PLAIN | MOVING),
    {Q, WT_INTERP_LINEAR, 48000, PLAIN},
    {L, WT_INTERP_LINEAR, 48000, PLAIN | GLIDE},
    {F, WT_INTERP_CUBIC, 48000, FM},
    {F, WT_INTERP_CUBIC, 48000, FM_MOVING | PAN},
    {F, WT_INTERP_LINEAR, 44100, FM_MOVING | GLIDE | MOVING},
    {Q, WT_INTERP_LINEAR, 48000, FM},
    {L, WT_INTERP_CUBIC, 48000, FM_MOVING},
    {F, WT_INTERP_CUBIC, 48000, LIVE},
    {F, WT_INTERP_LINEAR, 48000, LIVE | TWO | PAN},
    {Q, WT_INTERP_LINEAR, 48000, LIVE},
    {F, WT_INTERP_CUBIC, 8000, MOVING},
    {F, WT_INTERP_CUBIC, 48000, CYCLES},
    {F, WT_INTERP_CUBIC, 192000, GLIDE | MOVING | TWO | PAN},
};

int n_cases(void) {
    return (int)(sizeof cases / sizeof *cases);
}

static wt_cycle cycle_of(int i) {
    switch (i) {
    case 0:
        return (wt_cycle){.kind = WT_CYCLE_SAW};
    case 1:
        return (wt_cycle){.kind = WT_CYCLE_PULSE, .width = 0.3};
    case 2:
        return (wt_cycle){.kind = WT_CYCLE_HARMONICS, .amplitudes = amplitudes, .n_amplitudes = 6};
    case 3:
        return (wt_cycle){.kind = WT_CYCLE_SAMPLES, .samples = samples, .length = LENGTH};
    default:
        return (wt_cycle){.kind = WT_CYCLE_SINE};
    }
}

static void move(wt_patch *patch, int what) {
    if (what & MOVING) {
        patch->env[WT_TO_MIX][0] = (wt_env){&sweep_term, 1};
        patch->env[WT_TO_AMP][0] = (wt_env){&sweep_term, 1};
    } else {
        patch->env[WT_TO_MIX][0] = (wt_env){&third_term, 1};
    }
    if (what & GLIDE) {
        patch->env[WT_TO_PITCH][0] = (wt_env){bend_terms, 2};
    }
    if (what & PAN) {
        patch->env[WT_TO_PAN][0] = (wt_env){&wobble, 1};
    }
    if (what & TWO) {
        patch->env[WT_TO_MIX][1] = (wt_env){&sweep_term, 1};
        patch->env[WT_TO_CROSS][1] = (wt_env){what & MOVING ? &sweep_term : &third_term, 1};
    }
    if (what & FM_MOVING) {
        patch->env[WT_TO_INDEX][0] = (wt_env){&index_term, 1};
    }
    if (what & LIVE) {
        wt_patch_set_live(patch, WT_TO_MIX, 0);
        wt_patch_set_live(patch, WT_TO_PITCH, 0);
    }
}

static uint64_t hash_of(uint64_t hash, const float *x, int n) {
    for (int i = 0; i < n; ++i) {
        const union {
            float f;
            uint32_t bits;
        } number = {x[i]};
        for (int shift = 0; shift < 32; shift += 8) {
            hash = (hash ^ (number.bits >> shift & 255)) * 0x100000001b3u;
        }
    }
    return hash;
}

static uint64_t play(wt_synth *synth, const test_case *c) {
    uint64_t hash = 0xcbf29ce484222325u;
    wt_synth_on(synth, 3, 1, 110.0, 127.0);
    for (int block = 0; block < FRAMES / BLOCK; ++block) {
        if (block == 10) {
            wt_synth_on(synth, 50, 2, 659.255, 100.0);
        } else if (block == 40) {
            wt_synth_off(synth, 99, 1);
            wt_synth_on(synth, 7, 3, 1760.0, 31.0);
        } else if (block == 80) {
            wt_synth_off(synth, 1, 2);
        }
        const float to = (float)(block % 8) * 0.125f;
        for (int i = 0; i < BLOCK; ++i) {
            control[i] = (float)i * 0.0078125f;
        }
        wt_synth_set(synth, WT_TO_MIX, 0, control, BLOCK);
        wt_synth_set(synth, WT_TO_PITCH, 0, &to, 1);
        wt_synth_pull(synth, left, c->what & PAN ? right : 0, BLOCK);
        hash = hash_of(hash, left, BLOCK);
        hash = c->what & PAN ? hash_of(hash, right, BLOCK) : hash;
    }
    return hash;
}

uint64_t case_hash(int number) {
    const test_case *c = &cases[number];
    wt_cycle_ref refs[5];
    wt_patch patch;
    wt_store *store;
    wt_synth *synth;
    for (int i = 0; i < LENGTH; ++i) {
        samples[i] = (float)(i * i % 613) / 307.0f - 1.0f;
    }
    wt_patch_init(&patch, c->rate);
    patch.form = (wt_form){c->engine, c->interp};
    patch.bandlimit = !(c->what & PLAIN);
    patch.adsr = (wt_adsr){0.01, 0.05, 0.6, 0.08};
    patch.scan = c->what & CYCLES ? WT_SCAN_CYCLE : WT_SCAN_MIX;
    patch.n_dimensions = c->what & TWO ? 2 : 1;
    patch.dimensions[0] = (wt_dimension){refs, 3};
    patch.dimensions[1] = (wt_dimension){refs + 2, 2};
    move(&patch, c->what);
    if (wt_store_init(&store, store_room, STORE) != WT_OK) {
        return 0;
    }
    for (int i = 0; i < 5; ++i) {
        const wt_cycle cycle = cycle_of(i);
        if (wt_store_add(store, &cycle, &refs[i]) != WT_OK) {
            return 1;
        }
    }
    patch.fm.on = c->what & (FM | FM_MOVING);
    patch.fm.ratio = 1.5;
    patch.fm.wave = refs[4];
    if (wt_store_prepare(store, &patch, 80.0, 6000.0) != WT_OK) {
        return 2;
    }
    return wt_synth_init(&synth, synth_room, SYNTH, &patch, store, 3, BLOCK) == WT_OK
               ? play(synth, c)
               : 3;
}
