// Completion in zsh, by its _arguments.
#include "cli/help/completion_parts.h"

static const char head[] =
    "#compdef wavetable\n"
    "# Made by: wavetable help --completion zsh\n"
    "\n"
    "# Several with commas: the last is completed.\n"
    "_wavetable_waves() {\n"
    "    local -a shipped=(${${(f)\"$(wavetable table list 2>/dev/null)\"}%% *})\n"
    "    compset -P '*,'\n"
    "    compadd -S '' -- ";

static const char tail[] = "_wavetable() {\n"
                           "    if ((CURRENT == 2)); then\n"
                           "        _describe command _wavetable_commands\n"
                           "        _arguments '--help[the commands]' '--version[the version]'\n"
                           "        return\n"
                           "    fi\n"
                           "    shift words\n"
                           "    ((CURRENT--))\n"
                           "    (($+functions[_wavetable_$words[1]])) && _wavetable_$words[1]\n"
                           "}\n"
                           "\n"
                           "_wavetable \"$@\"\n";

// Brackets and colons would end a part of a spec.
static void put_text(FILE *out, const char *text) {
    wt_put_escaped(out, text, "[]:\\", "'\\''");
}

static void put_value(FILE *out, const wt_option *o) {
    fputs(wt_option_takes(o) == WT_OPTIONAL_VALUE ? "::" : ":", out);
    put_text(out, o->argument);
    switch (wt_takes_of(o)) {
    case WT_TAKES_WORDS:
        fputs(":(", out);
        wt_put_words(out, o);
        fputc(')', out);
        break;
    case WT_TAKES_WAVES:
        fputs(":_wavetable_waves", out);
        break;
    case WT_TAKES_RATIO:
        fputs(":_wavetable_ratio", out);
        break;
    case WT_TAKES_PART:
        fputs(":_wavetable_part", out);
        break;
    case WT_TAKES_FILES:
        fputs(":_files", out);
        break;
    case WT_TAKES_FOLDERS:
        fputs(":_files -/", out);
        break;
    case WT_TAKES_ANYTHING:
        fputs(": ", out);
        break;
    }
}

static void put_option(FILE *out, const wt_command *command, const wt_option *o) {
    static const char *const ends[] = {"", "=", "=-"}; // =-: the value is in the same word
    (void)command;
    fputs("        '*", out);
    if (o->letter) {
        fprintf(out, "'{-%c%s,--%s%s}'", o->letter, wt_option_takes(o) == WT_VALUE ? "+" : "",
                o->name, ends[wt_option_takes(o)]);
    } else {
        fprintf(out, "--%s%s", o->name, ends[wt_option_takes(o)]);
    }
    fputc('[', out);
    put_text(out, o->help);
    fputc(']', out);
    if (wt_option_takes(o) != WT_NO_VALUE) {
        put_value(out, o);
    }
    fputs("' \\\n", out);
}

static void put_operands(FILE *out, const wt_command *command) {
    wt_put_verbs(out, command, "        '1:verb:(", ")' \\\n");
    fputs(wt_takes_notes(command) ? "        '*:NOTE:{ compset -P @ && _wavetable_presets }'\n"
          : wt_takes_tables(command)
              ? "        '*:TABLE:_wavetable_waves'\n"
              : "        '*:FILE:{ compset -P @ && _wavetable_presets || _files }'\n",
          out);
}

static void put_command(FILE *out, const wt_command *command) {
    fprintf(out, "_wavetable_%s() {\n    _arguments -s -S \\\n", command->name);
    wt_each_option(out, command, put_option);
    put_operands(out, command);
    fputs("}\n\n", out);
}

static void put_commands(FILE *out) {
    fputs("typeset -ga _wavetable_commands=(\n", out);
    for (size_t i = 0; i < wt_n_commands; ++i) {
        const wt_command *c = wt_commands[i];
        char line[200];
        snprintf(line, sizeof line, "%s:%.*s", c->name, wt_line_length(c->summary), c->summary);
        fputs("    '", out);
        wt_put_escaped(out, line, "", "'\\''");
        fputs("'\n", out);
    }
    fputs("    'help:Show the options of a command.'\n)\n\n", out);
}

void wt_put_zsh(FILE *out) {
    fputs(head, out);
    wt_put_waves(out);
    fputs(" $shipped\n    _files\n}\n\n"
          "# A preset that ships or is one's own, or a file.\n"
          "_wavetable_presets() {\n"
          "    compadd -- ${${(f)\"$(wavetable table list --presets 2>/dev/null)\"}%% *}\n"
          "    _files\n}\n\n"
          "_wavetable_ratio() {\n"
          "    compset -P '*:' && _wavetable_waves\n}\n\n"
          "_wavetable_part() {\n"
          "    if compset -P '*=@'; then\n        _wavetable_presets\n"
          "    elif compset -P '*='; then\n        compadd -S '' -- @ off\n    fi\n}\n\n",
          out);
    put_commands(out);
    for (size_t i = 0; i < wt_n_commands; ++i) {
        put_command(out, wt_commands[i]);
    }
    fputs("_wavetable_help() {\n"
          "    _arguments '--man[the manual page, as roff]' \\\n"
          "        '--completion[a script for a shell]:shell:(bash zsh fish)' \\\n"
          "        '*:command:(${_wavetable_commands%%:*}",
          out);
    wt_put_topics(out);
    fputs(")'\n}\n\n", out);
    fputs(tail, out);
}
