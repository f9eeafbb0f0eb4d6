// Readers of the options whose values no kind of slot describes.
#include "app/request/own_readers.h"

#include "app/request/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// BPM, or N% of a score's own.
void wt_option_tempo(wt_option_use *use) {
    wt_notes_request *const s = &use->request->notes;
    if (!strchr(use->value, '%')) {
        s->tempo_share = 1.0;
        s->has_tempo = true;
        wt_value_number(use, WT_BPM, 0.01, 100000.0, &s->tempo_bpm);
        return;
    }
    s->tempo_bpm = 120.0;
    s->has_tempo = false;
    wt_value_number(use, WT_SHARE, 0.01, 100.0, &s->tempo_share);
}

static void add_part(wt_option_use *use, wt_part_settings *parts, size_t n_who,
                     const char *preset) {
    char *const who = strndup(use->value, n_who);
    wt_part_setting *const grown = realloc(parts->of, (parts->n + 1) * sizeof *grown);
    parts->of = grown ? grown : parts->of;
    if (!who || !grown) {
        free(who);
        wt_fault_memory(use->fault);
        return;
    }
    const wt_location nowhere = {0};
    grown[parts->n++] =
        (wt_part_setting){who, preset, use->value, use->place ? *use->place : nowhere};
}

// WHO=@PRESET or WHO=off.
void wt_option_part(wt_option_use *use) {
    const char *const equals = strrchr(use->value, '=');
    if (!equals || equals == use->value) {
        wt_value_fault(use, strlen(use->value), "expected WHO=@PRESET or WHO=off, as in 2=@lead");
        return;
    }
    const char *const preset = equals + 1;
    if (strcmp(preset, "off") != 0 && (preset[0] != '@' || preset[1] == '\0')) {
        wt_value_fault(use, (size_t)(preset - use->value), "expected @PRESET or off");
        return;
    }
    add_part(use, &use->request->notes.parts, (size_t)(equals - use->value),
             preset[0] == '@' ? preset : NULL);
}

void wt_option_only(wt_option_use *use) {
    if (use->value[0] == '\0') {
        wt_value_fault(use, 0, "expected the name of a part, or a channel");
        return;
    }
    add_part(use, &use->request->notes.only, strlen(use->value), NULL);
}

void wt_option_length(wt_option_use *use) {
    wt_notes_request *const s = &use->request->notes;
    s->length_of_score = strcmp(use->value, "score") == 0;
    s->has_length =
        s->length_of_score || wt_value_whole(use, wt_read_duration(use->value, &s->length));
}

static const char *file_of(const wt_option_use *use) {
    return use->place ? use->place->file : NULL;
}

static bool find_files(wt_option_use *use, wt_wave_text *wave) {
    bool ok = true;
    for (size_t i = 0; ok && i < wave->n_items; ++i) {
        if (wave->items[i].kind == WT_WAVE_FILE) {
            ok = wt_value_from_folder(use, &wave->items[i].path);
        }
    }
    return ok;
}

static void drop_env(wt_env_setting *env, const char *file) {
    if (env->given && env->place.file == file) {
        wt_env_text_free(&env->env);
        env->given = false;
    }
}

// What comes later wins: the first -w after a preset begins anew, without the further dimensions
// of the preset and what moves in them.
static void begin_anew(wt_sound_request *s) {
    const char *const file = s->waves[0].place.file;
    for (int d = 0; d < s->n_waves; ++d) {
        wt_wave_text_free(&s->waves[d].wave);
        s->waves[d] = (wt_wave_setting){0};
    }
    for (int i = 0; i < WT_N_DESTINATIONS; ++i) {
        for (int d = 1; d < WT_MAX_DIMENSIONS; ++d) {
            drop_env(&s->env[i][d], file);
        }
    }
    s->n_waves = 0;
}

