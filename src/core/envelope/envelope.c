// Envelopes as functions of the frame.
#include "core/envelope/envelope.h"

#include "base/math.h"
#include "base/scramble.h"
#include "core/envelope/bend.h"
#include "core/envelope/lfo.h"
#include "core/envelope/line.h"
#include "core/envelope/live.h"
#include "core/envelope/segment.h"
#include "core/envelope/term.h"

enum { CHUNK = 64 };

const wt_curves wt_curves_plain = {wt_line_values, wt_lfo_values, wt_bend_values};

static double frames_a_second(const wt_note_context *note) {
    return note->rate * (double)(1u << note->raised);
}

static double frame_of(const wt_env_term *term, const wt_breakpoint *point,
                       const wt_note_context *note) {
    const double time_s = wt_time_seconds(point->time, note->rate, note->tempo_bpm, note->note_s);
    return wt_segment_frame(time_s - term->origin_s, frames_a_second(note));
}

// Where a list of breakpoints stands at a frame: within `segment`, or held at v0 until `until`.
typedef struct {
    wt_segment segment;
    int held;
    double until; // the first frame, not whole in general, at which this ends
    size_t next;  // the breakpoint that is there then
} course;

// Breakpoints of mixed units may, for some notes, go back in time; the latest time then counts.
static course course_at(const wt_env_term *term, const wt_note_context *note, double frame) {
    const wt_breakpoint *p = term->points;
    double x0 = 0.0;
    double v0 = wt_env_value(p[0].value, note);
    for (size_t i = 0; i < term->n_points; ++i) {
        const double time = frame_of(term, &p[i], note);
        const double x1 = i > 0 && time < x0 ? x0 : time;
        const double v1 = wt_env_value(p[i].value, note);
        if (frame < x1) {
            const int held = i == 0 || v0 == v1;
            return (course){{x0, x1, v0, v1, p[i].curve}, held, x1, i};
        }
        x0 = x1;
        v0 = v1;
    }
    return (course){{x0, x0, v0, v0, 0.0}, 1, 1e300, term->n_points - 1};
}

// Times that never go back can be searched: leave out what is long before the frame.
static wt_env_term from_before(const wt_env_term *term, const wt_note_context *note, double frame) {
    enum { FEW = 16 };
    size_t first = 0;
    for (size_t n = term->n_points; n > FEW && !term->mixed;) {
        const size_t half = n / 2;
        if (frame_of(term, &term->points[first + half], note) > frame) {
            n = half + 1;
        } else {
            first += half;
            n -= half;
        }
    }
    wt_env_term rest = *term;
    rest.points += first;
    rest.n_points -= first;
    return rest;
}

static void fill(float *out, float value, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        out[i] = value;
    }
}

static size_t frames_until(double until, uint64_t start, size_t n) {
    const double left = until - (double)start;
    if (left >= (double)n) {
        return n;
    }
    const double whole = wt_floor(left);
    const size_t frames = (size_t)whole + (whole < left ? 1 : 0);
    return frames > 0 ? frames : 1;
}

static bool render_points(const wt_env_term *term, const wt_note_context *note,
                          const wt_curves *curves, uint64_t start, float *out, size_t n) {
    wt_env_term rest = from_before(term, note, (double)start);
    for (size_t done = 0; done < n;) {
        const course c = course_at(&rest, note, (double)(start + done));
        const size_t run = frames_until(c.until, start + done, n - done);
        if (c.held && done == 0 && run == n) {
            out[0] = (float)c.segment.v0;
            return true;
        }
        if (c.held) {
            fill(out + done, (float)c.segment.v0, run);
        } else {
            wt_segment_render(&c.segment, curves, start + done, out + done, run);
        }
        rest.points += c.next;
        rest.n_points -= c.next;
        done += run;
    }
    return false;
}

// Turns as a phase.
static uint64_t phase_of(double turns) {
    return (uint64_t)((turns - wt_floor(turns)) * 18446744073709551616.0);
}

// What rounding puts just before an edge is on it: this much later, 2^-33 turns.
static const uint64_t nudge = (uint64_t)1 << 31;

static wt_lfo lfo_of(const wt_env_term *term, const wt_note_context *note) {
    const double hz = term->per_note_value ? note->tempo_bpm / (240.0 * term->rate) : term->rate;
    const double low = wt_env_value(term->low, note);
    return (wt_lfo){.samples = term->samples,
                    .cubics = term->cubics,
                    .n = (uint32_t)term->n_samples,
                    .phase = phase_of(term->phase) + nudge,
                    .step = phase_of(hz / frames_a_second(note)),
                    .low = (float)low,
                    .half = (float)((wt_env_value(term->high, note) - low) * 0.5)};
}

