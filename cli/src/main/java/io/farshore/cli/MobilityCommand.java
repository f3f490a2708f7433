package io.farshore.cli;

import picocli.CommandLine.Command;

@Command(
        name = "mobility",
        description =
                "The Mobility service's abilities on a KVM host: attach capture to a running domain, boot one from a replica.",
        subcommands = {AttachCommand.class, DetachCommand.class, BootCommand.class})
final class MobilityCommand {}
