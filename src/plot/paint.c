// Where everything goes.
#include "plot/paint.h"

#include "plot/axes.h"
#include "plot/map.h"
#include "plot/waterfall.h"

#include <stdio.h>
#include <string.h>

static const wt_ink text_ink = {WT_ROLE_TEXT, 0.0};
static const wt_ink muted_ink = {WT_ROLE_MUTED, 0.0};

static wt_ink ink_of(const wt_series *s) {
    return (wt_ink){s->role, 0.0};
}

static wt_ink area_ink_of(const wt_series *s) {
    return (wt_ink){s->role == WT_ROLE_FIRST ? WT_ROLE_FIRST_AREA : WT_ROLE_SECOND_AREA, 0.0};
}

// As much of a text as fits, with dots in place of the rest.
static void put_fitting(wt_canvas *c, wt_point at, double room, wt_text_size size, wt_ink ink,
                        const char *text) {
    char shown[208];
    snprintf(shown, sizeof shown, "%s", text);
    size_t n = strlen(shown);
    while (n > 4 && c->text_width(c, size, shown) > room) {
        do {
            --n;
        } while (n > 4 && (shown[n] & 0xc0) == 0x80);
        memcpy(shown + n, "...", 4);
    }
    c->text(c, at, WT_ANCHOR_START, size, ink, shown);
}

// How much of a caption fits into a line: all of it, or up to a semicolon.
static size_t fitting(const wt_canvas *c, const char *text, double room) {
    char part[240];
    size_t end = strlen(text);
    for (;;) {
        snprintf(part, sizeof part, "%.*s", (int)end, text);
        if (c->text_width(c, WT_TEXT_BODY, part) <= room) {
            return end;
        }
        size_t before = end - 1;
        while (before > 0 && text[before - 1] != ';') {
            --before;
        }
        if (before == 0) {
            return end;
        }
        end = before;
    }
}

static double put_caption(wt_canvas *c, const char *text, double y, double room) {
    while (*text) {
        char part[240];
        const size_t n = fitting(c, text, room);
        snprintf(part, sizeof part, "%.*s", (int)n, text);
        put_fitting(c, (wt_point){c->margin, y + 0.5 * c->line_height[WT_TEXT_BODY]}, room,
                    WT_TEXT_BODY, muted_ink, part);
        y += c->line_height[WT_TEXT_BODY];
        text += n;
        text += strspn(text, " ");
    }
    return y;
}

static double put_title(const wt_figure *f, wt_canvas *c) {
    const double room = c->width - 2.0 * c->margin;
    const double top = c->margin * 0.75;
    put_fitting(c, (wt_point){c->margin, top + 0.5 * c->line_height[WT_TEXT_TITLE]}, room,
                WT_TEXT_TITLE, text_ink, f->title);
    char first[240];
    snprintf(first, sizeof first, "%s", f->caption[0]);
    if (f->layered && f->n_series > c->most_layers) {
        snprintf(first, sizeof first, "%s; %zu of them are drawn", f->caption[0], c->most_layers);
    }
    double y = put_caption(c, first, top + c->line_height[WT_TEXT_TITLE], room);
    return put_caption(c, f->caption[1], y, room);
}

// Series of panels repeat their names.
static bool is_in_legend(const wt_figure *f, size_t k) {
    const wt_series *s = &f->series[k];
    return s->name && s->n > 0 && s->panel == 0 && s->kind == WT_SERIES_STEMS;
}

// Names to the right, on the line of the y axis' label.
static void put_legend(const wt_figure *f, wt_canvas *c, double right, double y) {
    const double swatch = 2.0 * c->text_width(c, WT_TEXT_SMALL, "m");
    for (size_t k = 0; k < f->n_series; ++k) {
        const wt_series *s = &f->series[k];
        if (!is_in_legend(f, k)) {
            continue;
        }
        right -= c->text_width(c, WT_TEXT_SMALL, s->name);
        c->text(c, (wt_point){right, y}, WT_ANCHOR_START, WT_TEXT_SMALL, text_ink, s->name);
        right -= 1.5 * c->gap;
        const wt_point key[2] = {{right - swatch, y}, {right, y}};
        c->segments(c, key, 1, ink_of(s), 2.0 * c->stroke);
        right -= swatch + 2.5 * c->gap;
    }
}

static wt_status put_line(const wt_series *s, wt_canvas *c, const wt_box *box) {
    wt_trace trace;
    if (wt_trace_line(&trace, s, box, c->grain) != WT_OK) {
        return WT_NO_MEMORY;
    }
    if (trace.n > 1) {
        c->line(c, trace.points, trace.n, ink_of(s), c->stroke);
    } else if (trace.n == 1) {
        c->head(c, trace.points[0], ink_of(s), c->stroke);
    }
    wt_trace_free(&trace);
    return WT_OK;
}

static wt_status put_area(const wt_series *s, wt_canvas *c, const wt_box *box) {
    wt_trace upper;
    wt_trace lower;
    const bool is_band = s->kind == WT_SERIES_BAND;
    if (wt_trace_band(&upper, &lower, s, box, c->grain, false) != WT_OK) {
        return WT_NO_MEMORY;
    }
    if (upper.n > 1) {
        c->area(c, upper.points, lower.points, upper.n, is_band ? ink_of(s) : area_ink_of(s));
    }
    if (is_band && upper.n > 1) {
        c->line(c, upper.points, upper.n, ink_of(s), 0.5 * c->stroke);
        c->line(c, lower.points, lower.n, ink_of(s), 0.5 * c->stroke);
    }
    wt_trace_free(&upper);
    wt_trace_free(&lower);
    return WT_OK;
}

