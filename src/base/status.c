// Status codes in words.
#include "base/status.h"

const char *wt_strerror(wt_status status) {
    switch (status) {
    case WT_OK:
        return "success";
    case WT_BAD_SYNTAX:
        return "bad syntax";
    case WT_BAD_RANGE:
        return "value out of range";
    case WT_BAD_FORMAT:
        return "bad file content";
    case WT_UNSUPPORTED:
        return "not supported";
    case WT_NO_MEMORY:
        return "out of memory";
    case WT_LIMIT:
        return "limit exceeded";
    case WT_SYSTEM:
        return "system error";
    }
    return "unknown status";
}
