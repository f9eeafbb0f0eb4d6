// Gathers Ogg pages, sets their serial number and checksum, and passes them on.
#include "io/sound/ogg_serial.h"

#include <string.h>

enum {
    HEAD_SIZE = 27, // up to the segment table
    FLAGS_AT = 5,
    POSITION_AT = 6,
    SERIAL_AT = 14,
    NUMBER_AT = 18,
    CRC_AT = 22,
    N_SEGMENTS_AT = 26,
    IS_CONTINUED = 1,
    IS_LAST = 4,
    SERIAL = 1,
};

void wt_ogg_serial_init(wt_ogg_serial *ogg) {
    *ogg = (wt_ogg_serial){.n = 0};
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i << 24;
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc << 1) ^ (crc & 0x80000000u ? 0x04c11db7u : 0);
        }
        ogg->crc_table[i] = crc;
    }
}

// How long the page is, or how far the next part of its head reaches that will tell.
static size_t known_size(const wt_ogg_serial *ogg) {
    if (ogg->n < HEAD_SIZE) {
        return HEAD_SIZE;
    }
    const size_t head = HEAD_SIZE + (size_t)ogg->page[N_SEGMENTS_AT];
    size_t size = head;
    for (size_t i = HEAD_SIZE; i < head && ogg->n >= head; i++) {
        size += ogg->page[i];
    }
    return size;
}

static void put_u32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

static uint32_t get_u32(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

// A packet ends with a segment below 255, so that one of 0 after such a one, or at first, is empty:
// an encoder that lost a header's memory writes one, and says nothing.
static bool has_empty_packet(const wt_ogg_serial *ogg) {
    const uint8_t *const segments = ogg->page + HEAD_SIZE;
    for (size_t i = 0; i < ogg->page[N_SEGMENTS_AT]; i++) {
        const bool begins = i > 0 ? segments[i - 1] < 255 : !(ogg->page[FLAGS_AT] & IS_CONTINUED);
        if (segments[i] == 0 && begins) {
            return true;
        }
    }
    return false;
}

// What the page says of its place in the stream. The first page of Opus is a head of its own (RFC
// 7845, section 5.1), whose bytes 10 and 11 are the samples to be skipped.
static void take_note(wt_ogg_serial *ogg) {
    enum { OPUS_HEAD_SIZE = 19 };
    const uint8_t *const head = ogg->page + HEAD_SIZE + 1;
    const bool is_opus = ogg->n_pages == 0 && ogg->n >= HEAD_SIZE + 1 + OPUS_HEAD_SIZE &&
                         memcmp(head, "OpusHead", 8) == 0;
    ogg->n_skipped = is_opus ? head[10] | (uint32_t)head[11] << 8 : ogg->n_skipped;
    ogg->is_broken =
        ogg->is_broken || get_u32(ogg->page + NUMBER_AT) != ogg->n_pages || has_empty_packet(ogg);
    ogg->is_ended = (ogg->page[FLAGS_AT] & IS_LAST) != 0;
    ogg->position =
        get_u32(ogg->page + POSITION_AT) | (uint64_t)get_u32(ogg->page + POSITION_AT + 4) << 32;
    ++ogg->n_pages;
}

static wt_status pass_on(wt_ogg_serial *ogg, wt_output *output) {
    if (memcmp(ogg->page, "OggS", 4) != 0) {
        return WT_BAD_FORMAT;
    }
    if (ogg->n_trimmed > 0 && (ogg->page[FLAGS_AT] & IS_LAST)) {
        put_u32(ogg->page + POSITION_AT, get_u32(ogg->page + POSITION_AT) - ogg->n_trimmed);
    }
    take_note(ogg);
    put_u32(ogg->page + SERIAL_AT, SERIAL);
    put_u32(ogg->page + CRC_AT, 0);
    uint32_t crc = 0;
    for (size_t i = 0; i < ogg->n; i++) {
        crc = (crc << 8) ^ ogg->crc_table[(crc >> 24) ^ ogg->page[i]];
    }
    put_u32(ogg->page + CRC_AT, crc);
    const wt_status status = wt_output_write(output, ogg->page, ogg->n);
    ogg->n = 0;
    return status;
}

wt_status wt_ogg_serial_write(wt_ogg_serial *ogg, wt_output *output, const void *bytes, size_t n) {
    const uint8_t *from = bytes;
    while (n > 0) {
        const size_t wanted = known_size(ogg) - ogg->n;
        const size_t taken = n < wanted ? n : wanted;
        memcpy(ogg->page + ogg->n, from, taken);
        ogg->n += taken;
        from += taken;
        n -= taken;
        // Each part of the head that completes may announce more.
        if (ogg->n >= HEAD_SIZE && ogg->n == known_size(ogg)) {
            const wt_status status = pass_on(ogg, output);
            if (status != WT_OK) {
                return status;
            }
        }
    }
    return WT_OK;
}

bool wt_ogg_serial_is_whole(const wt_ogg_serial *ogg, uint64_t samples) {
    return ogg->n == 0 && !ogg->is_broken && ogg->is_ended &&
           ogg->position == samples + ogg->n_skipped;
}
