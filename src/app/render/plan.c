// Resolving: notes to a time line, waves to a patch, options to a format.
#include "app/render/plan.h"

#include "app/render/loop.h"
#include "app/render/sound_file.h"
#include "io/file/destination.h"
#include "io/sound/sound_type.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

wt_job wt_job_of(const wt_request *request) {
    return (wt_job){.notes = request->notes.words,
                    .n_notes = request->notes.n_words,
                    .path = request->output.path,
                    .log_path = request->output.log_path,
                    .sync = (wt_sync)request->output.sync,
                    .parents = request->output.parents,
                    .strict = request->output.strict,
                    .threads = request->output.jobs,
                    .measure = request->output.measure};
}

static void keep_note(void *context, const char *text) {
    wt_message_set(context, "%s", text);
}

// Standard output, a device or a pipe, by whatever name.
static bool is_stream(const char *path) {
    wt_destination found;
    wt_message message;
    return !path ||
           (wt_destination_find(&found, path, &message) == WT_OK && found.place != WT_AT_FILE);
}

static bool set_type(wt_plan *plan, const wt_request *s, wt_fault *fault) {
    const wt_job *const job = &plan->job;
    int type = job->raw ? WT_TYPE_RAW : s->output.type;
    if (type < 0 && job->path) {
        type = wt_type_by_suffix(job->path);
    }
    if (type < 0 && is_stream(job->path)) {
        type = WT_TYPE_RAW;
    }
    if (type < 0) {
        return wt_fault_set(
            fault, WT_FAULT_USAGE, "--output",
            "the suffix of '%s' names no sound file type (use .wav, .flac, .aiff, .ogg ..., or "
            "say -t TYPE)",
            job->path);
    }
    plan->file.type = (wt_type)type;
    return true;
}

// A loop is of one note, laid out by one word.
static bool may_loop(wt_type type, const wt_notes_request *notes, size_t n_words, wt_fault *fault) {
    if (!wt_type_has_sampler(type)) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--loop",
                     "%s has no place for its points (write a WAV: -t wav)", wt_type_name(type));
    } else if (notes->score_path || n_words != 1) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--loop",
                     "a loop is of one note (give one, or --each)");
    } else if (notes->has_length) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--loop",
                     "the sound ends with its loop (leave --length out; -d is the time to the "
                     "loop's end)");
    }
    return fault->kind == 0;
}

// The key of the sound for samplers; where none is asked for, a sound beyond their keys has none.
static bool set_root(wt_plan *plan, const wt_request *s, wt_fault *fault) {
    const wt_job *const job = &plan->job;
    wt_sound_format *const file = &plan->file;
    const bool is_for_sampler = s->output.loop || s->output.map_path;
    file->has_root = job->has_root || s->output.loop;
    file->root_key = job->has_root    ? job->root_key
                     : file->has_root ? plan->time_line.notes[0].key
                                      : 0.0;
    const bool is_key = file->root_key >= 0.0 && file->root_key < 128.0;
    if (is_for_sampler && !is_key) {
        return wt_fault_set(
            fault, WT_FAULT_USAGE, s->output.loop ? "--loop" : "--map",
            "samplers have the keys 0 to 127, and %s would be key %.6g (leave it out)",
            job->notes[0].text, file->root_key);
    }
    file->has_root = file->has_root && is_key && wt_type_has_sampler(file->type);
    return true;
}

// What is asked of samples that the file has none of.
static void note_idle(wt_plan *plan, const wt_output_request *asked) {
    const bool lossy = wt_sound_type_is_lossy(plan->file.type);
    const struct {
        const char *option;
        bool idle;
    } options[] = {
        {"--bits", lossy && asked->bits > 0},
        {"--encoding", lossy && asked->encoding != WT_NO_ENCODING},
        {"--dither", asked->dither > WT_DITHER_NONE && plan->file.encoding == WT_FLOATING},
    };
    char names[64] = "";
    int n = 0;
    for (size_t i = 0; i < sizeof options / sizeof *options; ++i) {
        if (options[i].idle) {
            strcat(strcat(names, n++ > 0 ? ", " : ""), options[i].option);
        }
    }
    if (n > 0) {
        wt_message_set(&plan->note, "%s %s nothing: %s", names, n > 1 ? "do" : "does",
                       lossy ? "the type has no bits for each sample"
                             : "float samples are not rounded to steps");
    }
}

static bool set_format(wt_plan *plan, const wt_request *s, const wt_listener *listener,
                       wt_fault *fault) {
    const wt_job *const job = &plan->job;
    wt_sound_format *const file = &plan->file;
    file->bits = job->bits > 0 ? job->bits : s->output.bits;
    file->encoding = (wt_encoding)s->output.encoding;
    file->channels = plan->time_line.channels;
    file->rate = s->output.rate;
    wt_sound_format_default(file);
    if (s->output.loop &&
        (!may_loop(file->type, &s->notes, job->n_notes, fault) ||
         !wt_loop_fit(&file->loop, &plan->time_line, &plan->sound, listener, fault))) {
        return false;
    }
    file->frames = plan->time_line.frames;
    if (s->output.loop) {
        file->has_loop = true;
        file->frames += WT_LOOP_GUARD;
    }
    if (!set_root(plan, s, fault)) {
        return false;
    }
    const wt_warner warner = {keep_note, &plan->note};
    wt_message message = {""};
    const wt_status status = wt_sound_format_check(file, &warner, &message);
    if (status != WT_OK) {
        const bool takes_all = file->type == WT_TYPE_RAW; // it is not the type's fault
        wt_fault_set(fault, WT_FAULT_USAGE, takes_all ? "--bits" : "--type", "%s", message.text);
    } else if (!plan->note.text[0]) {
        note_idle(plan, &s->output);
    }
    return status == WT_OK;
}

