package io.farshore.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "hold", description = "Hold a recovery point: it stays whatever its age, until it is released.")
final class HoldCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ReplicaParameter replica;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private PointOptions point;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ChangeOptions changes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new HoldChange(printing, replica, point, changes).run(true);
    }
}
