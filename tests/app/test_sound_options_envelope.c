// Every kind of envelope, heard through -a, -m and -x in every engine, against its definition.
#include "steady.h"

enum { RATE = 48000, CURVE_FRAMES = 3000 };

static int16_t curve[CURVE_FRAMES];

// An envelope, the note it is played for, and its value s seconds after the note's start.
typedef struct {
    const char *env, *note, *options;
    double (*value)(double s);
    double velocity;
    double jump_every_s; // LFOs of square and saw jump every so often; 0: nothing jumps
    double jump_at_s;
} kind;

static double turns(double x) {
    return x - floor(x);
}

static double a_constant(double s) {
    return s < 0 ? 0 : 0.25;
}

static double lines(double s) {
    return s < 0.5 ? s / 0.5 : s < 0.8 ? 1 - 0.8 * (s - 0.5) / 0.3 : 0.2;
}

static double rising_bend(double s) {
    return s < 1 ? expm1(3 * s) / expm1(3.0) : 1;
}

static double falling_bend(double s) {
    return s < 0.25 ? 1 : s < 0.75 ? 1 - expm1(-5 * (s - 0.25) / 0.5) / expm1(-5.0) : 0;
}

static double percents(double s) { // of 0.8 s
    return s < 0.2 ? 0 : s < 0.6 ? (s - 0.2) / 0.4 : 1;
}

static double note_values(double s) { // 1/8 and 1/2 at 90: 1/3 s and 4/3 s
    return s < 1.0 / 3 ? 0.9 : s < 4.0 / 3 ? 0.9 - 0.8 * (s - 1.0 / 3) : 0.1;
}

static double jumps(double s) {
    return s < 0.1 ? 0.3 : s < 0.2 ? 0.9 - 4 * (s - 0.1) : 0.5;
}

static double by_velocity(double s) {
    return s < 0 ? 0 : 64 / 127.0;
}

static double by_key(double s) {
    return s < 0 ? 0 : 60 / 127.0;
}

static double from_key_to_velocity(double s) {
    const double end = 0.5 * 100 / 127;
    return s < 0.25 ? 60 / 127.0 + (end - 60 / 127.0) * s / 0.25 : end;
}

static double a_sum(double s) {
    return 0.25 + (s < 1 ? s / 2 : 0.5) + (s < 0.5 ? 0.2 * s : 0.1);
}

static double past_its_range(double s) {
    return s < 1 ? 2 - 3 * s : -1;
}

static double vibrato(double s) {
    return 0.5 + 0.5 * sin(2 * acos(-1.0) * (5 * s + 0.25));
}

static double triangles(double s) { // 1/4 at 90: every 2/3 s
    const double x = turns(s * 1.5);
    return 0.2 + 0.7 * (x < 0.5 ? 2 * x : 2 - 2 * x);
}

static double saws(double s) {
    return turns(3 * s);
}

static double squares(double s) {
    return turns(3 * s + 0.1) < 0.5 ? 0.75 : 0.5;
}

static double lines_and_vibrato(double s) {
    return (s < 1 ? 0.2 + 0.6 * s : 0.8) + 0.1 * sin(2 * acos(-1.0) * 6 * s);
}

static double of_a_file(double s) {
    const long frame = lround(s * RATE);
    return curve[frame < CURVE_FRAMES ? frame : CURVE_FRAMES - 1] / 32768.0;
}

