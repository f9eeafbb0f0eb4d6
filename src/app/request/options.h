// The one table of options, which parsing, --help, the man page and completion share.
#ifndef WT_APP_REQUEST_OPTIONS_H
#define WT_APP_REQUEST_OPTIONS_H

#include "app/request/request.h"

// Which commands take an option.
enum { WT_FOR_RENDER = 1, WT_FOR_BATCH = 2, WT_FOR_TABLE = 4, WT_FOR_PLOT = 8, WT_FOR_ALL = 15 };

// Of the options of plot: which pictures have a use for one.
enum {
    WT_OF_CYCLES = 256,
    WT_OF_SOUND = 512,
    WT_OF_ENV = 1024,
    WT_OF_ANY = WT_OF_CYCLES | WT_OF_SOUND | WT_OF_ENV,
};

// One use of an option, as its reader sees it.
typedef struct {
    wt_request *request;
    const char *name;  // "--rate"
    const char *value; // null: an optional value that was not given
    const wt_location *place;
    wt_fault *fault;
} wt_option_use;

typedef enum { WT_NO_VALUE, WT_VALUE, WT_OPTIONAL_VALUE } wt_value_kind;

typedef struct {
    char letter; // 0: none
    const char *name;
    wt_value_kind kind;
    const char *argument; // "HZ"
    const char *help;
    const char *shown_default; // null: none
    int commands;
    void (*read)(wt_option_use *use); // sets use->fault
} wt_option;

typedef struct {
    const char *title; // "Notes"
    const wt_option *options;
    size_t n_options;
} wt_option_group;

extern const wt_option_group wt_option_groups[];
extern const size_t wt_n_option_groups;

// Return the option of `command` that getopt_long's value stands for: a letter, or 256 + its place
// in the table.
const wt_option *wt_option_of(int value, int command);

// Read words[1..] as options and notes of `command` into `request`. Words that are no options go
// to `operand`, one by one. False: fault is set.
bool wt_options_read(const wt_words *words, int command, wt_request *request,
                     void (*operand)(wt_option_use *use), wt_fault *fault);

// The operand reader of render and batch lines: a NOTE.
void wt_read_note_operand(wt_option_use *use);

#endif
