// What people type out of habit with sox, csound, flac, ffmpeg and paper, and the answer that each
// gets.
#include "folder.h"
#include "program.h"

typedef struct {
    const char *typed; // after `wavetable`, as in a shell
    int status;
    const char *answer; // of the line on stderr; empty: it is done without a word
} answer;

static const answer answers[] = {
    // sox
    {"synth 1 sine 440", 2, "here it is: wavetable render -w sine 440Hz:1"},
    {"-n synth 1 sine 440", 2, "a command comes first"},
    {"play A4", 2, "here it is: wavetable render ... | play -t raw"},
    {"render -w sine 440", 2, "a frequency with its unit such as 440Hz"},
    {"render -f 440 A4", 2, "here it is a note with its unit: 440Hz"},
    {"render --freq 440 A4", 2, "here it is a note with its unit: 440Hz"},
    {"render --vol 0.5 A4", 2, "here it is -g DB"},
    {"render --volume=0.5 A4", 2, "here it is -g DB"},
    {"render --norm A4", 0, ""}, // as --normalize, which it abbreviates
    {"render -r 44.1k A4", 0, ""},
    {"render -r 44100Hz A4", 0, ""},
    {"render -r 44,1k A4", 2, "--rate: expected a number from 1000"},
    {"render -r 96 A4", 2, "--rate: expected a number from 1000"},
    {"render -b 16bit A4", 2, "--bits: expected one of 8, 16, 24, 32, 64"},
    {"render -e floating-point A4", 2, "--encoding: expected one of signed, unsigned, float"},
    {"render -c stereo A4", 2, "--channels: expected a whole number from 1 to 2"},
    {"render --stereo A4", 2, "here it is -c 2"},
    {"render -d 0:02 A4", 0, ""},
    {"render A4 out.wav", 2, "the output is named by -o"},
    {"render A4 -o out.mp3", 2, "names no sound file type (use .wav, .flac"},
    {"render -b 24 A4:0.1 -o a.ogg", 0, "--bits does nothing: the type has no bits for each"},
    {"render -e float A4:0.1 -o a.opus", 0, "--encoding does nothing"},
    {"render -b 24 -e signed --dither shaped A4:0.1 -o a.ogg", 0,
     "--bits, --encoding, --dither do nothing: the type"},
    {"render --normalize -6 A4", 2, "there is no option -6 (a value? --normalize=-6, -g -6)"},
    {"render -e float --dither tpdf A4", 0, "--dither does nothing: float samples are not"},
    {"render -t mp3 A4", 2, "--type: expected one of raw, wav"},
    {"render -w sine saw A4", 2, "a wave is given by -w"},
    // ffmpeg, flac
    {"render -i song.mid", 2, "--interp: expected one of none, nearest"},
    {"render -y A4 -o a.wav", 2, "files are replaced when the new one is whole"},
    {"render -ar 44100 A4", 2, "--amp: expected a value"},
    {"render --sample-rate 44100 A4", 2, "here it is -r HZ"},
    {"render --bit-depth 24 A4", 2, "here it is -b 8, 16"},
    {"render --threads 2 A4", 2, "here it is -j N"},
    {"render song.mid", 2, "notes from a file are given by -s"},
    {"render -s nothere.mid", 3, "nothere.mid"},
    {"render --only 2 A4", 2, "--only: there is no score"},
    {"render --length score A4", 2, "--length: there is no score"},
    {"render --part 2=off A4", 2, "--part: there is no score"},
    {"convert a.wav b.wt", 2, "wavetable table convert"},
    {"info a.wav", 2, "wavetable table info"},
    {"list", 2, "wavetable table list"},
    {"version", 2, "wavetable --version"},
    {"spectrogram a.wav", 2, "wavetable plot --spectrogram"},
    // csound
    {"render -m 'lfo(sine,5)' A4", 2, "lfo:sine:5Hz:0:1"},
    {"render --lfo sine:5 A4", 2, "-p lfo:sine:5Hz:-1:1"},
    {"render --attack 0.1 A4", 2, "here it is --adsr A,D,S,R"},
    {"render --adsr 10:100:0.5:200 A4", 2, "--adsr: expected"},
    {"render --adsr 10,0,1,0.1 A4:0.1", 0, "milliseconds are written 10ms"},
    {"render -w sine,saw -m 50 A4:0.1", 0, "50: it is held at 1, the most (half is 0.5, or 50%)"},
    {"render --pan 50 -c 2 A4:0.1", 0, "--pan: note: 50: it is held at 1"},
    {"render -m 0.5 A4:0.1", 0, "--mix: note: 0.5 moves nothing: dimension 0 has one cycle"},
    {"render -w sine,saw --scan cycle -m 0.5 A4:0.1", 0, "0.5 moves nothing: --scan plays"},
    {"render -w sine,saw -m -1 A4:0.1", 0, "--mix: note: -1: it is held at the least, which is 0"},
    {"render --pan -2 -c 2 A4:0.1", 0, "--pan: note: -2: it is held at the least, which is -1"},
    {"render --pan -1 -c 2 A4:0.1", 0, ""},
    {"render --normalize 0 A4:0.1", 0, "a level is written --normalize=0"},
    {"render -g 50% A4", 2, "--gain: cannot read on from '%'"},
    {"render -g -3dB A4", 0, ""},
    {"render -T 120bpm A4:1/4", 0, ""},
    {"render -p +12 A4", 0, ""},
    {"render --pan left A4", 2, "--pan: expected a value"},
    {"render -m 50% -w sine,saw A4", 0, ""},
    {"render -w sine,saw A4", 0, "only the first is heard (--mix moves through them"},
    {"render -w sine -w saw A4", 0, "nothing fades into dimension 1"},
    // paper
    {"render a4", 0, ""},
    {"render Do4", 2, "the letters are C D E F G A B"},
    {"render H4", 2, "H is B here"},
    {"render C", 2, "expected an octave"},
    {"render 'C 4'", 2, "expected an octave"},
    {"render C4-E4-G4", 2, "a chord is written with commas: C4,E4,G4"},
    {"render C4+E4", 2, "a chord is written with commas: C4,E4,G4"},
    {"render C4+50", 2, "a c after the cents, as in A4+50c"},
    {"render C4..C5", 2, "add --each"},
    {"render --each -o {n}.wav C4..C5/1.5", 2, "cannot read on from '.5'"},
    {"render --each -o {n}.wav 440Hz..880Hz", 2, "a note name or MIDI number, as in A0..C8"},
    {"render C4 R:1/4 r C4", 0, ""},
    {"render C4 -o '{note}.wav'", 0, "{note} is part of the name (--each fills it in)"},
    {"render C4 2", 0, "a duration is written C4:2"},
    {"render C4 2@64", 0, "a duration is written C4:2, for all notes -d 2)"},
    {"render C4@0.5", 0, "a velocity goes from 0 to 127"},
    {"render A4:1:5", 2, "seconds as two digits"},
    // a slip of the fingers
    {"rendr A4", 2, "did you mean render?"},
    {"A4", 2, "did you mean: wavetable render A4?"},
    {"-w saw A4", 2, "did you mean: wavetable render -w saw A4?"},
    {"render --halp", 2, "did you mean --help?"},
    {"render --s 3 C4", 2, "--s: it may be --scale, --score, --scan, --seed, --strict, --sync"},
    {"batch -r 8k jobs", 2, "-r: it has no place here, but is an option of render, plot"},
    {"plot --loop A4", 2, "--loop: it has no place here, but is an option of render (leave"},
    {"render -w squre A4", 2, "did you mean square?"},
    {"render -w vowel A4", 2, "did you mean vowels?"},
    {"render -w tri A4", 0, ""},
    {"render -w nosuch,saw A4", 2, "a dot or a slash)\n"},
    {"render -w ./b,c.wav A4", 3, "directory (a comma in the name of a file"},
    {"render -w b,c.wav A4", 2, "name (a comma in the name of a file"},
    {"render -w vowels#2: A4", 3, "is no preset: it has one table (leave #2: out)"},
    {"render -a lfo:noise:5Hz:0:1 A4", 2, "--amp: it has no cycle"},
    {"help wawes", 2, "did you mean waves?"},
    {"help notes waves", 2, "one command or topic at a time"},
    {"plot A4", 2, "--wave-out: over time, --spectrum: by frequency"},
    {"plot saw", 2, "a wave is given by -w"},
    {"table lst", 2, "did you mean list?"},
    {"table inf x", 2, "did you mean info?"},
    {"table saw info", 2, "convert or list first (as in wavetable table info saw)"},
    {"score inf x", 2, "did you mean info?"},
    {"score song.mid info", 2, "wavetable score info song.mid"},
    {"score song.mid", 2, "wavetable score info song.mid"},
    {"table make saw -o h.wav -q; \"$WT\" table info --raw s16 --frame 64 ./h.wav", 0,
     "begins as a file with a header, RIFF, which --raw reads as samples"},
    {"table info -v saw", 0, "--verbose: note: table info has nothing to add"},
    {"render", 2, "there is nothing to play"},
    {"batch nothere.txt", 3, "nothere.txt"},
    {"version; >own.preset; \"$WT\" render @own A4", 2, "did you mean @own.preset?"},
    {"version; echo -w squre >wave.preset; \"$WT\" render @wave.preset A4", 2,
     "wave.preset:1:4: --wave: there is no wave"},
    {"version; echo --fm 2:squre >fm.preset; \"$WT\" render @fm.preset A4", 2,
     "fm.preset:1:6: --fm: there is no wave"},
    {"version; echo -a lfo:squre:1Hz:0:1 >lfo.preset; \"$WT\" render @lfo.preset A4", 2,
     "lfo.preset:1:4: --amp: there is no wave"},
    {"version; printf 'x\\n1\\n  2/0\\n' >bad.scl; \"$WT\" render --scale bad.scl A4", 3,
     "bad.scl:3:3: '2/0', expected a pitch"},
    {"version; echo A4 -o no/x.wav >jobs; \"$WT\" batch jobs", 5,
     "(make it first, or add --parents)"},
};

static void what_people_type_is_done_or_answered(void **state) {
    (void)state;
    assert_true(sizeof answers / sizeof *answers >= 60);
    int wrong = 0;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; ++i) {
        const answer *a = &answers[i];
        ending e = run_shell("\"$WT\" %s >out </dev/null", a->typed);
        const bool told = a->answer[0] ? strstr(e.err, a->answer) != NULL : e.n_err == 0;
        if (e.status != a->status || !told) {
            print_message("wavetable %s: status %d, wanted %d and \"%s\": %s\n", a->typed, e.status,
                          a->status, a->answer, e.err);
            ++wrong;
        }
        forget(&e);
    }
    assert_int_equal(wrong, 0);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_type_is_done_or_answered),
    };
    return cmocka_run_group_tests_name("typed", tests, enter_folder, leave_folder);
}
