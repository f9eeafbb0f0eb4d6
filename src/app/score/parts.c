// Parts: who plays a score, each with a sound of its own.
#include "app/score/parts.h"

#include "app/request/options.h"
#include "base/math.h"

#include <stdlib.h>
#include <string.h>

static void free_part(wt_part *part) {
    if (part) {
        if (part->request) {
            wt_request_free(part->request);
        }
        free(part->request);
        wt_words_free(&part->words);
        wt_response_free(&part->response);
        free(part->name);
        free(part);
    }
}

static wt_part *push(wt_parts *parts, const char *name, wt_fault *fault) {
    wt_part **const grown = realloc(parts->parts, (parts->n + 1) * sizeof *grown);
    parts->parts = grown ? grown : parts->parts;
    wt_part *const part = calloc(1, sizeof *part);
    if (part) {
        part->name = strdup(name);
    }
    if (!grown || !part || !part->name) {
        free_part(part);
        wt_fault_memory(fault);
        return NULL;
    }
    part->gain = 1.0;
    part->key = -1.0;
    return parts->parts[parts->n++] = part;
}

static void give_sound(wt_part *part, const wt_request *request) {
    const wt_sound_request *const s = &request->sound;
    part->sound = request;
    part->voicing = (wt_voicing){.unison = s->unison,
                                 .cents = s->unison_cents,
                                 .width = s->unison_width,
                                 .spread = !s->has_phase || s->random_phase,
                                 .random_phase = s->random_phase,
                                 .pans = s->env[WT_TO_PAN][0].given,
                                 .release = s->adsr.release,
                                 .seed = s->seed};
}

bool wt_parts_init(wt_parts *parts, const wt_request *request, wt_fault *fault) {
    *parts = (wt_parts){0};
    parts->asked = &request->notes.parts;
    parts->only = &request->notes.only;
    wt_part *const first = push(parts, "", fault);
    if (first) {
        give_sound(first, request);
    }
    return first != NULL;
}

static bool append(wt_words *out, const wt_words *in, size_t from, wt_fault *fault) {
    for (size_t i = from; i < in->count && strcmp(in->words[i], "--") != 0; ++i) {
        if (wt_words_add(out, in->words[i]) != WT_OK) {
            return wt_fault_memory(fault);
        }
        out->places[out->count - 1] = in->places[i];
    }
    return true;
}

static void refuse_operand(wt_option_use *use) {
    wt_fault_text(use->fault, use->place, "part", use->value, 0,
                  "expected options of the sound, or @PRESET");
}

// A part may say nothing but how it sounds.
static bool check(const wt_words *own, wt_part *part, wt_fault *fault) {
    wt_request alone;
    bool ok = wt_request_read(&alone, own, WT_FOR_PART, refuse_operand, fault);
    if (ok && alone.sound.normalize) {
        wt_fault_set(fault, WT_FAULT_USAGE, part->name,
                     "the whole is normalised, not a part (say --normalize outside of --part; -g "
                     "makes a part louder)");
        ok = false;
    }
    if (ok && alone.sound.has_gain) {
        part->gain = wt_db_gain(alone.sound.gain_db);
    }
    wt_request_free(&alone);
    return ok;
}

static void pass_over(wt_option_use *use) {
    (void)use; // the notes of the command line
}

static bool read_part(wt_part *part, const wt_request *base, const wt_words *typed,
                      wt_fault *fault) {
    wt_words own = {0};
    part->request = calloc(1, sizeof *part->request);
    bool ok = part->request && wt_words_add(&own, "part") == WT_OK;
    if (!ok) {
        wt_fault_memory(fault);
    }
    ok = ok && wt_response_expand(&part->response, typed, 0, &own, fault) &&
         check(&own, part, fault) && append(&part->words, &base->words, 0, fault) &&
         append(&part->words, &own, 1, fault) &&
         wt_request_read(part->request, &part->words, WT_FOR_RENDER, pass_over, fault) &&
         wt_request_check_sound(part->request, fault);
    wt_words_free(&own);
    return ok;
}

// Voices are summed on buses of one engine.
static bool check_engine(const wt_part *part, const wt_request *base, wt_fault *fault) {
    const wt_sound_request *const a = &part->request->sound;
    const wt_sound_request *const b = &base->sound;
    if (a->engine != b->engine || (a->engine != WT_ENGINE_FLOAT && a->bandlimit != b->bandlimit)) {
        return wt_fault_set(fault, WT_FAULT_USAGE, part->name,
                            "all parts play by one engine (say -E and -B for all, before --score)");
    }
    return true;
}

wt_part *wt_parts_add(wt_parts *parts, const char *name, const wt_words *words, wt_fault *fault) {
    wt_part *const part = push(parts, name, fault);
    const wt_request *const base = parts->parts[0]->sound;
    if (!part || !read_part(part, base, words, fault) || !check_engine(part, base, fault)) {
        return NULL;
    }
    give_sound(part, part->request);
    return part;
}

wt_part *wt_parts_add_preset(wt_parts *parts, const char *name, const char *word,
                             const wt_location *place, wt_fault *fault) {
    wt_words words = {0};
    wt_part *part = NULL;
    if (wt_words_add(&words, word) != WT_OK) {
        wt_fault_memory(fault);
    } else {
        if (place) {
            words.places[0] = *place;
        }
        part = wt_parts_add(parts, name, &words, fault);
    }
    wt_words_free(&words);
    return part;
}

wt_part *wt_parts_named(const wt_parts *parts, const char *name, size_t length) {
    for (size_t i = 1; i < parts->n; ++i) {
        wt_part *const part = parts->parts[i];
        if (strlen(part->name) == length && memcmp(part->name, name, length) == 0) {
            return part;
        }
    }
    return NULL;
}

size_t wt_parts_place(const wt_parts *parts, const wt_part *part) {
    size_t i = 0;
    while (i < parts->n && parts->parts[i] != part) {
        ++i;
    }
    return i;
}

const wt_part_setting *wt_parts_asked(const wt_parts *parts, const char *name) {
    const wt_part_settings *const s = parts->asked;
    for (size_t i = s->n; i-- > 0;) {
        if (strcmp(s->of[i].who, name) == 0) {
            return &s->of[i];
        }
    }
    return NULL;
}

bool wt_parts_mute(const wt_parts *parts, const char *name) {
    const wt_part_settings *const only = parts->only;
    bool muted = only->n > 0;
    for (size_t i = 0; i < only->n; ++i) {
        muted = muted && strcmp(only->of[i].who, name) != 0;
    }
    return muted;
}

int wt_parts_channels(const wt_parts *parts) {
    const int asked = parts->parts[0]->sound->output.channels;
    bool pan = false;
    for (size_t i = 0; i < parts->n; ++i) {
        const wt_part *const part = parts->parts[i];
        pan = pan || (!part->off && part->voicing.pans);
    }
    return asked > 0 ? asked : pan ? 2 : 1;
}

bool wt_parts_have_width(const wt_parts *parts) {
    bool width = false;
    for (size_t i = 0; i < parts->n; ++i) {
        const wt_voicing *const v = &parts->parts[i]->voicing;
        width = width || (!parts->parts[i]->off && v->unison > 1 && v->width > 0.0);
    }
    return width;
}

void wt_parts_free(wt_parts *parts) {
    for (size_t i = 0; i < parts->n; ++i) {
        free_part(parts->parts[i]);
    }
    free(parts->parts);
    *parts = (wt_parts){0};
}
