package io.farshore.cli;

import picocli.CommandLine.Command;

@Command(
        name = "key",
        description = "Make and change the keys that replicas are encrypted with.",
        footer = {
            "",
            "A key file holds wrapping keys. They open the data keys, which lie beside the data in the stores.",
            "Whoever lost every copy of the key file has lost the replicas: nothing else opens them.",
        },
        subcommands = {KeyCreateCommand.class, KeyListCommand.class, KeyRotateCommand.class, KeyRewrapCommand.class})
final class KeyCommand {}
