// Several threads on one stream: each renders the next chunk, one writes them in order.
#ifndef WT_CLI_CREW_H
#define WT_CLI_CREW_H

#include "cli/stream.h"

// As wt_stream, on `threads` >= 2 threads besides the caller's, which writes. The bytes are
// those of one thread.
bool wt_crew_run(int threads, const wt_piece *piece, const wt_sound *sound, wt_library *library,
                 const wt_target *target, wt_sound_out *out, wt_result *result, wt_fault *fault);

#endif
