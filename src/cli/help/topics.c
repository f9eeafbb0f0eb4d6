// The table of topics.
#include "cli/help/topics.h"

#include "cli/terminal/report.h"

#include <string.h>

static const wt_topic topics[] = {
    {"tour", "ten sounds, from a sine to a song", wt_topic_tour},
    {"notes", "pitches, chords, durations, velocities, ranges", wt_topic_notes},
    {"waves", "SPEC: shapes, tables, files; dimensions", wt_topic_waves},
    {"envelopes", "ENV: values that move", wt_topic_envelopes},
    {"scores", "notes from a text file or a MIDI file", wt_topic_scores},
    {"parts", "who plays a score: --part, --only", wt_topic_parts},
    {"presets", "@FILE: a sound kept as a file of options", wt_topic_presets},
    {"recipe", "wavetables written as formulas", wt_topic_recipe},
    {"fields", "lines of a batch that are drawn by chance", wt_topic_fields},
    {"streams", "pipes, tars and arrays", wt_topic_streams},
    {"log", "what a batch writes down about its jobs", wt_topic_log},
    {"loop", "notes that a sampler can hold", wt_topic_loop},
    {"maps", "sample packs that a sampler opens", wt_topic_maps},
    {"formats", "sound files and wavetable files", wt_topic_formats},
};

const wt_topic *wt_topic_of(size_t i) {
    return i < sizeof topics / sizeof *topics ? &topics[i] : NULL;
}

void wt_help_topics(wt_page *page) {
    for (size_t i = 0; wt_topic_of(i); ++i) {
        wt_page_add(page, "  wavetable help %-14s %s\n", topics[i].name, topics[i].about);
    }
}

bool wt_help_topic(const char *name, wt_fault *fault) {
    for (size_t i = 0; wt_topic_of(i); ++i) {
        if (strcmp(topics[i].name, name) == 0) {
            wt_report_text(topics[i].text, fault);
            return true;
        }
    }
    return false;
}
