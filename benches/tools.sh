# To be sourced by the benchmarks' scripts, from the workspace's root.

# write_between NAME: puts standard input between the README's markers of that name, and shows it.
write_between() {
    local text
    text="$(mktemp)"
    tee "$text"
    awk -v name="$1" -v text="$text" '
        $0 == "<!-- /" name " -->" { inside = 0 }
        !inside { print }
        $0 == "<!-- " name " -->" { inside = 1; while ((getline row < text) > 0) print row }
    ' benches/README.md >"$text.README"
    cat "$text.README" >benches/README.md
    rm "$text" "$text.README"
}

has_nightly() {
    cargo +nightly --version >/dev/null 2>&1
}
