// What is legal and looks like a slip: it is played, and told.
#ifndef WT_APP_REQUEST_SLIPS_H
#define WT_APP_REQUEST_SLIPS_H

#include "app/listener.h"
#include "app/request/request.h"

// Tell a note for each: numbers that look like no MIDI notes, velocities from 0 to 1, times that
// look like milliseconds, waves that nothing makes heard, names that are templates.
void wt_request_tell_slips(const wt_request *request, const wt_listener *listener);

// Tell, where an envelope follows a controller, that only MIDI files have them.
void wt_request_tell_controllers(const wt_request *request, const wt_listener *listener);

#endif
