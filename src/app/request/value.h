// Values of options: read to their end, of their range, into their slot.
#ifndef WT_APP_REQUEST_VALUE_H
#define WT_APP_REQUEST_VALUE_H

#include "app/request/options.h"
#include "text/number.h"
#include "text/unit.h"

// Set a fault at byte `at` of the value.
void wt_value_fault(wt_option_use *use, size_t at, const char *what);

// Return where the option stood.
static inline wt_location wt_value_place(const wt_option_use *use) {
    return use->place ? *use->place : (wt_location){0};
}

// True where `parse` succeeded and took the whole value; else sets the fault.
bool wt_value_whole(wt_option_use *use, wt_parse parse);

// Read the value of a use into the slot of its option. False: fault set.
bool wt_value_read(wt_option_use *use, const wt_option *option);

// Read a whole value as a number of low..high in `unit`. False: fault set, *out untouched.
bool wt_value_number(wt_option_use *use, wt_unit unit, double low, double high, double *out);
bool wt_value_integer(wt_option_use *use, int64_t low, int64_t high, int64_t *out);

// Read the value as the path of a file to be made. False: fault set, *path untouched.
bool wt_value_path(wt_option_use *use, const char **path);

// Continue after a comma at parse.at with a number of low..high in `unit`; offsets stay those of
// the value.
wt_parse wt_value_next(const wt_option_use *use, wt_parse parse, wt_unit unit, double low,
                       double high, const char *expected, double *out);

// Name a file, an owned string, as seen from the folder that the word's file lies in. False: fault
// set.
bool wt_value_from_folder(wt_option_use *use, char **name);

// Return the place of the value among words, as in "file|end|none"; `otherwise`, and a fault, where
// it is none of them.
int wt_value_word(wt_option_use *use, const char *words, int otherwise);

#endif
