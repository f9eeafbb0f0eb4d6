// Writes an array in C, for firmware.
#include "io/table/writers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NAME = 64, ROW = 8 };

// A name that C takes: other letters become '_'.
static void identifier(char name[NAME], const char *text) {
    size_t n = 0;
    if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || *text == '_')) {
        name[n++] = 't';
    }
    for (; *text && n < NAME - 1; text++) {
        const char c = *text;
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        name[n++] = plain ? c : '_';
    }
    name[n] = '\0';
}

static wt_status put_text(wt_output *output, const char *text) {
    return wt_output_write(output, text, strlen(text));
}

static wt_status put_head(wt_output *output, const wt_table_file *table, const char *name,
                          bool is_float) {
    char text[4 * NAME + 256];
    snprintf(text, sizeof text,
             "// %" PRIu32 " cycles of %" PRIu32 " samples, full scale %s.\n%s"
             "enum { %s_cycles = %" PRIu32 ", %s_length = %" PRIu32 " };\n\n"
             "static const %s %s[%" PRIu32 "][%" PRIu32 "] = {\n",
             table->n_cycles, table->length, is_float ? "1" : "32768",
             is_float ? "" : "#include <stdint.h>\n\n", name, table->n_cycles, name, table->length,
             is_float ? "float" : "int16_t", name, table->n_cycles, table->length);
    return put_text(output, text);
}

static wt_status put_cycle(wt_output *output, const wt_table_file *table, uint32_t cycle,
                           wt_table_writing *how) {
    wt_status status = put_text(output, "    {");
    for (uint32_t i = 0; i < table->length && status == WT_OK; i++) {
        const float sample = wt_table_sample(table, (size_t)cycle * table->length + i);
        char text[40];
        if (how->bits == 32) {
            snprintf(text, sizeof text, "%s%.8ef,", i % ROW ? " " : "\n        ", (double)sample);
        } else {
            snprintf(text, sizeof text, "%s%d,", i % ROW ? " " : "\n        ",
                     wt_table_int16(sample, &how->n_clipped));
        }
        status = put_text(output, text);
    }
    return status == WT_OK ? put_text(output, "\n    },\n") : status;
}

static wt_status write(wt_output *output, const wt_table_file *table, wt_table_writing *how,
                       wt_message *message) {
    char name[NAME];
    identifier(name, how->name);
    wt_status status = put_head(output, table, name, how->bits == 32);
    for (uint32_t c = 0; c < table->n_cycles && status == WT_OK; c++) {
        status = put_cycle(output, table, c, how);
    }
    if (status == WT_OK) {
        status = put_text(output, "};\n");
    }
    if (status != WT_OK) {
        wt_output_status(output, NULL, message);
    }
    return status;
}

const wt_table_format wt_table_format_c = {
    .name = "h",
    .what = "an array in C",
    .write = write,
};
