// A canvas of dots and characters. Its unit is a dot.
#include "plot/canvas/braille.h"

#include "base/math.h"
#include "plot/paint.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// One character: dots, or a letter in their place.
typedef struct {
    uint8_t dots; // bits as Unicode numbers them, from U+2800
    uint8_t role; // what was drawn last
    char letter[5];
} cell;

typedef struct {
    wt_canvas canvas;
    int columns, rows;
    cell *cells;
} braille;

static cell *cell_at(const braille *b, int column, int row) {
    const bool inside = column >= 0 && column < b->columns && row >= 0 && row < b->rows;
    return inside ? &b->cells[(size_t)row * (size_t)b->columns + (size_t)column] : NULL;
}

static void set_dot(braille *b, int x, int y, wt_role role, bool on) {
    static const uint8_t bits[4][2] = {{1, 8}, {2, 16}, {4, 32}, {64, 128}};
    cell *c = x >= 0 && y >= 0 ? cell_at(b, x / 2, y / 4) : NULL;
    if (c && on) {
        c->dots |= bits[y % 4][x % 2];
        c->role = (uint8_t)role;
    } else if (c) {
        c->dots &= (uint8_t)~bits[y % 4][x % 2];
    }
}

static int dot(double x) {
    const double held = x < -1e6 ? -1e6 : x > 1e6 ? 1e6 : x;
    return (int)wt_floor(held);
}

// Dots from a to b; of stems that are no harmonic's every other one, so that they differ without
// colours.
static void put_segment(braille *b, wt_point from, wt_point to, wt_role role, int every) {
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double wide = dx < 0.0 ? -dx : dx;
    const double tall = dy < 0.0 ? -dy : dy;
    const int n = dot(wide > tall ? wide : tall) + 1;
    for (int i = 0; i <= n; ++i) {
        const double t = (double)i / n;
        const int y = dot(from.y + dy * t);
        if (every == 1 || (tall > wide ? y : i) % every == 0) {
            set_dot(b, dot(from.x + dx * t), y, role, true);
        }
    }
}

static void line(wt_canvas *canvas, const wt_point *points, size_t n, wt_ink ink, double width) {
    (void)width;
    for (size_t i = 0; i + 1 < n; ++i) {
        put_segment((braille *)canvas, points[i], points[i + 1], ink.role, 1);
    }
}

static void segments(wt_canvas *canvas, const wt_point *points, size_t n, wt_ink ink,
                     double width) {
    (void)width;
    for (size_t i = 0; i < n; ++i) {
        put_segment((braille *)canvas, points[2 * i], points[2 * i + 1], ink.role,
                    ink.role == WT_ROLE_SECOND  ? 2
                    : ink.role == WT_ROLE_THIRD ? 3
                                                : 1);
    }
}

// Whether a dot of a shade is set: more of them the deeper it is (B. Bayer's matrix, 1973).
static bool is_set(int x, int y, double depth) {
    static const int order[4][4] = {{0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}};
    return depth * 17.0 > order[y & 3][x & 3] + 1;
}

// Layers hide what is behind them; bands are full of dots; shades are left out, but those of maps.
static void area(wt_canvas *canvas, const wt_point *upper, const wt_point *lower, size_t n,
                 wt_ink ink) {
    braille *b = (braille *)canvas;
    const bool hides = ink.role == WT_ROLE_LAYER_AREA;
    if (ink.role == WT_ROLE_FIRST_AREA || ink.role == WT_ROLE_SECOND_AREA) {
        return;
    }
    size_t i = 0;
    for (int x = dot(upper[0].x); x <= dot(upper[n - 1].x); ++x) {
        while (i + 1 < n && upper[i + 1].x <= x + 0.5) {
            ++i;
        }
        for (int y = dot(upper[i].y); y <= dot(lower[i].y) && y < 4 * b->rows; ++y) {
            if (ink.role != WT_ROLE_HEAT) {
                set_dot(b, x, y, ink.role, !hides);
            } else if (x + 0.5 >= upper[0].x && x + 0.5 < upper[n - 1].x) {
                set_dot(b, x, y, ink.role, is_set(x, y, ink.depth));
            }
        }
    }
}

static void head(wt_canvas *canvas, wt_point at, wt_ink ink, double radius) {
    (void)radius;
    set_dot((braille *)canvas, dot(at.x), dot(at.y), ink.role, true);
}

static size_t bytes_of(const char *character) {
    size_t n = 1;
    while (n < 4 && ((unsigned char)character[n] & 0xc0) == 0x80) {
        ++n;
    }
    return n;
}

static double text_width(const wt_canvas *canvas, wt_text_size size, const char *words) {
    (void)canvas;
    (void)size;
    double width = 0.0;
    for (; *words; words += bytes_of(words)) {
        width += 2.0;
    }
    return width;
}

