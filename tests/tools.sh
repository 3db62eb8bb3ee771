# To be sourced by scripts: tools that a check needs, and checks that are skipped for want of them.

# skip WHAT WHY: says that a check is skipped. Where SKIPS names a file, as in .ci/run, the skip is written down there,
# too, to be counted; tests/src/skip.rs does the same.
skip() {
    echo "skipped: $1: $2"
    [ -z "${SKIPS:-}" ] || echo "$1: $2" >>"$SKIPS"
}

# apt_install PACKAGE..: installs packages of Debian's, where INSTALL=1 allows it, as .ci/run does. Nothing is removed
# for them.
apt_install() {
    [ "${INSTALL:-}" = 1 ] && command -v apt-get >/dev/null || return 1
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-remove "$@" >&2
}

# has_or_install COMMAND: whether there is a command, or can be, by the package of its name.
has_or_install() {
    command -v "$1" >/dev/null || apt_install "$1" && command -v "$1" >/dev/null
}
