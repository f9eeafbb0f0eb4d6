// Tables of Vital: .vitaltable, and the presets that hold up to three of them.
//
// A table has groups, which are summed, of components, which are applied in order.
#include "io/json/json_text.h"
#include "io/sound/pcm.h"
#include "io/table/large_block.h"
#include "io/table/vital_component.h"
#include "io/table/writers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 32 << 20, MAX_PARTS = 16 };

// What we cannot do has no load: it is named, and the table plays without it where asked.
static const wt_vital_kind not_done[] = {
    {.name = "Phase Shift"},         {.name = "Wave Window"}, {.name = "Frequency Filter"},
    {.name = "Slew Limiter"},        {.name = "Wave Folder"}, {.name = "Wave Warp"},
    {.name = "Shepard Tone Source"},
};

// As versions before 0.3.3 number them.
static const char *const old_numbers[] = {"Wave Source",  "Line Source", "Audio File Source",
                                          "Phase Shift",  "Wave Window", "Frequency Filter",
                                          "Slew Limiter", "Wave Folder", "Wave Warp"};

static wt_status bad(wt_message *message, const char *what) {
    wt_message_set(message, "is JSON, but no .vitaltable: %s", what);
    return WT_BAD_FORMAT;
}

// Null, and the message, where it has none.
static const wt_vital_kind *kind_of(const json_t *component, wt_message *message) {
    static const wt_vital_kind *const done[] = {&wt_vital_wave_source, &wt_vital_audio_source,
                                                &wt_vital_line_source};
    const json_t *const type = json_object_get(component, "type");
    const json_int_t number = json_is_integer(type) ? json_integer_value(type) : -1;
    const bool is_old = number >= 0 && number < (json_int_t)(sizeof old_numbers / sizeof(char *));
    const char *const name = is_old ? old_numbers[number] : json_string_value(type);
    for (size_t i = 0; name && i < sizeof done / sizeof *done; i++) {
        if (strcmp(done[i]->name, name) == 0) {
            return done[i];
        }
    }
    for (size_t i = 0; name && i < sizeof not_done / sizeof *not_done; i++) {
        if (strcmp(not_done[i].name, name) == 0) {
            return &not_done[i];
        }
    }
    if (name) {
        wt_message_set(message, "has a component \"%.64s\", which is none of Vital's", name);
    } else {
        bad(message, "a component has no type");
    }
    return NULL;
}

// One component, loaded.
typedef struct {
    const wt_vital_kind *kind;
    wt_vital_part part;
    bool ends_group;
} loaded;

typedef struct {
    const char *text;
    loaded parts[MAX_PARTS];
    size_t n;
    size_t n_groups;
    int last_position;
    bool is_steady; // one keyframe each: every position is the same
} contents;

static wt_status load_component(contents *all, const json_t *component, const wt_table_wish *wish,
                                const wt_warner *warner, wt_message *message) {
    const wt_vital_kind *const kind = kind_of(component, message);
    if (!kind) {
        return WT_BAD_FORMAT;
    }
    if (!kind->load && wish->is_approx) {
        wt_warn(warner, "is played without its %s", kind->name);
        return WT_OK;
    }
    if (!kind->load) {
        wt_message_set(
            message,
            "has a component \"%s\", which is not supported (FILE#~ plays it without; or "
            "let Vital export it as WAV)",
            kind->name);
        return WT_UNSUPPORTED;
    }
    if (all->n == MAX_PARTS) {
        wt_message_set(message, "has more than %d components", MAX_PARTS);
        return WT_LIMIT;
    }
    loaded *const l = &all->parts[all->n++];
    *l = (loaded){.kind = kind, .part.text = all->text};
    wt_status status = wt_vital_track_read(&l->part.track, component, message);
    if (status == WT_OK) {
        const int last = l->part.track.positions[l->part.track.n - 1];
        all->last_position = last > all->last_position ? last : all->last_position;
        all->is_steady = all->is_steady && l->part.track.n == 1;
        status = kind->load(&l->part, component, message);
    }
    return status;
}

