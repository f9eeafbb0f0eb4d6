// The request's words and numbers, and the notes that they came to.
#include "app/render/identity.h"

#include "base/scramble.h"

#include <string.h>

// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo).
static uint64_t with_byte(uint64_t hash, uint64_t byte) {
    return (hash ^ byte) * 1099511628211u;
}

// The lowest byte first, on any machine.
static void add_word(uint64_t *hash, uint64_t word, int n_bytes) {
    uint64_t h = *hash;
#pragma GCC unroll 8
    for (int i = 0; i < n_bytes; ++i, word >>= 8) {
        h = with_byte(h, word & 0xff);
    }
    *hash = h;
}

static void add_text(uint64_t *hash, const char *text) {
    for (const char *t = text ? text : ""; *t; ++t) {
        *hash = with_byte(*hash, (unsigned char)*t);
    }
    *hash = with_byte(*hash, 0);
}

static void add_numbers(uint64_t *hash, const double *numbers, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        uint64_t bits;
        memcpy(&bits, &numbers[i], sizeof bits);
        add_word(hash, bits, 8);
    }
}

static void add_sound(uint64_t *hash, const wt_sound_request *s) {
    for (int d = 0; d < s->n_waves; ++d) {
        add_text(hash, s->waves[d].text);
        add_word(hash, s->waves[d].frame_length, 4);
    }
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
            // What came after these counts where it is given: all other sounds keep their noise.
            if (to <= WT_TO_CROSS || s->env[to][d].given) {
                add_text(hash, s->env[to][d].given ? s->env[to][d].text : NULL);
            }
        }
    }
    add_text(hash, s->has_fm ? s->fm_text : NULL);
    const double numbers[] = {s->scan,
                              s->engine,
                              s->interp,
                              s->bandlimit,
                              s->phase,
                              s->has_gain ? s->gain_db : -1000.0,
                              s->normalize ? s->normalize_db : 1000.0,
                              s->adsr.attack.value,
                              s->adsr.attack.unit,
                              s->adsr.decay.value,
                              s->adsr.decay.unit,
                              s->adsr.sustain};
    add_numbers(hash, numbers, sizeof numbers / sizeof *numbers);
}

static void add_note(uint64_t *hash, const wt_note *note) {
    const double numbers[] = {(double)note->start, (double)note->gate, (double)note->end, note->hz,
                              note->key,           note->velocity,     note->gain,        note->pan,
                              note->phase};
    add_numbers(hash, numbers, sizeof numbers / sizeof *numbers);
}

uint32_t wt_identity_of(const wt_request *request, const wt_time_line *time_line,
                        const wt_sound_format *file) {
    const double numbers[] = {file->rate,
                              file->bits,
                              file->channels,
                              request->notes.tempo_bpm,
                              (double)time_line->frames,
                              (double)time_line->fade,
                              request->sound.seed};
    uint64_t hash = 14695981039346656037u;
    add_numbers(&hash, numbers, sizeof numbers / sizeof *numbers);
    add_sound(&hash, &request->sound);
    add_text(&hash, request->notes.score_path); // its bends and controllers
    for (size_t i = 0; i < time_line->n_notes; ++i) {
        add_note(&hash, &time_line->notes[i]);
    }
    return wt_scramble((uint32_t)hash ^ wt_scramble((uint32_t)(hash >> 32)));
}
