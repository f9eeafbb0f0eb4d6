// Rules: alternatives parted by |, in which <NAME> is another rule.
#include "grammar.h"

#include "app/request/options.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *alternatives;
} rules[] = {
    {"line", "<render>|<render>|<render>|<batch>|<batch>|<table>|<plot>|<help>|<any>"},
    {"render", "render -d 3ms <opts> <notes> <out>|render -d 3ms <opts> <notes>|render -d 3ms "
               "<opts> -s score.txt <out>|"
               "render -d 3ms @p.preset <opts> <notes> <out>|render -d 3ms <opts> --each <ranges> "
               "-o out/<template>|"
               "render -d 3ms <opts> -s in/m.mid <out>|render -d 3ms <raw> <opts> <notes>|render "
               "-d 3ms <opts> <notes> <raw>"},
    {"batch", "batch -j 1 <bopts> jobs.txt|batch -j 1 jobs.txt <bopts>|batch -j 1 <bopts> jobs.txt "
              "<bopt>|batch <any>"},
    {"bopts", "|-j 1|-j 2 <bopts>|<bopt>|<bopt> <bopts>"},
    {"bopt",
     "-k|--dry-run|--shard 1/2|--shard <int>/<int>|--root out|--root <path>|--log out/log|"
     "--log <path>|--resume|--log out/log --resume|--sync <sync>|-q|--items 2|--items <int>|"
     "--seed <int>|--to out/all.tar|--to out/all.npy|<opt>"},
    {"table",
     "table info <specs>|table info <specs> --json|table info <specs> --frame <int>|"
     "table make <spec> -o out/<tablename> <topts>|table make <spec> -o - <topts>|"
     "table convert <file> -o out/<tablename> <topts>|table convert <file> <topts>|table <any>"},
    {"topts", "||<topt>|<topt> <topts>"},
    {"topt", "--length <len>|--cycles <cyc>|-b 16|-b 32|--frame <len>|-t wt|-t wav|--normalize|"
             "--normalize=cycle|--remove-dc|--align|--reverse|-t h|-t vitaltable|--raw s16"},
    {"len", "16|64|32|100|<int>"},
    {"cyc", "1|2|3|<int>"},
    {"tablename", "t.wav|t.wt|t.WT|t|t.h|t.vitaltable|t.flac"},
    {"specs", "<spec>|<spec> <spec>|<file>|<any>"},
    {"plot", "plot -w <spec> <pout>|plot --env <env> <pout>|plot --env <env> <note> <pout>|"
             "plot --wave-out -d 3ms <opts> <note> <pout>|plot --spectrum -d 3ms <opts> <note> "
             "<pout>|plot <any> <pout>"},
    {"pout", "-o - -t csv|-o - -t svg|-o out/p.csv|-o out/p.svg|<picture>|-o - -t txt||-t txt"},
    {"picture", "-o out/q.svg|-o out/q.txt -t txt|-o out/q.csv|-t svg|-o - -t txt|-o out/p.png"},
    {"help", "help|help <topic>|--help|--version|help --man|help --completion <shell>|"
             "render --help|batch -h|table --version|help <any>"},
    {"topic",
     "notes|waves|envelopes|scores|presets|recipe|batch|log|loop|formats|render|table|plot"},
    {"shell", "bash|zsh|fish|tcsh|''"},
    {"out", "-o out/x.<suffix>|-o out/x.<suffix>|-o out/x -t <type>|-o -|-t <type>|-o <path>|"},
    {"raw", "-t raw -e float -b 32 -o -|-e float -b 32|-t raw -b <bits>"},
    {"suffix", "wav|wav|raw|flac|ogg|opus|aiff|au|caf|w64|rf64|WAV|xyz"},
    {"type", "raw|wav|aiff|au|caf|flac|ogg|opus|w64|rf64|mp3"},
    {"bits", "8|16|24|32|64|12|0"},
    {"template", "<note1>.wav|{note}.wav|{midi}-{vel}.wav|{n}.flac|{hz}.raw|x.wav|{x}.wav|{note}"},
    {"note1", "{note}|{n}"},
    {"ranges", "C4..D4|A3..C4/2@40,127|C4|C4 E4|C4,E4|C2..C3/5|<note>"},
    {"notes", "<note>|<note>|<note> <note>|<note> <notes>|"},
    {"note",
     "<pitch>|<pitch>:<dur>|<pitch>:<dur>@<vel>|<pitch>,<pitch>:<dur>|_:<dur>|<pitch>@<vel>"},
    {"pitch", "A4|C4|F#3|Bb2|A4+50c|69|60.5|440Hz|0.5kHz|C-1|G9|127|<num>|20000Hz|H4|C99"},
    {"dur", "5ms|2ms|0.01|1/64|480fr|0|0.001s|0:00.01|10ms|1fr|<num>|1e12"},
    {"vel", "127|64|1|0|<int>|0.5|100.5"},
    {"opts", "|-w sine|-w in/a.wav -B off|-w harm:1:0.5|<opt>|<opt>|<opt> <opt>|<opt> <opts>"},
    {"opt",
     "-d <dur>|-T <num>|--tuning <num>|--length <dur>|-w <spec>|-w <spec>|-m <denv>|-x <denv>|"
     "--scan <scan>|-E <engine>|-i <interp>|-B off|-B on|--phase <num>|-a <env>|--adsr <adsr>|"
     "-p <env>|--fm <fm>|--index <env>|--pan <env>|--unison <unison>|-g <num>|--normalize|"
     "--normalize=<num>|--seed <int>|-r <rate>|-b <bits>|-e <enc>|-c <chan>|--dither <dither>|"
     "--strict|--sync <sync>|-q|-v|--loop|--frame <len>|--glide <dur>|--legato|--middle-c C3|"
     "--scale in/s.scl|--keymap in/k.kbm|--scale in/s.scl --keymap in/k.kbm|-j 2|--tempo 96|"
     "--only <int>|--part lead=@p.preset|--parents|--map out/m.sfz|<table option>"},
    {"scan", "mix|cycle|random|x"},
    {"engine", "float|q15|q31|q15|q31|q7"},
    {"interp", "none|nearest|linear|cubic|sinc"},
    {"adsr", "0,0,1,0|1ms,1ms,0.5,1ms|5ms,0,1,5ms|<dur>,<dur>,<num>,<dur>|1,2"},
    {"fm", "2|2:sine|0.5:in/a.wav|100Hz|100Hz:saw|<num>:<spec>|1:t"},
    {"unison", "2,10|3,20,1|7,50,0.5|<int>,<num>|<int>,<num>,<num>"},
    {"rate", "48000|44.1k|8000|1000|11025|44100Hz|768000|<num>"},
    {"enc", "signed|unsigned|float|x"},
    {"chan", "1|2|2|3"},
    {"dither", "none|tpdf|shaped|x"},
    {"sync", "file|end|none|x"},
    {"denv", "<env>|0=<env>|1=<env>|<int>=<env>"},
    {"env", "<num>|0:0,1:1|0:0,5ms:1,10ms:0|0:0,50%:1~3|0:0,1:1vel|0:key,0.01:0|lfo:sine:5Hz:0:1|"
            "lfo:square:<num>Hz:<num>:<num>|lfo:t:100Hz:0:1|file:in/env.wav|file:in/env.flac|"
            "<env>+<env>|<env>*<env>|rand:-1:1|cc:1:0:1|lfo:sine:1/"
            "16:0:1:0.5|<dur>:<num>,<dur>:<num>~<num>"},
    {"spec",
     "sine|saw|square|triangle|pulse:0.25|pulse:<num>|harm:1:0.5:0.25|harm:<num>:<num>|in/a.wav|"
     "in/a.wav#0|in/a.wav#1-2|in/b.wt|in/a.wav#2-0|./in/r.recipe|t|<spec>,<spec>|sine,saw|noise|"
     "noise:pink|in/env.wav|in/m.mid|nothing|<file>#<int>|saw"},
    {"file",
     "in/a.wav|in/b.wt|in/t.wav|in/r.recipe|in/env.flac|in/bad.wav|in/missing.wav|in|<path>"},
    {"path", "out/x.wav|out/y|/dev/null|in/a.wav|jobs.txt|p.preset|out|''|./x.wav|out/../z.wav|-|"
             "out/nowhere/x.wav|score.txt|in/link.wav|out/<esc>.wav"},
    {"esc", "\x1b[31m|\xc2\x9b|\xff\xfe|\xe2\x80\xae|a\xA0"
            "b|\x7f"},
    {"num",
     "0|1|0.5|-1|2|440|1e3|1e-9|nan|inf|-0|50%|-3dB|+12|0.25|1e308|4294967297|<int>|x|1,5|''"},
    {"int", "0|1|2|3|7|-1|16|100|65536|2147483647|2147483648|18446744073709551616|x|1.5"},
    {"any",
     "<num>|<spec>|<env>|<note>|<path>|@p.preset|@in/loop.preset|@nothing|--|<opt>|-Z|--no-such|"
     "'quoted|<esc>|<table option>|''"},
    // Files.
    {"jobs", "<job>\n|<job>\n<job>\n<job>\n|<job>\n<jobs>|# "
             "comment\n\n<jobs>|<any>\n|\xef\xbb\xbf<job>\r\n|<job>"},
    {"job", "-d 2ms <opts> <note> -o out/<n>.wav|-d 2ms <opts> <note> -o "
            "out/<n>.<suffix>|wavetable render -d 2ms <note> -o "
            "out/{n}.wav|"
            "-w {w=sine|saw} -d {x=1..5/1}ms A4 -o out/{line}-{n}.wav|-d 2ms @p.preset <note> -o "
            "out/<n>.wav|"
            "-d 2ms <opts> <note> -o <path>|-d 2ms <opts> -s score.txt -o out/<n>.wav|<any>|"
            "-d 2ms <opts> <note> -o out/<n>.raw --adsr 0,0,1,0"},
    {"n", "a|b|c|d|e|f|g|h"},
    {"score", "<event>\n|<event>\n<event>\n|tempo 96\n<score>|part lead -w sine\n0 lead: <notes>\n|"
              "# c\n<event>\r\n|<any>\n|tempo <num> at <dur>\n<event>\n"},
    {"event", "<dur> <notes>|0 <notes>|+<dur> <notes>|>\xA0<notes>|0 lead: <notes>|0 <any>"},
    {"preset", "<opts>\n|<opts> # c\n<opts>\n|-w sine\n--adsr 0,0,1,0\n|@p.preset|<any>\n"},
};

