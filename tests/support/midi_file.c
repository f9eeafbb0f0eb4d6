#include "midi_file.h"

#include <stdlib.h>

#include "folder.h"
#include "table_bytes.h"

// "90 3C 7F" as bytes.
static void put_hex(bytes *b, const char *hex) {
    unsigned value;
    int n;
    for (; sscanf(hex, " %2x%n", &value, &n) == 1; hex += n) {
        put_le(b, value, 1);
    }
}

static void put_track(bytes *b, const char *hex) {
    bytes events = {NULL, 0};
    put_hex(&events, hex);
    put_hex(&events, "00 FF 2F 00"); // its end
    put_text(b, "MTrk");
    put_be(b, events.n, 4);
    put(b, events.at, events.n);
    free(events.at);
}

void make_midi(const char *name, unsigned division, const char *const *tracks) {
    bytes b = {NULL, 0};
    unsigned n = 0;
    while (tracks[n]) {
        n++;
    }
    put_text(&b, "MThd");
    put_be(&b, 6, 4);
    put_be(&b, n > 1, 2);
    put_be(&b, n, 2);
    put_be(&b, division, 2);
    for (unsigned i = 0; i < n; i++) {
        put_track(&b, tracks[i]);
    }
    make_file(name, b.at, b.n);
    free(b.at);
}