static double lfo_at(const wt_env_term *term, const wt_note_context *note, uint64_t frame) {
    const wt_lfo lfo = lfo_of(term, note);
    float value;
    wt_curves_plain.lfo(&lfo, frame, &value, 1);
    return (double)value;
}

static double sample_at(const wt_env_term *term, const wt_note_context *note,
                        uint64_t frame_asked) {
    const uint64_t frame = frame_asked >> note->raised;
    return (double)term->samples[frame < term->n_samples ? frame : term->n_samples - 1];
}

static double random_at(const wt_env_term *term, const wt_note_context *note) {
    const double low = wt_env_value(term->low, note);
    const double share = wt_draw(note->random, term->draw, 0) * 0x1p-32;
    return low + (wt_env_value(term->high, note) - low) * share;
}

// A share of the controller's way.
static double share_of(double value) {
    return value / 127.0;
}

// Raise the curve of a channel's pressure to that of the key where that is more.
static bool raise_to_key(const wt_note_context *note, const wt_curves *curves, uint64_t start,
                         float *out, size_t n, bool constant) {
    const wt_env_term key = wt_env_curve(note->key_pressure, note);
    float part[CHUNK];
    if (constant) {
        fill(out, out[0], n);
    }
    for (size_t done = 0; done < n; done += CHUNK) {
        const size_t run = n - done < CHUNK ? n - done : CHUNK;
        const bool even = render_points(&key, note, curves, start + done, part, run);
        for (size_t i = 0; i < run; ++i) {
            const float x = part[even ? 0 : i];
            out[done + i] = x > out[done + i] ? x : out[done + i];
        }
    }
    return false;
}

static bool render_controller(const wt_env_term *term, const wt_note_context *note,
                              const wt_curves *curves, uint64_t start, float *out, size_t n) {
    const wt_env_term curve = wt_env_controller(term, note);
    const double low = wt_env_value(term->low, note);
    const double way = wt_env_value(term->high, note) - low;
    bool constant = render_points(&curve, note, curves, start, out, n);
    if (wt_env_has_key(term, note)) {
        constant = raise_to_key(note, curves, start, out, n, constant);
    }
    for (size_t i = 0; i < (constant ? 1 : n); ++i) {
        out[i] = (float)(low + way * share_of((double)out[i]));
    }
    return constant;
}

static bool render_term(const wt_env_term *term, const wt_note_context *note,
                        const wt_curves *curves, uint64_t start, float *out, size_t n) {
    if (term->kind == WT_ENV_POINTS) {
        return render_points(term, note, curves, start, out, n);
    }
    if (term->kind == WT_ENV_LIVE) {
        return wt_env_live_render(term, note, start, out, n);
    }
    if (term->kind == WT_ENV_RANDOM) {
        out[0] = (float)random_at(term, note);
        return true;
    }
    if (term->kind == WT_ENV_CONTROLLER) {
        return render_controller(term, note, curves, start, out, n);
    }
    if (term->kind == WT_ENV_SAMPLES && (start >> note->raised) + 1 >= term->n_samples) {
        out[0] = term->samples[term->n_samples - 1];
        return true;
    }
    if (term->kind == WT_ENV_SAMPLES) {
        for (size_t i = 0; i < n; ++i) {
            out[i] = (float)sample_at(term, note, start + i);
        }
        return false;
    }
    const wt_lfo lfo = lfo_of(term, note);
    curves->lfo(&lfo, start, out, n);
    return false;
}

// Take `part`, frames first .. first + run - 1 of a term, into what the terms before it came to.
static void take_in(float *out, const float *part, bool times, bool constant, size_t first,
                    size_t run) {
    for (size_t i = 0; i < run; ++i) {
        const float x = part[constant ? 0 : i];
        out[first + i] = times ? out[first + i] * x : out[first + i] + x;
    }
}

// Add to, or multiply, what is so far constant (`even`) or not, by a term; return whether it still
// is.
static bool join_term(const wt_env_term *term, bool times, const wt_note_context *note,
                      const wt_curves *curves, uint64_t start, float *out, size_t n, bool even) {
    float part[CHUNK];
    const float before = out[0];
    bool all_even = even;
    for (size_t done = 0; done < n; done += CHUNK) {
        const size_t run = n - done < CHUNK ? n - done : CHUNK;
        const bool part_even = render_term(term, note, curves, start + done, part, run);
        const float now = times ? before * part[0] : before + part[0];
        if (all_even && part_even && (done == 0 || out[0] == now)) {
            out[0] = now;
            continue;
        }
        if (all_even) { // the constant so far ends here
            fill(out, out[0], done);
            all_even = false;
        }
        if (even) {
            fill(out + done, before, run);
        }
        take_in(out, part, times, part_even, done, run);
    }
    return all_even;
}

