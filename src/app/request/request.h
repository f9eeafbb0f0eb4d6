// A request: everything that a command line, or a line of a batch, asks for; read, not looked up.
#ifndef WT_APP_REQUEST_REQUEST_H
#define WT_APP_REQUEST_REQUEST_H

#include "app/fault.h"
#include "app/listener.h"
#include "core/voice/patch.h"
#include "io/sound/sound_out.h"
#include "text/duration.h"
#include "text/env/env.h"
#include "text/note.h"
#include "text/wave.h"
#include "text/words.h"

// One -w, with the --frame that follows it.
typedef struct {
    const char *text; // borrowed from the words
    wt_wave_text wave;
    uint32_t frame_length; // 0: as the file says
    wt_location place;
} wt_wave_setting;

typedef struct {
    bool given;
    const char *text; // borrowed: for messages
    wt_env_text env;
    wt_location place;
} wt_env_setting;

typedef struct {
    const char *text; // borrowed
    wt_note_text note;
    bool is_range; // with --each
    wt_note_range range;
} wt_note_setting;

// --part WHO=@PRESET|off, --only WHO.
typedef struct {
    char *who;          // owned
    const char *preset; // borrowed: "@PRESET"; null: off, and of --only
    const char *text;   // borrowed: for messages
    wt_location place;
} wt_part_setting;

typedef struct {
    wt_part_setting *of; // owned
    size_t n;
} wt_part_settings;

// What is played, and when.
typedef struct {
    wt_note_setting *words; // owned
    size_t n_words, words_room;
    wt_time duration;
    double tempo_bpm;
    bool has_tempo;     // in quarter notes a minute
    double tempo_share; // of a score's own tempo that it plays at, > 0
    double tuning_hz;
    int middle_c; // 0: C3, 1: C4, 2: C5
    const char *scale_path, *keymap_path, *score_path;
    wt_time length;
    bool has_length;
    bool length_of_score; // --length score
    bool each;
    wt_part_settings parts, only;
    wt_time glide; // 0: none
    bool legato;
} wt_notes_request;

// How it sounds.
typedef struct {
    bool given; // an option that says so
    wt_wave_setting waves[WT_MAX_DIMENSIONS];
    int n_waves; // 0: a saw
    wt_env_setting env[WT_N_DESTINATIONS][WT_MAX_DIMENSIONS];
    int scan;   // wt_scan
    int engine; // wt_engine
    int interp; // wt_interp, or -1: the engine's own
    int bandlimit;
    bool has_phase, random_phase;
    double phase;
    wt_adsr_text adsr;
    bool has_fm;
    double fm_ratio, fm_hz;
    const char *fm_text;
    wt_location fm_place;
    wt_wave_text fm_wave; // n_items 0: sine
    int unison;
    double unison_cents, unison_width;
    bool has_gain;
    double gain_db;
    bool normalize;
    double normalize_db;
    uint32_t seed;
    bool has_seed;
} wt_sound_request;

// Where it goes, and in what form.
typedef struct {
    const char *path; // null: standard output
    int type;         // wt_type, or -1
    int rate;
    int bits;     // 0: 16, or what the encoding says
    int encoding; // wt_encoding
    int channels; // 1 or 2; 0: as the parts that play have a --pan
    int dither;   // wt_dither_kind, or -1: as the engine and bits say
    bool loop;
    bool strict;
    int sync;                        // wt_sync
    const char *log_path, *map_path; // null: none
    bool parents;
    bool measure; // peaks and loudness are told: in a log, or by --verbose
    int jobs;     // 0: all cores
    wt_loudness loudness;
    int progress; // wt_progress_mode
} wt_output_request;

typedef enum { WT_NORMALIZE_NOT, WT_NORMALIZE_TABLE, WT_NORMALIZE_CYCLE } wt_table_level;

typedef struct {
    int frame, length, cycles; // 0: not given
    int type;                  // of wt_table_formats, or -1
    int raw;                   // wt_raw, less 1; -1: not given
    wt_table_level normalize;
    bool remove_dc, align, reverse, json, presets;
    const char *stray[4]; // the first option that info, make, convert, list have no use for
} wt_table_request;

typedef struct {
    bool spectrum, spectrogram, wave_out;
    const char *path;     // of a sound file to look at; null: notes
    wt_env_setting curve; // --env
    int type;             // wt_picture_type, or -1
    const char *stray[4]; // the first option that a picture of this source has no use for, or null
} wt_plot_request;

typedef struct {
    const char *path; // of the lines
    const char *root;
    bool keep_going, resume, dry_run;
    int shard, shards;            // K of N; 0: all
    int items;                    // of each line
    int64_t only_line, only_item; // 0: all
    const char *to_path;          // of the stream; null: each sound is a file
} wt_batch_request;

typedef enum { WT_DITHER_NONE, WT_DITHER_TPDF, WT_DITHER_SHAPED } wt_dither_kind;
typedef enum { WT_PROGRESS_AUTO, WT_PROGRESS_ALWAYS, WT_PROGRESS_NEVER } wt_progress_mode;
typedef enum { WT_PICTURE_SVG, WT_PICTURE_PNG, WT_PICTURE_CSV, WT_PICTURE_TXT } wt_picture_type;

typedef struct {
    wt_notes_request notes;
    wt_sound_request sound;
    wt_output_request output;
    wt_table_request table;
    wt_plot_request plot;
    wt_batch_request batch;
    bool help, version;
    wt_words words;   // that it was read from, borrowed
    const char *file; // of a batch, that they stand in, borrowed; null: the command line
    char **names;     // owned: names of files, as seen from where we are
    size_t n_names;
} wt_request;

void wt_request_init(wt_request *s);

// Complete what was read, of a batch or not: where no --sync is given, a single sound goes to the
// disk before it has its name, and many together.
void wt_request_complete(wt_request *s, bool batch);

// Release what was read. Safe after a failed read, and twice.
void wt_request_free(wt_request *s);

// Check what is about the sound alone. False: fault is set.
bool wt_request_check_sound(const wt_request *request, wt_fault *fault);

// Return the octave that note 60 is in, by --middle-c.
int wt_request_middle_c(const wt_request *request);

// Return `time` in seconds at the tempo that was asked for.
double wt_request_seconds(const wt_request *request, wt_time time);

#endif
