package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.dataplane.restore.RestorePlan;
import io.farshore.dataplane.restore.Restored;
import io.farshore.dataplane.view.ViewCost;
import java.util.List;

/** Prints what a restore would do, and what it did. */
final class RestoreReport {
    private final Output output;
    private final String machine;
    private final RecoveryPoint point;

    RestoreReport(Output output, String machine, RecoveryPoint point) {
        this.output = output;
        this.machine = machine;
        this.point = point;
    }

    void begun() {
        output.printLine("%s: recovery point %s".formatted(machine, PointOptions.describe(point)));
    }

    void planned(RestorePlan plan) {
        begun();
        for (RestorePlan.Disk disk : plan.disks()) {
            output.printLine("%s: %s to %s, %s: %s; %s free there"
                    .formatted(
                            machine,
                            disk.disk(),
                            disk.file(),
                            Sizes.format(disk.size()),
                            cost(disk.cost()),
                            Sizes.format(disk.freeBytes())));
        }
        if (plan.disks().size() > 1) {
            output.printLine("%s: all disks, %s: %s".formatted(machine, Sizes.format(plan.size()), cost(plan.cost())));
        }
        output.printJson(toJson(plan));
    }

    private static String cost(ViewCost cost) {
        return "%s data, %s zeros; reads %s of %d objects"
                .formatted(
                        Sizes.format(cost.dataBytes()),
                        Sizes.format(cost.zeroBytes()),
                        Sizes.format(cost.storedBytes()),
                        cost.objects());
    }

    private ObjectNode toJson(RestorePlan plan) {
        ObjectNode json = of("plan");
        ArrayNode disks = json.putArray("disks");
        for (RestorePlan.Disk disk : plan.disks()) {
            ObjectNode node = disks.addObject()
                    .put("disk", disk.disk())
                    .put("file", disk.file().toString())
                    .put("size", disk.size())
                    .put("freeBytes", disk.freeBytes());
            put(node, disk.cost());
        }
        put(json.put("size", plan.size()), plan.cost());
        return json;
    }

    private static void put(ObjectNode node, ViewCost cost) {
        node.put("dataBytes", cost.dataBytes())
                .put("zeroBytes", cost.zeroBytes())
                .put("objects", cost.objects())
                .put("storedBytes", cost.storedBytes());
    }

    /** @param bytesRead of the store, without what opening the view took */
    void restored(List<Restored> disks, long bytesRead, long nanos) {
        disks.forEach(this::restored);
        long written = disks.stream().mapToLong(Restored::bytesWritten).sum();
        double seconds = nanos / 1e9;
        output.print(
                "%s: %s read, %s written in %.1f s, %.1f MB/s"
                        .formatted(
                                machine,
                                Sizes.format(bytesRead),
                                Sizes.format(written),
                                seconds,
                                rate(written, seconds)),
                of("finished")
                        .put("bytesRead", bytesRead)
                        .put("bytesWritten", written)
                        .put("seconds", seconds)
                        .put("megabytesPerSecond", rate(written, seconds)));
    }

    private void restored(Restored each) {
        String resumed = each.resumedAt() == 0 ? "" : ", resumed at " + Sizes.format(each.resumedAt());
        double seconds = each.took().toNanos() / 1e9;
        output.print(
                "%s: %s restored to %s, %s, %s of it data%s"
                        .formatted(
                                machine,
                                each.disk(),
                                each.file(),
                                Sizes.format(each.size()),
                                Sizes.format(each.dataBytes()),
                                resumed),
                of("restored")
                        .put("disk", each.disk())
                        .put("file", each.file().toString())
                        .put("size", each.size())
                        .put("dataBytes", each.dataBytes())
                        .put("resumedAt", each.resumedAt())
                        .put("bytesWritten", each.bytesWritten())
                        .put("seconds", seconds)
                        .put("megabytesPerSecond", rate(each.bytesWritten(), seconds)));
    }

    private ObjectNode of(String event) {
        return Output.event(event)
                .put("machine", machine)
                .put("point", point.id())
                .put("time", point.time().toString());
    }

    private static double rate(long bytes, double seconds) {
        return seconds <= 0 ? 0 : bytes / 1e6 / seconds;
    }
}
