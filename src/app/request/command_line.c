// Words to a request, by getopt_long over the table of options.
#include "app/request/options.h"

#include "app/request/habits.h"

#include "app/request/value.h"
#include "base/nearest.h"

#include <getopt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPTIONS = 96, LETTERS = 256 };

// What getopt wants, made from the table for one command.
typedef struct {
    char letters[2 * MOST_OPTIONS + 3];
    struct option names[MOST_OPTIONS + 1];
    size_t n_names;
    const wt_option *of[LETTERS + MOST_OPTIONS]; // by its value: a letter, or the place in `names`
} getopt_table;

static void add_option(getopt_table *table, const wt_option *option) {
    static const int has_argument[] = {no_argument, required_argument, optional_argument};
    const int value = LETTERS + (int)table->n_names;
    table->of[value] = option;
    table->names[table->n_names++] =
        (struct option){option->name, has_argument[wt_option_takes(option)], NULL, value};
    if (option->letter) {
        table->of[(unsigned char)option->letter] = option;
        const size_t n = strlen(table->letters);
        table->letters[n] = option->letter;
        table->letters[n + 1] = wt_option_takes(option) == WT_VALUE ? ':' : '\0';
    }
}

static void make_table(getopt_table *table, int command) {
    memset(table, 0, sizeof *table);
    strcpy(table->letters, ":"); // missing values are told apart, and getopt prints nothing
    for (size_t g = 0; g < wt_n_option_groups; ++g) {
        for (size_t i = 0; i < wt_option_groups[g].n_options; ++i) {
            if (wt_option_groups[g].options[i].commands & command) {
                add_option(table, &wt_option_groups[g].options[i]);
            }
        }
    }
}

static const char *nearest_name(const getopt_table *table, const char *name) {
    const char *names[MOST_OPTIONS];
    for (size_t i = 0; i < table->n_names; ++i) {
        names[i] = table->names[i].name;
    }
    return wt_nearest(name, names, table->n_names);
}

static const wt_location *place_of(const wt_words *words, const char *word) {
    for (size_t i = 0; i < words->count; ++i) {
        if (words->words[i] == word) {
            return &words->places[i];
        }
    }
    return NULL;
}

// Which options of the command a name may be short for. False: fewer than two.
static bool is_ambiguous(const getopt_table *table, const char *name, char *what, size_t size) {
    size_t at = (size_t)snprintf(what, size, "it may be");
    int n = 0;
    for (size_t i = 0; i < table->n_names; ++i) {
        if (strncmp(table->names[i].name, name, strlen(name)) == 0 && at < size) {
            at += (size_t)snprintf(what + at, size - at, "%s --%s", n > 0 ? "," : "",
                                   table->names[i].name);
            ++n;
        }
    }
    if (at < size) {
        snprintf(what + at, size - at, " (write more of it)");
    }
    return n > 1 && name[0];
}

// Which other commands have an option of this name, or else of this letter. False: none.
static bool is_of_others(const char *name, char letter, char *what, size_t size) {
    size_t at = (size_t)snprintf(what, size, "it has no place here, but is an option of");
    bool found = false;
    for (size_t c = 0; c < wt_n_option_commands; ++c) {
        const wt_option_command *command = &wt_option_commands[c];
        getopt_table other;
        make_table(&other, command->bit);
        bool has = letter && letter != ':' && strchr(other.letters, letter);
        for (size_t i = 0; name && i < other.n_names; ++i) {
            has = has || strcmp(other.names[i].name, name) == 0;
        }
        if (has && at < size) {
            at += (size_t)snprintf(what + at, size - at, "%s %s", found ? "," : "", command->name);
            found = true;
        }
    }
    if (at < size) {
        snprintf(what + at, size - at, " (leave it out)");
    }
    return found;
}

static void unknown_option(const getopt_table *table, const wt_words *words, const char *word,
                           char letter, wt_fault *fault) {
    char what[200];
    char name[64];
    if (optopt >= LETTERS) {
        snprintf(name, sizeof name, "--%s", table->of[optopt]->name);
        snprintf(what, sizeof what, "it takes no value (leave '=' and what follows out)");
    } else if (strncmp(word, "--", 2) != 0) {
        snprintf(name, sizeof name, "-%c", letter);
        const char *habit = wt_habit_of_option(name + 1);
        if (letter >= '0' && letter <= '9') {
            snprintf(what, sizeof what,
                     "there is no option -%c (a value? --normalize=%.20s, -g %.20s)", letter, word,
                     word);
        } else if (!is_of_others(NULL, letter, what, sizeof what)) {
            snprintf(what, sizeof what, "there is no option -%c (%s%s)", letter,
                     habit ? "here it is " : "see wavetable help", habit ? habit : "");
        }
    } else {
        snprintf(name, sizeof name, "%.50s", word);
        name[strcspn(name, "=")] = '\0';
        const char *nearest = nearest_name(table, name + 2);
        const char *habit = wt_habit_of_option(name + 2);
        if (!is_ambiguous(table, name + 2, what, sizeof what) &&
            !is_of_others(name + 2, '\0', what, sizeof what)) {
            snprintf(what, sizeof what,
                     habit     ? "unknown option (here it is %s)"
                     : nearest ? "unknown option (did you mean --%s?)"
                               : "unknown option (see wavetable help)",
                     habit ? habit : nearest);
        }
    }
    wt_fault_text(fault, place_of(words, word), name, word, 0, what);
}

