// Reads, gains and curves of a tone, in products of 32 bits.
#include "mcu/tone.h"

// Kept out of line: registers are few, and so are bytes.
#define KEPT __attribute__((noinline))

enum { GAIN = WT_TONE_GAIN_BITS, MIX = WT_TONE_MIX_BITS, ONE = 1 << 15 };

// The frames of one straight piece, of which there is at least one. The loops below are written so
// that a Cortex-M0, which has eight registers to work with, need not move them about.
typedef struct {
    int32_t *bus;
    const int32_t *end;
    const int16_t *cycle, *next;
    unsigned log2_length;
} piece;

// a + floor((b - a) f / 2^30), f the top 30 bits of the fraction: a step has 17 bits, and f two
// halves of 15, so that both products fit.
static inline int32_t linear(const int16_t *cycle, unsigned log2_length, uint32_t phase) {
    const int16_t *at = cycle + (phase >> (32 - log2_length));
    const int32_t a = at[0];
    const int32_t step = at[1] - a;
    const uint32_t fraction = phase << log2_length;
    int32_t x = step * (int32_t)(fraction << 15 >> 17) >> 15;
    x += step * (int32_t)(fraction >> 17);
    return (x >> 15) + a;
}

static inline int32_t mixed(int32_t a, int32_t b, uint32_t position) {
    return a + ((b - a) * (int32_t)(position >> MIX & (ONE - 1)) >> 15);
}

// (x g + 2^14) >> 15, g in Q15, with constants that fit into an instruction.
static inline int32_t scaled(int32_t x, uint32_t gain) {
    return ((x * (int32_t)(gain >> GAIN) >> 14) + 1) >> 1;
}

static KEPT void add_truncated(const wt_tone *tone, const piece *p) {
    uint32_t phase = tone->phase;
    uint32_t gain = tone->gain.value;
    int32_t *bus = p->bus;
    do {
        *bus++ += scaled(p->cycle[phase >> (32 - p->log2_length)], gain);
        phase += tone->increment;
        gain += (uint32_t)tone->gain.step;
    } while (bus != p->end);
}

static KEPT void add_linear(const wt_tone *tone, const piece *p) {
    const unsigned log2_length = p->log2_length;
    uint32_t phase = tone->phase;
    uint32_t gain = tone->gain.value;
    int32_t *bus = p->bus;
    do {
        *bus++ += scaled(linear(p->cycle, log2_length, phase), gain);
        phase += tone->increment;
        gain += (uint32_t)tone->gain.step;
    } while (bus != p->end);
}

static KEPT void add_mixed(const wt_tone *tone, const piece *p) {
    const bool truncated = tone->patch->truncated;
    const unsigned log2_length = p->log2_length;
    uint32_t phase = tone->phase;
    uint32_t gain = tone->gain.value;
    uint32_t position = tone->position.value;
    int32_t *bus = p->bus;
    do {
        const uint32_t at = phase >> (32 - log2_length);
        const int32_t a = truncated ? p->cycle[at] : linear(p->cycle, log2_length, phase);
        const int32_t b = truncated ? p->next[at] : linear(p->next, log2_length, phase);
        *bus++ += scaled(mixed(a, b, position), gain);
        phase += tone->increment;
        gain += (uint32_t)tone->gain.step;
        position += (uint32_t)tone->position.step;
    } while (bus != p->end);
}

// Towards zero, so that no line that falls passes it.
static int32_t times(int64_t x, uint32_t q15) {
    return (int32_t)(x * q15 / ONE);
}

static KEPT void take(wt_tone_curve *curve, const wt_tone_line *line, uint32_t scale) {
    curve->line = line;
    curve->value = (uint32_t)times(line->value, scale);
    curve->step = times(line->step, scale);
    curve->left = line->n_frames;
}

static void advance(wt_tone_curve *curve, uint32_t n, uint32_t scale) {
    curve->value += (uint32_t)curve->step * n;
    if (curve->left > 0 && (curve->left -= n) == 0) {
        take(curve, curve->line + 1, scale);
    }
}

static uint32_t frames_of(const wt_tone_curve *curve, uint32_t n) {
    return curve->left > 0 && curve->left < n ? curve->left : n;
}

void wt_tone_on(wt_tone *tone, const wt_tone_patch *patch, uint32_t increment) {
    tone->patch = patch;
    tone->phase = 0;
    tone->increment = increment;
    tone->scale = ONE;
    take(&tone->gain, patch->held, ONE);
    take(&tone->position, patch->position, ONE);
}

void wt_tone_off(wt_tone *tone) {
    const wt_tone_line *release = tone->patch->release;
    const uint32_t reached = tone->gain.value >> GAIN;
    if (reached != release->value >> GAIN) {
        tone->scale = (uint32_t)times(reached, tone->patch->per_sustain);
    }
    take(&tone->gain, release, tone->scale);
}

bool wt_tone_has_ended(const wt_tone *tone) {
    return tone->gain.left == 0 && tone->gain.value >> GAIN == 0;
}

static void add_piece(wt_tone *tone, int32_t *bus, uint32_t n) {
    const wt_tone_patch *patch = tone->patch;
    const wt_tone_curve *position = &tone->position;
    const size_t stride = ((size_t)1 << patch->log2_length) + 1;
    const uint32_t mix = position->value >> MIX;
    const int16_t *cycle = patch->cycles + (mix >> 15) * stride;
    const piece p = {bus, bus + n, cycle, cycle + stride, patch->log2_length};
    if (position->step != 0 || mix % ONE != 0) {
        add_mixed(tone, &p);
    } else if (patch->truncated) {
        add_truncated(tone, &p);
    } else {
        add_linear(tone, &p);
    }
    tone->phase += tone->increment * n;
}

void wt_tone_add(wt_tone *tone, int32_t *bus, size_t n) {
    while (n > 0) {
        const uint32_t step = frames_of(&tone->gain, frames_of(&tone->position, (uint32_t)n));
        add_piece(tone, bus, step);
        advance(&tone->gain, step, tone->scale);
        advance(&tone->position, step, ONE);
        bus += step;
        n -= step;
    }
}
