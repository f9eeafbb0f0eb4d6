// The types, in the order of wt_type, and behind them such as no code asks for by name.
#include "io/sound/sound_type.h"

#include "io/sound/aiff_head.h"
#include "io/sound/wav_head.h"

#include <sndfile.h>
#include <string.h>
#include <strings.h>

#define SIGNED WT_SIGNED_BITS
#define UNSIGNED WT_UNSIGNED_BITS
#define SIGNED_16_UP (SIGNED(16) | SIGNED(24) | SIGNED(32))
#define FLOATS (WT_FLOATING_BITS(32) | WT_FLOATING_BITS(64))
#define WAV_KINDS (UNSIGNED(8) | SIGNED_16_UP | FLOATS)
#define SIGNED_KINDS (SIGNED(8) | SIGNED_16_UP | FLOATS)
#define UNSIGNED_KINDS (UNSIGNED(8) | UNSIGNED(16) | UNSIGNED(24) | UNSIGNED(32))
#define ALL_KINDS (SIGNED_KINDS | UNSIGNED_KINDS)
#define LOSSY 0u

enum { MOST_RATE = 768000 };

static const wt_sound_type types[] = {
    [WT_TYPE_RAW] = {{"raw", "pcm"}, ALL_KINDS, MOST_RATE},
    [WT_TYPE_WAV] = {{"wav", "wave"},
                     WAV_KINDS,
                     MOST_RATE,
                     .has_sampler = true,
                     .head = wt_wav_head,
                     .tail = wt_wav_tail},
    [WT_TYPE_AIFF] = {{"aiff", "aif", "aifc"},
                      SIGNED_KINDS,
                      MOST_RATE,
                      .counts_32 = true,
                      .head = wt_aiff_head,
                      .tail = wt_aiff_tail,
                      .big_endian = true},
    [WT_TYPE_AU] =
        {{"au", "snd"}, SIGNED_KINDS, MOST_RATE, .counts_32 = true, .major = SF_FORMAT_AU},
    [WT_TYPE_CAF] = {{"caf"}, SIGNED_KINDS, MOST_RATE, .major = SF_FORMAT_CAF},
    [WT_TYPE_FLAC] = {{"flac"},
                      SIGNED(8) | SIGNED(16) | SIGNED(24),
                      655350,
                      .major = SF_FORMAT_FLAC},
    [WT_TYPE_OGG] =
        {{"ogg", "oga"}, LOSSY, 200000, .major = SF_FORMAT_OGG, .minor = SF_FORMAT_VORBIS},
    [WT_TYPE_OPUS] = {{"opus"}, LOSSY, 48000, .major = SF_FORMAT_OGG, .minor = SF_FORMAT_OPUS},
    [WT_TYPE_W64] = {{"w64"}, WAV_KINDS, MOST_RATE, .major = SF_FORMAT_W64},
    [WT_TYPE_RF64] = {{"rf64"},
                      WAV_KINDS,
                      MOST_RATE,
                      .has_sampler = true,
                      .head = wt_wav_head,
                      .tail = wt_wav_tail},
};

enum { N_TYPES = sizeof types / sizeof *types };

const wt_sound_type *wt_sound_type_of(wt_type type) {
    return &types[type];
}

bool wt_sound_type_is_encoded(wt_type type) {
    return types[type].major != 0;
}

bool wt_sound_type_is_lossy(wt_type type) {
    return types[type].kinds == LOSSY;
}

int wt_type_by_name(const char *name) {
    for (int i = 0; i < N_TYPES; i++) {
        for (int j = 0; j < WT_MOST_TYPE_NAMES && types[i].names[j]; j++) {
            if (strcasecmp(name, types[i].names[j]) == 0) {
                return i;
            }
        }
    }
    return -1;
}

int wt_type_by_suffix(const char *path) {
    const char *const slash = strrchr(path, '/');
    const char *const name = slash ? slash + 1 : path;
    const char *const dot = strrchr(name, '.');
    return dot && dot != name ? wt_type_by_name(dot + 1) : -1;
}

const char *wt_type_name(wt_type type) {
    return (int)type >= 0 && (int)type < N_TYPES ? types[type].names[0] : NULL;
}

bool wt_type_has_sampler(wt_type type) {
    return types[type].has_sampler;
}
