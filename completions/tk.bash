# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion in bash of tk and of every tk-* tool.  It knows nothing about any of them: it asks
# TOOL --complete WORD... what may stand next.

# Takes quotes and backslashes off $1 as the shell would: REPLY; quote is the one left open.
_tk_unquote() {
    local rest=$1 c
    REPLY='' quote=''
    while [[ $rest ]]; do
        c=${rest:0:1} rest=${rest:1}
        case $quote$c in
        "''" | '""') quote='' ;;
        \" | \') quote=$c ;;
        "\\" | "\"\\") # the next one as it is, but in quotes only where that means something
            [[ -z $quote || $rest == ["\"\\\$\`"]* ]] || REPLY+=$c
            REPLY+=${rest:0:1} rest=${rest:1}
            ;;
        *) REPLY+=$c ;;
        esac
    done
}

# What readline will replace is the end of the word: the length of what it keeps of $1.
_tk_kept() {
    local i last=0 c in='' escaped=''
    for ((i = 0; i < ${#1}; i++)); do
        c=${1:i:1}
        if [[ $escaped ]]; then
            escaped=''
        elif [[ $c == "\\" && $in != "'" ]]; then
            escaped=1
        elif [[ $in ]]; then
            [[ $c != "$in" ]] || in=''
        elif [[ $c == [\"\'] ]]; then
            in=$c last=$((i + 1))
        elif [[ $c != '@' && $COMP_WORDBREAKS == *"$c"* ]]; then
            last=$((i + 1))
        elif [[ $COMP_WORDBREAKS == *"$c"* ]]; then
            last=$i # readline breaks before it, not behind it
        fi
    done
    _tk_unquote "${1:0:last}"
    REPLY=${#REPLY}
}

# One candidate, without what readline keeps, quoted for where it goes.
_tk_quoted() {
    REPLY=${1:kept}
    case $quote in
    "'") [[ $REPLY != *\'* ]] ;;
    '"') [[ $REPLY != *[\"\\\$\`!]* ]] ;;
    *) [[ $REPLY != *[^[:alnum:]_.,:=+@%/\ -]* && $REPLY != *' '* ]] || printf -v REPLY %q "$REPLY" ;;
    esac
}

_tk() {
    local rest=${COMP_LINE:0:COMP_POINT} words=() i line word quote kept tool REPLY
    # COMP_WORDS is split at : and =, too; a word ends where there is a blank in the line.
    for ((i = 0; i < COMP_CWORD; i++)); do
        [[ $i -gt 0 && $rest != [[:blank:]]* ]] || words+=('')
        rest=${rest#"${rest%%[![:blank:]]*}"}
        words[-1]+=${COMP_WORDS[i]}
        rest=${rest#"${COMP_WORDS[i]}"}
    done
    [[ $rest != [[:blank:]]* ]] || words+=('')
    words[-1]+=${rest#"${rest%%[![:blank:]]*}"}
    _tk_kept "${words[-1]}" && kept=$REPLY
    for i in "${!words[@]}"; do
        _tk_unquote "${words[i]}"
        [[ $REPLY != \~/* ]] || REPLY=$HOME/${REPLY:2}
        words[i]=$REPLY
    done
    COMPREPLY=()
    tool=$(type -P -- "${words[0]}") && grep -qe --complete -- "$tool" || return
    while IFS= read -r line; do
        if [[ $line == $'\tfiles' ]]; then
            compopt -o default
        else
            word=${line%%$'\t'*}
            _tk_quoted "$word" && COMPREPLY+=("$REPLY")
        fi
    done < <("$tool" --complete "${words[@]:1}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} -ne 1 || $word != *[:=,] ]] || compopt -o nospace
}

# shellcheck disable=SC2046 # each name a word
complete -o nosort -F _tk tk "${BASH_SOURCE[0]##*/}" $(compgen -c tk- | sort -u)