static bool render_product(const wt_env_term *terms, size_t n_terms, const wt_note_context *note,
                           const wt_curves *curves, uint64_t start, float *out, size_t n) {
    bool even = render_term(&terms[0], note, curves, start, out, n);
    for (size_t i = 1; i < n_terms; ++i) {
        even = join_term(&terms[i], true, note, curves, start, out, n, even);
    }
    return even;
}

// Add a product of several terms, a chunk at a time.
static bool add_product(const wt_env_term *terms, size_t n_terms, const wt_note_context *note,
                        const wt_curves *curves, uint64_t start, float *out, size_t n, bool even) {
    float part[CHUNK];
    if (even) {
        fill(out, out[0], n);
    }
    for (size_t done = 0; done < n; done += CHUNK) {
        const size_t run = n - done < CHUNK ? n - done : CHUNK;
        const bool constant = render_product(terms, n_terms, note, curves, start + done, part, run);
        take_in(out, part, false, constant, done, run);
    }
    return false;
}

uint64_t wt_env_line(const wt_env *env, const wt_note_context *note, uint64_t start,
                     wt_line *line) {
    if (env->n_terms != 1 || env->terms->kind != WT_ENV_POINTS) {
        return 0;
    }
    const wt_env_term rest = from_before(env->terms, note, (double)start);
    const course c = course_at(&rest, note, (double)start);
    *line = c.held ? (wt_line){.value = c.segment.v0} : wt_segment_line(&c.segment);
    return c.held || wt_segment_is_straight(&c.segment) ? frames_until(c.until, start, SIZE_MAX)
                                                        : 0;
}

bool wt_env_lfo(const wt_env *env, const wt_note_context *note, wt_lfo *lfo) {
    const bool alone = env->n_terms == 1 && env->terms->kind == WT_ENV_LFO;
    if (alone) {
        *lfo = lfo_of(env->terms, note);
    }
    return alone;
}

bool wt_env_render(const wt_env *env, const wt_note_context *note, const wt_curves *curves,
                   uint64_t start, float *out, size_t n) {
    if (env->n_terms == 0) {
        out[0] = 0.0f;
        return true;
    }
    const size_t first = wt_env_n_factors(env, 0);
    bool even = render_product(env->terms, first, note, curves, start, out, n);
    for (size_t i = first, factors; i < env->n_terms; i += factors) {
        const wt_env_term *term = &env->terms[i];
        factors = wt_env_n_factors(env, i);
        even = factors == 1 ? join_term(term, false, note, curves, start, out, n, even)
                            : add_product(term, factors, note, curves, start, out, n, even);
    }
    return even;
}

static double points_at(const wt_env_term *term, const wt_note_context *note, uint64_t frame) {
    const wt_env_term rest = from_before(term, note, (double)frame);
    const course c = course_at(&rest, note, (double)frame);
    return c.held ? c.segment.v0 : wt_segment_at(&c.segment, (double)frame);
}

static double controller_at(const wt_env_term *term, const wt_note_context *note, uint64_t frame) {
    const wt_env_term curve = wt_env_controller(term, note);
    const double low = wt_env_value(term->low, note);
    double value = points_at(&curve, note, frame);
    if (wt_env_has_key(term, note)) {
        const wt_env_term key = wt_env_curve(note->key_pressure, note);
        const double of_key = points_at(&key, note, frame);
        value = of_key > value ? of_key : value;
    }
    return low + (wt_env_value(term->high, note) - low) * share_of(value);
}

static double term_at(const wt_env_term *term, const wt_note_context *note, uint64_t frame) {
    switch (term->kind) {
    case WT_ENV_POINTS:
        return points_at(term, note, frame);
    case WT_ENV_CONTROLLER:
        return controller_at(term, note, frame);
    case WT_ENV_LFO:
        return lfo_at(term, note, frame);
    case WT_ENV_LIVE:
        return wt_env_live_at(term, note, frame);
    case WT_ENV_RANDOM:
        return random_at(term, note);
    default:
        return sample_at(term, note, frame);
    }
}

double wt_env_at(const wt_env *env, const wt_note_context *note, uint64_t frame) {
    double sum = 0.0, product = 0.0;
    for (size_t i = 0; i < env->n_terms; ++i) {
        const double value = term_at(&env->terms[i], note, frame);
        const bool times = i > 0 && env->terms[i].times;
        sum += times ? 0.0 : product;
        product = times ? product * value : value;
    }
    return sum + product;
}
