package io.farshore.core.log;

import io.farshore.core.log.TrackedExtents.Extent;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.random.RandomGenerator;

/** Random machines: whatever is written, marked, sealed, shipped late, tracked and copied, segments say what the disks hold. */
class ChangeLogModelTest {
    private final Deque<Extent> toCopy = new ArrayDeque<>();
    private boolean isCopying;

    @Seeded(count = 500)
    void segmentsHoldWhatTheDisksHold(RandomGenerator random) throws IOException {
        run(random, 20_000, 4096 + random.nextInt(12_000), 60 + random.nextInt(60));
    }

    @Seeded(count = 30)
    void segmentsOfLargeDisksAndChangesHoldWhatTheDisksHold(RandomGenerator random) throws IOException {
        run(random, 700_000, 4096 << random.nextInt(7), 150);
    }

    private void run(RandomGenerator random, int largestDisk, int segmentBytes, int steps) throws IOException {
        SegmentBuffers buffers = new SegmentBuffers(segmentBytes, segmentBytes * (2L + random.nextInt(5)));
        Disks disks = Disks.random(random, largestDisk);
        isCopying = random.nextInt(4) == 0;
        LogModel model = new LogModel(disks, buffers, new JumpingClock(random), !isCopying);
        if (isCopying) {
            fill(disks, random);
            seed(model);
        }
        for (int i = 0; i < steps; i++) {
            step(model, random);
        }
        while (isCopying && random.nextBoolean()) {
            copy(model, random);
            while (model.hasWaiting()) {
                model.ship();
            }
        }
        model.finish();
    }

    private static void fill(Disks disks, RandomGenerator random) {
        for (int disk = 0; disk < disks.count(); disk++) {
            disks.write(disk, 0, payload(random, disks.size(disk)));
        }
    }

    private void step(LogModel model, RandomGenerator random) throws IOException {
        switch (random.nextInt(24)) {
            case 0, 1, 2 -> zero(model, random);
            case 3 -> mark(model, random);
            case 4 -> sealOrFail(model, random);
            case 5, 6, 7, 8 -> ship(model);
            case 9, 10, 11, 12 -> copy(model, random);
            default -> write(model, random);
        }
    }

    private static void write(LogModel model, RandomGenerator random) {
        int disk = random.nextInt(model.truth.count());
        boolean isAligned = random.nextInt(3) == 0;
        int offset = offset(random, model.truth.size(disk), isAligned);
        int length = length(random, model.truth.size(disk) - offset, isAligned);
        model.write(disk, offset, payload(random, length));
    }

    private static void zero(LogModel model, RandomGenerator random) {
        int disk = random.nextInt(model.truth.count());
        boolean isAligned = random.nextInt(3) == 0;
        int offset = offset(random, model.truth.size(disk), isAligned);
        int rest = model.truth.size(disk) - offset;
        model.zero(disk, offset, random.nextInt(4) == 0 ? rest : length(random, rest, isAligned));
    }

    private static void sealOrFail(LogModel model, RandomGenerator random) {
        if (random.nextInt(8) > 0) {
            model.seal();
        } else {
            int size = model.truth.size(0);
            int offset = random.nextInt(size);
            int length = random.nextInt(size - offset + 1);
            model.distrust(0, offset, payload(random, random.nextInt(length + 1)), length);
        }
    }

    private static int offset(RandomGenerator random, int size, boolean isAligned) {
        int offset = random.nextInt(size);
        return isAligned ? offset & -4096 : offset;
    }

    private static int length(RandomGenerator random, int most, boolean isAligned) {
        if (isAligned) {
            return Math.min(most, 4096 * (1 + random.nextInt(4)));
        }
        return random.nextInt(1 + Math.min(most, 1 << random.nextInt(21)));
    }

    private static byte[] payload(RandomGenerator random, int length) {
        byte[] payload = new byte[length];
        switch (random.nextInt(4)) {
            case 0 -> Arrays.fill(payload, (byte) random.nextInt());
            case 1 -> Arrays.fill(payload, 0, length / 2, (byte) 1);
            case 2 -> {
                // All zeros.
            }
            default -> random.nextBytes(payload);
        }
        return payload;
    }

    private static void mark(LogModel model, RandomGenerator random) {
        if (model.isConsistent()) {
            MarkKind[] kinds = MarkKind.values();
            model.mark(kinds[random.nextInt(kinds.length)], random.nextBoolean() ? "" : "before the upgrade \u00fc");
        }
    }

    private static void ship(LogModel model) throws IOException {
        if (model.hasWaiting()) {
            model.ship();
        }
    }

    /** A step of the copy that makes the log whole again; starts anew when memory was used up meanwhile. */
    private void copy(LogModel model, RandomGenerator random) {
        if (model.isTracking() && random.nextInt(4) == 0) {
            model.copyComplete();
        } else if (model.isTracking()) {
            startCopy(model);
        } else if (isCopying && toCopy.isEmpty() && !model.isConsistent()) {
            if (random.nextInt(3) > 0) {
                model.copyComplete();
                isCopying = !model.isConsistent();
            } else {
                seed(model);
            }
        } else if (!toCopy.isEmpty()) {
            model.copy(toCopy.remove());
        }
    }

    private void startCopy(LogModel model) {
        TrackedExtents extents = model.endTracking();
        if (extents != null) {
            extents.extents().forEach(extent -> addParts(extent, model.truth));
        }
        isCopying = true;
    }

    /** Everything again: as good as a first copy. */
    private void seed(LogModel model) {
        for (int disk = 0; disk < model.truth.count(); disk++) {
            addParts(new Extent(disk, 0, model.truth.size(disk)), model.truth);
        }
    }

    private void addParts(Extent extent, Disks disks) {
        long end = Math.min(extent.offset() + extent.length(), disks.size(extent.disk()));
        for (long at = extent.offset(); at < end; at += 9000) {
            toCopy.add(new Extent(extent.disk(), at, Math.min(9000, end - at)));
        }
    }
}
