// Readers of the options that describe notes, output and work.
#include "app/request/readers.h"
#include "app/request/value.h"
#include "text/note.h"

#include <string.h>

void wt_option_duration(wt_option_use *use) {
    wt_value_whole(use, wt_read_duration(use->value, &use->request->duration));
}

void wt_option_tempo(wt_option_use *use) {
    wt_value_number(use, WT_BPM, 0.01, 100000.0, &use->request->tempo_bpm);
}

void wt_option_tuning(wt_option_use *use) {
    wt_value_number(use, WT_HERTZ, 1.0, 20000.0, &use->request->tuning_hz);
}

static void read_path(wt_option_use *use, const char **path) {
    if (use->value[0] == '\0') {
        wt_value_fault(use, 0, "the file name is empty");
        return;
    }
    *path = use->value;
}

void wt_option_scale(wt_option_use *use) {
    read_path(use, &use->request->scale_path);
}

void wt_option_keymap(wt_option_use *use) {
    read_path(use, &use->request->keymap_path);
}

void wt_option_score(wt_option_use *use) {
    read_path(use, &use->request->score_path);
}

void wt_option_length(wt_option_use *use) {
    use->request->has_length =
        wt_value_whole(use, wt_read_duration(use->value, &use->request->length));
}

void wt_option_each(wt_option_use *use) {
    use->request->each = true;
}

void wt_option_loop(wt_option_use *use) {
    use->request->loop = true;
}

void wt_option_output(wt_option_use *use) {
    read_path(use, &use->request->output);
}

void wt_option_type(wt_option_use *use) {
    const int type = wt_type_by_name(use->value);
    if (type < 0) {
        wt_value_fault(use, 0,
                       "expected one of raw, wav, aiff, au, caf, flac, ogg, opus, w64, rf64");
        return;
    }
    use->request->type = type;
}

void wt_option_rate(wt_option_use *use) {
    double hz;
    if (!wt_value_number(use, WT_HERTZ, 1000, 768000, &hz)) {
        return;
    }
    const int rate = (int)(hz + 0.5);
    const double off = hz - rate;
    if (off > 1e-6 || off < -1e-6) { // 44.1k times 1000 need not be 44100 to the last bit
        wt_value_fault(use, 0, "expected whole frames a second, as in 44100 or 44.1k");
        return;
    }
    use->request->rate = rate;
}

void wt_option_bits(wt_option_use *use) {
    static const char *const words[] = {"8", "16", "24", "32", "64", NULL};
    static const int bits[] = {8, 16, 24, 32, 64};
    const int i = wt_value_word(use, words, -1);
    if (i >= 0) {
        use->request->bits = bits[i];
    }
}

void wt_option_encoding(wt_option_use *use) {
    static const char *const words[] = {"signed", "unsigned", "float", NULL};
    use->request->encoding = wt_value_word(use, words, -1);
}

void wt_option_channels(wt_option_use *use) {
    long channels;
    if (wt_value_integer(use, 1, 2, &channels)) {
        use->request->channels = (int)channels;
    }
}

void wt_option_dither(wt_option_use *use) {
    static const char *const words[] = {"none", "tpdf", NULL};
    use->request->dither = wt_value_word(use, words, -1);
}

void wt_option_strict(wt_option_use *use) {
    use->request->strict = true;
}

void wt_option_sync(wt_option_use *use) {
    static const char *const words[] = {"file", "end", "none", NULL}; // as wt_sync
    use->request->sync = (wt_sync)wt_value_word(use, words, (int)use->request->sync);
}

void wt_option_jobs(wt_option_use *use) {
    long jobs;
    if (wt_value_integer(use, 1, 1024, &jobs)) {
        use->request->jobs = (int)jobs;
    }
}

void wt_option_quiet(wt_option_use *use) {
    use->request->loudness = WT_QUIET;
}

void wt_option_verbose(wt_option_use *use) {
    use->request->loudness = WT_VERBOSE;
}

void wt_option_progress(wt_option_use *use) {
    static const char *const words[] = {"auto", "always", "never", NULL};
    use->request->progress =
        (wt_progress_mode)wt_value_word(use, words, (int)use->request->progress);
}

void wt_option_help(wt_option_use *use) {
    use->request->help = true;
}

void wt_option_version(wt_option_use *use) {
    use->request->version = true;
}

void wt_option_keep_going(wt_option_use *use) {
    use->request->keep_going = true;
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
    use->request->shard = (long)k;
    use->request->shards = (long)n;
}

void wt_option_log(wt_option_use *use) {
    read_path(use, &use->request->log_path);
}

void wt_option_resume(wt_option_use *use) {
    use->request->resume = true;
}

void wt_option_root(wt_option_use *use) {
    read_path(use, &use->request->root);
}

void wt_option_dry_run(wt_option_use *use) {
    use->request->dry_run = true;
}
