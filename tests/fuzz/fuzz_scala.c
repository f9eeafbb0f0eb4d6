// Fuzzes the Scala readers: what precedes a NUL is a scale, what follows a keymap; every key that
// they tune has a frequency, or none at all.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/score/tuning.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int condition) {
    if (!condition) {
        abort();
    }
}

static void check_keys(const wt_tuning *tuning) {
    static const double notes[] = {-1e6, -1, 0, 59.5, 60, 61, 69, 69.25, 127, 128, 1e6};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; ++i) {
        const double hz = wt_tuning_hz(tuning, notes[i]);
        demand(hz != hz || (hz > 0 && hz < 1e308));
    }
}

static void check_fault(wt_status status, const wt_message *message, int line, size_t size) {
    demand(status == WT_OK || message->text[0]);
    demand(line >= 0 && (size_t)line <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *const text = (const char *)data;
    const char *const nul = size ? memchr(text, 0, size) : NULL;
    const size_t n_scale = nul ? (size_t)(nul - text) : size;
    const size_t n_keymap = nul ? size - n_scale - 1 : size;
    wt_tuning tuning;
    wt_scala_keymap keymap;
    wt_fault fault = {0};
    wt_message message = {""};
    wt_scala_place at = {-1, -1};
    demand(wt_tuning_make(&tuning, 440.0, NULL, NULL, &fault));
    const wt_status no_scale = wt_scala_read_scale(&tuning.scale, text, n_scale, &at, &message);
    check_fault(no_scale, &message, at.line, size);
    message.text[0] = '\0';
    const wt_status no_keymap =
        wt_scala_read_keymap(&keymap, nul ? nul + 1 : text, n_keymap, &at, &message);
    check_fault(no_keymap, &message, at.line, size);
    tuning.scala = no_scale == WT_OK;
    if (tuning.scala) {
        check_keys(&tuning);
    }
    if (!no_keymap) {
        tuning.keymap = keymap;
    }
    if (tuning.scala && !no_keymap) {
        check_keys(&tuning);
    }
    wt_tuning_free(&tuning);
    return 0;
}
