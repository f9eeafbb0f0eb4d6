// Tables in any sound file that libsndfile reads: AIFF, FLAC, au, CAF, Ogg and rarer ones.
//
// libsndfile makes do with what is there: of a file that is cut off it returns the rest. Where the
// format states a length, opening the file once more, as if zeros followed it, shows the length
// that was stated; where it does not, a warning says that nobody can know. Of a file whose samples
// end before their time, those before are used, with a warning.
#include "io/sound/pcm.h"
#include "io/sound/sound_guard.h"
#include "io/sound/sound_stream.h"
#include "io/table/formats.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PADDING = 65536, FORMAT_MPEG = 0x230000, MAX_CHANNELS = 1024, BLOCK_SAMPLES = 16384 };

// Behind damage to FLAC, libsndfile goes on with what comes next, and says so at the end of a call.
// Calls of a length that divides all usual blocks of FLAC show where the last sound one ends.
enum { FLAC_STEP = 16 };

typedef enum {
    REFUSED,   // nothing shows whether it is whole, and libsndfile makes up what is missing
    STATED,    // the length that the file states, libsndfile respects
    UNCHECKED, // a file that is cut off looks like a shorter one
    CHECKED,   // by libsndfile or by sound_guard.h
} wholeness;

typedef struct {
    int major;
    const char *name;
    wholeness whole;
} kind;

static kind kind_of(int format) {
    static const kind kinds[] = {
        {SF_FORMAT_AIFF, "AIFF", STATED},        {SF_FORMAT_AU, "au", STATED},
        {SF_FORMAT_CAF, "CAF", STATED},          {SF_FORMAT_MAT4, "Matlab 4", STATED},
        {SF_FORMAT_FLAC, "FLAC", CHECKED},       {SF_FORMAT_OGG, "Ogg", CHECKED},
        {SF_FORMAT_HTK, "HTK", CHECKED},         {SF_FORMAT_SDS, "MIDI Sample Dump", REFUSED},
        {FORMAT_MPEG, "MP3", REFUSED},           {SF_FORMAT_NIST, "NIST", UNCHECKED},
        {SF_FORMAT_AVR, "AVR", UNCHECKED},       {SF_FORMAT_SVX, "IFF 8SVX", UNCHECKED},
        {SF_FORMAT_MAT5, "Matlab 5", UNCHECKED}, {SF_FORMAT_MPC2K, "MPC 2000", UNCHECKED},
        {SF_FORMAT_PAF, "PAF", UNCHECKED},       {SF_FORMAT_PVF, "PVF", UNCHECKED},
        {SF_FORMAT_IRCAM, "IRCAM", UNCHECKED},   {SF_FORMAT_VOC, "VOC", UNCHECKED},
        {SF_FORMAT_WVE, "WVE", UNCHECKED},       {SF_FORMAT_XI, "XI", UNCHECKED},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].major == (format & SF_FORMAT_TYPEMASK)) {
            return kinds[i];
        }
    }
    return (kind){format & SF_FORMAT_TYPEMASK, "a rare sound file", UNCHECKED};
}

// What the steps of reading share.
typedef struct {
    wt_table_parts *parts;
    const wt_sndfile *library;
    wt_sound_stream stream;
    SNDFILE *file;
    SF_INFO info;
    const wt_warner *warner;
    wt_message *message;
} reading;

// Open a CAF that libsndfile refuses, as it ends before its data, as if zeros followed. Null: it is
// none.
static SNDFILE *open_cut_caf(reading *r, wt_source *source) {
    uint8_t head[4] = {0};
    const uint64_t most = (uint64_t)WT_MAX_TABLE_SAMPLES * 8;
    wt_message message;
    return wt_source_read(source, 0, head, sizeof head, &message) == WT_OK &&
                   memcmp(head, "caff", sizeof head) == 0
               ? wt_sound_stream_open(&r->stream, source, source->size + most, &r->info, r->library)
               : NULL;
}

static bool is_padded(const reading *r) {
    return r->stream.size > (int64_t)r->stream.source->size;
}

static bool is_stated(const reading *r) {
    wt_source *const source = r->stream.source;
    wt_sound_stream padded;
    SF_INFO stated;
    SNDFILE *const file =
        wt_sound_stream_open(&padded, source, source->size + PADDING, &stated, r->library);
    const bool is_whole = file && stated.frames == r->info.frames;
    if (file) {
        r->library->close(file);
    }
    return is_whole;
}

// Of a table, what is there is used; of a curve it would be another.
static wt_status check_whole(const reading *r, const kind *format) {
    const int64_t frames = r->info.frames;
    if (format->whole == REFUSED) {
        return wt_sound_refuse(format->name, r->message);
    }
    if (format->whole == UNCHECKED) {
        wt_warn(r->warner, "is %s, which does not show whether it is whole", format->name);
    }
    if (format->whole != STATED || is_stated(r)) {
        return WT_OK;
    }
    if (!r->parts->is_curve && r->warner && frames > 0) {
        wt_warn(r->warner,
                "is %s that is cut off, or does not state its length: its %" PRId64
                " frames are used",
                format->name, frames);
        return WT_OK;
    }
    wt_message_set(r->message,
                   "is %s that is cut off, or does not state its length: it has only %" PRId64
                   " frames",
                   format->name, frames);
    return WT_BAD_FORMAT;
}

static bool is_stream(const SF_INFO *info) {
    return info->frames == SF_COUNT_MAX; // FLAC, whose writer could not go back
}

