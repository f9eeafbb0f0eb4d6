// SFZ and DecentSampler.
#include "app/batch/sampler_map.h"

#include "app/render/sound_file.h"
#include "base/math.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

// A sound with the keys and velocities that it is for.
typedef struct {
    const wt_map_sound *sound;
    char name[PATH_MAX]; // as seen from the map's folder
    int root;
    double tune_cents; // what brings the sound to its root
    int low_key, high_key, low_velocity, high_velocity;
    int turn, turns; // of a round robin, from 1
} zone;

typedef struct {
    int layers; // the most velocities of a note
    double release_s;
} whole;

// Text that is being put together.
typedef struct {
    char *bytes; // owned
    size_t n, room;
    bool failed; // no memory
} map_text;

__attribute__((format(printf, 2, 3))) static void add(map_text *text, const char *format, ...) {
    enum { LONGEST = PATH_MAX + 1024 };
    char added[LONGEST];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(added, sizeof added, format, args);
    va_end(args);
    if (text->n + (size_t)n > text->room) {
        const size_t room = 2 * (text->n + (size_t)n);
        char *grown = realloc(text->bytes, room);
        text->failed = text->failed || !grown;
        text->bytes = grown ? grown : text->bytes;
        text->room = grown ? room : text->room;
    }
    if (!text->failed) {
        memcpy(text->bytes + text->n, added, (size_t)n);
        text->n += (size_t)n;
    }
}

typedef struct {
    const char *suffix;
    void (*begin)(map_text *out, const whole *w);
    void (*put)(map_text *out, const zone *z);
    void (*end)(map_text *out);
    const char *forbidden; // in the name of a file
} map_format;

static void begin_sfz(map_text *out, const whole *w) {
    add(out, "// Made by wavetable.\n<global>\nampeg_release=%.6g\n", w->release_s);
    if (w->layers > 1) {
        add(out, "amp_veltrack=0\n");
    }
}

// SFZ tunes by whole cents, and some readers take a fraction for none at all.
static void put_sfz(map_text *out, const zone *z) {
    const int cents = (int)wt_round(z->tune_cents);
    add(out, "<region> lokey=%d hikey=%d lovel=%d hivel=%d pitch_keycenter=%d", z->low_key,
        z->high_key, z->low_velocity, z->high_velocity, z->root);
    if (cents != 0) {
        add(out, " tune=%d", cents);
    }
    if (z->turns > 1) {
        add(out, " seq_length=%d seq_position=%d", z->turns, z->turn);
    }
    if (z->sound->has_loop) {
        add(out, " loop_mode=loop_continuous loop_start=%u loop_end=%u", z->sound->loop.begin,
            z->sound->loop.end);
    }
    add(out, "\nsample=%s\n", z->name); // to the end of the line: it may hold blanks
}

static void end_sfz(map_text *out) {
    (void)out;
}

static void put_xml(map_text *out, const char *text) {
    for (; *text; ++text) {
        switch (*text) {
        case '&':
            add(out, "%s", "&amp;");
            break;
        case '<':
            add(out, "%s", "&lt;");
            break;
        case '"':
            add(out, "%s", "&quot;");
            break;
        default:
            add(out, "%c", *text);
        }
    }
}

static void begin_dspreset(map_text *out, const whole *w) {
    add(out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DecentSampler minVersion=\"1.0.0\">\n"
        "  <groups ampVelTrack=\"%d\" release=\"%.6g\">\n    <group>\n",
        w->layers > 1 ? 0 : 1, w->release_s);
}

static void put_dspreset(map_text *out, const zone *z) {
    add(out, "      <sample path=\"");
    put_xml(out, z->name);
    add(out, "\" rootNote=\"%d\" loNote=\"%d\" hiNote=\"%d\" loVel=\"%d\" hiVel=\"%d\"", z->root,
        z->low_key, z->high_key, z->low_velocity, z->high_velocity);
    if (z->tune_cents != 0.0) {
        add(out, " tuning=\"%.6g\"", z->tune_cents / 100.0);
    }
    if (z->turns > 1) {
        add(out, " seqMode=\"round_robin\" seqLength=\"%d\" seqPosition=\"%d\"", z->turns, z->turn);
    }
    if (z->sound->has_loop) {
        add(out, " loopEnabled=\"true\" loopStart=\"%u\" loopEnd=\"%u\"", z->sound->loop.begin,
            z->sound->loop.end);
    }
    add(out, "/>\n");
}

