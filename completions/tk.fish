# SPDX-License-Identifier: GPL-3.0-or-later
# Completion in fish of the tool that this file is called like.  It knows nothing about it: it asks
# TOOL --complete WORD... what may stand next.

# The word under the cursor as the tool will see it; a quote in it may still be open.
function __tk_word
    set -l raw (commandline -ct)
    string unescape -- "$raw"
    or string unescape -- "$raw"\'
    or string unescape -- "$raw"\"
    or echo
end

function __tk_complete
    set -l words (commandline -opc)
    set -l tool (command -s -- $words[1]); or return
    grep -qe --complete -- $tool; or return
    set -l before (string replace -r '^~/' "$HOME/" -- $words[2..])
    set -l word (__tk_word)[1]
    set -l found ($tool --complete $before "$word" 2>/dev/null </dev/null)
    if test "$found[1]" = \tfiles
        set -l option (string match -r '^--[^=]*=' -- $word)
        for file in (__fish_complete_path (string replace -r '^--[^=]*=' '' -- $word))
            printf '%s%s\n' "$option" $file
        end
    else
        printf '%s\n' $found
    end
end

set -l name (string replace -r '\.fish$' '' (status basename))
complete -c $name -e
complete -c $name -f -k -a '(__tk_complete)'
