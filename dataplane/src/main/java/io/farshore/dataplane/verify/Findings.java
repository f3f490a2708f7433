package io.farshore.dataplane.verify;

import io.farshore.core.catalog.AuditFindings;
import io.farshore.core.failure.CorruptDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what is found at one machine: of several damages of an object, the first. */
final class Findings implements AuditFindings {
    private final String machine;
    private final VerifyProgress progress;
    private final Map<String, Damage> damage = new TreeMap<>();
    private final List<MachineReport.Note> notes = new ArrayList<>();
    private long objects;
    private long bytes;
    private long expectedObjects;

    Findings(String machine, VerifyProgress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Says how many more objects there are to read. */
    void expect(long more) {
        expectedObjects = objects + more;
    }

    @Override
    public void read(String key, long length) {
        objects++;
        bytes += length;
        progress.verified(machine, objects, Math.max(objects, expectedObjects), bytes);
    }

    @Override
    public void damaged(CorruptDataException found) {
        damaged(Damage.of(found, Spoiled.NONE, true, List.of()));
    }

    void damaged(Damage found) {
        damage.merge(found.object(), found, (before, now) -> now.spoiled().equals(Spoiled.NONE) ? before : now);
    }

    /** Says that the newest catalog cannot be read, because of this and whatever versions are damaged. */
    void catalogIsLost(CorruptDataException because, String versions, String hint) {
        damaged(because);
        damage.replaceAll((key, each) -> key.equals(because.object()) || (key.startsWith(versions) && !key.equals(hint))
                ? new Damage(key, each.offset(), each.expected(), each.found(), Spoiled.ALL, false, List.of())
                : each);
    }

    @Override
    public void noted(String key, String what) {
        notes.add(new MachineReport.Note(key, what));
    }

    MachineReport report(int points, int pointsThatHold) {
        return new MachineReport(machine, objects, bytes, points, pointsThatHold, List.copyOf(damage.values()), notes);
    }
}
