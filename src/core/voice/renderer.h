/// @file
/// The renderer: a piece of notes, or notes as they come, pulled a few frames at a time.
#ifndef WT_CORE_VOICE_RENDERER_H
#define WT_CORE_VOICE_RENDERER_H

#include "core/voice/voice.h"

/// The library never allocates here: notes, voices and scratch are the caller's.
typedef struct {
    const wt_patch *patch; ///< Of all notes, or, where there are `patches`, of the first part
    const wt_patch *const *patches; ///< By a note's part, of one engine; null: all play `patch`
    const wt_kernels *kernels;      ///< Of the patch's engine
    wt_level_source source;
    const wt_note *notes; ///< Ordered by start
    size_t n_notes;
    wt_voice *voices; ///< Room for `n_voices`: as many as ever sound at once
    size_t n_voices;
    wt_scratch *scratch;
    wt_drawn *kept; ///< Room to keep what is drawn of the pitch in the last n_kept blocks, which
                    ///< are then of scratch->most frames: passed over, they may be pulled; or null
    size_t n_kept;
    bool stereo;
    const wt_live_value *live; ///< By destination, or null
    size_t live_at;            ///< Of the live values, the one that belongs to the next frame
    // State: starts as all zeros.
    uint64_t frame;  ///< The next to be rendered
    size_t next;     ///< The first note that has not started
    size_t n_active; ///< voices[0..n_active) sound, in the order of their notes
} wt_renderer;

/// Start a note that begins at the next frame or later, beside those of the piece; return false
/// where there is no voice for it. Real-time safe.
bool wt_renderer_start(wt_renderer *renderer, const wt_note *note);

/// Return where a note sounds, or null. Real-time safe.
wt_voice *wt_renderer_voice(wt_renderer *renderer, const wt_note *note);

/// Write the next `n` frames to the buses, which are overwritten; `right` is used
/// where the renderer is stereo. The result does not depend on how a piece is cut into calls.
/// After the last note come zeros. Return false where levels could not be had
/// or more notes sound at once than there is room for; real-time safe where the source is.
bool wt_renderer_pull(wt_renderer *renderer, wt_bus left, wt_bus right, size_t n);

/// Pass over `n` frames, as pull but without sound.
bool wt_renderer_skip(wt_renderer *renderer, uint64_t n);

#endif
