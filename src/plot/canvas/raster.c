// A canvas of pixels.
#include "plot/canvas/raster.h"

#include "plot/canvas/font.h"
#include "plot/canvas/palette.h"
#include "plot/paint.h"

#include "base/math.h"

#include <stdlib.h>
#include <string.h>

enum { W = WT_RASTER_WIDTH, H = WT_RASTER_HEIGHT };

static const double scale = 2.0; // pixels a unit
static const double font_px[] = {
    [WT_TEXT_TITLE] = 19.0, [WT_TEXT_BODY] = 13.0, [WT_TEXT_SMALL] = 12.0};

typedef struct {
    wt_canvas canvas;
    uint8_t *pixels;
    uint8_t *cover; // of the stroke in work: how much of a pixel it takes, 0..255
} raster;

// The pixels that a stroke touches.
typedef struct {
    int left, right, top, bottom; // right and bottom are the first outside
} region;

static int hold(double x, int most) {
    return x < 0.0 ? 0 : x > most ? most : (int)x;
}

static void blend(uint8_t *pixel, wt_colour colour, double opacity) {
    const uint8_t to[3] = {colour.red, colour.green, colour.blue};
    for (int i = 0; i < 3; ++i) {
        pixel[i] = (uint8_t)(pixel[i] + (to[i] - pixel[i]) * opacity + 0.5);
    }
}

static double square_root(double x) {
    return x > 0.0 ? wt_exp2(0.5 * wt_log2(x)) : 0.0;
}

// A segment in pixels.
typedef struct {
    wt_point a, b;
    double length, along_x, along_y;
} segment;

static double distance(const segment *s, double x, double y) {
    const double dx = x - s->a.x;
    const double dy = y - s->a.y;
    const double along = dx * s->along_x + dy * s->along_y;
    if (along >= 0.0 && along <= s->length) {
        const double off = dx * s->along_y - dy * s->along_x;
        return off < 0.0 ? -off : off;
    }
    const double ex = along < 0.0 ? dx : x - s->b.x;
    const double ey = along < 0.0 ? dy : y - s->b.y;
    return square_root(ex * ex + ey * ey);
}

// Where the segment, `reach` wide to either side, passes the row at y.
static void row_span(const segment *s, double y, double reach, double *low, double *high) {
    const double rise = s->b.y - s->a.y;
    double t0 = 0.0;
    double t1 = 1.0;
    if (rise > 1e-9 || rise < -1e-9) {
        const double u = (y - reach - s->a.y) / rise;
        const double v = (y + reach - s->a.y) / rise;
        t0 = u < v ? u : v;
        t1 = u < v ? v : u;
        t0 = t0 < 0.0 ? 0.0 : t0 > 1.0 ? 1.0 : t0;
        t1 = t1 < 0.0 ? 0.0 : t1 > 1.0 ? 1.0 : t1;
    }
    const double x0 = s->a.x + (s->b.x - s->a.x) * t0;
    const double x1 = s->a.x + (s->b.x - s->a.x) * t1;
    *low = (x0 < x1 ? x0 : x1) - reach;
    *high = (x0 < x1 ? x1 : x0) + reach;
}

static void widen(region *r, int left, int right, int top, int bottom) {
    r->left = left < r->left ? left : r->left;
    r->right = right > r->right ? right : r->right;
    r->top = top < r->top ? top : r->top;
    r->bottom = bottom > r->bottom ? bottom : r->bottom;
}