void wt_option_wave(wt_option_use *use) {
    wt_request *s = use->request;
    if (s->sound.n_waves > 0 && s->sound.waves[0].place.file != file_of(use)) {
        begin_anew(&s->sound);
    }
    if (s->sound.n_waves == WT_MAX_DIMENSIONS) {
        wt_value_fault(use, 0, "there are more than 8 dimensions (leave a -w out)");
        return;
    }
    wt_wave_setting *setting = &s->sound.waves[s->sound.n_waves];
    setting->text = use->value;
    setting->place = wt_value_place(use);
    if (wt_value_whole(use, wt_read_wave(use->value, &setting->wave)) &&
        find_files(use, &setting->wave)) {
        ++s->sound.n_waves;
    } else {
        wt_wave_text_free(&setting->wave);
    }
}

// What is appended to is a file.
void wt_option_log(wt_option_use *use) {
    if (strcmp(use->value, "-") == 0) {
        wt_value_fault(use, 0, "expected a file (a log is added to; one of this name is ./-)");
    } else {
        wt_value_path(use, &use->request->output.log_path);
    }
}

void wt_option_frame(wt_option_use *use) {
    wt_request *s = use->request;
    int64_t length;
    if (!wt_value_integer(use, 2, 65536, &length)) {
        return;
    }
    if (s->sound.n_waves == 0) {
        wt_value_fault(use, 0, "--frame belongs to the -w before it (put it after a -w FILE)");
        return;
    }
    wt_wave_setting *const setting = &s->sound.waves[s->sound.n_waves - 1];
    if (!wt_wave_has_table(&setting->wave)) {
        wt_value_fault(use, 0, "the -w before it has no file (put it after a -w FILE)");
        return;
    }
    setting->frame_length = (uint32_t)length;
}

void wt_option_adsr(wt_option_use *use) {
    wt_value_whole(use, wt_read_adsr(use->value, &use->request->sound.adsr));
}

// RATIO[:WAVE] or HZ[:WAVE].
void wt_option_fm(wt_option_use *use) {
    wt_request *s = use->request;
    double hz = 0.0;
    double ratio = 0.0;
    wt_parse parse = wt_read_hz(use->value, &hz);
    if (parse.status == WT_OK && hz > 1e6) {
        parse = (wt_parse){WT_BAD_RANGE, 0, "a frequency of at most 1MHz"};
    } else if (parse.status != WT_OK) {
        hz = 0.0;
        parse = wt_read_number_in(
            use->value, 0.0, 1e4,
            "a ratio to the pitch such as 2 or 1.41, or a frequency such as 440Hz", &ratio);
    }
    wt_wave_text_free(&s->sound.fm_wave);
    if (parse.status == WT_OK && use->value[parse.at] == ':') {
        const size_t colon = parse.at + 1;
        parse = wt_read_wave(use->value + colon, &s->sound.fm_wave);
        parse.at += colon;
    }
    if (parse.status == WT_OK && s->sound.fm_wave.n_items > 1) {
        parse = (wt_parse){WT_BAD_SYNTAX, s->sound.fm_wave.items[1].at,
                           "a single wave (a comma in the name of a file is written \\,)"};
    }
    if (wt_value_whole(use, parse) && find_files(use, &s->sound.fm_wave)) {
        s->sound.has_fm = true;
        s->sound.fm_ratio = ratio;
        s->sound.fm_hz = hz;
        s->sound.fm_text = use->value;
        s->sound.fm_place = wt_value_place(use);
    }
}

// N,CENTS[,WIDTH]
void wt_option_unison(wt_option_use *use) {
    wt_request *s = use->request;
    int64_t voices = 1;
    double cents = 0.0;
    double width = 0.0;
    wt_parse parse = wt_read_integer(use->value, 1, 64, &voices);
    if (parse.status != WT_OK) {
        parse.expected = "a number of voices, 1..64, and their spread: 5,20";
    }
    if (parse.status == WT_OK && use->value[parse.at] == ',') {
        parse = wt_value_next(use, parse, WT_CENTS, 0.0, 1200.0,
                              "a spread of 0..1200 cents, as in 5,20", &cents);
        if (parse.status == WT_OK && use->value[parse.at] == ',') {
            parse = wt_value_next(use, parse, WT_SHARE, 0.0, 1.0, "a width of 0..1, as in 5,20,0.8",
                                  &width);
        }
    }
    if (wt_value_whole(use, parse)) {
        s->sound.unison = (int)voices;
        s->sound.unison_cents = cents;
        s->sound.unison_width = width;
    }
}

