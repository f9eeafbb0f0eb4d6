// Parts: who plays a score, each with a sound of its own.
#ifndef WT_APP_SCORE_PARTS_H
#define WT_APP_SCORE_PARTS_H

#include "app/listener.h"
#include "app/request/request.h"
#include "app/request/response.h"
#include "app/score/glide.h"

// The voices that a note of a part comes to.
typedef struct {
    int unison;
    double cents, width; // of --unison
    bool spread;         // its voices begin in phases of their own
    bool random_phase;   // and each note
    bool pans;           // there is a --pan
    wt_time release;
    uint32_t seed;
} wt_voicing;

// A sound and its name. The first part of a score is what the command line asks for.
typedef struct {
    char *name;
    wt_request *request; // owned: read from `words`; null: its sound is the command line's
    wt_words words;
    wt_response response;
    const wt_request *sound;
    wt_voicing voicing; // of `sound`
    double gain;        // of a -g of its own: its balance
    bool off;
    bool from_score;    // its words are the score's
    wt_glide_line line; // of --glide and --legato
    double key;         // that all its notes sound at; < 0: their own
} wt_part;

typedef struct {
    wt_part **parts; // owned, each by itself
    size_t n;
    const wt_part_settings *asked, *only; // borrowed: --part, --only
} wt_parts;

// Begin with the command line's sound. False: fault is set.
bool wt_parts_init(wt_parts *parts, const wt_request *request, wt_fault *fault);

// Add a part of this name that plays the words of the command line and then `words`, which are
// typed: options of the sound, presets. Null: fault is set.
wt_part *wt_parts_add(wt_parts *parts, const char *name, const wt_words *words, wt_fault *fault);

// The same of one word, "@PRESET".
wt_part *wt_parts_add_preset(wt_parts *parts, const char *name, const char *word,
                             const wt_location *place, wt_fault *fault);

// Return the part of this name, or null.
wt_part *wt_parts_named(const wt_parts *parts, const char *name, size_t length);

// Return the place of a part among the others.
size_t wt_parts_place(const wt_parts *parts, const wt_part *part);

// Return the last --part of this name; null: none.
const wt_part_setting *wt_parts_asked(const wt_parts *parts, const char *name);

// Return whether --only leaves a part of this name out.
bool wt_parts_mute(const wt_parts *parts, const char *name);

// Return the channels that were asked for; else two where a part has a --pan.
int wt_parts_channels(const wt_parts *parts);

// Return whether a part's --unison has a width.
bool wt_parts_have_width(const wt_parts *parts);

void wt_parts_free(wt_parts *parts);

#endif