// Many stems are drawn thinner and without heads; where dots are coarse, only the heads of what is
// no harmonic's.
static void put_stems(const wt_series *s, wt_canvas *c, const wt_box *box) {
    const size_t last = s->n > 0 ? s->n - 1 : 0;
    const double span = s->n > 0 ? wt_box_point(box, wt_series_x(s, last), 0.0).x -
                                       wt_box_point(box, wt_series_x(s, 0), 0.0).x
                                 : 0.0;
    const bool crowded = (double)last * 5.0 * c->stroke > span;
    for (size_t i = 0; i < s->n; ++i) {
        const wt_point top = wt_box_point(box, wt_series_x(s, i), wt_series_y(s, i));
        const wt_point stem[2] = {{top.x, box->bottom}, top};
        const bool bare = crowded && !c->legible_grid && s->role != WT_ROLE_FIRST;
        if (!bare) {
            c->segments(c, stem, 1, ink_of(s), crowded ? 0.7 * c->stroke : c->stroke);
        }
        if (bare || !crowded) {
            c->head(c, top, ink_of(s), 1.7 * c->stroke);
        }
    }
}

// Where a step of the grain holds many points, a line becomes the area that it fills.
static wt_status put_dense(const wt_series *s, wt_canvas *c, const wt_box *box) {
    wt_trace upper;
    wt_trace lower;
    if (wt_trace_band(&upper, &lower, s, box, c->grain, true) != WT_OK) {
        return WT_NO_MEMORY;
    }
    c->area(c, upper.points, lower.points, upper.n, ink_of(s));
    wt_trace_free(&upper);
    wt_trace_free(&lower);
    return WT_OK;
}

static wt_status put_series(const wt_figure *f, const wt_series *s, wt_canvas *c,
                            const wt_box *box) {
    if (s->kind == WT_SERIES_MAP) {
        wt_map_put(f, s, c, box);
        return WT_OK;
    }
    if (s->kind == WT_SERIES_STEMS) {
        put_stems(s, c, box);
        return WT_OK;
    }
    if (s->kind != WT_SERIES_LINE) {
        return put_area(s, c, box);
    }
    const bool is_dense = (double)s->n > 16.0 * (box->right - box->left) / c->grain;
    if (is_dense && put_dense(s, c, box) != WT_OK) {
        return WT_NO_MEMORY;
    }
    return put_line(s, c, box);
}

// The k-th of n boxes, one above the other.
static wt_box panel_box(const wt_box *all, size_t k, size_t n, double gap) {
    wt_box box = *all;
    const double height = (all->bottom - all->top - gap * (double)(n - 1)) / (double)n;
    box.top = all->top + (height + gap) * (double)k;
    box.bottom = box.top + height;
    return box;
}

static wt_status put_panels(const wt_figure *f, wt_canvas *c, const wt_box *all) {
    const double gap = c->line_height[WT_TEXT_SMALL];
    for (size_t k = 0; k < f->n_panels; ++k) {
        const wt_box box = panel_box(all, k, f->n_panels, gap);
        wt_axes_put(f, c, &box, k + 1 == f->n_panels);
        for (size_t i = 0; i < f->n_series; ++i) {
            const wt_series *s = &f->series[i];
            if ((size_t)s->panel == k && put_series(f, s, c, &box) != WT_OK) {
                return WT_NO_MEMORY;
            }
        }
        if (f->n_panels > 1) {
            const wt_point at = {box.right, box.top - 0.5 * gap};
            c->text(c, at, WT_ANCHOR_END, WT_TEXT_SMALL, text_ink, f->panels[k]);
        }
    }
    return WT_OK;
}

wt_status wt_paint(const wt_figure *f, wt_canvas *c) {
    const double small = c->line_height[WT_TEXT_SMALL];
    double y = put_title(f, c) + 0.5 * c->gap;
    char label[64];
    wt_scale_label(&f->y, label);
    wt_box box = {&f->x,
                  &f->y,
                  c->margin,
                  c->width - c->margin,
                  y + small + 0.5 * c->gap,
                  c->height - 0.75 * c->margin - small - c->line_height[WT_TEXT_BODY] - c->gap};
    box.top += f->n_panels > 1 ? small : 0.0;
    box.left += wt_axes_width(f, c, &box) + c->gap;
    c->text(c, (wt_point){c->margin, y + 0.5 * small}, WT_ANCHOR_START, WT_TEXT_SMALL, muted_ink,
            label);
    put_legend(f, c, box.right, y + 0.5 * small);
    wt_map_put_legend(f, c, box.right, y + 0.5 * small);
    wt_scale_label(&f->x, label);
    const double middle = 0.5 * (box.left + box.right);
    const wt_point at = {middle, c->height - 0.75 * c->margin - 0.5 * c->line_height[WT_TEXT_BODY]};
    if (!f->layered) {
        c->text(c, at, WT_ANCHOR_MIDDLE, WT_TEXT_SMALL, muted_ink, label);
        return put_panels(f, c, &box);
    }
    return wt_layers_put(f, c, &box);
}
