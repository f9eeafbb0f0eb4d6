// Fuzzes numbers, durations and --adsr: what they read reads again as the same.
#include "fuzz_text.h"

#include "text/duration.h"
#include "text/number.h"

static void check_number(char *text) {
    double number = 0;
    const wt_parse parse = wt_read_number(text, &number);
    if (!check_parse(text, parse)) {
        return;
    }
    CHECK(number - number == 0); // finite
    cut(text, parse);
    double again = 1;
    CHECK(same_parse(parse, wt_read_number(text, &again)));
    CHECK(memcmp(&number, &again, sizeof number) == 0);
    CHECK(number == strtod(text, NULL));
}

static void check_integer(char *text) {
    int64_t number = 0;
    const wt_parse parse = wt_read_integer(text, INT64_MIN, INT64_MAX, &number);
    if (check_parse(text, parse)) {
        cut(text, parse);
        CHECK(number == strtoll(text, NULL, 10));
    }
}

static void check_hz(char *text) {
    double hz = 0;
    const wt_parse parse = wt_read_hz(text, &hz);
    if (check_parse(text, parse)) {
        CHECK(hz > 0 && hz - hz == 0);
    }
}

static void check_time(char *text) {
    wt_time duration = {0, WT_SECONDS};
    wt_time time = {0, WT_SECONDS};
    const wt_parse parse = wt_read_duration(text, &duration);
    const wt_parse env_parse = wt_read_env_time(text, &time);
    if (check_parse(text, parse)) { // of minutes, too, which an envelope's time has not
        CHECK(duration.value >= 0 && duration.value <= 1e300);
        CHECK(duration.unit != WT_PERCENT);
    }
    if (check_parse(text, env_parse)) {
        CHECK(time.value >= 0);
        const size_t colon = text[env_parse.at] == ':'; // by which M:SS is a time
        text[env_parse.at + colon] = 0;
        wt_time again = {-1, WT_SECONDS};
        CHECK(same_parse(env_parse, wt_read_env_time(text, &again)));
        CHECK(again.value == time.value && again.unit == time.unit);
    }
}

static void check_adsr(char *text) {
    wt_adsr_text adsr;
    const wt_parse parse = wt_read_adsr(text, &adsr);
    if (check_parse(text, parse)) {
        CHECK(adsr.attack.value >= 0 && adsr.decay.value >= 0 && adsr.release.value >= 0);
        CHECK(adsr.sustain >= 0 && adsr.sustain <= 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    void (*const checks[])(char *) = {check_number, check_integer, check_hz, check_time,
                                      check_adsr};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; ++i) {
        char *text = copy_text(data, size);
        checks[i](text);
        free(text);
    }
    return 0;
}
