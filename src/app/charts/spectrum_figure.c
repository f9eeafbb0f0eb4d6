// Levels by frequency.
#include "app/charts/spectrum_figure.h"

#include <stdio.h>
#include <string.h>

static const double bottom_db = -160.0;

static wt_series lines(const wt_lines *found, const char *name, wt_series_kind kind, wt_role role,
                       int panel) {
    return (wt_series){.name = name,
                       .kind = kind,
                       .role = role,
                       .panel = panel,
                       .n = found->n,
                       .x = found->hz,
                       .y = found->db};
}

static size_t strongest(const wt_lines *found) {
    size_t best = 0;
    for (size_t i = 1; i < found->n; ++i) {
        best = found->db[i] > found->db[best] ? i : best;
    }
    return best;
}

static void put_hertz(char *out, size_t size, double hz) {
    if (hz < 1000.0) {
        snprintf(out, size, "%.2f Hz", hz);
    } else {
        snprintf(out, size, "%.4f kHz", hz / 1000.0);
    }
}

// Of a sound without a known pitch.
static void summarise_lines(char *out, size_t size, const wt_analysis *a) {
    char hz[32];
    size_t n = 0;
    if (a->others.n > 0) {
        const size_t k = strongest(&a->others);
        put_hertz(hz, sizeof hz, a->others.hz[k]);
        n = (size_t)snprintf(out, size, "strongest line %s at %.2f dBFS; ", hz, a->others.db[k]);
    }
    snprintf(out + n, size - n, "all of it up to %.3g kHz %.1f dBFS", a->band_hz / 1000.0,
             a->noise_db);
}

// Fundamental, strongest alias, noise.
static void summarise(char *out, size_t size, const wt_analysis *a) {
    char hz[32];
    if (a->harmonics.n == 0 && a->others.n == 0) {
        if (a->noise_db > WT_ANALYSIS_LEAST_DB) {
            summarise_lines(out, size, a);
        } else {
            snprintf(out, size, "silence");
        }
        return;
    }
    const double carrier = a->has_fundamental ? a->fundamental_db : a->strongest_db;
    const double band_khz = a->band_hz / 1000.0;
    size_t n = 0;
    if (a->has_fundamental) {
        put_hertz(hz, sizeof hz, a->fundamental_hz);
        n = (size_t)snprintf(out, size, "fundamental %s at %.2f dBFS", hz, a->fundamental_db);
    } else {
        n = (size_t)snprintf(out, size, "no fundamental");
    }
    if (a->others.n > 0) {
        const size_t k = strongest(&a->others);
        put_hertz(hz, sizeof hz, a->others.hz[k]);
        n += (size_t)snprintf(out + n, size - n, "; strongest alias %.1f dBc at %s",
                              a->others.db[k] - carrier, hz);
    } else {
        n += (size_t)snprintf(out + n, size - n, "; no alias up to %.3g kHz", band_khz);
    }
    snprintf(out + n, size - n, "; aliases and noise up to %.3g kHz %.1f dBc", band_khz,
             a->noise_db - carrier);
}

static wt_axis frequency_axis(const wt_stretch *where) {
    const double nyquist = 0.5 * where->rate;
    double lowest = nyquist;
    for (size_t i = 0; i < where->n_pitches; ++i) {
        lowest = where->pitches[i].low_hz < lowest ? where->pitches[i].low_hz : lowest;
    }
    wt_axis axis = {"frequency", "Hz", 0.0, nyquist, false, false, false};
    if (lowest * 64.0 < nyquist) { // the low harmonics would stand too near
        axis.log = true;
        axis.low = 1.0;
        while (axis.low * 10.0 <= lowest) {
            axis.low *= 10.0;
        }
        axis.low *= axis.low * 5.0 < lowest ? 5.0 : axis.low * 2.0 < lowest ? 2.0 : 1.0;
    }
    return axis;
}

// What stands out of the floor is an alias only where the harmonics are known.
static size_t add_channel(wt_series *series, const wt_analysis *a, int panel, bool pitched,
                          const char *beyond) {
    if (!pitched) {
        series[0] = lines(&a->rest, "floor", WT_SERIES_AREA, WT_ROLE_FIRST, panel);
        series[1] = lines(&a->beyond, "beyond", WT_SERIES_STEMS, WT_ROLE_THIRD, panel);
        series[2] = lines(&a->others, "lines", WT_SERIES_STEMS, WT_ROLE_FIRST, panel);
        return 3;
    }
    series[0] = lines(&a->rest, "floor", WT_SERIES_AREA, WT_ROLE_SECOND, panel);
    series[1] = lines(&a->beyond, beyond, WT_SERIES_STEMS, WT_ROLE_THIRD, panel);
    series[2] = lines(&a->others, "aliases and others", WT_SERIES_STEMS, WT_ROLE_SECOND, panel);
    series[3] = lines(&a->harmonics, "harmonics", WT_SERIES_STEMS, WT_ROLE_FIRST, panel);
    return 4;
}

static double strongest_of(const wt_analysis *a) {
    const double other = a->others.n > 0 ? a->others.db[strongest(&a->others)] : bottom_db;
    return a->strongest_db > other ? a->strongest_db : other;
}

static bool draw(const wt_plot *plot, const wt_analysis *found, const wt_stretch *where) {
    wt_series series[8];
    char beyond[32];
    const bool pitched = where->n_pitches > 0;
    snprintf(beyond, sizeof beyond, "aliases above %.3g kHz", found[0].band_hz / 1000.0);
    double top_db = 0.0;
    size_t n = 0;
    for (size_t c = 0; c < where->channels; ++c) {
        n += add_channel(series + n, &found[c], (int)c, pitched, beyond);
        while (strongest_of(&found[c]) > top_db) {
            top_db += 20.0;
        }
    }
    wt_figure f = {.x = frequency_axis(where),
                   .y = {"level", "dBFS", bottom_db, top_db, false, false, false},
                   .n_panels = where->channels,
                   .panels = {"left", "right"},
                   .series = series,
                   .n_series = n};
    snprintf(f.title, sizeof f.title, "%s", where->title);
    for (size_t c = 0; c < where->channels; ++c) {
        (pitched ? summarise : summarise_lines)(f.caption[c], sizeof f.caption[c], &found[c]);
    }
    return wt_plot_write(plot, &f);
}

bool wt_spectrum_draw(const wt_plot *plot, const wt_stretch *where) {
    wt_analysis found[2] = {0};
    wt_status status = WT_OK;
    for (size_t c = 0; c < where->channels && status == WT_OK; ++c) {
        status = wt_analyse(&found[c], where->samples[c], where->n, where->rate, where->pitches,
                            where->n_pitches);
    }
    if (status != WT_OK) {
        wt_fault_memory(plot->fault);
    }
    const bool ok = status == WT_OK && draw(plot, found, where);
    wt_analysis_free(&found[0]);
    wt_analysis_free(&found[1]);
    return ok;
}
