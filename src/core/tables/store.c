// Cycles and levels in one piece of memory: what stays grows from its beginning, and what is needed
// for work while levels are built stands behind, or at its end.
#include "core/tables/store.h"

#include "base/math.h"
#include "base/memory.h"
#include "core/plain.h"
#include "core/tables/cycle.h"
#include "core/tables/fft.h"
#include "core/tables/mip_spacing.h"
#include "core/tables/spectrum.h"
#include "core/tables/table_index.h"
#include "core/voice/fm_plan.h"
#include "core/voice/scan.h"

enum { LINE = 64, BUILT_IN = WT_IS_PLAIN ? 0 : 4 }; // a module brings all that it plays

typedef struct {
    uint32_t harmonics;
    wt_level level;
} stored_level;

typedef struct stored_cycle stored_cycle;

struct stored_cycle {
    wt_cycle cycle;
    stored_cycle *next;
    stored_level *levels; // by harmonics, the fewest first
    uint32_t n_levels;
};

struct wt_store {
    char *room;
    size_t used, end, size; // what is free lies between the first two
    size_t needed;          // at most
    size_t cycles_end;      // levels begin here
    stored_cycle *first, *last;
    stored_cycle **by_id; // once prepared
    uint32_t n_cycles;
    uint32_t times_dropped;
};

static size_t rounded(size_t bytes) {
    return (bytes + LINE - 1) / LINE * LINE;
}

// Null: no room.
static void *take(wt_store *store, size_t bytes) {
    const size_t left = store->end - store->used;
    if (bytes > left) {
        return NULL;
    }
    void *taken = store->room + store->used;
    const size_t step = rounded(bytes);
    store->used += step < left ? step : left;
    const size_t in_use = store->used + (store->size - store->end);
    store->needed = in_use > store->needed ? in_use : store->needed;
    return taken;
}

// The same from the end of what is free.
static void *take_last(wt_store *store, size_t bytes) {
    if (rounded(bytes) > (store->end - store->used) / LINE * LINE) {
        return NULL;
    }
    store->end = store->end / LINE * LINE - rounded(bytes);
    return store->room + store->end;
}

static wt_status add(wt_store *store, const wt_cycle *cycle, wt_cycle_ref *ref) {
    stored_cycle *stored = take(store, sizeof *stored);
    if (!stored) {
        return WT_NO_MEMORY;
    }
    *stored = (stored_cycle){.cycle = *cycle};
    *(store->last ? &store->last->next : &store->first) = stored;
    store->last = stored;
    store->cycles_end = store->used;
    *ref = (wt_cycle_ref){.id = store->n_cycles++,
                          .harmonics = wt_cycle_harmonics(cycle),
                          .smooth = wt_cycle_is_smooth(cycle)};
    return WT_OK;
}

wt_status wt_store_init(wt_store **store, void *room, size_t size) {
    static const wt_cycle_kind shapes[] = {WT_CYCLE_SINE, WT_CYCLE_TRIANGLE, WT_CYCLE_SQUARE,
                                           WT_CYCLE_SAW};
    const size_t skipped = (LINE - (uintptr_t)room % LINE) % LINE;
    const size_t head = rounded(sizeof(wt_store));
    if (size < skipped + head) {
        return WT_NO_MEMORY;
    }
    wt_store *s = (wt_store *)(void *)((char *)room + skipped);
    *s = (wt_store){.room = (char *)s,
                    .end = size - skipped,
                    .size = size - skipped,
                    .used = head,
                    .cycles_end = head};
    wt_status status = WT_OK;
    for (int i = 0; i < BUILT_IN && status == WT_OK; ++i) {
        wt_cycle_ref ref;
        status = add(s, &(wt_cycle){.kind = shapes[i]}, &ref);
    }
    *store = s;
    return status;
}

static bool is_number(double x) {
    const double most = 1e6;
    return x >= -most && x <= most;
}

static bool are_amplitudes(const double *amplitudes, size_t n) {
    bool are = amplitudes && n > 0;
    for (size_t i = 0; are && i < n; ++i) {
        are = is_number(amplitudes[i]);
    }
    return are;
}

static bool are_samples(const float *samples, uint32_t n) {
    bool are = true;
    for (uint32_t i = 0; are && samples && i < n; ++i) {
        are = is_number((double)samples[i]);
    }
    return are;
}

