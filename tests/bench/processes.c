// Whole processes against each other: CPU and wall time, median of interleaved runs, and peak
// memory.
//
// usage: bench_processes [-s] WAVETABLE DIRECTORY [RUNS [BEFORE]]
// Ratios are the result; absolute times are this machine's. Programs that are not installed are
// left out with a note. BEFORE is an older WAVETABLE, which runs each of its rows in turn with it.
// -s: only steady notes, and what moves.
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "song.h"

enum { MOST_RUNS = 51, MOST_ROWS = 16 };

typedef struct {
    double cpu_s, wall_s;
    long peak_kb;
} usage;

enum { BYTES = 57600000 }; // 600 s

// One program of a contest: a shell command, or, for null, a bare write of BYTES.
typedef struct {
    const char *name;
    const char *command;
    int n_files; // of a bare write
} contestant;

static const char *program, *before; // an older one, or null

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool bare_write(const char *path, size_t bytes) {
    static char block[65536];
    unlink(path);
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (size_t done = 0; fd >= 0 && done < bytes; done += sizeof block) {
        const size_t n = bytes - done < sizeof block ? bytes - done : sizeof block;
        if (write(fd, block, n) != (ssize_t)n) {
            return false;
        }
    }
    return fd >= 0 && close(fd) == 0;
}

static void bare_writes(const contestant *c) {
    bool ok = true;
    for (int i = 0; ok && i < c->n_files; ++i) {
        char path[32];
        snprintf(path, sizeof path, "bare%d.raw", i);
        ok = bare_write(path, (size_t)(BYTES / c->n_files));
    }
    _exit(!ok);
}

// exec spares the shell's own time: the command is one program and its words.
static void run_child(const contestant *c) {
    if (!c->command) {
        bare_writes(c);
    }
    char *words[64];
    char *copy = strdup(c->command);
    int n = 0;
    for (char *w = strtok(copy, " "); w && n < 63; w = strtok(NULL, " ")) {
        words[n++] = w;
    }
    words[n] = NULL;
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execvp(words[0], words);
    _exit(127);
}

static int run(const contestant *c, usage *u) {
    const double start = now();
    const pid_t pid = fork();
    if (pid == 0) {
        run_child(c);
    }
    int status;
    struct rusage r;
    wait4(pid, &status, 0, &r);
    *u = (usage){seconds(r.ru_utime) + seconds(r.ru_stime), now() - start, r.ru_maxrss};
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *x, int n) {
    qsort(x, (size_t)n, sizeof *x, by_value);
    return x[n / 2];
}

// Whether a row is ours, and the older program can run it too.
static bool has_before(const contestant *c, contestant *older) {
    static char command[8192];
    const size_t n = strlen(program);
    usage u;
    if (!before || !c->command || strncmp(c->command, program, n) != 0) {
        return false;
    }
    snprintf(command, sizeof command, "%s%s", before, c->command + n);
    *older = (contestant){c->name, command, 0};
    return run(older, &u) == 0;
}

static double cpu_of(const contestant *c) {
    usage u;
    run(c, &u);
    return u.cpu_s;
}

// The median of the ratios of CPU time to the older program's, pair by pair; 0: none.
static double against_before(const contestant *c, int runs) {
    double ratios[MOST_RUNS];
    contestant older;
    if (!has_before(c, &older)) {
        return 0.0;
    }
    for (int r = 0; r < runs; ++r) {
        const double now_s = cpu_of(c);
        ratios[r] = now_s / cpu_of(&older);
    }
    return median(ratios, runs);
}

