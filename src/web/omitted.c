// What the modules do without: phase modulation, noise, cycles that take turns, a way of mixing
// that is faster only on lanes, and a look at patches that they have made themselves. No patch of
// theirs asks for them.
#include "core/voice/block.h"
#include "core/voice/fm_plan.h"
#include "core/voice/scan.h"
#include "wavetable/wavetable.h"

wt_status wt_patch_check(const wt_patch *patch, const char **field) {
    (void)patch, (void)field;
    return WT_OK;
}

void wt_block_scan(wt_block *block, const wt_dimension *dimension, wt_sample *out) {
    (void)block, (void)dimension, (void)out;
}

bool wt_still_look(wt_block *block, bool stereo) {
    (void)block, (void)stereo;
    return false;
}

void wt_still_keep(wt_block *block, bool constant, bool stereo) {
    (void)block, (void)constant, (void)stereo;
}

bool wt_voice_render_simple(wt_voice *voice, const wt_rendering *rendering, size_t n) {
    (void)voice, (void)rendering, (void)n;
    return false;
}

void wt_still_read(wt_block *block) {
    (void)block;
}

wt_mip_spacing wt_scan_mips(const wt_patch *patch) {
    return wt_mip_spacing_of(patch->rate);
}

void wt_block_modulate(wt_block *block, const wt_oscillator *modulator) {
    (void)block, (void)modulator;
}

uint32_t wt_block_linear_mix(wt_block *block, uint32_t d, bool joins) {
    (void)block, (void)d, (void)joins;
    return 0;
}

void wt_noise_init(wt_noise *noise, double rate) {
    (void)rate;
    *noise = (wt_noise){.leak = 0.0f};
}

void wt_noise_render(const wt_noise *noise, const wt_kernels *kernels, wt_noise_state *state,
                     uint32_t seed, uint32_t note, uint64_t frame, float *const out[WT_NOISES],
                     size_t n) {
    (void)noise, (void)kernels, (void)state, (void)seed, (void)note, (void)frame, (void)out,
        (void)n;
}

wt_fm_plan wt_fm_plan_of(const wt_patch *patch, double hz, double index) {
    (void)hz, (void)index;
    const wt_mip_spacing mips = wt_mip_spacing_of(patch->rate);
    return (wt_fm_plan){.carrier = mips, .modulator = mips, .widening = 1.0};
}

double wt_fm_lowest_hz(const wt_patch *patch, double hz, bool modulates) {
    (void)patch, (void)modulates;
    return hz;
}

size_t wt_oversampling_reach(double rate, unsigned raised) {
    (void)rate, (void)raised;
    return 0;
}

void wt_block_oversample(wt_block *block) {
    (void)block;
}

void wt_block_pass(wt_block *block) {
    (void)block;
}
