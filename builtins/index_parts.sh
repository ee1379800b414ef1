#!/bin/sh
# SPDX-License-Identifier: MIT
# index_parts.sh FOLDER COUNT OPT NM: shrinks FOLDER/part0 ... of llvm-split to FOLDER/0.bc ..., which declare only what
# they use, and writes FOLDER/index: a line "function part" for each function, sorted by bytes.
set -e
folder=$1 count=$2 opt=$3 nm=$4
i=0
while [ "$i" -lt "$count" ]; do
    "$opt" -passes=strip-dead-prototypes -preserve-bc-uselistorder=false "$folder/part$i" -o "$folder/$i.bc" \
        2>"$folder/opt.log" || { cat "$folder/opt.log"; exit 1; }
    rm "$folder/part$i"
    "$nm" --defined-only --just-symbol-name "$folder/$i.bc" | sed "s/\$/ $i/"
    i=$((i + 1))
done | LC_ALL=C sort >"$folder/index"
