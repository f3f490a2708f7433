package io.farshore.core.run;

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
    public static WholeRun verify(String object, byte[] bytes, FrameCodec codec) throws IOException {
        RunHeader header = RunHeader.parse(object, bytes);
        ObjectBytes all = ObjectBytes.of(bytes);
        ObjectHash identity = RunIdentity.of(object, all, bytes.length);
        RunFooter footer = RunFooter.parse(object, bytes, bytes.length);
        int steps = steps(object, bytes, footer.first(), codec);
        IndexRun run = IndexRun.open(object, all, bytes.length, identity, steps, codec);
        return new WholeRun(header, identity, run, run.contents(codec));
    }

    private static int steps(String object, byte[] bytes, Section contents, FrameCodec codec)
            throws CorruptDataException {
        return contents.open(object, bytes, (int) contents.offset(), codec)
                .varint("a count of steps", Integer.MAX_VALUE);
    }
}
