// Looks at the first bytes of sound files.
#include "io/sound/sound_guard.h"

#include "io/sound/aiff.h"
#include "io/sound/ogg.h"

#include <stdbool.h>
#include <string.h>

enum { HEAD = 32, CAF_FORMAT_AT = 28 };

static bool begins(const uint8_t *head, const char *magic) {
    return memcmp(head, magic, strlen(magic)) == 0;
}

static const char *name_of_printing(const uint8_t head[HEAD]) {
    if (begins(head, "ID3") || (head[0] == 0xFF && (head[1] & 0xE0) == 0xE0)) {
        return "MP3";
    }
    if (begins(head, "caff") && begins(head + CAF_FORMAT_AT, "alac")) {
        return "CAF with ALAC";
    }
    return begins(head, "\xF0\x7E") ? "MIDI Sample Dump" : NULL;
}

wt_status wt_sound_refuse(const char *name, wt_message *message) {
    return wt_refuse(message, WT_UNSUPPORTED,
                     "is %s, which is not supported (convert it: ffmpeg -i BAD GOOD.wav)", name);
}

wt_status wt_sound_guard(wt_source *source, const wt_warner *salvage, uint64_t *usable,
                         wt_message *message) {
    *usable = source->size;
    uint8_t head[HEAD] = {0};
    const size_t n = source->size < HEAD ? (size_t)source->size : HEAD;
    const wt_status status = wt_source_read(source, 0, head, n, message);
    if (status != WT_OK) {
        return status;
    }
    if (begins(head, "\xFF\xFE") || begins(head, "\xFE\xFF")) {
        return wt_refuse(message, WT_UNSUPPORTED,
                         "is text in UTF-16, which is not supported (save it as UTF-8)");
    }
    if (name_of_printing(head)) {
        return wt_sound_refuse(name_of_printing(head), message);
    }
    if (begins(head, "OggS")) {
        return wt_ogg_check(source, salvage, usable, message);
    }
    if (begins(head, "FORM") && (begins(head + 8, "AIFF") || begins(head + 8, "AIFC"))) {
        return wt_aiff_check(source, salvage, message);
    }
    return WT_OK;
}
