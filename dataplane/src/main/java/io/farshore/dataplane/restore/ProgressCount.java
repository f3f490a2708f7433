package io.farshore.dataplane.restore;

/** Adds up the progress of one disk after the other. One thread. */
final class ProgressCount {
    private final RestoreProgress listener;
    private final long allTotalBytes;
    private final long start = System.nanoTime();
    private long earlier;
    private long before;
    private String disk = "";
    private long totalBytes;

    ProgressCount(RestoreProgress listener, long allTotalBytes) {
        this.listener = listener;
        this.allTotalBytes = allTotalBytes;
    }

    /** @param there bytes of data that an earlier restore has written */
    void begin(String name, long dataBytes, long there) {
        disk = name;
        totalBytes = dataBytes;
        earlier += there;
    }

    /** @param bytes of data of the disk that are written now, also by an earlier restore */
    void at(long bytes) {
        double seconds = Math.max(1, System.nanoTime() - start) / 1e9;
        double rate = (before + bytes - earlier) / seconds;
        listener.restored(new RestoreProgress.Advance(disk, bytes, totalBytes, before + bytes, allTotalBytes, rate));
    }

    /** The disk is complete. */
    void end() {
        at(totalBytes);
        before += totalBytes;
    }
}
