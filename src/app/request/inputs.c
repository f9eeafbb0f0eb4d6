// Files by what they are, not by how they are called.
#include "app/request/inputs.h"

#include "app/named_file.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

static bool same_file(const struct stat *output, const char *path) {
    struct stat input;
    return path && strcmp(path, "-") != 0 && stat(path, &input) == 0 &&
           input.st_dev == output->st_dev && input.st_ino == output->st_ino;
}

// A table by NAME is the file that is found for it.
static bool same_table(const struct stat *output, const char *name) {
    char path[PATH_MAX];
    return name && wt_named_file_find(WT_NAMED_TABLE, name, path, sizeof path) &&
           same_file(output, path);
}

static bool env_reads(const struct stat *output, const wt_env_setting *setting) {
    for (size_t i = 0; setting->given && i < setting->env.env.n_terms; ++i) {
        const int kind = (int)setting->env.terms[i].kind;
        const char *const name = setting->env.names[i];
        if ((kind == WT_ENV_SAMPLES && same_file(output, name)) ||
            (kind == WT_ENV_LFO && same_table(output, name))) {
            return true;
        }
    }
    return false;
}

static bool wave_reads(const struct stat *output, const wt_wave_text *wave) {
    for (size_t i = 0; i < wave->n_items; ++i) {
        const wt_wave_item *const item = &wave->items[i];
        if ((item->kind == WT_WAVE_FILE && same_file(output, item->path)) ||
            (item->kind == WT_WAVE_NAME && same_table(output, item->path))) {
            return true;
        }
    }
    return false;
}

static bool sound_reads(const wt_sound_request *sound, const struct stat *output) {
    bool found = wave_reads(output, &sound->fm_wave);
    for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
        for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
            found = found || env_reads(output, &sound->env[to][d]);
        }
        found = found || (d < sound->n_waves && wave_reads(output, &sound->waves[d].wave));
    }
    return found;
}

static bool reads_its_output(const wt_request *s, const struct stat *output) {
    return same_file(output, s->notes.score_path) || same_file(output, s->notes.scale_path) ||
           same_file(output, s->notes.keymap_path) || same_file(output, s->plot.path) ||
           env_reads(output, &s->plot.curve) || sound_reads(&s->sound, output);
}

bool wt_request_reads(const wt_request *s, const char *path) {
    struct stat file;
    return stat(path, &file) == 0 && S_ISREG(file.st_mode) && reads_its_output(s, &file);
}

// False: there is no such file yet, or it holds nothing to be lost.
static bool find_output(const wt_request *s, struct stat *output) {
    return s->output.path && strcmp(s->output.path, "-") != 0 &&
           stat(s->output.path, output) == 0 && S_ISREG(output->st_mode);
}

bool wt_request_spares(const wt_request *s, const char *path, wt_fault *fault) {
    struct stat output;
    if (find_output(s, &output) && same_file(&output, path)) {
        wt_fault_text(fault, NULL, "--output", s->output.path, 0,
                      "it is also what is read (choose another name)");
    }
    return fault->kind == 0;
}

bool wt_request_spares_words(const wt_request *s, const wt_words *words, wt_fault *fault) {
    struct stat output;
    const char *last = NULL;
    for (size_t i = 0; i < words->count && find_output(s, &output); ++i) {
        const char *file = words->places[i].file;
        if (file != last && same_file(&output, file)) {
            wt_fault_text(fault, NULL, "--output", s->output.path, 0,
                          "its words come from this file (choose another name)");
            break;
        }
        last = file;
    }
    return fault->kind == 0;
}

bool wt_request_spares_inputs(const wt_request *s, const char *path, wt_fault *fault) {
    struct stat output;
    if (!path || strcmp(path, "-") == 0 || stat(path, &output) != 0) {
        return true;
    }
    if (S_ISDIR(output.st_mode)) {
        wt_fault_text(fault, NULL, "--output", path, 0, "it is a directory (name a file in it)");
    } else if (S_ISREG(output.st_mode) && reads_its_output(s, &output)) {
        wt_fault_text(fault, NULL, "--output", path, 0,
                      "it is also an input of this sound (choose another name)");
    }
    return fault->kind == 0;
}
