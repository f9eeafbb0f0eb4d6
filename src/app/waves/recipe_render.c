// Evaluates recipes cycle by cycle, and levels what comes out.
#include "app/waves/recipe_render.h"

#include "app/waves/loudness.h"
#include "app/waves/resample.h"
#include "base/math.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Formulas of phase have harmonics without end, whose images would fold back: they are sampled
// more densely, and what the cycle cannot hold is then cut off.
enum { DENSITY = 8 };

static const double most_work = 1e9; // steps of formulas and products: a few seconds

typedef struct {
    const wt_recipe *recipe;
    wt_table_file *table;
    wt_message *message;
    double values[WT_SLOTS];
    double *pairs;  // harmonics of a cycle
    float *samples; // of a formula of phase
    uint32_t n_harmonics, n_samples;
} kitchen;

// A sum of all harmonics of this size is still a float.
static bool is_usable(double x) {
    return x > -1e15 && x < 1e15;
}

static wt_status no_number(const kitchen *o, const char *what, double at) {
    char where[32];
    snprintf(where, sizeof where, o->recipe->kind == WT_RECIPE_SAMPLES ? "x = %.6g" : "k = %.0f",
             at);
    return wt_refuse(o->message, WT_BAD_RANGE,
                     "%s is no number within 1e15 in cycle %.0f at %s (does it divide by zero?)",
                     what, o->values[WT_SLOT_C], where);
}

// Definitions that are the same all over a cycle are worked out once in it.
static void define(kitchen *o, bool varying) {
    const wt_formulas *all = &o->recipe->formulas;
    for (size_t i = 0; i < all->n_definitions; ++i) {
        const wt_definition *d = &all->definitions[i];
        if ((d->uses_k || d->uses_x) == varying) {
            o->values[WT_SLOT_DEFINED + i] = wt_formula_value(all, d, o->values);
        }
    }
}

static wt_status render_harmonics(kitchen *o, float *out) {
    const wt_recipe *r = o->recipe;
    o->pairs[0] = o->pairs[1] = 0.0;
    for (uint32_t h = 1; h <= o->n_harmonics; ++h) {
        o->values[WT_SLOT_K] = h;
        define(o, true);
        const double amplitude = o->values[WT_SLOT_DEFINED + r->amplitude];
        const double phase = r->phase >= 0 ? o->values[WT_SLOT_DEFINED + r->phase] : 0.0;
        if (!is_usable(amplitude) || !is_usable(phase)) {
            return no_number(o, is_usable(amplitude) ? "phase" : "amplitude", h);
        }
        o->pairs[2 * h] = amplitude * wt_sin(phase);
        o->pairs[2 * h + 1] = amplitude * wt_cos(phase);
    }
    return wt_synthesise(o->pairs, o->n_harmonics, out, o->table->length);
}

static wt_status render_samples(kitchen *o, float *out) {
    for (uint32_t i = 0; i < o->n_samples; ++i) {
        o->values[WT_SLOT_X] = (double)i / o->n_samples;
        define(o, true);
        const double sample = o->values[WT_SLOT_DEFINED + o->recipe->sample];
        if (!is_usable(sample)) {
            return no_number(o, "sample", o->values[WT_SLOT_X]);
        }
        o->samples[i] = (float)sample;
    }
    if (o->recipe->hard_edges) {
        memcpy(out, o->samples, o->n_samples * sizeof *out);
        return WT_OK;
    }
    const wt_cycle cycle = {
        .kind = WT_CYCLE_SAMPLES, .samples = o->samples, .length = o->n_samples};
    return wt_resample(&cycle, out, o->table->length);
}

static wt_status render_waves(kitchen *o, float *out) {
    const wt_wave_text *waves = &o->recipe->waves;
    const double u = o->values[WT_SLOT_P] * (double)(waves->n_items - 1);
    const size_t low = (size_t)u;
    const size_t high = low + 1 < waves->n_items ? low + 1 : low;
    const wt_cycle a = waves->items[low].cycle;
    const wt_cycle b = waves->items[high].cycle;
    double *from = o->pairs;
    double *to = o->pairs + 2 * ((size_t)o->n_harmonics + 1);
    wt_cycle_series(&a, o->n_harmonics, from);
    wt_cycle_series(&b, o->n_harmonics, to);
    for (size_t i = 0; i < 2 * ((size_t)o->n_harmonics + 1); ++i) {
        from[i] += (to[i] - from[i]) * (u - (double)low);
    }
    return wt_synthesise(from, o->n_harmonics, out, o->table->length);
}