// Run all contestants in turn, `runs` times; print each one's medians and ratios to the first.
static void contest(const char *title, const contestant *rows, int n_rows, int runs) {
    static double cpu[MOST_ROWS][MOST_RUNS], wall[MOST_ROWS][MOST_RUNS];
    long peak[MOST_ROWS] = {0};
    int present[MOST_ROWS];
    usage u;
    for (int i = 0; i < n_rows; ++i) {
        present[i] = run(&rows[i], &u) == 0;
    }
    for (int r = 0; r < runs; ++r) {
        for (int i = 0; i < n_rows; ++i) {
            if (present[i]) {
                run(&rows[i], &u);
                cpu[i][r] = u.cpu_s;
                wall[i][r] = u.wall_s;
                peak[i] = u.peak_kb > peak[i] ? u.peak_kb : peak[i];
            }
        }
    }
    printf("\n%s\n  %-34s %10s %10s %9s %9s %9s%s\n", title, "", "CPU ms", "wall ms", "CPU x",
           "wall x", "peak MB", before ? "   before x" : "");
    double first_cpu = 0.0;
    double first_wall = 0.0;
    for (int i = 0; i < n_rows; ++i) {
        if (!present[i]) {
            printf("  %-34s not installed, or failed\n", rows[i].name);
            continue;
        }
        const double c = median(cpu[i], runs);
        const double w = median(wall[i], runs);
        first_cpu = first_cpu > 0.0 ? first_cpu : c;
        first_wall = first_wall > 0.0 ? first_wall : w;
        printf("  %-34s %10.2f %10.2f %9.2f %9.2f %9.1f", rows[i].name, c * 1e3, w * 1e3,
               c / first_cpu, w / first_wall, (double)peak[i] / 1024.0);
        const double ratio = against_before(&rows[i], runs);
        ratio > 0.0 ? printf(" %10.2f\n", ratio) : puts("");
        fflush(stdout);
    }
}

static char *text(const char *format, const char *with) {
    char *s = malloc(1024);
    snprintf(s, 1024, format, with);
    return s;
}

static void put(const char *path, const char *content) {
    FILE *f = fopen(path, "w");
    fputs(content, f);
    fclose(f);
}

static void write_csound(void) {
    static const char format[] =
        "<CsoundSynthesizer>\n<CsInstruments>\nsr=48000\nksmps=64\nnchnls=1\n"
        "0dbfs=1\ngi ftgen 1,0,16384,7,-1,16384,1\ngi ftgen 2,0,16384,10,1\ninstr 1\n%s\nout a1\n"
        "endin\n</CsInstruments>\n<CsScore>\ni1 0 %s\n</CsScore>\n"
        "</CsoundSynthesizer>\n";
    static const char *const files[] = {"oscili.csd", "vco2.csd", "short.csd", "vibrato.csd"};
    static const char *const opcodes[] = {"a1 oscili 0.7,440,1", "a1 vco2 0.7,440",
                                          "a1 vco2 0.7,440",
                                          "k1 oscili 0.5,5,2\na1 vco2 0.7,440*semitone(k1)"};
    static const char *const durations[] = {"600", "600", "0.25", "600"};
    for (int i = 0; i < 4; ++i) {
        char content[1024];
        snprintf(content, sizeof content, format, opcodes[i], durations[i]);
        put(files[i], content);
    }
}

// A Faust program, compiled to C++, with a loop that writes 600 s of it as 16-bit samples.
static void make_faust(const char *name, const char *process) {
    char dsp[1024], make[2048];
    snprintf(dsp, sizeof dsp, "import(\"stdfaust.lib\"); process = %s;\n", process);
    put("faust.dsp", dsp);
    put("faust_main.cpp",
        "#include <algorithm>\n#include <cmath>\n#include <cstdint>\n#include <cstdio>\n"
        "#include <cstdlib>\n#include <cstring>\n"
        "#define FAUSTFLOAT float\n#define RESTRICT __restrict__\n"
        "struct UI { void openVerticalBox(const char *) {} void closeBox() {} };\n"
        "struct Meta { void declare(const char *, const char *) {} };\n"
        "struct dsp { virtual ~dsp() {} };\n"
        "#include \"faust_dsp.cpp\"\n"
        "int main() { static mydsp d; d.init(48000); static float o[1024]; static int16_t "
        "s[1024];\n"
        "float *out[1] = {o}; FILE *f = fopen(\"faust.raw\", \"wb\");\n"
        "for (int i = 0; i < 28125; i++) { d.compute(1024, nullptr, out);\n"
        "for (int j = 0; j < 1024; j++) { float x = o[j] * 32767;\n"
        "s[j] = (int16_t)(x > 32767 ? 32767 : x < -32768 ? -32768 : x); }\n"
        "fwrite(s, 2, 1024, f); } return fclose(f); }\n");
    snprintf(make, sizeof make,
             "faust -lang cpp faust.dsp -o faust_dsp.cpp >/dev/null 2>&1 && c++ -O3 -march=native "
             "-ffast-math -w faust_main.cpp -o faust_%s >/dev/null 2>&1",
             name);
    if (system(make) != 0) {
        char path[64];
        snprintf(path, sizeof path, "faust_%s", name);
        unlink(path);
    }
}

