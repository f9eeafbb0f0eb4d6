// A figure as the file, or the characters, that were asked for.
#include "app/charts/chart.h"

#include "app/render/sound_file.h"
#include "app/request/inputs.h"
#include "io/image/png_out.h"
#include "plot/canvas/braille.h"
#include "plot/canvas/raster.h"
#include "plot/canvas/svg.h"
#include "plot/csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_stdout(const wt_request *s) {
    return !s->output.path || strcmp(s->output.path, "-") == 0;
}

// In the order of wt_picture_type.
static const char *const types[] = {"svg", "png", "csv", "txt"};

static int type_by_suffix(const char *path) {
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; ++i) {
        if (strcasecmp(dot + 1, types[i]) == 0) {
            return (int)i;
        }
    }
    return -1;
}

bool wt_picture_type_find(wt_picture_type *type, const wt_request *s, wt_fault *fault) {
    int found = s->plot.type;
    if (found < 0) {
        found = is_stdout(s) ? WT_PICTURE_TXT : type_by_suffix(s->output.path);
    }
    if (found < 0) {
        return wt_fault_text(
            fault, NULL, "--output", s->output.path, 0,
            "its suffix names no picture (use .svg, .png, .csv or .txt, or say -t TYPE)");
    }
    *type = (wt_picture_type)found;
    const wt_target target = wt_target_look("--output", s->output.path);
    return wt_target_can_be_file(&target, fault) && wt_request_spares(s, &target, fault);
}

static wt_status to_output(void *context, const void *bytes, size_t n) {
    return wt_output_write(context, bytes, n);
}

static wt_status write_png(const wt_figure *figure, wt_output *output, wt_message *message) {
    uint8_t *pixels;
    uint8_t *bytes = NULL;
    size_t n;
    wt_status status = wt_raster_draw(figure, &pixels);
    if (status == WT_OK) {
        status = wt_png_encode(pixels, WT_RASTER_WIDTH, WT_RASTER_HEIGHT, &bytes, &n, message);
        free(pixels);
    }
    if (status == WT_OK) {
        status = wt_output_write(output, bytes, n);
    }
    free(bytes);
    return status;
}

static wt_status write_as(const wt_plot *plot, const wt_figure *figure, wt_output *output,
                          wt_message *message) {
    const wt_text_block block = {to_output, output};
    switch (plot->type) {
    case WT_PICTURE_PNG:
        return write_png(figure, output, message);
    case WT_PICTURE_SVG:
        return wt_svg_write(figure, block);
    case WT_PICTURE_CSV:
        return wt_csv_write(figure, block);
    default:
        return wt_braille_write(figure, plot->screen.columns, plot->screen.rows,
                                plot->screen.colours, block);
    }
}

bool wt_plot_write(const wt_plot *plot, const wt_figure *figure) {
    const wt_output_request *s = &plot->request->output;
    wt_output *output;
    if (!wt_sound_file_open(&output, s->path, (wt_sync)s->sync, NULL, plot->fault)) {
        return false;
    }
    wt_message message = {""};
    wt_status status = write_as(plot, figure, output, &message);
    if (status == WT_OK) {
        wt_detail_to(plot->listener, "%s: %s, %s", wt_sound_file_name(s->path), figure->title,
                     figure->caption[0][0] ? figure->caption[0] : types[plot->type]);
        return wt_sound_file_commit(output, s->path, plot->fault);
    }
    int error = 0;
    const wt_status failed = wt_output_status(output, &error, &message);
    status = failed != WT_OK ? failed : status;
    if (status == WT_UNSUPPORTED) {
        wt_fault_set(plot->fault, WT_FAULT_RESOURCE, wt_sound_file_name(s->path), "%s",
                     message.text);
    }
    if (!plot->fault->kind) {
        wt_sound_file_fault(plot->fault, s->path, status, error, &message);
    }
    wt_output_abandon(output);
    return false;
}
