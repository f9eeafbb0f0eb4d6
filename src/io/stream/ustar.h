// Members of a tar file (POSIX ustar), byte for byte: fixed times and owners.
#ifndef WT_IO_STREAM_USTAR_H
#define WT_IO_STREAM_USTAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WT_USTAR_BLOCK = 512, WT_USTAR_NAME_SIZE = 257 };

// Return the bytes that fill `size` up to whole blocks.
static inline size_t wt_ustar_padding(uint64_t size) {
    return (size_t)(-size % WT_USTAR_BLOCK);
}

// Return whether a name is no longer than the format holds: 100 bytes, or 155 of folders and 100.
bool wt_ustar_holds(const char *name);

// Write the header of a file of `size` bytes. False: the name is longer than that, or the size 8
// GiB and more.
bool wt_ustar_header(uint8_t out[WT_USTAR_BLOCK], const char *name, uint64_t size);

// Read a header back. False: it is none of ours, or the zeros at the end.
bool wt_ustar_read(const uint8_t block[WT_USTAR_BLOCK], char name[WT_USTAR_NAME_SIZE],
                   uint64_t *size);

#endif
