/// @file
/// The library: wavetable oscillators that a program plays live, or renders.
///
/// A store holds cycles, made ready to be read; a patch says how they sound; a synth plays notes
/// through it. All of them live in memory that the caller brings, and none of them allocates, locks
/// or waits; what is marked real-time safe takes no more than a bounded time either. Things are not
/// shared between threads while one of them changes them.
///
/// A note in a buffer:
///
///     static float sound[48000];
///     wt_patch patch;
///     wt_patch_init(&patch, 48000.0);
///     wt_render_note(&patch, 440.0, 0.9, sound, NULL, 48000);
///
/// The same command, or call, gives the same bits on every processor, with every compiler and
/// optimisation. The library must therefore be compiled without contraction (-ffp-contract=off) and
/// with FLT_EVAL_METHOD 0; wt_synth_init refuses to play where it was not.
#ifndef WAVETABLE_H
#define WAVETABLE_H

#include "wavetable/cycle.h"
#include "wavetable/patch.h"
#include "wavetable/status.h"

#define WT_VERSION_MAJOR 0
#define WT_VERSION_MINOR 1
#define WT_VERSION_PATCH 0

#ifdef __cplusplus
extern "C" {
#endif

/// Cycles and their levels: what is read at which pitch.
typedef struct wt_store wt_store;

/// Make a store in `room`, `size` bytes that stay the caller's, aligned as malloc aligns. It holds
/// the shapes of wt_patch_set_shape. WT_NO_MEMORY.
WT_API wt_status wt_store_init(wt_store **store, void *room, size_t size);

/// Add a cycle, whose arrays stay borrowed until the store is prepared for the last time. *ref is
/// what dimensions list. What was prepared is given up: prepare again. WT_NO_MEMORY; WT_BAD_RANGE
/// where a field is not as cycle.h wants it, and nothing is done.
WT_API wt_status wt_store_add(wt_store *store, const wt_cycle *cycle, wt_cycle_ref *ref);

/// Build all levels that notes of low_hz..high_hz, their pitch envelopes and bends included, read
/// through `patch`, with its modulation and its turns. Notes then have the bits that the program
/// gives them. Pitches beyond are played too, duller below and with aliases above. Needs room for
/// them and, at its end, for work. 0.01 <= low_hz <= high_hz <= 1e6. WT_NO_MEMORY; WT_BAD_RANGE.
WT_API wt_status wt_store_prepare(wt_store *store, const wt_patch *patch, double low_hz,
                                  double high_hz);

/// Return how many bytes of its room the store has used, and needed for work at most.
WT_API size_t wt_store_used(const wt_store *store);

/// Set `patch` to what sounds at once: a band-limited saw, cubic reads in floats, amplitude 1, 5 ms
/// of attack and 10 ms of release. `rate` in frames a second, 1000..768000. Real-time safe.
WT_API void wt_patch_init(wt_patch *patch, double rate);

/// Let `patch` be of one cycle alone: WT_CYCLE_SINE, TRIANGLE, SQUARE or SAW, which every store
/// holds. Real-time safe.
WT_API void wt_patch_set_shape(wt_patch *patch, wt_cycle_kind shape);

/// Let a destination of `patch` follow wt_synth_set: `dimension` is that of a mix or a crossfade,
/// else 0. Real-time safe.
WT_API void wt_patch_set_live(wt_patch *patch, wt_mod_destination to, uint32_t dimension);

/// Return WT_BAD_RANGE where a field is out of its range, and its name in *field, which may be
/// null.
WT_API wt_status wt_patch_check(const wt_patch *patch, const char **field);

/// Notes that sound through a patch.
typedef struct wt_synth wt_synth;

/// Return how many bytes a synth takes whose blocks have `most_frames` at most, 1..4096: longer
/// ones are rendered in pieces. 46 KB for 128 frames, and 1.7 KB a voice.
WT_API size_t wt_synth_size(size_t n_voices, size_t most_frames);

/// Make a synth of 1..4096 voices in `room`, aligned as malloc aligns. `patch` and `store` stay
/// borrowed; the store is to be prepared for the patch, and its fields may be changed between
/// blocks, but not how cycles are read, nor, in place, the arrays that its envelopes point to.
/// WT_NO_MEMORY; WT_BAD_RANGE as wt_patch_check; WT_UNSUPPORTED where the library was compiled with
/// contraction.
WT_API wt_status wt_synth_init(wt_synth **synth, void *room, size_t size, const wt_patch *patch,
                               wt_store *store, size_t n_voices, size_t most_frames);

/// Begin note `id` at frame `at` of the next block. 0 < hz < rate / 2; velocity 0..127. Where all
/// voices sound, the one that was let go first, else the oldest, makes way with a fade of 64
/// frames. A note of the same id that is held is let go. Give the events of a block in their order;
/// it has places for 2 n_voices + 8 notes, with those that sound at its start, and the ones that
/// made way first lose theirs to more. Real-time safe.
WT_API void wt_synth_on(wt_synth *synth, size_t at, uint32_t id, double hz, double velocity);

/// Let note `id` go at frame `at` of the next block: its release begins. Real-time safe.
WT_API void wt_synth_off(wt_synth *synth, size_t at, uint32_t id);

/// Set what is live for the next block: to values[i] at frame i, the last of `n` being held, or,
/// where n is 1, on a straight line from where it stands to values[0] at the block's end. The
/// values are borrowed until then, and held within 1e6 either way; no number is the least. It
/// begins with 1 for amplitude and index, else with 0. Real-time safe.
WT_API void wt_synth_set(wt_synth *synth, wt_mod_destination to, uint32_t dimension,
                         const float *values, size_t n);

/// Write the next `n` frames, full scale 1; `right` may be null: then `left` is the sound without
/// pan. Real-time safe.
WT_API void wt_synth_pull(wt_synth *synth, float *left, float *right, size_t n);

/// Render one note of `seconds` and its release to `n` frames: what wt_synth_on, _off and _pull
/// would give, of a patch of built-in shapes alone. 0.01 <= hz < rate / 2, 0 <= seconds < 1e9. This
/// one allocates. WT_NO_MEMORY; WT_BAD_RANGE.
WT_API wt_status wt_render_note(const wt_patch *patch, double hz, double seconds, float *left,
                                float *right, size_t n);

#ifdef __cplusplus
}
#endif

#endif
