package io.farshore.dataplane.replica;

import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A machine that changes its disks at random, and remembers what they held at each recovery point. */
public final class ModelMachine {
    private final ReplicaBuilder replica;
    private final RandomGenerator random;
    private final Map<Position, Map<String, byte[]>> history = new TreeMap<>();
    private Map<String, byte[]> disks = new LinkedHashMap<>();

    public ModelMachine(ReplicaBuilder replica, RandomGenerator random) {
        this.replica = replica;
        this.random = random;
    }

    /** What each disk held at each point. */
    public Map<Position, Map<String, byte[]>> history() {
        return history;
    }

    /** A generation with these disks; those whose names were there before keep what they hold if the base is the previous one. */
    public void generation(Base base, DiskSpec... specs) throws IOException {
        Map<String, byte[]> next = new LinkedHashMap<>();
        for (DiskSpec spec : specs) {
            byte[] before = base == Base.PREVIOUS ? disks.getOrDefault(spec.name(), new byte[0]) : new byte[0];
            next.put(spec.name(), Arrays.copyOf(before, (int) spec.size()));
        }
        disks = next;
        replica.generation(base, specs);
    }

    /** So many segments of random changes, each the start of a point. */
    public void run(int segments, int changes) throws IOException {
        for (int segment = 0; segment < segments; segment++) {
            for (int change = 1 + random.nextInt(changes); change > 0; change--) {
                change();
            }
            Position at = random.nextInt(4) == 0 ? replica.mark("point" + random.nextInt(1000)) : replica.seal();
            Map<String, byte[]> now = new LinkedHashMap<>();
            disks.forEach((name, bytes) -> now.put(name, bytes.clone()));
            history.put(at, now);
        }
    }

    private void change() {
        List<byte[]> all = new ArrayList<>(disks.values());
        int disk = random.nextInt(all.size());
        byte[] bytes = all.get(disk);
        int length = 1 + random.nextInt(random.nextBoolean() ? 200_000 : 9000);
        int offset = random.nextInt(bytes.length);
        length = Math.min(length, bytes.length - offset);
        if (random.nextInt(3) > 0) {
            int aligned = offset & -4096;
            length = Math.min(bytes.length - aligned, (length + 4095) & -4096);
            offset = aligned;
        }
        if (random.nextInt(5) == 0) {
            Arrays.fill(bytes, offset, offset + length, (byte) 0);
            replica.zero(disk, offset, length);
        } else {
            byte[] content = content(length);
            System.arraycopy(content, 0, bytes, offset, length);
            replica.write(disk, offset, content);
        }
    }

    /** Noise, or something that compresses, or zeros. */
    private byte[] content(int length) {
        byte[] content = new byte[length];
        int kind = random.nextInt(8);
        if (kind > 3) {
            random.nextBytes(content);
        } else if (kind > 0) {
            Arrays.fill(content, (byte) random.nextInt(256));
        }
        return content;
    }
}
