// Completion in fish.
#include "cli/help/completion_parts.h"
#include "cli/help/topics.h"

static void put_text(FILE *out, const char *text) {
    fputc('\'', out);
    wt_put_escaped(out, text, "\\", "\\'");
    fputc('\'', out);
}

static void put_option(FILE *out, const wt_command *command, const wt_option *o) {
    fprintf(out, "complete -c wavetable -n '__fish_seen_subcommand_from %s'", command->name);
    if (o->letter) {
        fprintf(out, " -s %c", o->letter);
    }
    fprintf(out, " -l %s", o->name);
    if (wt_option_takes(o) == WT_VALUE) {
        switch (wt_takes_of(o)) {
        case WT_TAKES_WORDS:
            fputs(" -x -a '", out);
            wt_put_words(out, o);
            fputc('\'', out);
            break;
        case WT_TAKES_WAVES:
            fputs(" -x -a '(__fish_complete_list , __wavetable_waves)'", out);
            break;
        case WT_TAKES_RATIO:
            fputs(" -x -a '(__wavetable_behind : (__wavetable_waves))'", out);
            break;
        case WT_TAKES_PART:
            fputs(" -x -a '(__wavetable_behind = off (__wavetable_presets_all))'", out);
            break;
        case WT_TAKES_FILES:
            fputs(" -r -F", out);
            break;
        case WT_TAKES_FOLDERS:
            fputs(" -x -a '(__fish_complete_directories)'", out);
            break;
        case WT_TAKES_ANYTHING:
            fputs(" -x", out);
            break;
        }
    }
    fputs(" -d ", out);
    put_text(out, o->help);
    fputc('\n', out);
}

static void put_command(FILE *out, const wt_command *command) {
    char summary[200];
    snprintf(summary, sizeof summary, "%.*s", wt_line_length(command->summary), command->summary);
    fprintf(out, "\ncomplete -c wavetable -n __fish_use_subcommand -a %s -d ", command->name);
    put_text(out, summary);
    fprintf(out, "\ncomplete -c wavetable -n '__fish_seen_subcommand_from help' -a %s\n",
            command->name);
    if (!wt_takes_notes(command)) {
        fprintf(out, "complete -c wavetable -n '__fish_seen_subcommand_from %s' -F -a '",
                command->name);
        wt_put_verbs(out, command, "", "");
        fputs("'\n", out);
    }
    if (wt_takes_tables(command)) {
        fprintf(out,
                "complete -c wavetable -n '__fish_seen_subcommand_from %s' -a "
                "'(__wavetable_waves)'\n",
                command->name);
    } else {
        fprintf(out,
                "complete -c wavetable -n '__fish_seen_subcommand_from %s' -a "
                "'(__wavetable_presets)'\n",
                command->name);
    }
    wt_each_option(out, command, put_option);
}

static void put_topic(FILE *out, const wt_topic *topic) {
    fprintf(out, "complete -c wavetable -n '__fish_seen_subcommand_from help' -a %s -d ",
            topic->name);
    put_text(out, topic->about);
    fputc('\n', out);
}

void wt_put_fish(FILE *out) {
    fputs("# fish completion for wavetable; made by: wavetable help --completion fish\n"
          "\n"
          "function __wavetable_waves\n"
          "    string split ' ' '",
          out);
    wt_put_waves(out);
    fputs("'\n"
          "    command -q wavetable; and wavetable table list 2>/dev/null | string replace -r ' "
          ".*' ''\n"
          "    __fish_complete_path (commandline -ct | string replace -r '.*,' '')\n"
          "end\n"
          "\n"
          "function __wavetable_presets_all\n"
          "    wavetable table list --presets 2>/dev/null | string replace -r '([^ ]*) *(.*)' "
          "'@$1\\t$2'\n"
          "end\n"
          "\n"
          "function __wavetable_presets\n"
          "    string match -q -- '@*' (commandline -ct); and __wavetable_presets_all\n"
          "end\n"
          "\n"
          "# SEPARATOR WORD...: each behind what is typed up to the separator.\n"
          "function __wavetable_behind\n"
          "    set -l typed (string match -r -- \"^[^$argv[1]]*$argv[1]\" (commandline -ct))\n"
          "    and printf '%s\\n' $typed$argv[2..-1]\n"
          "end\n"
          "\n"
          "complete -c wavetable -f\n"
          "complete -c wavetable -n __fish_use_subcommand -l help -d 'the commands'\n"
          "complete -c wavetable -n __fish_use_subcommand -l version -d 'the version'\n"
          "complete -c wavetable -n __fish_use_subcommand -a help -d 'Show the options of a "
          "command.'\n"
          "complete -c wavetable -n '__fish_seen_subcommand_from help' -l man -d 'the manual "
          "page, as roff'\n"
          "complete -c wavetable -n '__fish_seen_subcommand_from help' -l completion -x -a 'bash "
          "zsh fish' -d 'a script for a shell'\n",
          out);
    for (size_t i = 0; i < wt_n_commands; ++i) {
        put_command(out, wt_commands[i]);
    }
    for (size_t i = 0; wt_topic_of(i); ++i) {
        put_topic(out, wt_topic_of(i));
    }
}
