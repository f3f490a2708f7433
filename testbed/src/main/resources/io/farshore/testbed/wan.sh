# Process 1 of a bed: holds the WAN (a bridge in a network namespace of its own) and lives as long as standard input.
# /proc is still the machine's, so this is the process number seen from outside.
read -r pid rest < /proc/self/stat
ip link set lo up &&
ip link add wan type bridge forward_delay 0 stp_state 0 &&
ip link set wan up || exit 1
echo "up $pid"
exec cat > /dev/null