enum { DEEPEST = 12 };

static uint8_t next(grammar *g) {
    return g->at < g->n ? g->bytes[g->at++] : 0;
}

void grammar_begin(grammar *g, const uint8_t *bytes, size_t n) {
    *g = (grammar){.bytes = bytes, .n = n};
    g->spoiling = next(g);
    g->twice = next(g) % 8 == 0;
}

bool grammar_once_more(const grammar *g) {
    return g->twice;
}

typedef struct {
    char *text;
    size_t n, room;
} text;

static void put(text *t, char c) {
    if (t->n + 1 < t->room) {
        t->text[t->n++] = c;
        t->text[t->n] = '\0';
    }
}

// Any option that there is, of any command, with a value if it takes one: the table is the
// program's.
static void put_table_option(text *t, grammar *g) {
    const wt_option_group *const group = &wt_option_groups[next(g) % wt_n_option_groups];
    const wt_option *const option = &group->options[next(g) % group->n_options];
    const bool is_harmless =
        strcmp(option->name, "output") != 0 && strcmp(option->name, "duration");
    for (const char *c = is_harmless ? "--" : "-"; *c; c++) {
        put(t, *c);
    }
    for (const char *c = is_harmless ? option->name : "q"; *c; c++) {
        put(t, *c);
    }
    if (is_harmless && option->argument && next(g) % 4) {
        put(t, ' ');
    }
}

