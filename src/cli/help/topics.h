// Help on things rather than commands: a screen each, for `wavetable help TOPIC` and the manual.
#ifndef WT_CLI_HELP_TOPICS_H
#define WT_CLI_HELP_TOPICS_H

#include "cli/help/page.h"

#include <stddef.h>

typedef struct {
    const char *name;
    const char *about; // what is learned there, in a few words
    const char *text;  // lines of at most 80 columns
} wt_topic;

// Return the i-th topic, or null past the last.
const wt_topic *wt_topic_of(size_t i);

// Append a line for each topic.
void wt_help_topics(wt_page *page);

// Print the topic of this name. False: there is none; that it cannot be printed is a fault.
bool wt_help_topic(const char *name, wt_fault *fault);

// The texts, each in the file of its kind.
extern const char wt_topic_notes[], wt_topic_scores[], wt_topic_presets[], wt_topic_parts[];
extern const char wt_topic_waves[], wt_topic_envelopes[], wt_topic_loop[], wt_topic_recipe[];
extern const char wt_topic_fields[], wt_topic_maps[], wt_topic_streams[];
extern const char wt_topic_log[], wt_topic_formats[], wt_topic_tour[];

#endif
