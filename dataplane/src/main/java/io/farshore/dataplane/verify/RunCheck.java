package io.farshore.dataplane.verify;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.run.Fence;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.ObjectBytes;
import io.farshore.core.run.ObjectCiphers;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.PlacedFrame;
import io.farshore.core.run.RunHeader;
import io.farshore.core.run.RunIdentity;
import io.farshore.core.run.RunPage;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one run and every object that it points to, once: the objects first, then each page against them. */
final class RunCheck {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final ObjectCiphers ciphers;
    private final RunRef ref;
    private final GenerationClaim claim;
    private final Findings findings;
    private final Idle<PayloadChecker> checkers;
    private final Idle<FrameCodec> codecs;
    private final String key;
    private final ObjectBytes bytes;
    /** Of the objects that are sound. */
    private final Map<StoredName, FramePrints> frames = new HashMap<>();
    /** What pages point to, and is to be tried once they have all been read. */
    private final Map<StoredName, Set<PlacedFrame>> suspects = new LinkedHashMap<>();

    RunCheck(
            ObjectStore store,
            ReplicaKeys keys,
            ObjectCiphers ciphers,
            RunRef ref,
            GenerationClaim claim,
            Findings findings,
            Idle<PayloadChecker> checkers,
            Idle<FrameCodec> codecs) {
        this.store = store;
        this.keys = keys;
        this.ciphers = ciphers;
        this.ref = ref;
        this.claim = claim;
        this.findings = findings;
        this.checkers = checkers;
        this.codecs = codecs;
        key = keys.object(ref.name());
        bytes = ObjectBytes.of(store, key, ref.size());
    }

    /** @param needed what the run points to is added to it */
    RunFinding run(InOrder inOrder, Set<String> needed) throws IOException {
        FrameCodec codec = codecs.take();
        identity();
        RunFinding finding = new RunFinding(open(codec));
        IndexRun run = finding.run();
        if (run != null) {
            IndexRun.Contents contents = contents(run, codec);
            finding.isKnown = contents != null;
            List<ObjectUse> objects = contents == null ? List.of() : contents.objects();
            objects.forEach(use -> needed.add(keys.object(use.name())));
            objects(objects, inOrder);
            pages(run, finding, contents, inOrder);
            suspects.keySet().forEach(name -> needed.add(keys.object(name)));
            trySuspects(finding, contents == null, inOrder);
        }
        codecs.give(codec);
        return finding;
    }

    /** The object's size, hash and header. */
    private void identity() throws IOException {
        long size = store.size(key);
        findings.read(key, Math.max(0, size));
        try {
            Expectation.require(key, "a run of %d bytes".formatted(ref.size()), size >= 0, "no such object");
            Expectation.require(key, ref.size() + " bytes", size == ref.size(), size + " bytes");
            RunHeader header = RunHeader.parse(key, bytes.read(0, RunHeader.LENGTH));
            Expectation.require(
                    key,
                    ref.name().key(),
                    header.name().equals(ref.name()),
                    header.name().key());
            boolean same = header.machineId().equals(claim.machineId());
            Expectation.require(key, "machine " + claim.machineId(), same, "machine " + header.machineId());
            boolean sameKey = header.keyId().equals(claim.keyId());
            Expectation.require(key, "data key " + claim.keyId(), sameKey, "data key " + header.keyId());
            Expectation.hash(key, ref.identity(), RunIdentity.of(key, bytes, ref.size()));
        } catch (CorruptDataException e) {
            findings.damaged(key, e);
        }
    }

    private @Nullable IndexRun open(FrameCodec codec) throws IOException {
        try {
            return IndexRun.open(
                    key, bytes, ref.size(), ref.identity(), ref.steps().size(), codec, ciphers.of(ref.name(), claim));
        } catch (CorruptDataException e) {
            findings.damaged(key, e);
            return null;
        }
    }

    private IndexRun.@Nullable Contents contents(IndexRun run, FrameCodec codec) throws IOException {
        try {
            return run.contents(codec);
        } catch (CorruptDataException e) {
            findings.damaged(key, e);
            return null;
        }
    }

