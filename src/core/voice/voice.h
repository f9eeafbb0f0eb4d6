/// @file
/// A voice: one note sounding through a patch.
#ifndef WT_CORE_VOICE_VOICE_H
#define WT_CORE_VOICE_VOICE_H

#include "core/engine/kernels.h"
#include "core/tables/mip_spacing.h"
#include "core/voice/patch.h"

enum {
    WT_BLOCK = 4096,       ///< The most frames that a voice renders at once
    WT_LONG_BLOCK = 65536, ///< The same of many voices that turn slowly
    WT_CUT = 64,
    WT_REACH = 64, ///< More frames than --fm is evaluated for before and after each
};

/// Samples at a multiple of the rate: all of a block at 8 times, or a piece of it at 32 times.
#define WT_RAISED_ROOM(most) (8 * (size_t)(most) + 32 * (2 * WT_REACH + 1))

/// Where an envelope was drawn: n frames of it, for a note, of which it follows some.
typedef struct {
    const wt_env *env;
    unsigned follows;
    wt_note_context context;
    uint64_t frame;
    size_t n;
} wt_curve;

/// An envelope as it was drawn last, which the voices of a unison, a chord or a part share.
typedef struct {
    float *values;
    wt_curve of;
    bool drawn;     ///< Values are those of `of`,
    bool constant;  ///< all like the first
    wt_range range; ///< Of a pitch:
    float octave;   ///< that all are nearest to,
    bool is_in_one; ///< if there is one, from which none is held by the lowest bend,
    float *ratios;  ///< and how far `n_ratios` are from it, see wt_kernels
    size_t n_ratios;
} wt_drawn;

/// The same of an ADSR.
typedef struct {
    float *values;
    const wt_adsr *adsr;
    uint64_t gate, end, frame;
    size_t n;
    bool drawn, constant;
} wt_drawn_adsr;

/// Room that voices share while they render, one for each thread; contents mean nothing, but for
/// what was drawn last.
typedef struct {
    size_t most; ///< Frames of each array
    uint32_t *phase;
    wt_sample *chain;
    wt_sample *dimension;
    wt_sample *cycle;
    float *fade;
    float *gain;
    float *pan;
    float *position;
    float *cross;
    wt_drawn *pitch; ///< Semitones of the patch's envelope: those of this block, or kept ones
    wt_drawn here, amp, place;
    wt_drawn_adsr adsr;
    float *increment;
    float *mip;
    uint32_t *modulator;
    float *modulator_mip;
    float *index;
    float *control;
    uint32_t *turn;
    float *noise[WT_NOISES];
    wt_sample *raised; ///< WT_RAISED_ROOM(most) of them
} wt_scratch;

/// Return how many bytes scratch for blocks of up to `most` frames takes: 128 a frame, and 17 KB.
size_t wt_scratch_size(size_t most);

/// Make scratch in `room`, wt_scratch_size(most) bytes aligned by 64, and return it.
wt_scratch *wt_scratch_make(void *room, size_t most);

/// Forget what was drawn: notes and envelopes may have come and gone since.
void wt_scratch_forget(wt_scratch *scratch);

/// Two neighbouring cycles of a dimension on a line: its values, clamped, times `last` less `whole`
/// are the weights of the second one.
typedef struct {
    const wt_cycle_ref *refs;
    bool alone; ///< The second one has no weight
    wt_line position;
    float last, whole;
} wt_linear;

/// The level of a cycle that was read last.
typedef struct {
    uint32_t id, harmonics;
    const wt_level *level; ///< Null: none was
} wt_level_seen;

enum { WT_SEEN = 4 }; ///< Levels of two cycles, while the pitch moves from one to the next

/// What is known of an envelope for a note.
typedef struct {
    const wt_env *env;
    unsigned follows;
    bool is_lfo; ///< That alone
    wt_lfo lfo;
} wt_known_env;

/// Where the pitches of a block are: all on a level, or all where it fades into the next; or
/// neither.
typedef enum { WT_ON_LEVEL, WT_FADING, WT_ACROSS_LEVELS } wt_level_place;

