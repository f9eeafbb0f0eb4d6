// The table of options.
#include "app/request/options.h"

#include "app/request/own_readers.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define AT(slot_kind, member) .kind = (slot_kind), .offset = offsetof(wt_request, member)

// Slots: how a value is read, and where it goes.
// clang-format off
#define FLAG(member) { AT(WT_SLOT_FLAG, member) }
#define WORD(member) { AT(WT_SLOT_WORD, member) }
#define NUMBER(member, least, most, in) { AT(WT_SLOT_NUMBER, member), .low = (least), .high = (most), .unit = (in) }
#define WHOLE(member, least, most) { AT(WT_SLOT_COUNT, member), .low = (least), .high = (most) }
#define HERTZ(member, least, most) { AT(WT_SLOT_HERTZ, member), .low = (least), .high = (most) }
#define DURATION(member) { AT(WT_SLOT_DURATION, member) }
#define PATH(member) { AT(WT_SLOT_PATH, member) }
#define INPUT(member) { AT(WT_SLOT_INPUT, member) }
#define ENV(member, first) { AT(WT_SLOT_ENV, member), .low = (first) }
#define OWN(reader) { .kind = WT_SLOT_OWN, .read = (reader) }
#define OWN_OPTIONAL(reader) { .kind = WT_SLOT_OWN_OPTIONAL, .read = (reader) }
#define OWN_FLAG(reader) { .kind = WT_SLOT_OWN_FLAG, .read = (reader) }
// clang-format on

// The option of a destination of envelopes.
#define DESTINATION(to, name, initial, first, letter, help)                                        \
    {                                                                                              \
        letter, name, (first) < 0 ? "ENV" : "[D=]ENV", help, #initial, VOICE,                      \
            ENV(sound.env[to], first)                                                              \
    }

enum {
    SOUND = WT_FOR_RENDER | WT_FOR_PLOT | WT_OF_SOUND,
    VOICE = SOUND | WT_FOR_PART | WT_OF_TIMBRE,
    CYCLES = VOICE | WT_OF_CYCLES,
    ALIKE = SOUND | WT_FOR_PART,
    TIMES = SOUND | WT_OF_ENV,
    ANY = WT_FOR_ALL | WT_OF_ANY | WT_OF_VERBS,
    BENCH = WT_FOR_TABLE | WT_OF_MAKE | WT_OF_CONVERT,
};

const wt_option_command wt_option_commands[] = {{WT_FOR_RENDER, "render"},
                                                {WT_FOR_BATCH, "batch"},
                                                {WT_FOR_TABLE, "table"},
                                                {WT_FOR_PLOT, "plot"},
                                                {WT_FOR_SCORE, "score"}};
const size_t wt_n_option_commands = sizeof wt_option_commands / sizeof *wt_option_commands;

static const wt_option notes[] = {
    {'d', "duration", "DURATION", "of notes that give none", "1", TIMES, DURATION(notes.duration)},
    {'T', "tempo", "BPM", "quarter notes a minute; N% of a score's own, or of 120", "120", TIMES,
     OWN(wt_option_tempo)},
    {0, "tuning", "HZ", "frequency of A4", "440", TIMES | WT_OF_FILE,
     NUMBER(notes.tuning_hz, 1.0, 20000.0, WT_HERTZ)},
    {0, "middle-c", "C3|C4|C5", "which name note 60 has, read and in {note}", "C4",
     TIMES | WT_FOR_SCORE, WORD(notes.middle_c)},
    {0, "scale", "FILE.scl", "Scala tuning", "12 equal steps", TIMES, INPUT(notes.scale_path)},
    {0, "keymap", "FILE.kbm", "Scala keyboard mapping of --scale", NULL, TIMES,
     INPUT(notes.keymap_path)},
    {'s', "score", "FILE",
     "notes from a file: a Standard MIDI File, or lines START NOTE; - is stdin", NULL,
     WT_FOR_RENDER, INPUT(notes.score_path)},
    {0, "glide", "TIME",
     "each note starts at the pitch of the one before and glides, straight in semitones", "0",
     SOUND, DURATION(notes.glide)},
    {0, "legato", NULL, "adjoining notes are one voice, whose phase and envelopes go on", NULL,
     SOUND, FLAG(notes.legato)},
    {0, "part", "WHO=@PRESET|off",
     "the sound of a part of the score: a channel 1..16, channels 2,3, track:N or track:NAME of a "
     "MIDI file, or a part's name",
     NULL, WT_FOR_RENDER, OWN(wt_option_part)},
    {0, "only", "WHO", "that part alone, as loud as among all", NULL, WT_FOR_RENDER,
     OWN(wt_option_only)},
    {0, "length", "DURATION|score", "cut or pad the output to exactly this; score: to its end",
     NULL, SOUND, OWN(wt_option_length)},
    {0, "each", NULL,
     "one file per note; -o is a template: {note} {midi} {hz} {vel} {n}; a NOTE may be "
     "A0..C8/3@40,127",
     NULL, WT_FOR_RENDER, FLAG(notes.each)},
};

