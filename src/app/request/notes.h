// The NOTE words of a request.
#ifndef WT_APP_REQUEST_NOTES_H
#define WT_APP_REQUEST_NOTES_H

#include "app/request/request.h"

// Refuse notes that cannot be played as asked: none at all, ranges without --each, or beside a
// score. False: fault is set.
bool wt_request_check_notes(const wt_request *request, wt_fault *fault);

#endif
