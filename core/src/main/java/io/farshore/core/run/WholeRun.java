package io.farshore.core.run;

import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.ObjectHash;
import java.io.IOException;

/**
 * A run, read as a whole, by itself: without the catalog that names it.
 *
 * @param identity SHA-256 of the object without its footer
 */
public record WholeRun(RunHeader header, ObjectHash identity, IndexRun run, IndexRun.Contents contents) {
    /** Reads a whole run and checks all of it but its pages. */
    public static WholeRun verify(String object, byte[] bytes, FrameCodec codec, MachineKeys keys) throws IOException {
        RunHeader header = RunHeader.parse(object, bytes);
        ObjectCipher cipher = header.cipher(keys);
        ObjectBytes all = ObjectBytes.of(bytes);
        ObjectHash identity = RunIdentity.of(object, all, bytes.length);
        RunFooter footer = RunFooter.parse(object, bytes, bytes.length);
        int steps = steps(object, bytes, footer.first(), codec, cipher);
        IndexRun run = IndexRun.open(object, all, bytes.length, identity, steps, codec, cipher);
        return new WholeRun(header, identity, run, run.contents(codec));
    }

    private static int steps(String object, byte[] bytes, Section contents, FrameCodec codec, ObjectCipher cipher)
            throws CorruptDataException {
        return contents.open(object, bytes, (int) contents.offset(), codec, cipher, Section.FIRST_TABLE)
                .varint("a count of steps", Integer.MAX_VALUE);
    }
}
