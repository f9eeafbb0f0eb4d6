// Attack, decay, sustain, release as segments of the frame.
#ifndef WT_CORE_ENVELOPE_ADSR_H
#define WT_CORE_ENVELOPE_ADSR_H

#include "core/envelope/envelope.h"

#include "wavetable/patch.h"

// Write the values at frames start .. start + n - 1 from note start, for a note whose release lasts
// from frame `gate` to `end`. Return true where they are all equal: then only out[0] is written.
bool wt_adsr_render(const wt_adsr *adsr, double rate, const wt_curves *curves, uint64_t gate,
                    uint64_t end, uint64_t start, float *out, size_t n);

#endif
