# SPDX-License-Identifier: MIT
# Sourced by ./demo and ./check: the Debian and Ubuntu packages that the build, the tests and the examples need, and how
# those that are missing are installed.

packages=(
    # build
    cmake ninja-build pkg-config gcc g++ ccache
    clang-19 llvm-19-dev libclang-19-dev libpolly-19-dev lld-19 libzstd-dev zlib1g-dev
    opencl-c-headers ocl-icd-opencl-dev libhwloc-dev liblz4-dev
    # tests and lints
    ocl-icd-libopencl1 libcmocka-dev libmpfr-dev libgmp-dev clang-format-19 git
    # examples
    clinfo libpng-dev libopenblas-dev python3 python3-numpy python3-pyopencl
)

say() {
    printf '\n== %s\n' "$*"
}

# Names the packages of the list that are not installed.
missing_packages() {
    local package
    for package in "${packages[@]}"; do
        dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# Runs a command with its output in a file under build/log, which is shown when the command fails.
logged() {
    local log=build/log/$1.log
    shift
    mkdir -p build/log
    if ! "$@" >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        echo "failed: $* (all of its output: $log)" >&2
        return 1
    fi
}

# The package lists are fetched only when those at hand do not do.
apt_install() {
    as_root apt-get install -y --no-install-recommends "$@" ||
        { as_root apt-get update && as_root apt-get install -y --no-install-recommends "$@"; }
}

install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        echo "No apt here: please install what Debian calls ${packages[*]}" >&2
        return 0
    fi
    local missing
    mapfile -t missing < <(missing_packages)
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        echo "Please install as root: apt-get install ${missing[*]}" >&2
        return 1
    fi
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    logged apt apt_install "${missing[@]}"
}

# Configures and builds a preset of CMakePresets.json.
build_preset() {
    say "Building $1 (the first time takes some minutes)"
    logged "configure-$1" cmake --preset "$1"
    if [ -t 1 ]; then
        cmake --build --preset "$1"
    else
        logged "build-$1" cmake --build --preset "$1"
    fi
}
