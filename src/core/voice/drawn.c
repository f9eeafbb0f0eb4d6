// Envelopes that voices share: drawn for one of them, they hold for those that play alike.
#include "core/voice/block.h"

void wt_block_draw_anew(const wt_block *block, const wt_env *env, wt_drawn *drawn) {
    drawn->constant = wt_block_control(block, env, drawn->values);
    drawn->of = (wt_curve){env, wt_env_follows(env), *block->context, block->frame, block->n};
    drawn->drawn = !block->before;
}
