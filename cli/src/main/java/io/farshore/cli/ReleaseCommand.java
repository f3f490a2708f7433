package io.farshore.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "release", description = "Release a held recovery point: it is kept as long as retention says again.")
final class ReleaseCommand implements Callable<Integer> {
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
        return new HoldChange(printing, replica, point, changes).run(false);
    }
}
