// Writes .vitaltable: every cycle a keyframe, at its own number.
#include "io/table/vital_keyframes.h"
#include "io/table/writers.h"

#include "io/table/base64.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAVE_BYTES = WT_VITAL_LENGTH * 4, WAVE_TEXT = (WAVE_BYTES + 2) / 3 * 4 };

// A string of JSON: what is no plain character of ASCII was made printable before.
static void escape(char *out, size_t room, const char *text) {
    size_t n = 0;
    for (; *text && n + 3 < room; text++) {
        if (*text == '"' || *text == '\\') {
            out[n++] = '\\';
        }
        out[n++] = *text;
    }
    out[n] = '\0';
}

static wt_status put_keyframe(wt_output *output, const wt_table_file *table, uint32_t cycle) {
    uint8_t bytes[WAVE_BYTES];
    char text[WAVE_TEXT];
    char head[64];
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        const float sample = wt_table_sample(table, (size_t)cycle * WT_VITAL_LENGTH + i);
        uint32_t bits;
        memcpy(&bits, &sample, sizeof bits);
        for (int k = 0; k < 4; k++) {
            bytes[4 * i + (size_t)k] = (uint8_t)(bits >> 8 * k);
        }
    }
    wt_base64_encode(text, bytes, sizeof bytes);
    const int n = snprintf(head, sizeof head, "%s{\"position\":%" PRIu32 ",\"wave_data\":\"",
                           cycle ? "," : "", cycle);
    wt_status status = wt_output_write(output, head, (size_t)n);
    if (status == WT_OK) {
        status = wt_output_write(output, text, sizeof text);
    }
    return status == WT_OK ? wt_output_write(output, "\"}", 2) : status;
}

wt_status wt_table_write_vital(wt_output *output, const wt_table_file *table, wt_table_writing *how,
                               wt_message *message) {
    if (table->length != WT_VITAL_LENGTH || table->n_cycles > WT_VITAL_POSITIONS) {
        wt_message_set(message,
                       ".vitaltable holds 1 to %d cycles of %d samples, not %" PRIu32 " of %" PRIu32
                       " (add --cycles %d or --length %d)",
                       WT_VITAL_POSITIONS, WT_VITAL_LENGTH, table->n_cycles, table->length,
                       WT_VITAL_POSITIONS, WT_VITAL_LENGTH);
        return WT_UNSUPPORTED;
    }
    if (how->bits != 32) {
        wt_message_set(message, ".vitaltable holds floats (leave -b out)");
        return WT_UNSUPPORTED;
    }
    char name[260];
    char text[768];
    escape(name, sizeof name, table->title[0] ? table->title : how->name);
    // Neither normalised nor freed of DC, so that the samples are what they are here; the mix in
    // time is ours.
    const int n = snprintf(text, sizeof text,
                           "{\"author\":\"\",\"full_normalize\":false,\"groups\":[{\"components\":"
                           "[{\"interpolation\":0,\"interpolation_style\":1,\"keyframes\":[");
    wt_status status = wt_output_write(output, text, (size_t)n);
    for (uint32_t c = 0; c < table->n_cycles && status == WT_OK; c++) {
        status = put_keyframe(output, table, c);
    }
    const int rest = snprintf(text, sizeof text,
                              "],\"type\":\"Wave Source\"}]}],\"name\":\"%s\","
                              "\"remove_all_dc\":false,\"version\":\"1.0.7\"}\n",
                              name);
    if (status == WT_OK) {
        status = wt_output_write(output, text, (size_t)rest);
    }
    if (status != WT_OK) {
        wt_output_status(output, NULL, message);
    }
    return status;
}
