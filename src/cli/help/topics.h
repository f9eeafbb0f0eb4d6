// Texts that the help and the manual page share.
#ifndef WT_CLI_HELP_TOPICS_H
#define WT_CLI_HELP_TOPICS_H

// The language of recipes, line by line; null at the end.
extern const char *const wt_topic_recipe[];

#endif
