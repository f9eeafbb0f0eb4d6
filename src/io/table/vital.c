// Tables in .vitaltable, Vital's JSON: keyframes, and how to come from one to the next.
#include "io/sound/pcm.h"
#include "io/table/base64.h"
#include "io/table/json_text.h"
#include "io/table/parts.h"
#include "io/table/vital_keyframes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    LENGTH = WT_VITAL_LENGTH,
    MAX_FILE = 32 << 20,
};

static wt_status bad(wt_message *message, const char *what) {
    wt_message_set(message, "is JSON, but no .vitaltable: %s", what);
    return WT_BAD_FORMAT;
}

// The one component of the one group.
static wt_status find_component(const json_t **component, const json_t *root, wt_message *message) {
    const json_t *const groups = json_object_get(root, "groups");
    if (!json_is_array(groups) || json_array_size(groups) == 0) {
        return bad(message, "it has no groups");
    }
    if (json_array_size(groups) > 1) {
        wt_message_set(message,
                       "has %zu groups of components; one is supported "
                       "(let Vital export it as WAV)",
                       json_array_size(groups));
        return WT_UNSUPPORTED;
    }
    const json_t *const components = json_object_get(json_array_get(groups, 0), "components");
    if (!json_is_array(components) || json_array_size(components) == 0) {
        return bad(message, "its group has no components");
    }
    for (size_t i = 0; i < json_array_size(components); i++) {
        const char *const type =
            json_string_value(json_object_get(json_array_get(components, i), "type"));
        if (!type) {
            return bad(message, "a component has no type");
        }
        if (strcmp(type, "Wave Source") != 0) {
            wt_message_set(message,
                           "has a component \"%.64s\"; only \"Wave Source\" is supported "
                           "(let Vital export it as WAV)",
                           type);
            return WT_UNSUPPORTED;
        }
    }
    if (json_array_size(components) > 1) {
        wt_message_set(message,
                       "has %zu Wave Source components; one is supported "
                       "(let Vital export it as WAV)",
                       json_array_size(components));
        return WT_UNSUPPORTED;
    }
    *component = json_array_get(components, 0);
    return WT_OK;
}

static wt_status read_style(wt_vital_style *out, const json_t *component, wt_message *message) {
    const json_t *const value = json_object_get(component, "interpolation_style");
    if (value && (!json_is_integer(value) || json_integer_value(value) < WT_VITAL_NONE ||
                  json_integer_value(value) > WT_VITAL_CUBIC)) {
        return bad(message, "interpolation_style is not 0, 1 or 2");
    }
    *out = value ? (wt_vital_style)json_integer_value(value) : WT_VITAL_LINEAR;
    return WT_OK;
}

static wt_status read_keyframe(wt_keyframe *out, const json_t *value, wt_message *message) {
    const json_t *const position = json_object_get(value, "position");
    const double at = json_number_value(position);
    if (!json_is_number(position) || !(at >= 0.0 && at <= WT_VITAL_LAST_POSITION) ||
        at != (int)at) {
        return bad(message, "a keyframe's position is not a whole number from 0 to 256");
    }
    const json_t *const wave = json_object_get(value, "wave_data");
    if (!json_is_string(wave)) {
        return bad(message, "a keyframe has no wave_data");
    }
    uint8_t bytes[LENGTH * 4];
    const size_t n =
        wt_base64_decode(bytes, sizeof bytes, json_string_value(wave), json_string_length(wave));
    if (n != sizeof bytes) {
        return bad(message, "a keyframe's wave_data is not 2048 floats in base64");
    }
    out->position = (int)at;
    wt_pcm_decode(out->samples, bytes, LENGTH,
                  (wt_pcm_format){.is_float = true, .bits = 32, .channels = 1});
    wt_message fault;
    const wt_status status = wt_pcm_check(out->samples, LENGTH, 0, &fault);
    if (status != WT_OK) {
        wt_message_set(message, "the keyframe at %d: %.200s", out->position, fault.text);
    }
    return status;
}

static int by_position(const void *a, const void *b) {
    return ((const wt_keyframe *)a)->position - ((const wt_keyframe *)b)->position;
}

