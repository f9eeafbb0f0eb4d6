// General MIDI: the shipped presets that its programs and drums sound like.
#include "app/score/general_midi.h"

#include <stddef.h>

// Up to and with `last`, the presets that are not said singly.
static const struct {
    int last;
    const char *preset;
} families[] = {
    {3, "@keys-piano"},        {5, "@keys-electric"},    {6, "@pluck-harpsichord"},
    {7, "@keys-clav"},         {8, "@bell-celesta"},     {10, "@bell-music-box"},
    {11, "@bell-vibes"},       {13, "@bell-marimba"},    {14, "@bell-tubular"},
    {15, "@pluck-dulcimer"},   {17, "@organ-drawbar"},   {18, "@organ-rock"},
    {19, "@organ-church"},     {20, "@organ-reed"},      {23, "@reed-accordion"},
    {25, "@pluck-guitar"},     {27, "@pluck-electric"},  {28, "@pluck-muted"},
    {31, "@lead-guitar"},      {33, "@bass-finger"},     {35, "@bass-pick"},
    {37, "@bass-slap"},        {39, "@bass-synth"},      {44, "@string-solo"},
    {45, "@string-pizzicato"}, {46, "@pluck-harp"},      {47, "@drum-timpani"},
    {51, "@string-ensemble"},  {54, "@pad-choir"},       {55, "@brass-hit"},
    {60, "@brass-solo"},       {63, "@brass-section"},   {67, "@reed-sax"},
    {70, "@reed-oboe"},        {71, "@reed-clarinet"},   {79, "@reed-flute"},
    {80, "@lead-square"},      {81, "@lead-saw"},        {82, "@reed-calliope"},
    {83, "@lead-sync"},        {84, "@lead-guitar"},     {85, "@pad-choir"},
    {86, "@lead-fifths"},      {87, "@bass-synth"},      {88, "@pad-warm"},
    {90, "@pad-poly"},         {91, "@pad-choir"},       {92, "@pad-glass"},
    {93, "@pad-metal"},        {95, "@pad-sweep"},       {97, "@fx-rain"},
    {98, "@bell-glass"},       {99, "@pad-glass"},       {101, "@pad-sweep"},
    {103, "@fx-echo"},         {104, "@pluck-sitar"},    {107, "@pluck-koto"},
    {108, "@bell-marimba"},    {109, "@reed-oboe"},      {110, "@string-solo"},
    {111, "@reed-oboe"},       {112, "@bell-music-box"}, {113, "@drum-cowbell"},
    {114, "@bell-vibes"},      {115, "@drum-wood"},      {116, "@drum-timpani"},
    {118, "@drum-tom"},        {119, "@fx-rise"},        {121, "@fx-breath"},
    {122, "@fx-sea"},          {123, "@fx-bird"},        {126, "@fx-sea"},
    {127, "@drum-snare"},
};

// Drums by key; those that are pitched sound at a note of their own.
static const struct {
    int last;
    const char *preset;
    double pitch;
} drums[] = {
    {34, "@drum-click", 84},   {36, "@drum-kick", 33},   {37, "@drum-rim", 76},
    {38, "@drum-snare", 55},   {39, "@drum-clap", 60},   {40, "@drum-snare", 58},
    {41, "@drum-tom", 41},     {42, "@drum-hat", 90},    {43, "@drum-tom", 44},
    {44, "@drum-hat", 86},     {45, "@drum-tom", 47},    {46, "@drum-hat-open", 90},
    {47, "@drum-tom", 50},     {48, "@drum-tom", 53},    {49, "@drum-crash", 80},
    {50, "@drum-tom", 56},     {51, "@drum-ride", 84},   {52, "@drum-crash", 74},
    {53, "@drum-ride", 88},    {54, "@drum-shaker", 84}, {55, "@drum-crash", 86},
    {56, "@drum-cowbell", 75}, {57, "@drum-crash", 77},  {58, "@drum-shaker", 72},
    {59, "@drum-ride", 82},    {60, "@drum-conga", 69},  {61, "@drum-conga", 64},
    {62, "@drum-conga", 62},   {63, "@drum-conga", 60},  {64, "@drum-conga", 55},
    {65, "@drum-tom", 62},     {66, "@drum-tom", 57},    {67, "@drum-cowbell", 85},
    {68, "@drum-cowbell", 80}, {70, "@drum-shaker", 86}, {72, "@fx-bird", 96},
    {74, "@drum-shaker", 76},  {75, "@drum-wood", 86},   {76, "@drum-wood", 82},
    {77, "@drum-wood", 77},    {79, "@drum-conga", 72},  {81, "@bell-glass", 96},
    {82, "@drum-shaker", 88},  {84, "@bell-glass", 90},  {85, "@drum-wood", 88},
    {87, "@drum-tom", 36},     {127, "@drum-click", 84},
};

const char *wt_general_midi_preset(int program) {
    size_t i = 0;
    while (families[i].last < program) {
        ++i;
    }
    return families[i].preset;
}

const char *wt_general_midi_drum(int key, double *pitch) {
    size_t i = 0;
    while (drums[i].last < key) {
        ++i;
    }
    *pitch = drums[i].pitch;
    return drums[i].preset;
}