// Of a table, the `done` frames before the fault are used.
static wt_status end_early(const reading *r, uint64_t done) {
    wt_table_parts *const parts = r->parts;
    if (r->stream.status != WT_OK) {
        wt_message_set(r->message, "%s", r->stream.fault.text);
        return r->stream.status;
    }
    const char *const why =
        r->library->error(r->file) ? r->library->strerror(r->file) : "the file is cut off";
    if (done > 0 && r->warner && !parts->is_curve) {
        char of[48] = "";
        if (!is_stream(&r->info)) {
            snprintf(of, sizeof of, " of its %" PRIu64, parts->n);
        }
        wt_warn(r->warner, "is cut off or damaged: the first %" PRIu64 "%s frames are used (%s)",
                done, of, why);
        parts->n = done;
        return WT_OK;
    }
    wt_message_set(r->message, "only %" PRIu64 " of its %" PRIu64 " frames can be read: %s", done,
                   parts->n, why);
    return WT_BAD_FORMAT;
}

static void take_first_channel(float *out, const float *block, uint64_t n, uint64_t channels) {
    for (uint64_t i = 0; i < n; i++) {
        out[i] = block[i * channels];
    }
}

static wt_status read_first_channel(const reading *r, float *block) {
    wt_table_parts *const parts = r->parts;
    const wt_sound_stream *const s = &r->stream;
    const uint64_t channels = (uint64_t)r->info.channels;
    const bool is_flac = (r->info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC;
    const uint64_t block_frames = is_padded(r) ? 1 : is_flac ? FLAC_STEP : BLOCK_SAMPLES / channels;
    for (uint64_t done = 0; done < parts->n;) {
        const uint64_t left = parts->n - done;
        const uint64_t want = left < block_frames ? left : block_frames;
        const sf_count_t got = r->library->readf_float(r->file, block, (sf_count_t)want);
        const bool is_sound = s->status == WT_OK && !r->library->error(r->file) &&
                              s->position <= (int64_t)s->source->size;
        float *const out = parts->samples + done;
        if (is_sound && is_stream(&r->info) && got >= 0 && got < (sf_count_t)want && done > 0) {
            take_first_channel(out, block, (uint64_t)got, channels);
            parts->n = done + (uint64_t)got;
            return WT_OK;
        }
        if (!is_sound || got != (sf_count_t)want) {
            return end_early(r, done);
        }
        take_first_channel(out, block, want, channels);
        const wt_status status = wt_pcm_check(out, (size_t)want, done, r->message);
        if (status != WT_OK) {
            return status;
        }
        done += want;
    }
    return WT_OK;
}

static wt_status read_open(reading *r) {
    wt_table_parts *const parts = r->parts;
    const SF_INFO *const info = &r->info;
    kind format = kind_of(info->format);
    format.whole = is_padded(r) ? CHECKED : format.whole;
    snprintf(parts->format, sizeof parts->format, "%s", format.name);
    wt_status status = check_whole(r, &format);
    if (status != WT_OK) {
        return status;
    }
    if (info->channels < 1 || info->channels > MAX_CHANNELS || info->frames < 0) {
        wt_message_set(r->message, "states %d channels; 1 to %d are supported", info->channels,
                       MAX_CHANNELS);
        return WT_BAD_FORMAT;
    }
    if (info->channels > 1) {
        wt_warn(r->warner, "has %d channels: the first is used", info->channels);
    }
    if (is_stream(info) && parts->is_curve) {
        wt_message_set(r->message, "is %s that does not state its length", format.name);
        return WT_BAD_FORMAT;
    }
    const uint64_t n = is_stream(info) ? WT_MAX_TABLE_SAMPLES : (uint64_t)info->frames;
    status = wt_table_allocate(parts, n, r->message);
    if (status != WT_OK) {
        return status;
    }
    float *const block = malloc(BLOCK_SAMPLES * sizeof *block);
    if (!block) {
        return WT_NO_MEMORY;
    }
    status = read_first_channel(r, block);
    free(block);
    if (status == WT_OK && is_stream(info)) {
        wt_warn(r->warner, "does not say how long it is: the %" PRIu64 " frames there are used",
                parts->n);
        float *const shrunk = realloc(parts->samples, (size_t)parts->n * sizeof *shrunk);
        parts->samples = shrunk ? shrunk : parts->samples;
    }
    return status;
}

wt_status wt_table_read_sound(wt_table_parts *parts, wt_source *source, const wt_table_wish *wish,
                              const wt_warner *warner, wt_message *message) {
    (void)wish;
    uint64_t usable;
    wt_status status = wt_sound_guard(source, parts->is_curve ? NULL : warner, &usable, message);
    if (status != WT_OK) {
        return status;
    }
    reading r = {.parts = parts, .warner = warner, .message = message};
    r.library = wt_sndfile_load(message);
    if (!r.library) {
        return WT_UNSUPPORTED;
    }
    r.file = wt_sound_stream_open(&r.stream, source, usable, &r.info, r.library);
    if (!r.file && r.stream.status == WT_OK && warner && !parts->is_curve) {
        r.file = open_cut_caf(&r, source);
    }
    if (!r.file && r.stream.status != WT_OK) {
        wt_message_set(message, "%s", r.stream.fault.text);
        return r.stream.status;
    }
    if (!r.file) {
        wt_message_set(message,
                       "is no wavetable or sound file, or is damaged: %s (samples without a header "
                       "load with wavetable table convert --raw s16 --frame N)",
                       r.library->strerror(NULL));
        return WT_BAD_FORMAT;
    }
    status = read_open(&r);
    r.library->close(r.file);
    return status;
}

static bool begins(const uint8_t head[WT_TABLE_HEAD + 1]) {
    (void)head;
    return true;
}

const wt_table_format wt_table_format_sound = {
    .what = "a sound file",
    .read = wt_table_read_sound,
    .begins = begins,
};
