// A page of text that grows, and is printed whole.
#ifndef WT_CLI_HELP_PAGE_H
#define WT_CLI_HELP_PAGE_H

#include "app/fault.h"

// Starts as all zeros.
typedef struct {
    char *text;
    size_t n, room;
    bool failed; // no memory: what is there is not all
} wt_page;

// Append at most 1023 bytes.
__attribute__((format(printf, 2, 3))) void wt_page_add(wt_page *page, const char *format, ...);

// Print the page to stdout and release it. False: fault is set.
bool wt_page_print(wt_page *page, wt_fault *fault);

#endif
