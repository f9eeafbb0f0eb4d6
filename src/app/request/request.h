// Everything that one render was asked for, read but not yet looked up.
#ifndef WT_APP_REQUEST_REQUEST_H
#define WT_APP_REQUEST_REQUEST_H

#include "app/fault.h"
#include "cli/terminal/report.h"
#include "core/voice/patch.h"
#include "io/sound/sound_out.h"
#include "text/duration.h"
#include "text/env/env.h"
#include "text/note.h"
#include "text/wave.h"

// One -w, with the --frame that follows it.
typedef struct {
    const char *text; // borrowed from the words
    wt_wave_text wave;
    uint32_t frame_length; // 0: as the file says
} wt_wave_setting;

typedef struct {
    bool given;
    const char *text; // borrowed: for messages
    wt_env_text env;
} wt_env_setting;

typedef struct {
    const char *text; // borrowed
    wt_note_text note;
    bool is_range; // with --each
    wt_note_range range;
} wt_note_setting;

typedef enum { WT_PROGRESS_AUTO, WT_PROGRESS_ALWAYS, WT_PROGRESS_NEVER } wt_progress_mode;

typedef struct {
    // Notes
    wt_note_setting *notes;
    size_t n_notes, notes_room;
    wt_time duration;
    double tempo_bpm;
    double tuning_hz;
    const char *scale_path, *keymap_path, *score_path;
    bool has_length;
    wt_time length;
    bool each;
    bool loop;
    // The sound
    wt_wave_setting waves[WT_MAX_DIMENSIONS];
    int n_waves;
    wt_env_setting mix[WT_MAX_DIMENSIONS], cross[WT_MAX_DIMENSIONS];
    wt_env_setting amp, pitch, pan, index;
    wt_scan scan;
    wt_engine engine;
    int interp; // wt_interp, or -1: the engine's own
    bool bandlimit;
    double phase;
    wt_adsr_text adsr;
    bool has_fm;
    double fm_ratio, fm_hz;
    const char *fm_text;
    wt_wave_text fm_wave; // n_items 0: sine
    int unison;
    double unison_cents, unison_width;
    bool has_gain;
    double gain_db;
    bool normalize;
    double normalize_db;
    uint32_t seed;
    // The output
    const char *output; // null: standard output
    int type;           // wt_type, or -1
    int rate;
    int bits;     // 0: 16, or what the encoding says
    int encoding; // wt_encoding, or -1
    int channels;
    int dither; // -1: as the engine and bits say, 0, 1
    bool strict;
    wt_sync sync;
    int jobs; // 0: all cores
    wt_loudness loudness;
    wt_progress_mode progress;
    // table
    uint32_t table_frame, table_length, table_cycles; // 0: not given
    const char *table_type;                           // "wav", "wt", or null
    bool json;
    // plot
    bool spectrum, wave_out;
    wt_env_setting curve;  // --env
    const char *plot_type; // "svg", "png", "csv", "txt", or null
    const char *stray[3];  // the first option that a picture of this source has no use for, or null
    // batch
    bool has_root; // write the root note into files that can hold it: --each
    double root_key;
    bool measure; // the peak, for the log
    bool keep_going, resume, dry_run;
    long shard, shards; // K of N; 0: all
    const char *root, *log_path;
    const char *batch_path;
    bool help, version;
} wt_request;

void wt_request_init(wt_request *request);

// Release what was read. Safe after a failed read, and twice.
void wt_request_free(wt_request *request);

// Complete what depends on several options: the type by suffix, bits by encoding, -c 2 for
// --pan. False: fault is set.
bool wt_request_complete(wt_request *request, wt_fault *fault);

// The part of it that is about the sound alone.
bool wt_request_check_sound(const wt_request *request, wt_fault *fault);

#endif
