package io.farshore.dataplane.verify;

import java.util.List;

/** What the verification of a store found. */
public record VerifyReport(List<MachineReport> machines) {
    public VerifyReport {
        machines = List.copyOf(machines);
    }

    /** True when nothing is damaged. */
    public boolean isSound() {
        return machines.stream().allMatch(machine -> machine.damage().isEmpty());
    }

    /** Objects that were read. */
    public long objects() {
        return machines.stream().mapToLong(MachineReport::objects).sum();
    }

    /** Bytes that were read. */
    public long bytes() {
        return machines.stream().mapToLong(MachineReport::bytes).sum();
    }

    /** Everything damaged, machine by machine. */
    public List<Damage> damage() {
        return machines.stream().flatMap(machine -> machine.damage().stream()).toList();
    }
}
