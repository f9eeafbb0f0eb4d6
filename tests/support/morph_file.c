#include "morph_file.h"

double step_of(const morph_format *f) {
    return f->cycles > 1 ? 1.0 / (f->cycles - 1) : 0.0;
}

double quantum(const morph_format *f) {
    const bool is_half = f->in == AS_WT && (f->wt_flags & 12) == 4;
    return f->is_float ? (f->bits == 64 ? 0x1p-53 : 0x1p-24)
                       : ldexp(is_half ? 2.0 : 1.0, 1 - f->bits);
}

double value_at(const morph *m, const morph_format *f, size_t i) {
    const uint32_t c = (uint32_t)(i / f->length);
    return morph_sample(m, c * step_of(f), (uint32_t)(i % f->length));
}

static uint64_t bits_of(const morph_format *f, double value) {
    if (f->is_float && f->bits == 64) {
        uint64_t word;
        memcpy(&word, &value, sizeof word);
        return word;
    }
    if (f->is_float) {
        const float narrow = (float)value;
        uint32_t word;
        memcpy(&word, &narrow, sizeof word);
        return word;
    }
    const int64_t steps = llrint(value / quantum(f));
    return (uint64_t)(f->in == AS_WAV && f->bits == 8 ? steps + 128 : steps);
}

static void put_samples(bytes *b, const morph *m, const morph_format *f) {
    const bool is_big = f->in == AS_AIFF;
    for (size_t i = 0; i < (size_t)f->length * f->cycles; i++) {
        const uint64_t word = bits_of(f, value_at(m, f, i));
        (is_big ? put_be : put_le)(b, word, f->bits / 8);
    }
}

static void put_recipes(bytes *b, const char *recipe, size_t n) {
    char words[256];
    snprintf(words, sizeof words, "%s", recipe ? recipe : "");
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        put_recipe(b, word, n);
    }
}

static void put_wav(bytes *b, const morph *m, const morph_format *f) {
    bytes data = {NULL, 0};
    const size_t n = (size_t)f->length * f->cycles;
    put_samples(&data, m, f);
    put(b, "RIFF\0\0\0\0WAVE", 12);
    put_fmt(b, f->is_float ? 3 : 1, 1, false, f->bits);
    put_recipes(b, f->before, n);
    put_chunk(b, "data", data.at, data.n);
    put_recipes(b, f->after, n);
    end_riff(b);
    free(data.at);
}

static void put_wt(bytes *b, const morph *m, const morph_format *f) {
    put_text(b, "vawt");
    put_le(b, f->length, 4);
    put_le(b, f->cycles, 2);
    put_le(b, (uint64_t)f->wt_flags, 2);
    put_samples(b, m, f);
}

// The three spectra as keyframes at 0, 128 and 256 with straight lines between.
static void put_vital(bytes *b, const morph *m) {
    put_text(b, vital_head);
    put_text(b, "{\"interpolation\":0,\"interpolation_style\":1,\"type\":\"Wave Source\","
                "\"keyframes\":[");
    for (int k = 0; k < KEYS; k++) {
        bytes wave = {NULL, 0};
        char text[64];
        for (uint32_t i = 0; i < m->length; i++) {
            put_float(&wave, (float)m->samples[k][i]);
        }
        snprintf(text, sizeof text, "%s{\"position\":%d,\"wave_data\":\"", k ? "," : "", 128 * k);
        put_text(b, text);
        put_base64(b, wave.at, wave.n);
        put_text(b, "\"}");
        free(wave.at);
    }
    put_text(b, "]}");
    put_text(b, vital_tail);
}

static void put_aiff(bytes *b, const morph *m, const morph_format *f) {
    const size_t n = (size_t)f->length * f->cycles;
    const size_t data = n * (size_t)(f->bits / 8);
    put_text(b, "FORM");
    put_be(b, 4 + 8 + 18 + 16 + data, 4);
    put_text(b, "AIFFCOMM");
    put_be(b, 18, 4);
    put_be(b, 1, 2);
    put_be(b, n, 4);
    put_be(b, (uint64_t)f->bits, 2);
    put(b, "\x40\x0E\xAC\x44\0\0\0\0\0\0", 10); // 44100 as an 80-bit float
    put_text(b, "SSND");
    put_be(b, 8 + data, 4);
    put_be(b, 0, 8);
    put_samples(b, m, f);
}

static void put_flac(bytes *b, const morph *m, const morph_format *f) {
    const wt_sndfile *const library = wt_sndfile_load(NULL);
    SF_INFO info = {.samplerate = 48000,
                    .channels = 1,
                    .format =
                        SF_FORMAT_FLAC | (f->bits == 24 ? SF_FORMAT_PCM_24 : SF_FORMAT_PCM_16)};
    SF_VIRTUAL_IO calls = {memory_size, memory_seek, memory_read, memory_write, memory_tell};
    memory_file file = {{NULL, 0}, 0};
    SNDFILE *const out = library->open_virtual(&calls, SFM_WRITE, &info, &file);
    assert_non_null(out);
    for (size_t i = 0; i < (size_t)f->length * f->cycles; i++) {
        const int sample = (int)(llrint(value_at(m, f, i) / quantum(f)) * (1 << (32 - f->bits)));
        library->writef_int(out, &sample, 1);
    }
    library->close(out);
    *b = file.b;
}

bytes morph_bytes(const morph *m, const morph_format *f) {
    bytes b = {NULL, 0};
    switch (f->in) {
    case AS_WAV:
        put_wav(&b, m, f);
        break;
    case AS_WT:
        put_wt(&b, m, f);
        break;
    case AS_VITAL:
        put_vital(&b, m);
        break;
    case AS_AIFF:
        put_aiff(&b, m, f);
        break;
    case AS_FLAC:
        put_flac(&b, m, f);
        break;
    }
    return b;
}
