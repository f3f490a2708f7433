package io.farshore.core.store;

import java.nio.file.Path;
import java.util.SplittableRandom;

/** The process that {@link FileObjectStoreCrashTest} kills: four threads create and replace objects, and tell each one that is acknowledged. */
final class CrashingWriter {
    private static final int THREADS = 4;
    private static final int LARGEST = 300_000;

    private CrashingWriter() {}

    /** The arguments are the store's folder and a name that no earlier writer had. */
    public static void main(String[] args) throws Exception {
        ObjectStore store = FileObjectStore.create(Path.of(args[0]));
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread.ofPlatform().start(() -> write(store, args[1] + "/" + thread));
        }
    }

    private static void write(ObjectStore store, String folder) {
        try {
            for (int i = 0; ; i++) {
                String key = "%s/%d/%d".formatted(folder, i / 3, i);
                store.putIfAbsent(key, content(key, 0));
                tell("created " + key);
                store.put(folder + "/position", content(folder + "/position", i));
                tell("replaced " + folder + "/position");
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static synchronized void tell(String line) {
        System.out.print(line + "\n");
        System.out.flush();
    }

    /** A content that follows from its first eight bytes and its key, so that a part or a mixture of two is found out. */
    static byte[] content(String key, long version) {
        SplittableRandom random = new SplittableRandom(key.hashCode() * 31L + version);
        byte[] content = new byte[8 + random.nextInt(LARGEST)];
        random.nextBytes(content);
        for (int i = 0; i < 8; i++) {
            content[i] = (byte) (version >>> (8 * i));
        }
        return content;
    }

    /** The version that the first eight bytes tell. */
    static long version(byte[] content) {
        long version = 0;
        for (int i = 0; i < 8 && i < content.length; i++) {
            version |= (content[i] & 0xffL) << (8 * i);
        }
        return version;
    }
}
