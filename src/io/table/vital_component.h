// What Vital builds a cycle of, one kind a row: to add one is a row and its file.
//
// A component of a group makes the cycle at a position, or changes what those before it made.
// Behaviour is that of the program (1.0 to 1.5), described from its files and what it plays.
#ifndef WT_IO_TABLE_VITAL_COMPONENT_H
#define WT_IO_TABLE_VITAL_COMPONENT_H

#include "io/table/vital_keyframes.h"
#include "io/table/vital_spectrum.h"

#include <stdbool.h>

typedef struct {
    wt_vital_track track;
    const char *text; // of the file, as wt_json_string_of wants it
    void *own;        // what its kind keeps
} wt_vital_part;

typedef struct {
    const char *name; // "Wave Source"
    // Read what the keyframes of part->track and the component say. Null: we cannot do it.
    wt_status (*load)(wt_vital_part *part, const json_t *component, wt_message *message);
    // Write the cycle at a position over `cycle`; positions rise from call to call.
    wt_status (*render)(wt_vital_part *part, int position, double *cycle, wt_vital_fft *fft,
                        wt_message *message);
    void (*free)(wt_vital_part *part); // of `own`; safe after a failed load
} wt_vital_kind;

extern const wt_vital_kind wt_vital_wave_source;  // keyframes are cycles
extern const wt_vital_kind wt_vital_audio_source; // windows on a sound
extern const wt_vital_kind wt_vital_line_source;  // lines through points

#endif
