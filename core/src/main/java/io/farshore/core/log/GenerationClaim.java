package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
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
 * (1 empty, 2 previous), varint count of disks, each a text name and a varint size; text definition.
 *
 * @param machineId drawn with generation 1, the same in all later ones
 * @param machine the machine's name
 * @param writer a nonce of the process that captures
 * @param base what the disks hold before the first change
 * @param disks in the order of their numbers in segments
 * @param definition how to define the machine on a host (a libvirt domain's XML), at most 1 MiB; empty when none is known
 */
public record GenerationClaim(
        UUID machineId,
        String machine,
        int generation,
        UUID writer,
        Instant time,
        Base base,
        List<DiskSpec> disks,
        String definition) {
    private static final String FORMAT = "generation";
    private static final int VERSION = 1;
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
        if (definition.getBytes(StandardCharsets.UTF_8).length > LONGEST_DEFINITION) {
            throw new IllegalArgumentException(
                    "the definition of machine %s is longer than %d bytes".formatted(machine, LONGEST_DEFINITION));
        }
        Set<String> names = new HashSet<>();
        for (DiskSpec disk : disks) {
            if (!names.add(disk.name())) {
                throw new IllegalArgumentException(
                        "machine %s has two disks called %s".formatted(machine, disk.name()));
            }
        }
    }

    public byte[] toBytes() {
        ByteWriter body = new ByteWriter(256 + definition.length());
        writeBody(body);
        return Envelope.seal(FORMAT, VERSION, body);
    }

    /** The fields without the envelope, for objects that carry a claim inside. */
    public void writeBody(ByteWriter body) {
        body.id(machineId)
                .text(machine)
                .i32(generation)
                .id(writer)
                .instant(time)
                .u8(base == Base.EMPTY ? 1 : 2);
        body.varint(disks.size());
        disks.forEach(disk -> disk.write(body));
        body.text(definition);
    }

    public static GenerationClaim parse(String object, byte[] bytes)
            throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        GenerationClaim claim = readBody(body);
        body.end();
        return claim;
    }

    public static GenerationClaim readBody(ByteReader body) throws CorruptDataException {
        UUID machineId = body.id();
        String machine = body.text(Names.LONGEST);
        int generation = body.i32();
        UUID writer = body.id();
        Instant time = body.instant();
        Base base = readBase(body);
        int count = body.varint("a count of disks", MOST_DISKS);
        List<DiskSpec> disks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            disks.add(DiskSpec.read(body));
        }
        String definition = body.text(LONGEST_DEFINITION);
        try {
            return new GenerationClaim(machineId, machine, generation, writer, time, base, disks, definition);
        } catch (IllegalArgumentException e) {
            throw body.damaged("a claim of a generation", String.valueOf(e.getMessage()));
        }
    }

    private static Base readBase(ByteReader body) throws CorruptDataException {
        int code = body.u8();
        return switch (code) {
            case 1 -> Base.EMPTY;
            case 2 -> Base.PREVIOUS;
            default -> throw body.damaged("a base (1 or 2)", Integer.toString(code));
        };
    }
}