static const wt_option sound[] = {
    {'w', "wave", "SPEC", "cycles of a dimension; given again, the next dimension", "saw", CYCLES,
     OWN(wt_option_wave)},
    {0, "frame", "N", "cycle length of the files of the last -w", "as the file says", CYCLES,
     OWN(wt_option_frame)},
    WT_DESTINATIONS(DESTINATION),
    {0, "position", "[D=]ENV", "the same as --mix", NULL, VOICE, ENV(sound.env[WT_TO_MIX], 0)},
    {0, "scan", "mix|cycle|random", "blend by position, or play cycles in turn", "mix", VOICE,
     WORD(sound.scan)},
    {'E', "engine", "float|q15|q31", "arithmetic", "float", ALIKE, WORD(sound.engine)},
    {'i', "interp", "none|nearest|linear|cubic", "between samples of a cycle",
     "cubic; q15, q31: linear", ALIKE, WORD(sound.interp)},
    {'B', "bandlimit", "off|on", "off plays the cycles as they are", "on", ALIKE,
     WORD(sound.bandlimit)},
    {0, "phase", "TURNS|random",
     "of every oscillator at note start, 0..1; random: by --seed and note",
     "0; of --unison: spread", VOICE, OWN(wt_option_phase)},
    {0, "adsr", "A,D,S,R", "attack, decay, sustain, release; multiplies --amp", "5ms,0,1,10ms",
     VOICE, OWN(wt_option_adsr)},
    {0, "fm", "RATIO[:WAVE]", "phase modulation at RATIO times the pitch, or at HZ", NULL, VOICE,
     OWN(wt_option_fm)},
    {0, "unison", "N,CENTS[,WIDTH]",
     "N voices over +-CENTS and, sharp and flat in turn, +-WIDTH in pan; as loud as one", "1",
     VOICE, OWN(wt_option_unison)},
    {'g', "gain", "DB", "of the whole",
     "-3, less 20 log10 of the largest chord, 10 log10 of --unison, 1 for --scan in cycles or at "
     "random, and 3 for --fm of other waves than sine: nothing built in clips; scores: as "
     "--normalize=-1",
     ALIKE, OWN(wt_option_gain)},
    {0, "normalize", "DBFS", "scale so that the peak is DBFS", "off; 0", ALIKE,
     OWN_OPTIONAL(wt_option_normalize)},
    {0, "seed", "N", "for everything random: dither, random scan, phases", "0",
     ALIKE | WT_FOR_BATCH, OWN(wt_option_seed)},
};

