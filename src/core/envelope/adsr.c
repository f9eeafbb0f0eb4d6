// The amplitude of a note from its first frame to the end of its release.
#include "core/envelope/adsr.h"

#include "core/envelope/segment.h"

static const double fall = -4.0; // the bend of decay and release

// The segment that a frame lies in, and the first frame after it.
typedef struct {
    wt_segment segment;
    uint64_t until;
} stage;

static uint64_t next_frame(double x) {
    if (!(x < 0x1p63)) {
        return UINT64_MAX;
    }
    const uint64_t whole = (uint64_t)x;
    return (double)whole < x ? whole + 1 : whole;
}

static stage held_stage(const wt_adsr *adsr, double rate, uint64_t frame) {
    const double attack = wt_segment_frame(adsr->attack_s, rate);
    const double decayed = wt_segment_frame(adsr->attack_s + adsr->decay_s, rate);
    if ((double)frame < attack) {
        return (stage){{0.0, attack, 0.0, 1.0, 0.0}, next_frame(attack)};
    }
    if ((double)frame < decayed) {
        const wt_segment s = {attack, decayed, 1.0, adsr->sustain, fall};
        return (stage){s, next_frame(decayed)};
    }
    const double level = adsr->sustain;
    return (stage){{0.0, 1.0, level, level, 0.0}, UINT64_MAX};
}

static stage stage_at(const wt_adsr *adsr, double rate, uint64_t gate, uint64_t end,
                      uint64_t frame) {
    if (frame < gate) {
        stage s = held_stage(adsr, rate, frame);
        s.until = s.until < gate ? s.until : gate;
        return s;
    }
    const stage last = held_stage(adsr, rate, gate);
    const double reached = wt_segment_at(&last.segment, (double)gate);
    return (stage){{(double)gate, (double)end, reached, 0.0, fall}, end};
}

bool wt_adsr_render(const wt_adsr *adsr, double rate, const wt_curves *curves, uint64_t gate,
                    uint64_t end, uint64_t start, float *out, size_t n) {
    for (size_t done = 0; done < n;) {
        const stage s = stage_at(adsr, rate, gate, end, start + done);
        const uint64_t left = s.until - (start + done);
        const size_t run = left < n - done ? (size_t)left : n - done;
        const bool even = s.segment.v0 == s.segment.v1;
        if (even && done == 0 && run == n) {
            out[0] = (float)s.segment.v0;
            return true;
        }
        wt_segment_render(&s.segment, curves, start + done, out + done, run);
        done += run;
    }
    return false;
}