static wt_status load_groups(contents *all, const json_t *root, const wt_table_wish *wish,
                             const wt_warner *warner, wt_message *message) {
    const json_t *const groups = json_object_get(root, "groups");
    const size_t n_groups = json_array_size(groups);
    if (!json_is_array(groups) || n_groups == 0) {
        return bad(message, "it has no groups");
    }
    for (size_t g = 0; g < n_groups; g++) {
        const json_t *const components = json_object_get(json_array_get(groups, g), "components");
        const size_t before = all->n;
        for (size_t i = 0; i < json_array_size(components); i++) {
            const wt_status status =
                load_component(all, json_array_get(components, i), wish, warner, message);
            if (status != WT_OK) {
                return status;
            }
        }
        if (all->n > before) {
            all->parts[all->n - 1].ends_group = true;
        }
    }
    all->n_groups = n_groups;
    return all->n > 0 ? WT_OK : bad(message, "its groups have no components that make a sound");
}

static void free_contents(contents *all) {
    for (size_t i = 0; i < all->n; i++) {
        wt_vital_track_free(&all->parts[i].part.track);
        all->parts[i].kind->free(&all->parts[i].part);
    }
    free(all);
}

// The sum of all groups at one position, over their number.
static wt_status render_position(contents *all, int position, double *sum, wt_vital_fft *fft,
                                 wt_message *message) {
    double cycle[WT_VITAL_LENGTH] = {0};
    memset(sum, 0, sizeof cycle);
    wt_status status = WT_OK;
    for (size_t i = 0; i < all->n && status == WT_OK; i++) {
        status = all->parts[i].kind->render(&all->parts[i].part, position, cycle, fft, message);
        if (all->parts[i].ends_group) {
            for (size_t k = 0; k < WT_VITAL_LENGTH; k++) {
                sum[k] += cycle[k] / (double)all->n_groups;
            }
            memset(cycle, 0, sizeof cycle);
        }
    }
    return status;
}

// The height of a cycle around 0, before its DC is removed: what Vital goes by.
static double span_of(const double *cycle) {
    double low = 0.0;
    double high = 0.0;
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        low = cycle[i] < low ? cycle[i] : low;
        high = cycle[i] > high ? cycle[i] : high;
    }
    return high - low;
}

static void remove_dc(double *cycle) {
    double mean = 0.0;
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        mean += cycle[i] / WT_VITAL_LENGTH;
    }
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        cycle[i] -= mean;
    }
}

static wt_status render_all(wt_table_parts *parts, contents *all, const json_t *root,
                            wt_vital_fft *fft, wt_message *message) {
    const bool without_dc = wt_json_number_of(root, "remove_all_dc", 1.0) > 0.0;
    const bool is_normalised = wt_json_number_of(root, "full_normalize", 0.0) > 0.0;
    double span = 0.0;
    for (uint64_t c = 0; c < parts->n / WT_VITAL_LENGTH; c++) {
        double cycle[WT_VITAL_LENGTH];
        const wt_status status = render_position(all, (int)c, cycle, fft, message);
        if (status != WT_OK) {
            return status;
        }
        const double here = span_of(cycle);
        span = here > span ? here : span;
        if (without_dc) {
            remove_dc(cycle);
        }
        for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
            parts->samples[c * WT_VITAL_LENGTH + i] = (float)cycle[i];
        }
    }
    if (is_normalised && span > 0.0) {
        for (uint64_t i = 0; i < parts->n; i++) {
            parts->samples[i] = (float)((double)parts->samples[i] * (2.0 / span));
        }
    }
    return wt_pcm_check(parts->samples, (size_t)parts->n, 0, message);
}

static wt_status read_table(wt_table_parts *parts, const json_t *root, const char *text,
                            const wt_table_wish *wish, const wt_warner *warner,
                            wt_message *message) {
    contents *const all = calloc(1, sizeof *all);
    wt_vital_fft *const fft = wt_vital_fft_new();
    wt_status status = all && fft ? WT_OK : WT_NO_MEMORY;
    if (status == WT_OK) {
        all->text = text;
        all->is_steady = true;
        status = load_groups(all, root, wish, warner, message);
    }
    if (status == WT_OK) {
        const uint64_t n = all->is_steady ? 1 : (uint64_t)all->last_position + 1;
        status = wt_table_allocate(parts, n * WT_VITAL_LENGTH, message);
    }
    if (status == WT_OK) {
        status = render_all(parts, all, root, fft, message);
    }
    if (all) {
        free_contents(all);
    }
    wt_vital_fft_free(fft);
    return status;
}