static const wt_option output[] = {
    {'o', "output", "FILE", "- is stdout", "stdout", WT_FOR_RENDER, PATH(output.path)},
    {'t', "type", "TYPE", "raw wav aiff au caf flac ogg opus w64 rf64",
     "by suffix; stdout, devices: raw", WT_FOR_RENDER, OWN(wt_option_type)},
    {0, "loop", NULL,
     "of one note in a WAV: end on a seamless loop of its sustain, its points in a smpl chunk",
     NULL, WT_FOR_RENDER, FLAG(output.loop)},
    {'r', "rate", "HZ", "frames a second, 1000..768000", "48000", TIMES,
     HERTZ(output.rate, 1000, 768000)},
    {'b', "bits", "8|16|24|32|64", "of a sample", "16; float 32", SOUND, OWN(wt_option_bits)},
    {'e', "encoding", "signed|unsigned|float", "of a sample", "signed", SOUND,
     WORD(output.encoding)},
    {'c', "channels", "1|2", "mono or stereo", "1; 2 with --pan", SOUND,
     WHOLE(output.channels, 1, 2)},
    {0, "dither", "none|tpdf|shaped",
     "of integer samples; shaped: where hearing is least acute, at 44.1 and 48 kHz",
     "tpdf in the float engine at 16 bits or fewer", SOUND, WORD(output.dither)},
    {0, "strict", NULL, "clipped samples make it fail: exit 1, the file is kept", NULL,
     WT_FOR_RENDER, FLAG(output.strict)},
    {0, "map", "FILE.sfz|.dspreset", "with --each: the file by which a sampler plays them", NULL,
     WT_FOR_RENDER, PATH(output.map_path)},
    {0, "parents", NULL, "make missing folders of outputs, logs and maps", NULL,
     WT_FOR_RENDER | WT_FOR_BATCH, FLAG(output.parents)},
    {0, "log", "FILE", "append one JSON object for each sound that is done", NULL,
     WT_FOR_RENDER | WT_FOR_BATCH, OWN(wt_option_log)},
    {0, "sync", "file|end|none", "force files to the disk: each, many together, or not",
     "file; batch, --each: end", WT_FOR_RENDER | WT_FOR_BATCH, WORD(output.sync)},
};

static const wt_option table[] = {
    {'o', "output", "FILE|DIR",
     "of make and convert; {n}: a file for each cycle; DIR: convert keeps names", NULL, BENCH,
     PATH(output.path)},
    {'t', "type", "wav|wt|vitaltable|h", "of the file; h: an array in C", "by suffix; in DIR: wav",
     BENCH, WORD(table.type)},
    {'b', "bits", "16|32", "integers of 16 bits, or floats", "32", BENCH,
     OWN(wt_option_table_bits)},
    {0, "frame", "N", "cycle length of the files", "as the file says", BENCH | WT_OF_INFO,
     WHOLE(table.frame, 2, 65536)},
    {0, "raw", "u8|s8|s16|s24|s32|f32", "the files have no header, but samples alone", NULL,
     BENCH | WT_OF_INFO, WORD(table.raw)},
    {0, "length", "N", "samples of a cycle, by its harmonics", "as the first cycle; shapes 2048",
     BENCH, WHOLE(table.length, 2, 65536)},
    {0, "cycles", "N", "spread those that there are over N", "as many as there are", BENCH,
     WHOLE(table.cycles, 1, 4096)},
    {0, "normalize", "table|cycle", "scale the whole, or each cycle, to full scale",
     "off, but of integers that would clip; table", BENCH, OWN_OPTIONAL(wt_option_table_normalize)},
    {0, "remove-dc", NULL, "take the mean of each cycle away", NULL, BENCH, FLAG(table.remove_dc)},
    {0, "align", NULL, "turn each cycle so that its fundamental starts at phase 0", NULL, BENCH,
     FLAG(table.align)},
    {0, "reverse", NULL, "turn the order of the cycles round", NULL, BENCH, FLAG(table.reverse)},
    {0, "json", NULL, "of info and list: an array of objects", NULL,
     WT_FOR_TABLE | WT_FOR_SCORE | WT_OF_INFO | WT_OF_LIST, FLAG(table.json)},
    {0, "presets", NULL, "list the presets, for @NAME, and what each is", NULL,
     WT_FOR_TABLE | WT_OF_LIST, FLAG(table.presets)},
};