static void make_fausts(void) {
    make_faust("saw", "os.sawtooth(440)*0.7");
    make_faust("vibrato", "os.sawtooth(440*pow(2,os.osc(5)*0.5/12))*0.7");
    make_faust("seven",
               "par(i,7,os.sawtooth(440*pow(2,(os.osc(5)*0.5+(i-3)*0.0333)/12))) :> *(0.1)");
    make_faust("fm", "os.oscp(220,os.osc(440))*0.7");
}

static void long_note(const char *w, int runs) {
    const contestant rows[] = {
        {"bare write of 57.6 MB", NULL, 1},
        {"wavetable (default)", text("%s render A4:600 --adsr 5ms,0,1,0 --sync none -o a.wav", w),
         0},
        {"wavetable -j 1", text("%s render A4:600 -j 1 --adsr 5ms,0,1,0 --sync none -o a.wav", w),
         0},
        {"wavetable -i linear --dither none",
         text("%s render A4:600 -i linear --dither none --adsr 5ms,0,1,0 --sync none -o a.wav", w),
         0},
        {"wavetable -E q15 -i linear",
         text("%s render A4:600 -E q15 -i linear --adsr 5ms,0,1,0 --sync none -o a.wav", w), 0},
        {"faust os.sawtooth", "./faust_saw", 0},
        {"csound oscili (aliases)", "csound -d -m0 -W -o cs.wav oscili.csd", 0},
        {"csound vco2", "csound -d -m0 -W -o cs.wav vco2.csd", 0},
        {"sox synth saw (aliases)", "sox -n -r 48000 -b 16 s.wav synth 600 saw 440 gain -3", 0},
    };
    contest("600 s of one saw A4 into a 16-bit WAV, 48 kHz", rows,
            (int)(sizeof rows / sizeof *rows), runs);
}

// At 48 kHz the phases of A4 repeat after 1200 samples, which caches like; those of others do not.
static void other_pitches(const char *w, int runs) {
#define STEADY ":600 --adsr 5ms,0,1,0 --sync none -o a.wav"
    const contestant rows[] = {
        {"bare write of 57.6 MB", NULL, 1},
        {"A#4, default", text("%s render A#4" STEADY, w), 0},
        {"A#4, -i linear --dither none", text("%s render -i linear --dither none A#4" STEADY, w),
         0},
        {"A#4, -E q15", text("%s render -E q15 A#4" STEADY, w), 0},
        {"D3, default", text("%s render D3" STEADY, w), 0},
        {"D3, -i linear --dither none", text("%s render -i linear --dither none D3" STEADY, w), 0},
        {"D3, -E q15", text("%s render -E q15 D3" STEADY, w), 0},
        {"G1, default", text("%s render G1" STEADY, w), 0},
        {"G1, -i linear --dither none", text("%s render -i linear --dither none G1" STEADY, w), 0},
        {"G1, -E q15", text("%s render -E q15 G1" STEADY, w), 0},
    };
    contest("the same at other pitches", rows, (int)(sizeof rows / sizeof *rows), runs);
}

// 60 files of 10 s each.
static void notes_of_10_s(const char *w, int runs) {
    static const char *const pitches[] = {"A4", "A#4", "G1"};
    static const char *const engines[] = {"", "-i linear --dither none ", "-E q15 "};
    contestant rows[11] = {{"bare write of 60 files", NULL, 60},
                           {"bare write of their bytes as one", NULL, 1}};
    for (int i = 0; i < 9; ++i) {
        static char names[9][64], commands[9][512];
        char path[16], line[128];
        snprintf(path, sizeof path, "ten%d.txt", i);
        snprintf(line, sizeof line, "%s%s:10 --adsr 5ms,0,1,0 -o ten{n}.wav\n", engines[i % 3],
                 pitches[i / 3]);
        put(path, line);
        snprintf(names[i], sizeof names[i], "%s, %s", pitches[i / 3],
                 i % 3 ? engines[i % 3] : "default");
        snprintf(commands[i], sizeof commands[i], "%s batch -q %s --items 60 --sync none -j 1", w,
                 path);
        rows[2 + i] = (contestant){names[i], commands[i], 0};
    }
    contest("60 notes of 10 s, a file each", rows, 11, runs);
}

