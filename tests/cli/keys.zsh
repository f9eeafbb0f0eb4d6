# Type words and a Tab into an interactive zsh that finds its completions in FOLDER, and print what
# it showed, with <the line as it then is>, until what was EXPECTED came up, or 10 s went by.
# Usage: zsh -f keys.zsh FOLDER WORDS EXPECTED
zmodload zsh/zpty
zpty shell 'TERM=dumb zsh -f -i'
zpty -w shell 'PS1=; show() print -r "<$BUFFER>"; zle -N show; bindkey "^G" show'
zpty -w shell "fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D; print READY\$((1 + 1))"
zpty -r shell shown '*READY2*'
zpty -w -n shell "$2"$'\t'
shown=
for ((i = 0; i < 50; ++i)); do
    sleep 0.1
    zpty -w -n shell $'\C-g'
    sleep 0.1
    while zpty -r -t shell part; do
        shown+=$part
    done
    [[ $shown != *$3* ]] || break
done
print -r -- "$shown"
zpty -d shell