// Cover what lies within half a width of the segment; the edge takes one pixel.
static void cover_segment(raster *r, wt_point a, wt_point b, double width, region *touched) {
    segment s = {a, b, 0.0, 1.0, 0.0};
    s.length = square_root((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
    if (s.length > 0.0) {
        s.along_x = (b.x - a.x) / s.length;
        s.along_y = (b.y - a.y) / s.length;
    }
    const double half = 0.5 * width;
    const double reach = half + 0.5;
    const double weight = width < 1.0 ? width : 1.0;
    const int top = hold((a.y < b.y ? a.y : b.y) - reach, H);
    const int bottom = hold((a.y < b.y ? b.y : a.y) + reach + 1.0, H);
    for (int y = top; y < bottom; ++y) {
        double low;
        double high;
        row_span(&s, y + 0.5, reach, &low, &high);
        const int left = hold(low - 0.5, W);
        const int right = hold(high + 1.0, W);
        for (int x = left; x < right; ++x) {
            const double c = reach - distance(&s, x + 0.5, y + 0.5);
            const double held = (c < 0.0 ? 0.0 : c > 1.0 ? 1.0 : c) * weight;
            uint8_t *cover = &r->cover[(size_t)y * W + (size_t)x];
            const uint8_t value = (uint8_t)(held * 255.0 + 0.5);
            *cover = value > *cover ? value : *cover;
        }
        widen(touched, left, right, y, y + 1);
    }
}

// Colour what is covered, and uncover it.
static void settle(raster *r, const region *touched, wt_ink ink) {
    const wt_colour colour = wt_palette_colour(ink, WT_LIGHT);
    const double opacity = wt_palette_opacity(ink) / 255.0;
    for (int y = touched->top; y < touched->bottom; ++y) {
        for (int x = touched->left; x < touched->right; ++x) {
            const size_t i = (size_t)y * W + (size_t)x;
            if (r->cover[i]) {
                blend(r->pixels + 3 * i, colour, r->cover[i] * opacity);
                r->cover[i] = 0;
            }
        }
    }
}

static const region nothing = {W, 0, H, 0};

static wt_point to_pixels(wt_point p) {
    return (wt_point){p.x * scale, p.y * scale};
}

static void line(wt_canvas *canvas, const wt_point *points, size_t n, wt_ink ink, double width) {
    raster *r = (raster *)canvas;
    region touched = nothing;
    for (size_t i = 0; i + 1 < n; ++i) {
        cover_segment(r, to_pixels(points[i]), to_pixels(points[i + 1]), width * scale, &touched);
    }
    settle(r, &touched, ink);
}

// Straight lines of the grid lie on whole pixels, so that they are sharp.
static wt_point sharp(wt_point p, double width) {
    const double shift = (int)(width + 0.5) % 2 ? 0.5 : 0.0;
    return (wt_point){wt_round(p.x - shift) + shift, wt_round(p.y - shift) + shift};
}

static void segments(wt_canvas *canvas, const wt_point *points, size_t n, wt_ink ink,
                     double width) {
    raster *r = (raster *)canvas;
    const double pixels = width * scale;
    for (size_t i = 0; i < n; ++i) {
        region touched = nothing;
        wt_point a = to_pixels(points[2 * i]);
        wt_point b = to_pixels(points[2 * i + 1]);
        if (a.x == b.x || a.y == b.y) {
            a = sharp(a, pixels);
            b = sharp(b, pixels);
        }
        cover_segment(r, a, b, pixels, &touched);
        settle(r, &touched, ink);
    }
}

static void fill_column(raster *r, int x, double top, double bottom, wt_ink ink) {
    const wt_colour colour = wt_palette_colour(ink, WT_LIGHT);
    const double opacity = wt_palette_opacity(ink);
    const int last = hold(bottom + 1.0, H);
    for (int y = hold(top, H); y < last; ++y) {
        const double from = top > y ? top : y;
        const double to = bottom < y + 1 ? bottom : y + 1;
        if (to > from) {
            blend(r->pixels + 3 * ((size_t)y * W + (size_t)x), colour, (to - from) * opacity);
        }
    }
}

static void area(wt_canvas *canvas, const wt_point *upper, const wt_point *lower, size_t n,
                 wt_ink ink) {
    raster *r = (raster *)canvas;
    size_t i = 0;
    const int last = hold(upper[n - 1].x * scale + 0.5, W);
    for (int x = hold(upper[0].x * scale + 0.5, W); x < last; ++x) {
        const double at = (x + 0.5) / scale;
        while (i + 2 < n && upper[i + 1].x < at) {
            ++i;
        }
        const double width = upper[i + 1].x - upper[i].x;
        double t = width > 0.0 ? (at - upper[i].x) / width : 0.0;
        t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
        const double top = upper[i].y + (upper[i + 1].y - upper[i].y) * t;
        const double bottom = lower[i].y + (lower[i + 1].y - lower[i].y) * t;
        fill_column(r, x, top * scale, bottom * scale, ink);
    }
}

static void head(wt_canvas *canvas, wt_point at, wt_ink ink, double radius) {
    line(canvas, (const wt_point[2]){at, at}, 2, ink, 2.0 * radius);
}

static double unit_of(wt_text_size size) {
    return font_px[size] * 0.7 / WT_FONT_CAPITAL;
}

static double text_width(const wt_canvas *canvas, wt_text_size size, const char *words) {
    (void)canvas;
    double width = 0.0;
    for (size_t length; *words; words += length) {
        width += wt_font_width(words, &length);
    }
    return width * unit_of(size);
}

static void write_character(raster *r, wt_point at, double unit, double width, const char *c,
                            region *touched) {
    wt_point points[WT_FONT_POINTS];
    size_t stroke = 0;
    for (size_t n; (n = wt_font_stroke(c, &stroke, points)) > 0;) {
        for (size_t i = 0; i + 1 < n; ++i) {
            const wt_point a = {at.x + points[i].x * unit, at.y - points[i].y * unit};
            const wt_point b = {at.x + points[i + 1].x * unit, at.y - points[i + 1].y * unit};
            cover_segment(r, to_pixels(a), to_pixels(b), width, touched);
        }
    }
}

static void text(wt_canvas *canvas, wt_point at, wt_anchor anchor, wt_text_size size, wt_ink ink,
                 const char *words) {
    raster *r = (raster *)canvas;
    const double unit = unit_of(size);
    const double width = text_width(canvas, size, words) - 6.0 * unit;
    region touched = nothing;
    at.x -= anchor == WT_ANCHOR_END ? width : anchor == WT_ANCHOR_MIDDLE ? 0.5 * width : 0.0;
    at.y += 0.5 * WT_FONT_CAPITAL * unit;
    const double stroke = (size == WT_TEXT_TITLE ? 4.2 : 3.1) * unit * scale;
    for (size_t length; *words; words += length) {
        const double advance = wt_font_width(words, &length) * unit;
        write_character(r, at, unit, stroke, words, &touched);
        at.x += advance;
    }
    settle(r, &touched, ink);
}

wt_status wt_raster_draw(const wt_figure *figure, uint8_t **pixels) {
    raster r = {.canvas = {.width = W / scale,
                           .height = H / scale,
                           .most_layers = 64,
                           .line = line,
                           .segments = segments,
                           .area = area,
                           .head = head,
                           .text = text,
                           .text_width = text_width}};
    wt_canvas_on_paper(&r.canvas);
    r.pixels = malloc((size_t)3 * W * H);
    r.cover = calloc((size_t)W * H, 1);
    wt_status status = WT_NO_MEMORY;
    if (r.pixels && r.cover) {
        memset(r.pixels, 255, (size_t)3 * W * H);
        status = wt_paint(figure, &r.canvas);
    }
    free(r.cover);
    if (status != WT_OK) {
        free(r.pixels);
        r.pixels = NULL;
    }
    *pixels = r.pixels;
    return status;
}
