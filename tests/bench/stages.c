// Nanoseconds per sample of every kernel and stage, scalar against wide, beside memcpy and write();
// and what it costs to build levels.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/engine/kernels.h"
#include "core/output/quantiser.h"
#include "core/tables/cache.h"
#include "core/voice/renderer.h"

enum { N = 4096, REPEATS = 300, ROUNDS = 7 };

static double now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint32_t phase[N];
static wt_sample a[N], b[N];
static float weights[N];
static int64_t bus[N];
static double out[N];

typedef struct {
    const wt_kernels *kernels;
    wt_engine engine;
    int interp;
    wt_level level;
    size_t block;
    bool two;
    wt_quantiser *quantiser;
    int fd;
} stage;

static void do_read(stage *s) {
    s->kernels->read[s->interp](&s->level, phase, a, N);
}

static void do_run(stage *s) {
    s->kernels->run[s->interp](&s->level, 1u, 39370534u, a, N);
}

enum { G1 = 4384451 }; // its increment at 48 kHz

static void do_low(stage *s) {
    s->kernels->run[s->interp](&s->level, 1u, G1, a, N);
}

// What no reader of a low note can go below: one sample of each row that it reads.
static void do_touch(stage *s) {
    const int shift = 32 - s->level.log2_length;
    const size_t size = wt_row_size((wt_form){s->engine, (wt_interp)s->interp});
    const char *rows = s->level.rows;
    uint32_t sums[4] = {0};
    uint32_t at = 1;
    for (uint32_t i = 0; i < N; i += 4) {
        for (uint32_t k = 0; k < 4; ++k) {
            sums[k] += *(const uint16_t *)(const void *)(rows + size * (at >> shift));
            at += G1;
        }
    }
    memcpy(out, sums, sizeof sums);
}

static void do_ramp(stage *s) {
    s->kernels->ramp(1u, 39370534u, phase, N);
}

static void do_blend(stage *s) {
    s->kernels->blend(a, b, weights, N);
}

static void do_mix(stage *s) {
    const wt_steady_tone tone = {
        .level = &s->level, .other = &s->level, .increment = 39370534u, .scale = 1.0f};
    const wt_tone_moves moves = {.positions = weights};
    s->kernels->mix((wt_reader)s->interp, &tone, 1u, &moves, NULL, a, N);
}

// A voice's block is all that a kernel is asked for at once; all voices share the buses.
static void do_play(stage *s) {
    const wt_steady_tone tone = {.level = &s->level,
                                 .other = s->two ? &s->level : NULL,
                                 .increment = 39370534u,
                                 .weight = 0.5f,
                                 .gain = 0.5f,
                                 .pan = 0.5f};
    wt_player *play = s->kernels->player((wt_reader)s->interp, &tone, false, false, true);
    wt_playing playing = {.tone = &tone, .left.q31 = bus, .right.q31 = bus + N / 2, .n = s->block};
    for (uint32_t i = 0; i < N; i += (uint32_t)s->block) {
        playing.start = i * tone.increment;
        play(&playing);
    }
}

static void do_add(stage *s) {
    s->kernels->add((wt_bus){.q31 = bus}, b, weights, N);
}

static void do_quantise(stage *s) {
    wt_quantise(s->quantiser, (wt_bus){.q31 = bus}, out, N);
}

static void do_memcpy(stage *s) {
    (void)s;
    memcpy(out, a, N * sizeof *a);
}

static void do_write(stage *s) {
    if (write(s->fd, out, 2 * N) != 2 * N) {
        exit(1);
    }
}

// The best of several rounds, per sample.
static double measure(void (*work)(stage *), stage *s) {
    double best = 1e99;
    for (int round = 0; round < ROUNDS; ++round) {
        const double start = now_ns();
        for (int i = 0; i < REPEATS; ++i) {
            work(s);
        }
        const double each = (now_ns() - start) / REPEATS / N;
        best = each < best ? each : best;
    }
    return best;
}

