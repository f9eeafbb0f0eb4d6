// The one table of options, which parsing, --help, the man page and completion share.
#ifndef WT_APP_REQUEST_OPTIONS_H
#define WT_APP_REQUEST_OPTIONS_H

#include "app/request/request.h"
#include "text/unit.h"

// Which commands take an option.
enum {
    WT_FOR_RENDER = 1,
    WT_FOR_BATCH = 2,
    WT_FOR_TABLE = 4,
    WT_FOR_PLOT = 8,
    WT_FOR_SCORE = 64,
    WT_FOR_ALL = 15 | WT_FOR_SCORE,
    WT_FOR_PART = 128
};

typedef struct {
    int bit;
    const char *name;
} wt_option_command;

extern const wt_option_command wt_option_commands[];
extern const size_t wt_n_option_commands;

// Those that say what a part of a score sounds like: a song plays presets until one is used.
enum { WT_OF_TIMBRE = 65536 };

// Of the options of plot: which pictures have a use for one.
enum {
    WT_OF_CYCLES = 256,
    WT_OF_SOUND = 512,
    WT_OF_ENV = 1024,
    WT_OF_FILE = 2048, // a sound file
    WT_OF_ANY = WT_OF_CYCLES | WT_OF_SOUND | WT_OF_ENV | WT_OF_FILE,
};

// Of the options of table: which verbs have a use for one.
enum {
    WT_OF_INFO = 4096,
    WT_OF_MAKE = 8192,
    WT_OF_CONVERT = 16384,
    WT_OF_LIST = 32768,
    WT_OF_VERBS = WT_OF_INFO | WT_OF_MAKE | WT_OF_CONVERT | WT_OF_LIST,
};

// One use of an option, as its reader sees it.
typedef struct {
    wt_request *request;
    const char *name;  // "--rate"
    const char *value; // null: an optional value that was not given
    const wt_location *place;
    wt_fault *fault;
} wt_option_use;

typedef enum {
    WT_SLOT_FLAG,   // bool: set; takes no value
    WT_SLOT_WORD,   // int: the place of the value in the argument, whose words are those of an enum
    WT_SLOT_NUMBER, // double, low..high in `unit`
    WT_SLOT_COUNT,  // int, low..high
    WT_SLOT_HERTZ,  // int, low..high, of frames a second
    WT_SLOT_DURATION, // wt_time
    WT_SLOT_PATH,     // const char *, borrowed: of a file to be made
    WT_SLOT_INPUT,    // const char *, borrowed: of a file that is there, by the folder of its word
    WT_SLOT_ENV,      // wt_env_setting; by dimension, from `low` on, unless that is -1
    WT_SLOT_OWN,      // `read` knows; takes a value
    WT_SLOT_OWN_OPTIONAL,
    WT_SLOT_OWN_FLAG,
} wt_slot_kind;

// How a value is read, and where in the request it goes.
typedef struct {
    wt_slot_kind kind;
    size_t offset;
    double low, high;
    wt_unit unit;
    void (*read)(wt_option_use *use); // sets use->fault
} wt_slot;

typedef struct {
    char letter; // 0: none
    const char *name;
    const char *argument; // "HZ"; of words "file|end|none"; null: none
    const char *help;
    const char *shown_default; // null: none
    int commands;
    wt_slot slot;
} wt_option;

typedef struct {
    const char *title; // "Notes"
    const wt_option *options;
    size_t n_options;
} wt_option_group;

extern const wt_option_group wt_option_groups[];
extern const size_t wt_n_option_groups;

typedef enum { WT_NO_VALUE, WT_VALUE, WT_OPTIONAL_VALUE } wt_value_kind;

// Return whether an option takes a value.
wt_value_kind wt_option_takes(const wt_option *option);

// Read words[1..] as options and operands of `command` into `request`, which is set to its
// defaults first. Words that are no options go to `operand`, one by one. False: fault is set; the
// request is to be freed in any case.
bool wt_request_read(wt_request *request, const wt_words *words, int command,
                     void (*operand)(wt_option_use *use), wt_fault *fault);

// The operand reader of render, plot and batch lines: a NOTE.
void wt_read_note_operand(wt_option_use *use);

// That of table and score: any word.
void wt_read_word_operand(wt_option_use *use);

#endif
