// Envelopes that voices share: drawn for one of them, they hold for those that play alike.
#include "core/voice/block.h"

void wt_block_draw(wt_block *block, const wt_env *env, wt_drawn *drawn) {
    const wt_curve asked = {env, block->context, block->frame, block->n};
    if (drawn->drawn && !block->before && drawn->of.n >= asked.n &&
        drawn->of.frame == asked.frame && drawn->of.env == env &&
        wt_env_is_alike(env, &drawn->of.context, &asked.context)) {
        return;
    }
    drawn->constant = wt_block_control(block, env, drawn->values);
    drawn->of = asked;
    drawn->drawn = !block->before;
}
