# Sourced by the checks that need servers: each is started in the background, and ends with the check however that ends.
# shellcheck shell=bash

scratch=$(mktemp -d)
readonly scratch

# The processes that were started, the last one first.
started=()
finish() {
    local status=$?
    trap - EXIT
    for pid in "${started[@]}"; do
        # Its group, so that what it started ends too; each was made the leader of its own.
        kill -TERM -- "-$pid" 2>/dev/null || true
    done
    for pid in "${started[@]}"; do
        for _ in {1..50}; do kill -0 -- "-$pid" 2>/dev/null || break; sleep 0.1; done
        kill -KILL -- "-$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    if ((status != 0)); then
        for log in "$scratch"/*.log; do [[ -e $log ]] || continue; printf '\n--- the end of %s\n' "${log##*/}"; tail -n 30 "$log"; done
    fi
    rm -rf "$scratch"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# start <name> <command> [argument…]: in the background, its output in a log.
start() {
    local name=$1
    shift
    setsid "$@" >"$scratch/$name.log" 2>&1 </dev/null &
    started=("$!" "${started[@]}")
}

# wait_for <name> <url>: until anything answers there, or the process that should is gone.
wait_for() {
    for _ in {1..300}; do
        curl --silent --output "$scratch/greeting" --max-time 2 "$2" && return
        kill -0 "${started[0]}" 2>/dev/null || break
        sleep 0.1
    done
    echo "$1 does not answer at $2"
    return 1
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
