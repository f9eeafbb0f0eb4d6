// Faults with their places and carets.
#include "app/fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool wt_fault_set(wt_fault *fault, wt_fault_kind kind, const char *where, const char *format, ...) {
    if (fault->kind) {
        return false;
    }
    fault->kind = kind;
    snprintf(fault->where, sizeof fault->where, "%s", where);
    va_list args;
    va_start(args, format);
    vsnprintf(fault->what, sizeof fault->what, format, args);
    va_end(args);
    return false;
}

static const char no_memory[] = "not enough memory (free some, or ask for less)";

bool wt_fault_memory(wt_fault *fault) {
    return wt_fault_set(fault, WT_FAULT_RESOURCE, "memory", "%s", no_memory);
}

static bool is_used_up(int error) {
    return error == ENOMEM || error == EMFILE || error == ENFILE;
}

bool wt_fault_status(wt_fault *fault, wt_fault_kind kind, const char *where, wt_status status,
                     const wt_message *message) {
    const bool used_up = status == WT_NO_MEMORY || (status == WT_SYSTEM && is_used_up(errno));
    return wt_fault_set(fault, used_up ? WT_FAULT_RESOURCE : kind, where, "%s",
                        message->text[0]         ? message->text
                        : status == WT_NO_MEMORY ? no_memory
                                                 : wt_strerror(status));
}

bool wt_fault_system(wt_fault *fault, wt_fault_kind kind, const char *where, const char *doing,
                     int error) {
    return wt_fault_set(fault, is_used_up(error) ? WT_FAULT_RESOURCE : kind, where, "%s: %s", doing,
                        strerror(error));
}

static bool is_inside(char c) {
    return ((unsigned char)c & 0xc0) == 0x80; // a letter of UTF-8
}

// The part of a long text that holds the fault.
static void excerpt(wt_fault *fault, const char *text, size_t at) {
    enum { BEFORE = 40, SPAN = 72 };
    const size_t length = strlen(text);
    size_t from = at > BEFORE && length > SPAN ? at - BEFORE : 0;
    while (from < at && is_inside(text[from])) {
        ++from;
    }
    size_t n = length - from < SPAN ? length - from : SPAN;
    for (int i = 0; i < 3 && is_inside(text[from + n]); ++i) {
        --n;
    }
    snprintf(fault->excerpt, sizeof fault->excerpt, "%.*s", (int)n, text + from);
    fault->at = at - from;
}

bool wt_fault_text(wt_fault *fault, const wt_location *place, const char *name, const char *text,
                   size_t at, const char *what) {
    if (fault->kind) {
        return false;
    }
    wt_fault_set(fault, WT_FAULT_USAGE, "", "%s", what);
    wt_fault_point(fault, place, name, text, at);
    return false;
}

void wt_fault_point(wt_fault *fault, const wt_location *place, const char *name, const char *text,
                    size_t at) {
    if (fault->kind != WT_FAULT_USAGE || fault->excerpt[0]) {
        return;
    }
    if (place && place->line > 0) {
        const char *file = place->file ? place->file : "-";
        snprintf(fault->where, sizeof fault->where, "%.240s:%d:%d: %s", file, place->line,
                 place->column, name);
    } else {
        snprintf(fault->where, sizeof fault->where, "%s", name);
    }
    excerpt(fault, text, at);
}

bool wt_fault_parse(wt_fault *fault, const wt_location *place, const char *name, const char *text,
                    wt_parse parse) {
    if (parse.status == WT_NO_MEMORY) {
        return wt_fault_memory(fault);
    }
    char what[256];
    snprintf(what, sizeof what, "expected %s", parse.expected);
    return wt_fault_text(fault, place, name, text, parse.at, what);
}
