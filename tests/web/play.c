// Does with the native library what same.mjs asks of the module: commands on stdin, the calls of
// src/web/synth/module.c and their arguments, and on stdout what is pulled, as raw floats.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FRAMES = 128, CONTROLS = 6 * 8 };

int reset(double rate);
int add_dimension(void);
int add_shape(int kind, double width);
int add_samples(uint32_t length);
void set_live(int to);
void set_adsr(double attack_s, double decay_s, double sustain, double release_s);
int prepare(double low_hz, double high_hz);
void on(uint32_t at, uint32_t id, double hz, double velocity);
void off(uint32_t at, uint32_t id);
void set(int to, uint32_t dimension, uint32_t n);
void pull(uint32_t n, int mono);
void *shared_at(void);

static double number(void) {
    double x = 0.0;
    return scanf("%lf", &x) == 1 ? x : 0.0;
}

static void read_floats(float *out, uint32_t n) {
    for (uint32_t i = 0; i < n; ++i) {
        out[i] = (float)number();
    }
}

static int write_pulled(const float *output, uint32_t n, int mono) {
    pull(n, mono);
    return fwrite(output, sizeof(float), n, stdout) == n &&
                   (mono || fwrite(output + FRAMES, sizeof(float), n, stdout) == n)
               ? 0
               : 1;
}

// Return what the call returns, 0 where that is nothing.
static int obey(const char *name) {
    float *const output = shared_at();
    float *const controls = output + 2 * FRAMES;
    float *const input = controls + CONTROLS * FRAMES;
    double x[4];
    if (strcmp(name, "add_dimension") == 0) {
        return add_dimension();
    }
    x[0] = number();
    if (strcmp(name, "reset") == 0) {
        return reset(x[0]);
    }
    if (strcmp(name, "add_samples") == 0) {
        read_floats(input, (uint32_t)x[0]);
        return add_samples((uint32_t)x[0]);
    }
    if (strcmp(name, "set_live") == 0) {
        set_live((int)x[0]);
        return 0;
    }
    x[1] = number();
    if (strcmp(name, "add_shape") == 0) {
        return add_shape((int)x[0], x[1]);
    }
    if (strcmp(name, "prepare") == 0) {
        return prepare(x[0], x[1]);
    }
    if (strcmp(name, "off") == 0) {
        off((uint32_t)x[0], (uint32_t)x[1]);
        return 0;
    }
    if (strcmp(name, "pull") == 0) {
        return write_pulled(output, (uint32_t)x[0], (int)x[1]);
    }
    x[2] = number();
    if (strcmp(name, "set") == 0) {
        read_floats(controls + ((size_t)x[0] * 8 + (size_t)x[1]) * FRAMES, (uint32_t)x[2]);
        set((int)x[0], (uint32_t)x[1], (uint32_t)x[2]);
        return 0;
    }
    x[3] = number();
    if (strcmp(name, "on") == 0) {
        on((uint32_t)x[0], (uint32_t)x[1], x[2], x[3]);
        return 0;
    }
    if (strcmp(name, "set_adsr") == 0) {
        set_adsr(x[0], x[1], x[2], x[3]);
        return 0;
    }
    return 1;
}

int main(void) {
    char name[32];
    while (scanf("%31s", name) == 1) {
        const int status = obey(name);
        if (status != 0) {
            fprintf(stderr, "%s: %d\n", name, status);
            return 1;
        }
    }
    return 0;
}
