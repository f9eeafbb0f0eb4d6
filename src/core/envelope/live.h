// Terms that are live: what wt_synth_set said of the block that is being rendered.
#ifndef WT_CORE_ENVELOPE_LIVE_H
#define WT_CORE_ENVELOPE_LIVE_H

#include "core/envelope/envelope.h"

// Null: nothing is live, all are 0.
static inline const wt_live_value *wt_env_live_of(const wt_env_term *term,
                                                  const wt_note_context *note) {
    return note->live
               ? &note->live[(uint32_t)term->destination * WT_MAX_DIMENSIONS + term->dimension]
               : NULL;
}

static inline double wt_env_live_at(const wt_env_term *term, const wt_note_context *note,
                                    uint64_t frame) {
    const wt_live_value *live = wt_env_live_of(term, note);
    return live ? (double)wt_live_value_at(live, (size_t)(frame - note->live_start)) : 0.0;
}

static inline bool wt_env_live_render(const wt_env_term *term, const wt_note_context *note,
                                      uint64_t start, float *out, size_t n) {
    const wt_live_value *live = wt_env_live_of(term, note);
    if (!live || (!live->values && live->from == live->to)) {
        out[0] = live ? live->to : 0.0f;
        return true;
    }
    const size_t first = (size_t)(start - note->live_start);
    for (size_t i = 0; i < n; ++i) {
        out[i] = wt_live_value_at(live, first + i);
    }
    return false;
}

#endif
