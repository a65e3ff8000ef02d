#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Each system call that can fail fails in turn: never a false success, never a crash, never a
# database or an output file that is not whole.
. "${0%/*}/lib.sh"
strace -o /dev/null true 2>/dev/null || skip_all 'no strace'
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 # which cannot be looked for under strace

desk
for i in 1 2 3; do must tk-new -q "subject $i"; done
must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
must cp "$TK_DB" "$T/first.db"
must eval 'for i in {1..40}; do tk-new -q -m "$(printf %08000d $i)" "large $i"; done'
must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
must cp "$TK_DB" "$T/large.db"
printf 'old\n' >"$T/old"

fresh() { rm -f "$TK_DB"* && cp "$T/$1.db" "$TK_DB"; }
rows() { sqlite3 "$TK_DB" "$1"; }

# inject CALL HOW N COMMAND: its status; trace says whether the n-th call was there to fail.
inject() {
    # shellcheck disable=SC2086 # a command of plain words
    { (exec strace -y -o trace -e trace="$1" -e inject="$1:$2:when=$3" $4) >out 2>err; } 2>/dev/null
}
# A failure of this call must fail the tool.  (SQLite does not mind when a directory is not synced.)
fatal() {
    [[ $1 == @(pwrite64|fdatasync|write|fsync|rename) && $2 == error=* ]] &&
        grep INJECTED trace | grep -qv "fdatasync(.*<$T>"
}
injected() { grep -q 'INJECTED\|killed by' trace; }

# What must hold after any failure of a writer.
look() {
    local status=$1 id
    [ "$status" -lt 128 ] || echo "crashed: $status"
    [ "$status" = 0 ] || [ -s err ] || echo "status $status without a word"
    [ "$status" != 0 ] || [ "$(wc -l <out)" = 1 ] || echo "success without output"
    [ "$(rows 'PRAGMA integrity_check')" = ok ] || echo 'not sound'
    [ "$(rows 'SELECT max(id) - count(*) FROM event')" = 0 ] || echo 'a gap in the events'
    id=$(cat out)
    [ -z "$id" ] || [ "$(rows "SELECT count(*) FROM message WHERE ticket = ${id%%$'\t'*}")" -gt 0 ] ||
        echo "ticket $id was printed, and is not whole"
    if grep -q 'stands,' err; then
        [ "$(rows 'SELECT max(id) FROM change')" = "$(sed 's/.*change \([0-9]*\) stands.*/\1/' err)" ] ||
            echo 'what should stand does not'
    elif [ "$status" != 0 ] && ! grep -q 'may stand' err && [ "$(rows 'SELECT count(*) FROM change')" != "$changes" ]; then
        echo 'failed, but the change is there, and it does not say so'
    fi
}

# A writer that fails at each CALL by ERROR in turn.
writer() {
    local call=$1 how=$2 command=$3 changes got n
    fresh first
    changes=$(rows 'SELECT count(*) FROM change')
    n=1
    [ "$call" != mmap ] || n=2 # the first is before main
    for (( ; n < 200; n++)); do
        fresh first
        inject "$call" "$how" "$n" "$command"
        got=$?
        look "$got" | sed "s/^/$n: /"
        [ "$got" != 0 ] || ! fatal "$call" "$how" || echo "$n: a failure was ignored"
        injected || break
        n=$((n + n / 8)) # many are much alike
    done
    echo "# up to $n" >&2
}
for call in pwrite64:ENOSPC pwrite64:EIO fdatasync:EIO fdatasync:ENOSPC fsync:EIO ftruncate:EIO \
    write:ENOSPC write:EIO openat:EMFILE pread64:EIO fcntl:ENOLCK mmap:ENOMEM \
    close:EIO unlink:EIO; do
    [ "$variant $call" != 'asan mmap:ENOMEM' ] || continue # the sanitizer itself would die of it
    for command in 'tk-new -m body subject' 'tk-set priority=high 1'; do
        run "$command: $call" -e~ '# up to \d+' -- writer "${call%:*}" "error=${call#*:}" "$command"
    done
done

# -o FILE: the old file or the new one, whatever happens and whenever the process dies.
listing() {
    local call=$1 how=$2 n got
    for ((n = 1; n < 200; n++)); do
        fresh large
        cp "$T/old" file
        inject "$call" "$how" "$n" 'tk-list is:any -F csv -c id,body -o file'
        got=$?
        [ "$got" -lt 128 ] || [ "$got" = 137 ] || echo "$n: crashed: $got"
        [ "$got" != 0 ] || cmp file "$T/new" || echo "$n: success without output"
        [ "$got" != 0 ] || ! fatal "$call" "$how" || echo "$n: a failure was ignored"
        cmp -s file "$T/new" || cmp -s file "$T/old" || echo "$n: neither old nor new"
        [ "$got" = 137 ] || ! compgen -G '.tk-*' || echo "$n: a temporary file is left"
        rm -f .tk-*
        injected || break
        n=$((n + n / 8))
    done
    [ "$(rows 'PRAGMA quick_check')" = ok ] || echo 'not sound'
    echo "# up to $n" >&2
}
fresh large
must tk-list is:any -F csv -c id,body -o "$T/new"
for call in write:error=ENOSPC write:error=EIO fsync:error=EIO rename:error=EIO rename:error=EACCES \
    openat:error=EMFILE fchmod:error=EPERM close:error=EIO pread64:error=EIO \
    write:signal=KILL fsync:signal=KILL rename:signal=KILL openat:signal=KILL close:signal=KILL; do
    run "-o: $call" -e~ '# up to \d+' -- listing "${call%%:*}" "${call#*:}"
done

# tk-init: a whole desk or none.
making() {
    local call=$1 how=$2 n got
    for ((n = 1; n < 300; n++)); do
        rm -f "$TK_DB"*
        inject "$call" "$how" "$n" 'tk-init'
        got=$?
        [ "$got" -lt 128 ] || [ "$got" = 137 ] || echo "$n: crashed: $got"
        if [ "$got" = 0 ] || [ -e "$TK_DB" ]; then
            tk-new -q subject || echo "$n: a desk that does not work"
        elif [ "$got" != 137 ] && compgen -G "$TK_DB*"; then
            echo "$n: something is left"
        fi
        injected || break
        n=$((n + n / 8))
    done
    echo "# up to $n" >&2
}
for call in pwrite64:error=ENOSPC pwrite64:signal=KILL link:error=EPERM link:signal=KILL fsync:error=EIO \
    fdatasync:error=EIO openat:error=EMFILE unlink:signal=KILL; do
    run "tk-init: $call" -e~ '# up to \d+' -- making "${call%%:*}" "${call#*:}"
done
finish
