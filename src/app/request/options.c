// The table of options.
#include "app/request/options.h"

#include "app/request/readers.h"
#include "core/tables/level.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    SOUND = WT_FOR_RENDER | WT_FOR_PLOT | WT_OF_SOUND,
    CYCLES = SOUND | WT_OF_CYCLES,
    TIMES = SOUND | WT_OF_ENV,
    ANY = WT_FOR_ALL | WT_OF_ANY,
};

static const wt_option notes[] = {
    {'d', "duration", WT_VALUE, "DURATION", "of notes that give none", "1", TIMES,
     wt_option_duration},
    {'T', "tempo", WT_VALUE, "BPM", "quarter notes a minute; a MIDI file has its own", "120", TIMES,
     wt_option_tempo},
    {0, "tuning", WT_VALUE, "HZ", "frequency of A4", "440", TIMES, wt_option_tuning},
    {0, "scale", WT_VALUE, "FILE.scl", "Scala tuning", "12 equal steps", TIMES, wt_option_scale},
    {0, "keymap", WT_VALUE, "FILE.kbm", "Scala keyboard mapping of --scale", NULL, TIMES,
     wt_option_keymap},
    {'s', "score", WT_VALUE, "FILE",
     "notes from a file: a Standard MIDI File, or lines START NOTE; - is stdin", NULL,
     WT_FOR_RENDER, wt_option_score},
    {0, "length", WT_VALUE, "DURATION", "cut or pad the output to exactly this", NULL, SOUND,
     wt_option_length},
    {0, "each", WT_NO_VALUE, NULL,
     "one file per note; -o is a template: {note} {midi} {hz} {vel} {n}; a NOTE may be A0..C8/3",
     NULL, WT_FOR_RENDER, wt_option_each},
};

static const wt_option sound[] = {
    {'w', "wave", WT_VALUE, "SPEC", "cycles of a dimension; given again, the next dimension", "saw",
     CYCLES, wt_option_wave},
    {0, "frame", WT_VALUE, "N", "cycle length of the files of the last -w", "as the file says",
     CYCLES, wt_option_frame},
    {'m', "mix", WT_VALUE, "[D=]ENV", "position 0..1 in dimension D", "0", SOUND, wt_option_mix},
    {'x', "cross", WT_VALUE, "[D=]ENV", "crossfade 0..1 into dimension D, 1 if not given", "0",
     SOUND, wt_option_cross},
    {0, "scan", WT_VALUE, "mix|cycle|random", "blend by position, or play cycles in turn", "mix",
     SOUND, wt_option_scan},
    {'E', "engine", WT_VALUE, "float|q15|q31", "arithmetic", "float", SOUND, wt_option_engine},
    {'i', "interp", WT_VALUE, WT_INTERP_WORDS, "between samples of a cycle",
     "cubic; q15, q31: linear", SOUND, wt_option_interp},
    {'B', "bandlimit", WT_VALUE, "on|off", "off plays the cycles as they are", "on", SOUND,
     wt_option_bandlimit},
    {0, "phase", WT_VALUE, "TURNS", "of every oscillator at note start, 0..1", "0", SOUND,
     wt_option_phase},
    {'a', "amp", WT_VALUE, "ENV", "amplitude 0..1", "1", SOUND, wt_option_amp},
    {0, "adsr", WT_VALUE, "A,D,S,R", "attack, decay, sustain, release; multiplies --amp",
     "5ms,0,1,10ms", SOUND, wt_option_adsr},
    {'p', "pitch", WT_VALUE, "ENV", "semitones added", "0", SOUND, wt_option_pitch},
    {0, "fm", WT_VALUE, "RATIO[:WAVE]", "phase modulation at RATIO times the pitch, or at HZ", NULL,
     SOUND, wt_option_fm},
    {0, "index", WT_VALUE, "ENV", "of --fm: peak deviation in radians", "1", SOUND,
     wt_option_index},
    {0, "pan", WT_VALUE, "ENV", "-1 left .. 1 right, equal power; with -c 2", "0", SOUND,
     wt_option_pan},
    {0, "unison", WT_VALUE, "N,CENTS[,WIDTH]", "N voices over +-CENTS, and over +-WIDTH in pan",
     "1", SOUND, wt_option_unison},
    {'g', "gain", WT_VALUE, "DB", "of the whole",
     "-3, less 20 log10 of the largest chord and 10 log10 of --unison: nothing built in clips; "
     "scores: as --normalize=-1",
     SOUND, wt_option_gain},
    {0, "normalize", WT_OPTIONAL_VALUE, "DBFS", "scale so that the peak is DBFS", "off; 0", SOUND,
     wt_option_normalize},
    {0, "seed", WT_VALUE, "N", "for everything random: dither, random scan", "0", SOUND,
     wt_option_seed},
};

static const wt_option output[] = {
    {'o', "output", WT_VALUE, "FILE", "- is stdout", "stdout", WT_FOR_RENDER, wt_option_output},
    {'t', "type", WT_VALUE, "TYPE", "raw wav aiff au caf flac ogg opus w64 rf64",
     "by suffix; stdout: raw", WT_FOR_RENDER, wt_option_type},
    {0, "loop", WT_NO_VALUE, NULL,
     "of one note in a WAV: end on a seamless loop of its sustain, its points in a smpl chunk",
     NULL, WT_FOR_RENDER, wt_option_loop},
    {'r', "rate", WT_VALUE, "HZ", "frames a second, 1000..768000", "48000", TIMES, wt_option_rate},
    {'b', "bits", WT_VALUE, "8|16|24|32|64", "of a sample", "16; float 32", SOUND, wt_option_bits},
    {'e', "encoding", WT_VALUE, "signed|unsigned|float", "of a sample", "signed", SOUND,
     wt_option_encoding},
    {'c', "channels", WT_VALUE, "1|2", "mono or stereo", "1", SOUND, wt_option_channels},
    {0, "dither", WT_VALUE, "none|tpdf", "of integer samples",
     "tpdf in the float engine at 16 bits or fewer", SOUND, wt_option_dither},
    {0, "strict", WT_NO_VALUE, NULL, "clipped samples make it fail: exit 1, the file is kept", NULL,
     WT_FOR_RENDER, wt_option_strict},
    {0, "sync", WT_VALUE, "file|end|none", "force files to the disk: each, many together, or not",
     "file", WT_FOR_RENDER | WT_FOR_BATCH, wt_option_sync},
};