static void expand(text *t, grammar *g, const char *name, size_t length, int depth);

static void expand_one(text *t, grammar *g, const char *from, const char *to, int depth) {
    for (; from < to; from++) {
        const char *const end = *from == '<' ? memchr(from, '>', (size_t)(to - from)) : NULL;
        if (end) {
            expand(t, g, from + 1, (size_t)(end - from - 1), depth + 1);
            from = end;
        } else {
            put(t, *from);
        }
    }
}

static const char *end_of(const char *alternative) {
    const char *c = alternative;
    for (int braces = 0; *c && (*c != '|' || braces > 0); c++) { // {w=a|b} is a field
        braces += *c == '{' ? 1 : *c == '}' ? -1 : 0;
    }
    return c;
}

static void expand_rule(text *t, grammar *g, const char *alternatives, int depth) {
    int n = 1;
    for (const char *c = end_of(alternatives); *c; c = end_of(c + 1)) {
        n++;
    }
    int chosen = depth > DEEPEST ? 0 : next(g) % n;
    const char *from = alternatives;
    for (; chosen > 0; chosen--) {
        from = end_of(from) + 1;
    }
    expand_one(t, g, from, end_of(from), depth);
}

static void expand(text *t, grammar *g, const char *name, size_t length, int depth) {
    if (length == 12 && memcmp(name, "table option", 12) == 0) {
        put_table_option(t, g);
        static const char any[] = "<num>";
        if (t->n > 0 && t->text[t->n - 1] == ' ') {
            expand_one(t, g, any, any + sizeof any - 1, depth);
        }
        return;
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (strlen(rules[i].name) == length && memcmp(rules[i].name, name, length) == 0) {
            expand_rule(t, g, rules[i].alternatives, depth);
            return;
        }
    }
    put(t, '<'); // not a rule: as it is
}

