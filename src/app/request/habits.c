// Two tables, and a guess at what a word is that stands where a note should.
#include "app/request/habits.h"

#include "text/wave.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

typedef struct {
    const char *typed, *hint;
} habit;

// sox, ffmpeg, csound, git, and the verbs of table.
static const habit commands[] = {
    {"synth", "wavetable render -w sine 440Hz:1"},
    {"play", "wavetable render ... | play -t raw -r 48000 -e signed -b 16 -c 1 -"},
    {"convert", "wavetable table convert"},
    {"info", "wavetable table info"},
    {"list", "wavetable table list"},
    {"make", "wavetable table make"},
    {"spectrum", "wavetable plot --spectrum"},
    {"spectrogram", "wavetable plot --spectrogram"},
    {"version", "wavetable --version"},
    {"man", "wavetable help --man"},
};

// sox, flac, ffmpeg, csound, fluidsynth.
static const habit options[] = {
    {"volume", "-g DB, the gain in decibels"},
    {"vol", "-g DB, the gain in decibels"},
    {"v", "-g DB, the gain in decibels"},
    {"freq", "a note with its unit: 440Hz"},
    {"frequency", "a note with its unit: 440Hz"},
    {"f", "a note with its unit: 440Hz"},
    {"note", "the note alone: A4"},
    {"time", "-d, the duration"},
    {"len", "-d, the duration"},
    {"stereo", "-c 2"},
    {"mono", "-c 1"},
    {"sample-rate", "-r HZ"},
    {"samplerate", "-r HZ"},
    {"ar", "-r HZ"},
    {"ac", "-c 1 or -c 2"},
    {"bit-depth", "-b 8, 16, 24, 32 or 64"},
    {"format", "-t TYPE, or the suffix of -o"},
    {"i", "-s FILE for a score, -w FILE for a wavetable"},
    {"input", "-s FILE for a score, -w FILE for a wavetable"},
    {"out", "-o FILE"},
    {"bpm", "-T BPM"},
    {"norm", "--normalize"},
    {"detune", "--unison N,CENTS"},
    {"attack", "--adsr A,D,S,R"},
    {"release", "--adsr A,D,S,R"},
    {"lfo", "an envelope: -p lfo:sine:5Hz:-1:1"},
    {"threads", "-j N"},
    {"no-dither", "--dither none"},
    {"force", "nothing: files are replaced when the new one is whole"},
    {"y", "nothing: files are replaced when the new one is whole"},
};

static const char *find(const habit *habits, size_t n, const char *name) {
    for (size_t i = 0; i < n; ++i) {
        if (strcasecmp(habits[i].typed, name) == 0) {
            return habits[i].hint;
        }
    }
    return NULL;
}

const char *wt_habit_of_command(const char *name) {
    return find(commands, sizeof commands / sizeof *commands, name);
}

const char *wt_habit_of_option(const char *name) {
    return find(options, sizeof options / sizeof *options, name);
}

// One that needs no file, and no table that ships.
static bool is_wave(const char *word) {
    wt_wave_text wave;
    if (wt_read_wave(word, &wave).status != WT_OK) {
        return false;
    }
    const wt_wave_kind kind = wave.items[0].kind;
    wt_wave_text_free(&wave);
    return kind != WT_WAVE_NAME && kind != WT_WAVE_FILE;
}

const char *wt_habit_of_note(const char *word) {
    static const char *const solfege[] = {"do", "re", "mi", "fa", "sol", "la", "si"};
    const char *dot = strrchr(word, '.');
    if (is_wave(word)) {
        return "a wave is given by -w";
    }
    if (dot && (strcasecmp(dot, ".mid") == 0 || strcasecmp(dot, ".midi") == 0 ||
                strcasecmp(dot, ".score") == 0)) {
        return "notes from a file are given by -s";
    }
    if (dot && wt_wave_name_length(dot + 1) == strlen(dot + 1) && !strchr(word, ':')) {
        return "the output is named by -o, a wavetable by -w, a score by -s";
    }
    for (size_t i = 0; i < sizeof solfege / sizeof *solfege; ++i) {
        const size_t n = strlen(solfege[i]);
        if (strncasecmp(word, solfege[i], n) == 0 && strspn(word + n, "#b0123456789") > 0) {
            return "the letters are C D E F G A B";
        }
    }
    if ((word[0] == 'H' || word[0] == 'h') && strspn(word + 1, "b#0123456789") > 0) {
        return "H is B here, and B is Bb";
    }
    const char *sign = strpbrk(word, "+-");
    const bool is_chord =
        sign && strchr("ABCDEFGabcdefg", word[0]) && sign[1] && strchr("ABCDEFGabcdefg", sign[1]);
    return is_chord ? "a chord is written with commas: C4,E4,G4" : NULL;
}
