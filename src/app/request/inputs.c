// Files by what they are, not by how they are called.
#include "app/request/inputs.h"

#include "app/named_file.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

const char *wt_input_path(const wt_input *input, char room[PATH_MAX]) {
    if (!input->is_name) {
        return input->text;
    }
    return wt_named_file_find(WT_NAMED_TABLE, input->text, room, PATH_MAX) ? room : NULL;
}

typedef struct {
    wt_input_visitor *visit;
    void *context;
} visitor;

// ("-" and null are none.)
static bool see(const visitor *v, const char *path) {
    return !path || strcmp(path, "-") == 0 || v->visit(v->context, &(wt_input){path, false});
}

static bool see_table(const visitor *v, const char *name) {
    return !name || v->visit(v->context, &(wt_input){name, true});
}

static bool see_items(const visitor *v, const wt_wave_item *items, size_t n) {
    bool goes_on = true;
    for (size_t i = 0; goes_on && i < n; ++i) {
        goes_on = items[i].kind == WT_WAVE_FILE   ? see(v, items[i].path)
                  : items[i].kind == WT_WAVE_NAME ? see_table(v, items[i].path)
                                                  : true;
    }
    return goes_on;
}

static bool see_env(const visitor *v, const wt_env_setting *setting) {
    return !setting->given || see_items(v, setting->env.waves, setting->env.env.n_terms);
}

static bool see_wave(const visitor *v, const wt_wave_text *wave) {
    return see_items(v, wave->items, wave->n_items);
}

static bool see_sound(const visitor *v, const wt_sound_request *sound) {
    bool goes_on = see_wave(v, &sound->fm_wave);
    for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
        for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
            goes_on = goes_on && see_env(v, &sound->env[to][d]);
        }
        goes_on = goes_on && (d >= sound->n_waves || see_wave(v, &sound->waves[d].wave));
    }
    return goes_on;
}

static bool see_words(const visitor *v, const wt_words *words) {
    const char *last = NULL;
    bool goes_on = true;
    for (size_t i = 0; goes_on && i < words->count; ++i) {
        const char *const file = words->places[i].file;
        goes_on = file == last || see(v, file);
        last = file;
    }
    return goes_on;
}

bool wt_request_each_input(const wt_request *s, wt_input_visitor *visit, void *context) {
    const visitor v = {visit, context};
    return see_words(&v, &s->words) && see(&v, s->notes.score_path) &&
           see(&v, s->notes.scale_path) && see(&v, s->notes.keymap_path) && see(&v, s->plot.path) &&
           see_env(&v, &s->plot.curve) && see_sound(&v, &s->sound);
}

static bool is_another(void *context, const wt_input *read) {
    const wt_target *const target = context;
    char room[PATH_MAX];
    const char *const path = wt_input_path(read, room);
    struct stat input;
    return !path || stat(path, &input) != 0 || input.st_dev != target->stat.st_dev ||
           input.st_ino != target->stat.st_ino;
}

wt_target wt_target_look(const char *option, const char *path) {
    wt_target target = {.option = option, .path = path};
    target.is_there = path && strcmp(path, "-") != 0 && stat(path, &target.stat) == 0;
    return target;
}

bool wt_target_can_be_file(const wt_target *target, wt_fault *fault) {
    const bool is_folder = target->is_there && S_ISDIR(target->stat.st_mode);
    if (is_folder) {
        wt_fault_text(fault, NULL, target->option, target->path, 0,
                      "it is a directory (name a file in it)");
    }
    return !is_folder;
}

// Nothing that is not there could be lost.
static bool can_be_lost(const wt_target *target) {
    return target->is_there && S_ISREG(target->stat.st_mode);
}

static bool spare(bool spared, const wt_target *target, wt_fault *fault) {
    if (!spared) {
        wt_fault_text(fault, NULL, target->option, target->path, 0,
                      "it is also what is read (choose another name)");
    }
    return spared;
}

bool wt_request_spares(const wt_request *s, const wt_target *target, wt_fault *fault) {
    wt_target own = *target;
    return spare(!can_be_lost(target) || wt_request_each_input(s, is_another, &own), target, fault);
}

bool wt_wave_text_spares(const wt_wave_text *wave, const wt_target *target, wt_fault *fault) {
    wt_target own = *target;
    const visitor v = {is_another, &own};
    return spare(!can_be_lost(target) || see_wave(&v, wave), target, fault);
}