static bool is_cycle(const wt_cycle *cycle) {
    switch (cycle->kind) {
    case WT_CYCLE_PULSE:
        return cycle->width > 0.0 && cycle->width < 1.0;
    case WT_CYCLE_HARMONICS:
        return are_amplitudes(cycle->amplitudes, cycle->n_amplitudes);
    case WT_CYCLE_SAMPLES:
        return (cycle->samples || cycle->narrow) && cycle->length >= 2 && cycle->length <= 65536 &&
               are_samples(cycle->samples, cycle->length);
    default:
        return (unsigned)cycle->kind <= WT_CYCLE_SAMPLES;
    }
}

// What was prepared is given up, as cycles stand before levels.
static void drop_levels(wt_store *store) {
    store->used = store->cycles_end;
    store->by_id = NULL;
    ++store->times_dropped;
    for (stored_cycle *c = store->first; c; c = c->next) {
        c->levels = NULL;
        c->n_levels = 0;
    }
}

wt_status wt_store_add(wt_store *store, const wt_cycle *cycle, wt_cycle_ref *ref) {
    if (!WT_IS_PLAIN && !is_cycle(cycle)) {
        return WT_BAD_RANGE;
    }
    drop_levels(store);
    return add(store, cycle, ref);
}

uint32_t wt_store_times_dropped(const wt_store *store) {
    return store->times_dropped;
}

size_t wt_store_used(const wt_store *store) {
    return store->needed;
}

static bool modulates(const wt_patch *patch, uint32_t id) {
    return wt_is_modulated(patch) && patch->fm.wave.id == id;
}

// Built-in shapes that the patch does not play take no room.
static bool is_played(const wt_patch *patch, uint32_t id) {
    bool played = id >= BUILT_IN || modulates(patch, id);
    for (uint32_t d = 0; d < patch->n_dimensions; ++d) {
        for (uint32_t c = 0; c < patch->dimensions[d].n_cycles; ++c) {
            played = played || patch->dimensions[d].cycles[c].id == id;
        }
    }
    return played;
}

// All harmonics of a cycle that any level holds, for the time being. Null: no room.
static const double *series_of(wt_store *store, const wt_cycle *cycle, uint32_t most) {
    const uint32_t n = cycle->length;
    const bool is_series = cycle->kind != WT_CYCLE_SAMPLES;
    double *pairs = take_last(store, ((size_t)(is_series ? most : n / 2) + 1) * 2 * sizeof *pairs);
    if (pairs && is_series) {
        wt_cycle_series(cycle, most, pairs);
    }
    if (!pairs || is_series) {
        return pairs;
    }
    const size_t kept = store->used;
    double *work = take(store, wt_spectrum_work(n) * sizeof *work);
    float *floats = take(store, n * sizeof *floats);
    store->used = kept;
    if (!work || !floats) {
        return NULL;
    }
    wt_spectrum(WT_IS_PLAIN ? cycle->samples : wt_cycle_floats(cycle, floats), n, pairs, work);
    return pairs;
}

static size_t bytes_of(wt_form form, uint32_t length, bool taps) {
    return ((size_t)length + 4) * (taps ? sizeof(float) : wt_row_size(form));
}

static bool build_level(wt_store *store, wt_form form, const double *pairs, stored_level *stored) {
    const uint32_t harmonics = stored->harmonics;
    const uint32_t length = wt_level_length(form, pairs, harmonics);
    const uint32_t points = wt_level_points(form, pairs, harmonics, length);
    const bool taps = wt_level_has_taps(form, length);
    void *rows = take(store, bytes_of(form, length, taps));
    const size_t kept = store->used;
    double *turn = take(store, (size_t)points * sizeof *turn);
    double *work = take(store, wt_level_work(points) * sizeof *work);
    store->used = kept;
    if (!rows || !turn || !work) {
        return false;
    }
    wt_fft_turn(turn, points);
    wt_level_build(form, pairs, harmonics, length, turn, work, rows);
    stored->level = (wt_level){rows, length, wt_log2_of(length), taps};
    return true;
}

static bool build_as_is(wt_store *store, wt_form form, stored_cycle *c) {
    const uint32_t length = wt_cycle_length(&c->cycle);
    c->levels = take(store, sizeof *c->levels);
    void *rows = take(store, bytes_of(form, length, false));
    const size_t kept = store->used;
    double *samples = take(store, ((size_t)length + 4) * sizeof *samples);
    store->used = kept;
    if (!c->levels || !rows || !samples) {
        return false;
    }
    wt_cycle_render(&c->cycle, samples);
    wt_level_build_as_is(form, samples, length, rows);
    *c->levels = (stored_level){WT_AS_IS, {rows, length, wt_log2_of(length), false}};
    c->n_levels = 1;
    return true;
}

