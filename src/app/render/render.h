// Rendering a plan into its file.
#ifndef WT_APP_RENDER_RENDER_H
#define WT_APP_RENDER_RENDER_H

#include "app/render/plan.h"
#include "app/render/stream.h"

// Render `plan` and write its file: whole under its name, or not at all. `listener` hears notes and
// how far it is. False: fault is set; *result is what became of the sound in any case.
bool wt_render(const wt_plan *plan, wt_result *result, const wt_listener *listener,
               wt_fault *fault);

// The same into `output`, which is open, and is the caller's to commit or abandon; null: the plan's
// file.
bool wt_render_to(const wt_plan *plan, wt_output *output, wt_result *result,
                  const wt_listener *listener, wt_fault *fault);

#endif