// A part's sound, where note values follow the tempo of the score.
static bool make_sound(wt_time_line *time_line, uint32_t part, wt_sound *sound, const wt_request *s,
                       wt_wave_store *store, const wt_listener *listener, wt_fault *fault) {
    if (!wt_sound_make(sound, &s->sound, s->output.rate, time_line->tempo_bpm, store, listener,
                       fault) ||
        !wt_sound_join(sound, wt_time_line_lowest(time_line, part), store, fault)) {
        return false;
    }
    wt_time_line_slow(time_line, part, sound->turns);
    return true;
}

// Whose wave it is that there is not: before the option, behind its place.
static void blame_part(const wt_part *part, wt_fault *fault) {
    if (fault->kind == WT_FAULT_USAGE) {
        char where[sizeof fault->where];
        const char *const gap = strrchr(fault->where, ' ');
        const int n = gap ? (int)(gap + 1 - fault->where) : 0;
        snprintf(where, sizeof where, "%.*spart %.60s: %.120s", n, fault->where, part->name,
                 fault->where + n);
        memcpy(fault->where, where, sizeof where);
        fault->kind = part->from_score ? WT_FAULT_INPUT : WT_FAULT_USAGE;
    }
}

static bool make_sounds(wt_plan *plan, const wt_request *s, wt_wave_store *store,
                        const wt_listener *listener, wt_fault *fault) {
    const wt_parts *const parts = &plan->time_line.parts;
    if (!make_sound(&plan->time_line, 0, &plan->sound, s, store, listener, fault)) {
        return false;
    }
    if (parts->n == 1) {
        return true;
    }
    plan->others = calloc(parts->n - 1, sizeof *plan->others);
    plan->patches = calloc(parts->n, sizeof *plan->patches);
    if (!plan->others || !plan->patches) {
        return wt_fault_memory(fault);
    }
    plan->patches[0] = &plan->sound.patch;
    for (size_t i = 1; i < parts->n; ++i) {
        wt_sound *const sound = &plan->others[i - 1];
        if (!make_sound(&plan->time_line, (uint32_t)i, sound, parts->parts[i]->sound, store,
                        listener, fault)) {
            blame_part(parts->parts[i], fault);
            return false;
        }
        plan->patches[i] = &sound->patch;
    }
    return true;
}

bool wt_plan_each_input(const wt_plan *plan, wt_input_visitor *visit, void *context) {
    const wt_parts *const parts = &plan->time_line.parts;
    bool goes_on = true;
    for (size_t i = 0; goes_on && i < parts->n; ++i) {
        goes_on = wt_request_each_input(parts->parts[i]->sound, visit, context);
    }
    return goes_on;
}

bool wt_plan_spares(const wt_plan *plan, const wt_target *target, wt_fault *fault) {
    const wt_parts *const parts = &plan->time_line.parts;
    bool ok = true;
    for (size_t i = 0; ok && i < parts->n; ++i) {
        ok = wt_request_spares(parts->parts[i]->sound, target, fault);
    }
    return ok;
}

// Neither what is made nor its log is what is read, nor are they one.
static bool spares(const wt_plan *plan, wt_fault *fault) {
    const wt_job *const job = &plan->job;
    if (job->is_checked) {
        return true;
    }
    const wt_target sound = wt_target_look("--output", job->path);
    const wt_target log = wt_target_look("--log", job->log_path);
    if (wt_target_can_be_file(&sound, fault) && wt_plan_spares(plan, &sound, fault) &&
        wt_plan_spares(plan, &log, fault) && job->log_path && job->path &&
        wt_destination_same(job->path, job->log_path)) {
        wt_fault_text(fault, NULL, "--log", job->log_path, 0,
                      "it is also the sound itself (choose another name)");
    }
    return fault->kind == 0;
}

// Of a score nobody knows beforehand how loud it comes out.
static void set_level(wt_plan *plan, const wt_request *s) {
    const bool unknown = s->notes.score_path && !s->sound.has_gain && !s->sound.normalize;
    plan->normalize = s->sound.normalize || unknown;
    plan->normalize_db = unknown ? -1.0 : s->sound.normalize_db;
}

bool wt_plan_make(wt_plan *plan, const wt_request *s, const wt_job *job, wt_wave_store *store,
                  const wt_listener *listener, wt_fault *fault) {
    *plan = (wt_plan){0};
    plan->job = *job;
    plan->words = &s->words;
    set_level(plan, s);
    if (set_type(plan, s, fault) &&
        wt_time_line_make(&plan->time_line, s, job->notes, job->n_notes, job->first_number,
                          listener, fault) &&
        spares(plan, fault) && make_sounds(plan, s, store, listener, fault) &&
        set_format(plan, s, listener, fault)) {
        plan->width_is_lost =
            plan->time_line.channels == 1 && wt_parts_have_width(&plan->time_line.parts);
        plan->samples = wt_sample_format_of(s, &plan->sound.patch, &plan->time_line, &plan->file,
                                            job->measure, plan->normalize);
        return true;
    }
    wt_plan_free(plan);
    return false;
}

void wt_plan_free(wt_plan *plan) {
    for (size_t i = 0; plan->others && i + 1 < plan->time_line.parts.n; ++i) {
        wt_sound_free(&plan->others[i]);
    }
    free(plan->others);
    free(plan->patches);
    plan->others = NULL;
    plan->patches = NULL;
    wt_sound_free(&plan->sound);
    wt_time_line_free(&plan->time_line);
}
