// The SPEC grammar: the cycles of a dimension as a list of shapes, names and files.
#ifndef WT_TEXT_WAVE_H
#define WT_TEXT_WAVE_H

#include "core/tables/cycle.h"
#include "text/parse.h"

#include <stdbool.h>

typedef enum {
    WT_WAVE_SHAPE, // `cycle`, of a kind below WT_N_SHAPES
    WT_WAVE_NOISE, // `color`
    WT_WAVE_NAME,  // `path` is the name of a shipped table
    WT_WAVE_FILE,  // `path`, and `pick`
} wt_wave_kind;

// What is taken of a FILE or NAME: #[PART:][~][FIRST[-LAST]].
typedef struct {
    bool has_part;
    int part;        // which table of a file that holds several, from 0
    bool is_approx;  // '~': without what of it cannot be done
    bool has_cycles; // else all
    int first, last; // from 0; last < first: backwards
} wt_wave_pick;

typedef struct {
    wt_wave_kind kind;
    size_t at;      // byte offset of the item in the text, for messages
    wt_cycle cycle; // SHAPE: finite amplitudes, owned; 0 < width < 1
    int color;      // NOISE: 0 white, 1 pink, 2 brown
    char *path;     // NAME, FILE: owned, escapes removed
    wt_wave_pick pick;
} wt_wave_item;

typedef struct {
    wt_wave_item *items; // owned, n_items >= 1
    size_t n_items;
} wt_wave_text;

// As many as a dimension has cycles at most, and as a cycle has harmonics worth naming.
enum { WT_WAVE_MAX_ITEMS = 4096, WT_WAVE_MAX_AMPLITUDES = 65536 };

// Return the length of the NAME that `text` begins with: letters, digits, '-' and '_'.
size_t wt_wave_name_length(const char *text);

// Read SPEC := ITEM[,ITEM]... A FILE holds a '/' or a '.'; a comma in its name is written '\,'.
// FILE and NAME may end in #CYCLE, #FIRST-LAST (backwards, too), #PART: and #~, the latter two
// before cycles. Any other word of letters, digits, '-' and '_' is a NAME. Allocates; release with
// wt_wave_text_free.
wt_parse wt_read_wave(const char *text, wt_wave_text *wave);

void wt_wave_item_free(wt_wave_item *item);

void wt_wave_text_free(wt_wave_text *wave);

// Return whether one of the items is a FILE or NAME.
bool wt_wave_has_table(const wt_wave_text *wave);

// Read a wave that is built in or a NAME, with more behind it: the amplitudes of harm: end where a
// number has no colon behind it. Allocates, also where it fails; release with wt_wave_item_free.
wt_parse wt_read_wave_before(const char *text, wt_wave_item *wave);

#endif
