#!/usr/bin/env bash
# Makes a bare Debian 12 or 13 able to run, test and package GE Desk.  Repeating it changes nothing.
#
#   packaging/setup.sh [EXTRA_DEBIAN_PACKAGE...]
#
# 1. installs the Debian packages that are missing (as root, or through sudo);
# 2. finds uv, or installs it into the private environment .uv/;
# 3. makes .venv/ exactly as uv.lock says, with a Python 3.11-3.13 that is already on the machine;
#    with GEDESK_WITH=bench or soak also what only those targets need.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

UV_VERSION=0.13.9
FITS='import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'

say() { printf 'setup: %s\n' "$*" >&2; }
die() {
    say "$@"
    exit 1
}

# A name with alternatives a|b is satisfied by either: Debian 13 renamed libraries for 64-bit time.
PACKAGES=(
    libegl1 libgl1 libxkbcommon0 libfontconfig1 'libglib2.0-0|libglib2.0-0t64' libdbus-1-3 libx11-6
    libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-image0 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxcb-sync1 libxcb-xfixes0 libx11-xcb1
    xvfb xdotool jwm fonts-noto-core chromium
)

works() { "$@" >/dev/null 2>&1; }

find_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3; do
        if works "$name" -c "$FITS"; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

find_uv() {
    local name
    for name in uv .uv/bin/uv "$HOME/.local/bin/uv"; do
        if works "$name" --version; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

PYTHON=$(find_python) || die "GE Desk needs Python 3.11, 3.12 or 3.13 and finds none here; on Debian: apt-get install python3"
UV=$(find_uv || true)
if [ -z "$UV" ] && ! works "$PYTHON" -c 'import ensurepip, venv'; then
    PACKAGES+=(python3-venv)
fi
PACKAGES+=("$@")

# -- Debian packages ---------------------------------------------------------------------------------------------

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]; }

missing=()
if command -v dpkg-query >/dev/null; then
    for entry in "${PACKAGES[@]}"; do
        found=
        for name in ${entry//|/ }; do
            if is_installed "$name"; then found=yes; fi
        done
        if [ -z "$found" ]; then missing+=("$entry"); fi
    done
else
    say "this is not Debian: install the libraries listed in packaging/setup.sh in your system's way"
fi

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"; }

# The first alternative that this release of Debian offers.
available() {
    local name
    for name in ${1//|/ }; do
        if [[ $(apt-cache show --no-all-versions "$name" 2>/dev/null || true) == *$'\nFilename:'* ]]; then
            printf '%s\n' "$name"
            return
        fi
    done
    die "this Debian offers no package ${1//|/ or }; GE Desk is made for Debian 12 and 13"
}

lacking=
if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" -eq 0 ] || { [ -t 0 ] && command -v sudo >/dev/null; } || works sudo -n true; then
        log=$(mktemp)
        trap 'rm -f "$log"' EXIT
        say "installing ${#missing[@]} Debian packages"
        apt update >"$log" 2>&1 || say "the package lists could not be refreshed: $(tail -n 1 "$log"); trying with those here"
        names=()
        for entry in "${missing[@]}"; do
            name=$(available "$entry")
            names+=("$name")
        done
        apt install -y --no-install-recommends "${names[@]}" >"$log" 2>&1 ||
            { cat "$log" >&2; die "apt-get could not install ${names[*]}"; }
    else
        lacking="${missing[*]}"
        say "these Debian packages are missing, and without root or sudo they cannot be installed: $lacking"
    fi
fi

# -- uv and the environment --------------------------------------------------------------------------------------

if [ -z "$UV" ]; then
    say "installing uv $UV_VERSION into .uv/"
    "$PYTHON" -m venv .uv || die "no environment for uv could be made with $PYTHON; on Debian: apt-get install python3-venv"
    .uv/bin/python -m pip install --quiet --disable-pip-version-check --no-input "uv==$UV_VERSION" ||
        die "uv could not be installed; check the network, or install uv yourself and run this again"
    UV=.uv/bin/uv
fi

# --frozen: what uv.lock says and nothing else.  An environment made with a fitting Python is kept.
chosen=()
for group in ${GEDESK_WITH:-}; do chosen+=(--group "$group"); done
if ! works .venv/bin/python -c "$FITS"; then chosen+=(--python "$PYTHON"); fi
UV_PYTHON_DOWNLOADS=never "$UV" sync --frozen --quiet --compile-bytecode "${chosen[@]}" ||
    die "uv could not make .venv/ from uv.lock; the lines above say why"

.venv/bin/python -m compileall -q gedesk sync/gesync >/dev/null || die "the program's own modules cannot be compiled"

QT_QPA_PLATFORM=offscreen .venv/bin/python -c 'from PySide6 import QtWidgets' ||
    die "Qt cannot be loaded${lacking:+; ask an administrator for: apt-get install ${lacking//|/ or }}"
