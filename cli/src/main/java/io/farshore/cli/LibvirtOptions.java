package io.farshore.cli;

import picocli.CommandLine.Option;

/** Which libvirt. */
final class LibvirtOptions {
    @Option(
            names = "--connect",
            paramLabel = "URI",
            defaultValue = "qemu:///system",
            description = "libvirt. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String uri;

    String uri() {
        return uri;
    }
}
