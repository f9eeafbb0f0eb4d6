// Envelopes that voices share: drawn for one of them, they hold for those that play alike.
#include "core/voice/block.h"

static bool is_drawn(const wt_block *block, const wt_env *env, const wt_drawn *drawn) {
    const wt_curve *of = &drawn->of;
    return drawn->drawn && of->env == env && of->frame == block->frame && of->n >= block->n &&
           !block->before && wt_env_is_alike(of->follows, &of->context, block->context);
}

bool wt_block_draw(wt_block *block, const wt_env *env, wt_drawn *drawn) {
    if (is_drawn(block, env, drawn)) {
        return false;
    }
    drawn->constant = wt_block_control(block, env, drawn->values);
    drawn->of = (wt_curve){env, wt_env_follows(env), *block->context, block->frame, block->n};
    drawn->drawn = !block->before;
    return true;
}
