// Sound files and raw PCM, written from samples that are already quantised.
#ifndef WT_IO_SOUND_SOUND_OUT_H
#define WT_IO_SOUND_SOUND_OUT_H

#include "core/output/quantiser.h"
#include "io/file/output.h"

typedef enum {
    WT_TYPE_RAW,
    WT_TYPE_WAV,
    WT_TYPE_AIFF,
    WT_TYPE_AU,
    WT_TYPE_CAF,
    WT_TYPE_FLAC,
    WT_TYPE_OGG, // Vorbis
    WT_TYPE_OPUS,
    WT_TYPE_W64,
    WT_TYPE_RF64,
} wt_type;

typedef enum { WT_NO_ENCODING = -1, WT_SIGNED, WT_UNSIGNED, WT_FLOATING } wt_encoding;

typedef struct {
    uint32_t begin, end; // first and last frame of the loop, end included
} wt_loop;

enum { WT_MOST_REPEATED = 64 }; // frames of a loop that can be written again

typedef struct {
    wt_type type;
    int bits; // 8, 16, 24, 32 or 64
    wt_encoding encoding;
    int channels;    // 1 or 2
    int rate;        // 1000..768000
    uint64_t frames; // exactly what will be written
    bool has_root;   // write a smpl chunk (WAV and RF64 only): MIDI note and cents
    double root_key;
    bool has_loop;
    wt_loop loop;
} wt_sound_format;

// Return the type named by `name` ("wav", "aiff", "aif", ...), or -1.
int wt_type_by_name(const char *name);

// Return the type that the suffix of `path` names, or -1.
int wt_type_by_suffix(const char *path);

// Return its name, or null past the last.
const char *wt_type_name(wt_type type);

// Return whether its files have a place for a root key and a loop.
bool wt_type_has_sampler(wt_type type);

// Fill in what the user did not give, bits where they are 0 and an encoding where there is none: 16
// bits signed; 64 bits are float, float has 32; 8 bits are unsigned where the type wants it so.
void wt_sound_format_default(wt_sound_format *format);

// Complete and check a format: encoding and bits that the type can hold (message says which it
// can), rates that it allows (Opus: 8, 12, 16, 24, 48 kHz; FLAC up to 655350, above 65535 in
// tens; Vorbis up to 200000). WAV past 4 GiB turns into RF64 with a warning. Ogg and Opus become
// 32-bit float whatever was asked. A root key or loop that the type cannot hold is left out with a
// warning. WT_UNSUPPORTED where the type cannot; WT_BAD_RANGE for a rate, number of channels, root
// key or loop that none can; WT_LIMIT for too many frames.
wt_status wt_sound_format_check(wt_sound_format *format, const wt_warner *warner,
                                wt_message *message);

wt_container wt_sound_format_container(const wt_sound_format *format);

typedef struct wt_sound_out wt_sound_out;

// Begin a sound in `output` (borrowed; the caller commits or abandons it). Raw, WAV, RF64 and AIFF
// are written by this library, all else by libsndfile. The bytes are the same in a file and in a
// pipe; types whose headers are finished last reach what cannot seek by a temporary file, at the
// close.
wt_status wt_sound_out_open(wt_sound_out **sound, wt_output *output, const wt_sound_format *format,
                            wt_message *message);

// Write `n` frames, interleaved, in the format's container. WT_BAD_RANGE past the format's frames.
wt_status wt_sound_out_write(wt_sound_out *sound, const void *frames, size_t n);

// Write `n` <= WT_MOST_REPEATED frames again from the loop's begin on, after its end: what a
// sampler that reads ahead finds there is then what comes round. The frames up to the loop's end
// must have been written, and no more.
wt_status wt_sound_out_repeat(wt_sound_out *sound, size_t n);

// Finish headers and trailing chunks and free `sound`. The status is that of the first failure
// of the whole file, also one that libsndfile did not report. WT_BAD_RANGE where fewer frames came
// than the format promised. To give up a sound, close it all the same and ignore the status.
wt_status wt_sound_out_close(wt_sound_out *sound, wt_message *message);

#endif
