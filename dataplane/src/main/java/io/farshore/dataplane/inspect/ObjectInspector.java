package io.farshore.dataplane.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogObject;
import io.farshore.core.catalog.CatalogPointer;
import io.farshore.core.catalog.EpochClaim;
import io.farshore.core.catalog.Pin;
import io.farshore.core.catalog.ReplicaDescriptor;
import io.farshore.core.catalog.Request;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.WrappedKey;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.Envelope;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationEnd;
import io.farshore.core.log.ReplicatedPosition;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Describes any object, after checking all of it. */
public final class ObjectInspector {
    private final int mostEntries;
    private final MachineKeys keys;

    /** @param mostEntries how many entries of a segment or catalog are listed; the others are counted */
    public ObjectInspector(int mostEntries) {
        this(mostEntries, MachineKeys.NONE);
    }

    /** @param keys of the machine that the objects are of */
    public ObjectInspector(int mostEntries, MachineKeys keys) {
        this.keys = keys;
        this.mostEntries = mostEntries;
    }

    /** @throws IllegalArgumentException when there is no such object, or it is none of ours */
    public Description object(ObjectStore store, String key) throws IOException {
        byte[] bytes = store.get(key);
        if (bytes == null) {
            throw new IllegalArgumentException("%s holds no object %s".formatted(store, key));
        }
        return bytes(key, bytes);
    }

    /** @throws IllegalArgumentException when there is no such file, or it is none of ours */
    public Description file(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        return bytes(file.toString(), Files.readAllBytes(file));
    }

    /**
     * Describes bytes.
     *
     * @param name for errors
     * @throws IllegalArgumentException when they do not start as an object of ours does
     * @throws KeyMissingException when they are encrypted with a key that is not at hand
     * @throws CorruptDataException when they start so, but are damaged
     */
    public Description bytes(String name, byte[] bytes)
            throws CorruptDataException, FormatTooNewException, KeyMissingException {
        if (SegmentHeader.isSegment(bytes)) {
            return new SegmentDescriber(mostEntries, keys).describe(name, bytes);
        }
        if (RunDescriber.isOurs(bytes)) {
            return new RunDescriber(mostEntries, keys).describe(name, bytes);
        }
        if (!Envelope.isEnvelope(bytes)) {
            throw new IllegalArgumentException(name + " is no Farshore object");
        }
        Envelope envelope = Envelope.open(name, bytes);
        return switch (envelope.format()) {
            case "generation" -> claim(GenerationClaim.parse(name, bytes));
            case "generation-end" -> end(GenerationEnd.parse(name, bytes));
            case "replicated" -> replicated(ReplicatedPosition.parse(name, bytes));
            case "replica" -> descriptor(ReplicaDescriptor.parse(name, bytes));
            case "wrapped-key" -> wrapped(WrappedKey.parse(name, bytes));
            case "epoch" -> epoch(EpochClaim.parse(name, bytes));
            case "catalog-pointer" -> pointer(name, bytes, envelope.body().id());
            case "catalog" -> catalog(CatalogObject.parse(name, bytes));
            case "pin" -> pin(Pin.parse(name, bytes));
            case "request" -> request(Request.parse(name, bytes));
            default ->
                throw new IllegalArgumentException(
                        "%s is a Farshore object of format %s, which this program does not know: use a newer farshore"
                                .formatted(name, envelope.format()));
        };
    }

    private static Description wrapped(WrappedKey key) {
        Description description = new Description("wrapped-key");
        description
                .root()
                .put("machine", key.machine())
                .put("dataKey", key.dataKey().toString())
                .put("wrappingKey", key.wrappingKey());
        return description;
    }

    private Description claim(GenerationClaim claim) throws CorruptDataException, KeyMissingException {
        Description description = new Description("generation");
        Fields.claim(description.root(), claim);
        description.root().put("definition", claim.definition(keys));
        return description;
    }

    private static Description end(GenerationEnd end) {
        Description description = new Description("generation-end");
        description
                .root()
                .put("machineId", end.machineId().toString())
                .put("generation", end.generation())
                .put("lastSegment", end.lastSegment())
                .put("lastSequence", end.lastSequence())
                .put("consistent", end.consistent());
        return description;
    }

    private static Description replicated(ReplicatedPosition position) {
        Description description = new Description("replicated");
        Fields.replicated(description.root(), position);
        return description;
    }

    private static Description descriptor(ReplicaDescriptor descriptor) {
        Description description = new Description("replica");
        description
                .root()
                .put("machine", descriptor.machine())
                .put("machineId", descriptor.machineId().toString())
                .put("created", descriptor.created().toString());
        return description;
    }

    private static Description epoch(EpochClaim claim) {
        Description description = new Description("epoch");
        description
                .root()
                .put("machineId", claim.machineId().toString())
                .put("epoch", claim.epoch())
                .put("owner", claim.owner().toString())
                .put("time", claim.time().toString());
        return description;
    }

    private static Description pin(Pin pin) {
        Description description = new Description("pin");
        description
                .root()
                .put("machineId", pin.machineId().toString())
                .put("version", pin.version())
                .put("expires", pin.expires().toString())
                .put("reader", pin.reader());
        return description;
    }

    private Description request(Request request) {
        Description description = new Description("request");
        ObjectNode root = description
                .root()
                .put("machineId", request.machineId().toString())
                .put("asked", request.asked().toString());
        EntryFields.put(root.putObject("wanted"), request.wanted(), mostEntries);
        return description;
    }

    private static Description pointer(String name, byte[] bytes, UUID machineId)
            throws CorruptDataException, FormatTooNewException {
        Description description = new Description("catalog-pointer");
        description.root().put("machineId", machineId.toString());
        Fields.pointer(description.root(), CatalogPointer.parse(name, bytes, machineId));
        return description;
    }

    private Description catalog(CatalogObject object) {
        Description description = new Description("catalog");
        ObjectNode root = description
                .root()
                .put("machineId", object.machineId().toString())
                .put("epoch", object.epoch())
                .put("version", object.version())
                .put("owner", object.owner().toString());
        Fields.pointer(root.putObject("below"), object.below());
        root.put("entryCount", object.entries().size());
        ArrayNode entries = root.putArray("entries");
        for (CatalogEntry entry : object.entries().stream().limit(mostEntries).toList()) {
            EntryFields.put(entries.addObject(), entry, mostEntries);
        }
        return description;
    }
}
