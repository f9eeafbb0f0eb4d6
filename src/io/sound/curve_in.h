// A sound file as a curve of control values: channel 0, one value a frame.
#ifndef WT_IO_SOUND_CURVE_IN_H
#define WT_IO_SOUND_CURVE_IN_H

#include "base/message.h"
#include "base/status.h"

#include <stddef.h>

// Read channel 0 of the sound file at `path`: *samples is owned by the caller, *n >= 1 of them, all
// finite. Statuses as wt_table_file_read.
wt_status wt_curve_file_read(float **samples, size_t *n, const char *path, wt_message *message);

#endif