// Control characters would move the cursor, and what is no UTF-8 shows as anything.
static void put_letter(cell *c, const char *from, size_t n, wt_role role) {
    const unsigned char first = (unsigned char)*from;
    const bool is_plain = first >= 0x20 && first < 0x7f && n == 1;
    const bool is_utf8 = first >= 0xc3 && first < 0xf5 && n > 1;
    memset(c->letter, 0, sizeof c->letter);
    if (is_plain || is_utf8) {
        memcpy(c->letter, from, n);
    } else {
        c->letter[0] = '?';
    }
    c->role = (uint8_t)role;
}

static void text(wt_canvas *canvas, wt_point at, wt_anchor anchor, wt_text_size size, wt_ink ink,
                 const char *words) {
    braille *b = (braille *)canvas;
    const double width = text_width(canvas, size, words);
    const double left = anchor == WT_ANCHOR_END      ? at.x - width
                        : anchor == WT_ANCHOR_MIDDLE ? at.x - 0.5 * width
                                                     : at.x;
    const int most = (int)b->columns - (int)(0.5 * width); // where its end still shows
    int column = dot(0.5 * left + 0.5);
    column = column > most ? most : column;
    column = column < 0 ? 0 : column;
    const int row = dot(at.y / 4.0);
    for (size_t n; *words; words += n, ++column) {
        n = bytes_of(words);
        cell *c = cell_at(b, column, row);
        if (c && (*words != ' ' || c->dots == 0)) {
            put_letter(c, words, n, ink.role);
        }
    }
}

static const char *escape_of(uint8_t role) {
    switch (role) {
    case WT_ROLE_FIRST:
    case WT_ROLE_LAYER:
    case WT_ROLE_HEAT:
        return "\033[36m";
    case WT_ROLE_SECOND:
        return "\033[91m";
    case WT_ROLE_THIRD:
    case WT_ROLE_AXIS:
    case WT_ROLE_MUTED:
        return "\033[90m";
    default:
        return "\033[0m";
    }
}

static bool is_blank(const cell *c) {
    return c->dots == 0 && (c->letter[0] == '\0' || c->letter[0] == ' ');
}

static void put_cell(wt_pen *pen, const cell *c) {
    if (c->letter[0]) {
        wt_pen_put(pen, "%s", c->letter);
    } else if (c->dots == 0) {
        wt_pen_put(pen, " ");
    } else {
        const char glyph[4] = {(char)0xe2, (char)(0xa0 | c->dots >> 6),
                               (char)(0x80 | (c->dots & 63)), '\0'};
        wt_pen_put(pen, "%s", glyph);
    }
}

static void put_row(wt_pen *pen, const braille *b, int row, bool colours) {
    const cell *cells = cell_at(b, 0, row);
    int end = b->columns;
    while (end > 0 && is_blank(&cells[end - 1])) {
        --end;
    }
    const char *before = escape_of(WT_ROLE_TEXT);
    for (int i = 0; i < end; ++i) {
        const char *escape = is_blank(&cells[i]) ? before : escape_of(cells[i].role);
        if (colours && strcmp(escape, before) != 0) {
            wt_pen_put(pen, "%s", escape);
        }
        before = escape;
        put_cell(pen, &cells[i]);
    }
    if (colours && strcmp(before, escape_of(WT_ROLE_TEXT)) != 0) {
        wt_pen_put(pen, "%s", escape_of(WT_ROLE_TEXT));
    }
    wt_pen_put(pen, "\n");
}

static int held(int n) {
    return n < WT_BRAILLE_LEAST ? WT_BRAILLE_LEAST : n > WT_BRAILLE_MOST ? WT_BRAILLE_MOST : n;
}

wt_status wt_braille_write(const wt_figure *figure, int columns, int rows, bool colours,
                           wt_text_block sink) {
    braille b = {.columns = held(columns), .rows = held(rows)};
    b.canvas = (wt_canvas){.width = 2.0 * b.columns,
                           .height = 4.0 * b.rows,
                           .margin = 0.0,
                           .gap = 2.0,
                           .line_height = {4.0, 4.0, 4.0},
                           .stroke = 1.0,
                           .grain = 1.0,
                           .most_layers = (size_t)b.rows / 3,
                           .legible_grid = false,
                           .line = line,
                           .segments = segments,
                           .area = area,
                           .head = head,
                           .text = text,
                           .text_width = text_width};
    b.cells = calloc((size_t)b.columns * (size_t)b.rows, sizeof *b.cells);
    wt_status status = b.cells ? wt_paint(figure, &b.canvas) : WT_NO_MEMORY;
    if (status == WT_OK) {
        wt_pen pen;
        wt_pen_begin(&pen, sink);
        for (int row = 0; row < b.rows; ++row) {
            put_row(&pen, &b, row, colours);
        }
        status = wt_pen_end(&pen);
    }
    free(b.cells);
    return status;
}