void wt_option_phase(wt_option_use *use) {
    wt_sound_request *const s = &use->request->sound;
    s->has_phase = true;
    s->random_phase = strcmp(use->value, "random") == 0;
    if (!s->random_phase) {
        wt_value_number(use, WT_SHARE, 0.0, 1.0, &s->phase);
    }
}

void wt_option_gain(wt_option_use *use) {
    use->request->sound.has_gain = true;
    wt_value_number(use, WT_DECIBELS, -200.0, 60.0, &use->request->sound.gain_db);
}

void wt_option_normalize(wt_option_use *use) {
    use->request->sound.normalize = true;
    use->request->sound.normalize_db = 0.0;
    if (use->value) {
        wt_value_number(use, WT_DECIBELS, -200.0, 0.0, &use->request->sound.normalize_db);
    }
}

void wt_option_seed(wt_option_use *use) {
    int64_t seed;
    if (wt_value_integer(use, 0, 4294967295, &seed)) {
        use->request->sound.seed = (uint32_t)seed;
        use->request->sound.has_seed = true;
    }
}

void wt_option_type(wt_option_use *use) {
    const int type = wt_type_by_name(use->value);
    if (type >= 0) {
        use->request->output.type = type;
        return;
    }
    char what[160] = "expected one of";
    for (int i = 0; wt_type_name((wt_type)i); ++i) {
        const size_t n = strlen(what);
        snprintf(what + n, sizeof what - n, "%s %s", i > 0 ? "," : "", wt_type_name((wt_type)i));
    }
    wt_value_fault(use, 0, what);
}

void wt_option_bits(wt_option_use *use) {
    static const int bits[] = {8, 16, 24, 32, 64};
    const int i = wt_value_word(use, "8|16|24|32|64", -1);
    if (i >= 0) {
        use->request->output.bits = bits[i];
    }
}

void wt_option_table_bits(wt_option_use *use) {
    use->request->output.bits = wt_value_word(use, "16|32", 1) == 0 ? 16 : 32;
}

// [LINE:]K
void wt_option_only_item(wt_option_use *use) {
    int64_t line = 0;
    int64_t item = 0;
    wt_parse parse = wt_read_integer(use->value, 1, 1000000000, &item);
    if (parse.status == WT_OK && use->value[parse.at] == ':') {
        const size_t from = parse.at + 1;
        line = item;
        parse = wt_read_integer(use->value + from, 1, 1000000000, &item);
        parse.at += from;
    }
    if (parse.status != WT_OK || use->value[parse.at]) {
        wt_value_fault(use, parse.at, "expected K or LINE:K, as in 17 or 2:17");
        return;
    }
    use->request->batch.only_line = line;
    use->request->batch.only_item = item;
}

void wt_option_shard(wt_option_use *use) {
    int64_t k = 0;
    int64_t n = 0;
    wt_parse parse = wt_read_integer(use->value, 1, 1000000, &k);
    if (parse.status == WT_OK && use->value[parse.at] == '/') {
        const size_t from = parse.at + 1;
        parse = wt_read_integer(use->value + from, 1, 1000000, &n);
        parse.at += from;
    }
    if (parse.status != WT_OK || use->value[parse.at] || n == 0 || k > n) {
        wt_value_fault(use, parse.at, "expected K/N, the Kth of N shards, as in 1/4");
        return;
    }
    use->request->batch.shard = (int)k;
    use->request->batch.shards = (int)n;
}

void wt_option_quiet(wt_option_use *use) {
    use->request->output.loudness = WT_QUIET;
}

void wt_option_verbose(wt_option_use *use) {
    use->request->output.loudness = WT_VERBOSE;
}

void wt_option_table_normalize(wt_option_use *use) {
    const int i = use->value ? wt_value_word(use, "table|cycle", 0) : 0;
    use->request->table.normalize = i == 1 ? WT_NORMALIZE_CYCLE : WT_NORMALIZE_TABLE;
}
