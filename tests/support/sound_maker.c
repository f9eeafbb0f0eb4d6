#include "sound_maker.h"

bool next_format(wt_sound_format *format, int *step, uint64_t frames) {
    for (int i = *step; i < N_TYPES * 3 * 8 * 2; i++) {
        *format = (wt_sound_format){
            .type = (wt_type)(i / 48),
            .encoding = (wt_encoding)(i / 16 % 3),
            .bits = 8 * (i / 2 % 8 + 1),
            .channels = i % 2 + 1,
            .rate = RATE,
            .frames = frames,
        };
        const bool is_lossy = format->type == WT_TYPE_OGG || format->type == WT_TYPE_OPUS;
        const bool is_first = format->bits == 32 && format->encoding == WT_FLOATING;
        if (wt_sound_format_check(format, NULL, NULL) == WT_OK && (!is_lossy || is_first)) {
            *step = i + 1;
            return true;
        }
    }
    return false;
}

wt_sound_format plain_format(wt_type type, uint64_t frames) {
    wt_sound_format format = {
        .type = type,
        .bits = 16,
        .encoding = WT_SIGNED,
        .channels = 1,
        .rate = RATE,
        .frames = frames,
    };
    wt_sound_format_check(&format, NULL, NULL);
    return format;
}

int32_t sample_at(size_t i, int bits) {
    const uint32_t noise = (uint32_t)i * 2654435761u + 12345u;
    const uint32_t mask = bits < 32 ? ~0u << (32 - bits) : ~0u;
    const uint32_t sample = i == 1 ? 0x80000000u : i == 2 ? 0x7fffffffu : noise;
    return (int32_t)(sample & mask);
}

static double float_at(size_t i) {
    return 0.5 * sin(0.05 * (double)(i / 2)) + (i == 3 ? 0.25 : 0.0);
}

static size_t container_size(const wt_sound_format *format) {
    static const size_t sizes[] = {2, 4, 4, 8};
    return sizes[wt_sound_format_container(format)];
}

void *make_samples(const wt_sound_format *format) {
    const size_t n = (size_t)format->frames * (size_t)format->channels;
    const size_t size = container_size(format);
    unsigned char *const samples = malloc(n * size + 1);
    for (size_t i = 0; samples && i < n; i++) {
        const int32_t integer = sample_at(i, format->bits);
        const int16_t half = (int16_t)(integer / 65536 - (integer % 65536 < 0));
        const double number = float_at(i);
        const float single = (float)number;
        const void *const from[] = {&half, &integer, &single, &number};
        memcpy(samples + i * size, from[wt_sound_format_container(format)], size);
    }
    return samples;
}

wt_status write_sound(const char *path, const wt_sound_format *format, const void *samples,
                      size_t n_at_once, wt_sync sync, wt_message *message) {
    wt_output *output;
    wt_status status = wt_output_open(&output, path, sync, message);
    if (status != WT_OK) {
        return status;
    }
    wt_sound_out *sound;
    status = wt_sound_out_open(&sound, output, format, message);
    if (status != WT_OK) {
        wt_output_abandon(output);
        return status;
    }
    const size_t frame_size = container_size(format) * (size_t)format->channels;
    for (size_t i = 0; i < format->frames; i += n_at_once) {
        const size_t n_left = (size_t)format->frames - i;
        wt_sound_out_write(sound, (const unsigned char *)samples + i * frame_size,
                           n_left < n_at_once ? n_left : n_at_once);
    }
    status = wt_sound_out_close(sound, message);
    if (status != WT_OK) {
        wt_output_abandon(output);
        return status;
    }
    return wt_output_commit(output, NULL, message);
}
