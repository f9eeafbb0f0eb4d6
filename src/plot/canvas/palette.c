// The colours.
#include "plot/canvas/palette.h"

#include "base/math.h"

static const wt_colour colours[][2] = {
    [WT_ROLE_PAPER] = {{255, 255, 255}, {13, 17, 23}},
    [WT_ROLE_TEXT] = {{31, 35, 40}, {230, 237, 243}},
    [WT_ROLE_MUTED] = {{89, 99, 110}, {145, 152, 161}},
    [WT_ROLE_GRID] = {{229, 232, 236}, {38, 44, 52}},
    [WT_ROLE_AXIS] = {{140, 149, 159}, {101, 108, 118}},
    [WT_ROLE_FIRST] = {{9, 105, 218}, {83, 165, 255}},
    [WT_ROLE_SECOND] = {{217, 62, 40}, {255, 123, 98}},
    [WT_ROLE_THIRD] = {{160, 150, 140}, {120, 112, 104}},
    [WT_ROLE_FIRST_AREA] = {{9, 105, 218}, {83, 165, 255}},
    [WT_ROLE_SECOND_AREA] = {{217, 62, 40}, {255, 123, 98}},
};

// Stops of the hue of layers, front to back.
static const wt_colour stops[2][3] = {{{0, 92, 197}, {112, 72, 214}, {196, 52, 140}},
                                      {{72, 170, 255}, {160, 130, 255}, {255, 120, 190}}};

static uint8_t between(uint8_t a, uint8_t b, double t) {
    return (uint8_t)wt_round(a + (b - a) * t);
}

static wt_colour mix(wt_colour a, wt_colour b, double t) {
    return (wt_colour){between(a.red, b.red, t), between(a.green, b.green, t),
                       between(a.blue, b.blue, t)};
}

// From the paper through the hues of layers.
static wt_colour heat(double depth, int surroundings) {
    const wt_colour *hue = stops[surroundings];
    const wt_colour line =
        depth < 0.5 ? mix(hue[0], hue[1], 2.0 * depth) : mix(hue[1], hue[2], 2.0 * depth - 1.0);
    const double strength = depth < 0.8 ? 0.05 + 1.1875 * depth : 1.0;
    return mix(colours[WT_ROLE_PAPER][surroundings], line, strength);
}

wt_colour wt_palette_colour(wt_ink ink, int surroundings) {
    if (ink.role == WT_ROLE_HEAT) {
        return heat(ink.depth, surroundings);
    }
    if (ink.role != WT_ROLE_LAYER && ink.role != WT_ROLE_LAYER_AREA) {
        return colours[ink.role][surroundings];
    }
    const wt_colour *hue = stops[surroundings];
    const double at = 2.0 * ink.depth;
    const wt_colour line = at < 1.0 ? mix(hue[0], hue[1], at) : mix(hue[1], hue[2], at - 1.0);
    return ink.role == WT_ROLE_LAYER
               ? line
               : mix(colours[WT_ROLE_PAPER][surroundings], line, surroundings ? 0.16 : 0.09);
}

double wt_palette_opacity(wt_ink ink) {
    switch (ink.role) {
    case WT_ROLE_FIRST_AREA:
    case WT_ROLE_SECOND_AREA:
        return 0.25;
    default:
        return 1.0;
    }
}
