// render --each: one file per note, named by a template.
#ifndef WT_APP_BATCH_EACH_H
#define WT_APP_BATCH_EACH_H

#include "app/request/request.h"
#include "app/waves/wave_store.h"

// Render every note of `request`, and every key of its ranges, into the file that the template
// --output names for it: {note} C#4, {midi} 61, {hz} 277.18, {vel} 127, {n} 1, 2, ... All names are
// made and compared before any work. The first failure is the fault; what was finished stays.
// False: fault is set.
bool wt_each_run(const wt_request *request, wt_wave_store *store, const wt_listener *listener,
                 wt_fault *fault);

#endif
