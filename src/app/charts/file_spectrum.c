// The magnitude spectrum of the middle of a sound file.
#include "app/charts/spectrum_figure.h"

#include "core/pitch/pitch.h"
#include "io/sound/sound_in.h"

#include <stdio.h>
#include <stdlib.h>

enum { LEAST = 64, USUAL = 131072, BLOCK = 4096 };

// Read `n` frames from the current one on; into `out` by channel, or nowhere.
static wt_status read_frames(wt_sound_in *in, uint64_t n, wt_stretch *out, wt_message *message) {
    double block[2 * BLOCK];
    for (uint64_t done = 0; done < n;) {
        const size_t part = n - done < BLOCK ? (size_t)(n - done) : BLOCK;
        const wt_status status = wt_sound_in_read(in, block, part, message);
        if (status != WT_OK) {
            return status;
        }
        for (size_t c = 0; out && c < out->channels; ++c) {
            for (size_t i = 0; i < part; ++i) {
                out->samples[c][done + i] = block[i * out->channels + c];
            }
        }
        done += part;
    }
    return WT_OK;
}

static wt_status read_middle(wt_sound_in *in, wt_stretch *where, wt_message *message) {
    const uint64_t most = in->rate < 65536 ? USUAL : 2 * (uint64_t)in->rate;
    const uint64_t n = in->frames < most ? in->frames : most;
    where->channels = (size_t)in->channels;
    where->n = (size_t)n;
    where->rate = in->rate;
    if (n < LEAST) {
        return wt_refuse(message, WT_BAD_FORMAT, "holds only %llu frames: too few for a spectrum",
                         (unsigned long long)n);
    }
    for (size_t c = 0; c < where->channels; ++c) {
        where->samples[c] = malloc(where->n * sizeof(double));
        if (!where->samples[c]) {
            return WT_NO_MEMORY;
        }
    }
    const wt_status skipped = read_frames(in, (in->frames - n) / 2, NULL, message);
    return skipped != WT_OK ? skipped : read_frames(in, n, where, message);
}

// The pitches of a NOTE, if one is given: their harmonics are told from the rest.
static size_t pitches_of(const wt_request *s, wt_pitch_range *pitches, size_t most) {
    const wt_note_text *note = s->notes.n_words > 0 ? &s->notes.words[0].note : NULL;
    size_t n = 0;
    for (size_t i = 0; note && i < note->n_pitches && n < most; ++i) {
        const wt_pitch_text *pitch = &note->pitches[i];
        const double hz = pitch->kind == WT_PITCH_HZ ? pitch->value
                                                     : wt_note_hz(pitch->value, s->notes.tuning_hz);
        if (pitch->kind != WT_PITCH_REST) {
            pitches[n++] = (wt_pitch_range){hz, hz};
        }
    }
    return n;
}

bool wt_plot_file_spectrum(const wt_plot *plot) {
    const wt_request *s = plot->request;
    wt_sound_in in;
    wt_stretch where = {0};
    wt_message message = {""};
    wt_pitch_range pitches[16];
    wt_status status = wt_sound_in_open(&in, s->plot.path, &message);
    status = status == WT_OK ? read_middle(&in, &where, &message) : status;
    where.pitches = pitches;
    where.n_pitches = pitches_of(s, pitches, sizeof pitches / sizeof *pitches);
    snprintf(where.title, sizeof where.title, "%.120s", s->plot.path);
    const bool ok = status == WT_OK ? wt_spectrum_draw(plot, &where)
                                    : wt_fault_status(plot->fault, WT_FAULT_INPUT, s->plot.path,
                                                      status, &message);
    wt_sound_in_close(&in);
    free(where.samples[0]);
    free(where.samples[1]);
    return ok;
}
