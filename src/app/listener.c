// Notes and progress on their way up.
#include "app/listener.h"

#include <stdarg.h>
#include <stdio.h>

static void miss_note(void *context, const char *where, const char *text) {
    (void)context;
    (void)where;
    (void)text;
}

static void miss_detail(void *context, const char *text) {
    (void)context;
    (void)text;
}

static void miss_fault(void *context, const wt_fault *fault) {
    (void)context;
    (void)fault;
}

const wt_listener wt_nobody = {
    .note = miss_note, .detail = miss_detail, .fault = miss_fault, .loudness = WT_QUIET};

void wt_note_to(const wt_listener *listener, const char *where, const char *format, ...) {
    if (listener->loudness == WT_QUIET) {
        return;
    }
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    listener->note(listener->context, where, text);
}

void wt_detail_to(const wt_listener *listener, const char *format, ...) {
    if (listener->loudness != WT_VERBOSE) {
        return;
    }
    char text[4608]; // the longest path, and more
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    listener->detail(listener->context, text);
}

void wt_advance(const wt_listener *listener, wt_work *work, uint64_t n, const char *name) {
    work->done += n;
    work->name = name ? name : work->name;
    if (listener->progress) {
        listener->progress(listener->context, work);
    }
}

void wt_work_ends(const wt_listener *listener) {
    if (listener->progress) {
        listener->progress(listener->context, NULL);
    }
}

wt_listener wt_listener_of_part(const wt_listener *listener, wt_loudness loudness) {
    wt_listener part = *listener;
    part.progress = NULL;
    if (loudness == WT_QUIET || listener->loudness == WT_NORMAL) {
        part.loudness = loudness;
    }
    return part;
}

static void warn(void *context, const char *text) {
    const wt_subject *subject = context;
    wt_note_to(subject->listener, subject->where, "%s", text);
}

wt_warner wt_warner_of(wt_subject *subject) {
    return (wt_warner){warn, subject};
}
