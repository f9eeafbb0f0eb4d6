// A note to standard output: raw floats at 48 kHz, as `wavetable render -g 0 -b 32 -e float A4`.
#include <wavetable/wavetable.h>

#include <stdio.h>

int main(void) {
    static float sound[48480]; // a second, and the release
    wt_patch patch;
    wt_patch_init(&patch, 48000.0);
    if (wt_render_note(&patch, 440.0, 1.0, sound, NULL, 48480) != WT_OK) {
        return 1;
    }
    return fwrite(sound, sizeof *sound, 48480, stdout) == 48480 ? 0 : 1;
}