// The name of a table, made printable.
static void copy_name(char *out, size_t room, const json_t *object, const char *text) {
    size_t length;
    const char *const name = wt_json_string_of(json_object_get(object, "name"), text, &length);
    size_t n = 0;
    for (; name && n < length && n + 1 < room; n++) {
        const unsigned char c = (unsigned char)name[n];
        out[n] = c < 0x20 || c > 0x7E ? '?' : (char)c;
    }
    out[n] = '\0';
}

static void name_tables(wt_table_parts *parts, const json_t *tables, const char *text) {
    size_t used = 0;
    for (size_t i = 0; i < json_array_size(tables) && used + 8 < sizeof parts->part_names; i++) {
        char name[64];
        copy_name(name, sizeof name, json_array_get(tables, i), text);
        const int n = snprintf(parts->part_names + used, sizeof parts->part_names - used,
                               "%s#%zu: %s", i ? ", " : "", i, name);
        used += n > 0 ? (size_t)n : 0;
    }
}

// The table of a preset that is wished; null: the message says why.
static const json_t *pick_table(wt_table_parts *parts, const json_t *tables, const char *text,
                                const wt_table_wish *wish, const wt_warner *warner,
                                wt_message *message) {
    const size_t n = json_array_size(tables);
    strcpy(parts->format, "vital");
    name_tables(parts, tables, text);
    if (n == 0) {
        bad(message, "the preset has no wavetables");
        return NULL;
    }
    if (wish->has_part && wish->part >= n) {
        wt_message_set(message, "there is no table %" PRIu32 " (it has %s)", wish->part,
                       parts->part_names);
        return NULL;
    }
    if (!wish->has_part && n > 1) {
        wt_warn(warner, "is a preset of %zu tables: the first is used (%s)", n, parts->part_names);
    }
    return json_array_get(tables, wish->has_part ? wish->part : 0);
}

static wt_status parse(wt_table_parts *parts, const char *text, size_t n, const wt_table_wish *wish,
                       const wt_warner *warner, wt_message *message) {
    json_t *root;
    wt_status status = wt_json_load(&root, text, n, message);
    if (status != WT_OK) {
        return status;
    }
    const json_t *table = root;
    const json_t *const settings = json_object_get(root, "settings");
    const json_t *const tables = json_object_get(settings, "wavetables");
    if (tables) {
        table = pick_table(parts, tables, text, wish, warner, message);
    }
    status = table ? read_table(parts, table, text, wish, warner, message) : WT_BAD_FORMAT;
    copy_name(parts->title, sizeof parts->title, table, text);
    json_decref(root);
    return status;
}

static wt_status read(wt_table_parts *parts, wt_source *source, const wt_table_wish *wish,
                      const wt_warner *warner, wt_message *message) {
    strcpy(parts->format, "vitaltable");
    if (source->size > MAX_FILE) {
        wt_message_set(message, "is JSON of %" PRIu64 " bytes; at most %d are read", source->size,
                       MAX_FILE);
        return WT_LIMIT;
    }
    const size_t n = (size_t)source->size;
    char *const text = wt_large_block(n > 0 ? n : 1);
    if (!text) {
        return WT_NO_MEMORY;
    }
    wt_status status = wt_source_read(source, 0, text, n, message);
    if (status == WT_OK) {
        const size_t bom = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        status = parse(parts, text + bom, n - bom, wish, warner, message);
    }
    parts->hints[WT_BY_FORMAT] = (wt_cycle_hint){.given = true, .length = WT_VITAL_LENGTH};
    free(text);
    return status;
}

static bool begins(const uint8_t head[WT_TABLE_HEAD + 1]) {
    const char *at = (const char *)head;
    at += memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    at += strspn(at, " \t\r\n");
    return *at == '{';
}

const wt_table_format wt_table_format_vital = {
    .name = "vitaltable",
    .what = ".vitaltable of Vital",
    .cycle_length = 2048,
    .read = read,
    .write = wt_table_write_vital,
    .begins = begins,
};
