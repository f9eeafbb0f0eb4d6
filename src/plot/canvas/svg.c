// A canvas of elements.
#include "plot/canvas/svg.h"

#include "base/shown.h"
#include "plot/canvas/palette.h"
#include "plot/paint.h"

#include <string.h>

enum { WIDTH = 960, HEIGHT = 600, LAYERS = 64, SHADES = 32 };

static const int font_px[] = {[WT_TEXT_TITLE] = 19, [WT_TEXT_BODY] = 13, [WT_TEXT_SMALL] = 12};

typedef struct {
    wt_canvas canvas;
    wt_pen pen;
} svg;

static wt_pen *pen_of(wt_canvas *canvas) {
    return &((svg *)canvas)->pen;
}

// Not even spelt out may XML hold U+FFFE and U+FFFF.
static bool is_no_character(const char *shown) {
    return memcmp(shown, "\xef\xbf\xbe", 3) == 0 || memcmp(shown, "\xef\xbf\xbf", 3) == 0;
}

static void put_escaped(wt_pen *pen, const char *text) {
    while (*text) {
        char shown[WT_SHOWN] = "";
        text += wt_shown(shown, text);
        if (is_no_character(shown)) {
            wt_pen_put(pen, "?");
        } else if (strchr("&<>\"", shown[0])) {
            wt_pen_put(pen, "&#%d;", shown[0]);
        } else {
            wt_pen_put(pen, "%s", shown);
        }
    }
}

static const char *const classes[] = {
    [WT_ROLE_PAPER] = "paper",
    [WT_ROLE_TEXT] = "text",
    [WT_ROLE_MUTED] = "muted",
    [WT_ROLE_GRID] = "grid",
    [WT_ROLE_AXIS] = "axis",
    [WT_ROLE_FIRST] = "first",
    [WT_ROLE_SECOND] = "second",
    [WT_ROLE_THIRD] = "third",
    [WT_ROLE_FIRST_AREA] = "first-area",
    [WT_ROLE_SECOND_AREA] = "second-area",
};

static void put_class(wt_pen *pen, wt_ink ink, bool stroke) {
    if (ink.role == WT_ROLE_HEAT) {
        wt_pen_put(pen, "class=\"h%d\"", (int)(ink.depth * SHADES + 0.5));
    } else if (ink.role == WT_ROLE_LAYER || ink.role == WT_ROLE_LAYER_AREA) {
        const int layer = (int)(ink.depth * (LAYERS - 1) + 0.5);
        wt_pen_put(pen, "class=\"%c%d\"", ink.role == WT_ROLE_LAYER ? 'l' : 'a', layer);
    } else {
        wt_pen_put(pen, "class=\"%s%s\"", stroke ? "s-" : "", classes[ink.role]);
    }
}

// A point of a path, in tenths, relative to the one before.
typedef struct {
    long x, y;
} place;

static long tenths(double x) {
    return (long)(x < 0.0 ? x * 10.0 - 0.5 : x * 10.0 + 0.5);
}

static void put_tenths(wt_pen *pen, char before, long n) {
    const long size = n < 0 ? -n : n;
    const char *sign = n < 0 ? "-" : "";
    if (before) {
        wt_pen_put(pen, "%c", before);
    }
    if (size % 10 == 0) {
        wt_pen_put(pen, "%s%ld", sign, size / 10);
    } else if (size < 10) {
        wt_pen_put(pen, "%s.%ld", sign, size);
    } else {
        wt_pen_put(pen, "%s%ld.%ld", sign, size / 10, size % 10);
    }
}

// The sign parts numbers, where there is one.
static void put_pair(wt_pen *pen, char command, long x, long y) {
    put_tenths(pen, command, x);
    put_tenths(pen, y < 0 ? '\0' : ' ', y);
}

static void move_to(wt_pen *pen, place *at, wt_point p) {
    *at = (place){tenths(p.x), tenths(p.y)};
    put_pair(pen, 'M', at->x, at->y);
}

static void line_to(wt_pen *pen, place *at, wt_point p) {
    const place to = {tenths(p.x), tenths(p.y)};
    if (to.x != at->x || to.y != at->y) {
        put_pair(pen, 'l', to.x - at->x, to.y - at->y);
    }
    *at = to;
}

static void begin_stroke(wt_pen *pen, wt_ink ink, double width) {
    wt_pen_put(pen, "<path ");
    put_class(pen, ink, true);
    wt_pen_put(pen, " stroke-width=\"%.2g\" d=\"", width);
}

static void line(wt_canvas *canvas, const wt_point *points, size_t n, wt_ink ink, double width) {
    wt_pen *pen = pen_of(canvas);
    place at;
    begin_stroke(pen, ink, width);
    move_to(pen, &at, points[0]);
    for (size_t i = 1; i < n; ++i) {
        line_to(pen, &at, points[i]);
    }
    wt_pen_put(pen, "\"/>\n");
}

static void segments(wt_canvas *canvas, const wt_point *points, size_t n, wt_ink ink,
                     double width) {
    wt_pen *pen = pen_of(canvas);
    place at;
    begin_stroke(pen, ink, width);
    for (size_t i = 0; i < n; ++i) {
        move_to(pen, &at, points[2 * i]);
        line_to(pen, &at, points[2 * i + 1]);
    }
    wt_pen_put(pen, "\"/>\n");
}

