package io.farshore.testbed.program;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What this machine must have. Says what is missing and which Debian packages bring it; installs nothing itself. */
public record Requirements(List<Requirement> all) {
    public Requirements {
        all = List.copyOf(all);
    }

    /** What hosts, their libvirt and the WAN between them are made of. */
    public static Requirements ofHosts() {
        return new Requirements(List.of(
                new Program("unshare", "util-linux"),
                new Program("nsenter", "util-linux"),
                new Program("ip", "iproute2"),
                new Program("tc", "iproute2"),
                new Program("libvirtd", "libvirt-daemon-system"),
                new Program("virtlogd", "libvirt-daemon-system"),
                new Program("setsid", "util-linux"),
                new Program("virsh", "libvirt-clients"),
                new Program("qemu-system-x86_64", "qemu-system-x86"),
                new Program("qemu-img", "qemu-utils")));
    }

    /** What the guest is made with. Its kernel is not among them: {@code GuestKernel} fetches that without installing it. */
    public static Requirements ofGuest() {
        return new Requirements(List.of(
                new StaticBusybox(),
                new Program("mformat", "mtools"),
                new Program("mcopy", "mtools"),
                new Program("syslinux", "syslinux")));
    }

    public Requirements and(Requirements more) {
        List<Requirement> both = new ArrayList<>(all);
        both.addAll(more.all);
        return new Requirements(both);
    }

    public List<Requirement> missing() {
        return all.stream().filter(requirement -> !requirement.isPresent()).toList();
    }

    /** The Debian packages that bring what is missing, each once. */
    public List<String> missingPackages() {
        return missing().stream().map(Requirement::debianPackage).distinct().toList();
    }

    /** Refuses to go on when something is missing, with one sentence that says what and what to run. */
    public void check() throws MissingRequirementsException {
        List<Requirement> missing = missing();
        if (!missing.isEmpty()) {
            String names = missing.stream().map(Requirement::name).collect(Collectors.joining(", "));
            throw new MissingRequirementsException(
                    "the test bed needs programs that this machine does not have: %s; run: apt-get install %s"
                            .formatted(names, String.join(" ", missingPackages())));
        }
    }
}
