// Scala tunings: scales (.scl) and keyboard mappings (.kbm).
//
// https://www.huygens-fokker.org/scala/scl_format.html and help.htm#mappings. Lines end with LF or
// CRLF, a byte order mark is passed over, lines that begin with `!` are comments, and text after a
// value is ignored. What cannot be read is refused, never guessed.
#ifndef WT_IO_SCALA_SCALA_IN_H
#define WT_IO_SCALA_SCALA_IN_H

#include "base/message.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { WT_SCALA_MAX_DEGREES = 100000 }; // of a scale, and entries of a mapping

typedef struct {
    double *cents; // owned: degrees 1..n above the root; the last is the period
    size_t n;      // >= 1
} wt_scala_scale;

typedef struct {
    int size;                  // 0: linear mapping, degree after degree
    int first_note, last_note; // keys outside are not retuned: they keep 12 equal steps
    int middle_note;           // where the mapping's first entry sits (linear: degree 0)
    int reference_note;        // where unmapped: halfway, in cents, between its mapped neighbours
    double reference_hz;
    int octave_degree; // whose pitch parts one repetition of the mapping from the next; 0: the last
    int *degrees;      // owned, `size` entries, -1: unmapped; null where size is 0
} wt_scala_keymap;

// A line and a byte in it, both from 1; line 0: before the first.
typedef struct {
    int line, column;
} wt_scala_place;

// Parse text in memory; `place`, where not null, receives that of a fault. Statuses:
// WT_BAD_FORMAT, WT_LIMIT, WT_NO_MEMORY. On failure nothing is left allocated.
wt_status wt_scala_read_scale(wt_scala_scale *scale, const char *text, size_t n,
                              wt_scala_place *place, wt_message *message);
wt_status wt_scala_read_keymap(wt_scala_keymap *keymap, const char *text, size_t n,
                               wt_scala_place *place, wt_message *message);
void wt_scala_scale_free(wt_scala_scale *scale);
void wt_scala_keymap_free(wt_scala_keymap *keymap);

#endif
