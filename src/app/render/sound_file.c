// Outputs, and their failures as faults.
#include "app/render/sound_file.h"

#include "cli/terminal/signals.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

const char *wt_sound_file_name(const wt_request *s) {
    return s->output && strcmp(s->output, "-") != 0 ? s->output : "standard output";
}

void wt_sound_file_fault(wt_fault *fault, const wt_request *s, wt_status status, int error,
                         const wt_message *message) {
    const int exit = status == WT_NO_MEMORY ? WT_FAULT_RESOURCE : WT_FAULT_OUTPUT;
    wt_fault_set(fault, exit, wt_sound_file_name(s), "%s",
                 message->text[0] ? message->text : wt_strerror(status));
    if (error == EPIPE) {
        fault->quiet = wt_signals_reader_left();
    }
}

bool wt_sound_file_open(wt_output **output, const wt_request *s, wt_fault *fault) {
    wt_message message = {""};
    const wt_status status = wt_output_open(output, s->output ? s->output : "-", s->sync, &message);
    if (status != WT_OK) {
        const bool used_up = status == WT_NO_MEMORY || errno == EMFILE || errno == ENFILE;
        const int exit = status == WT_BAD_RANGE ? WT_FAULT_USAGE
                         : used_up              ? WT_FAULT_RESOURCE
                                                : WT_FAULT_OUTPUT;
        wt_fault_set(fault, exit, wt_sound_file_name(s), "%s",
                     message.text[0] ? message.text : wt_strerror(status));
    }
    return status == WT_OK;
}

bool wt_sound_file_commit(wt_output *output, const wt_request *s, wt_fault *fault) {
    wt_message message = {""};
    int error = 0;
    const wt_status status = wt_output_commit(output, &error, &message);
    if (status != WT_OK) {
        wt_sound_file_fault(fault, s, status, error, &message);
    }
    return status == WT_OK;
}

static bool same_file(const struct stat *output, const char *path) {
    struct stat input;
    return path && strcmp(path, "-") != 0 && stat(path, &input) == 0 &&
           input.st_dev == output->st_dev && input.st_ino == output->st_ino;
}

static bool env_reads(const struct stat *output, const wt_env_setting *setting) {
    for (size_t i = 0; setting->given && i < setting->env.env.n_terms; ++i) {
        const bool is_file = setting->env.terms[i].kind == WT_ENV_SAMPLES;
        if (is_file && same_file(output, setting->env.names[i])) {
            return true;
        }
    }
    return false;
}

static bool wave_reads(const struct stat *output, const wt_wave_text *wave) {
    for (size_t i = 0; i < wave->n_items; ++i) {
        if (wave->items[i].kind == WT_WAVE_FILE && same_file(output, wave->items[i].path)) {
            return true;
        }
    }
    return false;
}

static bool reads_its_output(const wt_request *s, const struct stat *output) {
    bool found = same_file(output, s->score_path) || same_file(output, s->scale_path) ||
                 same_file(output, s->keymap_path) || wave_reads(output, &s->fm_wave) ||
                 env_reads(output, &s->amp) || env_reads(output, &s->pitch) ||
                 env_reads(output, &s->pan) || env_reads(output, &s->index) ||
                 env_reads(output, &s->curve);
    for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
        found = found || env_reads(output, &s->mix[d]) || env_reads(output, &s->cross[d]) ||
                (d < s->n_waves && wave_reads(output, &s->waves[d].wave));
    }
    return found;
}

bool wt_sound_file_reads(const wt_request *s, const char *path) {
    struct stat file;
    return stat(path, &file) == 0 && S_ISREG(file.st_mode) && reads_its_output(s, &file);
}

// False: there is no such file yet, or it holds nothing to be lost.
static bool find_output(const wt_request *s, struct stat *output) {
    return s->output && strcmp(s->output, "-") != 0 && stat(s->output, output) == 0 &&
           S_ISREG(output->st_mode);
}

bool wt_sound_file_spares(const wt_request *s, const char *path, wt_fault *fault) {
    struct stat output;
    if (find_output(s, &output) && same_file(&output, path)) {
        wt_fault_text(fault, NULL, "--output", s->output, 0,
                      "it is also what is read (choose another name)");
    }
    return fault->kind == 0;
}

bool wt_sound_file_spares_words(const wt_request *s, const wt_words *words, wt_fault *fault) {
    struct stat output;
    const char *last = NULL;
    for (size_t i = 0; i < words->count && find_output(s, &output); ++i) {
        const char *file = words->places[i].file;
        if (file != last && same_file(&output, file)) {
            wt_fault_text(fault, NULL, "--output", s->output, 0,
                          "its words come from this file (choose another name)");
            break;
        }
        last = file;
    }
    return fault->kind == 0;
}

bool wt_sound_file_check(const wt_request *s, wt_fault *fault) {
    struct stat output;
    if (!s->output || strcmp(s->output, "-") == 0 || stat(s->output, &output) != 0) {
        return true;
    }
    if (S_ISDIR(output.st_mode)) {
        wt_fault_text(fault, NULL, "--output", s->output, 0,
                      "it is a directory (name a file in it)");
    } else if (S_ISREG(output.st_mode) && reads_its_output(s, &output)) {
        wt_fault_text(fault, NULL, "--output", s->output, 0,
                      "it is also an input of this sound (choose another name)");
    }
    return fault->kind == 0;
}
