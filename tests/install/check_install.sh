#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# check_install.sh BUILD PREFIX LIBDIR: installs the build tree BUILD below PREFIX, which is emptied first, and checks the vendor
# file, the device that the loader finds through it and the compiler program.
set -euo pipefail
build=$1 prefix=$2 library=$2/$3/libvgpu_icd.so

fail() {
    echo "$*" >&2
    exit 1
}

rm -rf "$prefix"
cmake --install "$build" --prefix "$prefix"

vendor=$prefix/etc/OpenCL/vendors/vgpu.icd
for file in "$build/vendors/vgpu.icd" "$vendor"; do
    [ "$(wc -l <"$file")" -eq 1 ] || fail "$file is not one line"
    [ -z "$(tail -c 1 "$file")" ] || fail "$file does not end in a newline"
    [ -f "$(cat "$file")" ] || fail "$file names $(cat "$file"), which is not there"
done
[ "$(cat "$vendor")" = "$library" ] || fail "$vendor names $(cat "$vendor"), not $library"

devices=$(OCL_ICD_VENDORS=$prefix/etc/OpenCL/vendors clinfo -l)
[[ $devices == *"Spacewink vGPU"* ]] || fail "clinfo does not list the device but: $devices"

echo 'kernel void copy(global int *to, global const int *from) { to[get_global_id(0)] = from[get_global_id(0)]; }' \
    >"$prefix/copy.cl"
"$prefix/bin/vgpu-cc" "$prefix/copy.cl" -o "$prefix/copy.vgpu" || fail "vgpu-cc does not compile"
[ -s "$prefix/copy.vgpu" ] || fail "vgpu-cc wrote nothing"