/// What is known of a voice until its patch changes, so that small blocks need not ask again.
/// Frames are from note start.
typedef struct {
    wt_note_context context; ///< What its envelopes follow,
    wt_glide_base glide;     ///< and where the pitch moves,
    wt_glide_octave octave;  ///< beside one that it was last beside
    float level;             ///< That was last on this level,
    wt_level_place place;    ///< or between it
    uint32_t harmonics[2];   ///< and the next one, which have so many,
    bool bandlimited, fades; ///< if there are levels, and if the cycle's differ there
    uint64_t simple_to;      ///< Before this frame, which is before the end, all is as in still.c:
    wt_reader reader;
    wt_player *player; ///< one kernel does it all; null: some,
    bool moves;        ///< but something moves in it, other than
    bool swells;       ///< loudness, by the amplitude's envelope alone; else this is all of it
    wt_steady_tone tone;
    wt_linear reads;  ///< Before
    uint64_t read_to; ///< this frame these are read,
    uint64_t loud_to; ///< and before this one the gains are those of `tone`
    wt_level_seen seen[WT_SEEN];
    uint32_t next_seen; ///< Which of them is replaced next
    unsigned epoch;     ///< Of the source, in which levels were seen, and are in `tone`
    bool looked;        ///< These are known:
    wt_known_env pitch, amp, mix;
    uint64_t loud_from, held_from, read_from; ///< where loudness, all of it but the amplitude's
                                              ///< envelope, and what is read cease to move
} wt_known;

// clang-format off
#define WT_MEMORY_AT(stage, n, ...) WT_AT_##stage, WT_END_##stage = WT_AT_##stage + (n) - 1,
// clang-format on

/// Where in a voice's memory each stage keeps its own, and how much there is of all.
enum { WT_STAGES(WT_MEMORY_AT) WT_MEMORY };

/// Return whether a patch uses a stage that remembers.
static inline bool wt_patch_remembers(const wt_patch *patch) {
#define WT_REMEMBERS(stage, n, used) || ((n) > 0 && (used))
    return false WT_STAGES(WT_REMEMBERS);
}

/// Return whether one that comes after the chain does: it must hear what is passed over.
static inline bool wt_patch_listens(const wt_patch *patch) {
#define WT_LISTENS(stage, n, used) || ((n) > 0 && WT_AT_##stage >= WT_AT_chain && (used))
    return false WT_STAGES(WT_LISTENS);
}

/// A voice's state: two phases, and what is fixed when it starts. Everything else is a function of
/// the frame, so a voice sounds the same in blocks of any size.
typedef struct {
    const wt_note *note;
    uint64_t frame;       ///< Since note start, as are these:
    uint64_t gate;        ///< where the release begins,
    uint64_t release_end; ///< where it would be over,
    uint64_t cut;         ///< where a fade of WT_CUT frames makes an end of it before,
    uint64_t end;         ///< and where the voice is over
    uint64_t phase;       ///< 2^(32 + raised) a turn; of the oscillator
    bool steady;          ///< The pitch is the same at every frame:
    uint32_t increment;   ///< these are then its own, a frame
    uint32_t harmonics;   ///< ...
    wt_known known;
    uint64_t modulator;      ///< The phase of --fm
    unsigned raised;         ///< Both phases advance 2^raised times a frame,
    size_t reach;            ///< and are those of so many steps before the frame
    int64_t half_window;     ///< In which turns cross over, 2^32 a turn
    uint32_t seam_harmonics; ///< See seam.h
    uint64_t modulator_increment;
    uint32_t modulator_harmonics; ///< This too where the modulator's pitch alone is
    float memory[WT_MEMORY];      ///< Of the stages; starts as zeros
    wt_mip_spacing mips, modulator_mips;
    double mip;                   ///< Of the note's own pitch
    double widening, widening_hz; ///< See fm_plan.h
} wt_voice;

