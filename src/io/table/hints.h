// What the chunks of a WAVE file say about the length of its cycles.
#ifndef WT_IO_TABLE_HINTS_H
#define WT_IO_TABLE_HINTS_H

#include "io/sound/riff.h"
#include "io/table/parts.h"

// Note in `hints` what `chunk` says, where it is one that speaks of cycles (clm, srge, srgo, uhWT,
// cue, smpl); of several of a kind the first counts. What is malformed becomes a hint with a fault:
// whether that is an error depends on what else is said. Fails only where reading fails.
wt_status wt_table_hint(wt_cycle_hint hints[WT_N_BY], wt_source *source, const wt_chunk *chunk,
                        wt_message *message);

#endif