    private void objects(List<ObjectUse> objects, InOrder inOrder) throws IOException {
        findings.expect(objects.size());
        inOrder.run(objects.size(), number -> check(objects.get(number)), (number, found) -> {
            take(objects.get(number).name(), found);
        });
    }

    private PayloadFinding check(ObjectUse use) throws IOException {
        PayloadChecker checker = checkers.take();
        PayloadFinding found = checker.check(use, ref, claim);
        checkers.give(checker);
        return found;
    }

    private void take(StoredName name, PayloadFinding found) {
        findings.read(keys.object(name), found.bytes());
        if (found.damage() != null) {
            findings.damaged(keys.object(name), found.damage());
        }
        if (found.frames() != null) {
            frames.put(name, found.frames());
        }
    }

    /** @param damage null when the page can be read */
    private record PageFinding(
            @Nullable RunPage page, @Nullable CorruptDataException damage) {}

    private void pages(IndexRun run, RunFinding finding, IndexRun.@Nullable Contents contents, InOrder inOrder)
            throws IOException {
        PageTally tally = new PageTally(ref.steps().size());
        inOrder.run(run.fences().size(), number -> page(run, number), (number, found) -> {
            if (found.damage() != null) {
                findings.damaged(key, found.damage());
            }
            if (found.page() == null) {
                finding.badPages.set(number);
            } else {
                tally.add(found.page());
                if (isSuspect(run.fences().get(number), found.page())) {
                    finding.suspectPages.set(number);
                }
            }
        });
        if (contents != null && finding.badPages.isEmpty()) {
            try {
                tally.compare(key, ref, contents);
            } catch (CorruptDataException e) {
                findings.damaged(key, e);
            }
        }
    }

    private PageFinding page(IndexRun run, int number) throws IOException {
        FrameCodec codec = codecs.take();
        try {
            return new PageFinding(run.page(number, codec), null);
        } catch (CorruptDataException e) {
            return new PageFinding(null, e);
        } finally {
            codecs.give(codec);
        }
    }

    /** Whether the page points to anything that is not exactly a frame of a sound object. */
    private boolean isSuspect(Fence fence, RunPage page) {
        List<DiskSpec> disks = claim.disks();
        boolean fits = fence.disk() < disks.size()
                && fence.to() <= disks.get(fence.disk()).size();
        if (!fits) {
            findings.damaged(key, wrong(fence, "changes to " + disks, fence.toString()));
        }
        boolean suspect = false;
        for (int i = 0; i < page.payload().frames(); i++) {
            PlacedFrame placed = page.payload().frame(i);
            FramePrints known = frames.get(placed.object());
            if (known == null || !known.has(placed.number(), placed.frame())) {
                if (known != null) {
                    findings.damaged(
                            key, wrong(fence, "a frame of " + placed.object().key(), placed.toString()));
                }
                suspects.computeIfAbsent(placed.object(), each -> new LinkedHashSet<>())
                        .add(placed);
                suspect = true;
            }
        }
        return suspect;
    }

    private CorruptDataException wrong(Fence fence, String expected, String found) {
        return new CorruptDataException(key, fence.storedOffset(), expected, found);
    }

    /** What came of trying suspects. */
    private record Tried(@Nullable PayloadFinding finding, Set<PlacedFrame> bad) {}

    /** @param unknown whether the objects have not been looked at yet, as the run's account of them is lost */
    private void trySuspects(RunFinding finding, boolean unknown, InOrder inOrder) throws IOException {
        List<StoredName> names = List.copyOf(suspects.keySet());
        inOrder.run(names.size(), number -> tried(names.get(number), unknown), (number, tried) -> {
            StoredName name = names.get(number);
            if (tried.finding() != null) {
                take(name, tried.finding());
            }
            String blamed = findings.isDamaged(keys.object(name)) ? keys.object(name) : key;
            tried.bad().forEach(placed -> finding.badFrames.put(placed, blamed));
        });
    }

    private Tried tried(StoredName name, boolean unknown) throws IOException {
        PayloadChecker checker = checkers.take();
        PayloadFinding found = unknown ? checker.check(name, claim) : null;
        Set<PlacedFrame> bad = checker.bad(name, claim, suspects.getOrDefault(name, Set.of()));
        checkers.give(checker);
        return new Tried(found, bad);
    }
}
