// A note that ends on a seamless loop of its sustain, for samplers.
#ifndef WT_APP_RENDER_LOOP_H
#define WT_APP_RENDER_LOOP_H

#include "app/score/time_line.h"
#include "app/waves/sound.h"
#include "io/sound/sound_out.h"

enum { WT_LOOP_GUARD = 64 }; // frames of the loop that are repeated after its end

// Fit a loop to the one note of a time line, played by `sound`: its last frames before the release,
// as long as whole cycles want it and at most 1.5 s. The note is tuned, by 0.1 cent at most, so
// that its phases come round; the time line then ends with the loop. Voices of --unison, and
// pitches that swing or are heard with LFOs, are tuned by 1 cent at most, and rates of LFOs by 3 %,
// in up to 2^20 frames; `listener` hears by how much. False: fault says what moves, or what else
// forbids it.
bool wt_loop_fit(wt_loop *loop, wt_time_line *time_line, wt_sound *sound,
                 const wt_listener *listener, wt_fault *fault);

#endif
