package io.farshore.dataplane.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.run.DataObject;
import io.farshore.core.run.Fence;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.RunEntry;
import io.farshore.core.run.RunHeader;
import io.farshore.core.run.RunPage;
import io.farshore.core.run.StoredName;
import io.farshore.core.run.WholeRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Describes index runs and data objects, after checking all of one. */
final class RunDescriber {
    private static final int MAGIC_LENGTH = 8;

    private final int most;
    private final MachineKeys keys;
    private final FrameCodec codec = new FrameCodec();

    /** @param most how many steps, pages, objects and frames are listed; the others are counted */
    RunDescriber(int most, MachineKeys keys) {
        this.keys = keys;
        this.most = most;
    }

    /** Whether the bytes start as a run or a data object does. */
    static boolean isOurs(byte[] bytes) {
        if (bytes.length < RunHeader.LENGTH) {
            return false;
        }
        String magic = new String(bytes, 0, MAGIC_LENGTH, StandardCharsets.US_ASCII);
        return magic.equals("FARSHRUN") || magic.equals("FARSHDAT");
    }

    Description describe(String name, byte[] bytes)
            throws CorruptDataException, FormatTooNewException, KeyMissingException {
        RunHeader header = RunHeader.parse(name, bytes);
        try {
            return header.name() instanceof StoredName.OfRun ? run(name, bytes) : data(name, bytes, header);
        } catch (CorruptDataException | FormatTooNewException | KeyMissingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private static void header(ObjectNode node, RunHeader header) {
        node.put("object", header.name().key())
                .put("machineId", header.machineId().toString())
                .put("encrypted", !header.keyId().equals(DataKey.NO_KEY));
    }

    private Description data(String name, byte[] bytes, RunHeader header) throws IOException {
        List<Frame> frames = DataObject.verify(name, bytes, codec, header.cipher(keys));
        Description description = new Description("data");
        ObjectNode root = description.root();
        header(root, header);
        long plain = frames.stream().mapToLong(Frame::plainLength).sum();
        long stored = frames.stream().mapToLong(Frame::storedLength).sum();
        root.put("size", bytes.length)
                .put("payloadBytes", plain)
                .put("storedBytes", stored)
                .put("compressionRatio", stored == 0 ? 1 : Math.round(100.0 * plain / stored) / 100.0)
                .put("frameCount", frames.size());
        ArrayNode listed = root.putArray("frames");
        frames.stream()
                .limit(most)
                .forEach(frame -> listed.addObject()
                        .put("storedOffset", frame.storedOffset())
                        .put("storedLength", frame.storedLength())
                        .put("payloadOffset", frame.plainOffset())
                        .put("length", frame.plainLength())
                        .put("compressed", frame.codec() != Frame.Codec.RAW));
        return description;
    }

    private Description run(String name, byte[] bytes) throws IOException {
        WholeRun whole = WholeRun.verify(name, bytes, codec, keys);
        Description description = new Description("run");
        ObjectNode root = description.root();
        header(root, whole.header());
        root.put("identity", whole.identity().toString()).put("size", bytes.length);
        objects(root, whole.contents());
        pages(root, whole.run());
        return description;
    }

    private void objects(ObjectNode root, IndexRun.Contents contents) {
        List<ObjectUse> uses = contents.objects();
        root.put("liveBytes", uses.stream().mapToLong(ObjectUse::liveBytes).sum())
                .put(
                        "payloadBytes",
                        uses.stream().mapToLong(ObjectUse::plainBytes).sum())
                .put("stepCount", contents.stepBytes().size());
        ArrayNode steps = root.putArray("steps");
        for (int step = 0; step < Math.min(most, contents.stepBytes().size()); step++) {
            steps.addObject()
                    .put("step", step)
                    .put("writtenBytes", contents.stepBytes().get(step));
        }
        root.put("objectCount", uses.size());
        ArrayNode objects = root.putArray("objects");
        uses.stream()
                .limit(most)
                .forEach(use -> objects.addObject()
                        .put("object", use.name().key())
                        .put("size", use.size())
                        .put("payloadBytes", use.plainBytes())
                        .put("liveBytes", use.liveBytes())
                        .put("livePercent", use.plainBytes() == 0 ? 0 : 100 * use.liveBytes() / use.plainBytes()));
    }

    /** Every page is read, so that a damaged one is not passed over. */
    private void pages(ObjectNode root, IndexRun run) throws IOException {
        root.put("pageCount", run.fences().size());
        ArrayNode pages = root.putArray("pages");
        long entries = 0;
        for (int number = 0; number < run.fences().size(); number++) {
            RunPage page = run.page(number, codec);
            entries += page.entries().size();
            if (number < most) {
                page(pages.addObject(), run.fences().get(number), page);
            }
        }
        root.put("entryCount", entries);
    }

    private static void page(ObjectNode node, Fence fence, RunPage page) {
        node.put("disk", fence.disk())
                .put("offset", fence.from())
                .put("length", fence.to() - fence.from())
                .put("storedLength", fence.storedLength())
                .put("entries", page.entries().size())
                .put("zeros", page.entries().stream().filter(RunEntry::isZeros).count())
                .put("frames", page.payload().frames());
    }
}
