// Formatting of messages and warnings.
#include "base/message.h"

#include <stdio.h>

void wt_message_set(wt_message *message, const char *format, ...) {
    if (!message) {
        return;
    }
    va_list args;
    va_start(args, format);
    vsnprintf(message->text, sizeof message->text, format, args);
    va_end(args);
}

void wt_warn(const wt_warner *warner, const char *format, ...) {
    if (!warner || !warner->warn) {
        return;
    }
    wt_message message;
    va_list args;
    va_start(args, format);
    vsnprintf(message.text, sizeof message.text, format, args);
    va_end(args);
    warner->warn(warner->context, message.text);
}