static const kind kinds[] = {
    {"0.25", "60", "", a_constant, 127, 0, 0},
    {"0:0,0.5:1,0.8:0.2", "60", "", lines, 127, 0, 0},
    {"0:0,1:1~3", "60", "", rising_bend, 127, 0, 0},
    {"0.25:1,750ms:0~-5", "60", "", falling_bend, 127, 0, 0},
    {"25%:0,75%:1", "60:0.8", "", percents, 127, 0, 0},
    {"1/8:0.9,1/2:0.1", "60:1.5", "-T 90 ", note_values, 127, 0, 0},
    {"0:0.3,0.1:0.3,0.1:0.9,0.2:0.5", "60", "", jumps, 127, 0, 0},
    {"vel", "60@64", "", by_velocity, 64, 0, 0},
    {"key", "60", "", by_key, 127, 0, 0},
    {"0:key,25%:0.5vel", "60@100", "", from_key_to_velocity, 100, 0, 0},
    {"0.25+0:0,1:0.5+0:0,0.5:0.1", "60", "", a_sum, 127, 0, 0},
    {"0:2,1:-1", "60", "", past_its_range, 127, 0, 0},
    {"lfo:sine:5Hz:0:1:0.25", "60", "", vibrato, 127, 0, 0},
    {"lfo:triangle:1/4:0.2:0.9", "60", "-T 90 ", triangles, 127, 0, 0},
    {"lfo:saw:3Hz:0:1", "60", "", saws, 127, 1.0 / 3, 0},
    {"lfo:square:3Hz:0.75:0.5:0.1", "60", "", squares, 127, 1.0 / 6, -0.1 / 3},
    {"0:0.2,1:0.8+lfo:sine:6Hz:-0.1:0.1", "60", "", lines_and_vibrato, 127, 0, 0},
    {"file:curve.wav", "60", "", of_a_file, 127, 0, 0},
};

// 16 bits, two channels, of which the second is not heard.
static void make_curve(void) {
    bytes b = {NULL, 0}, data = {NULL, 0};
    for (int i = 0; i < CURVE_FRAMES; i++) {
        curve[i] = (int16_t)((uint32_t)i * 2654435761u >> 17);
        put_le(&data, (uint16_t)curve[i], 2);
        put_le(&data, 0x1234, 2);
    }
    put(&b, "RIFF\0\0\0\0WAVE", 12);
    put_fmt(&b, 1, 2, false, 16);
    put_chunk(&b, "data", data.at, data.n);
    end_riff(&b);
    make_file("curve.wav", b.at, b.n);
    free(data.at);
    free(b.at);
}

static int start(void **state) {
    const int status = enter_folder_with_steady_cycles(state);
    make_curve();
    return status;
}

// An LFO's cycle has 4096 samples: where it jumps, it is between both sides for one of them.
static bool in_a_jump(const kind *k, double s) {
    const double since = k->jump_every_s > 0 ? (s - k->jump_at_s) / k->jump_every_s : 0.5;
    const double near = since - nearbyint(since);
    return fabs(near) * k->jump_every_s <= 1.0 / 3 / 4096 + 1.0 / RATE && k->jump_every_s > 0;
}

// What is heard is `low` where the envelope is 0, and 1 where it is 1.
static void check(const kind *k, const char *by, double low, const engine_limit *engine) {
    ending e =
        run("render " PLAINLY " -E %s %s%s%s %s", engine->name, k->options, by, k->env, k->note);
    assert_done(&e, k->env);
    assert_true(e.n_out >= 4 * RATE / 2);
    for (size_t i = 0; i < e.n_out / 4; i++) {
        const double s = (double)i / RATE;
        const double clamped = fmin(fmax(k->value(s), 0.0), 1.0);
        const double value = (low + (1.0 - low) * clamped) * k->velocity / 127.0;
        if (!in_a_jump(k, s) && !(fabs((double)f32_at(&e, i) - value) <= engine->most)) {
            fail_msg("%s %s%s: frame %zu is %.8g, not %.8g", engine->name, by, k->env, i,
                     (double)f32_at(&e, i), value);
        }
    }
    forget(&e);
}

static void check_all(const char *by, double low) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        for (int k = 0; k < N_ENGINES; k++) {
            check(&kinds[i], by, low, &engine_limits[k]);
        }
    }
}

static void amplitude_is_the_envelope(void **state) {
    (void)state;
    check_all("-w ./one.wav -a ", 0.0);
}

static void position_is_the_envelope(void **state) {
    (void)state;
    check_all("-w ./zero.wav,./one.wav -m ", 0.0);
}

static void crossfade_is_the_envelope(void **state) {
    (void)state;
    check_all("-w ./zero.wav -w ./one.wav -x ", 0.0);
    check_all("-w ./one.wav -w ./zero.wav -w ./zero.wav,./one.wav -m 2=1 -x 1=0.5 -x 2=", 0.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amplitude_is_the_envelope),
        cmocka_unit_test(position_is_the_envelope),
        cmocka_unit_test(crossfade_is_the_envelope),
    };
    return cmocka_run_group_tests_name("sound options envelope", tests, start, leave_folder);
}
