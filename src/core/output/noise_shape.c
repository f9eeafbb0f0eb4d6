// The shapes by rate.
#include "core/output/noise_shape.h"

#include <stddef.h>

static const wt_noise_shape shapes[] = {
    {44100, {9815, -12240, 9117, -4051, 598}},
    {48000, {9753, -11232, 6934, -1949, -219}},
};

const wt_noise_shape *wt_noise_shape_of(double rate) {
    const double near = 0.5;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; ++i) {
        if (rate > shapes[i].rate - near && rate < shapes[i].rate + near) {
            return &shapes[i];
        }
    }
    return NULL;
}