/// How voices are rendered, and where they sound: the next samples of the buses.
typedef struct {
    const wt_patch *patch;
    const wt_kernels *kernels; ///< Of its engine
    const wt_level_source *source;
    wt_scratch *scratch;
    wt_bus left;
    wt_bus right; ///< Null unless `stereo`
    bool stereo;
    bool fresh; ///< Their samples mean nothing yet: all n are to be written, as if to zeros
    const wt_live_value *live; ///< By destination and dimension; null: nothing is live
    size_t at;                 ///< Of the live values, the one that belongs to the first sample
} wt_rendering;

/// Return log2 of how many times a frame the phases advance.
static inline unsigned wt_raised(const wt_voice *voice) {
    return WT_IS_PLAIN ? 0 : voice->raised;
}

/// Return the bus `n` samples further on.
static inline wt_bus wt_bus_offset(wt_bus bus, wt_engine engine, size_t n) {
    switch (engine) {
    case WT_ENGINE_Q15:
        return (wt_bus){.q15 = bus.q15 + n};
    case WT_ENGINE_Q31:
        return (wt_bus){.q31 = bus.q31 + n};
    default:
        return (wt_bus){.f = bus.f + n};
    }
}

/// Return the size of a bus sample.
static inline size_t wt_bus_size(wt_engine engine) {
    return engine == WT_ENGINE_Q31 ? 8 : 4;
}

/// Write zeros to the first `n` samples of a bus.
static inline void wt_bus_clear(wt_bus bus, wt_engine engine, size_t n) {
    char *const bytes = (char *)bus.f;
    for (size_t i = 0; i < n * wt_bus_size(engine); ++i) {
        bytes[i] = 0;
    }
}

/// Write zeros to the first `n` samples of all buses.
static inline void wt_rendering_clear(const wt_rendering *r, size_t n) {
    wt_bus_clear(r->left, wt_engine_of(r->patch->form), n);
    if (r->stereo) {
        wt_bus_clear(r->right, wt_engine_of(r->patch->form), n);
    }
}

/// Return the same of the samples from `offset` on.
static inline wt_rendering wt_rendering_from(const wt_rendering *whole, size_t offset) {
    const wt_engine engine = wt_engine_of(whole->patch->form);
    wt_rendering rest = *whole;
    rest.left = wt_bus_offset(whole->left, engine, offset);
    rest.right = whole->stereo ? wt_bus_offset(whole->right, engine, offset) : whole->right;
    rest.at += offset;
    return rest;
}

/// Return whether samples are written to their bus as they are read: the first voice on one, of
/// full gain, whose samples are as wide as the engine's.
static inline bool wt_is_in_place(const wt_rendering *r, float gain) {
    return r->fresh && !r->stereo && gain == 1.0f && wt_engine_of(r->patch->form) != WT_ENGINE_Q31;
}

/// Start `note`. Cannot fail. Real-time safe.
void wt_voice_start(wt_voice *voice, const wt_patch *patch, const wt_note *note);

/// Add the next `n` <= WT_BLOCK frames to the buses. Return false where the source had no level to
/// give: those frames are then silent. Real-time safe where the source is.
bool wt_voice_render(wt_voice *voice, const wt_rendering *rendering, size_t n);

/// Return whether the levels that are known of a voice are still there.
static inline bool wt_levels_stay(const wt_known *known, const wt_level_source *source) {
    return source->epoch && *source->epoch == known->epoch;
}

/// Forget what was known: the patch, or its levels, have changed. Real-time safe.
void wt_voice_know(wt_voice *voice, const wt_patch *patch);

/// Forget the levels that were read last: they may be gone. Real-time safe.
void wt_voice_forget_levels(wt_voice *voice);

/// Begin the release at `frame` from note start, to be over at `end`. Real-time safe.
void wt_voice_release(wt_voice *voice, uint64_t frame, uint64_t end);

/// Fade out from `frame` on, unless it is over before. Real-time safe.
void wt_voice_cut(wt_voice *voice, uint64_t frame);

/// Pass over `n` frames: the state is then as if they had been rendered. Buses are left alone.
void wt_voice_skip(wt_voice *voice, const wt_rendering *rendering, uint64_t n);

#endif