// Whole processes: what stages.c measures without the file.
static void dimensions(const char *w, int runs) {
#define LONG_LINEAR " A4:600 -i linear --dither none --adsr 0,0,1,0 -j 1 --sync none -o d.wav"
#define MOVING " -m 0:0,600:1 -m 0:1,600:0 -x 0:0,600:1" LONG_LINEAR
    const contestant rows[] = {
        {"1 cycle, linear", text("%s render" LONG_LINEAR, w), 0},
        {"2 dimensions of 2 cycles, moving",
         text("%s render -w saw,square -w pulse:0.3,pulse:0.4" MOVING, w), 0},
        {"2, one of them triangle and sine",
         text("%s render -w saw,square -w triangle,sine" MOVING, w), 0},
    };
    contest("600 s of one A4, moving mixes", rows, (int)(sizeof rows / sizeof *rows), runs);
}

// Against a steady note: what is played moves.
static void movement(const char *w, int runs) {
#define MOVED " --adsr 5ms,0,1,0 -j 1 --sync none -o m.wav"
#define VIBRATO " -p lfo:sine:5Hz:-0.5:0.5"
    const contestant rows[] = {
        {"a steady note", text("%s render A4:600" MOVED, w), 0},
        {"vibrato", text("%s render" VIBRATO " A4:600" MOVED, w), 0},
        {"vibrato, 7 voices of unison", text("%s render" VIBRATO " --unison 7,10 A4:600" MOVED, w),
         0},
        {"fm of sines", text("%s render -w sine --fm 2 A3:600" MOVED, w), 0},
        {"fm, moving index",
         text("%s render -w sine --fm 2 --index lfo:sine:1Hz:0:2 A3:600" MOVED, w), 0},
        {"moving amplitude", text("%s render -a lfo:sine:5Hz:0.2:1 A4:600" MOVED, w), 0},
        {"moving mix", text("%s render -w saw,square -m lfo:sine:1Hz:0:1 A4:600" MOVED, w), 0},
        {"bare write of 57.6 MB", NULL, 1},
        {"faust, vibrato", "./faust_vibrato", 0},
        {"faust, 7 voices of vibrato", "./faust_seven", 0},
        {"faust, fm", "./faust_fm", 0},
        {"csound vco2, vibrato", "csound -d -m0 -W -o cs.wav vibrato.csd", 0},
    };
    contest("600 s of what moves, 48 kHz, 16 bits", rows, (int)(sizeof rows / sizeof *rows), runs);
}

static void short_note(const char *w, int runs) {
    if (system(
            text("%s table make sine,saw,square,pulse:0.1 --cycles 256 -o big.wav >/dev/null 2>&1",
                 w)) != 0) {
        unlink("big.wav");
    }
    const contestant rows[] = {
        {"true", "/bin/true", 0},
        {"wavetable, 0.25 s", text("%s render A4:0.25 --sync none -o short.wav", w), 0},
        {"wavetable, with fsync", text("%s render A4:0.25 -o short.wav", w), 0},
        {"wavetable, first note of 256 cycles",
         text("%s render -w ./big.wav -m 0.5 A4:0.01 --sync none -o short.wav", w), 0},
        {"sox, 0.25 s", "sox -n -r 48000 -b 16 s.wav synth 0.25 saw 440 gain -3", 0},
        {"csound, 0.25 s", "csound -d -m0 -W -o cs.wav short.csd", 0},
    };
    contest("start-up: one note of 0.25 s", rows, (int)(sizeof rows / sizeof *rows), 3 * runs);
}