static void area(wt_canvas *canvas, const wt_point *upper, const wt_point *lower, size_t n,
                 wt_ink ink) {
    wt_pen *pen = pen_of(canvas);
    wt_pen_put(pen, "<path ");
    put_class(pen, ink, false);
    wt_pen_put(pen, " d=\"");
    place at;
    move_to(pen, &at, upper[0]);
    for (size_t i = 1; i < n; ++i) {
        line_to(pen, &at, upper[i]);
    }
    for (size_t i = n; i-- > 0;) {
        const bool is_level =
            i > 0 && i + 1 < n && lower[i].y == lower[i - 1].y && lower[i].y == lower[i + 1].y;
        if (!is_level) {
            line_to(pen, &at, lower[i]);
        }
    }
    wt_pen_put(pen, "Z\"/>\n");
}

static void head(wt_canvas *canvas, wt_point at, wt_ink ink, double radius) {
    wt_pen *pen = pen_of(canvas);
    wt_pen_put(pen, "<circle ");
    put_class(pen, ink, false);
    wt_pen_put(pen, " cx=\"%.2f\" cy=\"%.2f\" r=\"%.2g\"/>\n", at.x, at.y, radius);
}

static void text(wt_canvas *canvas, wt_point at, wt_anchor anchor, wt_text_size size, wt_ink ink,
                 const char *words) {
    static const char *const anchors[] = {"start", "middle", "end"};
    wt_pen *pen = pen_of(canvas);
    wt_pen_put(pen, "<text ");
    put_class(pen, ink, false);
    wt_pen_put(pen, " x=\"%.1f\" y=\"%.1f\" font-size=\"%d\"%s text-anchor=\"%s\">", at.x,
               at.y + 0.36 * font_px[size], font_px[size],
               size == WT_TEXT_TITLE ? " font-weight=\"600\"" : "", anchors[anchor]);
    put_escaped(pen, words);
    wt_pen_put(pen, "</text>\n");
}

// Fonts differ; this is wide enough for those that people have.
static double text_width(const wt_canvas *canvas, wt_text_size size, const char *words) {
    (void)canvas;
    size_t n = 0;
    for (; *words; ++words) {
        n += (*words & 0xc0) != 0x80;
    }
    return 0.55 * font_px[size] * (double)n;
}

static void put_colour(wt_pen *pen, const char *what, wt_ink ink, int surroundings) {
    const wt_colour c = wt_palette_colour(ink, surroundings);
    wt_pen_put(pen, "%s:#%02x%02x%02x", what, c.red, c.green, c.blue);
}

static bool has_map(const wt_figure *f) {
    return f->n_series > 0 && f->series[0].kind == WT_SERIES_MAP;
}

static void put_colours(wt_pen *pen, const wt_figure *f, int surroundings) {
    for (int role = WT_ROLE_PAPER; role <= WT_ROLE_SECOND_AREA; ++role) {
        const wt_ink ink = {(wt_role)role, 0.0};
        wt_pen_put(pen, ".%s{", classes[role]);
        put_colour(pen, "fill", ink, surroundings);
        if (wt_palette_opacity(ink) < 1.0) {
            wt_pen_put(pen, ";fill-opacity:%.2g", wt_palette_opacity(ink));
        }
        wt_pen_put(pen, "}.s-%s{fill:none;", classes[role]);
        put_colour(pen, "stroke", ink, surroundings);
        wt_pen_put(pen, "}\n");
    }
    for (int i = 0; i < LAYERS && f->layered; ++i) {
        const double depth = (double)i / (LAYERS - 1);
        wt_pen_put(pen, ".l%d{fill:none;", i);
        put_colour(pen, "stroke", (wt_ink){WT_ROLE_LAYER, depth}, surroundings);
        wt_pen_put(pen, "}.a%d{", i);
        put_colour(pen, "fill", (wt_ink){WT_ROLE_LAYER_AREA, depth}, surroundings);
        wt_pen_put(pen, "}\n");
    }
    for (int i = 1; i <= SHADES && has_map(f); ++i) {
        wt_pen_put(pen, ".h%d{", i);
        put_colour(pen, "fill", (wt_ink){WT_ROLE_HEAT, (double)i / SHADES}, surroundings);
        wt_pen_put(pen, "}\n");
    }
}

static void put_start(wt_pen *pen, const wt_figure *figure) {
    wt_pen_put(pen,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
               "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title desc\">\n"
               "<title id=\"title\">",
               WIDTH, HEIGHT, WIDTH, HEIGHT);
    put_escaped(pen, figure->title);
    wt_pen_put(pen, "</title>\n<desc id=\"desc\">");
    put_escaped(pen, figure->caption[0]);
    wt_pen_put(pen, "</desc>\n<style>\n");
    put_colours(pen, figure, WT_LIGHT);
    wt_pen_put(pen, "@media (prefers-color-scheme:dark){\n");
    put_colours(pen, figure, WT_DARK);
    wt_pen_put(pen,
               "}\n</style>\n<rect class=\"paper\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n"
               "<g stroke-linejoin=\"round\" stroke-linecap=\"round\" font-family=\"system-ui,"
               "-apple-system,'Segoe UI',Helvetica,Arial,'DejaVu Sans',sans-serif\">\n",
               WIDTH, HEIGHT);
}

wt_status wt_svg_write(const wt_figure *figure, wt_text_block sink) {
    svg s = {.canvas = {.width = WIDTH,
                        .height = HEIGHT,
                        .most_layers = LAYERS,
                        .line = line,
                        .segments = segments,
                        .area = area,
                        .head = head,
                        .text = text,
                        .text_width = text_width}};
    wt_canvas_on_paper(&s.canvas);
    wt_pen_begin(&s.pen, sink);
    put_start(&s.pen, figure);
    const wt_status painted = wt_paint(figure, &s.canvas);
    wt_pen_put(&s.pen, "</g>\n</svg>\n");
    const wt_status written = wt_pen_end(&s.pen);
    return written != WT_OK ? written : painted;
}
