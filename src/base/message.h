// One line of explanation that travels with a failed status, and warnings that do not fail.
//
// io never prints: it fills a message, and the one file of cli that prints does the rest.
#ifndef WT_BASE_MESSAGE_H
#define WT_BASE_MESSAGE_H

#include <stdarg.h>

typedef struct {
    char text[512]; // "what was found, what was expected (what to do)"; without the file's name
} wt_message;

// Format into `message`, truncating. Null is allowed and does nothing.
__attribute__((format(printf, 2, 3))) void wt_message_set(wt_message *message, const char *format,
                                                          ...);

// Do so, and give the status of what failed.
#define wt_refuse(message, status, ...) (wt_message_set(message, __VA_ARGS__), (status))

// Told of something odd that does not stop the work, as one line without the file's name.
typedef struct {
    void (*warn)(void *context, const char *text); // may be null
    void *context;
} wt_warner;

__attribute__((format(printf, 2, 3))) void wt_warn(const wt_warner *warner, const char *format,
                                                   ...);

#endif
