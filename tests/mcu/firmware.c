// Plays the tone of tone_case.h: on a Cortex-M under an emulator, which writes files for it, or as
// a program of the host. Says how many instructions a frame takes where the clock counts them.
#include "tone_case.h"

enum { FRAMES = 64 };

static void play(void (*write)(const uint8_t *bytes, unsigned n)) {
    static int32_t bus[FRAMES];
    static uint8_t bytes[2 * FRAMES];
    wt_tone tone;
    wt_tone_on(&tone, &sound, sound_increment);
    for (uint32_t frame = 0; frame < sound_frames;) {
        uint32_t n = sound_frames - frame < FRAMES ? sound_frames - frame : FRAMES;
        if (frame < sound_gate && frame + n > sound_gate) {
            n = sound_gate - frame;
        } else if (frame == sound_gate) {
            wt_tone_off(&tone);
        }
        for (uint32_t i = 0; i < n; ++i) {
            bus[i] = 0;
        }
        wt_tone_add(&tone, bus, n);
        for (uint32_t i = 0; i < n; ++i) {
            const int32_t x = bus[i] > 32767 ? 32767 : bus[i] < -32768 ? -32768 : bus[i];
            bytes[2 * i] = (uint8_t)x;
            bytes[2 * i + 1] = (uint8_t)(x >> 8);
        }
        write(bytes, 2 * n);
        frame += n;
    }
}

#ifdef __arm__

// Arm's semihosting: an operation and the address of its arguments.
static uint32_t ask_host(uint32_t operation, const void *arguments) {
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = arguments;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

enum { OPEN = 1, CLOSE = 2, PRINT = 4, WRITE = 5, EXIT = 0x18 };

static uint32_t file;

static void write_file(const uint8_t *bytes, unsigned n) {
    const uint32_t arguments[] = {file, (uint32_t)bytes, n};
    ask_host(WRITE, arguments);
}

static void print_number(const char *before, uint32_t x) {
    char digits[12];
    char *p = digits + sizeof digits - 1;
    *p = 0;
    do {
        *--p = (char)('0' + x % 10);
        x /= 10;
    } while (x);
    ask_host(PRINT, before);
    ask_host(PRINT, p);
    ask_host(PRINT, "\n");
}

// SysTick counts down by one in CLOCK_NS nanoseconds, each of which is an instruction.
static void count_instructions(void) {
    volatile uint32_t *const systick = (volatile uint32_t *)0xe000e010;
    static int32_t bus[2048];
    wt_tone tone;
    wt_tone_on(&tone, &sound, sound_increment);
    while (tone.gain.left > 0 && tone.gain.left < 2048) {
        wt_tone_add(&tone, bus, tone.gain.left);
    }
    systick[1] = 0xffffff;
    systick[2] = 0;
    systick[0] = 5;
    const uint32_t before = systick[2];
    wt_tone_add(&tone, bus, 2048);
    const uint32_t after = systick[2];
    print_number("hundredths of an instruction a frame: ",
                 ((before - after) & 0xffffff) * (uint32_t)(100 * CLOCK_NS) / 2048);
}

int main(void) {
    const struct {
        const char *name;
        uint32_t mode, length;
    } output = {"tone.raw", 5, 8};
    file = ask_host(OPEN, &output);
    play(write_file);
    ask_host(CLOSE, &file);
    count_instructions();
    ask_host(EXIT, (const void *)0x20026);
    return 0;
}

extern uint32_t stack_top[];
void start(void);

void start(void) {
    main();
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static const void *const vectors[] = {
    stack_top,
    (const void *)start,
};

#else

#include <stdio.h>

static void write_file(const uint8_t *bytes, unsigned n) {
    fwrite(bytes, 1, n, stdout);
}

int main(void) {
    play(write_file);
    return ferror(stdout) ? 1 : 0;
}

#endif
