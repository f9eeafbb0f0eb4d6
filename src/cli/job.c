// A render job: read, lay out, render, commit.
#include "cli/job.h"

#include "cli/signals.h"
#include "cli/value.h"
#include "wavetable/math.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// One NOTE word.
static bool push_note(wt_settings *s, const wt_note_setting *note) {
    if (s->n_notes == s->notes_room) {
        const size_t room = s->notes_room ? 2 * s->notes_room : 16;
        wt_note_setting *grown = realloc(s->notes, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        s->notes = grown;
        s->notes_room = room;
    }
    s->notes[s->n_notes++] = *note;
    return true;
}

void wt_read_note_operand(wt_option_use *use) {
    wt_note_setting setting = {.text = use->value};
    wt_parse parse = wt_read_note_range(use->value, &setting.range);
    setting.is_range = strstr(use->value, "..") != NULL;
    if (!setting.is_range) {
        parse = wt_read_note(use->value, &setting.note);
    }
    if (!wt_value_whole(use, parse)) {
        if (parse.status == WT_OK && !setting.is_range) {
            wt_note_text_free(&setting.note);
        }
        return;
    }
    if (!push_note(use->settings, &setting)) {
        wt_note_text_free(&setting.note);
        wt_fault_memory(use->fault);
    }
}

static bool check_notes(const wt_settings *s, wt_fault *fault) {
    for (size_t i = 0; i < s->n_notes && !s->each; ++i) {
        if (s->notes[i].is_range) {
            wt_fault_text(fault, NULL, "NOTE", s->notes[i].text, 0,
                          "a range makes one file per note (add --each and an -o template)");
            return false;
        }
    }
    if (s->score_path && (s->n_notes > 0 || s->each)) {
        wt_fault_set(fault, WT_EXIT_USAGE, "--score",
                     s->each ? "its notes make one file (leave --each out)"
                             : "the notes come from the file (leave the other notes out)");
        return false;
    }
    if (s->n_notes == 0 && !s->score_path) {
        wt_fault_set(fault, WT_EXIT_USAGE, "NOTE",
                     "there is nothing to play (give notes, such as C4 E4:1/4 440Hz)");
        return false;
    }
    return true;
}

bool wt_job_read(const wt_words *words, wt_settings *settings, wt_fault *fault) {
    wt_settings_init(settings);
    if (!wt_options_read(words, WT_FOR_RENDER, settings, wt_read_note_operand, fault)) {
        return false;
    }
    if (settings->help || settings->version) {
        return true;
    }
    return check_notes(settings, fault) && wt_settings_complete(settings, fault);
}

static bool uses_dither(const wt_settings *s) {
    if (s->encoding == WT_FLOATING) {
        return false;
    }
    if (s->dither >= 0) {
        return s->dither == 1;
    }
    return s->engine == WT_ENGINE_FLOAT && s->bits <= 16;
}

static bool make_format(wt_sound_format *format, const wt_settings *s, const wt_piece *piece,
                        const char *where, wt_fault *fault) {
    *format = (wt_sound_format){.type = (wt_type)s->type,
                                .bits = s->bits,
                                .encoding = (wt_encoding)s->encoding,
                                .channels = s->channels,
                                .rate = s->rate,
                                .frames = piece->frames,
                                .has_root = s->has_root &&
                                            (s->type == WT_TYPE_WAV || s->type == WT_TYPE_RF64),
                                .root_key = s->root_key};
    wt_report_subject subject = {s->loudness, where};
    const wt_warner warner = wt_report_warner(&subject);
    wt_message message = {""};
    const wt_status status = wt_sound_format_check(format, &warner, &message);
    if (status != WT_OK) {
        wt_fault_set(fault, WT_EXIT_USAGE, "--type", "%s", message.text);
    }
    return status == WT_OK;
}

static wt_target target_of(const wt_settings *s, const wt_sound_format *format) {
    const wt_container container = wt_sound_format_container(format);
    const bool integers = container == WT_I16 || container == WT_I32;
    return (wt_target){.container = container,
                       .bits = format->bits,
                       .dither = integers && uses_dither(s),
                       .gain = wt_db_gain(s->gain_db),
                       .measure = s->measure || s->loudness == WT_VERBOSE,
                       .channels = s->channels,
                       .seed = s->seed,
                       .threads = s->jobs};
}

// The gain that puts the peak at the level asked for. Full scale of integers is one step (two with
// dither) short of 1, so that nothing clips.
static bool normalize(const wt_settings *s, const wt_piece *piece, const wt_sound *sound,
                      wt_library *library, wt_target *target, wt_fault *fault) {
    double peak;
    if (!wt_stream_peak(piece, sound, library, s->channels, s->jobs, &peak, fault)) {
        return false;
    }
    const bool integers = target->container == WT_I16 || target->container == WT_I32;
    const double steps = target->dither ? 2.0 : 1.0;
    const double room = integers ? 1.0 - steps / (double)((int64_t)1 << (target->bits - 1)) : 1.0;
    if (peak > 0.0) {
        target->gain = wt_db_gain(s->normalize_db) * room / peak;
    }
    if (target->gain > 4096.0) {
        target->gain = 4096.0; // 72 dB: what is quieter is silence
    }
    return true;
}

static bool refuse_terminal(const wt_settings *s, const wt_sound_format *format, wt_fault *fault) {
    const bool to_stdout = !s->output || strcmp(s->output, "-") == 0;
    if (!to_stdout || !isatty(STDOUT_FILENO)) {
        return true;
    }
    static const char *const encodings[] = {"signed", "unsigned", "float"};
    if (format->type == WT_TYPE_RAW) {
        wt_fault_set(
            fault, WT_EXIT_USAGE, "standard output",
            "it is a terminal, which shows no sound (give -o FILE, or play it: wavetable render "
            "... | play -t raw -r %d -e %s -b %d -c %d -)",
            format->rate, encodings[format->encoding], format->bits, format->channels);
    } else {
        wt_fault_set(
            fault, WT_EXIT_USAGE, "standard output",
            "it is a terminal, which shows no sound (give -o FILE, or play it: wavetable render "
            "... | play -t %s -)",
            wt_type_name(format->type));
    }
    return false;
}

static const char *output_name(const wt_settings *s) {
    return s->output && strcmp(s->output, "-") != 0 ? s->output : "standard output";
}

// A failed output. A reader that leaves is nobody's fault: the program then ends quietly, as by
// SIGPIPE.
static void output_fault(wt_fault *fault, const wt_settings *s, wt_status status, int error,
                         const wt_message *message) {
    const int exit = status == WT_NO_MEMORY ? WT_EXIT_RESOURCE : WT_EXIT_OUTPUT;
    wt_fault_set(fault, exit, output_name(s), "%s",
                 message->text[0] ? message->text : wt_strerror(status));
    if (error == EPIPE) {
        fault->quiet = wt_signals_reader_left();
    }
}

// Write into an open output. The caller commits or abandons it.
static bool write_sound(const wt_settings *s, const wt_piece *piece, const wt_sound *sound,
                        wt_library *library, const wt_target *target, const wt_sound_format *format,
                        wt_output *output, wt_result *result, wt_fault *fault) {
    wt_message message = {""};
    wt_sound_out *out;
    wt_status status = wt_sound_out_open(&out, output, format, &message);
    if (status == WT_OK) {
        const bool rendered = wt_stream(piece, sound, library, target, out, result, fault);
        status = wt_sound_out_close(out, &message);
        if (rendered && status == WT_OK) {
            return true;
        }
    }
    int error = 0;
    const wt_status failed = wt_output_status(output, &error, &message);
    output_fault(fault, s, failed != WT_OK ? failed : status, error, &message);
    return false;
}

static bool write_file(const wt_settings *s, const wt_piece *piece, const wt_sound *sound,
                       wt_library *library, const wt_target *target, const wt_sound_format *format,
                       wt_result *result, wt_fault *fault) {
    wt_message message = {""};
    wt_output *output;
    wt_status status = wt_output_open(&output, s->output ? s->output : "-", s->sync, &message);
    if (status != WT_OK) {
        const bool used_up = status == WT_NO_MEMORY || errno == EMFILE || errno == ENFILE;
        const int exit = status == WT_BAD_RANGE ? WT_EXIT_USAGE
                         : used_up              ? WT_EXIT_RESOURCE
                                                : WT_EXIT_OUTPUT;
        wt_fault_set(fault, exit, output_name(s), "%s",
                     message.text[0] ? message.text : wt_strerror(status));
        return false;
    }
    if (!write_sound(s, piece, sound, library, target, format, output, result, fault)) {
        wt_output_abandon(output);
        return false;
    }
    int error = 0;
    status = wt_output_commit(output, &error, &message);
    if (status != WT_OK) {
        output_fault(fault, s, status, error, &message);
    }
    return status == WT_OK;
}

static double decibels(double ratio) {
    return 20.0 / 3.32192809488736234787 * wt_log2(ratio);
}

// Clipping is told with the gain that would avoid it, rounded down to 0.1 dB.
static bool tell_clipping(const wt_settings *s, const wt_target *target, const wt_result *result,
                          wt_fault *fault) {
    if (result->clipped == 0) {
        return true;
    }
    char advice[80] = "lower the gain";
    if (result->peak > 0.0 && target->gain > 0.0) {
        const double db = decibels(target->gain / result->peak);
        snprintf(advice, sizeof advice, "-g %.1f avoids it", wt_floor(db * 10.0 - 0.01) / 10.0);
    }
    char what[160];
    snprintf(what, sizeof what, "%llu sample%s clipped (%s)", (unsigned long long)result->clipped,
             result->clipped == 1 ? "" : "s", advice);
    if (s->strict) {
        wt_fault_set(fault, WT_EXIT_FAILED, output_name(s), "%s", what);
        return false;
    }
    wt_report_note(s->loudness, output_name(s), "%s", what);
    return true;
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

static bool reads_its_output(const wt_settings *s, const struct stat *output) {
    bool found = same_file(output, s->score_path) || same_file(output, s->scale_path) ||
                 same_file(output, s->keymap_path) || wave_reads(output, &s->fm_wave) ||
                 env_reads(output, &s->amp) || env_reads(output, &s->pitch) ||
                 env_reads(output, &s->pan) || env_reads(output, &s->index);
    for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
        found = found || env_reads(output, &s->mix[d]) || env_reads(output, &s->cross[d]) ||
                (d < s->n_waves && wave_reads(output, &s->waves[d].wave));
    }
    return found;
}

// An output that is a directory, or one of the inputs, is a slip of the hand.
static bool check_output(const wt_settings *s, wt_fault *fault) {
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
    return fault->status == 0;
}

static bool render(wt_settings *s, const wt_piece *piece, const wt_sound *sound,
                   wt_library *library, wt_result *result, wt_fault *fault) {
    wt_sound_format format;
    if (!check_output(s, fault) || !make_format(&format, s, piece, output_name(s), fault) ||
        !refuse_terminal(s, &format, fault)) {
        return false;
    }
    wt_target target = target_of(s, &format);
    if (s->normalize && !normalize(s, piece, sound, library, &target, fault)) {
        return false;
    }
    if (!write_file(s, piece, sound, library, &target, &format, result, fault)) {
        return false;
    }
    wt_report_detail(s->loudness, "%s: %llu frames, %.6g s, peak %.2f dBFS", output_name(s),
                     (unsigned long long)result->frames, (double)result->frames / s->rate,
                     result->peak > 0.0 ? decibels(result->peak) : -999.0);
    return tell_clipping(s, &target, result, fault);
}

bool wt_job_run(wt_settings *settings, wt_library *library, wt_result *result, wt_fault *fault) {
    wt_piece piece;
    wt_sound sound;
    *result = (wt_result){0};
    if (!wt_piece_make(&piece, settings, fault)) {
        return false;
    }
    bool ok = wt_sound_make(&sound, settings, library, fault);
    if (ok) {
        ok = render(settings, &piece, &sound, library, result, fault);
        wt_sound_free(&sound);
    }
    wt_piece_free(&piece);
    return ok;
}
