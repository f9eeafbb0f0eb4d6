// A listener: what hears notes, failures and progress of the work, and may tell somebody.
#ifndef WT_APP_LISTENER_H
#define WT_APP_LISTENER_H

#include "app/fault.h"
#include "base/message.h"

#include <stdint.h>

typedef enum { WT_QUIET, WT_NORMAL, WT_VERBOSE } wt_loudness;

// How far long work has come.
typedef struct {
    uint64_t total, done; // files, or frames of all passes
    int rate;             // frames a second of sound; 0: files are counted
    int passes;           // over the sound
    const char *name;     // of what is being made
} wt_work;

// Its functions may be called from any thread, one at a time for each kind of work.
typedef struct {
    void (*note)(void *context, const char *where, const char *text);
    void (*detail)(void *context, const char *text);
    void (*fault)(void *context, const wt_fault *fault);  // of one among many
    void (*progress)(void *context, const wt_work *work); // null work: it has ended
    void *context;
    wt_loudness loudness; // quiet: no notes; verbose: details, too
} wt_listener;

// Nobody: hears nothing.
extern const wt_listener wt_nobody;

// What the user should know though the work goes on. Nothing is said where the listener is quiet.
__attribute__((format(printf, 3, 4))) void wt_note_to(const wt_listener *listener,
                                                      const char *where, const char *format, ...);

// What a verbose listener wants to hear.
__attribute__((format(printf, 2, 3))) void wt_detail_to(const wt_listener *listener,
                                                        const char *format, ...);

// `n` more files or frames are done, the last of them of `name`.
void wt_advance(const wt_listener *listener, wt_work *work, uint64_t n, const char *name);

// The work has ended, done or not.
void wt_work_ends(const wt_listener *listener);

// Return the same listener as one who hears of a part of the work: no progress, and quiet where
// either is, or else verbose where either is.
wt_listener wt_listener_of_part(const wt_listener *listener, wt_loudness loudness);

// A warner for io, whose warnings become notes about `where`. Both are borrowed.
typedef struct {
    const wt_listener *listener;
    const char *where;
} wt_subject;

wt_warner wt_warner_of(wt_subject *subject);

#endif
