// The table of commands: dispatch, help, manual and completion walk it.
#include "cli/commands.h"

#include "app/request/options.h"

#include <string.h>

const wt_command wt_commands[] = {
    {"render", WT_FOR_RENDER, wt_command_render, "wavetable render [OPTION]... NOTE...",
     "Render notes, one after another, into one sound.",
     "  wavetable render -w saw A4 -o a4.wav\n"
     "  wavetable render -w sine,saw -m 0:0,2:1 C3:2 |\n"
     "      play -t raw -r 48000 -e signed -b 16 -c 1 -\n"
     "  wavetable render -T 96 C4:1/4 E4:1/4 C4,E4,G4:1/2 -o tune.flac\n"},
    {"table", WT_FOR_TABLE, wt_command_table, "wavetable table info|make|convert|list ...",
     "Look at, build and convert wavetables.\n"
     "  table info TABLE... [--json]     what a table holds, and how that is known\n"
     "  table make SPEC... -o FILE       build a table from any SPEC\n"
     "  table convert IN... -o FILE|DIR  between WAV (with clm), .wt, .vitaltable, C\n"
     "  table list [--json]              the tables that ship, for -w NAME\n"
     "  table list --presets             the presets that ship, for @NAME\n"
     "A TABLE or IN is a file, also a recipe (wavetable help recipe), or the NAME of\n"
     "one that ships, or some of its cycles: bank.wav#3-8, bank.wav#8-3.",
     "  wavetable table info bank.wav --json\n"
     "  wavetable table make sine,saw --cycles 64 -o sweep.wav\n"
     "  wavetable table make ./my.recipe -o my.wav\n"
     "  wavetable table convert sweep.wav -o sweep.wt\n"
     "  wavetable table convert pack/*.wav -t vitaltable --length 2048 -o out/\n"},
    {"score", WT_FOR_SCORE, wt_command_score, "wavetable score info FILE",
     "Say what a MIDI file or a text score holds.\n"
     "Its tempo and length, and the notes of its channels, tracks and parts: whom\n"
     "--part and --only of render may name.",
     "  wavetable score info song.mid\n"
     "  wavetable score info song.mid --json\n"},
    {"plot", WT_FOR_PLOT, wt_command_plot, "wavetable plot [OPTION]... SOURCE",
     "Draw cycles, a spectrum, a spectrogram, a waveform or an envelope.\n"
     "  plot -w SPEC                          the cycles, one behind the other\n"
     "  plot --spectrum [-w SPEC]... NOTE     levels by frequency, aliases told apart\n"
     "  plot --wave-out [-w SPEC]... NOTE...  the rendered waveform\n"
     "  plot --spectrogram NOTE...            levels by time and frequency\n"
     "  plot --spectrum|--spectrogram FILE    the same of a sound file\n"
     "  plot --env ENV [NOTE]                 an envelope\n"
     "Without -o it draws in the terminal, as wide as that is, or COLUMNS. CSV is the\n"
     "plotted numbers. Samples are as exact as the engine makes them, unless -b, -e or\n"
     "--dither ask for a file's.",
     "  wavetable plot -w sine,triangle,saw,square\n"
     "  wavetable plot -w bank.wav -o bank.svg\n"
     "  wavetable plot --spectrum -B off C7 -o aliases.png\n"
     "  wavetable plot --spectrum A4 -o - -t csv | head\n"
     "  wavetable plot --spectrogram song.wav -o song.png\n"
     "  wavetable plot --env 0:0,10ms:1,1:0~-4\n"},
    {"batch", WT_FOR_BATCH, wt_command_batch, "wavetable batch [OPTION]... [FILE|-]",
     "Do many renders, one per line of FILE, in parallel.\n"
     "Each line holds the words of one render, quoted as in a shell, with an -o FILE;\n"
     "blank lines and # comments are skipped, a pasted `wavetable render` read over:\n"
     "\n"
     "  # jobs.txt\n"
     "  -w saw C3:0.5 -o c3.wav\n"
     "  -w vowels -m 0:0,1:1 A2:1 -o vowels.flac\n"
     "  @lead.preset A4:1/2 -o lead.wav\n"
     "\n"
     "All lines are checked before any is rendered; a bad one is a bad input file:\n"
     "status 3, and nothing is done. With -k the good ones are rendered all the same,\n"
     "and the status is 1. No two lines may write one file, and none may write what\n"
     "another reads. The bytes depend neither on -j nor on the machine.",
     "  wavetable batch jobs.txt --dry-run -v           # check, and count\n"
     "  wavetable batch jobs.txt -j 8\n"
     "  wavetable batch jobs.txt --log log --resume     # go on where it ended\n"
     "  wavetable batch jobs.txt --shard 2/4            # the second of four machines\n"
     "  make-jobs | wavetable batch - --root out        # from a pipe, into out/ only\n"},
};

const size_t wt_n_commands = sizeof wt_commands / sizeof *wt_commands;

const wt_command *wt_command_named(const char *name) {
    for (size_t i = 0; i < wt_n_commands; ++i) {
        if (strcmp(wt_commands[i].name, name) == 0) {
            return &wt_commands[i];
        }
    }
    return NULL;
}
