# The one process of a bed that is not inside it. It outlives the program that made the bed: standard input is a pipe from
# that program, and when the pipe ends, wan.sh (process 1 of the bed's process namespace) ends, the kernel kills every
# process of the bed with it, and what is left is a directory to delete.
# $1 the bed's directory, $2 the script wan.sh
trap '' HUP INT TERM
unshare --pid --net --fork --kill-child sh -c "$2" wan
[ -e "$1/keep" ] || rm -rf -- "$1"
