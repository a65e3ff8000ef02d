#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every input that a fuzzer ever found worth keeping, fed again to the code it was found for.
. "${0%/*}/lib.sh"

shopt -s nullglob
for replay in "$build"/fuzz/*-replay; do
    name=${replay##*/}
    name=${name%-replay}
    run "$name" -- "$replay" "$top/tests/fuzz/corpus/$name"/*
done
[ "$tests" -gt 0 ] || skip_all 'no fuzzers'
finish
