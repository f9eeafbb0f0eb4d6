// Ogg pages with the serial number of their stream made constant.
//
// libsndfile draws it from the clock, but one command must give one file. Each page's checksum
// covers the number and is computed anew (RFC 3533).
#ifndef WT_IO_SOUND_OGG_SERIAL_H
#define WT_IO_SOUND_OGG_SERIAL_H

#include "io/file/output.h"

#include <stdbool.h>

enum { WT_OGG_PAGE_SIZE = 27 + 255 + 255 * 255 };

typedef struct {
    uint32_t crc_table[256];
    uint32_t n_trimmed; // taken off the last page's end position; 0 unless the caller sets it
    uint32_t n_skipped; // Opus: samples before the first, of 1/48000 s
    uint32_t n_pages;   // passed on
    bool is_broken;     // a page was missing, or a packet empty
    bool is_ended;      // the page passed on last says that it is the last
    uint64_t position;  // where it ends
    size_t n;           // bytes of the page that have come
    uint8_t page[WT_OGG_PAGE_SIZE];
} wt_ogg_serial;

void wt_ogg_serial_init(wt_ogg_serial *ogg);

// Take `n` bytes of an Ogg file and write the pages that are complete. WT_BAD_FORMAT where the
// bytes are no Ogg pages.
wt_status wt_ogg_serial_write(wt_ogg_serial *ogg, wt_output *output, const void *bytes, size_t n);

// True where every page came, up to one that says that it is the last and that it ends after as
// many `samples` as were meant to come: frames of Vorbis, 1/48000 s of Opus.
bool wt_ogg_serial_is_whole(const wt_ogg_serial *ogg, uint64_t samples);

#endif