static void row(const char *name, void (*work)(stage *), stage s) {
    static const int widths[] = {1, 4, 8, 16};
    printf("  %-34s", name);
    for (int w = 0; w < 4; ++w) {
        s.kernels = wt_kernels_of_width(s.engine, widths[w]);
        if (s.kernels && (work != do_play || s.kernels->player)) {
            printf("%9.3f", measure(work, &s));
        } else {
            printf("%9s", "-");
        }
    }
    printf("\n");
}

static void plays(stage s, const char *name) {
    static const size_t blocks[] = {4096, 128, 64};
    char title[64];
    for (int cycles = 1; cycles <= 2; ++cycles) {
        s.two = cycles == 2;
        for (size_t i = 0; i < sizeof blocks / sizeof *blocks; ++i) {
            s.block = blocks[i];
            snprintf(title, sizeof title, "%s, %d in stereo, by %zu", name, cycles, s.block);
            row(title, do_play, s);
        }
    }
}

static void kernels_of(wt_cache_reader *reader, uint32_t saw, wt_engine engine, const char *name) {
    static const char *const interps[] = {"none", "nearest", "linear", "cubic"};
    const wt_level_source source = wt_cache_reader_source(reader);
    char title[64];
    for (int i = 0; i < 4; ++i) {
        const wt_form form = {engine, (wt_interp)i};
        stage s = {
            .engine = engine, .interp = i, .level = *source.get(source.context, saw, form, 57)};
        snprintf(title, sizeof title, "%s %s, any phases", name, interps[i]);
        row(title, do_read, s);
        snprintf(title, sizeof title, "%s %s, steady", name, interps[i]);
        row(title, do_run, s);
        if (i >= WT_INTERP_LINEAR) {
            snprintf(title, sizeof title, "%s %s, two mixed", name, interps[i]);
            row(title, do_mix, s);
        }
        if (engine == WT_ENGINE_FLOAT && i == WT_INTERP_CUBIC) {
            memset(bus, 0, sizeof bus);
            plays(s, "float cubic");
        }
    }
    for (size_t i = 0; i < N; ++i) { // samples of any engine, and no denormal numbers
        a[i] = b[i] = engine == WT_ENGINE_FLOAT ? (wt_sample){.f = 0.25f} : (wt_sample){.q = 1000};
    }
    const stage s = {.engine = engine};
    snprintf(title, sizeof title, "%s blend, moving weight", name);
    row(title, do_blend, s);
    snprintf(title, sizeof title, "%s gain and sum", name);
    row(title, do_add, s);
}

// Its rows lie in the second cache, and none is in the line of the one before.
static void low_note(wt_cache_reader *reader, uint32_t saw, wt_engine engine, const char *name) {
    const wt_level_source source = wt_cache_reader_source(reader);
    const wt_form form = {engine, WT_INTERP_LINEAR};
    stage s = {.engine = engine,
               .interp = WT_INTERP_LINEAR,
               .level = *source.get(source.context, saw, form, 408)};
    row(name, do_low, s);
    printf("  %-34s%9.3f\n", "one sample of each of its rows", measure(do_touch, &s));
}

static void quantisers(void) {
    static const struct {
        const char *name;
        wt_engine engine;
        wt_container container;
        int bits;
        bool dither;
    } rows[] = {
        {"float to 16 bits, dithered", WT_ENGINE_FLOAT, WT_I16, 16, true},
        {"float to 16 bits", WT_ENGINE_FLOAT, WT_I16, 16, false},
        {"float to 24 bits", WT_ENGINE_FLOAT, WT_I32, 24, false},
        {"float to float", WT_ENGINE_FLOAT, WT_F32, 32, false},
        {"q15 to 16 bits", WT_ENGINE_Q15, WT_I16, 16, false},
        {"q31 to 24 bits", WT_ENGINE_Q31, WT_I32, 24, false},
    };
    printf("\nquantiser, ns per sample\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
        wt_quantiser q;
        wt_quantiser_init(&q, rows[i].engine, rows[i].container, rows[i].bits, rows[i].dither, 0,
                          0.7);
        q.audible = true; // it no longer listens
        memset(bus, 0, sizeof bus);
        stage s = {.quantiser = &q};
        printf("  %-34s%9.3f\n", rows[i].name, measure(do_quantise, &s));
    }
}

