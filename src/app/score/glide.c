// Glides and legato: notes whose pitch comes from the one before.
#include "app/score/glide.h"

#include <stdlib.h>

static bool push(wt_glide *glide, double time_s, double semitones) {
    if (glide->n == glide->room) {
        const size_t room = glide->room ? 2 * glide->room : 2;
        wt_breakpoint *const grown = realloc(glide->points, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        glide->points = grown;
        glide->room = room;
    }
    glide->points[glide->n++] = (wt_breakpoint){{time_s, WT_SECONDS}, {semitones, WT_PLAIN}, 0.0};
    wt_env_term *const term = &glide->terms[glide->env.n_terms - 1];
    term->points = glide->points;
    term->n_points = glide->n;
    return true;
}

wt_glide *wt_glide_new(wt_glide **list, const wt_env *bend) {
    wt_glide *const glide = calloc(1, sizeof *glide);
    if (!glide) {
        return NULL;
    }
    if (bend) { // a MIDI file's, of one term
        glide->terms[0] = bend->terms[0];
    }
    glide->terms[bend != NULL].kind = WT_ENV_POINTS;
    glide->env = (wt_env){glide->terms, bend ? 2 : 1};
    glide->next = *list;
    *list = glide;
    return glide;
}

bool wt_glide_to(wt_glide *glide, double time_s, double semitones, double glide_s) {
    double from = glide->n > 0 ? glide->points[glide->n - 1].value.number : 0.0;
    while (glide->n > 0 && glide->points[glide->n - 1].time.value > time_s) { // still under way
        const wt_breakpoint *const b = &glide->points[--glide->n];
        const wt_breakpoint *const a = glide->n > 0 ? b - 1 : b;
        const double span = b->time.value - a->time.value;
        const double way = span > 0.0 ? (time_s - a->time.value) / span : 0.0;
        from = a->value.number + (b->value.number - a->value.number) * (way > 0.0 ? way : 0.0);
    }
    return push(glide, time_s, from) && push(glide, time_s + glide_s, semitones);
}

void wt_glides_free(wt_glide *list) {
    while (list) {
        wt_glide *const next = list->next;
        free(list->points);
        free(list);
        list = next;
    }
}