static wt_status read_keyframes(wt_keyframe *frames, const json_t *list, wt_message *message) {
    const size_t n = json_array_size(list);
    for (size_t i = 0; i < n; i++) {
        const wt_status status = read_keyframe(&frames[i], json_array_get(list, i), message);
        if (status != WT_OK) {
            return status;
        }
    }
    qsort(frames, n, sizeof *frames, by_position);
    for (size_t i = 1; i < n; i++) {
        if (frames[i].position == frames[i - 1].position) {
            return bad(message, "two keyframes have one position");
        }
    }
    return WT_OK;
}

// The keyframes are spectra to be mixed, by Vital's own default, where "interpolation" is 1.
static void warn_of_spectra(const json_t *component, const wt_keyframe *frames, size_t n,
                            wt_vital_style how, const wt_warner *warner) {
    bool has_gaps = false;
    for (size_t i = 1; i < n; i++) {
        has_gaps = has_gaps || frames[i].position - frames[i - 1].position > 1;
    }
    if (has_gaps && how != WT_VITAL_NONE &&
        json_integer_value(json_object_get(component, "interpolation")) == 1) {
        wt_warn(warner, "cycles between keyframes are mixed as waves, where Vital mixes spectra");
    }
}

static wt_status read_component(wt_table_parts *parts, const json_t *component,
                                const wt_warner *warner, wt_message *message) {
    const json_t *const list = json_object_get(component, "keyframes");
    const size_t n = json_array_size(list);
    if (n == 0 || n > WT_VITAL_LAST_POSITION + 1) {
        return bad(message, n == 0 ? "it has no keyframes" : "it has more than 257 keyframes");
    }
    wt_vital_style how;
    wt_status status = read_style(&how, component, message);
    if (status != WT_OK) {
        return status;
    }
    wt_keyframe *const frames = malloc(n * sizeof *frames);
    if (!frames) {
        wt_message_set(message, "not enough memory for its %zu keyframes", n);
        return WT_NO_MEMORY;
    }
    status = read_keyframes(frames, list, message);
    const uint64_t n_cycles = n == 1 ? 1 : WT_VITAL_CYCLES;
    if (status == WT_OK) {
        status = wt_table_allocate(parts, n_cycles * LENGTH, message);
    }
    if (status == WT_OK && n == 1) {
        memcpy(parts->samples, frames->samples, sizeof frames->samples);
    } else if (status == WT_OK) {
        wt_vital_expand(parts->samples, frames, n, how);
        warn_of_spectra(component, frames, n, how, warner);
    }
    free(frames);
    return status;
}

static wt_status parse(wt_table_parts *parts, const char *text, size_t n, const wt_warner *warner,
                       wt_message *message) {
    json_t *root;
    wt_status status = wt_json_load(&root, text, n, message);
    if (status != WT_OK) {
        return status;
    }
    const json_t *component = NULL;
    status = find_component(&component, root, message);
    if (status == WT_OK) {
        status = read_component(parts, component, warner, message);
    }
    json_decref(root);
    return status;
}

wt_status wt_table_read_vital(wt_table_parts *parts, wt_source *source, const wt_table_wish *wish,
                              const wt_warner *warner, wt_message *message) {
    (void)wish;
    strcpy(parts->format, "vitaltable");
    if (source->size > MAX_FILE) {
        wt_message_set(message, "is JSON of %" PRIu64 " bytes; at most %d are read", source->size,
                       MAX_FILE);
        return WT_LIMIT;
    }
    const size_t n = (size_t)source->size;
    char *const text = malloc(n > 0 ? n : 1);
    if (!text) {
        wt_message_set(message, "not enough memory for its %zu bytes", n);
        return WT_NO_MEMORY;
    }
    wt_status status = wt_source_read(source, 0, text, n, message);
    if (status == WT_OK) {
        const size_t bom = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        status = parse(parts, text + bom, n - bom, warner, message);
    }
    parts->hints[WT_BY_FORMAT] = (wt_cycle_hint){.given = true, .length = LENGTH};
    free(text);
    return status;
}
