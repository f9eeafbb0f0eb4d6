#include "steady.h"

static void make_steady(const char *name, float value) {
    float cycle[64];
    for (int i = 0; i < 64; i++) {
        cycle[i] = value;
    }
    make_cycle_f32(name, cycle, 64);
}

int enter_folder_with_steady_cycles(void **state) {
    if (enter_folder(state) != 0) {
        return -1;
    }
    make_steady("zero.wav", 0.0f);
    make_steady("one.wav", 1.0f);
    return 0;
}
