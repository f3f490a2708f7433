package io.farshore.cli;

import java.util.List;

/** All commands of this module, in the order of {@code farshore --help}. */
public final class Commands {
    private Commands() {}

    public static List<Object> all() {
        return List.of(
                new ReplicateCommand(),
                new ProcessCommand(),
                new PointsCommand(),
                new MarkCommand(),
                new RestoreCommand(),
                new ExportCommand(),
                new VerifyCommand(),
                new InspectCommand(),
                new KeyCommand(),
                new UsageCommand(),
                new CompactCommand(),
                new RetentionCommand(),
                new HoldCommand(),
                new ReleaseCommand(),
                new MobilityCommand());
    }
}
