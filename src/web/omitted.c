// What the page does without: phase modulation, noise, and a way of mixing that is faster only on
// lanes. Patches that ask for the first two never reach it.
#include "core/voice/block.h"

void wt_block_modulate(wt_block *block) {
    (void)block;
}

uint32_t wt_block_linear_mix(wt_block *block, uint32_t d, bool joins) {
    (void)block, (void)d, (void)joins;
    return 0;
}

void wt_noise_init(wt_noise *noise, double rate) {
    (void)rate;
    *noise = (wt_noise){.n_sections = 0};
}

void wt_noise_render(const wt_noise *noise, wt_noise_state *state, uint32_t seed, uint32_t note,
                     uint64_t frame, float *const out[WT_NOISES], size_t n) {
    (void)noise, (void)state, (void)seed, (void)note, (void)frame, (void)out, (void)n;
}
