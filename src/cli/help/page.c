// Pages in memory.
#include "cli/help/page.h"

#include "cli/terminal/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void wt_page_add(wt_page *p, const char *format, ...) {
    va_list args;
    char line[1024];
    va_start(args, format);
    const int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof line) {
        p->failed = true;
        return;
    }
    if (p->n + (size_t)n + 1 > p->room) {
        const size_t room = 2 * (p->n + (size_t)n + 1024);
        char *grown = realloc(p->text, room);
        if (!grown) {
            p->failed = true;
            return;
        }
        p->text = grown;
        p->room = room;
    }
    memcpy(p->text + p->n, line, (size_t)n + 1);
    p->n += (size_t)n;
}

bool wt_page_print(wt_page *p, wt_fault *fault) {
    if (p->failed || !p->text) {
        wt_fault_memory(fault);
    }
    const bool ok = fault->kind == 0 && wt_report_text(p->text, fault);
    free(p->text);
    return ok;
}
