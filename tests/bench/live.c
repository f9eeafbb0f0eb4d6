// How many voices of a synth one core plays in time, by what moves and by the frames of a block.
// usage: live                      all of it, by the CPU's clock
//        live KIND BLOCK FRAMES VOICES APART
//                                  plays that, for who counts instructions: notes begin as many
//                                  frames apart
#include "wavetable/wavetable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VOICES = 16, RATE = 48000, MOST = 4096, STORE = 64 << 20, CYCLES = 2 };

static char store_room[STORE];
static float left[MOST], right[MOST];

static const float triangle[] = {0.0f, 1.0f, 0.0f, -1.0f, 0.0f};
static const wt_breakpoint third[] = {{{0.0, WT_SECONDS}, {0.3, WT_PLAIN}, 0.0}};
static const wt_breakpoint sweep[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                      {{100.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}};

#define LFO(from, to)                                                                              \
    {                                                                                              \
        .kind = WT_ENV_LFO, .samples = triangle, .n_samples = 4, .rate = 5.0,                      \
        .low = {(from), WT_PLAIN}, .high = {                                                       \
            (to),                                                                                  \
            WT_PLAIN                                                                               \
        }                                                                                          \
    }

static const wt_env_term tremolo = LFO(0.2, 0.9), vibrato = LFO(-0.3, 0.3);
static const wt_env_term place = {.kind = WT_ENV_POINTS, .points = third, .n_points = 1};
static const wt_env_term morph = {.kind = WT_ENV_POINTS, .points = sweep, .n_points = 2};

static const struct {
    const char *name;
    uint32_t n_cycles;
    wt_mod_destination to;
    const wt_env_term *moves; // null: nothing
} kinds[] = {
    {"steady", 1, WT_TO_AMP, NULL},        {"blend", 2, WT_TO_MIX, &place},
    {"amplitude", 1, WT_TO_AMP, &tremolo}, {"position", 2, WT_TO_MIX, &morph},
    {"pitch", 1, WT_TO_PITCH, &vibrato},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static int kind_named(const char *name) {
    int kind = 0;
    while (kind + 1 < KINDS && strcmp(kinds[kind].name, name) != 0) {
        ++kind;
    }
    return kind;
}

// Null: it cannot be made. To be freed.
static void *make_synth(int kind, uint32_t n_voices, wt_patch *patch, wt_cycle_ref *refs,
                        wt_synth **synth) {
    const wt_cycle cycles[CYCLES] = {{.kind = WT_CYCLE_SAW}, {.kind = WT_CYCLE_SQUARE}};
    const size_t size = wt_synth_size(n_voices, MOST);
    void *room = malloc(size);
    wt_store *store;
    bool ok = room && wt_store_init(&store, store_room, STORE) == WT_OK;
    wt_patch_init(patch, RATE);
    patch->adsr = (wt_adsr){0.01, 0.1, 0.7, 0.1};
    for (int i = 0; ok && i < CYCLES; ++i) {
        ok = wt_store_add(store, &cycles[i], &refs[i]) == WT_OK;
    }
    patch->dimensions[0] = (wt_dimension){refs, kinds[kind].n_cycles};
    if (kinds[kind].moves) {
        patch->env[kinds[kind].to][0] = (wt_env){kinds[kind].moves, 1};
    }
    ok = ok && wt_store_prepare(store, patch, 27.0, 5000.0) == WT_OK &&
         wt_synth_init(synth, room, size, patch, store, n_voices, MOST) == WT_OK;
    if (!ok) {
        free(room);
        room = NULL;
    }
    return room;
}

// Begin the notes of a block of n frames from `first` on; `next` is the first that has not begun.
static void begin(wt_synth *synth, size_t first, size_t n, uint32_t n_voices, size_t apart,
                  uint32_t *next) {
    for (; *next < n_voices && *next * apart < first + n; ++*next) {
        wt_synth_on(synth, *next * apart - first, *next, 55.0 + 20.35 * (*next % VOICES), 100.0);
    }
}

// CPU seconds.
static double play(int kind, size_t block, size_t frames, uint32_t n_voices, size_t apart,
                   bool stereo) {
    wt_patch patch;
    wt_cycle_ref refs[CYCLES];
    wt_synth *synth;
    void *room = make_synth(kind, n_voices, &patch, refs, &synth);
    if (!room) {
        fputs("live: no synth\n", stderr);
        exit(1);
    }
    uint32_t next = 0;
    const clock_t began = clock();
    for (size_t done = 0; done < frames; done += block) {
        begin(synth, done, block, n_voices, apart, &next);
        wt_synth_pull(synth, left, stereo ? right : NULL, block);
    }
    const double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
    free(room);
    return seconds;
}

enum { BLOCKS = 3, ROUNDS = 9 };
static const size_t blocks[BLOCKS] = {4096, 128, 64};

// The least of some rounds, in which the blocks take turns.
static void time_blocks(int kind, uint32_t n_voices, size_t apart, double *seconds) {
    const size_t frames = (size_t)4096 * (n_voices > 16 ? 64 : 128);
    for (int round = 0; round < ROUNDS; ++round) {
        for (int b = 0; b < BLOCKS; ++b) {
            const double taken =
                play(kind, blocks[b], frames, n_voices, apart, true) / (double)frames;
            seconds[b] = round == 0 || taken < seconds[b] ? taken : seconds[b];
        }
    }
}

static void print_row(int kind, uint32_t n_voices, size_t apart) {
    double seconds[BLOCKS];
    time_blocks(kind, n_voices, apart, seconds);
    printf("  %-10s", kinds[kind].name);
    for (int b = 0; b < BLOCKS; ++b) {
        printf("  %4zu: %6.0f", blocks[b], n_voices / (seconds[b] * RATE));
        if (b > 0) {
            printf(" (%.2f)", seconds[b] / seconds[0]);
        }
    }
    putchar('\n');
}

int main(int n_words, char **words) {
    static const struct {
        uint32_t n_voices;
        size_t apart;
        const char *words;
    } tables[] = {{16, 0, "16 that begin together"},
                  {16, 37, "16 that begin apart"},
                  {64, 0, "64 that begin together"},
                  {1, 0, "one"}};
    if (n_words == 6) {
        (void)play(kind_named(words[1]), (size_t)atoi(words[2]), (size_t)atoi(words[3]),
                   (uint32_t)atoi(words[4]), (size_t)atoi(words[5]), false);
        return 0;
    }
    for (size_t t = 0; t < sizeof tables / sizeof *tables; ++t) {
        printf("voices that one core plays in time, stereo, 48 kHz, cubic, by frames of a block, "
               "and how "
               "much\nlonger than in blocks of %zu they take: %s\n",
               blocks[0], tables[t].words);
        for (int kind = 0; kind < KINDS; ++kind) {
            print_row(kind, tables[t].n_voices, tables[t].apart);
        }
    }
    return 0;
}
