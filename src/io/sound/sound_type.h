// The table of sound file types: what each is called, can hold, and is written by.
#ifndef WT_IO_SOUND_SOUND_TYPE_H
#define WT_IO_SOUND_SOUND_TYPE_H

#include "io/sound/sound_out.h"

enum { WT_MOST_TYPE_NAMES = 3, WT_MOST_HEAD_SIZE = 128 };

// Of `kinds`.
#define WT_SIGNED_BITS(bits) (1u << ((bits) / 8))
#define WT_UNSIGNED_BITS(bits) (WT_SIGNED_BITS(bits) << 8)
#define WT_FLOATING_BITS(bits) (WT_SIGNED_BITS(bits) << 16)

typedef struct {
    const char *names[WT_MOST_TYPE_NAMES]; // the first is how the program writes it; also suffixes
    unsigned kinds;                        // of samples that it can hold; 0: it is lossy
    int most_rate;
    bool counts_32;   // bytes in 32 bits, with no larger sibling
    bool has_sampler; // a place for a root key and a loop
    // Written by ourselves where `major` is 0: what comes before and after the samples, at most
    // WT_MOST_HEAD_SIZE bytes; null: nothing.
    size_t (*head)(uint8_t *out, const wt_sound_format *format);
    size_t (*tail)(uint8_t *out, const wt_sound_format *format);
    bool big_endian;
    int major, minor; // of libsndfile; minor 0: as the samples are
} wt_sound_type;

const wt_sound_type *wt_sound_type_of(wt_type type);

// Return whether libsndfile writes the type.
bool wt_sound_type_is_encoded(wt_type type);

// Return whether the type takes floats, whatever the bits.
bool wt_sound_type_is_lossy(wt_type type);

#endif
