// What the modules do without, but for what core/plain.h leaves out: a look at patches that they
// have made themselves, noise, and pitches that only phase modulation or turns ask for.
#include "core/voice/fm_plan.h"
#include "core/voice/scan.h"
#include "wavetable/wavetable.h"

wt_status wt_patch_check(const wt_patch *patch, const char **field) {
    (void)patch, (void)field;
    return WT_OK;
}

wt_mip_spacing wt_scan_mips(const wt_patch *patch) {
    return wt_mip_spacing_of(patch->rate);
}

int64_t wt_scan_half(const wt_patch *patch, double highest_hz) {
    (void)patch, (void)highest_hz;
    return 0;
}

void wt_noise_init(wt_noise *noise, double rate) {
    (void)noise, (void)rate;
}

double wt_fm_lowest_hz(const wt_patch *patch, double hz, bool modulates) {
    (void)patch, (void)modulates;
    return hz;
}
