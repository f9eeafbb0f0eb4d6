// Cells and their legend.
#include "plot/map.h"

#include "base/math.h"
#include "plot/scale.h"

#include <stdio.h>

enum { SHADES = 32 };

// Of 0, paper, to SHADES.
static int shade_of(const wt_axis *z, double level) {
    return (int)wt_floor(wt_scale_place(z, level) * SHADES + 0.5);
}

static void put_cells(wt_canvas *c, double left, double right, double top, double bottom,
                      int shade) {
    const wt_point upper[2] = {{left, top}, {right, top}};
    const wt_point lower[2] = {{left, bottom}, {right, bottom}};
    if (shade > 0 && right > left) {
        c->area(c, upper, lower, 2, (wt_ink){WT_ROLE_HEAT, (double)shade / SHADES});
    }
}

// Neighbours of one shade are one area.
void wt_map_put(const wt_figure *f, const wt_series *s, wt_canvas *c, const wt_box *box) {
    const double width = (box->right - box->left) / (double)s->n;
    const double height = (box->bottom - box->top) / (double)s->rows;
    for (size_t r = 0; r < s->rows; ++r) {
        const double bottom = box->bottom - height * (double)r;
        size_t from = 0;
        for (size_t i = 1; i <= s->n; ++i) {
            const int shade = shade_of(&f->z, (double)s->y32[from * s->rows + r]);
            if (i == s->n || shade_of(&f->z, (double)s->y32[i * s->rows + r]) != shade) {
                put_cells(c, box->left + width * (double)from, box->left + width * (double)i,
                          bottom - height, bottom, shade);
                from = i;
            }
        }
    }
}

static bool has_map(const wt_figure *f) {
    return f->n_series > 0 && f->series[0].kind == WT_SERIES_MAP;
}

void wt_map_put_legend(const wt_figure *f, wt_canvas *c, double right, double y) {
    if (!has_map(f)) {
        return;
    }
    const wt_ink ink = {WT_ROLE_MUTED, 0.0};
    const double half = 0.3 * c->line_height[WT_TEXT_SMALL];
    char label[48];
    snprintf(label, sizeof label, "%g %s", f->z.high, f->z.unit ? f->z.unit : "");
    const double step = 0.35 * c->text_width(c, WT_TEXT_SMALL, "m");
    right -= c->text_width(c, WT_TEXT_SMALL, label);
    c->text(c, (wt_point){right, y}, WT_ANCHOR_START, WT_TEXT_SMALL, ink, label);
    right -= c->gap;
    for (int shade = SHADES; shade > 0; --shade) {
        put_cells(c, right - step, right, y - half, y + half, shade);
        right -= step;
    }
    snprintf(label, sizeof label, "%g", f->z.low);
    c->text(c, (wt_point){right - c->gap, y}, WT_ANCHOR_END, WT_TEXT_SMALL, ink, label);
}