static const wt_option batch[] = {
    {'k', "keep-going", NULL, "a failed job does not stop the others", NULL, WT_FOR_BATCH,
     FLAG(batch.keep_going)},
    {0, "shard", "K/N", "only every Nth job, from the Kth", "all", WT_FOR_BATCH,
     OWN(wt_option_shard)},
    {0, "resume", NULL,
     "with --log: skip what the log says was done by the same words and is still there", NULL,
     WT_FOR_BATCH, FLAG(batch.resume)},
    {0, "items", "N", "every line N times, its fields drawn anew for each", "1", WT_FOR_BATCH,
     WHOLE(batch.items, 1, 1000000000)},
    {0, "only-item", "[LINE:]K", "only the Kth of the items of each line, or of one", "all",
     WT_FOR_BATCH, OWN(wt_option_only_item)},
    {0, "to", "FILE.tar|FILE.npy|-",
     "all sounds into one stream, as members of a tar or rows of an array", NULL, WT_FOR_BATCH,
     PATH(batch.to_path)},
    {0, "root", "DIR",
     "outputs may lie only under DIR, in folders that are there, with or without --parents", NULL,
     WT_FOR_BATCH, PATH(batch.root)},
    {0, "dry-run", NULL, "check all, and say how much there is", NULL, WT_FOR_BATCH,
     FLAG(batch.dry_run)},
};

static const wt_option picture[] = {
    {0, "spectrum", NULL,
     "draw the spectrum of a NOTE, harmonics and aliases told apart; or of the middle of a FILE, "
     "told apart where its NOTE is given too",
     NULL, WT_FOR_PLOT | WT_OF_SOUND | WT_OF_FILE, FLAG(plot.spectrum)},
    {0, "spectrogram", NULL, "draw the levels of NOTEs or a FILE by time and frequency", NULL,
     WT_FOR_PLOT | WT_OF_SOUND | WT_OF_FILE, FLAG(plot.spectrogram)},
    {0, "wave-out", NULL, "draw the rendered waveform of the NOTEs", NULL,
     WT_FOR_PLOT | WT_OF_SOUND, FLAG(plot.wave_out)},
    {0, "env", "ENV", "draw an envelope, as for a NOTE, if one is given", NULL,
     WT_FOR_PLOT | WT_OF_ENV, ENV(plot.curve, -1)},
    {'o', "output", "FILE", "the picture: .svg .png .csv .txt; - is stdout", "the terminal",
     WT_FOR_PLOT | WT_OF_ANY, PATH(output.path)},
    {'t', "type", "svg|png|csv|txt", "of the picture; csv: its numbers", "by suffix; txt",
     WT_FOR_PLOT | WT_OF_ANY, WORD(plot.type)},
};

static const wt_option work[] = {
    {'j', "jobs", "N", "threads", "all cores", WT_FOR_RENDER | WT_FOR_BATCH,
     WHOLE(output.jobs, 1, 1024)},
    {'q', "quiet", NULL, "errors only", NULL, ANY, OWN_FLAG(wt_option_quiet)},
    {'v', "verbose", NULL, "say what was done", NULL, ANY, OWN_FLAG(wt_option_verbose)},
    {0, "progress", "auto|always|never", "how far it is, on stderr", "auto",
     WT_FOR_RENDER | WT_FOR_BATCH, WORD(output.progress)},
    {'h', "help", NULL, "this text", NULL, ANY, FLAG(help)},
    {0, "version", NULL, "the version", NULL, ANY, FLAG(version)},
};

const wt_option_group wt_option_groups[] = {
    {"Notes", notes, COUNT(notes)},           {"The sound", sound, COUNT(sound)},
    {"The output", output, COUNT(output)},    {"The table", table, COUNT(table)},
    {"The picture", picture, COUNT(picture)}, {"The batch", batch, COUNT(batch)},
    {"The work", work, COUNT(work)},
};

const size_t wt_n_option_groups = COUNT(wt_option_groups);

wt_value_kind wt_option_takes(const wt_option *option) {
    switch (option->slot.kind) {
    case WT_SLOT_FLAG:
    case WT_SLOT_OWN_FLAG:
        return WT_NO_VALUE;
    case WT_SLOT_OWN_OPTIONAL:
        return WT_OPTIONAL_VALUE;
    default:
        return WT_VALUE;
    }
}
