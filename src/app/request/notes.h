// The NOTE words of a request.
#ifndef WT_APP_REQUEST_NOTES_H
#define WT_APP_REQUEST_NOTES_H

#include "app/request/request.h"

// Refuse what cannot be rendered as asked: no notes at all, ranges without --each, or beside a
// score; and what wt_request_check_sound refuses. False: fault is set.
bool wt_request_check(const wt_request *request, wt_fault *fault);

#endif
