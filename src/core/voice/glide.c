// Voices whose pitch moves.
#include "core/voice/glide.h"

#include "base/math.h"

void wt_complete_pitch(wt_drawn *pitch, const wt_kernels *kernels, size_t n) {
    for (size_t i = 1; pitch->constant && i < n; ++i) {
        pitch->values[i] = pitch->values[0];
    }
    if (!WT_IS_PLAIN) { // which looks at each frame's level
        const wt_range range = kernels->range(pitch->values, n);
        pitch->range = range;
        pitch->octave = wt_nearest_octave(range.low);
        pitch->is_in_one =
            range.low >= WT_LOWEST_BEND && wt_nearest_octave(range.high) == pitch->octave;
        pitch->n_ratios = 0;
    }
}

void wt_voice_glide_anew(wt_voice *voice, const wt_kernels *kernels, wt_scratch *scratch,
                         uint32_t *phase, size_t n) {
    wt_known *known = &voice->known;
    wt_drawn *pitch = scratch->pitch;
    const uint32_t start = (uint32_t)voice->phase;
    if (!pitch->is_in_one || pitch->range.high > known->glide.highest) {
        kernels->glide(&known->glide, pitch->range, pitch->values, scratch->phase, n);
        voice->phase = kernels->sum(start, scratch->phase, n);
        return;
    }
    if (pitch->n_ratios < n) {
        kernels->ratios(pitch->octave, pitch->values, pitch->ratios, n);
        pitch->n_ratios = n;
    }
    if (known->octave.semitones != pitch->octave) {
        known->octave = wt_glide_nearest(&known->glide, pitch->octave);
    }
    voice->phase = kernels->slide(&known->octave, pitch->ratios, start, phase, n);
}

void wt_known_enter_level(wt_known *known, const wt_mip_spacing *mips, float mip) {
    known->level = (float)wt_floor((double)wt_clamp(mip, -1e6f, 1e6f));
    known->harmonics[0] = wt_mip_spacing_harmonics(mips, (int32_t)known->level + 1);
    known->harmonics[1] = wt_mip_spacing_harmonics(mips, (int32_t)known->level + 2);
}
