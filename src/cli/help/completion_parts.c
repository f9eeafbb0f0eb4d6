// What the completions of all shells share.
#include "cli/help/completion_parts.h"

#include "core/tables/shape.h"

#include "cli/help/topics.h"

#include <ctype.h>
#include <string.h>

void wt_put_waves(FILE *out) {
    for (int i = 0; i < WT_N_SHAPES; ++i) {
        fprintf(out, "%s%s ", wt_shapes[i].names[0],
                wt_shapes[i].takes == WT_SHAPE_PLAIN ? "" : ":");
    }
    fputs("noise noise:pink noise:brown", out);
}

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

wt_takes wt_takes_of(const wt_option *option) {
    static const struct {
        const char *argument; // how it begins
        wt_takes takes;
    } kinds[] = {{"SPEC", WT_TAKES_WAVES},  {"RATIO[:WAVE]", WT_TAKES_RATIO},
                 {"WHO=@", WT_TAKES_PART},  {"FILE", WT_TAKES_FILES},
                 {"DIR", WT_TAKES_FOLDERS}, {"TYPE", WT_TAKES_WORDS}};
    const char *argument = option->argument ? option->argument : "";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
        if (begins(argument, kinds[i].argument)) {
            return kinds[i].takes;
        }
    }
    return strchr(argument, '|') ? WT_TAKES_WORDS : WT_TAKES_ANYTHING;
}

// Of "TURNS|random" only what can be typed as it stands; C3 can.
static void put_choice(FILE *out, const char *text, size_t n) {
    const char *between = "";
    for (size_t at = 0; at < n;) {
        const size_t length = strcspn(text + at, "| ");
        if (!isupper((unsigned char)text[at]) || !isupper((unsigned char)text[at + 1])) {
            fprintf(out, "%s%.*s", between, (int)length, text + at);
            between = " ";
        }
        at += length + 1;
    }
}

void wt_put_words(FILE *out, const wt_option *option) {
    if (strchr(option->argument, '|')) {
        put_choice(out, option->argument, strlen(option->argument));
        return;
    }
    for (int type = 0; wt_type_name((wt_type)type); ++type) {
        fprintf(out, "%s%s", type > 0 ? " " : "", wt_type_name((wt_type)type));
    }
}

// "wavetable table info|make ...": the third word, where it is one of these.
void wt_put_verbs(FILE *out, const wt_command *command, const char *before, const char *after) {
    const char *verbs = command->usage + strlen("wavetable ") + strlen(command->name) + 1;
    const size_t n = strcspn(verbs, " ");
    if (islower((unsigned char)*verbs)) {
        fputs(before, out);
        put_choice(out, verbs, n);
        fputs(after, out);
    }
}

void wt_put_topics(FILE *out) {
    for (size_t i = 0; wt_topic_of(i); ++i) {
        fprintf(out, " %s", wt_topic_of(i)->name);
    }
}

bool wt_takes_notes(const wt_command *command) {
    return strstr(command->usage, " NOTE") != NULL;
}

bool wt_takes_tables(const wt_command *command) {
    return command->bit == WT_FOR_TABLE;
}

void wt_put_escaped(FILE *out, const char *text, const char *special, const char *quote) {
    for (; *text; ++text) {
        if (*text == '\'') {
            fputs(quote, out);
            continue;
        }
        if (strchr(special, *text)) {
            fputc('\\', out);
        }
        fputc(*text, out);
    }
}

int wt_line_length(const char *text) {
    return (int)strcspn(text, "\n");
}

void wt_each_option(FILE *out, const wt_command *command,
                    void (*put)(FILE *out, const wt_command *command, const wt_option *option)) {
    for (size_t g = 0; g < wt_n_option_groups; ++g) {
        for (size_t i = 0; i < wt_option_groups[g].n_options; ++i) {
            const wt_option *option = &wt_option_groups[g].options[i];
            if (option->commands & command->bit) {
                put(out, command, option);
            }
        }
    }
}
