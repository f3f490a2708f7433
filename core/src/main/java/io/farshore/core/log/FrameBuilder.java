package io.farshore.core.log;

import io.farshore.core.crypto.AesGcm;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream of payload into frames and writes them. Does not know which disk the bytes belong to. */
final class FrameBuilder {
    private final FrameCodec codec;
    private final byte[] plain = new byte[Frame.LARGEST];
    private final byte[] stored;
    private final byte[] sealed = new byte[Frame.LARGEST + AesGcm.TAG];
    private ObjectCipher cipher = ObjectCipher.NONE;
    private List<Frame> frames = new ArrayList<>();
    private ByteWriter out = new ByteWriter(0);
    private int filled;
    private long written;

    FrameBuilder(FrameCodec codec) {
        this.codec = codec;
        this.stored = new byte[codec.longestCompressed(Frame.LARGEST)];
    }

    void start(ByteWriter target, ObjectCipher with) {
        out = target;
        cipher = with;
        frames = new ArrayList<>();
        filled = 0;
        written = 0;
    }

    /** Bytes of payload so far. */
    long plainLength() {
        return written + filled;
    }

    void add(byte[] bytes, int from, int count) {
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, plain.length - filled);
            System.arraycopy(bytes, from + done, plain, filled, part);
            filled += part;
            done += part;
            if (filled == plain.length) {
                finish();
            }
        }
    }

    void finish() {
        if (filled == 0) {
            return;
        }
        int length = codec.compress(plain, 0, filled, stored, 0);
        Frame.Codec how = length == filled ? Frame.Codec.RAW : Frame.Codec.ZSTD;
        int sealedLength = cipher.seal(frames.size(), filled, stored, 0, length, sealed, 0);
        frames.add(new Frame(out.length(), sealedLength, written, filled, how, Checksums.crc32c(plain, 0, filled)));
        out.raw(sealed, 0, sealedLength);
        written += filled;
        filled = 0;
    }

    List<Frame> frames() {
        return frames;
    }
}