static const wt_option table[] = {
    {'o', "output", WT_VALUE, "FILE", "of make and convert", NULL, WT_FOR_TABLE, wt_option_output},
    {'t', "type", WT_VALUE, "wav|wt", "of the file", "by suffix", WT_FOR_TABLE,
     wt_option_table_type},
    {'b', "bits", WT_VALUE, "16|32", "integers of 16 bits, or floats", "32", WT_FOR_TABLE,
     wt_option_table_bits},
    {0, "frame", WT_VALUE, "N", "cycle length of the files", "as the file says", WT_FOR_TABLE,
     wt_option_table_frame},
    {0, "length", WT_VALUE, "N", "samples of a cycle that make writes",
     "as the first cycle; shapes 2048", WT_FOR_TABLE, wt_option_table_length},
    {0, "cycles", WT_VALUE, "N", "spread those of the SPEC over N", "as many as there are",
     WT_FOR_TABLE, wt_option_table_cycles},
    {0, "json", WT_NO_VALUE, NULL, "of info and list: an array of objects", NULL, WT_FOR_TABLE,
     wt_option_json},
};

static const wt_option batch[] = {
    {'k', "keep-going", WT_NO_VALUE, NULL, "a failed job does not stop the others", NULL,
     WT_FOR_BATCH, wt_option_keep_going},
    {0, "shard", WT_VALUE, "K/N", "only every Nth job, from the Kth", "all", WT_FOR_BATCH,
     wt_option_shard},
    {0, "log", WT_VALUE, "FILE", "append one JSON object per job as it ends", NULL, WT_FOR_BATCH,
     wt_option_log},
    {0, "resume", WT_NO_VALUE, NULL,
     "with --log: skip what the log says was done by the same words and is still there", NULL,
     WT_FOR_BATCH, wt_option_resume},
    {0, "root", WT_VALUE, "DIR", "outputs may lie only under DIR", NULL, WT_FOR_BATCH,
     wt_option_root},
    {0, "dry-run", WT_NO_VALUE, NULL, "check all lines, render nothing", NULL, WT_FOR_BATCH,
     wt_option_dry_run},
};

static const wt_option picture[] = {
    {0, "spectrum", WT_NO_VALUE, NULL,
     "draw the spectrum of a NOTE, harmonics and aliases told apart", NULL,
     WT_FOR_PLOT | WT_OF_SOUND, wt_option_spectrum},
    {0, "wave-out", WT_NO_VALUE, NULL, "draw the rendered waveform of the NOTEs", NULL,
     WT_FOR_PLOT | WT_OF_SOUND, wt_option_wave_out},
    {0, "env", WT_VALUE, "ENV", "draw an envelope, as for a NOTE, if one is given", NULL,
     WT_FOR_PLOT | WT_OF_ENV, wt_option_env},
    {'o', "output", WT_VALUE, "FILE", "the picture: .svg .png .csv .txt; - is stdout",
     "the terminal", WT_FOR_PLOT | WT_OF_ANY, wt_option_output},
    {'t', "type", WT_VALUE, "svg|png|csv|txt", "of the picture; csv: its numbers", "by suffix; txt",
     WT_FOR_PLOT | WT_OF_ANY, wt_option_plot_type},
};

static const wt_option work[] = {
    {'j', "jobs", WT_VALUE, "N", "threads", "all cores", WT_FOR_RENDER | WT_FOR_BATCH,
     wt_option_jobs},
    {'q', "quiet", WT_NO_VALUE, NULL, "errors only", NULL, ANY, wt_option_quiet},
    {'v', "verbose", WT_NO_VALUE, NULL, "say what was done", NULL, ANY, wt_option_verbose},
    {0, "progress", WT_VALUE, "auto|always|never", "a meter on stderr", "auto",
     WT_FOR_RENDER | WT_FOR_BATCH, wt_option_progress},
    {'h', "help", WT_NO_VALUE, NULL, "this text", NULL, ANY, wt_option_help},
    {0, "version", WT_NO_VALUE, NULL, "the version", NULL, ANY, wt_option_version},
};

const wt_option_group wt_option_groups[] = {
    {"Notes", notes, COUNT(notes)},           {"The sound", sound, COUNT(sound)},
    {"The output", output, COUNT(output)},    {"The table", table, COUNT(table)},
    {"The picture", picture, COUNT(picture)}, {"The batch", batch, COUNT(batch)},
    {"The work", work, COUNT(work)},
};

const size_t wt_n_option_groups = COUNT(wt_option_groups);

const wt_option *wt_option_of(int value, int command) {
    int place = 256;
    for (size_t g = 0; g < wt_n_option_groups; ++g) {
        for (size_t i = 0; i < wt_option_groups[g].n_options; ++i, ++place) {
            const wt_option *option = &wt_option_groups[g].options[i];
            const bool here = option->commands & command;
            if (here && (value == place || (value && value == option->letter))) {
                return option;
            }
        }
    }
    return NULL;
}
