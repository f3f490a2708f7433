# Process 1 of a host, in namespaces of its own. When it is killed, the kernel kills everything in the host.
# $1 the host's name, $2 its directory
set -e
name=$1 dir=$2
# /proc is still the machine's, so this is the process number seen from outside.
read -r pid rest < /proc/self/stat
echo "pid $pid"
# The outside joins the host to the WAN, then says so.
read -r joined
mount -t proc proc /proc
mount -t sysfs sysfs /sys
hostname "$name"

# /run does not survive a reboot, the others do.
rm -rf -- "$dir/run"
for place in run etc/libvirt var/lib/libvirt var/log/libvirt var/cache/libvirt; do
    mkdir -p "$dir/$place"
    mount --bind "$dir/$place" "/$place"
done
mkdir -p /run/lock /etc/libvirt/qemu/networks

cat > /etc/libvirt/qemu.conf <<END
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
namespaces = []
cgroup_controllers = []
END
cat > /etc/libvirt/libvirtd.conf <<END
unix_sock_group = "root"
auth_unix_ro = "none"
auth_unix_rw = "none"
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
END
# max_size 0: a serial console is one file that is never rotated away from its reader.
cat > /etc/libvirt/virtlogd.conf <<END
max_size = 0
log_outputs = "3:file:/var/log/libvirt/virtlogd.log"
END

# Both return when they listen.
virtlogd -d < /dev/null > /dev/null
libvirtd -d < /dev/null > /dev/null
# Answered only once libvirtd has started all its drivers.
virsh --quiet --connect qemu:///system list > /dev/null
echo ready
sleep infinity < /dev/null > /dev/null 2>&1 &
# Also collects the children of the dead, as process 1 must.
wait