static const wt_breakpoint up[] = {{{0.0, WT_SECONDS}, {0.1, WT_PLAIN}, 0.0},
                                   {{1e4, WT_SECONDS}, {0.9, WT_PLAIN}, 0.0}};
static const wt_breakpoint bent[] = {{{0.0, WT_SECONDS}, {0.1, WT_PLAIN}, 0.0},
                                     {{1e4, WT_SECONDS}, {0.9, WT_PLAIN}, 3.0}};
static const wt_breakpoint whole[] = {{{0.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}};
static const float wave[] = {0.0f, 1.0f, 0.0f, -1.0f, 0.0f};
static const wt_env_term lines[] = {{.kind = WT_ENV_POINTS, .points = up, .n_points = 2}};
static const wt_env_term bends[] = {{.kind = WT_ENV_POINTS, .points = bent, .n_points = 2}};
static const wt_env_term ones[] = {{.kind = WT_ENV_POINTS, .points = whole, .n_points = 1}};
static const wt_breakpoint indices[] = {{{0.0, WT_SECONDS}, {2.0, WT_PLAIN}, 0.0},
                                        {{0.0, WT_SECONDS}, {5.0, WT_PLAIN}, 0.0},
                                        {{0.0, WT_SECONDS}, {30.0, WT_PLAIN}, 0.0}};
static const wt_env_term twos[] = {{.kind = WT_ENV_POINTS, .points = indices, .n_points = 1}};
static const wt_env_term fives[] = {{.kind = WT_ENV_POINTS, .points = indices + 1, .n_points = 1}};
static const wt_env_term thirties[] = {
    {.kind = WT_ENV_POINTS, .points = indices + 2, .n_points = 1}};
static const wt_env_term lfos[] = {{.kind = WT_ENV_LFO,
                                    .samples = wave,
                                    .n_samples = 4,
                                    .rate = 5.0,
                                    .low = {0.2, WT_PLAIN},
                                    .high = {0.8, WT_PLAIN}}};

// A patch of one long voice.
typedef struct {
    const char *name;
    uint32_t dimensions, cycles;
    const wt_env_term *mix, *pitch, *amp, *index, *pan;
    bool stereo, soft, sine;
    wt_patch patch;
    wt_voice state;
    wt_renderer renderer;
    double best;
} voice_row;

static wt_env env_of(const wt_env_term *term) {
    return (wt_env){term, term ? 1 : 0};
}

// `refs` are saw, square, two pulses, triangle and sine; dimensions take two of them in turn.
static void prepare(voice_row *v, const wt_cycle_ref *refs, wt_interp interp, const wt_note *note,
                    wt_level_source source, wt_scratch *scratch) {
    v->patch = (wt_patch){.rate = 48000.0,
                          .tempo_bpm = 120.0,
                          .form = {WT_ENGINE_FLOAT, interp},
                          .bandlimit = true,
                          .n_dimensions = v->dimensions,
                          .env[WT_TO_AMP][0] = env_of(v->amp ? v->amp : ones),
                          .env[WT_TO_PITCH][0] = env_of(v->pitch),
                          .env[WT_TO_PAN][0] = env_of(v->pan),
                          .fm = {v->index != NULL, 1.5, 0.0, refs[5]},
                          .env[WT_TO_INDEX][0] = env_of(v->index),
                          .adsr = {0.0, 0.0, 1.0, 0.0}};
    for (uint32_t d = 0; d < v->dimensions; ++d) {
        v->patch.dimensions[d] =
            (wt_dimension){refs + (v->sine ? 5 : d % 2 * (v->soft ? 4 : 2)), v->cycles};
        v->patch.env[WT_TO_MIX][d] = env_of(v->mix);
        v->patch.env[WT_TO_CROSS][d] = env_of(v->mix);
    }
    v->renderer = (wt_renderer){.patch = &v->patch,
                                .kernels = wt_kernels_best(WT_ENGINE_FLOAT),
                                .source = source,
                                .notes = note,
                                .n_notes = 1,
                                .voices = &v->state,
                                .n_voices = 1,
                                .scratch = scratch,
                                .stereo = v->stereo};
    v->best = 1e99;
}

// All rows take turns, so that each is measured in the machine's quiet moments too.
static void measure_voices(voice_row *rows, size_t n_rows) {
    enum { TURNS = 300, PULLS = 20 };
    for (int turn = 0; turn < TURNS; ++turn) {
        for (size_t r = 0; r < n_rows; ++r) {
            const wt_bus left = {.f = (float *)(void *)bus};
            const wt_bus right = {.f = (float *)(void *)out};
            const double start = now_ns();
            for (int i = 0; i < PULLS; ++i) {
                wt_renderer_pull(&rows[r].renderer, left, right, N);
            }
            const double each = (now_ns() - start) / PULLS / N;
            rows[r].best = each < rows[r].best ? each : rows[r].best;
        }
    }
}

static void voices(wt_cache_reader *reader, const wt_cycle_ref *refs) {
    wt_scratch *scratch = wt_scratch_make(aligned_alloc(64, wt_scratch_size(WT_BLOCK)), WT_BLOCK);
    static const wt_note note = {.gate = 1u << 30,
                                 .end = 1u << 30,
                                 .note_s = 1e5,
                                 .hz = 440.0,
                                 .velocity = 127,
                                 .gain = 1.0};
    static const char *const names[] = {"linear", "cubic"};
    printf("\na whole voice, ns per sample (x: against one cycle, steady)\n");
    for (int i = 0; i < 2; ++i) {
        static voice_row rows[] = {
            {.name = "1 cycle, steady", .dimensions = 1, .cycles = 1},
            {.name = "1 dimension of 2 cycles, moving", .dimensions = 1, .cycles = 2, .mix = lines},
            {.name = "2 dimensions of 2 cycles, moving",
             .dimensions = 2,
             .cycles = 2,
             .mix = lines},
            {.name = "2, one of them triangle and sine",
             .dimensions = 2,
             .cycles = 2,
             .mix = lines,
             .soft = true},
            {.name = "4 dimensions of 2 cycles, moving",
             .dimensions = 4,
             .cycles = 2,
             .mix = lines},
            {.name = "8 dimensions of 2 cycles, moving",
             .dimensions = 8,
             .cycles = 2,
             .mix = lines},
            {.name = "1 dimension of 2 cycles, by an LFO",
             .dimensions = 1,
             .cycles = 2,
             .mix = lfos},
            {.name = "1 cycle, gliding pitch", .dimensions = 1, .cycles = 1, .pitch = lines},
            {.name = "1 cycle, vibrato", .dimensions = 1, .cycles = 1, .pitch = lfos},
            {.name = "1 cycle, fading in along a line", .dimensions = 1, .cycles = 1, .amp = lines},
            {.name = "1 cycle, fading in along a bend", .dimensions = 1, .cycles = 1, .amp = bends},
            {.name = "sine, --fm, steady index",
             .dimensions = 1,
             .cycles = 1,
             .index = ones,
             .sine = true},
            {.name = "sine, --fm, moving index",
             .dimensions = 1,
             .cycles = 1,
             .index = lines,
             .sine = true},
            {.name = "sine, --fm, twice the rate",
             .dimensions = 1,
             .cycles = 1,
             .index = thirties,
             .sine = true},
            {.name = "saw, --fm, 4 times the rate", .dimensions = 1, .cycles = 1, .index = twos},
            {.name = "saw, --fm, 8 times the rate", .dimensions = 1, .cycles = 1, .index = fives},
            {.name = "1 cycle, moving pan, two channels",
             .dimensions = 1,
             .cycles = 1,
             .pan = lines,
             .stereo = true}};
        enum { ROWS = sizeof rows / sizeof *rows };
        for (size_t r = 0; r < ROWS; ++r) {
            prepare(&rows[r], refs, i ? WT_INTERP_CUBIC : WT_INTERP_LINEAR, &note,
                    wt_cache_reader_source(reader), scratch);
        }
        measure_voices(rows, ROWS);
        for (size_t r = 0; r < ROWS; ++r) {
            printf("  %-8s%-36s%9.3f  %5.2f x\n", names[i], rows[r].name, rows[r].best,
                   rows[r].best / rows[0].best);
        }
    }
}

// A fresh bank each time: all the levels that one note needs.
static void building(void) {
    static const double pitches[] = {27.5, 440.0, 4186.0};
    printf("\nlevels for one note, ms (default settings, saw, 48 kHz)\n");
    for (int p = 0; p < 3; ++p) {
        double best = 1e99;
        for (int i = 0; i < 9; ++i) {
            wt_cache *bank;
            wt_cache_reader *reader;
            uint32_t id;
            const wt_cycle saw = {.kind = WT_CYCLE_SAW};
            const double start = now_ns();
            wt_cache_new(&bank, (size_t)64 << 20);
            wt_cache_add(bank, &saw, &id);
            wt_cache_reader_new(&reader, bank);
            const wt_level_source source = wt_cache_reader_source(reader);
            const wt_form form = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
            source.get(source.context, id, form, (uint32_t)(28000.0 / pitches[p]));
            const double spent = now_ns() - start;
            best = spent < best ? spent : best;
            wt_cache_reader_free(reader);
            wt_cache_free(bank);
        }
        printf("  %-34.1f%9.3f\n", pitches[p], best * 1e-6);
    }
}

int main(void) {
    wt_cache *bank;
    wt_cache_reader *reader;
    static const wt_cycle cycles[] = {{.kind = WT_CYCLE_SAW},
                                      {.kind = WT_CYCLE_SQUARE},
                                      {.kind = WT_CYCLE_PULSE, .width = 0.3},
                                      {.kind = WT_CYCLE_PULSE, .width = 0.4},
                                      {.kind = WT_CYCLE_TRIANGLE},
                                      {.kind = WT_CYCLE_SINE}};
    wt_cycle_ref refs[6] = {{0}};
    if (wt_cache_new(&bank, (size_t)64 << 20) || wt_cache_reader_new(&reader, bank)) {
        return 1;
    }
    for (int i = 0; i < 6; ++i) {
        refs[i].harmonics = wt_cycle_harmonics(&cycles[i]);
        if (wt_cache_add(bank, &cycles[i], &refs[i].id)) {
            return 1;
        }
    }
    for (uint32_t i = 0; i < N; ++i) {
        phase[i] = i * 39370534u;
        weights[i] = 0.5f;
    }
    stage file = {.fd = open("bench.raw", O_WRONLY | O_CREAT | O_TRUNC, 0600)};
    printf("beside: memcpy of a float %.3f, write() of 16 bits %.3f ns per sample\n",
           measure(do_memcpy, &file), measure(do_write, &file));
    close(file.fd);
    unlink("bench.raw");
    printf("\nkernels, ns per sample by width      1        4        8       16\n");
    kernels_of(reader, refs[0].id, WT_ENGINE_FLOAT, "float");
    kernels_of(reader, refs[0].id, WT_ENGINE_Q15, "q15");
    kernels_of(reader, refs[0].id, WT_ENGINE_Q31, "q31");
    row("ramp of phases", do_ramp, (stage){.engine = WT_ENGINE_FLOAT});
    low_note(reader, refs[0].id, WT_ENGINE_FLOAT, "float linear, G1");
    low_note(reader, refs[0].id, WT_ENGINE_Q15, "q15 linear, G1");
    quantisers();
    voices(reader, refs);
    building();
    wt_cache_reader_free(reader);
    wt_cache_free(bank);
    return 0;
}