// A command on one core and on two, without its -j and its file.
static void on_two(const char *name, const char *command, int runs) {
    char commands[2][2048];
    char title[128];
    contestant rows[2] = {{.name = "-j 1"}, {.name = "-j 2"}};
    for (int i = 0; i < 2; ++i) {
        snprintf(commands[i], sizeof commands[i], "%s -j %d --sync none -o t.wav", command, 1 + i);
        rows[i].command = commands[i];
    }
    snprintf(title, sizeof title, "threads: %s", name);
    contest(title, rows, 2, runs);
}

static void threads(const char *w, int runs) {
    char notes[900] = "C2";
    static const char names[] = "CDEFGAB";
    for (int i = 1; i < 64; ++i) {
        snprintf(notes + strlen(notes), sizeof notes - strlen(notes), ",%c%d+%dc", names[i % 7],
                 1 + i / 7 % 6, i);
    }
    char command[1200];
    snprintf(command, sizeof command, "%s render -g -40 %s:300", w, notes);
    on_two("64 voices, 300 s", command, runs);
    snprintf(command, sizeof command,
             "%s render -p lfo:sine:5Hz:-0.5:0.5 --unison 7,10 --adsr 5ms,0,1,0 A4:1200", w);
    on_two("7 voices of vibrato, 1200 s", command, runs);
    if (write_song("song.mid", 90, false)) {
        snprintf(command, sizeof command, "%s render -s song.mid", w);
        on_two("a song of 16 channels, 180 s", command, runs);
    }
}

static void voices(const char *w, int runs) {
    static char commands[5][8192];
    static const int counts[] = {1, 4, 16, 64, 256};
    contestant rows[5];
    for (int c = 0; c < 5; ++c) {
        char *at = commands[c];
        at += sprintf(at, "%s render -g -60 -j 1 -t raw --sync none -o v.raw ", w);
        for (int i = 0; i < counts[c]; ++i) {
            at += sprintf(at, "%s%.3f", i ? "," : "", 30.0 + 60.0 * i / counts[c]);
        }
        sprintf(at, ":60");
        static char names[5][32];
        sprintf(names[c], "%d voices, 60 s, one thread", counts[c]);
        rows[c] = (contestant){names[c], commands[c], 0};
    }
    contest("voices (CPU x is against one voice; 60000 ms of wall time would be real time)", rows,
            5, runs);
}

static void songs(const char *w, unsigned seconds, int runs) {
    if (!write_song("song.mid", seconds / 2, false) ||
        !write_song("tutti.mid", seconds / 2, true)) {
        return;
    }
#define SONG " -j 1 --sync none -o song.wav"
    const contestant rows[] = {
        {"16 channels", text("%s render -s song.mid" SONG, w), 0},
        {"16 channels, none of which rests", text("%s render -s tutti.mid" SONG, w), 0},
    };
    char title[128];
    snprintf(title, sizeof title, "songs of %u s (%u ms of CPU would be 200 times real time)",
             seconds, seconds * 1000 / 200);
    contest(title, rows, 2, runs);
}

int main(int argc, char **argv) {
    const bool some = argc > 1 && strcmp(argv[1], "-s") == 0;
    argc -= some;
    argv += some;
    if (argc < 3 || chdir(argv[2]) != 0) {
        fprintf(stderr, "usage: bench_processes [-s] WAVETABLE DIRECTORY [RUNS [BEFORE]]\n");
        return 2;
    }
    program = argv[1];
    before = argc > 4 ? argv[4] : NULL;
    const int asked = argc > 3 ? atoi(argv[3]) : 7;
    const int runs = asked < 5 ? 5 : asked > 17 ? 17 : asked;
    write_csound();
    make_fausts();
    printf("whole processes, median of %d interleaved runs (x: ratio to the first row)\n", runs);
    long_note(argv[1], runs);
    other_pitches(argv[1], runs);
    notes_of_10_s(argv[1], runs);
    movement(argv[1], runs);
    if (some) {
        return 0;
    }
    dimensions(argv[1], runs);
    short_note(argv[1], runs);
    voices(argv[1], runs);
    threads(argv[1], runs);
    songs(argv[1], 60, runs);
    songs(argv[1], 180, runs);
    return 0;
}
