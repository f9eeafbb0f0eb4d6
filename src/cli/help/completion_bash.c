// Completion in bash 3.2 and newer, with or without the package bash-completion.
#include "cli/help/completion_parts.h"

static const char head[] =
    "# bash completion for wavetable; made by: wavetable help --completion bash\n"
    "\n"
    "_wavetable_words() {\n"
    "    COMPREPLY=($(compgen -W \"$1\" -- \"$current\"))\n"
    "}\n"
    "\n"
    "# _wavetable_files -f|-d [PREFIX]\n"
    "_wavetable_files() {\n"
    "    local name\n"
    "    while IFS= read -r name; do\n"
    "        COMPREPLY+=(\"$2$name\")\n"
    "    done < <(compgen \"$1\" -- \"${current#\"$2\"}\")\n"
    "    ((${#COMPREPLY[@]} == 0)) || compopt -o filenames 2>/dev/null\n"
    "}\n"
    "\n"
    "# WAVES SEPARATOR: the last one is completed.\n"
    "_wavetable_waves() {\n"
    "    local prefix=\n"
    "    [[ $current != *$2* ]] || prefix=${current%$2*}$2\n"
    "    _wavetable_files -f \"$prefix\"\n"
    "    compopt -o nospace 2>/dev/null\n"
    "    COMPREPLY+=($(compgen -P \"$prefix\" -W \"$1 $(wavetable table list 2>/dev/null |\n"
    "        sed 's/ .*//')\" -- \"${current#\"$prefix\"}\"))\n"
    "}\n"
    "\n"
    "# After PREFIX, which ends in @: a file, or a preset that ships or is one's own.\n"
    "_wavetable_presets() {\n"
    "    _wavetable_files -f \"$1\"\n"
    "    COMPREPLY+=($(compgen -P \"$1\" -W \"$(wavetable table list --presets 2>/dev/null |\n"
    "        sed 's/ .*//')\" -- \"${current#\"$1\"}\"))\n"
    "}\n"
    "\n"
    "# WHO=@PRESET or WHO=off\n"
    "_wavetable_part() {\n"
    "    if [[ $current == *=@* ]]; then\n"
    "        _wavetable_presets \"${current%%@*}@\"\n"
    "    elif [[ $current == *=* ]]; then\n"
    "        COMPREPLY=($(compgen -P \"${current%=*}=\" -W '@ off' -- \"${current##*=}\"))\n"
    "        compopt -o nospace 2>/dev/null\n"
    "    fi\n"
    "}\n"
    "\n"
    "# The words up to the cursor. bash parts them at @ : = as well, which is undone where there "
    "is\n"
    "# no blank.\n"
    "_wavetable_join() {\n"
    "    local rest=${COMP_LINE:0:COMP_POINT} word blanks\n"
    "    words=() n=0\n"
    "    for word in \"${COMP_WORDS[@]:0:COMP_CWORD + 1}\"; do\n"
    "        blanks=${rest%%[!$' \\t']*}\n"
    "        if [[ -n $blanks || $n == 0 ]]; then\n"
    "            words[n++]=$word\n"
    "        else\n"
    "            words[n - 1]+=$word\n"
    "        fi\n"
    "        rest=${rest#\"$blanks\"}\n"
    "        rest=${rest#\"$word\"}\n"
    "    done\n"
    "}\n"
    "\n"
    "_wavetable() {\n"
    "    local IFS=$' \\t\\n' words n current option breaks=${COMP_WORDBREAKS//[!@:=]/}\n"
    "    _wavetable_join\n"
    "    current=${words[n - 1]} option=${words[n - 2]}\n"
    "    if [[ $current == --*=* ]]; then\n"
    "        option=${current%%=*} current=${current#*=}\n"
    "    fi\n"
    "    COMPREPLY=()\n"
    "    _wavetable_complete\n"
    "    if [[ -n $breaks && $current == *[$breaks]* ]]; then # what stands before is not "
    "replaced\n"
    "        breaks=${current%\"${current##*[$breaks]}\"}\n"
    "        COMPREPLY=(\"${COMPREPLY[@]#\"$breaks\"}\")\n"
    "    fi\n"
    "}\n"
    "\n"
    "_wavetable_complete() {\n"
    "    local options= verbs= notes= tables=\n"
    "    if ((n == 2)); then\n"
    "        _wavetable_words '";