static wt_status render_cycle(kitchen *o, uint32_t c) {
    static wt_status (*const kinds[])(kitchen * o,
                                      float *out) = {[WT_RECIPE_HARMONICS] = render_harmonics,
                                                     [WT_RECIPE_SAMPLES] = render_samples,
                                                     [WT_RECIPE_WAVES] = render_waves};
    const uint32_t n = o->recipe->cycles;
    o->values[WT_SLOT_C] = c;
    o->values[WT_SLOT_N] = n;
    o->values[WT_SLOT_P] = n > 1 ? (double)c / (n - 1) : 0.0;
    define(o, false);
    return kinds[o->recipe->kind](o, o->table->samples + (size_t)c * o->table->length);
}

static void remove_dc(float *x, uint32_t n) {
    double sum = 0.0;
    for (uint32_t i = 0; i < n; ++i) {
        sum += (double)x[i];
    }
    for (uint32_t i = 0; i < n; ++i) {
        x[i] = (float)((double)x[i] - sum / n);
    }
}

static float peak_of(const float *x, size_t n) {
    float peak = 0.0f;
    for (size_t i = 0; i < n; ++i) {
        const float magnitude = x[i] < 0.0f ? -x[i] : x[i];
        peak = magnitude > peak ? magnitude : peak;
    }
    return peak;
}

// What is 200 dB below full scale is what rounding left of silence.
static bool scale(float *x, size_t n, float wanted) {
    const float peak = peak_of(x, n);
    for (size_t i = 0; i < n; ++i) {
        x[i] = peak > 1e-10f ? x[i] / peak * wanted : 0.0f;
    }
    return peak > 1e-10f;
}

static wt_status level(kitchen *o) {
    const size_t length = o->table->length;
    const wt_recipe_level how = o->recipe->level;
    const float peak = (float)o->recipe->peak;
    bool sounds = false;
    for (uint32_t c = 0; c < o->table->n_cycles; ++c) {
        float *const x = o->table->samples + c * length;
        remove_dc(x, o->table->length);
        if (how != WT_LEVEL_TABLE) {
            sounds = scale(x, length, peak) || sounds;
        }
        if (how == WT_LEVEL_HEARD && !wt_level_by_ear(x, o->table->length)) {
            return WT_NO_MEMORY;
        }
    }
    if (how == WT_LEVEL_TABLE) {
        sounds = scale(o->table->samples, o->table->n_cycles * length, peak);
    }
    if (!sounds) {
        wt_message_set(o->message, "all of its cycles are silent");
    }
    return sounds ? WT_OK : WT_BAD_RANGE;
}

// Formulas run over every harmonic or sample; sums run over both where no fast transform fits.
static wt_status check_work(const kitchen *o) {
    const wt_recipe *r = o->recipe;
    const double length = r->length;
    const double points = r->kind == WT_RECIPE_SAMPLES ? o->n_samples : o->n_harmonics;
    const bool is_power = (r->length & (r->length - 1)) == 0;
    const double sums = is_power ? 0.0 : length * o->n_harmonics;
    const double work = r->cycles * (points * (double)(r->formulas.n_steps + 64) + sums);
    if (work > most_work) {
        return wt_refuse(
            o->message, WT_LIMIT,
            "would take too long (take fewer cycles, shorter ones, or a length that is "
            "a power of two)");
    }
    return WT_OK;
}

static wt_status fill(kitchen *o) {
    const wt_recipe *r = o->recipe;
    o->pairs = calloc(4 * ((size_t)o->n_harmonics + 1), sizeof *o->pairs);
    o->samples = malloc((size_t)o->n_samples * sizeof *o->samples);
    o->table->samples = malloc((size_t)r->cycles * r->length * sizeof *o->table->samples);
    wt_status status = WT_OK;
    if (!o->pairs || !o->samples || !o->table->samples) {
        status = WT_NO_MEMORY;
    }
    for (uint32_t c = 0; status == WT_OK && c < r->cycles; ++c) {
        status = render_cycle(o, c);
    }
    free(o->pairs);
    free(o->samples);
    return status == WT_OK ? level(o) : status;
}

wt_status wt_recipe_render(wt_table_file *table, const wt_recipe *recipe, wt_message *message) {
    uint32_t n_samples = recipe->length;
    for (int i = 1; i < DENSITY && !recipe->hard_edges && 2 * n_samples <= WT_MAX_CYCLE_LENGTH;
         i *= 2) {
        n_samples *= 2;
    }
    kitchen o = {.recipe = recipe,
                 .table = table,
                 .message = message,
                 .n_harmonics = (recipe->length - 1) / 2,
                 .n_samples = n_samples};
    *table = (wt_table_file){.length = recipe->length, .n_cycles = recipe->cycles};
    wt_status status = check_work(&o);
    if (status == WT_OK) {
        status = fill(&o);
    }
    if (status != WT_OK) {
        wt_table_file_free(table);
        return status;
    }
    snprintf(table->format, sizeof table->format, "recipe");
    snprintf(table->known_by, sizeof table->known_by, "format");
    snprintf(table->reason, sizeof table->reason, "the recipe");
    snprintf(table->title, sizeof table->title, "%s", recipe->title);
    return WT_OK;
}
