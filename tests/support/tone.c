#include "tone.h"

void open_studio(studio *s, size_t limit_bytes) {
    assert_int_equal(wt_cache_new(&s->bank, limit_bytes), WT_OK);
    assert_int_equal(wt_cache_reader_new(&s->reader, s->bank), WT_OK);
    s->scratch = wt_scratch_make(aligned_alloc(64, wt_scratch_size(WT_BLOCK)), WT_BLOCK);
    assert_non_null(s->scratch);
}

void close_studio(studio *s) {
    wt_cache_reader_free(s->reader);
    wt_cache_free(s->bank);
    free(s->scratch);
}

wt_cycle_ref add_cycle(studio *s, const wt_cycle *cycle) {
    wt_cycle_ref ref = {.harmonics = wt_cycle_harmonics(cycle),
                        .smooth = wt_cycle_is_smooth(cycle)};
    assert_int_equal(wt_cache_add(s->bank, cycle, &ref.id), WT_OK);
    return ref;
}

wt_patch patch_of(const tone *t) {
    return (wt_patch){.rate = t->rate,
                      .tempo_bpm = 120.0,
                      .form = t->form,
                      .bandlimit = !t->plain,
                      .scan = t->scan,
                      .n_dimensions = 1,
                      .dimensions = {{t->cycles, t->n_cycles}},
                      .env = {[WT_TO_AMP] = {*wt_mod_destinations[WT_TO_AMP].initial},
                              [WT_TO_PITCH] = {t->pitch},
                              [WT_TO_INDEX] = {t->index},
                              [WT_TO_MIX] = {t->mix}},
                      .fm = t->fm,
                      .adsr = {0.0, 0.0, 1.0, 0.0}};
}

static wt_note note_of(const tone *t, size_t n) {
    return (wt_note){.gate = n, .end = n, .note_s = (double)n / t->rate, .hz = t->hz, .gain = 1.0};
}

wt_voice voice_of(const tone *t, const wt_patch *patch, wt_note *note, size_t n) {
    wt_voice voice;
    *note = note_of(t, n);
    wt_voice_start(&voice, patch, note);
    return voice;
}

void render_bus(const studio *s, const tone *t, wt_bus bus, size_t n) {
    const wt_patch patch = patch_of(t);
    const wt_note note = note_of(t, n);
    wt_voice voice;
    wt_renderer renderer = {.patch = &patch,
                            .kernels = wt_kernels_best(t->form.engine),
                            .source = wt_cache_reader_source(s->reader),
                            .notes = &note,
                            .n_notes = 1,
                            .voices = &voice,
                            .n_voices = 1,
                            .scratch = s->scratch};
    assert_true(wt_renderer_pull(&renderer, bus, bus, n));
}

void render_tone(const studio *s, const tone *t, double *out, size_t n) {
    void *bus = malloc(n * wt_bus_size(t->form.engine));
    assert_non_null(bus);
    render_bus(s, t, (wt_bus){.f = bus}, n);
    for (size_t i = 0; i < n; i++) {
        switch (t->form.engine) {
        case WT_ENGINE_FLOAT:
            out[i] = (double)((const float *)bus)[i];
            break;
        case WT_ENGINE_Q15:
            out[i] = (double)((const int32_t *)bus)[i] * (t->plain ? 0x1p-15 : 0x1p-14);
            break;
        case WT_ENGINE_Q31:
            out[i] = (double)((const int64_t *)bus)[i] * 0x1p-28;
            break;
        }
    }
    free(bus);
}

double key_hz(int key) {
    return 440.0 * exp2((key - 69) / 12.0);
}

uint32_t harmonics_at(double rate, double hz) {
    const wt_mip_spacing grid = wt_mip_spacing_of(rate);
    return wt_mip_spacing_harmonics(&grid, (int32_t)ceil(wt_mip_spacing_level(&grid, hz)));
}
