// Text in blocks.
#include "plot/canvas/text_block.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void wt_pen_begin(wt_pen *pen, wt_text_block sink) {
    pen->sink = sink;
    pen->status = WT_OK;
    pen->n = 0;
}

static void send(wt_pen *pen) {
    if (pen->status == WT_OK && pen->n > 0) {
        pen->status = pen->sink.write(pen->sink.context, pen->block, pen->n);
    }
    pen->n = 0;
}

static void write_text(wt_pen *pen, const char *at, size_t n) {
    while (n > 0) {
        const size_t room = sizeof pen->block - pen->n;
        const size_t part = n < room ? n : room;
        memcpy(pen->block + pen->n, at, part);
        pen->n += part;
        at += part;
        n -= part;
        if (pen->n == sizeof pen->block) {
            send(pen);
        }
    }
}

void wt_pen_put(wt_pen *pen, const char *format, ...) {
    char text[1001];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    write_text(pen, text, n < (int)sizeof text ? (size_t)n : sizeof text - 1);
}

wt_status wt_pen_end(wt_pen *pen) {
    send(pen);
    return pen->status;
}
