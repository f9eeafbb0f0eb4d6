// Units in whole commands: what is typed with a unit gives the bytes of the number without one.
#include "program.h"

static void a_unit_changes_no_byte(void **state) {
    (void)state;
    static const struct {
        const char *typed, *meant;
    } cases[] = {
        {"-g -3dB A4:0.01", "-g -3 A4:0.01"},
        {"-g +3dB -a 0.1 A4:0.01", "-g 3 -a 0.1 A4:0.01"},
        {"--normalize=-6dBFS A4:0.01", "--normalize=-6 A4:0.01"},
        {"-r 44.1k A4:0.01", "-r 44100 A4:0.01"},
        {"-r 22.05kHz A4:0.01", "-r 22050 A4:0.01"},
        {"-r 96000Hz A4:0.01", "-r 96000 A4:0.01"},
        {"--tuning 442Hz A4:0.01", "--tuning 442 A4:0.01"},
        {"-T 240bpm A4:1/64", "-T 240 A4:1/64"},
        {"-p +12 A3:0.01", "-p 12 A3:0.01"},
        {"-a 50% A4:0.01", "-a 0.5 A4:0.01"},
        {"--phase 25% A4:0.01", "--phase 0.25 A4:0.01"},
        {"-w sine,saw -m 30% A4:0.01", "-w sine,saw -m 0.3 A4:0.01"},
        {"-w pulse:10% A4:0.01", "-w pulse:0.1 A4:0.01"},
        {"--adsr 1ms,2ms,40%,1ms A4:0.01", "--adsr 1ms,2ms,0.4,1ms A4:0.01"},
        {"--unison 3,20c A4:0.01", "--unison 3,20 A4:0.01"},
        {"--unison 3,20,80% -c 2 A4:0.01", "--unison 3,20,0.8 -c 2 A4:0.01"},
        {"-w tri A4:0.01", "-w triangle A4:0.01"},
        {"-w sqr,sawtooth -m 1 A4:0.01", "-w square,saw -m 1 A4:0.01"},
        {"-p lfo:tri:5Hz:0:1 A4:0.01", "-p lfo:triangle:5Hz:0:1 A4:0.01"},
        {"--fm 2:sqr A4:0.01", "--fm 2:square A4:0.01"},
        {"A4:480fr", "A4:0.01"},
        {"-r 8k A4:480fr", "-r 8000 A4:0.06"},
        {"-d 10ms A4 R r:5ms C4", "-d 0.01 A4 _ _:0.005 C4"},
        {"--length 0:01 A4:0.01", "--length 1 A4:0.01"},
        {"--length 96fr A4:0.01", "--length 0.002 A4:0.01"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending typed = run("render --dither none %s", cases[i].typed);
        ending meant = run("render --dither none %s", cases[i].meant);
        assert_done(&typed, cases[i].typed);
        assert_done(&meant, cases[i].meant);
        if (typed.n_out == 0 || typed.n_out != meant.n_out ||
            memcmp(typed.out, meant.out, typed.n_out) != 0) {
            fail_msg("%s: not the bytes of %s", cases[i].typed, cases[i].meant);
        }
        forget(&typed);
        forget(&meant);
    }
}

static void what_has_another_unit_is_refused_with_what_would_be_right(void **state) {
    (void)state;
    static const struct {
        const char *line, *told;
    } cases[] = {
        {"-g 3Hz A4", "--gain: cannot read on from 'Hz'"},
        {"-r 44.1 A4", "--rate: expected a number from 1000 to 768000"},
        {"-r 44100.5 A4", "--rate: expected whole frames a second"},
        {"-T 120ms A4", "--tempo: cannot read on from 'ms'"},
        {"--phase 120% A4", "--phase: expected a number from 0 to 1"},
        {"A4:1:5", "NOTE: expected seconds as two digits below 60, as in 1:05"},
        {"A4@50%", "NOTE: cannot read on from '%'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("render %s", cases[i].line);
        assert_refused(&e, 2, cases[i].told, cases[i].line);
        forget(&e);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_changes_no_byte),
        cmocka_unit_test(what_has_another_unit_is_refused_with_what_would_be_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
