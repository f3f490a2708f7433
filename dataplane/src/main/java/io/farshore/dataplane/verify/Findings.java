package io.farshore.dataplane.verify;

import io.farshore.core.catalog.AuditFindings;
import io.farshore.core.failure.CorruptDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what is found at one machine: of several damages of an object, the first, with all that they spoil. */
final class Findings implements AuditFindings {
    private final String machine;
    private final VerifyProgress progress;
    private final Map<String, CorruptDataException> causes = new TreeMap<>();
    private final Map<String, Damage> weighed = new TreeMap<>();
    private final List<MachineReport.Note> notes = new ArrayList<>();
    private long objects;
    private long bytes;
    private long expectedObjects;

    Findings(String machine, VerifyProgress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Says how many more objects there are to read, at least. */
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
        damaged(found.object(), found);
    }

    /** @param key of the object; what was found may name a part of it */
    void damaged(String key, CorruptDataException found) {
        causes.putIfAbsent(key, found);
    }

    /** Damage without which no recovery point can be found. */
    void total(String key, CorruptDataException found) {
        damaged(key, found);
        weighed.put(key, Damage.total(key, found));
    }

    /** Says that the newest catalog cannot be read, because of this and whatever versions are damaged. */
    void catalogIsLost(CorruptDataException because, String versions, String hint) {
        damaged(because);
        causes.forEach((key, cause) -> {
            if (key.equals(because.object()) || (key.startsWith(versions) && !key.equals(hint))) {
                weighed.put(key, Damage.total(key, cause));
            }
        });
    }

    boolean isSound() {
        return causes.isEmpty();
    }

    boolean isDamaged(String key) {
        return causes.containsKey(key);
    }

    @Override
    public void noted(String key, String what) {
        notes.add(new MachineReport.Note(key, what));
    }

    /** The report when nothing is known of recovery points. */
    MachineReport report() {
        return new MachineReport(machine, objects, bytes, 0, 0, damage(null), notes);
    }

    MachineReport report(Points points, Spoils spoils) {
        List<Damage> damage = damage(spoils);
        return new MachineReport(
                machine, objects, bytes, points.count(), points.count() - spoils.points(), damage, notes);
    }

    private List<Damage> damage(@Nullable Spoils spoils) {
        List<Damage> damage = new ArrayList<>();
        causes.forEach((key, cause) -> {
            Damage known = weighed.get(key);
            Damage spoiling = spoils == null ? Damage.harmless(key, cause) : spoils.damage(key, cause);
            damage.add(known != null ? known : spoiling);
        });
        return damage;
    }
}
