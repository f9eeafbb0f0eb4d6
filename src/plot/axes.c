// Ticks and grid.
#include "plot/axes.h"

static const wt_ink grid_ink = {WT_ROLE_GRID, 0.0};
static const wt_ink axis_ink = {WT_ROLE_AXIS, 0.0};
static const wt_ink muted_ink = {WT_ROLE_MUTED, 0.0};

static size_t y_ticks(const wt_canvas *c, const wt_box *box, wt_tick *ticks) {
    const double lines = c->legible_grid ? 1.6 : 3.0;
    const double room = (box->bottom - box->top) / (lines * c->line_height[WT_TEXT_SMALL]);
    return wt_scale_ticks(box->y, room < 3.0 ? 3 : room > 12.0 ? 12 : (int)room, ticks);
}

static size_t x_ticks(const wt_canvas *c, const wt_box *box, wt_tick *ticks) {
    const double each = 2.0 * c->text_width(c, WT_TEXT_SMALL, "0.00");
    const double room = (box->right - box->left) / each;
    const double most = box->x->quarters ? 5.0 : 12.0;
    return wt_scale_ticks(box->x, room < 2.0 ? 2 : (int)(room > most ? most : room), ticks);
}

double wt_axes_width(const wt_figure *f, wt_canvas *c, const wt_box *box) {
    wt_tick ticks[WT_MOST_TICKS];
    wt_box panel = *box;
    panel.bottom = panel.top + (panel.bottom - panel.top) / (double)f->n_panels;
    const size_t n = y_ticks(c, &panel, ticks);
    double widest = 0.0;
    for (size_t i = 0; i < n; ++i) {
        const double width = c->text_width(c, WT_TEXT_SMALL, ticks[i].label);
        widest = width > widest ? width : widest;
    }
    return widest;
}

void wt_axes_put_x(wt_canvas *c, const wt_box *box, bool with_labels) {
    wt_tick ticks[WT_MOST_TICKS];
    const size_t n = x_ticks(c, box, ticks);
    double free_from = -1e9;
    for (size_t i = 0; i < n; ++i) {
        const double x = wt_box_point(box, ticks[i].value, 0.0).x;
        const double half = 0.5 * c->text_width(c, WT_TEXT_SMALL, ticks[i].label);
        if (ticks[i].label[0] == '\0') {
            continue;
        }
        const wt_point tick[2] = {{x, box->bottom}, {x, box->bottom + 0.5 * c->gap}};
        if (c->legible_grid) {
            c->segments(c, tick, 1, axis_ink, 1.0);
        }
        const double y = box->bottom + 0.75 * c->gap + 0.5 * c->line_height[WT_TEXT_SMALL];
        if (with_labels && x - half > free_from) {
            c->text(c, (wt_point){x, y}, WT_ANCHOR_MIDDLE, WT_TEXT_SMALL, muted_ink,
                    ticks[i].label);
            free_from = x + half + 0.5 * c->gap;
        }
    }
}

void wt_axes_put_y(wt_canvas *c, const wt_box *box) {
    wt_tick ticks[WT_MOST_TICKS];
    const size_t n = y_ticks(c, box, ticks);
    for (size_t i = 0; i < n; ++i) {
        const double y = wt_box_point(box, 0.0, ticks[i].value).y;
        c->text(c, (wt_point){box->left - c->gap, y}, WT_ANCHOR_END, WT_TEXT_SMALL, muted_ink,
                ticks[i].label);
    }
}

static void put_grid(wt_canvas *c, const wt_box *box) {
    wt_tick ticks[WT_MOST_TICKS];
    size_t n = y_ticks(c, box, ticks);
    for (size_t i = 0; i < n; ++i) {
        const double y = wt_box_point(box, 0.0, ticks[i].value).y;
        const wt_point line[2] = {{box->left, y}, {box->right, y}};
        c->segments(c, line, 1, grid_ink, 1.0);
    }
    n = x_ticks(c, box, ticks);
    for (size_t i = 0; i < n; ++i) {
        const double x = wt_box_point(box, ticks[i].value, 0.0).x;
        const wt_point line[2] = {{x, box->top}, {x, box->bottom}};
        c->segments(c, line, 1, grid_ink, ticks[i].label[0] ? 1.0 : 0.5);
    }
}

void wt_axes_put(const wt_figure *f, wt_canvas *c, const wt_box *box, bool with_x) {
    (void)f;
    if (c->legible_grid) {
        put_grid(c, box);
    }
    const wt_point bottom[2] = {{box->left, box->bottom}, {box->right, box->bottom}};
    c->segments(c, bottom, 1, axis_ink, 1.0);
    if (!c->legible_grid) {
        const wt_point left[2] = {{box->left, box->bottom}, {box->left, box->top}};
        c->segments(c, left, 1, axis_ink, 1.0);
    }
    wt_axes_put_x(c, box, with_x);
    wt_axes_put_y(c, box);
}
