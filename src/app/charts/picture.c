// A figure as the file, or the characters, that were asked for.
#include "app/charts/chart.h"

#include "app/render/sound_file.h"
#include "io/image/png_out.h"
#include "plot/canvas/braille.h"
#include "plot/canvas/raster.h"
#include "plot/canvas/svg.h"
#include "plot/csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_stdout(const wt_request *s) {
    return !s->output || strcmp(s->output, "-") == 0;
}

static const char *type_by_suffix(const char *path) {
    static const char *const types[] = {"svg", "png", "csv", "txt"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; ++i) {
        if (strcasecmp(dot + 1, types[i]) == 0) {
            return types[i];
        }
    }
    return NULL;
}

bool wt_plot_check_output(wt_request *s, wt_fault *fault) {
    if (!s->plot_type) {
        s->plot_type = is_stdout(s) ? "txt" : type_by_suffix(s->output);
    }
    if (!s->plot_type) {
        wt_fault_text(fault, NULL, "--output", s->output, 0,
                      "its suffix names no picture (use .svg, .png, .csv or .txt, or say -t TYPE)");
        return false;
    }
    if (strcmp(s->plot_type, "png") == 0 && is_stdout(s) && isatty(STDOUT_FILENO)) {
        wt_fault_set(fault, WT_FAULT_USAGE, "standard output",
                     "it is a terminal, which shows no PNG (give -o FILE.png)");
        return false;
    }
    return wt_sound_file_check(s, fault);
}

typedef struct {
    int columns, rows;
    bool colours;
} screen;

static int whole_number(const char *text) {
    const size_t n = text ? strspn(text, "0123456789") : 0;
    return n > 0 && n < 6 && text[n] == '\0' ? atoi(text) : 0;
}

// As wide as COLUMNS or the terminal says, and lower than the terminal is high.
static screen screen_of(const wt_request *s) {
    screen found = {80, 0, false};
    struct winsize size;
    const bool on_terminal = is_stdout(s) && isatty(STDOUT_FILENO);
    if (on_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        found.columns = size.ws_col;
        found.rows = size.ws_row;
    }
    const int columns = is_stdout(s) ? whole_number(getenv("COLUMNS")) : 0;
    found.columns = columns > 0 ? columns : found.columns;
    const int wanted = found.columns * 3 / 10;
    const int held = wanted < 20 ? 20 : wanted > 48 ? 48 : wanted;
    found.rows = found.rows > 2 && held > found.rows - 2 ? found.rows - 2 : held;
    const char *term = getenv("TERM");
    const char *plain = getenv("NO_COLOR");
    found.colours = on_terminal && term && strcmp(term, "dumb") != 0 && !(plain && plain[0]);
    return found;
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

static wt_status write_as(const wt_request *s, const wt_figure *figure, wt_output *output,
                          wt_message *message) {
    const wt_text_block sink = {to_output, output};
    if (strcmp(s->plot_type, "png") == 0) {
        return write_png(figure, output, message);
    }
    if (strcmp(s->plot_type, "svg") == 0) {
        return wt_svg_write(figure, sink);
    }
    if (strcmp(s->plot_type, "csv") == 0) {
        return wt_csv_write(figure, sink);
    }
    const screen on = screen_of(s);
    return wt_braille_write(figure, on.columns, on.rows, on.colours, sink);
}

bool wt_plot_write(const wt_plot *plot, const wt_figure *figure) {
    const wt_request *s = plot->request;
    wt_output *output;
    if (!wt_sound_file_open(&output, s, plot->fault)) {
        return false;
    }
    wt_message message = {""};
    wt_status status = write_as(s, figure, output, &message);
    if (status == WT_OK) {
        wt_report_detail(s->loudness, "%s: %s, %s", wt_sound_file_name(s), figure->title,
                         figure->caption[0][0] ? figure->caption[0] : s->plot_type);
        return wt_sound_file_commit(output, s, plot->fault);
    }
    int error = 0;
    const wt_status failed = wt_output_status(output, &error, &message);
    status = failed != WT_OK ? failed : status;
    if (status == WT_UNSUPPORTED) {
        wt_fault_set(plot->fault, WT_FAULT_RESOURCE, wt_sound_file_name(s), "%s", message.text);
    }
    wt_sound_file_fault(plot->fault, s, status, error, &message);
    wt_output_abandon(output);
    return false;
}
