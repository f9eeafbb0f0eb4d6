// Fuzzes the Scala readers: what precedes a NUL is a scale, what follows a keymap; every key that
// they tune has a frequency, or none at all.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/scala/scala_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int condition) {
    if (!condition) {
        abort();
    }
}

static void check_key(const wt_scala_scale *scale, const wt_scala_keymap *keymap, double note) {
    const double hz = wt_scala_hz(scale, keymap, note, 440.0);
    demand(hz != hz || (hz > 0 && hz < 1e308));
}

static void check_fault(wt_status status, const wt_message *message, int line, size_t size) {
    demand(status == WT_OK || message->text[0]);
    demand(line >= 0 && (size_t)line <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const double notes[] = {-1e6, -1, 0, 59.5, 60, 61, 69, 69.25, 127, 128, 1e6};
    const char *const text = (const char *)data;
    const char *const nul = size ? memchr(text, 0, size) : NULL;
    const size_t n_scale = nul ? (size_t)(nul - text) : size;
    const size_t n_keymap = nul ? size - n_scale - 1 : size;
    wt_scala_scale scale;
    wt_scala_keymap keymap;
    wt_message message = {""};
    int line = -1;
    const wt_status no_scale = wt_scala_read_scale(&scale, text, n_scale, &line, &message);
    check_fault(no_scale, &message, line, size);
    message.text[0] = '\0';
    const wt_status no_keymap =
        wt_scala_read_keymap(&keymap, nul ? nul + 1 : text, n_keymap, &line, &message);
    check_fault(no_keymap, &message, line, size);
    for (size_t i = 0; !no_scale && i < sizeof notes / sizeof *notes; ++i) {
        check_key(&scale, NULL, notes[i]);
        if (!no_keymap) {
            check_key(&scale, &keymap, notes[i]);
        }
    }
    wt_scala_scale_free(&scale);
    wt_scala_keymap_free(&keymap);
    return 0;
}
