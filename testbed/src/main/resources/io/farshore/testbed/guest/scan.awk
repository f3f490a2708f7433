# Checks records (see package io.farshore.testbed.guest) that come as lines on standard input.
# -v mode=prefix -v first=N -v step=N: prints how many records there are in their order from the start, and the last one's time.
# -v mode=rest: whatever comes; prints how many records, the highest number, and how many pieces that are none.
function sum(number, time,    second, half) {
    second = int(time / 1000)
    half = (number * 69069 + second) % 2147483647
    return sprintf("%.0f", (half * 69069 + time - second * 1000) % 2147483647)
}

function valid(line,    field, unit) {
    if (split(substr(line, 1, 64), field, " ") < 4) return 0
    unit = field[1] " " field[2] " " sum(field[1], field[2]) " abcdefghijklmnopqrstuvwxyz0123456789 "
    unit = unit unit unit unit unit unit unit unit
    unit = unit unit unit unit unit unit unit unit
    unit = unit unit
    if (substr(unit, 1, 4095) != line) return 0
    number = field[1] + 0
    time = field[2]
    return 1
}

function piece(line) {
    if (line == "") return
    if (!valid(line)) damaged++
    else {
        records++
        if (number > highest) highest = number
    }
}

BEGIN { FS = "\n"; last = "0" }

mode == "prefix" {
    if (!valid($0) || number != (NR - 1) * step + first) exit
    records++
    last = time
}

mode == "rest" {
    line = $0
    while (length(line) > 4095) {
        piece(substr(line, 1, 4095))
        line = substr(line, 4097)
    }
    piece(line)
}

END {
    if (mode == "prefix") printf "%d %s\n", records, last
    else printf "%d %d %d\n", records, highest, damaged
}