static void missing_value(const wt_words *words, const wt_option *option, const char *word,
                          wt_fault *fault) {
    char what[120];
    char name[64];
    snprintf(name, sizeof name, "--%s", option ? option->name : "?");
    snprintf(what, sizeof what, "expected %s after it", option ? option->argument : "a value");
    wt_fault_text(fault, place_of(words, word), name, word, strlen(word), what);
}

// Remember what a picture, or a verb of table, has no use for: which one it is is known only at
// the end.
static void note_strays(wt_request *request, int command, const wt_option *option) {
    static const int pictures[] = {WT_OF_CYCLES, WT_OF_SOUND, WT_OF_ENV, WT_OF_FILE};
    static const int verbs[] = {WT_OF_INFO, WT_OF_MAKE, WT_OF_CONVERT, WT_OF_LIST};
    for (int i = 0; i < 4; ++i) {
        if (!(option->commands & pictures[i]) && !request->plot.stray[i]) {
            request->plot.stray[i] = option->name;
        }
    }
    for (int i = 0; i < 4 && command == WT_FOR_TABLE; ++i) {
        if (!(option->commands & verbs[i]) && !request->table.stray[i]) {
            request->table.stray[i] = option->name;
        }
    }
}

static void use_option(const wt_words *words, int command, wt_request *request,
                       const wt_option *option, const char *word, wt_fault *fault) {
    char name[64] = "--";
    strncat(name, option->name, sizeof name - 3);
    const char *argument = wt_option_takes(option) == WT_NO_VALUE ? NULL : optarg;
    wt_option_use use = {request, name, argument, place_of(words, word), fault};
    note_strays(request, command, option);
    request->sound.given = request->sound.given || (option->commands & WT_OF_TIMBRE);
    wt_value_read(&use, option);
}

// The word that getopt just read: the one before optind, or, within a bundle, the one there.
static const char *word_of(char **argv, int argc, int before) {
    const int last = optind > before ? optind - 1 : before;
    const char *word = argv[last < argc ? last : argc - 1];
    return word[0] == '-' || optind >= argc ? word : argv[optind];
}

static void read_options(const getopt_table *table, const wt_words *words, int command, char **argv,
                         wt_request *request, wt_fault *fault) {
    optind = 0; // GNU: start anew
    opterr = 0;
    const int argc = (int)words->count;
    while (!fault->kind) {
        const int at = optind > 0 ? optind : 1;
        const int value = getopt_long(argc, argv, table->letters, table->names, NULL);
        if (value < 0) {
            return;
        }
        const char *word = argv[(optind > at ? optind : at + 1) - 1];
        if (value == '?') {
            unknown_option(table, words, word_of(argv, argc, at), (char)optopt, fault);
        } else if (value == ':') {
            missing_value(words, table->of[optopt], word, fault);
        } else {
            use_option(words, command, request, table->of[value], word, fault);
        }
    }
}

bool wt_request_read(wt_request *request, const wt_words *words, int command,
                     void (*operand)(wt_option_use *use), wt_fault *fault) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; // getopt keeps its state in globals
    static getopt_table table;
    static int made_for; // the command that is read is mostly the one before
    wt_request_init(request);
    request->words = *words;
    char **argv = malloc((words->count + 1) * sizeof *argv); // getopt permutes it
    if (!argv) {
        return wt_fault_memory(fault);
    }
    memcpy(argv, words->words, words->count * sizeof *argv);
    argv[words->count] = NULL;
    pthread_mutex_lock(&lock);
    if (made_for != command) {
        make_table(&table, command);
        made_for = command;
    }
    read_options(&table, words, command, argv, request, fault);
    const size_t first = (size_t)optind;
    pthread_mutex_unlock(&lock);
    const bool asked = request->help || request->version;
    size_t at = 0; // operands keep their order
    for (size_t i = first; i < words->count && !fault->kind && !asked; ++i) {
        while (words->words[at] != argv[i]) {
            ++at;
        }
        wt_option_use use = {request, "NOTE", argv[i], &words->places[at], fault};
        operand(&use);
    }
    free(argv);
    wt_request_complete(request, command == WT_FOR_BATCH);
    return fault->kind == 0;
}
