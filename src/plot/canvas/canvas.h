// Canvases: what a picture is drawn on, whatever becomes of the strokes.
//
// Units are the canvas' own: x to the right, y down, from the upper left corner. A canvas that runs
// out of memory remembers it, and says so when it is asked for its picture.
#ifndef WT_PLOT_CANVAS_CANVAS_H
#define WT_PLOT_CANVAS_CANVAS_H

#include "plot/figure.h"

typedef struct {
    double x, y;
} wt_point;

// A colour: a role, and for layers the depth, 0 (front) .. 1.
typedef struct {
    wt_role role;
    double depth;
} wt_ink;

typedef enum { WT_TEXT_TITLE, WT_TEXT_BODY, WT_TEXT_SMALL } wt_text_size;
typedef enum { WT_ANCHOR_START, WT_ANCHOR_MIDDLE, WT_ANCHOR_END } wt_anchor;

typedef struct wt_canvas wt_canvas;

struct wt_canvas {
    double width, height;
    double margin;         // around everything
    double gap;            // between a text and what it belongs to
    double line_height[3]; // by wt_text_size
    double stroke;         // width of a curve
    double grain;          // the smallest step in x that can be seen
    size_t most_layers;
    bool legible_grid; // lines of the grid can be told from curves

    // A line through n >= 2 points.
    void (*line)(wt_canvas *canvas, const wt_point *points, size_t n, wt_ink ink, double width);

    // n lines from points[2 i] to points[2 i + 1].
    void (*segments)(wt_canvas *canvas, const wt_point *points, size_t n, wt_ink ink, double width);

    // The area between two lines over the same x.
    void (*area)(wt_canvas *canvas, const wt_point *upper, const wt_point *lower, size_t n,
                 wt_ink ink);

    // A round head of a stem.
    void (*head)(wt_canvas *canvas, wt_point at, wt_ink ink, double radius);

    // One line of text; at.y is its middle.
    void (*text)(wt_canvas *canvas, wt_point at, wt_anchor anchor, wt_text_size size, wt_ink ink,
                 const char *text);
    double (*text_width)(const wt_canvas *canvas, wt_text_size size, const char *text);
};

// Set the measures of a canvas that is looked at as on paper, in pixels.
static inline void wt_canvas_on_paper(wt_canvas *canvas) {
    canvas->margin = 28.0;
    canvas->gap = 8.0;
    canvas->line_height[WT_TEXT_TITLE] = 28.0;
    canvas->line_height[WT_TEXT_BODY] = 20.0;
    canvas->line_height[WT_TEXT_SMALL] = 17.0;
    canvas->stroke = 1.6;
    canvas->grain = 0.5;
    canvas->legible_grid = true;
}

#endif
