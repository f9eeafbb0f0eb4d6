// Rows.
#include "plot/csv.h"

#include "plot/scale.h"

static void put_column(wt_pen *pen, const char *before, const wt_axis *axis) {
    wt_pen_put(pen, axis->unit ? "%s%s (%s)" : "%s%s", before, axis->label, axis->unit);
}

static bool has_bands(const wt_figure *f) {
    return f->n_series > 0 && f->series[0].kind == WT_SERIES_BAND;
}

static bool has_names(const wt_figure *f) {
    return f->n_series > 0 && f->series[0].name;
}

static bool has_map(const wt_figure *f) {
    return f->n_series > 0 && f->series[0].kind == WT_SERIES_MAP;
}

// The middle of each cell, and its level.
static void put_map(wt_pen *pen, const wt_figure *f) {
    const wt_series *s = &f->series[0];
    put_column(pen, "", &f->x);
    put_column(pen, ",", &f->y);
    put_column(pen, ",", &f->z);
    wt_pen_put(pen, "\n");
    for (size_t i = 0; i < s->n; ++i) {
        for (size_t r = 0; r < s->rows && pen->status == WT_OK; ++r) {
            const double y = wt_scale_value(&f->y, ((double)r + 0.5) / (double)s->rows);
            wt_pen_put(pen, "%.9g,%.9g,%.9g\n", wt_series_x(s, i), y,
                       (double)s->y32[i * s->rows + r]);
        }
    }
}

static void put_header(wt_pen *pen, const wt_figure *f) {
    put_column(pen, "", &f->x);
    if (has_bands(f)) {
        put_column(pen, ",lowest ", &f->y);
        put_column(pen, ",highest ", &f->y);
    } else {
        put_column(pen, ",", &f->y);
    }
    if (f->layered) {
        put_column(pen, ",", &f->z);
    }
    wt_pen_put(pen, "%s%s", has_names(f) ? ",what" : "", f->n_panels > 1 ? ",channel" : "");
    wt_pen_put(pen, "\n");
}

wt_status wt_csv_write(const wt_figure *f, wt_text_block sink) {
    wt_pen pen;
    wt_pen_begin(&pen, sink);
    if (has_map(f)) {
        put_map(&pen, f);
        return wt_pen_end(&pen);
    }
    put_header(&pen, f);
    for (size_t k = 0; k < f->n_series; ++k) {
        const wt_series *s = &f->series[k];
        for (size_t i = 0; i < s->n && pen.status == WT_OK; ++i) {
            wt_pen_put(&pen, "%.9g,", wt_series_x(s, i));
            if (s->low) {
                wt_pen_put(&pen, "%.9g,", s->low[i]);
            }
            wt_pen_put(&pen, "%.9g", wt_series_y(s, i) + 0.0);
            if (f->layered) {
                wt_pen_put(&pen, ",%.9g", s->z);
            }
            if (has_names(f)) {
                wt_pen_put(&pen, ",%s", s->name);
            }
            if (f->n_panels > 1) {
                wt_pen_put(&pen, ",%s", f->panels[s->panel]);
            }
            wt_pen_put(&pen, "\n");
        }
    }
    return wt_pen_end(&pen);
}
