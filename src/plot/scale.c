// Ticks at 1, 2 and 5 times powers of ten.
#include "plot/scale.h"

#include "base/math.h"

#include <stdio.h>
#include <string.h>

// Large and small numbers are told in kHz and ms.
static double factor_of(const wt_axis *axis, const char **unit) {
    *unit = axis->unit;
    if (axis->unit && strcmp(axis->unit, "Hz") == 0 && !axis->log && axis->high >= 2000.0) {
        *unit = "kHz";
        return 1e-3;
    }
    if (axis->unit && strcmp(axis->unit, "s") == 0 && axis->high <= 0.1) {
        *unit = "ms";
        return 1e3;
    }
    return 1.0;
}

// The smallest good step that makes at most `most` of them fit in `span`.
static double good_step(double span, int most, bool quarters) {
    static const double plain[] = {1.0, 2.0, 5.0};
    static const double fine[] = {1.0, 2.5, 5.0};
    double power = 1e-12;
    while (power * 10.0 * most < span && power < 1e300) {
        power *= 10.0;
    }
    for (;;) {
        for (int i = 0; i < 3; ++i) {
            const double step = (quarters ? fine : plain)[i] * power;
            if (step * most >= span * (1.0 - 1e-9) || power > 1e300) {
                return step;
            }
        }
        power *= 10.0;
    }
}

static int decimals_of(double step) {
    double x = step;
    for (int n = 0; n < 12; ++n) {
        const double rest = x - wt_round(x);
        if (x >= 0.999 && rest < 1e-6 && rest > -1e-6) {
            return n;
        }
        x *= 10.0;
    }
    return 12;
}

static size_t linear_ticks(const wt_axis *axis, int most, wt_tick *ticks) {
    const char *unit;
    const double factor = factor_of(axis, &unit);
    const double low = axis->low * factor;
    const double high = axis->high * factor;
    double step = good_step(high - low, most < 1 ? 1 : most, axis->quarters);
    step = axis->is_number && step < 1.0 ? 1.0 : step;
    const double slack = step * 1e-6;
    double first = wt_floor(low / step);
    first = first * step < low - slack ? first + 1.0 : first;
    size_t n = 0;
    for (; n < WT_MOST_TICKS; ++n) {
        const double at = (first + (double)n) * step;
        if (at > high + slack) {
            break;
        }
        ticks[n].value = at / factor;
        snprintf(ticks[n].label, sizeof ticks[n].label, "%.*f", decimals_of(step),
                 at < slack && at > -slack ? 0.0 : at);
    }
    return n;
}

static void label_hertz(wt_tick *tick) {
    if (tick->value >= 1000.0) {
        snprintf(tick->label, sizeof tick->label, "%gk", tick->value / 1000.0);
    } else {
        snprintf(tick->label, sizeof tick->label, "%g", tick->value);
    }
}

// 1..9 times a power of ten.
static size_t decade_ticks(const wt_axis *axis, double power, int every, wt_tick *ticks, size_t n) {
    for (int i = 1; i < 10 && n < WT_MOST_TICKS; ++i) {
        const double at = power * i;
        if (at < axis->low * 0.999999 || at > axis->high * 1.000001) {
            continue;
        }
        ticks[n] = (wt_tick){at, ""};
        if (i == 1 || (every == 3 && (i == 2 || i == 5)) || (every == 2 && i == 3)) {
            label_hertz(&ticks[n]);
        }
        ++n;
    }
    return n;
}

static size_t log_ticks(const wt_axis *axis, int most, wt_tick *ticks) {
    double power = 1e-6;
    while (power * 10.0 <= axis->low) {
        power *= 10.0;
    }
    const double decades = wt_log2(axis->high / axis->low) / wt_log2(10.0);
    const int every = decades * 3.0 <= most ? 3 : decades * 2.0 <= most ? 2 : 1;
    size_t n = 0;
    while (power <= axis->high) {
        n = decade_ticks(axis, power, every, ticks, n);
        power *= 10.0;
    }
    return n;
}

size_t wt_scale_ticks(const wt_axis *axis, int most, wt_tick ticks[static WT_MOST_TICKS]) {
    return axis->log ? log_ticks(axis, most, ticks) : linear_ticks(axis, most, ticks);
}

void wt_scale_label(const wt_axis *axis, char label[static 64]) {
    const char *unit;
    factor_of(axis, &unit);
    if (unit) {
        snprintf(label, 64, "%.40s (%.16s)", axis->label, unit);
    } else {
        snprintf(label, 64, "%.60s", axis->label);
    }
}

double wt_scale_place(const wt_axis *axis, double value) {
    if (!(value > axis->low)) {
        return 0.0;
    }
    if (value >= axis->high) {
        return 1.0;
    }
    if (axis->log) {
        return wt_log2(value / axis->low) / wt_log2(axis->high / axis->low);
    }
    return (value - axis->low) / (axis->high - axis->low);
}

double wt_scale_value(const wt_axis *axis, double place) {
    return axis->log ? axis->low * wt_exp2(place * wt_log2(axis->high / axis->low))
                     : axis->low + place * (axis->high - axis->low);
}

void wt_scale_widen(double *low, double *high) {
    if (!(*low < *high)) {
        const double size = *low < 0.0 ? -*low : *low;
        const double room = size > 0.0 ? 0.5 * size : 1.0;
        *low -= room;
        *high += room;
    }
    const double step = good_step(*high - *low, 5, false);
    const double slack = step * 1e-6;
    *low = wt_floor((*low + slack) / step) * step;
    *high = -wt_floor((-*high + slack) / step) * step;
    *high = *low < *high ? *high : *low + step;
}