// One byte changed, doubled or taken out.
static void spoil(text *t, grammar *g) {
    if (t->n == 0) {
        return;
    }
    const size_t at = (next(g) | (size_t)next(g) << 8) % t->n;
    const uint8_t how = next(g);
    if (how % 3 == 0) {
        t->text[at] = (char)next(g);
    } else if (how % 3 == 1 && t->n + 1 < t->room) {
        memmove(t->text + at + 1, t->text + at, t->n - at + 1);
        ++t->n;
    } else {
        memmove(t->text + at, t->text + at + 1, t->n - at);
        --t->n;
    }
}

void grammar_text(grammar *g, const char *name, char *out, size_t room) {
    text t = {out, 0, room};
    out[0] = '\0';
    expand(&t, g, name, strlen(name), 0);
    if (g->spoiling % 8 == 7) {
        spoil(&t, g);
    }
}

void grammar_line(grammar *g, char *out, size_t room) {
    grammar_text(g, "line", out, room);
    for (char *c = out; *c; c++) { // a command line is one
        *c = *c == '\n' ? ' ' : *c;
    }
}

// Nothing but what says so may say what is written, or where, and nothing that others may say it
// in.
bool grammar_is_float32(const char *line) {
    static const char piped[] = "render -d 3ms -e float -b 32 ";
    static const char said[] = "-t raw -e float -b 32 -o -";
    static const char *const others[] = {" -e",  " -b", " -t", " -o", " --e",   " --b", " --t", "@",
                                         " --o", " -h", "--h", "--v", "--each", "'",    " -- "};
    const bool is_piped = strncmp(line, piped, sizeof piped - 1) == 0;
    const char *const at = is_piped ? line : strstr(line, said);
    if (!at) {
        return false;
    }
    const char *const rest = at + (is_piped ? sizeof piped - 2 : sizeof said - 1);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const char *const first = strstr(line, others[i]);
        const bool is_before = first && first + 1 < at;
        if (is_before || strstr(rest, others[i])) {
            return false;
        }
    }
    return true;
}