static const char tail[] = "    esac\n"
                           "    if [[ $current == -* ]]; then\n"
                           "        _wavetable_words \"$options\"\n"
                           "    elif [[ -n $verbs && $n == 3 ]]; then\n"
                           "        _wavetable_words \"$verbs\"\n"
                           "    elif [[ $current == @* ]]; then\n"
                           "        _wavetable_presets @\n"
                           "    elif [[ -n $tables ]]; then\n"
                           "        _wavetable_waves \"$tables\" ,\n"
                           "    elif [[ -z $notes ]]; then\n"
                           "        _wavetable_files -f\n"
                           "    fi\n"
                           "}\n"
                           "\n"
                           "complete -F _wavetable wavetable\n";

// A call of _wavetable_waves.
static void put_waves(FILE *out, char separator) {
    fputs("_wavetable_waves '", out);
    wt_put_waves(out);
    fprintf(out, "' %c; ", separator);
}

static void put_names(FILE *out, const wt_option *o, const char *between) {
    if (o->letter) {
        fprintf(out, "-%c%s", o->letter, between);
    }
    fprintf(out, "--%s", o->name);
}

static void put_case(FILE *out, const wt_command *command, const wt_option *o) {
    (void)command;
    if (wt_option_takes(o) != WT_VALUE) {
        return;
    }
    fputs("        ", out);
    put_names(out, o, " | ");
    fputs(") ", out);
    switch (wt_takes_of(o)) {
    case WT_TAKES_WORDS:
        fputs("_wavetable_words '", out);
        wt_put_words(out, o);
        fputs("'; ", out);
        break;
    case WT_TAKES_WAVES:
        put_waves(out, ',');
        break;
    case WT_TAKES_RATIO:
        fputs("[[ $current != *:* ]] || ", out);
        put_waves(out, ':');
        break;
    case WT_TAKES_PART:
        fputs("_wavetable_part; ", out);
        break;
    case WT_TAKES_FILES:
        fputs("_wavetable_files -f; ", out);
        break;
    case WT_TAKES_FOLDERS:
        fputs("_wavetable_files -d; ", out);
        break;
    case WT_TAKES_ANYTHING:
        break;
    }
    fputs("return ;;\n", out);
}

static void put_name(FILE *out, const wt_command *command, const wt_option *o) {
    (void)command;
    fputc(' ', out);
    put_names(out, o, " ");
}

static void put_command(FILE *out, const wt_command *command) {
    fprintf(out, "    %s)\n        case $option in\n", command->name);
    wt_each_option(out, command, put_case);
    fputs("        esac\n        options='", out);
    wt_each_option(out, command, put_name);
    fputs("'\n        verbs='", out);
    wt_put_verbs(out, command, "", "");
    fprintf(out, "' notes=%s tables='", wt_takes_notes(command) ? "yes" : "");
    if (wt_takes_tables(command)) {
        wt_put_waves(out);
    }
    fputs("'\n        ;;\n", out);
}

static void put_commands(FILE *out) {
    for (size_t i = 0; i < wt_n_commands; ++i) {
        fprintf(out, "%s ", wt_commands[i]->name);
    }
    fputs("help", out);
}

void wt_put_bash(FILE *out) {
    fputs(head, out);
    put_commands(out);
    fputs(" --help --version'\n        return\n    fi\n    case ${words[1]} in\n", out);
    for (size_t i = 0; i < wt_n_commands; ++i) {
        put_command(out, wt_commands[i]);
    }
    fputs("    help)\n        [[ $option != --completion ]] || { _wavetable_words 'bash zsh fish'; "
          "return; }\n"
          "        options='--man --completion' verbs='",
          out);
    put_commands(out);
    wt_put_topics(out);
    fputs("' notes=yes\n        ;;\n", out);
    fputs(tail, out);
}
