# Type WORDS and a Tab into an interactive zsh that finds its completions in FOLDER, and wait until EXPECTED is shown, the
# line as it then is standing in <>. What is not shown within 10 s is printed, and the status 1.
# Usage: zsh -f keys.zsh FOLDER [WORDS EXPECTED]...
zmodload zsh/zpty
zpty shell 'TERM=dumb zsh -f -i'
zpty -w shell 'PS1=; show() print -r "<$BUFFER>"; zle -N show; bindkey "^G" show'
zpty -w shell "fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D; print READY\$((1 + 1))"
zpty -r shell shown '*READY2*'
failed=0
for words expected in "${@:2}"; do
    zpty -w -n shell $'\C-u'"$words"$'\t'
    shown=
    for ((i = 0; i < 100; ++i)); do
        sleep 0.05
        zpty -w -n shell $'\C-g'
        sleep 0.05
        while zpty -r -t shell part; do
            shown+=$part
        done
        [[ $shown != *$expected* ]] || break
    done
    if [[ $shown != *$expected* ]]; then
        print -r -- "'$words' shows '$shown', not '$expected'"
        failed=1
    fi
done
zpty -d shell
exit $failed
