// Drawing envelopes, and keeping whose they are.
#include "core/voice/drawn.h"

void wt_block_draw_anew(const wt_block *block, const wt_env *env, wt_drawn *drawn) {
    drawn->constant = wt_block_control(block, env, drawn->values);
    if (!WT_IS_PLAIN) {
        drawn->of = (wt_curve){env, wt_env_follows(env), *block->context, block->frame, block->n};
        drawn->drawn = !block->before;
    }
}

void wt_voice_draw(wt_voice *voice, const wt_rendering *r, const wt_known_env *known,
                   wt_drawn *drawn, size_t n) {
    const wt_curves *curves = &r->kernels->curves;
    wt_voice_listen(voice, r);
    if (known->is_lfo) {
        drawn->constant = false;
        curves->lfo(&known->lfo, voice->frame, drawn->values, n);
    } else {
        drawn->constant = wt_env_render(known->env, &voice->known.context, curves, voice->frame,
                                        drawn->values, n);
    }
    drawn->of = (wt_curve){known->env, known->follows, voice->known.context, voice->frame, n};
    drawn->drawn = true;
}
