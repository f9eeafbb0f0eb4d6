// Wave specs as people type them.
#include "text/wave.h"

#include "text/grow.h"
#include "text/number.h"
#include "text/path.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define A_WAVE "a wave such as saw or pulse:0.25, the name of a table, or a file"

size_t wt_wave_name_length(const char *text) {
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
}
