// An oblique projection: depth goes to the right and up.
#include "plot/waterfall.h"

#include "plot/axes.h"

#include <stdlib.h>

static const wt_ink axis_ink = {WT_ROLE_AXIS, 0.0};
static const wt_ink grid_ink = {WT_ROLE_GRID, 0.0};
static const wt_ink muted_ink = {WT_ROLE_MUTED, 0.0};

typedef struct {
    const wt_figure *figure;
    wt_canvas *canvas;
    wt_box front;  // of the first layer
    double dx, dy; // from there to the last, dy upwards
} view;

static wt_box box_at(const view *v, double depth) {
    wt_box box = v->front;
    box.left += v->dx * depth;
    box.right += v->dx * depth;
    box.top -= v->dy * depth;
    box.bottom -= v->dy * depth;
    return box;
}

static double depth_of(const view *v, double z) {
    return wt_scale_place(&v->figure->z, z);
}

static void put_floor(const view *v) {
    wt_canvas *c = v->canvas;
    const wt_box near = v->front;
    const wt_box far = box_at(v, 1.0);
    const wt_point lines[8] = {{near.left, near.bottom},  {far.left, far.bottom},
                               {far.left, far.bottom},    {far.right, far.bottom},
                               {near.right, near.bottom}, {far.right, far.bottom},
                               {near.left, near.bottom},  {near.right, near.bottom}};
    c->segments(c, lines, 4, c->legible_grid ? grid_ink : axis_ink, 1.0);
}

// Numbers along the right edge of the floor.
static void put_depth_axis(const view *v) {
    wt_canvas *c = v->canvas;
    wt_tick ticks[WT_MOST_TICKS];
    const double room = v->dy / (2.0 * c->line_height[WT_TEXT_SMALL]);
    const size_t n = wt_scale_ticks(&v->figure->z, room < 2.0 ? 2 : (int)room, ticks);
    double free_below = 1e9;
    for (size_t i = 0; i < n; ++i) {
        const wt_box box = box_at(v, depth_of(v, ticks[i].value));
        const wt_point from = {box.right, box.bottom};
        const wt_point tick[2] = {from, {from.x + 0.5 * c->gap, from.y}};
        if (c->legible_grid) {
            c->segments(c, tick, 1, axis_ink, 1.0);
        }
        if (from.y + 0.4 * c->line_height[WT_TEXT_SMALL] < free_below) {
            c->text(c, (wt_point){from.x + c->gap, from.y}, WT_ANCHOR_START, WT_TEXT_SMALL,
                    muted_ink, ticks[i].label);
            free_below = from.y - 0.7 * c->line_height[WT_TEXT_SMALL];
        }
    }
    char label[64];
    wt_scale_label(&v->figure->z, label);
    const wt_box far = box_at(v, 1.0);
    const wt_point at = {c->width - c->margin, far.bottom - 1.2 * c->line_height[WT_TEXT_SMALL]};
    c->text(c, at, WT_ANCHOR_END, WT_TEXT_SMALL, muted_ink, label);
}

static wt_status put_layer(const view *v, const wt_series *s) {
    wt_canvas *c = v->canvas;
    const double depth = depth_of(v, s->z);
    const wt_box box = box_at(v, depth);
    wt_trace trace;
    if (wt_trace_line(&trace, s, &box, c->grain) != WT_OK) {
        return WT_NO_MEMORY;
    }
    wt_point *const floor = malloc((trace.n + 1) * sizeof *floor);
    for (size_t i = 0; floor && i < trace.n; ++i) {
        floor[i] = (wt_point){trace.points[i].x, box.bottom};
    }
    if (floor && trace.n > 1) {
        c->area(c, trace.points, floor, trace.n, (wt_ink){WT_ROLE_LAYER_AREA, depth});
        c->line(c, trace.points, trace.n, (wt_ink){WT_ROLE_LAYER, depth}, 0.85 * c->stroke);
    }
    const wt_status status = floor ? WT_OK : WT_NO_MEMORY;
    free(floor);
    wt_trace_free(&trace);
    return status;
}

wt_status wt_layers_put(const wt_figure *f, wt_canvas *c, const wt_box *box) {
    view v = {f, c, *box, 0.0, 0.0};
    const double label = 2.0 * c->gap + c->text_width(c, WT_TEXT_SMALL, "0000");
    const double share = f->n_series < 6 ? 0.12 * (double)(f->n_series - 1) : 0.55;
    v.dx = 0.36 * share * (box->right - box->left);
    v.dy = share * (box->bottom - box->top);
    v.front.right -= v.dx + label;
    v.front.top += v.dy;
    put_floor(&v);
    put_depth_axis(&v);
    wt_axes_put_x(c, &v.front, true);
    wt_axes_put_y(c, &v.front);
    char words[64];
    wt_scale_label(&f->x, words);
    const wt_point at = {0.5 * (v.front.left + v.front.right),
                         c->height - 0.75 * c->margin - 0.5 * c->line_height[WT_TEXT_BODY]};
    c->text(c, at, WT_ANCHOR_MIDDLE, WT_TEXT_SMALL, muted_ink, words);
    const size_t shown = f->n_series < c->most_layers ? f->n_series : c->most_layers;
    const wt_box far = box_at(&v, 1.0);
    const wt_point side[2] = {{v.front.right, v.front.bottom}, {far.right, far.bottom}};
    for (size_t i = shown; i-- > 0;) {
        const size_t k = shown > 1 ? i * (f->n_series - 1) / (shown - 1) : 0;
        if (put_layer(&v, &f->series[k]) != WT_OK) {
            return WT_NO_MEMORY;
        }
    }
    c->segments(c, side, 1, axis_ink, 1.0);
    return WT_OK;
}