// The levels, from sparse to full, that pitches between two mip levels are read at.
static uint32_t list_levels(const wt_mip_spacing *mips, int32_t high, int32_t low, uint32_t most,
                            stored_level *levels) {
    uint32_t n = 0;
    for (int32_t l = high; l >= low; --l) {
        const uint32_t whole = wt_mip_spacing_harmonics(mips, l);
        const uint32_t harmonics = whole < most ? whole : most;
        if (n == 0 || levels[n - 1].harmonics < harmonics) {
            levels[n++] = (stored_level){.harmonics = harmonics};
        }
    }
    return n;
}

// The pitch at which a cycle has the most harmonics: that of the lowest note, but with --fm.
static double fullest_hz(const wt_patch *patch, uint32_t id, double low_hz) {
    if (!wt_is_modulated(patch)) {
        return low_hz;
    }
    const double carrier = wt_fm_lowest_hz(patch, low_hz, false);
    const double modulator = modulates(patch, id) ? wt_fm_lowest_hz(patch, low_hz, true) : carrier;
    return modulator < carrier ? modulator : carrier;
}

// The harmonics stand at the end of the room, which is free again afterwards.
static bool build_levels(wt_store *store, const wt_patch *patch, uint32_t id, double low_hz,
                         double high_hz) {
    stored_cycle *c = store->by_id[id];
    const wt_mip_spacing mips =
        wt_is_modulated(patch) ? wt_mip_spacing_of(patch->rate) : wt_scan_mips(patch);
    const double fullest = fullest_hz(patch, id, low_hz);
    const int32_t low = (int32_t)wt_floor(wt_mip_spacing_level(&mips, fullest));
    const double highest = wt_is_scanned(patch) ? high_hz * WT_SEAM_SPARSER : high_hz;
    const int32_t above = (int32_t)wt_floor(wt_mip_spacing_level(&mips, highest)) + 2;
    const int32_t high =
        wt_is_modulated(patch) && above < 0 ? 0 : above; // sidebands ask for sparser ones
    c->levels = take(store, (size_t)(high - low + 1) * sizeof *c->levels);
    if (!c->levels) {
        return false;
    }
    c->n_levels = list_levels(&mips, high, low, wt_cycle_harmonics(&c->cycle), c->levels);
    const size_t end = store->end;
    const double *pairs = series_of(store, &c->cycle, c->levels[c->n_levels - 1].harmonics);
    bool ok = pairs;
    for (uint32_t i = 0; ok && i < c->n_levels; ++i) {
        ok = build_level(store, patch->form, pairs, &c->levels[i]);
    }
    store->end = end;
    return ok;
}

static bool prepare(wt_store *store, const wt_patch *patch, double low_hz, double high_hz) {
    uint32_t id = 0;
    store->by_id = take(store, store->n_cycles * sizeof(stored_cycle *));
    bool ok = store->by_id;
    for (stored_cycle *c = store->first; ok && c; c = c->next, ++id) {
        store->by_id[id] = c;
        ok = !is_played(patch, id) ||
             (wt_is_bandlimited(patch) ? build_levels(store, patch, id, low_hz, high_hz)
                                       : build_as_is(store, patch->form, c));
    }
    return ok;
}

wt_status wt_store_prepare(wt_store *store, const wt_patch *patch, double low_hz, double high_hz) {
    if (!(low_hz >= 0.01 && low_hz <= high_hz && high_hz <= 1e6) ||
        wt_patch_check(patch, NULL) != WT_OK) {
        return WT_BAD_RANGE;
    }
    drop_levels(store);
    if (!prepare(store, patch, low_hz, high_hz)) {
        drop_levels(store);
        return WT_NO_MEMORY;
    }
    return WT_OK;
}

static const wt_level *get(void *context, uint32_t id, wt_form form, uint32_t harmonics) {
    const wt_store *store = context;
    (void)form;
    const stored_cycle *c = store->by_id && id < store->n_cycles ? store->by_id[id] : NULL;
    if (!c || c->n_levels == 0) {
        return NULL;
    }
    uint32_t first = 0;
    for (uint32_t n = c->n_levels; n > 1;) { // the last one with no more harmonics
        const uint32_t half = n / 2;
        const bool more = c->levels[first + half].harmonics > harmonics;
        first += more ? 0 : half;
        n = more ? half : n - half;
    }
    return &c->levels[first].level;
}

wt_level_source wt_store_source(wt_store *store) {
    static const unsigned forever = 0;
    return (wt_level_source){.get = get, .context = store, .epoch = &forever};
}