static void end_dspreset(map_text *out) {
    add(out, "    </group>\n  </groups>\n</DecentSampler>\n");
}

static const map_format formats[] = {
    {".sfz", begin_sfz, put_sfz, end_sfz, "=<$\r\n"},
    {".dspreset", begin_dspreset, put_dspreset, end_dspreset, "\r\n"},
};

static const map_format *format_of(const char *path) {
    const char *const dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof formats / sizeof *formats; ++i) {
        if (strcasecmp(dot, formats[i].suffix) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

bool wt_sampler_map_check(const char *path, wt_fault *fault) {
    if (!format_of(path)) {
        wt_fault_text(fault, NULL, "--map", path, 0,
                      "expected a name that ends in .sfz or .dspreset");
    }
    return fault->kind == 0;
}

// The real path of the folder of `path`, a slash at its end.
static bool real_folder(const char *path, char folder[PATH_MAX]) {
    char copy[PATH_MAX];
    const char *const slash = strrchr(path, '/');
    const size_t n = slash ? (size_t)(slash - path) + 1 : 0;
    if (n >= sizeof copy) {
        return false;
    }
    memcpy(copy, path, n);
    copy[n] = '\0';
    if (!realpath(n > 0 ? copy : ".", folder) || strlen(folder) + 2 > PATH_MAX) {
        return false;
    }
    if (strcmp(folder, "/") != 0) {
        strcat(folder, "/");
    }
    return true;
}

// Write the name of the file at `path` as seen from the folder `from`.
static bool relative_name(const char *from, const char *path, char name[PATH_MAX]) {
    char to[PATH_MAX];
    char up[PATH_MAX] = "";
    if (!real_folder(path, to)) {
        return false;
    }
    size_t common = 0; // up to a slash
    for (size_t i = 0; from[i] && from[i] == to[i]; ++i) {
        common = from[i] == '/' ? i + 1 : common;
    }
    for (const char *rest = from + common; (rest = strchr(rest, '/')); ++rest) {
        if (strlen(up) + 4 > sizeof up) {
            return false;
        }
        strcat(up, "../");
    }
    const char *const slash = strrchr(path, '/');
    const int n = snprintf(name, PATH_MAX, "%s%s%s", up, to + common, slash ? slash + 1 : path);
    return n > 0 && n < PATH_MAX;
}

static int by_key(const void *a, const void *b) {
    const wt_map_sound *x = a;
    const wt_map_sound *y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    if (x->velocity != y->velocity) {
        return x->velocity < y->velocity ? -1 : 1;
    }
    return x->number < y->number ? -1 : x->number > y->number; // turns in the order of the words
}

static bool same_note(const wt_map_sound *a, const wt_map_sound *b) {
    return a->key == b->key;
}

static bool same_layer(const wt_map_sound *a, const wt_map_sound *b) {
    return same_note(a, b) && a->velocity == b->velocity;
}

static int most(int a, int b) {
    return a > b ? a : b;
}

// The highest of a run of sounds from `first` on that are `alike`, one past it.
static size_t run_end(const wt_map_sound *sounds, size_t n, size_t first,
                      bool (*alike)(const wt_map_sound *, const wt_map_sound *)) {
    size_t end = first + 1;
    while (end < n && alike(&sounds[first], &sounds[end])) {
        ++end;
    }
    return end;
}

// What the sounds of one note share: its keys, from above those of the note before.
static int set_keys(zone *z, const wt_map_sound *sounds, size_t n, size_t first, size_t end,
                    int before) {
    const double key = sounds[first].key;
    const int root = (int)wt_floor(key + 0.5);
    const int high = end < n ? (int)wt_floor((key + sounds[end].key) / 2.0) : 127;
    for (size_t i = first; i < end; ++i) {
        z[i].root = root;
        z[i].tune_cents = wt_floor((root - key) * 1e5 + 0.5) / 1e3;
        z[i].low_key = before + 1;
        z[i].high_key = high;
    }
    return high;
}

// The layers of one note; return how many.
static int set_layers(zone *z, const wt_map_sound *sounds, size_t first, size_t end) {
    int layers = 0;
    int before = 0;
    for (size_t i = first; i < end; ++layers) {
        const size_t next = run_end(sounds, end, i, same_layer);
        const int top = next < end ? (int)wt_floor(sounds[i].velocity + 0.5) : 127;
        for (size_t k = i; k < next; ++k) {
            z[k].low_velocity = before + 1;
            z[k].high_velocity = top;
            z[k].turn = (int)(k - i) + 1;
            z[k].turns = (int)(next - i);
        }
        before = top;
        i = next;
    }
    return layers;
}

static bool is_empty(const zone *z) {
    return z->low_key > z->high_key || z->low_velocity > z->high_velocity;
}

static int make_zones(zone *z, const wt_map_sound *sounds, size_t n) {
    int layers = 1;
    int before = -1;
    for (size_t i = 0; i < n;) {
        const size_t end = run_end(sounds, n, i, same_note);
        before = most(before, set_keys(z, sounds, n, i, end, before));
        layers = most(layers, set_layers(z, sounds, i, end));
        i = end;
    }
    return layers;
}

static bool name_zones(zone *z, const wt_map_sound *sounds, size_t n, const char *path,
                       const map_format *format, wt_fault *fault) {
    char from[PATH_MAX];
    const bool found = real_folder(path, from);
    for (size_t i = 0; i < n; ++i) {
        z[i].sound = &sounds[i];
        if (!found || !relative_name(from, sounds[i].path, z[i].name)) {
            return wt_fault_set(fault, WT_FAULT_OUTPUT, path, "cannot find '%.200s' from here",
                                sounds[i].path);
        }
        if (z[i].name[strcspn(z[i].name, format->forbidden)]) {
            return wt_fault_set(fault, WT_FAULT_USAGE, "--map",
                                "%s cannot hold the name '%.200s' (leave = < $ out of it)",
                                format->suffix + 1, z[i].name);
        }
    }
    return true;
}

static bool write_text(const char *path, const char *text, size_t n, wt_sync sync,
                       wt_fault *fault) {
    wt_output *output;
    if (!wt_sound_file_open(&output, path, sync, NULL, fault)) {
        return false;
    }
    wt_output_write(output, text, n);
    return wt_sound_file_commit(output, path, fault);
}

static void put_all(map_text *out, const zone *z, size_t n, const map_format *format,
                    const whole *w) {
    format->begin(out, w);
    for (size_t i = 0; i < n; ++i) {
        if (!is_empty(&z[i])) { // a key has but one
            format->put(out, &z[i]);
        }
    }
    format->end(out);
}

bool wt_sampler_map_write(const char *path, wt_map_sound *sounds, size_t n, double release_s,
                          wt_sync sync, wt_fault *fault) {
    const map_format *const format = format_of(path);
    zone *z = calloc(n + 1, sizeof *z);
    if (!z) {
        return wt_fault_memory(fault);
    }
    qsort(sounds, n, sizeof *sounds, by_key);
    const whole w = {.layers = make_zones(z, sounds, n), .release_s = release_s};
    bool ok = name_zones(z, sounds, n, path, format, fault);
    map_text text = {0};
    if (ok) {
        put_all(&text, z, n, format, &w);
    }
    if (text.failed) {
        wt_fault_memory(fault);
        ok = false;
    }
    ok = ok && write_text(path, text.bytes, text.n, sync, fault);
    free(text.bytes);
    free(z);
    return ok;
}
