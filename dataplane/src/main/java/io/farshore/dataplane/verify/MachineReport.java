package io.farshore.dataplane.verify;

import java.util.List;

/**
 * What the verification of one machine found.
 *
 * @param objects that were read
 * @param bytes that were read
 * @param points recovery points that the catalog names; 0 when it cannot be read
 * @param pointsThatHold those of them that no damage touches
 * @param damage by object, in the order of keys
 * @param notes what is worth knowing and no damage
 */
public record MachineReport(
        String machine,
        long objects,
        long bytes,
        int points,
        int pointsThatHold,
        List<Damage> damage,
        List<Note> notes) {
    public MachineReport {
        damage = List.copyOf(damage);
        notes = List.copyOf(notes);
    }

    /** Something about an object that is no damage. */
    public record Note(String object, String text) {}
}
