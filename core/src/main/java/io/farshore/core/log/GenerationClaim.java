package io.farshore.core.log;

import io.farshore.core.crypto.AesGcm;
import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Says who captures a machine from here on, and what its disks are. Created once for each generation; whoever finds a newer one
 * is fenced. Format {@code generation}, version 1: machine id, text name, i32 generation, id writer, instant, u8 base
 * (1 empty, 2 previous), varint count of disks, each a text name and a varint size; text definition. Version 2, of a generation that is
 * encrypted: base is 3 for empty, 4 for previous, and instead of the definition there is the id of the data key, a varint length, and the
 * definition sealed as part 0 with the definition's key, see {@link io.farshore.core.crypto}.
 *
 * @param machineId drawn with generation 1, the same in all later ones
 * @param machine the machine's name
 * @param writer a nonce of the process that captures
 * @param base what the disks hold before the first change
 * @param disks in the order of their numbers in segments
 * @param keyId of the data key that the generation's segments are encrypted with; zero when they are not
 * @param storedDefinition how to define the machine on a host, sealed when the generation is encrypted
 */
public record GenerationClaim(
        UUID machineId,
        String machine,
        int generation,
        UUID writer,
        Instant time,
        Base base,
        List<DiskSpec> disks,
        UUID keyId,
        StoredText storedDefinition) {
    private static final String FORMAT = "generation";
    private static final int VERSION = 2;
    private static final int PLAIN_VERSION = 1;
    private static final int ENCRYPTED = 2;
    private static final int MOST_DISKS = 1024;
    private static final int LONGEST_DEFINITION = 1 << 20;

    /** What a generation starts from. */
    public enum Base {
        /** Zeros: everything that the disks hold is in this generation's log. */
        EMPTY,
        /** What the generation before ended with: it ended cleanly, and nothing was written since. */
        PREVIOUS
    }

    public GenerationClaim {
        Names.check("machine", machine);
        disks = List.copyOf(disks);
        if (generation < 1 || disks.isEmpty() || disks.size() > MOST_DISKS) {
            throw new IllegalArgumentException(
                    "generation %d of %s with %d disks".formatted(generation, machine, disks.size()));
        }
        if (storedDefinition.length() > LONGEST_DEFINITION + AesGcm.TAG) {
            throw new IllegalArgumentException(
                    "the definition of machine %s is longer than %d bytes".formatted(machine, LONGEST_DEFINITION));
        }
        if (storedDefinition.isSealed() == keyId.equals(DataKey.NO_KEY)) {
            throw new IllegalArgumentException("a definition is sealed when there is a key for it, and only then");
        }
        Set<String> names = new HashSet<>();
        for (DiskSpec disk : disks) {
            if (!names.add(disk.name())) {
                throw new IllegalArgumentException(
                        "machine %s has two disks called %s".formatted(machine, disk.name()));
            }
        }
    }

    /** A generation that is not encrypted. */
    public GenerationClaim(
            UUID machineId,
            String machine,
            int generation,
            UUID writer,
            Instant time,
            Base base,
            List<DiskSpec> disks,
            String definition) {
        this(
                machineId,
                machine,
                generation,
                writer,
                time,
                base,
                disks,
                DataKey.NO_KEY,
                StoredText.plain(checkLength(machine, definition)));
    }

    /**
     * The same generation, encrypted. Seal the claim of a writer once: its key is the writer's.
     *
     * @param newKeyId one of the keys
     */
    public GenerationClaim encrypted(UUID newKeyId, MachineKeys keys) throws KeyMissingException {
        ObjectCipher cipher = keys.forDefinition(machineId, generation, writer, newKeyId);
        return new GenerationClaim(
                machineId, machine, generation, writer, time, base, disks, newKeyId, storedDefinition.seal(cipher));
    }

    public boolean isEncrypted() {
        return !keyId.equals(DataKey.NO_KEY);
    }

    /** How to define the machine on a host (a libvirt domain's XML), at most 1 MiB; empty when none is known. */
    public String definition(MachineKeys keys) throws KeyMissingException, CorruptDataException {
        String object = "the definition of %s in generation %d".formatted(machine, generation);
        return storedDefinition.open(object, keys.forDefinition(machineId, generation, writer, keyId));
    }

    /** What the frames and the index of this generation's segment of that number are sealed with. */
    public ObjectCipher segmentCipher(MachineKeys keys, long number) throws KeyMissingException {
        return keys.forSegment(machineId, generation, number, writer, keyId);
    }

    private static String checkLength(String machine, String definition) {
        if (definition.getBytes(StandardCharsets.UTF_8).length > LONGEST_DEFINITION) {
            throw new IllegalArgumentException(
                    "the definition of machine %s is longer than %d bytes".formatted(machine, LONGEST_DEFINITION));
        }
        return definition;
    }

    public byte[] toBytes() {
        ByteWriter body = new ByteWriter(256 + storedDefinition.length());
        writeBody(body);
        return Envelope.seal(FORMAT, isEncrypted() ? VERSION : PLAIN_VERSION, body);
    }

    /** The fields without the envelope, for objects that carry a claim inside. */
    public void writeBody(ByteWriter body) {
        body.id(machineId)
                .text(machine)
                .i32(generation)
                .id(writer)
                .instant(time)
                .u8((base == Base.EMPTY ? 1 : 2) + (isEncrypted() ? ENCRYPTED : 0));
        body.varint(disks.size());
        disks.forEach(disk -> disk.write(body));
        if (isEncrypted()) {
            body.id(keyId);
        }
        storedDefinition.write(body);
    }

    public static GenerationClaim parse(String object, byte[] bytes)
            throws CorruptDataException, FormatTooNewException {
        Envelope envelope = Envelope.open(object, bytes, FORMAT, VERSION);
        ByteReader body = envelope.body();
        GenerationClaim claim = readBody(body);
        body.end();
        if (claim.isEncrypted() != (envelope.version() == VERSION)) {
            throw body.damaged("a claim of version " + envelope.version(), "one of the other");
        }
        return claim;
    }

    public static GenerationClaim readBody(ByteReader body) throws CorruptDataException {
        UUID machineId = body.id();
        String machine = body.text(Names.LONGEST);
        int generation = body.i32();
        UUID writer = body.id();
        Instant time = body.instant();
        int code = body.u8();
        boolean encrypted = code > ENCRYPTED;
        Base base = baseOf(body, encrypted ? code - ENCRYPTED : code);
        int count = body.varint("a count of disks", MOST_DISKS);
        List<DiskSpec> disks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            disks.add(DiskSpec.read(body));
        }
        UUID keyId = encrypted ? body.id() : DataKey.NO_KEY;
        StoredText definition = encrypted
                ? StoredText.readSealed(body, LONGEST_DEFINITION)
                : StoredText.plain(body.text(LONGEST_DEFINITION));
        try {
            return new GenerationClaim(machineId, machine, generation, writer, time, base, disks, keyId, definition);
        } catch (IllegalArgumentException e) {
            throw body.damaged("a claim of a generation", String.valueOf(e.getMessage()));
        }
    }

    private static Base baseOf(ByteReader body, int code) throws CorruptDataException {
        return switch (code) {
            case 1 -> Base.EMPTY;
            case 2 -> Base.PREVIOUS;
            default -> throw body.damaged("a base (1 to 4)", Integer.toString(code));
        };
    }
}
